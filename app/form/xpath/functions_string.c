/*
 * Functions on text. Positions count characters (UTF-8), never bytes.
 */
#include "functions.h"

#include "base/strbuf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Copying so many bytes costs as much as looking at a node.
#define COPY_COST 64

static size_t count_characters(const char *text) {
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

// Bytes of the character at `at`, which is not the end.
static size_t character_len(const char *at) {
    size_t len = 1;
    while (((unsigned char)at[len] & 0xC0) == 0x80) {
        len++;
    }
    return len;
}

// Where character n (from 0) begins; the end when there are fewer.
static const char *character_at(const char *text, size_t n) {
    for (; n > 0 && *text != '\0'; n--) {
        text += character_len(text);
    }
    return text;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool take(struct vz_strbuf *buf, struct vz_xvalue *out) {
    return vz_xvalue_take_text(out, vz_strbuf_take(buf));
}

// The argument, or without one the text of the focus. False = out of memory.
static bool text_or_focus(struct vz_call *call, struct vz_xvalue *text) {
    if (call->n_args > 0) {
        vz_xvalue_move(text, &call->args[0]);
        return true;
    }
    vz_xvalue_set_nodes(text);
    return (call->focus->node == NULL ||
            vz_xvalue_add(text, call->focus->node)) &&
           vz_xvalue_to_text(text);
}

static bool run_string(struct vz_call *call, struct vz_xvalue *out) {
    return text_or_focus(call, out);
}

// Appends the text of a value; of every node of a nodeset, with `between`
// before all but the first of `*n` pieces.
static bool append_value(struct vz_eval *eval, struct vz_strbuf *buf,
                         struct vz_xvalue *value, const char *between,
                         size_t *n) {
    if (value->type != VZ_XPATH_NODESET) {
        vz_strbuf_append(buf, (*n)++ > 0 ? between : "");
        if (!vz_eval_to_text(eval->expr, value)) {
            return false;
        }
        vz_strbuf_append(buf, value->text);
    }
    bool nodes = value->type == VZ_XPATH_NODESET;
    for (size_t i = 0; nodes && i < value->n; i++) {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(value, i), &owned);
        if (text == NULL) {
            return false;
        }
        vz_strbuf_append(buf, (*n)++ > 0 ? between : "");
        vz_strbuf_append(buf, text);
        free(owned);
        if (buf->len > VZ_EVAL_MAX_TEXT) {
            break;
        }
    }
    eval->too_long = buf->len > VZ_EVAL_MAX_TEXT;
    return !buf->failed && !eval->too_long;
}

static bool join(struct vz_call *call, size_t first, const char *between,
                 struct vz_xvalue *out) {
    struct vz_strbuf buf = {0};
    size_t n = 0;
    for (size_t i = first; i < call->n_args; i++) {
        if (!append_value(call->eval, &buf, &call->args[i], between, &n)) {
            vz_strbuf_finish(&buf);
            return false;
        }
    }
    bool ok = vz_eval_charge(call->eval, buf.len / COPY_COST);
    return take(&buf, out) && ok;
}

static bool run_concat(struct vz_call *call, struct vz_xvalue *out) {
    return join(call, 0, "", out);
}

static bool run_join(struct vz_call *call, struct vz_xvalue *out) {
    return join(call, 1, call->args[0].text, out);
}

// Position counted from the start, or from the end when negative.
static size_t clamp_position(double at, size_t n) {
    double position = isnan(at) ? 0 : trunc(at);
    if (position < 0) {
        position += (double)n;
    }
    return position < 0 ? 0 : position > (double)n ? n : (size_t)position;
}

static bool copy_range(const char *text, size_t start, size_t end,
                       struct vz_xvalue *out) {
    if (start >= end) {
        return true;
    }
    const char *from = character_at(text, start);
    const char *to = character_at(from, end - start);
    return vz_xvalue_copy_text(out, from, (size_t)(to - from));
}

// substr(text, start, end?): from 0, the end is not included. A position that
// is no number is 0 in forms, as in JavaRosa, and none in plain documents.
static bool run_substr(struct vz_call *call, struct vz_xvalue *out) {
    const char *text = call->args[0].text;
    size_t n = count_characters(text);
    for (size_t i = 1; call->eval->expr->plain && i < call->n_args; i++) {
        if (isnan(call->args[i].number)) {
            return true;
        }
    }
    size_t start = clamp_position(call->args[1].number, n);
    size_t end = call->n_args > 2 ? clamp_position(call->args[2].number, n) : n;
    return copy_range(text, start, end, out);
}

static double xpath_round(double number) {
    return floor(number + 0.5);
}

// substring(text, start, length?): XPath 1.0, 4.2; from 1, and rounded.
static bool run_substring(struct vz_call *call, struct vz_xvalue *out) {
    const char *text = call->args[0].text;
    double first = xpath_round(call->args[1].number);
    double end = INFINITY;
    if (call->n_args > 2) {
        end = first + xpath_round(call->args[2].number);
    }
    if (isnan(first) || isnan(end)) {
        return true;
    }
    size_t n = count_characters(text);
    size_t from = first < 1 ? 0 : first > (double)n ? n : (size_t)first - 1;
    size_t to = end < 1 ? 0 : end > (double)n ? n : (size_t)end - 1;
    return copy_range(text, from, first > (double)n ? 0 : to, out);
}

static bool run_substring_before(struct vz_call *call, struct vz_xvalue *out) {
    const char *text = call->args[0].text;
    const char *found = strstr(text, call->args[1].text);
    return found == NULL ||
           vz_xvalue_copy_text(out, text, (size_t)(found - text));
}

static bool run_substring_after(struct vz_call *call, struct vz_xvalue *out) {
    const char *wanted = call->args[1].text;
    const char *found = strstr(call->args[0].text, wanted);
    if (found == NULL) {
        return true;
    }
    found += strlen(wanted);
    return vz_xvalue_copy_text(out, found, strlen(found));
}

static bool run_contains(struct vz_call *call, struct vz_xvalue *out) {
    const char *found = strstr(call->args[0].text, call->args[1].text);
    vz_xvalue_set_boolean(out, found != NULL);
    return true;
}

static bool run_starts_with(struct vz_call *call, struct vz_xvalue *out) {
    const char *start = call->args[1].text;
    vz_xvalue_set_boolean(
        out, strncmp(call->args[0].text, start, strlen(start)) == 0);
    return true;
}

static bool run_ends_with(struct vz_call *call, struct vz_xvalue *out) {
    size_t len = strlen(call->args[0].text);
    size_t end_len = strlen(call->args[1].text);
    bool ends = end_len <= len && strcmp(call->args[0].text + len - end_len,
                                         call->args[1].text) == 0;
    vz_xvalue_set_boolean(out, ends);
    return true;
}

// What a character becomes: `len` bytes at `to`; 0 = it is left out.
struct replacement {
    const char *from;
    size_t from_len;
    const char *to;
    size_t len;
    size_t order; // of several for one character the first counts
};

static int compare_characters(const void *a, const void *b) {
    const struct replacement *x = a;
    const struct replacement *y = b;
    if (x->from_len != y->from_len) {
        return x->from_len < y->from_len ? -1 : 1;
    }
    return memcmp(x->from, y->from, x->from_len);
}

static int compare_replacements(const void *a, const void *b) {
    const struct replacement *x = a;
    const struct replacement *y = b;
    int order = compare_characters(a, b);
    return order != 0 ? order : x->order < y->order ? -1 : 1;
}

// Sorted, one for each character; NULL when out of memory.
static struct replacement *read_replacements(const char *from, const char *to,
                                             size_t *n) {
    size_t n_from = count_characters(from);
    struct replacement *items = vz_alloc_array(n_from + 1, sizeof(*items));
    *n = 0;
    for (size_t i = 0; i < n_from && items != NULL; i++) {
        size_t len = *to != '\0' ? character_len(to) : 0;
        size_t from_len = character_len(from);
        items[i] = (struct replacement){from, from_len, to, len, i};
        from += from_len;
        to += len;
    }
    if (items == NULL || n_from == 0) {
        return items;
    }
    qsort(items, n_from, sizeof(*items), compare_replacements);
    for (size_t i = 0; i < n_from; i++) {
        if (*n == 0 || compare_characters(&items[*n - 1], &items[i]) != 0) {
            items[(*n)++] = items[i];
        }
    }
    return items;
}

static bool run_translate(struct vz_call *call, struct vz_xvalue *out) {
    size_t n;
    struct replacement *items =
        read_replacements(call->args[1].text, call->args[2].text, &n);
    if (items == NULL) {
        return false;
    }
    struct vz_strbuf buf = {0};
    const char *at = call->args[0].text;
    while (*at != '\0') {
        size_t len = character_len(at);
        struct replacement wanted = {.from = at, .from_len = len};
        const struct replacement *found =
            bsearch(&wanted, items, n, sizeof(*items), compare_characters);
        vz_strbuf_append_n(&buf, found != NULL ? found->to : at,
                           found != NULL ? found->len : len);
        at += len;
    }
    free(items);
    return take(&buf, out);
}

static bool run_string_length(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_xvalue text;
    if (!text_or_focus(call, &text)) {
        return false;
    }
    size_t n = count_characters(text.text);
    vz_xvalue_finish(&text);
    vz_xvalue_set_number(out, (double)n);
    return true;
}

static bool run_normalize_space(struct vz_call *call, struct vz_xvalue *out) {
    struct vz_xvalue text;
    if (!text_or_focus(call, &text)) {
        return false;
    }
    struct vz_strbuf buf = {0};
    const char *at = text.text;
    for (; *at != '\0'; at++) {
        bool gap = is_space(*at);
        if (!gap) {
            vz_strbuf_append_char(&buf, *at);
        } else if (buf.len > 0 && at[1] != '\0' && !is_space(at[1])) {
            vz_strbuf_append_char(&buf, ' ');
        }
    }
    vz_xvalue_finish(&text);
    return take(&buf, out);
}

const struct vz_function vz_functions_string[] = {
    {"string", "?s", run_string, VZ_FUNCTION_FOCUS_TEXT},
    {"concat", "v*", run_concat, 0},
    {"join", "sv*", run_join, 0},
    {"substr", "sn?n", run_substr, 0},
    {"substring", "sn?n", run_substring, 0},
    {"substring-before", "ss", run_substring_before, 0},
    {"substring-after", "ss", run_substring_after, 0},
    {"contains", "ss", run_contains, 0},
    {"starts-with", "ss", run_starts_with, 0},
    {"ends-with", "ss", run_ends_with, 0},
    {"translate", "sss", run_translate, 0},
    {"string-length", "?s", run_string_length, VZ_FUNCTION_FOCUS_TEXT},
    {"normalize-space", "?s", run_normalize_space, VZ_FUNCTION_FOCUS_TEXT},
    {NULL, NULL, NULL, 0},
};
