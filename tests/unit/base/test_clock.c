// The clock: calendar arithmetic and what tests do with time.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

static void days_agree_with_the_c_library(void **state) {
    for (int64_t days = -200000; days < 200000; days += 13) {
        time_t seconds = (time_t)(days * 86400);
        struct tm tm;
        gmtime_r(&seconds, &tm);
        int year, month, day;
        vz_date_from_days(days, &year, &month, &day);
        assert_int_equal(year, tm.tm_year + 1900);
        assert_int_equal(month, tm.tm_mon + 1);
        assert_int_equal(day, tm.tm_mday);
        assert_int_equal(vz_days_from_date(year, month, day), days);
    }
}

static void iso_text_names_the_zone(void **state) {
    char text[VZ_ISO_SIZE];
    struct vz_datetime utc = vz_clock_utc(0);
    vz_clock_format_iso(&utc, text, sizeof(text));
    assert_string_equal(text, "1970-01-01T00:00:00.000Z");

    setenv("TZ", "Europe/Amsterdam", 1);
    tzset();
    struct vz_datetime summer = vz_clock_local(1782900000123);
    vz_clock_format_iso(&summer, text, sizeof(text));
    assert_string_equal(text, "2026-07-01T12:00:00.123+02:00");

    setenv("TZ", "America/St_Johns", 1);
    tzset();
    struct vz_datetime west = vz_clock_local(-1);
    vz_clock_format_iso(&west, text, sizeof(text));
    assert_string_equal(text, "1969-12-31T20:29:59.999-03:30");
}

static void frozen_time_moves_only_by_hand(void **state) {
    vz_clock_freeze(1000000);
    int64_t start = vz_clock_monotonic_ms();
    assert_int_equal(vz_clock_wall_ms(), 1000000);
    vz_clock_advance(250);
    assert_int_equal(vz_clock_wall_ms(), 1000250);
    assert_int_equal(vz_clock_monotonic_ms() - start, 250);
    vz_clock_thaw();
    assert_true(vz_clock_wall_ms() > 1700000000000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_agree_with_the_c_library),
        cmocka_unit_test(iso_text_names_the_zone),
        cmocka_unit_test(frozen_time_moves_only_by_hand),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
