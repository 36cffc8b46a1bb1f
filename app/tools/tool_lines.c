/*
 * What play and xpath share: the clock, and lines in, lines out.
 */
#include "vertelform.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// "2026-11-24T14:00:00+01:00", "...Z", or a date alone, as milliseconds.
static bool parse_time(const char *text, int64_t *ms) {
    int year, month, day, hour = 0, minute = 0, n = 0;
    int zone_hour = 0, zone_minute = 0;
    double second = 0;
    char sign = 'Z';
    int got = sscanf(text, "%4d-%2d-%2dT%2d:%2d:%lf%n", &year, &month, &day,
                     &hour, &minute, &second, &n);
    if (got != 6 && got != 3) {
        return false;
    }
    if (got == 6 && text[n] &&
        sscanf(text + n, "%c%2d:%2d", &sign, &zone_hour, &zone_minute) < 1) {
        return false;
    }
    int64_t minutes =
        vz_days_from_date(year, month, day) * 1440 + hour * 60 + minute;
    int64_t offset = zone_hour * 60 + zone_minute;
    minutes -= sign == '-' ? -offset : offset;
    *ms = minutes * 60000 + (int64_t)(second * 1000);
    return true;
}

bool vz_tool_set_clock(const struct vz_tool_options *options) {
    if (options->zone) {
        setenv("TZ", options->zone, 1);
        tzset();
    }
    int64_t ms;
    if (options->now && !parse_time(options->now, &ms)) {
        fprintf(stderr,
                "vertelform: '%s' is not a time; write it as "
                "2026-11-24T14:00:00+01:00\n",
                options->now);
        return false;
    }
    if (options->now) {
        vz_clock_freeze(ms);
    }
    return true;
}

bool vz_tool_each_line(char *(*answer)(void *userdata, const char *line,
                                       size_t len),
                       void *userdata) {
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    bool ok = true;
    while (ok && (len = getline(&line, &cap, stdin)) >= 0) {
        char *reply = answer(userdata, line, (size_t)len);
        ok = reply && puts(reply) >= 0 && fflush(stdout) == 0;
        free(reply);
    }
    free(line);
    if (!ok) {
        fputs("vertelform: out of memory, or nobody reads the answers\n",
              stderr);
    }
    return ok;
}
