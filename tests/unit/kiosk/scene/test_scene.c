// Scenes: copies, hit test, mirror, comparison.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/scene/scene.h"

#include <string.h>

static const struct vz_ui ui = {
    .width = 1280, .height = 800, .scale = 1, .text_scale = 1};

static const struct vz_box *add(struct vz_scene *scene, const char *name,
                                struct vz_rect rect, enum vz_act act) {
    struct vz_box box = {.name = name, .rect = rect, .act = act, .slop = true};
    return vz_scene_add(scene, &box);
}

static void hits_name(const struct vz_scene *scene, int x, int y,
                      const char *name) {
    const struct vz_box *box = vz_scene_hit(scene, &ui, x, y);
    if (name) {
        assert_non_null(box);
        assert_string_equal(box->name, name);
    } else {
        assert_null(box);
    }
}

static void test_add_copies_strings(void **state) {
    struct vz_scene scene = {0};
    char label[] = "Goed";
    struct vz_box box = {.name = "choice:goed", .label = label};
    const struct vz_box *added = vz_scene_add(&scene, &box);
    label[0] = 'X';
    assert_string_equal(added->label, "Goed");
    assert_null(added->detail);
    assert_string_equal(vz_scene_text(&scene, "%d van %d", 2, 5), "2 van 5");
    assert_ptr_equal(vz_scene_find(&scene, "choice:goed"), added);
    assert_null(vz_scene_find(&scene, "choice"));
    vz_scene_finish(&scene);
    vz_scene_finish(&scene);
    vz_scene_finish(NULL);
}

static void test_clear_empties(void **state) {
    struct vz_scene scene = {.failed = true};
    struct vz_box box = {.name = "field", .label = "geheim", .secret = true};
    assert_non_null(vz_scene_add(&scene, &box));
    scene.background = "zon";
    vz_scene_clear(&scene);
    assert_int_equal(scene.n, 0);
    assert_false(scene.failed);
    assert_null(scene.background);
    assert_null(vz_scene_find(&scene, "field"));
    vz_scene_finish(&scene);
}

static void test_hit_prefers_topmost(void **state) {
    struct vz_scene scene = {0};
    add(&scene, "page", (struct vz_rect){0, 0, 1280, 800}, VZ_ACT_BEGIN);
    add(&scene, "door", (struct vz_rect){100, 100, 200, 100}, VZ_ACT_DOOR);
    add(&scene, "text", (struct vz_rect){120, 120, 50, 20}, VZ_ACT_NONE);
    hits_name(&scene, 10, 10, "page");
    hits_name(&scene, 130, 130, "door"); // the text lets the finger through
    hits_name(&scene, 299, 199, "door");
    hits_name(&scene, 306, 150, "door"); // 7 px beside it: slop over backdrop
    hits_name(&scene, 309, 150, "page");
    vz_scene_finish(&scene);
}

static void test_hit_between_neighbours(void **state) {
    struct vz_scene scene = {0};
    add(&scene, "left", (struct vz_rect){0, 0, 100, 100}, VZ_ACT_WIDGET);
    add(&scene, "right", (struct vz_rect){104, 0, 100, 100}, VZ_ACT_WIDGET);
    hits_name(&scene, 99, 50, "left");
    hits_name(&scene, 100, 50, "left");
    hits_name(&scene, 103, 50, "right");
    hits_name(&scene, 104, 50, "right");
    hits_name(&scene, 50, 120, NULL);
    vz_scene_finish(&scene);
}

static void test_hit_skips_disabled_and_covered(void **state) {
    struct vz_scene scene = {0};
    struct vz_box next = {.name = "next",
                          .rect = {1000, 676, 240, 88},
                          .act = VZ_ACT_NEXT,
                          .state = VZ_STATE_DISABLED};
    vz_scene_add(&scene, &next);
    hits_name(&scene, 1100, 700, NULL);
    scene.boxes[0].state = 0;
    hits_name(&scene, 1100, 700, "next");
    struct vz_box sheet = {
        .name = "sheet", .rect = {0, 0, 1280, 800}, .look = VZ_LOOK_SHEET};
    vz_scene_add(&scene, &sheet);
    hits_name(&scene, 1100, 700, NULL);
    add(&scene, "stay", (struct vz_rect){600, 300, 200, 88}, VZ_ACT_STAY);
    hits_name(&scene, 700, 350, "stay");
    hits_name(&scene, 700, 393, "stay");
    vz_scene_finish(&scene);
}

static void test_mirror(void **state) {
    struct vz_scene scene = {0};
    const struct vz_box *box =
        add(&scene, "back", (struct vz_rect){40, 676, 180, 88}, VZ_ACT_BACK);
    vz_scene_mirror(&scene, &ui);
    assert_int_equal(box->rect.x, 1280 - 40 - 180);
    assert_int_equal(box->rect.y, 676);
    assert_int_equal(box->rect.w, 180);
    vz_scene_mirror(&scene, &ui);
    assert_int_equal(box->rect.x, 40);
    vz_scene_finish(&scene);
}

static void test_same(void **state) {
    struct vz_box a = {.name = "a",
                       .rect = {1, 2, 3, 4},
                       .label = "Goed",
                       .look = VZ_LOOK_CARD,
                       .icon = "home",
                       .act = VZ_ACT_NEXT};
    struct vz_box b = a;
    char label[] = "Goed";
    b.label = label; // another copy of the same text
    b.name = "b";    // not seen
    b.act = VZ_ACT_BACK;
    assert_true(vz_box_same(&a, &b));
    label[3] = 'n';
    assert_false(vz_box_same(&a, &b));
    b = a;
    b.state = VZ_STATE_SELECTED;
    assert_false(vz_box_same(&a, &b));
    b = a;
    b.icon = NULL;
    assert_false(vz_box_same(&a, &b));
    b = a;
    b.rect.h++;
    assert_false(vz_box_same(&a, &b));
    a.label = NULL;
    b = a;
    b.label = "";
    assert_true(vz_box_same(&a, &b));
}

static void test_role_names(void **state) {
    for (int role = 0; role <= VZ_ROLE_ALERT; role++) {
        assert_non_null(vz_box_role_name((enum vz_box_role)role));
    }
    assert_string_equal(vz_box_role_name(VZ_ROLE_CHECKBOX), "checkbox");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_copies_strings),
        cmocka_unit_test(test_clear_empties),
        cmocka_unit_test(test_hit_prefers_topmost),
        cmocka_unit_test(test_hit_between_neighbours),
        cmocka_unit_test(test_hit_skips_disabled_and_covered),
        cmocka_unit_test(test_mirror),
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_role_names),
    };
    return cmocka_run_group_tests_name("scene", tests, NULL, NULL);
}
