#include "cell_value.h"

#include "base/clock.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define DIGITS_MAX 15

bool vz_cell_number(const char *text, double *number) {
    const char *at = text + (*text == '-' || *text == '+');
    size_t whole = strspn(at, DIGITS);
    if (whole > 1 && *at == '0') {
        return false;
    }
    at += whole;
    size_t rest = 0;
    if (*at == '.') {
        rest = strspn(++at, DIGITS);
        at += rest;
    }
    size_t digits = whole + rest;
    if (!digits || digits > DIGITS_MAX) {
        return false;
    }
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '-' || *at == '+';
        size_t exponent = strspn(at, DIGITS);
        if (!exponent || exponent > 2) {
            return false;
        }
        at += exponent;
    }
    *number = strtod(text, NULL);
    return !*at;
}

bool vz_cell_integer(const char *text, int32_t *number) {
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, DIGITS);
    if (!digits || digits > 10 || at[digits] ||
        (*at == '0' && (digits > 1 || at > text))) {
        return false;
    }
    long long value = strtoll(text, NULL, 10);
    *number = (int32_t)value;
    return value >= INT32_MIN && value <= INT32_MAX;
}

// Exactly n digits, and moves on.
static bool take_digits(const char **at, size_t n, int *value) {
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9') {
            return false;
        }
        *value = *value * 10 + (c - '0');
    }
    *at += n;
    return true;
}

static bool take_char(const char **at, char c) {
    bool there = **at == c;
    *at += there;
    return there;
}

static bool take_date(const char **at, struct vz_moment *moment) {
    int year, month, day;
    if (!take_digits(at, 4, &year) || !take_char(at, '-') ||
        !take_digits(at, 2, &month) || !take_char(at, '-') ||
        !take_digits(at, 2, &day) || month < 1 || month > 12 || day < 1) {
        return false;
    }
    *moment = (struct vz_moment){.day = vz_days_from_date(year, month, day)};
    int y, m, d;
    vz_date_from_days(moment->day, &y, &m, &d);
    return m == month && d == day;
}

static bool take_time(const char **at, struct vz_moment *moment) {
    int hour, minute, second = 0, ms = 0;
    if (!take_digits(at, 2, &hour) || !take_char(at, ':') ||
        !take_digits(at, 2, &minute) || hour > 23 || minute > 59) {
        return false;
    }
    if (take_char(at, ':') && (!take_digits(at, 2, &second) || second > 59)) {
        return false;
    }
    if (take_char(at, '.')) {
        int scale = 100;
        for (; **at >= '0' && **at <= '9'; ++*at, scale /= 10) {
            ms += (**at - '0') * scale;
        }
    }
    moment->ms = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    return true;
}

// Nothing, "Z", or "+01:00".
static bool is_offset(const char *at) {
    return !*at || !strcmp(at, "Z") ||
           ((*at == '+' || *at == '-') && strspn(at + 1, DIGITS ":") >= 2 &&
            !at[1 + strspn(at + 1, DIGITS ":")]);
}

bool vz_cell_date(const char *text, struct vz_moment *moment) {
    return take_date(&text, moment) && (*text == 'T' || is_offset(text));
}

bool vz_cell_time(const char *text, struct vz_moment *moment) {
    *moment = (struct vz_moment){0};
    return take_time(&text, moment) && is_offset(text);
}

bool vz_cell_datetime(const char *text, struct vz_moment *moment) {
    if (!take_date(&text, moment)) {
        return false;
    }
    return (take_char(&text, 'T') ? take_time(&text, moment) : true) &&
           is_offset(text);
}
