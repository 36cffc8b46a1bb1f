// Focus: the order of the scene, arrows, and what it may not reach.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/input/focus.h"

#include <string.h>

struct fixture {
    struct vz_scene scene;
    struct vz_focus focus;
};

static void add(struct vz_scene *scene, const char *name, enum vz_act act,
                unsigned state, int x, int y) {
    vz_scene_add(scene, &(struct vz_box){.name = name,
                                         .role = VZ_ROLE_BUTTON,
                                         .act = act,
                                         .state = state,
                                         .rect = {x, y, 80, 80}});
}

// A grid of two rows: a b c / d e f; c cannot be touched, a title cannot ever.
static int set_up(void **state) {
    static struct fixture f;
    f = (struct fixture){0};
    add(&f.scene, "title", VZ_ACT_NONE, 0, 0, 0);
    add(&f.scene, "a", VZ_ACT_WIDGET, 0, 0, 100);
    add(&f.scene, "b", VZ_ACT_WIDGET, 0, 100, 100);
    add(&f.scene, "c", VZ_ACT_WIDGET, VZ_STATE_DISABLED, 200, 100);
    add(&f.scene, "d", VZ_ACT_WIDGET, 0, 0, 200);
    add(&f.scene, "e", VZ_ACT_WIDGET, 0, 100, 200);
    add(&f.scene, "f", VZ_ACT_WIDGET, 0, 200, 200);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_scene_finish(&f->scene);
    return 0;
}

static const char *move(struct fixture *f, enum vz_focus_move way) {
    vz_focus_move(&f->focus, &f->scene, way);
    const struct vz_box *box = vz_focus_box(&f->focus, &f->scene);
    return box ? box->name : "";
}

static void it_shows_only_after_a_key(void **state) {
    struct fixture *f = *state;
    assert_null(vz_focus_box(&f->focus, &f->scene));
    assert_string_equal(move(f, VZ_FOCUS_NEXT), "a");
    vz_focus_mark(&f->focus, &f->scene);
    assert_true(vz_scene_find(&f->scene, "a")->state & VZ_STATE_FOCUSED);
    vz_focus_hide(&f->focus);
    assert_null(vz_focus_box(&f->focus, &f->scene));
    assert_string_equal(move(f, VZ_FOCUS_NEXT), "a"); // shown where it was
}

static void tab_walks_the_scene_and_wraps(void **state) {
    struct fixture *f = *state;
    static const char *const order[] = {"a", "b", "d", "e", "f", "a"};
    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
        assert_string_equal(move(f, VZ_FOCUS_NEXT), order[i]);
    }
    assert_string_equal(move(f, VZ_FOCUS_PREVIOUS), "f");
}

static void arrows_go_to_the_nearest_that_way(void **state) {
    struct fixture *f = *state;
    move(f, VZ_FOCUS_NEXT);
    assert_string_equal(move(f, VZ_FOCUS_RIGHT), "b");
    assert_string_equal(move(f, VZ_FOCUS_DOWN), "e");
    assert_string_equal(move(f, VZ_FOCUS_LEFT), "d");
    assert_string_equal(move(f, VZ_FOCUS_UP), "a");
    assert_string_equal(move(f, VZ_FOCUS_UP), "a"); // nothing further
}

static void what_an_overlay_covers_is_out_of_reach(void **state) {
    struct fixture *f = *state;
    vz_scene_add(&f->scene, &(struct vz_box){.name = "cover",
                                             .look = VZ_LOOK_PANEL,
                                             .rect = {0, 0, 400, 400}});
    add(&f->scene, "yes", VZ_ACT_STAY, 0, 100, 100);
    assert_string_equal(move(f, VZ_FOCUS_NEXT), "yes");
    assert_string_equal(move(f, VZ_FOCUS_NEXT), "yes");
    assert_string_equal(move(f, VZ_FOCUS_LEFT), "yes");
}

static void an_empty_scene_has_none(void **state) {
    struct fixture *f = *state;
    vz_scene_clear(&f->scene);
    assert_string_equal(move(f, VZ_FOCUS_NEXT), "");
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_shows_only_after_a_key),
        TEST(tab_walks_the_scene_and_wraps),
        TEST(arrows_go_to_the_nearest_that_way),
        TEST(what_an_overlay_covers_is_out_of_reach),
        TEST(an_empty_scene_has_none),
    };
    return cmocka_run_group_tests_name("focus", tests, NULL, NULL);
}
