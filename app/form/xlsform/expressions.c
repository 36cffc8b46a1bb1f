#include "expressions.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct vz_survey_namespace vz_standard_namespaces[] = {
    {"h", "http://www.w3.org/1999/xhtml"},
    {"ev", "http://www.w3.org/2001/xml-events"},
    {"xsd", "http://www.w3.org/2001/XMLSchema"},
    {"jr", "http://openrosa.org/javarosa"},
    {"orx", "http://openrosa.org/xforms"},
    {"odk", "http://www.opendatakit.org/xforms"},
};
const size_t vz_n_standard_namespaces =
    sizeof(vz_standard_namespaces) / sizeof(*vz_standard_namespaces);

static const struct vz_survey_namespace entities_namespace = {
    "entities", "http://www.opendatakit.org/xforms/entities"};

// The usual prefixes first: an author's own of the same name is left out.
static bool prepare_prefixes(struct vz_survey *survey) {
    size_t standard = vz_n_standard_namespaces;
    size_t own = survey->settings.n_namespaces;
    size_t n = standard + own + (survey->n_entities > 0);
    survey->prefixes =
        vz_arena_alloc_array(&survey->arena, n, sizeof(*survey->prefixes));
    if (!survey->prefixes) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct vz_survey_namespace *space =
            i < standard         ? &vz_standard_namespaces[i]
            : i < standard + own ? &survey->settings.namespaces[i - standard]
                                 : &entities_namespace;
        survey->prefixes[i].prefix = space->prefix;
        survey->prefixes[i].uri = space->uri;
    }
    survey->n_prefixes = n;
    return true;
}

static enum vz_value_type value_type(const char *bind_type) {
    static const struct {
        const char *name;
        enum vz_value_type type;
    } map[] = {
        {"int", VZ_VALUE_INT},         {"decimal", VZ_VALUE_DECIMAL},
        {"boolean", VZ_VALUE_BOOLEAN}, {"date", VZ_VALUE_DATE},
        {"time", VZ_VALUE_TIME},       {"dateTime", VZ_VALUE_DATETIME},
        {"geopoint", VZ_VALUE_GEO},    {"geotrace", VZ_VALUE_GEO},
        {"geoshape", VZ_VALUE_GEO},    {"binary", VZ_VALUE_BINARY},
        {"barcode", VZ_VALUE_BARCODE},
    };
    for (size_t i = 0; bind_type && i < sizeof(map) / sizeof(*map); i++) {
        if (strcmp(map[i].name, bind_type) == 0) {
            return map[i].type;
        }
    }
    return VZ_VALUE_STRING;
}

static bool add_instance_node(struct vz_survey *survey,
                              struct vz_survey_node *node) {
    if (node->type && (node->type->flags & VZ_TYPE_EXTERNAL)) {
        return true;
    }
    const char *name = vz_names_intern(&survey->node_names, node->name);
    struct vz_node *made = name ? vz_node_create(VZ_NODE_ELEMENT, NULL, name)
                                : NULL;
    if (!made) {
        return false;
    }
    made->template = made;
    made->repeat = node->kind == VZ_SURVEY_REPEAT;
    made->type = value_type(node->bind_type);
    node->instance = made;
    vz_node_append_child(
        node->parent ? node->parent->instance : survey->document, made);
    return true;
}

bool vz_expressions_prepare(struct vz_survey *survey) {
    survey->document = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    if (!survey->document || !prepare_prefixes(survey)) {
        return false;
    }
    for (struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (!add_instance_node(survey, node)) {
            return false;
        }
    }
    return true;
}

// Where in the author's text stands what is at `position` of the expanded one
// (both from 1, in bytes)? References are longer or shorter there.
static size_t author_position(struct vz_survey *survey,
                              const struct vz_reference_place *place,
                              const char *text, size_t position) {
    struct vz_strbuf expanded = {0};
    size_t found = 0;
    for (size_t i = 0; text[i]; i++) {
        char *before = vz_arena_strndup(&survey->arena, text, i);
        bool inside = before && strstr(before, "${") &&
                      strcspn(strrchr(before, '$'), "}") ==
                          strlen(strrchr(before, '$'));
        if (!before || inside) {
            continue;
        }
        vz_strbuf_clear(&expanded);
        vz_references_expand(survey, place, before, &expanded);
        if (expanded.len < position) {
            found = i + 1;
        }
    }
    if (expanded.len < position && text[0]) {
        vz_strbuf_clear(&expanded);
        vz_references_expand(survey, place, text, &expanded);
        found = expanded.len < position ? strlen(text) + 1 : found;
    }
    vz_strbuf_finish(&expanded);
    return found;
}

// The compiler counts characters in the expanded text, which the author has
// never seen: count in the author's own, or do not count.
#define AT_CHARACTER " at character "
#define MAX_POSITION_TEXT 500

// A path that leads nowhere may be written for another program, which finds
// nothing there; all else can be understood by no one.
static bool is_unbound(const struct vz_error *error) {
    return error->status == VZ_NOT_FOUND;
}

static void report_compile_error(struct vz_survey *survey,
                                 const struct vz_reference_place *place,
                                 const char *text, struct vz_error *error) {
    bool unbound = is_unbound(error);
    survey->is_unbound = survey->is_unbound || unbound;
    char *mark = strstr(error->message, AT_CHARACTER);
    char *rest = error->message + strlen(error->message);
    size_t position = 0;
    if (mark) {
        position = strtoul(mark + strlen(AT_CHARACTER), &rest, 10);
        *mark = '\0';
    }
    char where[40] = "";
    if (mark && text && strlen(text) <= MAX_POSITION_TEXT) {
        snprintf(where, sizeof(where), AT_CHARACTER "%zu",
                 author_position(survey, place, text, position));
    }
    vz_diagnostics_add(
        survey->diagnostics, unbound ? VZ_SEVERITY_UNOPENED : VZ_SEVERITY_ERROR,
        place->sheet, place->row, place->column, "%s%s%s%s", error->message,
        where, rest, unbound ? VZ_UNOPENED_TEXT : "");
}

static bool compile(struct vz_survey *survey, const struct vz_survey_node *node,
                    const char *expanded, struct vz_error *error) {
    struct vz_xpath_scope scope = {
        .arena = &survey->arena,
        .names = &survey->node_names,
        .prefixes = survey->prefixes,
        .n_prefixes = survey->n_prefixes,
        .context = node ? node->instance : NULL,
        .document = survey->document,
    };
    return vz_xpath_compile(&scope, expanded, error) != NULL;
}

bool vz_expression_check(struct vz_survey *survey,
                         const struct vz_reference_place *place,
                         const char *text, const char *expanded) {
    struct vz_error error = {0};
    if (compile(survey, place->node, expanded, &error)) {
        return true;
    }
    report_compile_error(survey, place, text, &error);
    return false;
}

void vz_expression_write(struct vz_survey *survey,
                         const struct vz_reference_place *place,
                         const char *name, const char *text,
                         struct vz_strbuf *out) {
    struct vz_strbuf expanded = {0};
    bool plain = strcmp(text, "true()") == 0 || strcmp(text, "false()") == 0;
    if (vz_references_expand(survey, place, text, &expanded) && !plain) {
        vz_expression_check(survey, place, text, vz_strbuf_text(&expanded));
    }
    vz_strbuf_printf(out, " %s=\"", name);
    vz_strbuf_append_xml(out, vz_strbuf_text(&expanded));
    vz_strbuf_append_char(out, '"');
    survey->failed = survey->failed || expanded.failed;
    vz_strbuf_finish(&expanded);
}

const char *vz_boolean_expression(const char *text) {
    static const char *const yes[] = {"yes", "true", "true()"};
    static const char *const no[] = {"no", "false", "false()"};
    for (size_t i = 0; i < 3; i++) {
        if (strcasecmp(text, yes[i]) == 0) {
            return "true()";
        }
        if (strcasecmp(text, no[i]) == 0) {
            return "false()";
        }
    }
    return text;
}

static bool starts_name(char c) {
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

// "naam", "mijn-naam.png", "jr:itext".
static size_t name_length(const char *text) {
    size_t n = starts_name(*text);
    while (n && (starts_name(text[n]) || isdigit((unsigned char)text[n]) ||
                 text[n] == '-' || text[n] == '.' ||
                 (text[n] == ':' && starts_name(text[n + 1])))) {
        n++;
    }
    return n;
}

// "12", "-3.5", and the parts of "2026-11-24".
static size_t number_length(const char *text) {
    size_t sign = *text == '-';
    size_t n = sign + strspn(text + sign, "0123456789.");
    return n > sign && strpbrk(text + sign, "0123456789") < text + n ? n : 0;
}

// "10:30:00+01:00": its + is no addition.
static size_t time_length(const char *text) {
    static const char form[] = "00:00:00", offset[] = "00:00";
    for (size_t i = 0; form[i]; i++) {
        if (form[i] == ':' ? text[i] != ':'
                           : !isdigit((unsigned char)text[i])) {
            return 0;
        }
    }
    size_t n = sizeof(form) - 1;
    n += text[n] == '.' ? 1 + strspn(text + n + 1, "0123456789") : 0;
    bool shifted = (text[n] == '+' || text[n] == '-') &&
                   strlen(text + n) >= sizeof(offset);
    return shifted ? n + sizeof(offset) : n;
}

static size_t literal_length(const char *text) {
    const char *end = *text == '"' || *text == '\'' ? strchr(text + 1, *text)
                                                    : NULL;
    return end ? (size_t)(end - text) + 1 : 0;
}

// What stands for itself in an expression: a text, a time, a number. 0: none.
static size_t constant_length(const char *text) {
    size_t n = literal_length(text);
    n = n ? n : time_length(text);
    return n ? n : number_length(text);
}

static bool is_operator(const char *text) {
    return strchr("*+-|", *text) || strncmp(text, " div ", 5) == 0 ||
           strncmp(text, " mod ", 5) == 0;
}

bool vz_default_is_dynamic(const char *text, const char *bind_type) {
    static const char *const dashed[] = {"date", "dateTime", "geopoint",
                                         "geotrace", "geoshape"};
    while (*text) {
        size_t n = constant_length(text);
        size_t name = n ? 0 : name_length(text);
        if (n || name) {
            text += n + name;
            if (name && (*text == '(' || *text == '[')) {
                return true;
            }
            continue;
        }
        for (size_t i = 0; *text == '-' && i < 5; i++) {
            if (bind_type && strcmp(bind_type, dashed[i]) == 0) {
                return false; // it stands in dates and places
            }
        }
        if (strncmp(text, "${", 2) == 0 || is_operator(text)) {
            return true;
        }
        text++;
    }
    return false;
}

bool vz_default_is_computed(struct vz_survey *survey,
                            const struct vz_survey_node *node,
                            const char *text) {
    if (!vz_default_is_dynamic(text, node->bind_type)) {
        return false;
    }
    // "C++ of Java" and "5 (vijf)" are no expressions. A misspelt function is
    // told of where it is written.
    struct vz_error error = {0};
    return strstr(text, "${") || compile(survey, node, text, &error) ||
           is_unbound(&error) ||
           (strncmp(error.message, "unknown function", 16) == 0 &&
            text[strlen(text) - 1] == ')');
}
