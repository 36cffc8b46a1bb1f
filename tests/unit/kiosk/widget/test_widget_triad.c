// Triad and dyad: points become shares.
#include "kiosk/widget/group_parts.h"
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define TRIAD "mensen/field-of-three"

static int share(struct kiosk_stage *stage, const char *name) {
    char path[64] = "verschil/";
    strcat(path, name);
    return atoi(kiosk_stage_value(stage, path));
}

static void check_sum(struct kiosk_stage *stage) {
    assert_int_equal(share(stage, "mensen") + share(stage, "plek") +
                         share(stage, "activiteit"),
                     100);
}

static void open_triad(struct kiosk_stage *stage, int w, int h) {
    kiosk_stage_open_every(stage, w, h, 1);
    kiosk_stage_go(stage, "verschil");
}

static void test_nothing_is_placed_before_the_first_touch(void **state) {
    struct kiosk_stage stage;
    open_triad(&stage, 1280, 800);
    assert_string_equal(kiosk_stage_box(&stage, "mensen/question")->label,
                        "Wat maakte het verschil?");
    assert_false(kiosk_stage_has(&stage, "mensen/thumb"));
    assert_string_equal(kiosk_stage_value(&stage, "verschil/mensen"), "");
    kiosk_stage_close(&stage);
}

static void test_corners_are_whole_shares(void **state) {
    struct kiosk_stage stage;
    open_triad(&stage, 1280, 800);
    assert_int_equal(kiosk_stage_drag(&stage, TRIAD, 0.5, 0, VZ_DRAG_START),
                     VZ_WIDGET_ANSWERED);
    assert_string_equal(kiosk_stage_value(&stage, "verschil/mensen"), "100");
    assert_string_equal(kiosk_stage_value(&stage, "verschil/plek"), "0");
    assert_true(kiosk_stage_has(&stage, "mensen/thumb"));
    // Outside it snaps to the nearest corner or edge.
    kiosk_stage_drag(&stage, TRIAD, -0.5, 1.5, VZ_DRAG_MOVE);
    assert_string_equal(kiosk_stage_value(&stage, "verschil/plek"), "100");
    kiosk_stage_drag(&stage, TRIAD, 0.5, 1.4, VZ_DRAG_MOVE);
    assert_int_equal(share(&stage, "mensen"), 0);
    assert_in_range(share(&stage, "plek"), 48, 52);
    check_sum(&stage);
    kiosk_stage_close(&stage);
}

static void test_shares_always_sum_to_100(void **state) {
    struct kiosk_stage stage;
    open_triad(&stage, 800, 1280);
    for (int i = 0; i < 60; i++) {
        kiosk_stage_drag(&stage, TRIAD, (i * 37 % 100) / 100.0,
                         (i * 53 % 100) / 100.0, VZ_DRAG_START);
        check_sum(&stage);
    }
    kiosk_stage_close(&stage);
}

static void test_corners_stay_where_they_are_in_arabic(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    stage.ui.rtl = true;
    kiosk_stage_go(&stage, "verschil");
    kiosk_stage_drag(&stage, TRIAD, 0, 1, VZ_DRAG_START);
    assert_string_equal(kiosk_stage_value(&stage, "verschil/plek"), "100");
    const struct vz_box *side = kiosk_stage_box(&stage, "mensen/na");
    assert_true(side->rect.x < kiosk_stage_box(&stage, TRIAD)->rect.x);
    kiosk_stage_close(&stage);
}

static void test_rows_are_a_way_without_dragging(void **state) {
    struct kiosk_stage stage;
    open_triad(&stage, 1280, 800);
    kiosk_stage_touch(&stage, "mensen/more:0");
    assert_int_equal(share(&stage, "mensen"), 44);
    check_sum(&stage);
    for (int i = 0; i < 8; i++) {
        kiosk_stage_touch(&stage, "mensen/more:2");
        check_sum(&stage);
    }
    assert_int_equal(share(&stage, "activiteit"), 100);
    kiosk_stage_touch(&stage, "mensen/more:1");
    assert_int_equal(share(&stage, "plek"), 10);
    check_sum(&stage);
    kiosk_stage_close(&stage);
}

static void test_does_not_apply_takes_the_point_away(void **state) {
    struct kiosk_stage stage;
    open_triad(&stage, 1280, 800);
    kiosk_stage_drag(&stage, TRIAD, 0.5, 0.5, VZ_DRAG_START);
    kiosk_stage_touch(&stage, "mensen/na");
    assert_string_equal(kiosk_stage_value(&stage, "verschil/mensen"), "");
    assert_string_equal(kiosk_stage_value(&stage, "verschil/verschil_na"),
                        "nvt");
    assert_false(kiosk_stage_has(&stage, "mensen/thumb"));
    kiosk_stage_drag(&stage, TRIAD, 0.5, 0.5, VZ_DRAG_START);
    assert_string_equal(kiosk_stage_value(&stage, "verschil/verschil_na"), "");
    check_sum(&stage);
    kiosk_stage_close(&stage);
}

static void test_words_say_what_the_point_means(void **state) {
    struct kiosk_stage stage;
    open_triad(&stage, 1280, 800);
    kiosk_stage_drag(&stage, TRIAD, 0.5, 0, VZ_DRAG_START);
    assert_string_equal(kiosk_stage_box(&stage, "mensen/in-words")->label,
                        "Bijna alleen de mensen.");
    kiosk_stage_drag(&stage, TRIAD, 0.5, 0.67, VZ_DRAG_MOVE);
    assert_string_equal(kiosk_stage_box(&stage, "mensen/in-words")->label,
                        "Alle drie ongeveer even veel.");
    kiosk_stage_close(&stage);
}

static void test_dyad_stores_101_steps(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "samen_zelf");
    assert_string_equal(kiosk_stage_box(&stage, "samen/end:0")->label, "Zelf");
    assert_string_equal(kiosk_stage_box(&stage, "samen/end:1")->label, "Samen");
    kiosk_stage_drag(&stage, "samen/line", 1, 0.5, VZ_DRAG_START);
    assert_string_equal(kiosk_stage_value(&stage, "samen_zelf/samen"), "100");
    kiosk_stage_touch(&stage, "samen/end:0");
    assert_string_equal(kiosk_stage_value(&stage, "samen_zelf/samen"), "95");
    kiosk_stage_drag(&stage, "samen/line", 0.7, 0.5, VZ_DRAG_MOVE);
    assert_string_equal(kiosk_stage_box(&stage, "samen/in-words")->label,
                        "Meer samen dan zelf.");
    kiosk_stage_touch(&stage, "samen/na");
    assert_string_equal(kiosk_stage_value(&stage, "samen_zelf/samen"), "");
    assert_string_equal(kiosk_stage_value(&stage, "samen_zelf/samen_na"),
                        "nvt");
    kiosk_stage_close(&stage);
}

static void test_rounding_keeps_the_sum(void **state) {
    const double third[3] = {33.4, 33.3, 33.3};
    int out[3];
    vz_group_parts_round(third, 10, out);
    assert_int_equal(out[0] + out[1] + out[2], 10);
    assert_int_equal(out[0], 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_placed_before_the_first_touch),
        cmocka_unit_test(test_corners_are_whole_shares),
        cmocka_unit_test(test_shares_always_sum_to_100),
        cmocka_unit_test(test_corners_stay_where_they_are_in_arabic),
        cmocka_unit_test(test_rows_are_a_way_without_dragging),
        cmocka_unit_test(test_does_not_apply_takes_the_point_away),
        cmocka_unit_test(test_words_say_what_the_point_means),
        cmocka_unit_test(test_dyad_stores_101_steps),
        cmocka_unit_test(test_rounding_keeps_the_sum),
    };
    return cmocka_run_group_tests_name("widget_triad", tests, NULL, NULL);
}
