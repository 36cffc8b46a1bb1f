#include "pattern.h"

#include "base/strbuf.h"
#include "lookbehind.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MAX_PATTERN 4000
// Against patterns that try every way there is: about 50 ms of work, and 16 MB
// (in KiB) for what is still to be tried.
#define MATCH_LIMIT 1000000
#define HEAP_LIMIT 16384

// The struct is PCRE2's own.
static const pcre2_code *code_of(const struct vz_pattern *pattern) {
    return (const pcre2_code *)pattern;
}

// ------------------------------------------------------------ translation

// Java's names of POSIX classes.
static const char *const posix_names[][2] = {
    {"Lower", "lower"}, {"Upper", "upper"}, {"ASCII", "ascii"},
    {"Alpha", "alpha"}, {"Digit", "digit"}, {"Alnum", "alnum"},
    {"Punct", "punct"}, {"Graph", "graph"}, {"Print", "print"},
    {"Blank", "blank"}, {"Cntrl", "cntrl"}, {"XDigit", "xdigit"},
    {"Space", "space"},
};

static const char *posix_of(const char *name, size_t len) {
    for (size_t i = 0; i < sizeof(posix_names) / sizeof(*posix_names); i++) {
        if (strlen(posix_names[i][0]) == len &&
            memcmp(posix_names[i][0], name, len) == 0) {
            return posix_names[i][1];
        }
    }
    return NULL;
}

// \p{Name} or \P{Name}; answers what follows it.
static const char *read_property(const char *at, bool inside,
                                 struct vz_strbuf *out) {
    const char *name = at + 3;
    size_t len = strcspn(name, "}");
    if (name[len] == '\0') {
        vz_strbuf_append(out, at);
        return name + len;
    }
    const char *end = name + len + 1;
    const char *posix = posix_of(name, len);
    const char *not = at[1] == 'P' ? "^" : "";
    if (posix != NULL && inside) {
        vz_strbuf_printf(out, "[:%s%s:]", not, posix);
    } else if (posix != NULL) {
        vz_strbuf_printf(out, "[%s[:%s:]]", not, posix);
    } else {
        if (len > 2 && strncmp(name, "Is", 2) == 0) {
            name += 2;
            len -= 2;
        }
        vz_strbuf_printf(out, "\\%c{%.*s}", at[1], (int)len, name);
    }
    return end;
}

static bool is_unicode_escape(const char *at) {
    return at[1] == 'u' && isxdigit((unsigned char)at[2]) &&
           isxdigit((unsigned char)at[3]) && isxdigit((unsigned char)at[4]) &&
           isxdigit((unsigned char)at[5]);
}

// What starts with a backslash; answers what follows it.
static const char *read_escape(const char *at, bool inside,
                               struct vz_strbuf *out) {
    if (at[1] == 'Q') {
        const char *end = strstr(at + 2, "\\E");
        end = end != NULL ? end + 2 : at + strlen(at);
        vz_strbuf_append_n(out, at, (size_t)(end - at));
        return end;
    }
    if (is_unicode_escape(at)) {
        vz_strbuf_printf(out, "\\x{%.4s}", at + 2);
        return at + 6;
    }
    if ((at[1] == 'p' || at[1] == 'P') && at[2] == '{') {
        return read_property(at, inside, out);
    }
    size_t len = at[1] != '\0' ? 2 : 1;
    vz_strbuf_append_n(out, at, len);
    return at + len;
}

// Whether an item of [...] is a set, beside which a - stands for itself.
static bool is_class(const char *at) {
    return (at[0] == '\\' && at[1] != '\0' &&
            strchr("dDwWsShHvVpP", at[1]) != NULL) ||
           (at[0] == '[' && at[1] == ':');
}

// What follows the item of [...] that starts here.
static const char *read_item(const char *at, struct vz_strbuf *out) {
    if (at[0] == '\\') {
        return read_escape(at, true, out);
    }
    if (at[0] == '[' && at[1] == ':' && strstr(at, ":]") != NULL) {
        const char *end = strstr(at, ":]") + 2;
        vz_strbuf_append_n(out, at, (size_t)(end - at));
        return end;
    }
    if (at[0] == '[') {
        vz_strbuf_append_char(out, '\\');
    }
    vz_strbuf_append_char(out, *at);
    return at + 1;
}

// [...]; answers what follows the ].
static const char *read_bracket(const char *at, struct vz_strbuf *out) {
    vz_strbuf_append_char(out, *at++);
    if (*at == '^') {
        vz_strbuf_append_char(out, *at++);
    }
    bool first = true;
    bool after_class = false;
    for (; *at != '\0' && (*at != ']' || first); first = false) {
        if (*at == '-' && !first && at[1] != ']' &&
            (after_class || is_class(at + 1))) {
            vz_strbuf_append(out, "\\-");
            after_class = false;
            at++;
            continue;
        }
        after_class = is_class(at);
        at = read_item(at, out);
    }
    if (*at == ']') {
        vz_strbuf_append_char(out, *at++);
    }
    return at;
}

// From Java's and JavaScript's dialect to PCRE2's.
static void translate(const char *at, struct vz_strbuf *out) {
    while (*at != '\0') {
        if (*at == '\\') {
            at = read_escape(at, false, out);
        } else if (*at == '[') {
            at = read_bracket(at, out);
        } else {
            vz_strbuf_append_char(out, *at++);
        }
    }
}

// ---------------------------------------------------------------- compile

static bool fail_pattern(struct vz_error *error, const char *pattern,
                         int code) {
    PCRE2_UCHAR why[160] = "";
    if (code == PCRE2_ERROR_HEAP_FAILED) {
        return vz_error_nomem(error);
    }
    pcre2_get_error_message(code, why, sizeof(why));
    return vz_error_set(error, VZ_INVALID,
                        "the pattern '%.100s' of regex() cannot be used: %s",
                        pattern, (const char *)why);
}

static pcre2_code *compile_text(pcre2_compile_context *context,
                                const struct vz_strbuf *text, int *why) {
    PCRE2_SIZE where;
    return pcre2_compile((PCRE2_SPTR)vz_strbuf_text(text), text->len,
                         PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, why, &where,
                         context);
}

// Once more with the lengths of its lookbehinds side by side.
static pcre2_code *compile_spread(pcre2_compile_context *context,
                                  const struct vz_strbuf *text, int *why) {
    struct vz_strbuf spread = {0};
    pcre2_code *code = NULL;
    bool spreads = vz_lookbehind_spread(vz_strbuf_text(text), &spread);
    if (spread.failed) {
        *why = PCRE2_ERROR_HEAP_FAILED;
    } else if (spreads) {
        code = compile_text(context, &spread, why);
    }
    vz_strbuf_finish(&spread);
    return code;
}

static pcre2_code *compile(pcre2_general_context *memory, const char *pattern,
                           struct vz_error *error) {
    if (strnlen(pattern, MAX_PATTERN + 1) > MAX_PATTERN) {
        vz_error_set(error, VZ_LIMIT, "a pattern is longer than %d bytes",
                     MAX_PATTERN);
        return NULL;
    }
    struct vz_strbuf text = {0};
    translate(pattern, &text);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    pcre2_code *code = NULL;
    if (text.failed || context == NULL) {
        vz_error_nomem(error);
    } else {
        int why;
        pcre2_set_newline(context, PCRE2_NEWLINE_ANY);
        code = compile_text(context, &text, &why);
        if (code == NULL && why == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH) {
            code = compile_spread(context, &text, &why);
        }
        if (code == NULL) {
            fail_pattern(error, pattern, why);
        }
    }
    pcre2_compile_context_free(context);
    vz_strbuf_finish(&text);
    return code;
}

// PCRE2's memory in an arena: freed with it, never before.
static void *arena_alloc(PCRE2_SIZE size, void *arena) {
    return vz_arena_alloc(arena, size);
}

static void arena_free(void *bytes, void *arena) {
}

const struct vz_pattern *vz_pattern_compile(struct vz_arena *arena,
                                            const char *pattern,
                                            struct vz_error *error) {
    pcre2_general_context *memory =
        pcre2_general_context_create(arena_alloc, arena_free, arena);
    if (memory == NULL) {
        vz_error_nomem(error);
        return NULL;
    }
    return (const struct vz_pattern *)compile(memory, pattern, error);
}

// ------------------------------------------------------------------ match

bool vz_pattern_matches(const struct vz_pattern *pattern, const char *text,
                        bool part, enum vz_pattern_verdict *verdict) {
    *verdict = VZ_PATTERN_NO;
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    // One pair: only whether it matches is asked.
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    bool ok = limits != NULL && data != NULL;
    if (ok) {
        pcre2_set_match_limit(limits, MATCH_LIMIT);
        pcre2_set_heap_limit(limits, HEAP_LIMIT);
        uint32_t options = part ? 0 : PCRE2_ANCHORED | PCRE2_ENDANCHORED;
        int result = pcre2_match(code_of(pattern), (PCRE2_SPTR)text,
                                 strlen(text), 0, options, data, limits);
        *verdict = result >= 0 ? VZ_PATTERN_YES
                   : result == PCRE2_ERROR_MATCHLIMIT ||
                           result == PCRE2_ERROR_HEAPLIMIT
                       ? VZ_PATTERN_GIVEN_UP
                       : VZ_PATTERN_NO;
        ok = result != PCRE2_ERROR_NOMEMORY;
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
    return ok;
}

bool vz_pattern_match(const char *pattern, const char *text, bool part,
                      enum vz_pattern_verdict *verdict) {
    struct vz_error error = {0};
    pcre2_code *code = compile(NULL, pattern, &error);
    *verdict = VZ_PATTERN_NO;
    if (code == NULL) {
        return error.status != VZ_NOMEM;
    }
    bool ok = vz_pattern_matches((const struct vz_pattern *)code, text, part,
                                 verdict);
    pcre2_code_free(code);
    return ok;
}
