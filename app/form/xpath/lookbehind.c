#include "lookbehind.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PIECES 16
#define MAX_EXTRA 16
#define MAX_COUNT 1000
#define MAX_ALTERNATIVES 256

// What repeats, and how often.
struct piece {
    const char *atom;
    size_t len;
    long min, max, now;
};

struct pieces {
    struct piece items[MAX_PIECES];
    size_t n;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t utf8_len(const char *at) {
    size_t len = 1;
    while (((unsigned char)at[len] & 0xC0) == 0x80) {
        len++;
    }
    return len;
}

// An escape: \d, \x{20AC}, \p{Lu}. 0 for what is more than one character.
static size_t escape_len(const char *at) {
    if (at[1] == '\0' || strchr("QEKGbBAzZ", at[1]) != NULL ||
        is_digit(at[1])) {
        return 0;
    }
    if (strchr("xpP", at[1]) != NULL && at[2] == '{') {
        const char *end = strchr(at, '}');
        return end != NULL ? (size_t)(end - at) + 1 : 0;
    }
    return 1 + utf8_len(at + 1);
}

// [...], in which [:alpha:] may stand. 0 when it does not end.
static size_t class_len(const char *start) {
    const char *at = start + 1 + (start[1] == '^');
    at += *at == ']';
    while (*at != ']') {
        const char *end = NULL;
        if (at[0] == '[' && at[1] == ':') {
            end = strstr(at, ":]");
        }
        if (*at == '\0') {
            return 0;
        }
        at = end != NULL                    ? end + 2
             : *at == '\\' && at[1] != '\0' ? at + 2
                                            : at + 1;
    }
    return (size_t)(at - start) + 1;
}

static size_t atom_len(const char *at) {
    switch (*at) {
    case '\\':
        return escape_len(at);
    case '[':
        return class_len(at);
    case '\0':
    case '(':
    case '^':
    case '$':
    case '*':
    case '+':
    case '?':
        return 0;
    default:
        return utf8_len(at);
    }
}

// {2}, {2,} or {2,3}: what follows it, or NULL when it is none or too much.
static const char *read_counts(const char *at, struct piece *piece) {
    char *end;
    piece->min = piece->max = strtol(at + 1, &end, 10);
    if (piece->min > MAX_COUNT) {
        return NULL;
    }
    if (*end == ',' && is_digit(end[1])) {
        piece->max = strtol(end + 1, &end, 10);
    } else if (*end == ',') {
        piece->max += MAX_EXTRA;
        end++;
    }
    return *end == '}' ? end + 1 : NULL;
}

// Reads what repeats and how often; answers what follows, NULL when it is over
// a limit.
static const char *read_piece(const char *at, struct piece *piece) {
    *piece =
        (struct piece){.atom = at, .len = atom_len(at), .min = 1, .max = 1};
    if (piece->len == 0) {
        return NULL;
    }
    at += piece->len;
    if (*at == '?' || *at == '*' || *at == '+') {
        piece->min = *at == '+';
        piece->max = *at == '?' ? 1 : piece->min + MAX_EXTRA;
        at++;
    } else if (*at == '{' && is_digit(at[1])) {
        at = read_counts(at, piece);
    } else {
        return at;
    }
    bool fits = at != NULL && piece->max >= piece->min &&
                piece->max - piece->min <= MAX_EXTRA;
    return !fits ? NULL : at + (*at == '?' || *at == '+');
}

static void append_pieces(const struct pieces *pieces, struct vz_strbuf *out) {
    for (size_t i = 0; i < pieces->n; i++) {
        const struct piece *piece = &pieces->items[i];
        vz_strbuf_append_n(out, piece->atom, piece->len);
        if (piece->now != 1) {
            vz_strbuf_printf(out, "{%ld}", piece->now);
        }
    }
}

// The next way to count, like the wheels of a counter. False after the last.
static bool count_on(struct pieces *pieces) {
    for (size_t i = 0; i < pieces->n; i++) {
        struct piece *piece = &pieces->items[i];
        if (piece->now < piece->max) {
            piece->now++;
            return true;
        }
        piece->now = piece->min;
    }
    return false;
}

// One alternative in all its lengths; answers the | or ) after it, or NULL.
static const char *spread_one(const char *at, size_t *n_alternatives,
                              struct vz_strbuf *out) {
    struct pieces pieces = {.n = 0};
    while (*at != '|' && *at != ')') {
        if (pieces.n == MAX_PIECES ||
            (at = read_piece(at, &pieces.items[pieces.n])) == NULL) {
            return NULL;
        }
        pieces.items[pieces.n].now = pieces.items[pieces.n].min;
        pieces.n++;
    }
    bool first = true;
    do {
        if (++*n_alternatives > MAX_ALTERNATIVES) {
            return NULL;
        }
        vz_strbuf_append(out, first ? "" : "|");
        append_pieces(&pieces, out);
        first = false;
    } while (count_on(&pieces));
    return at;
}

static const char *spread_group(const char *at, struct vz_strbuf *out) {
    size_t n_alternatives = 0;
    vz_strbuf_append_n(out, at, 4); // (?<= or (?<!
    at = spread_one(at + 4, &n_alternatives, out);
    while (at != NULL && *at == '|') {
        vz_strbuf_append_char(out, '|');
        at = spread_one(at + 1, &n_alternatives, out);
    }
    return at;
}

bool vz_lookbehind_spread(const char *pattern, struct vz_strbuf *out) {
    bool found = false;
    for (const char *at = pattern; at != NULL && *at != '\0';) {
        if (strncmp(at, "(?<=", 4) == 0 || strncmp(at, "(?<!", 4) == 0) {
            found = true;
            at = spread_group(at, out);
            if (at == NULL) {
                return false;
            }
            continue;
        }
        size_t len = *at == '\\'  ? 1 + (at[1] != '\0')
                     : *at == '[' ? class_len(at)
                                  : 1;
        vz_strbuf_append_n(out, at, len > 0 ? len : 1);
        at += len > 0 ? len : 1;
    }
    return found;
}
