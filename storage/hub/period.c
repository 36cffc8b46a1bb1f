#include "period.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

// In order of trust: the day of the visit as the form states it, then when it
// ended, then when it began.
static const char *const day_paths[] = {"today", "end", "start", "meta/timeEnd",
                                        "meta/timeStart"};

static bool read_day(const char *text, int64_t *days) {
    int y = 0, m = 0, d = 0, used = 0;
    if (strlen(text) < 10 ||
        sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10 ||
        m < 1 || m > 12 || d < 1 || d > 31) {
        return false;
    }
    *days = vz_days_from_date(y, m, d);
    return true;
}

static bool day_of_form(const struct vz_submission *parsed, int64_t received,
                        int64_t *days) {
    int64_t oldest = vz_days_from_date(2020, 1, 1);
    for (size_t p = 0; p < sizeof(day_paths) / sizeof(day_paths[0]); p++) {
        for (size_t i = 0; i < parsed->n_values; i++) {
            const struct vz_submission_value *value = &parsed->values[i];
            if (value->repeat < 0 && !strcmp(value->path, day_paths[p]) &&
                read_day(value->text, days) && *days >= oldest &&
                *days <= received + 1) {
                return true;
            }
        }
    }
    return false;
}

// ISO 8601: weeks begin on Monday; week 1 holds the year's first Thursday.
static void iso_week(int64_t days, char out[16]) {
    int64_t weekday = (days + 3) % 7; // 0 = Monday; 1970-01-01 was a Thursday
    int64_t thursday = days - weekday + 3;
    int year, month, day;
    vz_date_from_days(thursday, &year, &month, &day);
    int64_t week = (thursday - vz_days_from_date(year, 1, 1)) / 7 + 1;
    snprintf(out, 16, "%04d-W%02d", year % 10000, (int)(week % 100));
}

struct vz_period vz_period_of(const struct vz_submission *parsed,
                              int64_t received_ms) {
    struct vz_datetime local = vz_clock_local(received_ms);
    int64_t received = vz_days_from_date(local.year, local.month, local.day);
    int64_t days = received;
    struct vz_period period = {0};
    period.from_form = day_of_form(parsed, received, &days);
    if (!period.from_form) {
        days = received;
    }
    int day;
    vz_date_from_days(days, &period.year, &period.month, &day);
    snprintf(period.date, sizeof(period.date), "%04d-%02d-%02d",
             period.year % 10000, period.month % 100, day % 100);
    iso_week(days, period.week);
    return period;
}
