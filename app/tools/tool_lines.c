/*
 * What play and xpath share: the clock, and lines in, lines out.
 */
#include "vertelform.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

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

static bool is_regular_file(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

// "MST7", "CET-1CEST,M3.5.0,M10.5.0/3", "<+0330>-3:30": a name of three
// letters or more, then hours west.
static bool is_zone_rule(const char *zone) {
    size_t name = strspn(zone, LETTERS);
    if (zone[0] == '<') {
        name = strcspn(zone, ">") + 1;
    }
    if (name < 3 || name > strlen(zone)) {
        return false;
    }
    const char *hours = zone + name;
    hours += *hours == '-' || *hours == '+';
    return *hours >= '0' && *hours <= '9';
}

// A name of the system's zone files, or a rule. The C library takes anything
// else for UTC without a word.
static bool is_zone(const char *zone) {
    const char *folder = getenv("TZDIR");
    char path[4096];
    if (!strcmp(zone, "UTC") || !strcmp(zone, "GMT") || is_zone_rule(zone)) {
        return true;
    }
    int len = snprintf(path, sizeof(path), "%s/%s",
                       folder ? folder : "/usr/share/zoneinfo", zone);
    return zone[0] && zone[strspn(zone, LETTERS DIGITS "/_+-")] == '\0' &&
           len > 0 && (size_t)len < sizeof(path) && is_regular_file(path);
}

bool vz_tool_set_clock(const struct vz_tool_options *options) {
    if (options->zone && !is_zone(options->zone)) {
        fprintf(stderr,
                "vertelform: '%s' is not a time zone; write it as "
                "Europe/Amsterdam, or as a rule like CET-1CEST\n",
                options->zone);
        return false;
    }
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
