#include "clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

// Test state: read by every thread, written before they start.
static atomic_bool frozen;
static atomic_llong frozen_wall_ms;
static atomic_llong frozen_monotonic_ms;
// How far both clocks run ahead of the system's.
static atomic_llong ahead_ms;

static int64_t read_clock_us(clockid_t id) {
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t vz_clock_wall_ms(void) {
    if (atomic_load(&frozen)) {
        return atomic_load(&frozen_wall_ms);
    }
    return read_clock_us(CLOCK_REALTIME) / 1000 + atomic_load(&ahead_ms);
}

int64_t vz_clock_monotonic_ms(void) {
    return vz_clock_monotonic_us() / 1000;
}

int64_t vz_clock_monotonic_us(void) {
    if (atomic_load(&frozen)) {
        return atomic_load(&frozen_monotonic_ms) * 1000;
    }
    return read_clock_us(CLOCK_MONOTONIC) + atomic_load(&ahead_ms) * 1000;
}

void vz_clock_freeze(int64_t wall_ms) {
    atomic_store(&frozen_wall_ms, wall_ms);
    atomic_store(&frozen_monotonic_ms, 1000);
    atomic_store(&frozen, true);
}

void vz_clock_advance(int64_t ms) {
    if (!atomic_load(&frozen)) {
        atomic_fetch_add(&ahead_ms, ms);
        return;
    }
    atomic_fetch_add(&frozen_wall_ms, ms);
    atomic_fetch_add(&frozen_monotonic_ms, ms);
}

void vz_clock_set_wall(int64_t wall_ms) {
    atomic_store(&frozen_wall_ms, wall_ms);
}

void vz_clock_thaw(void) {
    atomic_store(&frozen, false);
    atomic_store(&ahead_ms, 0);
}

int64_t vz_days_from_date(int year, int month, int day) {
    // Years start in March here, so that the leap day is the last of a year.
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void vz_date_from_days(int64_t days, int *year, int *month, int *day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

static struct vz_datetime at_offset(int64_t wall_ms, int offset_min) {
    int64_t local = wall_ms + (int64_t)offset_min * 60000;
    int64_t days = local / 86400000;
    int64_t rest = local % 86400000;
    if (rest < 0) {
        rest += 86400000;
        days--;
    }
    struct vz_datetime time = {.offset_min = offset_min};
    vz_date_from_days(days, &time.year, &time.month, &time.day);
    time.hour = (int)(rest / 3600000);
    time.minute = (int)(rest / 60000 % 60);
    time.second = (int)(rest / 1000 % 60);
    time.ms = (int)(rest % 1000);
    return time;
}

struct vz_datetime vz_clock_utc(int64_t wall_ms) {
    return at_offset(wall_ms, 0);
}

struct vz_datetime vz_clock_local(int64_t wall_ms) {
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm local;
    if (!localtime_r(&seconds, &local)) {
        return at_offset(wall_ms, 0);
    }
    return at_offset(wall_ms, (int)(local.tm_gmtoff / 60));
}

void vz_clock_format_iso(const struct vz_datetime *time, char *out,
                         size_t size) {
    char zone[8] = "Z";
    int offset = time->offset_min;
    if (offset != 0) {
        int minutes = offset < 0 ? -offset : offset;
        snprintf(zone, sizeof(zone), "%c%02u:%02u", offset < 0 ? '-' : '+',
                 (unsigned)(minutes / 60) % 100u, (unsigned)minutes % 60u);
    }
    snprintf(out, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03d%s", time->year,
             time->month, time->day, time->hour, time->minute, time->second,
             time->ms, zone);
}
