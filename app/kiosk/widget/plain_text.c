#include "plain_text.h"

#include "kiosk/text/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// Reads at `in`, writes at `out`; both move on. A rule answers false when it
// does not apply here.
struct strip {
    const char *start, *in;
    char *out;
    bool keeps_bold; // as VZ_TEXT_BOLD
    bool bold;       // within bold words
    bool heading;    // within the line of a heading
};

static void mark_bold(struct strip *s) {
    if (s->keeps_bold) {
        *s->out++ = *VZ_TEXT_BOLD;
    }
}

static bool line_start(const struct strip *s) {
    return s->in == s->start || s->in[-1] == '\n';
}

// "## Heading" -> "Heading", in bold.
static bool heading(struct strip *s) {
    size_t marks = line_start(s) ? strspn(s->in, "#") : 0;
    if (!marks || marks > 6 || s->in[marks] != ' ') {
        return false;
    }
    s->in += marks + 1;
    s->heading = !s->bold;
    if (s->heading) {
        mark_bold(s);
    }
    return true;
}

// A heading ends with its line.
static void end_heading(struct strip *s) {
    if (s->heading) {
        mark_bold(s);
        s->heading = false;
    }
}

// "- bread" and "* bread" at the start of a line -> "\u2022 bread"
static bool list_item(struct strip *s) {
    if (!line_start(s) || !strchr("-*+", *s->in) || s->in[1] != ' ' ||
        isspace((unsigned char)s->in[2]) || !s->in[2]) {
        return false;
    }
    static const char bullet[] = "\u2022";
    memcpy(s->out, bullet, sizeof(bullet) - 1);
    s->out += sizeof(bullet) - 1;
    s->in++;
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
    } else if (n >= 2 && !s->heading && (s->bold ? closes : opens)) {
        mark_bold(s); // a single mark slants, and nothing here is slanted
        s->bold = !s->bold;
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

static const char *strip(struct vz_arena *arena, const char *text,
                         bool keeps_bold) {
    if (!strpbrk(text, "*_[#<\\-+")) {
        return text;
    }
    // Only a bullet is longer than what it stands for: three bytes for one.
    char *out = vz_arena_alloc(arena, 2 * strlen(text) + 2);
    if (!out) {
        return text;
    }
    struct strip s = {
        .start = text, .in = text, .out = out, .keeps_bold = keeps_bold};
    while (*s.in) {
        if (*s.in == '\n') {
            end_heading(&s);
        }
        if (!heading(&s) && !list_item(&s) && !link(&s) && !tag(&s) &&
            !escape(&s) && !emphasis(&s)) {
            *s.out++ = *s.in++;
        }
    }
    end_heading(&s);
    *s.out = '\0';
    return out;
}

const char *vz_plain_text(struct vz_arena *arena, const char *text) {
    return strip(arena, text, false);
}

const char *vz_marked_text(struct vz_arena *arena, const char *text) {
    return strip(arena, text, true);
}
