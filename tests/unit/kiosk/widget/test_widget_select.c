// Select questions: touches, pages, what excludes what.
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void test_one_choice(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "age");
    assert_int_equal(kiosk_stage_touch(&stage, "choice:a16"),
                     VZ_WIDGET_ANSWERED);
    assert_string_equal(kiosk_stage_value(&stage, "age"), "a16");
    assert_true(kiosk_stage_box(&stage, "choice:a16")->state &
                VZ_STATE_SELECTED);
    kiosk_stage_touch(&stage, "choice:a66");
    assert_string_equal(kiosk_stage_value(&stage, "age"), "a66");
    assert_false(kiosk_stage_box(&stage, "choice:a16")->state &
                 VZ_STATE_SELECTED);
    kiosk_stage_touch(&stage, "choice:a66");
    assert_string_equal(kiosk_stage_value(&stage, "age"), "");
    kiosk_stage_close(&stage);
}

static void test_several_and_none_of_these(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "did");
    assert_false(kiosk_stage_has(&stage, "count"));
    kiosk_stage_touch(&stage, "choice:leren");
    kiosk_stage_touch(&stage, "choice:eten");
    assert_string_equal(kiosk_stage_value(&stage, "did"), "eten leren");
    assert_string_equal(kiosk_stage_box(&stage, "count")->label, "2 gekozen");
    kiosk_stage_touch(&stage, "more");
    kiosk_stage_touch(&stage, "choice:geen");
    assert_string_equal(kiosk_stage_value(&stage, "did"), "geen");
    kiosk_stage_touch(&stage, "choice:rust");
    assert_string_equal(kiosk_stage_value(&stage, "did"), "rust");
    kiosk_stage_close(&stage);
}

// Every answer can be reached by the page button, at any size of text, and
// the button leads back to the first ones.
static void check_pages(double text_scale, int width, int height) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, width, height, text_scale);
    kiosk_stage_go(&stage, "village");
    bool seen[31] = {false};
    for (int page = 0; page < 30; page++) {
        for (int i = 1; i <= 30; i++) {
            char name[32];
            snprintf(name, sizeof(name), "choice:dorp%02d", i);
            seen[i] = seen[i] || kiosk_stage_has(&stage, name);
        }
        kiosk_stage_touch(&stage, "more");
        if (kiosk_stage_has(&stage, "choice:dorp01")) {
            break;
        }
    }
    for (int i = 1; i <= 30; i++) {
        assert_true(seen[i]);
    }
    assert_true(kiosk_stage_has(&stage, "choice:dorp01"));
    kiosk_stage_close(&stage);
}

static void test_pages_reach_every_choice(void **state) {
    check_pages(1, 1280, 800);
    check_pages(1.5, 1280, 800);
    check_pages(1, 800, 1280);
    check_pages(1.25, 1024, 600);
}

static void test_page_button_counts_what_is_left(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "did");
    assert_string_equal(kiosk_stage_box(&stage, "more")->label,
                        "Nog 2 antwoorden");
    kiosk_stage_close(&stage);
}

static void test_quick_goes_on(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "quick");
    assert_int_equal(kiosk_stage_touch(&stage, "choice:ja"), VZ_WIDGET_NEXT);
    assert_string_equal(kiosk_stage_value(&stage, "quick"), "ja");
    // Taking an answer back is not going on.
    assert_int_equal(kiosk_stage_touch(&stage, "choice:ja"),
                     VZ_WIDGET_ANSWERED);
    kiosk_stage_close(&stage);
}

static void test_smileys(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 800, 1280, 1);
    kiosk_stage_go(&stage, "feel");
    assert_false(kiosk_stage_has(&stage, "echo"));
    kiosk_stage_touch(&stage, "choice:heel_goed");
    assert_string_equal(kiosk_stage_value(&stage, "feel"), "heel_goed");
    assert_int_equal(kiosk_stage_box(&stage, "echo")->level, 5);
    kiosk_stage_go(&stage, "feel3");
    assert_int_equal(kiosk_stage_box(&stage, "choice:nee")->level, 1);
    assert_int_equal(kiosk_stage_box(&stage, "choice:misschien")->level, 3);
    assert_int_equal(kiosk_stage_box(&stage, "choice:ja")->level, 5);
    kiosk_stage_close(&stage);
}

static void test_rank_is_an_answer_when_complete(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "order");
    kiosk_stage_touch(&stage, "choice:leren");
    kiosk_stage_touch(&stage, "choice:plek");
    kiosk_stage_touch(&stage, "choice:eten");
    assert_string_equal(kiosk_stage_value(&stage, "order"), "");
    assert_int_equal(kiosk_stage_box(&stage, "choice:plek")->level, 2);
    kiosk_stage_touch(&stage, "choice:mensen");
    assert_string_equal(kiosk_stage_value(&stage, "order"),
                        "leren plek eten mensen");
    kiosk_stage_touch(&stage, "choice:leren");
    assert_string_equal(kiosk_stage_value(&stage, "order"), "");
    assert_int_equal(kiosk_stage_box(&stage, "choice:plek")->level, 1);
    kiosk_stage_close(&stage);
}

static void test_letters_part_a_long_list(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "town");
    kiosk_stage_touch(&stage, "letter:B");
    assert_true(kiosk_stage_has(&stage, "choice:breda"));
    assert_true(kiosk_stage_has(&stage, "choice:bunnik")); // small b
    assert_false(kiosk_stage_has(&stage, "choice:almere"));
    assert_false(kiosk_stage_has(&stage, "more"));
    kiosk_stage_touch(&stage, "choice:bunnik");
    assert_string_equal(kiosk_stage_value(&stage, "town"), "bunnik");
    kiosk_stage_touch(&stage, "letter:B");
    assert_true(kiosk_stage_has(&stage, "choice:almere"));
    kiosk_stage_touch(&stage, "letter:M");
    assert_string_equal(kiosk_stage_box(&stage, "choice:meppel")->label,
                        "Meppel");
    // A list whose choices all begin alike has no letters.
    kiosk_stage_go(&stage, "village");
    assert_false(kiosk_stage_has(&stage, "letter:D"));
    kiosk_stage_close(&stage);
}

static void test_a_long_list_opens_at_its_answer(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    vz_session_answer(stage.session, "/data/town", "zeist");
    kiosk_stage_go(&stage, "town");
    assert_true(kiosk_stage_box(&stage, "letter:Z")->state & VZ_STATE_SELECTED);
    assert_true(kiosk_stage_box(&stage, "choice:zeist")->state &
                VZ_STATE_SELECTED);
    kiosk_stage_close(&stage);
}

static void test_likert_stands_side_by_side(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "agree");
    const struct vz_box *no = kiosk_stage_box(&stage, "choice:nee");
    const struct vz_box *yes = kiosk_stage_box(&stage, "choice:ja");
    assert_int_equal(no->rect.y, yes->rect.y);
    assert_int_equal(no->rect.w, yes->rect.w);
    assert_true(no->rect.x < yes->rect.x);
    kiosk_stage_touch(&stage, "choice:ja");
    assert_string_equal(kiosk_stage_value(&stage, "agree"), "ja");
    kiosk_stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_choice),
        cmocka_unit_test(test_several_and_none_of_these),
        cmocka_unit_test(test_pages_reach_every_choice),
        cmocka_unit_test(test_page_button_counts_what_is_left),
        cmocka_unit_test(test_quick_goes_on),
        cmocka_unit_test(test_smileys),
        cmocka_unit_test(test_letters_part_a_long_list),
        cmocka_unit_test(test_a_long_list_opens_at_its_answer),
        cmocka_unit_test(test_likert_stands_side_by_side),
        cmocka_unit_test(test_rank_is_an_answer_when_complete),
    };
    return cmocka_run_group_tests_name("widget_select", tests, NULL, NULL);
}
