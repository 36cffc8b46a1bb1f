#include "hours.h"

#include <stdio.h>
#include <string.h>

int vz_hours_weekday(const struct vz_datetime *local) {
    int64_t days = vz_days_from_date(local->year, local->month, local->day);
    // 1970-01-01 was a Thursday.
    return (int)(((days + 3) % 7 + 7) % 7);
}

// ------------------------------------------------------------------ reading
// "09:30" at *text; moves on. -1: it is no time.
static int read_time(const char **text) {
    int hour, minute, used = 0;
    if (sscanf(*text, "%2d:%2d%n", &hour, &minute, &used) != 2 || used < 4 ||
        hour < 0 || minute < 0 || minute > 59 ||
        hour * 60 + minute > VZ_MINUTES_A_DAY) {
        return -1;
    }
    *text += used;
    return hour * 60 + minute;
}

static bool read_span(const char **text, struct vz_hours_span *span) {
    span->from = read_time(text);
    if (span->from < 0 || **text != '-') {
        return false;
    }
    (*text)++;
    span->to = read_time(text);
    return span->to > span->from;
}

bool vz_hours_read(struct vz_hours_day *day, const char *text) {
    struct vz_hours_day read = {0};
    if (!strcmp(text, "closed")) {
        *day = read;
        return true;
    }
    if (!strcmp(text, "open")) {
        *day = (struct vz_hours_day){{{0, VZ_MINUTES_A_DAY}}, 1};
        return true;
    }
    int last = 0;
    while (*(text += strspn(text, " ,"))) {
        struct vz_hours_span span;
        if (read.n == VZ_HOURS_SPANS || !read_span(&text, &span) ||
            span.from < last) {
            return false;
        }
        last = span.to;
        read.spans[read.n++] = span;
    }
    if (!read.n) {
        return false;
    }
    *day = read;
    return true;
}

void vz_hours_write(const struct vz_hours_day *day,
                    char out[VZ_HOURS_TEXT_SIZE]) {
    size_t at = 0;
    snprintf(out, VZ_HOURS_TEXT_SIZE, "closed");
    for (int i = 0; i < day->n; i++) {
        const struct vz_hours_span *span = &day->spans[i];
        at += (size_t)snprintf(out + at, VZ_HOURS_TEXT_SIZE - at,
                               "%s%02d:%02d-%02d:%02d", i ? " " : "",
                               span->from / 60, span->from % 60, span->to / 60,
                               span->to % 60);
    }
}

// ------------------------------------------------------------------- asking
bool vz_hours_are_open(const struct vz_hours *hours,
                       const struct vz_datetime *local) {
    int weekday = vz_hours_weekday(local);
    int now = local->hour * 60 + local->minute;
    const struct vz_hours_day *day = &hours->days[weekday];
    bool open = !hours->set[weekday];
    for (int i = 0; !open && i < day->n; i++) {
        open = now >= day->spans[i].from && now < day->spans[i].to;
    }
    return open;
}

// The first opening of a day at or after a minute, or -1.
static int opening_of(const struct vz_hours *hours, int weekday, int from) {
    const struct vz_hours_day *day = &hours->days[weekday];
    if (!hours->set[weekday]) {
        return from;
    }
    for (int i = 0; i < day->n; i++) {
        if (day->spans[i].from >= from) {
            return day->spans[i].from;
        }
    }
    return -1;
}

bool vz_hours_next_opening(const struct vz_hours *hours,
                           const struct vz_datetime *local, int *weekday,
                           int *minute) {
    int today = vz_hours_weekday(local);
    int from = local->hour * 60 + local->minute;
    for (int i = 0; i <= 7; i++) {
        int day = (today + i) % 7;
        int at = opening_of(hours, day, i ? 0 : from);
        if (at >= 0) {
            *weekday = day;
            *minute = at;
            return true;
        }
    }
    return false;
}
