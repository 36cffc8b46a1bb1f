#include "pattern.h"

#include "base/strbuf.h"

#include <locale.h>
#include <regex.h>
#include <stddef.h>
#include <string.h>

#define MAX_PATTERN 2000
// The C library writes a{50} out as fifty a's, and nested counts multiply:
// ((a{99}){99}){99} would take gigabytes. So many single pieces are allowed.
#define MAX_PIECES 20000.0
#define MAX_GROUPS 50

static const struct {
    char letter;
    const char *outside; // of [...]
    const char *inside;  // NULL = cannot be said there
} classes[] = {
    {'d', "[0-9]", "0-9"},
    {'D', "[^0-9]", NULL},
    {'w', "[a-zA-Z0-9_]", "a-zA-Z0-9_"},
    {'W', "[^a-zA-Z0-9_]", NULL},
    {'s', "[[:space:]]", "[:space:]"},
    {'S', "[^[:space:]]", NULL},
    {'t', "\t", "\t"},
    {'n', "\n", "\n"},
    {'r', "\r", "\r"},
};

static const char *class_of(char letter, bool inside) {
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
        if (classes[i].letter == letter) {
            return inside ? classes[i].inside : classes[i].outside;
        }
    }
    return NULL;
}

// What a bracket expression holds, sorted to where POSIX wants it: `]` first,
// `^` not first, `-` last.
struct bracket {
    struct vz_strbuf items;
    bool negated, close, caret, dash;
};

static void add_escaped(struct bracket *bracket, char c) {
    const char *class = class_of(c, true);
    if (class != NULL) {
        vz_strbuf_append(&bracket->items, class);
    } else if (c == ']') {
        bracket->close = true;
    } else if (c == '^') {
        bracket->caret = true;
    } else if (c == '-') {
        bracket->dash = true;
    } else {
        vz_strbuf_append_char(&bracket->items, c);
    }
}

static void append_bracket(struct vz_strbuf *out,
                           const struct bracket *bracket) {
    bool only_caret = bracket->caret && bracket->items.len == 0 &&
                      !bracket->close && !bracket->negated;
    if (only_caret) {
        vz_strbuf_append(out, bracket->dash ? "[-^]" : "\\^");
        return;
    }
    vz_strbuf_append(out, bracket->negated ? "[^" : "[");
    vz_strbuf_append(out, bracket->close ? "]" : "");
    vz_strbuf_append(out, vz_strbuf_text(&bracket->items));
    vz_strbuf_append(out, bracket->caret ? "^" : "");
    vz_strbuf_append(out, bracket->dash ? "-]" : "]");
}

// Translates [...]; `at` is after the `[`. Answers what follows the `]`.
static const char *read_bracket(const char *at, struct vz_strbuf *out) {
    struct bracket bracket = {0};
    if (*at == '^') {
        bracket.negated = true;
        at++;
    }
    const char *first = at;
    while (*at != '\0' && (*at != ']' || at == first)) {
        if (*at == '\\' && at[1] != '\0') {
            add_escaped(&bracket, at[1]);
            at += 2;
        } else if (*at == '[' && at[1] == ':' && strstr(at, ":]") != NULL) {
            const char *end = strstr(at, ":]") + 2;
            vz_strbuf_append_n(&bracket.items, at, (size_t)(end - at));
            at = end;
        } else if (*at == ']' || (*at == '-' && at[1] == ']')) {
            add_escaped(&bracket, *at++);
        } else {
            vz_strbuf_append_char(&bracket.items, *at++);
        }
    }
    append_bracket(out, &bracket);
    out->failed |= bracket.items.failed;
    vz_strbuf_finish(&bracket.items);
    return *at == ']' ? at + 1 : at;
}

static bool is_quantifier(char c) {
    return c == '*' || c == '+' || c == '?' || c == '}';
}

// Translates one piece of the pattern; answers what follows it.
static const char *read_piece(const char *at, struct vz_strbuf *out) {
    if (*at == '[') {
        return read_bracket(at + 1, out);
    }
    if (*at == '\\' && at[1] != '\0') {
        const char *class = class_of(at[1], false);
        if (class != NULL) {
            vz_strbuf_append(out, class);
        } else {
            vz_strbuf_append_n(out, at, 2);
        }
        return at + 2;
    }
    if (at[0] == '(' && at[1] == '?' && at[2] == ':') {
        vz_strbuf_append_char(out, '(');
        return at + 3;
    }
    vz_strbuf_append_char(out, *at);
    if (is_quantifier(*at) && (at[1] == '?' || at[1] == '+')) {
        return at + 2;
    }
    return at + 1;
}

// The largest number in {m}, {m,} or {m,n}; `at` is after the {.
static double read_count(const char *at, const char **end) {
    double largest = 1;
    while (*at != '}' && *at != '\0') {
        double count = 0;
        for (; *at >= '0' && *at <= '9'; at++) {
            count = count * 10 + (*at - '0');
        }
        largest = count > largest ? count : largest;
        at += *at != '}' && *at != '\0';
    }
    *end = at;
    return largest;
}

static const char *skip_bracket(const char *at) {
    at += at[1] == '^' ? 2 : 1;
    at += *at == ']'; // as the first item it does not close
    while (*at != '\0' && *at != ']') {
        const char *class = at[0] == '[' && at[1] == ':' ? strstr(at, ":]")
                                                         : NULL;
        at = class != NULL ? class + 2 : at + 1;
    }
    return at;
}

// Whether a POSIX expression stays under the limits when it is written out.
static bool is_affordable(const char *at) {
    double sums[MAX_GROUPS] = {0}; // pieces in each open group
    size_t depth = 0;
    double last = 0; // pieces of the item just read
    for (; *at != '\0' && sums[depth] < MAX_PIECES; at++) {
        if (*at == '(') {
            if (++depth == MAX_GROUPS) {
                return false;
            }
            sums[depth] = 0;
        } else if (*at == ')' && depth > 0) {
            last = sums[depth--];
            sums[depth] += last;
        } else if (*at == '{') {
            double count = read_count(at + 1, &at);
            sums[depth] += last * (count - 1);
            last *= count;
        } else {
            at = *at == '[' ? skip_bracket(at) : at + (*at == '\\');
            last = 1;
            sums[depth]++;
        }
        if (*at == '\0') {
            break;
        }
    }
    return sums[depth] < MAX_PIECES;
}

// False when out of memory.
static bool match_here(const char *pattern, const char *text, bool *matches) {
    regex_t compiled;
    int error = regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB);
    if (error != 0) {
        return error != REG_ESPACE;
    }
    error = regexec(&compiled, text, 0, NULL, 0);
    *matches = error == 0;
    regfree(&compiled);
    return error != REG_ESPACE;
}

// Matches by characters, not bytes, whatever the locale of the program is.
static bool match_posix(const char *pattern, const char *text, bool *matches) {
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = uselocale(utf8); // of this thread; 0 changes nothing
    bool ok = match_here(pattern, text, matches);
    uselocale(before);
    if (utf8 != (locale_t)0) {
        freelocale(utf8);
    }
    return ok;
}

// A back reference, which can take time without end.
static bool refers_back(const char *at) {
    return at[0] == '\\' && at[1] >= '1' && at[1] <= '9';
}

bool vz_pattern_match(const char *pattern, const char *text, bool *matches) {
    *matches = false;
    if (strlen(pattern) > MAX_PATTERN) {
        return true;
    }
    struct vz_strbuf posix = {0};
    vz_strbuf_append(&posix, "^(");
    const char *at = pattern;
    while (*at != '\0' && !refers_back(at)) {
        at = read_piece(at, &posix);
    }
    vz_strbuf_append(&posix, ")$");
    bool ok = !posix.failed;
    if (ok && *at == '\0' && is_affordable(posix.data)) {
        ok = match_posix(posix.data, text, matches);
    }
    vz_strbuf_finish(&posix);
    return ok;
}
