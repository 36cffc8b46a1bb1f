/*
 * Reading the lexical forms, without the locale's help: strtod would want a
 * comma where the interface is Dutch.
 */
#include "answer_type.h"

#include "answer_number.h"
#include "base/clock.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool vz_decimal_read(const char *text, double *value) {
    bool negative = *text == '-';
    text += negative || *text == '+';
    double number = 0;
    double scale = 1;
    size_t digits = 0;
    for (; isdigit((unsigned char)*text); text++, digits++) {
        number = number * 10 + (*text - '0');
    }
    if (*text == '.') {
        for (text++; isdigit((unsigned char)*text); text++, digits++) {
            number = number * 10 + (*text - '0');
            scale *= 10;
        }
    }
    if (*text || digits == 0 || digits > 300) {
        return false;
    }
    *value = (negative ? -number : number) / scale;
    return true;
}

static bool is_boolean(const char *text) {
    return !strcmp(text, "true") || !strcmp(text, "false") ||
           !strcmp(text, "1") || !strcmp(text, "0");
}

// Exactly n digits at *at as a number; moves on. -1 when there are fewer.
static int digits(const char **at, int n) {
    int value = 0;
    for (int i = 0; i < n; i++, (*at)++) {
        if (!isdigit((unsigned char)**at)) {
            return -1;
        }
        value = value * 10 + (**at - '0');
    }
    return value;
}

static bool take(const char **at, char c) {
    bool there = **at == c;
    *at += there;
    return there;
}

static bool read_date(const char **at) {
    int year = digits(at, 4);
    if (year < 1 || !take(at, '-')) {
        return false;
    }
    int month = digits(at, 2);
    if (month < 1 || month > 12 || !take(at, '-')) {
        return false;
    }
    int day = digits(at, 2);
    if (day < 1 || day > 31) {
        return false;
    }
    // The 30th of February comes back as another day.
    int y, m, d;
    vz_date_from_days(vz_days_from_date(year, month, day), &y, &m, &d);
    return y == year && m == month && d == day;
}

static bool read_offset(const char **at) {
    if (take(at, 'Z') || !**at) {
        return true;
    }
    if (!take(at, '+') && !take(at, '-')) {
        return false;
    }
    int hours = digits(at, 2);
    if (hours < 0 || hours > 14 || !take(at, ':')) {
        return false;
    }
    int minutes = digits(at, 2);
    return minutes >= 0 && minutes < 60;
}

static bool read_time(const char **at) {
    int hours = digits(at, 2);
    if (hours < 0 || hours > 23 || !take(at, ':')) {
        return false;
    }
    int minutes = digits(at, 2);
    if (minutes < 0 || minutes > 59) {
        return false;
    }
    if (take(at, ':')) {
        int seconds = digits(at, 2);
        if (seconds < 0 || seconds > 59) {
            return false;
        }
        if (take(at, '.')) {
            size_t n = strspn(*at, "0123456789");
            *at += n;
            if (n == 0) {
                return false;
            }
        }
    }
    return read_offset(at);
}

static bool is_date(const char *text) {
    return read_date(&text) && !*text;
}

static bool is_time(const char *text) {
    return read_time(&text) && !*text;
}

static bool is_datetime(const char *text) {
    return read_date(&text) && take(&text, 'T') && read_time(&text) && !*text;
}

// "latitude longitude altitude accuracy", the last two may be missing.
static bool is_point(const char *text, size_t len) {
    static const double limits[] = {90, 180, 1e9, 1e9};
    char number[40];
    size_t n = 0;
    const char *end = text + len;
    while (text < end) {
        text += strspn(text, " ");
        size_t word = strcspn(text, " ;");
        if (text >= end || word == 0) {
            break;
        }
        if (n == 4 || word >= sizeof(number)) {
            return false;
        }
        memcpy(number, text, word);
        number[word] = '\0';
        double value;
        if (!vz_decimal_read(number, &value) || value > limits[n] ||
            value < -limits[n]) {
            return false;
        }
        n++;
        text += word;
    }
    return n >= 2;
}

static bool is_line(const char *text, size_t least) {
    size_t n = 0;
    while (*text) {
        size_t len = strcspn(text, ";");
        bool blank_tail = !text[len] && strspn(text, " ") == len;
        if (!blank_tail) {
            if (!is_point(text, len)) {
                return false;
            }
            n++;
        }
        text += len + (text[len] == ';');
    }
    return n >= least;
}

static bool is_file_name(const char *text) {
    return !strchr(text, '/') && strcmp(text, "..") && strcmp(text, ".");
}

static bool is_of_type(enum vz_field_type type, const char *text) {
    switch (type) {
    case VZ_FIELD_BOOLEAN:
        return is_boolean(text);
    case VZ_FIELD_DATE:
        return is_date(text);
    case VZ_FIELD_TIME:
        return is_time(text);
    case VZ_FIELD_DATETIME:
        return is_datetime(text);
    case VZ_FIELD_GEOPOINT:
        return is_point(text, strlen(text));
    case VZ_FIELD_GEOTRACE:
        return is_line(text, 2);
    case VZ_FIELD_GEOSHAPE:
        return is_line(text, 4);
    case VZ_FIELD_BINARY:
        return is_file_name(text);
    case VZ_FIELD_INT:
    case VZ_FIELD_DECIMAL:
    case VZ_FIELD_STRING:
    case VZ_FIELD_SELECT_ONE:
    case VZ_FIELD_SELECT_MULTIPLE:
    case VZ_FIELD_RANK:
        return true;
    case VZ_FIELD_GROUP:
    case VZ_FIELD_REPEAT:
        return false;
    }
    return false;
}

char *vz_answer_text(enum vz_field_type type, const char *text, bool *fits) {
    bool number = type == VZ_FIELD_INT || type == VZ_FIELD_DECIMAL;
    if (number && text[0]) {
        return vz_answer_number(type, text, fits);
    }
    *fits = !text[0] || is_of_type(type, text);
    return *fits ? strdup(text) : NULL;
}
