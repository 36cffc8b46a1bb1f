#include "date_parts.h"

#include "base/clock.h"

#include <stdio.h>

static int days_in(int year, int month) {
    int next_year = month == 12 ? year + 1 : year;
    int next_month = month == 12 ? 1 : month + 1;
    return (int)(vz_days_from_date(next_year, next_month, 1) -
                 vz_days_from_date(year, month, 1));
}

bool vz_date_parts_read(struct vz_date_parts *date, const char *text) {
    struct vz_date_parts read;
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

// `value` within 1..last, going round at the ends.
static int around(int value, int last) {
    return value < 1 ? last : value > last ? 1 : value;
}

void vz_date_parts_step(struct vz_date_parts *date, enum vz_date_part part,
                        int by) {
    if (part == VZ_DATE_DAY) {
        date->day = around(date->day + by, days_in(date->year, date->month));
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
