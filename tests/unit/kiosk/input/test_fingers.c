// Fingers: when a touch counts, and when it does not.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/input/fingers.h"

#include <string.h>

static const struct vz_ui ui = {
    .width = 1280, .height = 800, .scale = 1, .text_scale = 1};

struct fixture {
    struct vz_scene scene;
    struct vz_fingers fingers;
};

static void add(struct vz_scene *scene, const char *name, enum vz_box_role role,
                enum vz_act act, int x) {
    assert_non_null(vz_scene_add(scene, &(struct vz_box){
                                            .name = name,
                                            .role = role,
                                            .act = act,
                                            .rect = {x, 100, 100, 100},
                                        }));
}

static int set_up(void **state) {
    static struct fixture f;
    f = (struct fixture){0};
    add(&f.scene, "next", VZ_ROLE_BUTTON, VZ_ACT_NEXT, 100);
    add(&f.scene, "key:a", VZ_ROLE_KEY, VZ_ACT_WIDGET, 300);
    add(&f.scene, "key:b", VZ_ROLE_KEY, VZ_ACT_WIDGET, 420);
    add(&f.scene, "label", VZ_ROLE_TEXT, VZ_ACT_NONE, 600);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_scene_finish(&f->scene);
    return 0;
}

static void down(struct fixture *f, int id, int x, int64_t now) {
    vz_fingers_down(&f->fingers, &f->scene, &ui, id, x, 150, now);
}

static const char *up(struct fixture *f, int id, int64_t now) {
    const struct vz_box *box;
    vz_fingers_up(&f->fingers, &f->scene, id, now, &box);
    return box ? box->name : NULL;
}

static void a_finger_from_another_screen_does_nothing(void **state) {
    struct fixture *f = *state;
    down(f, 1, 150, 1000);
    down(f, 2, 350, 1000);
    vz_fingers_lapse(&f->fingers);
    assert_null(up(f, 1, 2000));
    assert_null(up(f, 2, 2000));
    down(f, 1, 150, 3000);
    assert_string_equal(up(f, 1, 3050), "next");
}

static void a_touch_counts_when_lifted_inside(void **state) {
    struct fixture *f = *state;
    down(f, 1, 150, 1000);
    assert_string_equal(up(f, 1, 1050), "next");
    assert_null(up(f, 1, 1060));
}

static void what_cannot_be_touched_is_not(void **state) {
    struct fixture *f = *state;
    down(f, 1, 650, 1000);
    assert_null(up(f, 1, 1050));
    down(f, 1, 1200, 2000);
    assert_null(up(f, 1, 2050));
}

static void sliding_off_takes_it_back(void **state) {
    struct fixture *f = *state;
    down(f, 1, 150, 1000);
    assert_false(vz_fingers_move(&f->fingers, &ui, 1, 206, 150)); // in the slop
    assert_true(vz_fingers_move(&f->fingers, &ui, 1, 209, 150));
    assert_false(vz_fingers_move(&f->fingers, &ui, 1, 150, 150)); // too late
    assert_null(up(f, 1, 1100));
}

static void a_held_finger_slides_to_what_it_opened(void **state) {
    struct fixture *f = *state;
    add(&f->scene, "accent:a", VZ_ROLE_KEY, VZ_ACT_WIDGET, 700);
    f->scene.boxes[f->scene.n - 1].slides = true;
    down(f, 1, 350, 1000);
    vz_fingers_held(&f->fingers, "key:a");
    // A key that does not slide is none of its business.
    assert_false(vz_fingers_slide(&f->fingers, &f->scene, &ui, 1, 450, 150));
    assert_true(vz_fingers_slide(&f->fingers, &f->scene, &ui, 1, 750, 150));
    assert_string_equal(up(f, 1, 1600), "accent:a");
    down(f, 1, 350, 3000);
    vz_fingers_held(&f->fingers, "key:a");
    assert_true(vz_fingers_slide(&f->fingers, &f->scene, &ui, 1, 750, 150));
    assert_true(vz_fingers_slide(&f->fingers, &f->scene, &ui, 1, 900, 150));
    assert_null(up(f, 1, 3600));
}

static void the_same_target_twice_is_one_touch(void **state) {
    struct fixture *f = *state;
    int counted = 0;
    for (int64_t now = 1000; now < 1250; now += 50) {
        down(f, 1, 150, now);
        counted += up(f, 1, now + 10) != NULL;
    }
    assert_int_equal(counted, 1);
    down(f, 1, 150, 1270);
    assert_string_equal(up(f, 1, 1280), "next");
}

static void keys_may_repeat_sooner(void **state) {
    struct fixture *f = *state;
    down(f, 1, 350, 1000);
    assert_string_equal(up(f, 1, 1010), "key:a");
    down(f, 1, 350, 1040);
    assert_null(up(f, 1, 1060));
    down(f, 1, 350, 1080);
    assert_string_equal(up(f, 1, 1095), "key:a");
}

static void two_thumbs_may_roll_over(void **state) {
    struct fixture *f = *state;
    down(f, 1, 350, 1000);
    down(f, 2, 470, 1020);
    assert_string_equal(up(f, 1, 1030), "key:a");
    down(f, 1, 350, 1035);
    assert_string_equal(up(f, 2, 1040), "key:b");
    assert_string_equal(up(f, 1, 1050), "key:a");
}

static void a_finger_that_stays_holds_and_repeats(void **state) {
    struct fixture *f = *state;
    down(f, 1, 350, 1000);
    assert_int_equal(vz_fingers_hold_at(&f->fingers), 1400);
    assert_null(vz_fingers_hold(&f->fingers, &f->scene, 1399));
    const struct vz_box *box = vz_fingers_hold(&f->fingers, &f->scene, 1400);
    assert_string_equal(box->name, "key:a");
    assert_int_equal(vz_fingers_hold_at(&f->fingers), 1550);
    vz_fingers_held(&f->fingers, box->name);
    assert_null(up(f, 1, 1600)); // the hold was the touch
    assert_int_equal(vz_fingers_hold_at(&f->fingers), 0);
}

static void a_box_that_went_away_is_not_touched(void **state) {
    struct fixture *f = *state;
    down(f, 1, 150, 1000);
    vz_scene_clear(&f->scene);
    add(&f->scene, "other", VZ_ROLE_BUTTON, VZ_ACT_NEXT, 100);
    assert_null(up(f, 1, 1050));
}

static void pressed_shows_while_the_finger_is_on_it(void **state) {
    struct fixture *f = *state;
    down(f, 1, 150, 1000);
    vz_fingers_mark(&f->fingers, &f->scene);
    assert_true(vz_scene_find(&f->scene, "next")->state & VZ_STATE_PRESSED);
    assert_false(vz_scene_find(&f->scene, "key:a")->state & VZ_STATE_PRESSED);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_finger_from_another_screen_does_nothing),
        TEST(a_touch_counts_when_lifted_inside),
        TEST(what_cannot_be_touched_is_not),
        TEST(sliding_off_takes_it_back),
        TEST(a_held_finger_slides_to_what_it_opened),
        TEST(the_same_target_twice_is_one_touch),
        TEST(keys_may_repeat_sooner),
        TEST(two_thumbs_may_roll_over),
        TEST(a_finger_that_stays_holds_and_repeats),
        TEST(a_box_that_went_away_is_not_touched),
        TEST(pressed_shows_while_the_finger_is_on_it),
    };
    return cmocka_run_group_tests_name("fingers", tests, NULL, NULL);
}
