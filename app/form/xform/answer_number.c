#include "answer_number.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 300

// 0.DIGITS times ten to the power of `point`; no zero at either end.
struct number {
    bool negative;
    char digits[DIGITS_MAX];
    int n, point;
};

static bool read_digits(struct number *number, const char **text) {
    bool behind = false, any = false;
    for (; isdigit((unsigned char)**text) || (**text == '.' && !behind);
         (*text)++) {
        if (**text == '.') {
            behind = true;
            continue;
        }
        any = true;
        bool leading = number->n == 0 && **text == '0';
        number->point += leading ? -behind : !behind;
        if (!leading) {
            if (number->n == DIGITS_MAX) {
                return false;
            }
            number->digits[number->n++] = **text;
        }
    }
    return any;
}

static bool read_exponent(struct number *number, const char **text) {
    if (**text != 'e' && **text != 'E') {
        return true;
    }
    (*text)++;
    bool negative = **text == '-';
    *text += negative || **text == '+';
    size_t n = strspn(*text, "0123456789");
    if (n == 0 || n > 3) {
        return false;
    }
    int exponent = atoi(*text);
    number->point += negative ? -exponent : exponent;
    *text += n;
    return true;
}

static bool read_number(struct number *number, const char *text) {
    text += strspn(text, " \t\r\n");
    number->negative = *text == '-';
    text += *text == '-' || *text == '+';
    if (!read_digits(number, &text) || !read_exponent(number, &text)) {
        return false;
    }
    text += strspn(text, " \t\r\n");
    return !*text && number->point <= DIGITS_MAX &&
           number->point >= -DIGITS_MAX;
}

static void cut_zeros(struct number *number) {
    while (number->n && number->digits[number->n - 1] == '0') {
        number->n--;
    }
    if (number->n == 0) {
        number->point = 0;
        number->negative = false;
    }
}

static void cut_fraction(struct number *number) {
    int whole = number->point > 0 ? number->point : 0;
    number->n = number->n < whole ? number->n : whole;
    cut_zeros(number);
}

static bool is_32_bit(const struct number *number) {
    if (number->point > 10) {
        return false;
    }
    long long value = 0;
    for (int i = 0; i < number->point; i++) {
        int digit = i < number->n ? number->digits[i] - '0' : 0;
        value = value * 10 + digit;
    }
    return value <= INT32_MAX + (long long)number->negative;
}

static char *write_number(const struct number *number) {
    int point = number->point;
    int whole = point > 0 ? point : 0;
    int end = number->n > point ? number->n : point;
    size_t zeros = point < 0 ? (size_t)-point : 0;
    char *text = malloc((size_t)number->n + (size_t)whole + zeros + 4);
    char *at = text;
    if (!text) {
        return NULL;
    }
    if (number->negative) {
        *at++ = '-';
    }
    if (whole == 0) {
        *at++ = '0';
    }
    for (int i = point < 0 ? point : 0; i < end; i++) {
        if (i == point) {
            *at++ = '.';
        }
        *at++ = i >= 0 && i < number->n ? number->digits[i] : '0';
    }
    *at = '\0';
    return text;
}

char *vz_answer_number(enum vz_field_type type, const char *text, bool *fits) {
    struct number number = {0};
    *fits = read_number(&number, text);
    cut_zeros(&number);
    if (*fits && type == VZ_FIELD_INT) {
        cut_fraction(&number);
        *fits = is_32_bit(&number);
    }
    char *stored = *fits ? write_number(&number) : NULL;
    explicit_bzero(&number, sizeof(number));
    return stored;
}
