// The day a submission belongs to.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/hub/period.h"

// 2026-11-24T12:00:00Z
#define RECEIVED INT64_C(1795521600000)

static struct vz_period period_of(const char *path, const char *text) {
    struct vz_submission_value value = {
        .path = path, .text = text, .repeat = -1};
    struct vz_submission parsed = {.values = &value, .n_values = 1};
    return vz_period_of(&parsed, RECEIVED);
}

static void the_form_says_when(void **state) {
    struct vz_period period = period_of("end", "2026-10-05T23:59:00.000+02:00");
    assert_true(period.from_form);
    assert_string_equal(period.date, "2026-10-05");
    assert_int_equal(period.year, 2026);
    assert_int_equal(period.month, 10);
    assert_string_equal(period.week, "2026-W41");
}

static void weeks_follow_iso_8601(void **state) {
    static const struct {
        const char *day, *week;
    } cases[] = {{"2021-01-03", "2020-W53"}, {"2021-01-04", "2021-W01"},
                 {"2024-12-30", "2025-W01"}, {"2025-12-28", "2025-W52"},
                 {"2025-12-29", "2026-W01"}, {"2026-01-01", "2026-W01"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(period_of("today", cases[i].day).week,
                            cases[i].week);
    }
}

static void a_clock_that_is_wrong_is_not_believed(void **state) {
    static const char *const wrong[] = {
        "1970-01-01T00:00:00Z", "2019-12-31", "2026-11-26",
        "2027-11-24",           "",           "yesterday",
        "2026-13-01",           "2026-1-1"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct vz_period period = period_of("start", wrong[i]);
        assert_false(period.from_form);
        assert_string_equal(period.date, "2026-11-24");
        assert_string_equal(period.week, "2026-W48");
    }
}

static void another_question_is_no_date(void **state) {
    assert_false(period_of("birthday", "2025-01-01").from_form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_says_when),
        cmocka_unit_test(weeks_follow_iso_8601),
        cmocka_unit_test(a_clock_that_is_wrong_is_not_believed),
        cmocka_unit_test(another_question_is_no_date),
    };
    return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
