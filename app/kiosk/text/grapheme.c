// Grapheme borders; the declarations are in text.h.
#include "text.h"

#include <string.h>
#include <unigbrk.h>

// The rules for joined emoji and flags look back over several characters,
// which only the function for whole texts does; a grapheme is never longer
// than this window in practice, and a longer one is cut.
#define WINDOW 256

size_t vz_grapheme_next(const char *string, size_t offset) {
    const size_t len = strlen(string);
    if (offset >= len) {
        return len;
    }
    // Between two ASCII characters there is always a border, but in CR LF.
    const unsigned char *at = (const unsigned char *)string + offset;
    if (at[0] < 0x80 && at[1] < 0x80 && at[0] != '\r') {
        return offset + 1;
    }
    const size_t n = len - offset < WINDOW ? len - offset : WINDOW;
    char breaks[WINDOW];
    u8_grapheme_breaks((const uint8_t *)string + offset, n, breaks);
    for (size_t i = 1; i < n; i++) {
        if (breaks[i]) {
            return offset + i;
        }
    }
    return offset + n;
}

size_t vz_grapheme_prev(const char *string, size_t offset) {
    const size_t len = strlen(string);
    if (offset > len) {
        offset = len;
    }
    size_t start = offset > WINDOW ? offset - WINDOW : 0;
    while (start < offset && ((unsigned char)string[start] & 0xc0) == 0x80) {
        start++;
    }
    char breaks[WINDOW];
    u8_grapheme_breaks((const uint8_t *)string + start, offset - start, breaks);
    for (size_t i = offset - start; i-- > 0;) {
        if (breaks[i]) {
            return start + i;
        }
    }
    return start;
}

size_t vz_grapheme_count(const char *string) {
    size_t n = 0;
    const size_t len = strlen(string);
    for (size_t at = 0; at < len; at = vz_grapheme_next(string, at)) {
        n++;
    }
    return n;
}
