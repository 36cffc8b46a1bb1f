#include "iso_date.h"

#include <math.h>
#include <stdio.h>

#define DAY_MS 86400000
// Years 1 to 9999 and a bit: what four digits can write.
#define DAYS_MIN (-719162.0)
#define DAYS_MAX 2932896.0
// No place is farther from UTC than 14 hours.
#define MAX_OFFSET_HOURS 14

struct cursor {
    const char *at;
};

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Between min and max digits as a number. False when there are fewer.
static bool read_digits(struct cursor *c, int min, int max, int *out) {
    int n = 0;
    int value = 0;
    while (n < max && c->at[n] >= '0' && c->at[n] <= '9') {
        value = value * 10 + (c->at[n] - '0');
        n++;
    }
    c->at += n;
    *out = value;
    return n >= min;
}

static bool read_char(struct cursor *c, char wanted) {
    if (*c->at != wanted) {
        return false;
    }
    c->at++;
    return true;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_date(struct cursor *c, int min_digits, int64_t *days) {
    int year;
    int month;
    int day;
    if (!read_digits(c, 4, 4, &year) || !read_char(c, '-') ||
        !read_digits(c, min_digits, 2, &month) || !read_char(c, '-') ||
        !read_digits(c, min_digits, 2, &day)) {
        return false;
    }
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month)) {
        return false;
    }
    *days = vz_days_from_date(year, month, day);
    return true;
}

static bool read_fraction(struct cursor *c, int *ms) {
    int n = 0;
    int value = 0;
    for (; c->at[n] >= '0' && c->at[n] <= '9'; n++) {
        if (n < 3) {
            value = value * 10 + (c->at[n] - '0');
        }
    }
    for (int i = n; i < 3; i++) {
        value *= 10;
    }
    c->at += n;
    *ms = value;
    return n > 0;
}

// Milliseconds since midnight. After a date, the hour may stand alone.
static bool read_clock(struct cursor *c, bool hour_alone, int64_t *out) {
    int hour;
    int minute = 0;
    int second = 0;
    int ms = 0;
    if (!read_digits(c, 2, 2, &hour) || (*c->at != ':' && !hour_alone)) {
        return false;
    }
    if (read_char(c, ':') && !read_digits(c, 2, 2, &minute)) {
        return false;
    }
    if (read_char(c, ':') && (!read_digits(c, 2, 2, &second) ||
                              (read_char(c, '.') && !read_fraction(c, &ms)))) {
        return false;
    }
    *out = ((hour * 60 + minute) * 60 + second) * (int64_t)1000 + ms;
    return hour <= 23 && minute <= 59 && second <= 59;
}

// Minutes east of UTC; `*given` is false when there is no offset.
static bool read_offset(struct cursor *c, bool *given, int *minutes) {
    *given = true;
    *minutes = 0;
    if (read_char(c, 'Z')) {
        return true;
    }
    int sign = *c->at == '-' ? -1 : 1;
    if (!read_char(c, '+') && !read_char(c, '-')) {
        *given = false;
        return true;
    }
    int hours;
    int rest = 0;
    if (!read_digits(c, 2, 2, &hours)) {
        return false;
    }
    bool colon = read_char(c, ':');
    if (!read_digits(c, colon ? 2 : 0, 2, &rest)) {
        return false;
    }
    *minutes = sign * (hours * 60 + rest);
    return hours <= MAX_OFFSET_HOURS && rest <= 59;
}

static bool at_end(struct cursor *c) {
    while (is_space(*c->at)) {
        c->at++;
    }
    return *c->at == '\0';
}

// A wall clock time of this place as a moment. The offset is asked twice
// because it is known only for moments: right but for the hour that a change
// of the clocks skips or repeats, where either answer is right.
static int64_t moment_of_local(int64_t wall) {
    int64_t first = wall - vz_clock_local(wall).offset_min * (int64_t)60000;
    return wall - vz_clock_local(first).offset_min * (int64_t)60000;
}

static bool parse(const char *text, int min_digits, struct vz_iso_date *date) {
    struct cursor c = {text};
    while (is_space(*c.at)) {
        c.at++;
    }
    int64_t days;
    if (!read_date(&c, min_digits, &days)) {
        return false;
    }
    if (!read_char(&c, 'T')) {
        *date = (struct vz_iso_date){VZ_XPATH_DATE, (double)days};
        return at_end(&c);
    }
    int64_t ms;
    bool given;
    int minutes;
    if (!read_clock(&c, true, &ms) || !read_offset(&c, &given, &minutes) ||
        !at_end(&c)) {
        return false;
    }
    int64_t wall = days * DAY_MS + ms;
    int64_t moment = given ? wall - minutes * (int64_t)60000
                           : moment_of_local(wall);
    date->type = VZ_XPATH_DATETIME;
    date->days = (double)moment / DAY_MS;
    return true;
}

bool vz_iso_date_parse(const char *text, struct vz_iso_date *date) {
    return parse(text, 2, date);
}

bool vz_iso_date_parse_loose(const char *text, struct vz_iso_date *date) {
    return parse(text, 1, date);
}

bool vz_iso_date_parse_time(const char *text, double *fraction) {
    struct cursor c = {text};
    int64_t ms;
    bool given;
    int minutes;
    if (!read_clock(&c, false, &ms) || !read_offset(&c, &given, &minutes) ||
        !at_end(&c)) {
        return false;
    }
    if (given) {
        int here = vz_clock_local(ms - minutes * (int64_t)60000).offset_min;
        ms = (ms + (here - minutes) * (int64_t)60000 + 2 * DAY_MS) % DAY_MS;
    }
    *fraction = (double)ms / DAY_MS;
    return true;
}

bool vz_iso_date_split(enum vz_xpath_type type, double days,
                       struct vz_datetime *out) {
    if (!(days >= DAYS_MIN && days <= DAYS_MAX)) {
        return false;
    }
    if (type == VZ_XPATH_DATE) {
        *out = (struct vz_datetime){0};
        vz_date_from_days((int64_t)floor(days), &out->year, &out->month,
                          &out->day);
    } else {
        *out = vz_clock_local(llround(days * DAY_MS));
    }
    return true;
}

void vz_iso_date_format(enum vz_xpath_type type, double days, char *out,
                        size_t size) {
    struct vz_datetime time;
    if (!vz_iso_date_split(type, days, &time)) {
        snprintf(out, size, "%s", "");
    } else if (type == VZ_XPATH_DATE) {
        snprintf(out, size, "%04d-%02d-%02d", time.year, time.month, time.day);
    } else {
        vz_clock_format_iso(&time, out, size);
    }
}

double vz_iso_date_midnight(double date) {
    if (!(date >= DAYS_MIN && date <= DAYS_MAX)) {
        return date;
    }
    return (double)moment_of_local((int64_t)floor(date) * DAY_MS) / DAY_MS;
}

double vz_iso_date_day(double moment) {
    struct vz_datetime time;
    if (!vz_iso_date_split(VZ_XPATH_DATETIME, moment, &time)) {
        return moment;
    }
    return (double)vz_days_from_date(time.year, time.month, time.day);
}

double vz_iso_date_today(void) {
    return vz_iso_date_day(vz_iso_date_now());
}

double vz_iso_date_now(void) {
    return (double)vz_clock_wall_ms() / DAY_MS;
}
