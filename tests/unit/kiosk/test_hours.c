// Opening hours: what can be written, and when it is open.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/hours.h"

static struct vz_hours_day day_of(const char *text) {
    struct vz_hours_day day = {0};
    if (!vz_hours_read(&day, text)) {
        fail_msg("%s is not read", text);
    }
    return day;
}

static void hours_read_as_they_are_written(void **state) {
    static const char *const texts[] = {
        "09:00-17:00", "09:00-12:30 13:00-17:00", "closed", "00:00-24:00"};
    char text[VZ_HOURS_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct vz_hours_day day = day_of(texts[i]);
        vz_hours_write(&day, text);
        assert_string_equal(text, texts[i]);
    }
    struct vz_hours_day day = day_of("9:00-12:00, 13:00-17:30");
    vz_hours_write(&day, text);
    assert_string_equal(text, "09:00-12:00 13:00-17:30");
    day = day_of("open");
    vz_hours_write(&day, text);
    assert_string_equal(text, "00:00-24:00");
}

static void what_makes_no_sense_is_refused(void **state) {
    static const char *const texts[] = {
        "",
        "9-17",
        "17:00-09:00",
        "09:00-09:00",
        "09:00-25:00",
        "09:60-10:00",
        "09:00-12:00 11:00-13:00",
        "09:00",
        "09:00-17:00x",
        "open 09:00-17:00",
        "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct vz_hours_day day = {.n = 3};
        assert_false(vz_hours_read(&day, texts[i]));
        assert_int_equal(day.n, 3);
    }
}

static struct vz_datetime at(int day, int hour, int minute) {
    return (struct vz_datetime){
        .year = 2026, .month = 9, .day = day, .hour = hour, .minute = minute};
}

// 2026-09-21 is a Monday.
static struct vz_hours house(void) {
    struct vz_hours hours = {0};
    for (int i = 0; i < 7; i++) {
        hours.set[i] = true;
    }
    hours.days[0] = day_of("09:00-12:30 13:00-17:00");
    hours.days[4] = day_of("13:00-24:00");
    return hours;
}

static void it_is_open_within_its_hours(void **state) {
    struct vz_hours hours = house();
    struct vz_datetime t = at(21, 8, 59);
    assert_false(vz_hours_are_open(&hours, &t));
    t = at(21, 9, 0);
    assert_true(vz_hours_are_open(&hours, &t));
    t = at(21, 12, 30);
    assert_false(vz_hours_are_open(&hours, &t));
    t = at(21, 16, 59);
    assert_true(vz_hours_are_open(&hours, &t));
    t = at(22, 12, 0);
    assert_false(vz_hours_are_open(&hours, &t));
    t = at(25, 23, 59);
    assert_true(vz_hours_are_open(&hours, &t));
    hours.set[1] = false; // nothing is written for Tuesday
    t = at(22, 3, 0);
    assert_true(vz_hours_are_open(&hours, &t));
}

static void the_next_opening_is_found(void **state) {
    struct vz_hours hours = house();
    int weekday, minute;
    struct vz_datetime t = at(21, 12, 40);
    assert_true(vz_hours_next_opening(&hours, &t, &weekday, &minute));
    assert_int_equal(weekday, 0);
    assert_int_equal(minute, 13 * 60);
    t = at(21, 17, 0);
    assert_true(vz_hours_next_opening(&hours, &t, &weekday, &minute));
    assert_int_equal(weekday, 4);
    assert_int_equal(minute, 13 * 60);
    t = at(26, 0, 0); // Saturday: Monday of the next week
    assert_true(vz_hours_next_opening(&hours, &t, &weekday, &minute));
    assert_int_equal(weekday, 0);
    assert_int_equal(minute, 9 * 60);
    hours.days[4].n = 0;
    t = at(21, 18, 0); // only Mondays are left: in a week
    assert_true(vz_hours_next_opening(&hours, &t, &weekday, &minute));
    assert_int_equal(weekday, 0);
    hours.days[0].n = 0;
    assert_false(vz_hours_next_opening(&hours, &t, &weekday, &minute));
}

static void weekdays_are_right_before_1970_and_after_2038(void **state) {
    struct vz_datetime t = {.year = 1969, .month = 12, .day = 28};
    assert_int_equal(vz_hours_weekday(&t), 6);
    t = (struct vz_datetime){.year = 1970, .month = 1, .day = 1};
    assert_int_equal(vz_hours_weekday(&t), 3);
    t = (struct vz_datetime){.year = 2038, .month = 1, .day = 19};
    assert_int_equal(vz_hours_weekday(&t), 1);
    t = (struct vz_datetime){.year = 2100, .month = 3, .day = 1};
    assert_int_equal(vz_hours_weekday(&t), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_read_as_they_are_written),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(it_is_open_within_its_hours),
        cmocka_unit_test(the_next_opening_is_found),
        cmocka_unit_test(weekdays_are_right_before_1970_and_after_2038),
    };
    return cmocka_run_group_tests_name("hours", tests, NULL, NULL);
}
