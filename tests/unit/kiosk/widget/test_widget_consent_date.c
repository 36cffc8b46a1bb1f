// Consent, dates, notes and what the kiosk cannot ask.
#include "support/kiosk_stage.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"

#include <stdio.h>

static void test_team_and_organisation_are_chosen_at_once(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "who");
    assert_string_equal(kiosk_stage_value(&stage, "who"), "");
    kiosk_stage_touch(&stage, "choice:team");
    assert_string_equal(kiosk_stage_value(&stage, "who"), "team");
    kiosk_stage_touch(&stage, "choice:organisation");
    assert_string_equal(kiosk_stage_value(&stage, "who"), "organisation");
    assert_int_equal(kiosk_stage_box(&stage, "choice:public")->level, 3);
    kiosk_stage_close(&stage);
}

static void check_asked_twice(const char *box, const char *value) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "who");
    kiosk_stage_touch(&stage, "choice:team");
    kiosk_stage_touch(&stage, box);
    assert_string_equal(kiosk_stage_value(&stage, "who"), "team");
    assert_false(kiosk_stage_has(&stage, box));
    assert_non_null(kiosk_stage_box(&stage, "confirm-text")->label);
    kiosk_stage_touch(&stage, "confirm-no");
    assert_string_equal(kiosk_stage_value(&stage, "who"), "team");
    kiosk_stage_touch(&stage, box);
    kiosk_stage_touch(&stage, "confirm-yes");
    assert_string_equal(kiosk_stage_value(&stage, "who"), value);
    assert_true(kiosk_stage_box(&stage, box)->state & VZ_STATE_SELECTED);
    kiosk_stage_close(&stage);
}

static void test_grave_choices_are_asked_twice(void **state) {
    check_asked_twice("choice:public", "public");
    check_asked_twice("choice:count", "count");
    check_asked_twice("choice:discard", "discard");
}

static void test_details_in_the_language(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "who");
    assert_string_equal(kiosk_stage_box(&stage, "choice:team")->detail,
                        "Alleen de mensen die hier werken.");
    kiosk_stage_close(&stage);
}

static void test_date_starts_at_today(void **state) {
    struct kiosk_stage stage;
    vz_clock_freeze(1772280000000); // 2026-02-28 12:00 UTC
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "since");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "");
    kiosk_stage_touch(&stage, "day-plus");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "2026-02-28");
    assert_string_equal(kiosk_stage_box(&stage, "date-1")->label, "februari");
    kiosk_stage_touch(&stage, "day-plus");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "2026-02-01");
    kiosk_stage_touch(&stage, "day-minus");
    kiosk_stage_hold(&stage, "month-minus");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "2026-01-28");
    kiosk_stage_touch(&stage, "unknown");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "");
    kiosk_stage_close(&stage);
    vz_clock_thaw();
}

static void test_impossible_days_become_the_last_one(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "since");
    vz_session_answer(stage.session, "/data/since", "2024-03-31");
    kiosk_stage_build(&stage);
    kiosk_stage_touch(&stage, "month-minus");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "2024-02-29");
    kiosk_stage_touch(&stage, "year-minus");
    assert_string_equal(kiosk_stage_value(&stage, "since"), "2023-02-28");
    kiosk_stage_close(&stage);
}

static void test_year_only(void **state) {
    struct kiosk_stage stage;
    vz_clock_freeze(1772280000000);
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "born");
    assert_false(kiosk_stage_has(&stage, "month-plus"));
    assert_false(kiosk_stage_has(&stage, "unknown")); // required
    kiosk_stage_touch(&stage, "year-minus");
    kiosk_stage_touch(&stage, "year-minus");
    assert_string_equal(kiosk_stage_value(&stage, "born"), "2025-01-01");
    kiosk_stage_close(&stage);
    vz_clock_thaw();
}

static void test_time_in_steps(void **state) {
    struct kiosk_stage stage;
    vz_clock_freeze(1772280000000 + 7 * 60000); // 12:07 UTC
    kiosk_stage_open(&stage, 1280, 800, 1);
    kiosk_stage_go(&stage, "woke");
    assert_false(kiosk_stage_has(&stage, "day-plus"));
    kiosk_stage_touch(&stage, "hour-plus"); // now, to five minutes
    char now[32];
    snprintf(now, sizeof(now), "%s", kiosk_stage_value(&stage, "woke"));
    assert_memory_equal(now + 2, ":05:00.000", 10);
    kiosk_stage_touch(&stage, "minute-minus");
    kiosk_stage_touch(&stage, "minute-minus");
    assert_memory_equal(kiosk_stage_value(&stage, "woke") + 2, ":55", 3);
    assert_memory_equal(kiosk_stage_value(&stage, "woke"), now, 2);
    vz_session_answer(stage.session, "/data/woke", "23:58");
    kiosk_stage_build(&stage);
    kiosk_stage_touch(&stage, "minute-plus");
    kiosk_stage_touch(&stage, "hour-plus");
    assert_memory_equal(kiosk_stage_value(&stage, "woke"), "00:00:00.000", 12);
    kiosk_stage_close(&stage);
    vz_clock_thaw();
}

static void test_a_moment_has_day_and_time(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 800, 1280, 1);
    kiosk_stage_go(&stage, "met");
    vz_session_answer(stage.session, "/data/met",
                      "2024-03-31T10:40:00.000+02:00");
    kiosk_stage_build(&stage);
    kiosk_stage_touch(&stage, "month-minus");
    kiosk_stage_touch(&stage, "minute-plus");
    assert_memory_equal(kiosk_stage_value(&stage, "met"),
                        "2024-02-29T10:45:00.000", 23);
    kiosk_stage_touch(&stage, "unknown");
    assert_string_equal(kiosk_stage_value(&stage, "met"), "");
    kiosk_stage_close(&stage);
}

static void test_note_and_trigger(void **state) {
    struct kiosk_stage stage;
    kiosk_stage_open(&stage, 1280, 800, 1);
    stage.view.empty = true;
    kiosk_stage_go(&stage, "hello");
    // A text to read is not skipped.
    assert_string_equal(kiosk_stage_box(&stage, "next")->label, "Verder");
    kiosk_stage_go(&stage, "read");
    kiosk_stage_touch(&stage, "ok");
    assert_string_equal(kiosk_stage_value(&stage, "read"), "OK");
    kiosk_stage_touch(&stage, "ok");
    assert_string_equal(kiosk_stage_value(&stage, "read"), "");
    kiosk_stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_team_and_organisation_are_chosen_at_once),
        cmocka_unit_test(test_grave_choices_are_asked_twice),
        cmocka_unit_test(test_details_in_the_language),
        cmocka_unit_test(test_date_starts_at_today),
        cmocka_unit_test(test_impossible_days_become_the_last_one),
        cmocka_unit_test(test_year_only),
        cmocka_unit_test(test_time_in_steps),
        cmocka_unit_test(test_a_moment_has_day_and_time),
        cmocka_unit_test(test_note_and_trigger),
    };
    return cmocka_run_group_tests_name("widget_consent_date", tests, NULL,
                                       NULL);
}
