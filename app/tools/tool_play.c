/*
 * vertelform play: a form without a screen, driven by lines of JSON.
 */
#include "vertelform.h"

#include "base/clock.h"
#include "form/xform/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static bool set_clock(const struct vz_tool_options *options) {
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

// False when stdout is gone or memory ran out.
static bool play_lines(struct vz_session *session) {
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    bool ok = true;
    while (ok && (len = getline(&line, &cap, stdin)) >= 0) {
        char *reply = vz_play_answer(session, line, (size_t)len);
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

static struct vz_form *load(const struct vz_tool_options *options) {
    const char *path = options->arguments[0];
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_form *form = NULL;
    if (vz_tool_read_form(path, &xml, &diagnostics)) {
        struct vz_error error = {0};
        struct vz_form_media media = {.dir = options->media};
        form = vz_form_load(xml.data, xml.len, &media, &error);
        if (!form) {
            fprintf(stderr, "%s: error: %s\n", path, error.message);
        }
    } else {
        vz_tool_print_diagnostics(path, &diagnostics);
    }
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return form;
}

int vz_tool_play(const struct vz_tool_options *options) {
    struct vz_form *form = set_clock(options) ? load(options) : NULL;
    if (!form) {
        return VZ_EXIT_USAGE;
    }
    struct vz_session_params params = {
        .device_id = options->device_id ? options->device_id : "",
        .username = options->username,
        .language = vz_form_default_language(form),
    };
    struct vz_session *session = vz_session_create(form, &params);
    bool ok = session && play_lines(session);
    vz_session_destroy(session);
    vz_form_destroy(form);
    return ok ? VZ_EXIT_OK : VZ_EXIT_FAILURE;
}
