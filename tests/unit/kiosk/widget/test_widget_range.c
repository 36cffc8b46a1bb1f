// Ranges and scales: touches become numbers.
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static void test_scale_of_a_range(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "grade");
    kiosk_stage_touch(&stage, "choice:0");
    assert_string_equal(kiosk_stage_value(&stage, "grade"), "0");
    kiosk_stage_touch(&stage, "choice:10");
    assert_string_equal(kiosk_stage_value(&stage, "grade"), "10");
    assert_int_equal(kiosk_stage_box(&stage, "choice:9")->level, 1);
    kiosk_stage_touch(&stage, "choice:10");
    assert_string_equal(kiosk_stage_value(&stage, "grade"), "");
    kiosk_stage_close(&stage);
}

static void test_scale_of_a_select_shows_its_ends(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "safe");
    assert_string_equal(kiosk_stage_box(&stage, "scale-start")->label,
                        "0 = helemaal niet veilig");
    kiosk_stage_touch(&stage, "choice:7");
    assert_string_equal(kiosk_stage_value(&stage, "safe"), "7");
    kiosk_stage_close(&stage);
}

static void test_slider_starts_without_a_value(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "often");
    assert_false(kiosk_stage_has(&stage, "thumb"));
    kiosk_stage_touch_at(&stage, "slider", 1);
    assert_string_equal(kiosk_stage_value(&stage, "often"), "40");
    kiosk_stage_touch(&stage, "minus");
    assert_string_equal(kiosk_stage_value(&stage, "often"), "38");
    kiosk_stage_touch_at(&stage, "slider", 0);
    assert_string_equal(kiosk_stage_value(&stage, "often"), "0");
    assert_true(kiosk_stage_box(&stage, "minus")->state & VZ_STATE_DISABLED);
    kiosk_stage_touch(&stage, "plus");
    assert_string_equal(kiosk_stage_value(&stage, "often"), "2");
    assert_string_equal(kiosk_stage_box(&stage, "thumb")->label, "2");
    kiosk_stage_close(&stage);
}

static void test_slider_shows_the_language_sign_and_stores_a_point(void **s) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "half");
    kiosk_stage_touch_at(&stage, "slider", 0.5);
    assert_string_equal(kiosk_stage_value(&stage, "half"), "2.5");
    assert_string_equal(kiosk_stage_box(&stage, "thumb")->label, "2,5");
    kiosk_stage_close(&stage);
}

static void test_slider_mirrored(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    stage.ui.rtl = true;
    kiosk_stage_go(&stage, "often");
    kiosk_stage_touch_at(&stage, "slider", 0);
    assert_string_equal(kiosk_stage_value(&stage, "often"), "40");
    kiosk_stage_close(&stage);
}

static void test_stars(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 800, 1280, 1);
    kiosk_stage_go(&stage, "stars");
    kiosk_stage_touch(&stage, "choice:4");
    assert_string_equal(kiosk_stage_value(&stage, "stars"), "4");
    assert_false(kiosk_stage_has(&stage, "choice:0"));
    kiosk_stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale_of_a_range),
        cmocka_unit_test(test_scale_of_a_select_shows_its_ends),
        cmocka_unit_test(test_slider_starts_without_a_value),
        cmocka_unit_test(
            test_slider_shows_the_language_sign_and_stores_a_point),
        cmocka_unit_test(test_slider_mirrored),
        cmocka_unit_test(test_stars),
    };
    return cmocka_run_group_tests_name("widget_range", tests, NULL, NULL);
}
