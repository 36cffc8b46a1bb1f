#include "clean_text.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

// Bytes of the character at `at`; 0 when it is not fit.
static size_t fit_character(const unsigned char *at) {
    unsigned char c = *at;
    if (c < 0x80) {
        return (c >= 0x20 && c != 0x7f) || c == '\t' || c == '\n' || c == '\r';
    }
    size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (c < 0xc2 || c > 0xf4) {
        return 0;
    }
    for (size_t i = 1; i < n; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (c == 0xe0 && at[1] < 0xa0) || (c == 0xf0 && at[1] < 0x90);
    bool surrogate = c == 0xed && at[1] >= 0xa0;
    bool beyond = c == 0xf4 && at[1] >= 0x90;
    bool never = c == 0xef && at[1] == 0xbf && at[2] >= 0xbe;
    return overlong || surrogate || beyond || never ? 0 : n;
}

const char *vz_export_clean(struct vz_strbuf *scratch, const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    size_t n;
    while (*at && (n = fit_character(at)) > 0) {
        at += n;
    }
    if (!*at) {
        return text;
    }
    vz_strbuf_clear(scratch);
    vz_strbuf_append_n(scratch, text, (size_t)((const char *)at - text));
    while (*at) {
        n = fit_character(at);
        if (n) {
            vz_strbuf_append_n(scratch, (const char *)at, n);
        } else {
            vz_strbuf_append(scratch, REPLACEMENT);
        }
        at += n ? n : 1;
    }
    return vz_strbuf_text(scratch);
}

// Adds up what each character weighs and stops before `max` is passed.
static size_t fit(const char *text, size_t max, const size_t weights[5]) {
    size_t at = 0, sum = 0;
    while (text[at]) {
        unsigned char c = (unsigned char)text[at];
        size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
        sum += weights[n];
        if (sum > max) {
            break;
        }
        at += n;
    }
    return at;
}

size_t vz_export_fit_bytes(const char *text, size_t max) {
    return fit(text, max, (const size_t[5]){0, 1, 2, 3, 4});
}

size_t vz_export_fit_utf16(const char *text, size_t max) {
    return fit(text, max, (const size_t[5]){0, 1, 1, 1, 2});
}

size_t vz_export_fit_characters(const char *text, size_t max) {
    return fit(text, max, (const size_t[5]){0, 1, 1, 1, 1});
}
