// Long lists: letters find their choices.
#include "kiosk/text/fold.h"
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void check_fold(const char *text, const char *folded) {
    char *own = vz_fold(text);
    assert_string_equal(own, folded);
    free(own);
}

static void test_folding_takes_capitals_and_accents_away(void **state) {
    check_fold("Épe", "epe");
    check_fold("ŁÓDŹ", "łodz");
    check_fold("'s-Hertogenbosch", "'s-hertogenbosch");
    check_fold("\u0643\u0650\u062a\u0627\u0628", "\u0643\u062a\u0627\u0628");
    check_fold("", "");
}

static void test_what_begins_with_the_letters_comes_first(void **state) {
    assert_int_equal(vz_fold_match("den haag", "den"), 3);
    assert_int_equal(vz_fold_match("den haag", "haag"), 2);
    assert_int_equal(vz_fold_match("leiden", "den"), 1);
    assert_int_equal(vz_fold_match("leiden", "x"), 0);
    assert_int_equal(vz_fold_match("leiden", ""), 3);
}

static void test_typed_letters_offer_their_choices(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "zoeken");
    assert_true(kiosk_stage_has(&stage, "choice:almere"));
    kiosk_stage_touch(&stage, "key:l");
    kiosk_stage_touch(&stage, "key:e");
    assert_true(kiosk_stage_has(&stage, "choice:leiden"));
    assert_true(kiosk_stage_has(&stage, "choice:lelystad"));
    assert_false(kiosk_stage_has(&stage, "choice:almere"));
    assert_string_equal(kiosk_stage_value(&stage, "zoeken"), "");
    kiosk_stage_touch(&stage, "choice:leiden");
    assert_string_equal(kiosk_stage_value(&stage, "zoeken"), "leiden");
    // What was typed is gone, and the choice is in sight.
    assert_true(kiosk_stage_box(&stage, "choice:leiden")->state &
                VZ_STATE_SELECTED);
    assert_string_equal(kiosk_stage_box(&stage, "field")->label, "");
    kiosk_stage_close(&stage);
}

static void test_letters_without_a_choice_say_so(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 800, 1280, 1);
    kiosk_stage_go(&stage, "zoeken");
    kiosk_stage_touch(&stage, "key:q");
    assert_true(kiosk_stage_has(&stage, "nothing"));
    assert_int_equal(vz_widget_key(stage.widgets, 1, VZ_KEY_BACKSPACE),
                     VZ_WIDGET_REBUILD);
    kiosk_stage_build(&stage);
    assert_false(kiosk_stage_has(&stage, "nothing"));
    kiosk_stage_close(&stage);
}

static void test_large_letters_are_typed_at_their_size(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1.5);
    kiosk_stage_go(&stage, "zoeken");
    kiosk_stage_touch(&stage, "next"); // the question has its own page
    kiosk_stage_touch(&stage, "key:l");
    const struct vz_box *field = kiosk_stage_box(&stage, "field");
    assert_int_equal(field->shrink, 0);
    assert_true(field->rect.h >= 88);
    assert_true(kiosk_stage_has(&stage, "choice:leiden"));
    kiosk_stage_touch(&stage, "key:q");
    const struct vz_box *nothing = kiosk_stage_box(&stage, "nothing");
    const struct vz_box *key = kiosk_stage_box(&stage, "key:q");
    assert_true(nothing->rect.y + nothing->rect.h <= key->rect.y);
    kiosk_stage_close(&stage);
}

static void test_a_chosen_one_can_be_taken_back(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open_every(&stage, 1280, 800, 1.5);
    kiosk_stage_go(&stage, "zoeken");
    kiosk_stage_touch(&stage, "next");          // the question has its own page
    while (!kiosk_stage_has(&stage, "field")) { // the label has its own part
        kiosk_stage_touch(&stage, "next");
    }
    kiosk_stage_touch(&stage, "choice:almere");
    kiosk_stage_touch(&stage, "choice:almere");
    assert_string_equal(kiosk_stage_value(&stage, "zoeken"), "");
    kiosk_stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folding_takes_capitals_and_accents_away),
        cmocka_unit_test(test_what_begins_with_the_letters_comes_first),
        cmocka_unit_test(test_typed_letters_offer_their_choices),
        cmocka_unit_test(test_letters_without_a_choice_say_so),
        cmocka_unit_test(test_large_letters_are_typed_at_their_size),
        cmocka_unit_test(test_a_chosen_one_can_be_taken_back),
    };
    return cmocka_run_group_tests_name("widget_search", tests, NULL, NULL);
}
