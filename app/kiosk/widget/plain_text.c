#include "plain_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// Reads at `in`, writes at `out`; both move on. A rule answers false when it
// does not apply here.
struct strip {
    const char *start, *in;
    char *out_start, *out;
};

static bool line_start(const struct strip *s) {
    return s->in == s->start || s->in[-1] == '\n';
}

// "## Heading" -> "Heading"
static bool heading(struct strip *s) {
    size_t marks = line_start(s) ? strspn(s->in, "#") : 0;
    if (!marks || marks > 6 || s->in[marks] != ' ') {
        return false;
    }
    s->in += marks + 1;
    return true;
}

// "[text](address)" -> "text"
static bool link(struct strip *s) {
    const char *close = *s->in == '[' ? strchr(s->in, ']') : NULL;
    const char *end = close && close[1] == '(' ? strchr(close, ')') : NULL;
    if (!end || memchr(s->in, '\n', (size_t)(end - s->in))) {
        return false;
    }
    size_t len = (size_t)(close - s->in) - 1;
    memcpy(s->out, s->in + 1, len);
    s->out += len;
    s->in = end + 1;
    return true;
}

// "<span style=...>" goes; "<br>" and "</p>" end a line.
static bool tag(struct strip *s) {
    const char *name = s->in + 1 + (s->in[0] == '<' && s->in[1] == '/');
    const char *end = *s->in == '<' && isalpha((unsigned char)*name)
                          ? strchr(name, '>')
                          : NULL;
    if (!end) {
        return false;
    }
    bool breaks = strncasecmp(name, "br", 2) == 0 ||
                  (s->in[1] == '/' && strncasecmp(name, "p>", 2) == 0);
    if (breaks) {
        *s->out++ = '\n';
    }
    s->in = end + 1;
    return true;
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

// "**bold**", "_slanted_": the marks go when they enclose something; the one
// in "snake_case" or "2 * 3" stays.
static bool emphasis(struct strip *s) {
    const char mark = *s->in;
    if (mark != '*' && mark != '_') {
        return false;
    }
    size_t n = strspn(s->in, (char[]){mark, '\0'});
    bool after_word = s->in > s->start && is_word(s->in[-1]);
    char next = s->in[n];
    bool opens = !after_word && next && !isspace((unsigned char)next) &&
                 strchr(s->in + n, mark);
    bool closes = s->in > s->start && !isspace((unsigned char)s->in[-1]) &&
                  !is_word(next) &&
                  memchr(s->start, mark, (size_t)(s->in - s->start));
    if (!opens && !closes) {
        memcpy(s->out, s->in, n);
        s->out += n;
    }
    s->in += n;
    return true;
}

// "\*" -> "*"
static bool escape(struct strip *s) {
    if (*s->in != '\\' || !s->in[1] || !strchr("\\*_[]#<", s->in[1])) {
        return false;
    }
    *s->out++ = s->in[1];
    s->in += 2;
    return true;
}

const char *vz_plain_text(struct vz_arena *arena, const char *text) {
    if (!strpbrk(text, "*_[#<\\")) {
        return text;
    }
    // Markup only goes, so the result is never longer.
    char *out = vz_arena_alloc(arena, strlen(text) + 1);
    if (!out) {
        return text;
    }
    struct strip s = {text, text, out, out};
    while (*s.in) {
        if (!heading(&s) && !link(&s) && !tag(&s) && !escape(&s) &&
            !emphasis(&s)) {
            *s.out++ = *s.in++;
        }
    }
    *s.out = '\0';
    return out;
}
