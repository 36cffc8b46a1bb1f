#include "value.h"

#include "base/strbuf.h"
#include "iso_date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The longest number is 5e-324 with all its zeros.
#define NUMBER_TEXT 400

void vz_xvalue_finish(struct vz_xvalue *value) {
    vz_text_forget(value->owned);
    free(value->many);
    vz_xvalue_set_text(value, "");
}

void vz_xvalue_move(struct vz_xvalue *to, struct vz_xvalue *from) {
    *to = *from;
    if (from->text == from->small) {
        to->text = to->small;
    }
    vz_xvalue_set_text(from, "");
}

static void set_empty(struct vz_xvalue *value, enum vz_xpath_type type) {
    value->type = type;
    value->number = 0;
    value->text = "";
    value->owned = NULL;
    value->one = NULL;
    value->many = NULL;
    value->n = 0;
    value->cap = 0;
    value->visited = 0;
}

void vz_xvalue_set_number(struct vz_xvalue *value, double number) {
    set_empty(value, VZ_XPATH_NUMBER);
    value->number = number;
}

void vz_xvalue_set_boolean(struct vz_xvalue *value, bool truth) {
    set_empty(value, VZ_XPATH_BOOLEAN);
    value->number = truth;
}

void vz_xvalue_set_date(struct vz_xvalue *value, enum vz_xpath_type type,
                        double days) {
    set_empty(value, type);
    value->number = days;
}

void vz_xvalue_set_text(struct vz_xvalue *value, const char *text) {
    set_empty(value, VZ_XPATH_STRING);
    value->text = text;
}

bool vz_xvalue_take_text(struct vz_xvalue *value, char *text) {
    set_empty(value, VZ_XPATH_STRING);
    if (text == NULL) {
        return false;
    }
    value->owned = text;
    value->text = text;
    return true;
}

bool vz_xvalue_copy_text(struct vz_xvalue *value, const char *text,
                         size_t len) {
    return vz_xvalue_take_text(value, vz_strndup(text, len));
}

void vz_xvalue_set_nodes(struct vz_xvalue *value) {
    set_empty(value, VZ_XPATH_NODESET);
}

bool vz_xvalue_add(struct vz_xvalue *value, const struct vz_node *node) {
    if (value->n == 0 && value->many == NULL) {
        value->one = node;
        value->n = 1;
        return true;
    }
    if (value->n >= VZ_NODESET_MAX) {
        return false;
    }
    bool first = value->many == NULL;
    if (!vz_grow(&value->many, &value->cap, first ? 0 : value->n,
                 sizeof(*value->many))) {
        return false;
    }
    if (first) {
        value->many[0] = value->one;
    }
    value->many[value->n++] = node;
    return true;
}

// ---------------------------------------------------------- string-value

const char *vz_node_string(const struct vz_node *node, char **owned) {
    *owned = NULL;
    const struct vz_node *child = node->first_child;
    if (child == NULL) {
        return vz_node_text(node);
    }
    if (child->next == NULL && child->kind == VZ_NODE_TEXT) {
        return vz_node_text(child);
    }
    struct vz_strbuf buf = {0};
    for (const struct vz_node *at = node; at != NULL;
         at = vz_node_following(at, node)) {
        if (at->kind != VZ_NODE_COMMENT && at->kind != VZ_NODE_INSTRUCTION) {
            vz_strbuf_append(&buf, vz_node_text(at));
        }
    }
    *owned = vz_strbuf_take(&buf);
    return *owned;
}

// --------------------------------------------------------------- numbers

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Beyond the exact range the C library rounds. It gets digits and an exponent,
// never a point, because the point depends on the locale. Forty digits are more
// than a double can tell apart.
static double parse_slowly(const char *text, size_t len) {
    char digits[64];
    size_t n = 0;
    int exponent = 0;
    bool point = false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.') {
            point = true;
        } else if (n == 0 && text[i] == '0') {
            exponent -= point;
        } else if (n < 40) {
            digits[n++] = text[i];
            exponent -= point;
        } else {
            exponent += !point;
        }
    }
    if (n == 0) {
        return 0;
    }
    snprintf(digits + n, sizeof(digits) - n, "e%d", exponent);
    return strtod(digits, NULL);
}

// The digits of an unsigned number; NaN when there is anything else.
static double parse_digits(const char *text, size_t len) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3, 1e4,  1e5,
                                    1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15};
    uint64_t mantissa = 0;
    size_t digits = 0;
    size_t decimals = 0;
    bool point = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') {
            return NAN;
        }
        digits++;
        decimals += point;
        if (digits <= 15) {
            mantissa = mantissa * 10 + (uint64_t)(c - '0');
        }
    }
    if (digits == 0) {
        return NAN;
    }
    // Up to 15 digits both numbers are exact, so one division rounds right.
    if (digits <= 15) {
        return (double)mantissa / powers[decimals];
    }
    return parse_slowly(text, len);
}

double vz_number_parse(const char *text, size_t len) {
    while (len > 0 && is_space(text[0])) {
        text++;
        len--;
    }
    while (len > 0 && is_space(text[len - 1])) {
        len--;
    }
    bool negative = len > 0 && text[0] == '-';
    double number = parse_digits(text + negative, len - negative);
    return negative ? -number : number;
}

static double scaled(enum vz_xpath_type type, double days,
                     enum vz_date_scale scale) {
    bool day = type == VZ_XPATH_DATE && scale == VZ_SCALE_MOMENTS;
    return day ? vz_iso_date_midnight(days) : days;
}

double vz_number_of_text(const char *text, enum vz_date_scale scale) {
    double number = vz_number_parse(text, strlen(text));
    if (isnan(number)) {
        struct vz_iso_date date;
        if (vz_iso_date_parse(text, &date)) {
            number = scaled(date.type, date.days, scale);
        }
    }
    return number;
}

// The fewest significant digits that read back as the number, as digits
// without a point; `*exponent` is that of the first digit.
static void shortest_digits(double number, char *digits, int *exponent) {
    char text[64];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision - 1, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    size_t n = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (*at >= '0' && *at <= '9') {
            digits[n++] = *at;
        }
    }
    while (n > 1 && digits[n - 1] == '0') {
        n--;
    }
    digits[n] = '\0';
    *exponent = atoi(at + 1);
}

// Lays the digits out around the decimal point.
static void place_point(const char *digits, int exponent, char *out) {
    int n = (int)strlen(digits);
    int last = n - 1 > exponent ? exponent - n + 1 : 0;
    // From the highest place, at least that of the units, down to 10^last.
    for (int place = exponent > 0 ? exponent : 0; place >= last; place--) {
        if (place == -1) {
            *out++ = '.';
        }
        int i = exponent - place;
        *out++ = i >= 0 && i < n ? digits[i] : '0';
    }
    *out = '\0';
}

// Text of a number: no exponent, no decimal point in whole numbers, shortest
// text that reads back as the same number; but what calculation left within
// 1e-12 of the whole number below is that number, as in JavaRosa. NUMBER_TEXT
// is always enough; 32 is for most. False when it does not fit.
static bool format_number(double number, char *out, size_t size) {
    if (isnan(number) || isinf(number)) {
        const char *word = isnan(number) ? "NaN"
                           : number < 0  ? "-Infinity"
                                         : "Infinity";
        return (size_t)snprintf(out, size, "%s", word) < size;
    }
    if (fabs(number) < 2147483648.0 && fabs(number - trunc(number)) < 1e-12) {
        number = trunc(number);
    }
    if (number == 0) {
        return (size_t)snprintf(out, size, "0") < size;
    }
    if (fabs(number) < 1e15 && number == trunc(number)) {
        return (size_t)snprintf(out, size, "%lld", (long long)number) < size;
    }
    char digits[32];
    char text[NUMBER_TEXT];
    int exponent;
    shortest_digits(fabs(number), digits, &exponent);
    place_point(digits, exponent, text);
    return (size_t)snprintf(out, size, "%s%s", number < 0 ? "-" : "", text) <
           size;
}

// ----------------------------------------------------------- conversions

bool vz_xvalue_boolean(const struct vz_xvalue *value) {
    switch (value->type) {
    case VZ_XPATH_STRING:
        return value->text[0] != '\0';
    case VZ_XPATH_NODESET:
        return value->n > 0;
    case VZ_XPATH_DATE:
    case VZ_XPATH_DATETIME:
        return !isnan(value->number);
    default:
        return value->number != 0 && !isnan(value->number);
    }
}

bool vz_xvalue_number(const struct vz_xvalue *value, enum vz_date_scale scale,
                      double *number) {
    if (value->type == VZ_XPATH_STRING) {
        *number = vz_number_of_text(value->text, scale);
    } else if (value->type != VZ_XPATH_NODESET) {
        *number = scaled(value->type, value->number, scale);
    } else if (value->n == 0) {
        *number = NAN;
    } else {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(value, 0), &owned);
        if (text == NULL) {
            return false;
        }
        *number = vz_number_of_text(text, scale);
        free(owned);
    }
    return true;
}

bool vz_xvalue_to_number(struct vz_xvalue *value, enum vz_date_scale scale) {
    double number;
    if (value->type == VZ_XPATH_NUMBER) {
        return true;
    }
    if (!vz_xvalue_number(value, scale, &number)) {
        return false;
    }
    vz_xvalue_finish(value);
    vz_xvalue_set_number(value, number);
    return true;
}

static bool number_to_text(struct vz_xvalue *value) {
    double number = value->number;
    set_empty(value, VZ_XPATH_STRING);
    if (format_number(number, value->small, sizeof(value->small))) {
        value->text = value->small;
        return true;
    }
    char text[NUMBER_TEXT];
    format_number(number, text, sizeof(text));
    return vz_xvalue_copy_text(value, text, strlen(text));
}

static bool nodes_to_text(struct vz_xvalue *value) {
    const struct vz_node *node = value->n > 0 ? vz_xvalue_node(value, 0) : NULL;
    vz_xvalue_finish(value);
    if (node == NULL) {
        return true;
    }
    char *owned;
    const char *text = vz_node_string(node, &owned);
    if (text == NULL) {
        return false;
    }
    value->text = text;
    value->owned = owned;
    return true;
}

bool vz_xvalue_to_text(struct vz_xvalue *value) {
    switch (value->type) {
    case VZ_XPATH_STRING:
        return true;
    case VZ_XPATH_NUMBER:
        return number_to_text(value);
    case VZ_XPATH_BOOLEAN:
        vz_xvalue_set_text(value, value->number != 0 ? "true" : "false");
        return true;
    case VZ_XPATH_NODESET:
        return nodes_to_text(value);
    default:
        if (isnan(value->number)) {
            vz_xvalue_set_text(value, "Invalid Date");
            return true;
        }
        vz_iso_date_format(value->type, value->number, value->small,
                           sizeof(value->small));
        value->type = VZ_XPATH_STRING;
        value->text = value->small;
        return true;
    }
}
