#include "date_parts.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define MINUTE_MS (60 * (int64_t)1000)

static int days_in(int year, int month) {
    int next_year = month == 12 ? year + 1 : year;
    int next_month = month == 12 ? 1 : month + 1;
    return (int)(vz_days_from_date(next_year, next_month, 1) -
                 vz_days_from_date(year, month, 1));
}

bool vz_date_parts_read(struct vz_date_parts *date, const char *text) {
    struct vz_date_parts read = {0};
    if (sscanf(text, "%4d-%2d-%2d", &read.year, &read.month, &read.day) != 3 ||
        read.year < 1 || read.month < 1 || read.month > 12 || read.day < 1 ||
        read.day > days_in(read.year, read.month)) {
        return false;
    }
    *date = read;
    return true;
}

void vz_date_parts_write(const struct vz_date_parts *date, char *out,
                         size_t size) {
    snprintf(out, size, "%04d-%02d-%02d", date->year, date->month, date->day);
}

bool vz_date_parts_read_time(struct vz_date_parts *date, const char *text) {
    int hour, minute;
    if (sscanf(text, "%2d:%2d", &hour, &minute) != 2 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59) {
        return false;
    }
    date->hour = hour;
    date->minute = minute;
    return true;
}

bool vz_date_parts_read_moment(struct vz_date_parts *date, const char *text) {
    const char *time = strchr(text, 'T');
    return vz_date_parts_read(date, text) && time &&
           vz_date_parts_read_time(date, time + 1);
}

void vz_date_parts_write_moment(const struct vz_date_parts *date, char *out,
                                size_t size) {
    int64_t days = vz_days_from_date(date->year, date->month, date->day);
    int64_t ms = ((days * 24 + date->hour) * 60 + date->minute) * MINUTE_MS;
    // What the clock said here then; twice, for the hours around a change.
    int offset = vz_clock_local(ms).offset_min;
    offset = vz_clock_local(ms - offset * MINUTE_MS).offset_min;
    struct vz_datetime moment = {.year = date->year,
                                 .month = date->month,
                                 .day = date->day,
                                 .hour = date->hour,
                                 .minute = date->minute,
                                 .offset_min = offset};
    vz_clock_format_iso(&moment, out, size);
}

void vz_date_parts_write_time(const struct vz_date_parts *date, char *out,
                              size_t size) {
    char moment[VZ_ISO_SIZE];
    vz_date_parts_write_moment(date, moment, sizeof(moment));
    const char *time = strchr(moment, 'T');
    snprintf(out, size, "%s", time ? time + 1 : "");
}

// `value` within 1..last, going round at the ends.
static int around(int value, int last) {
    return value < 1 ? last : value > last ? 1 : value;
}

// To the next multiple of the step in that direction, round the hour.
static int step_minute(int minute, int by) {
    int step = VZ_MINUTE_STEP;
    int next = by > 0 ? minute / step + by : (minute + step - 1) / step + by;
    return (next * step % 60 + 60) % 60;
}

void vz_date_parts_step(struct vz_date_parts *date, enum vz_date_part part,
                        int by) {
    if (part == VZ_DATE_DAY) {
        date->day = around(date->day + by, days_in(date->year, date->month));
        return;
    }
    if (part == VZ_DATE_HOUR) {
        date->hour = (date->hour + by + 24) % 24;
        return;
    }
    if (part == VZ_DATE_MINUTE) {
        date->minute = step_minute(date->minute, by);
        return;
    }
    if (part == VZ_DATE_MONTH) {
        date->month = around(date->month + by, 12);
    } else {
        int year = date->year + by;
        date->year = year < VZ_DATE_YEAR_MIN   ? VZ_DATE_YEAR_MIN
                     : year > VZ_DATE_YEAR_MAX ? VZ_DATE_YEAR_MAX
                                               : year;
    }
    int last = days_in(date->year, date->month);
    date->day = date->day < last ? date->day : last;
}
