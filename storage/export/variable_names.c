#include "variable_names.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const reserved[] = {
    "all",   "and",  "by",    "byte", "double", "eq",    "float",
    "ge",    "gt",   "if",    "in",   "int",    "le",    "long",
    "lt",    "ne",   "not",   "or",   "strl",   "to",    "using",
    "with",  "_all", "_b",    "_n",   "_pi",    "_coef", "_cons",
    "_pred", "_rc",  "_skip", "_se",  "_merge"};

static bool is_reserved(const char *name) {
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (!strcasecmp(reserved[i], name)) {
            return true;
        }
    }
    return !strncasecmp(name, "str", 3) && name[3] &&
           !name[3 + strspn(name + 3, "0123456789")];
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// '_' for what is neither letter nor digit: one for each character.
static void append_tame(struct vz_strbuf *out, const char *text) {
    for (; *text; text++) {
        if (((unsigned char)*text & 0xc0) != 0x80) {
            bool fine = is_letter(*text) || (*text >= '0' && *text <= '9');
            vz_strbuf_append_char(out, fine ? *text : '_');
        }
    }
}

// The path without as many groups as it takes to fit, and the choice.
static void append_wish(struct vz_strbuf *out, const char *path, size_t max) {
    const char *last = strrchr(path, '/');
    while (last && strlen(path) + 2 > max) {
        path = strchr(path, '/') + 1;
        if (path > last) {
            break;
        }
    }
    vz_strbuf_clear(out);
    append_tame(out, path);
    const char *text = vz_strbuf_text(out);
    if (is_reserved(text) || !is_letter(*text)) {
        struct vz_strbuf safe = {0};
        vz_strbuf_printf(&safe, "v_%s", text + (*text == '_'));
        vz_strbuf_clear(out);
        vz_strbuf_append(out, vz_strbuf_text(&safe));
        out->failed |= safe.failed;
        vz_strbuf_finish(&safe);
    }
}

static bool taken(const struct vz_export_table *table, size_t n,
                  const char *name) {
    for (size_t i = 0; i < n; i++) {
        if (!strcasecmp(table->columns[i].variable, name)) {
            return true;
        }
    }
    return false;
}

static bool name_column(struct vz_export_table *table, size_t index, size_t max,
                        struct vz_strbuf *wish) {
    struct vz_export_column *column = &table->columns[index];
    append_wish(wish, column->name, max);
    if (wish->failed) {
        return false;
    }
    char name[VZ_VARIABLE_NAME_MAX + 1];
    snprintf(name, max + 1, "%s", wish->data);
    for (unsigned i = 2; taken(table, index, name); i++) {
        char tail[16];
        int len = snprintf(tail, sizeof(tail), "_%u", i);
        snprintf(name, max + 1, "%.*s%s", (int)max - len, wish->data, tail);
    }
    column->variable = vz_arena_strdup(&table->arena, name);
    return column->variable;
}

bool vz_variable_names(struct vz_export_table *table, size_t max) {
    struct vz_strbuf wish = {0};
    bool done = true;
    for (size_t i = 0; i < table->n_columns && done; i++) {
        done = name_column(table, i, max, &wish);
    }
    vz_strbuf_finish(&wish);
    return done;
}
