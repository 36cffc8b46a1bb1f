/*
 * What the writers must know before the first line: languages, which defaults
 * are computed, and which questions set others.
 */
#include "xform_writer.h"

#include <string.h>

// Does a text without a language go through itext?
static bool has_general(const struct vz_survey_text *text) {
    for (; text; text = text->next) {
        if (text->language == VZ_NO_LANGUAGE && text->column) {
            return true;
        }
    }
    return false;
}

static bool node_has_general(const struct vz_survey_node *node) {
    for (int kind = 0; kind < VZ_TEXT_N_KINDS; kind++) {
        if (has_general(node->texts[kind]) &&
            vz_text_is_translated(node, (enum vz_survey_text_kind)kind)) {
            return true;
        }
    }
    return false;
}

static bool list_has_general(const struct vz_choice_list *list) {
    for (size_t i = 0; list->translated && i < list->n; i++) {
        for (int kind = 0; kind < VZ_TEXT_N_KINDS; kind++) {
            if (has_general(list->choices[i].texts[kind])) {
                return true;
            }
        }
    }
    return false;
}

static bool any_general(const struct vz_survey *survey) {
    for (size_t i = 0; i < survey->n_lists; i++) {
        if (list_has_general(&survey->lists[i])) {
            return true;
        }
    }
    for (const struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (node_has_general(node)) {
            return true;
        }
    }
    return false;
}

// A text in a column without a language is in the default language, and in no
// other. When no text is in it, there is no such translation.
static void prepare_languages(struct vz_survey *survey) {
    const char *name = vz_survey_default_language(survey);
    survey->default_language = VZ_NO_LANGUAGE;
    for (size_t i = 0; i < survey->languages.n; i++) {
        if (strcmp(survey->languages.names[i], name) == 0) {
            survey->default_language = i;
        }
    }
    if (survey->default_language == VZ_NO_LANGUAGE && any_general(survey)) {
        survey->default_language = vz_survey_language(survey, name);
    }
}

static void prepare_default(struct vz_survey *survey,
                            struct vz_survey_node *node) {
    const char *text = node->values[VZ_SURVEY_DEFAULT];
    if (node->kind != VZ_SURVEY_QUESTION || !text) {
        return;
    }
    // A picture's default is a file name, "a(1).png" too.
    if (node->type->control == VZ_BODY_UPLOAD) {
        node->dynamic_default = strstr(text, "${") != NULL;
    } else {
        node->dynamic_default = vz_default_is_computed(survey, node, text);
    }
}

static void add_trigger(struct vz_survey *survey, struct vz_survey_node *node,
                        const char *reference) {
    struct vz_reference_place place =
        vz_reference_place_of(survey, node, VZ_SURVEY_TRIGGER);
    struct vz_survey_node *trigger =
        vz_references_node(survey, &place, reference);
    if (!trigger) {
        return;
    }
    if (trigger->kind != VZ_SURVEY_QUESTION || !vz_survey_is_visible(trigger)) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TRIGGER,
                         "'%s' is not user-visible, so it can't be a trigger; "
                         "name a question that people answer",
                         trigger->name);
        return;
    }
    struct vz_survey_setvalue *item =
        vz_arena_alloc(&survey->arena, sizeof(*item));
    if (!item) {
        survey->failed = true;
        return;
    }
    item->target = node;
    struct vz_survey_setvalue **end = &trigger->setvalues;
    while (*end) {
        end = &(*end)->next;
    }
    *end = item;
}

// "${a}, ${b}"
static void prepare_trigger(struct vz_survey *survey,
                            struct vz_survey_node *node) {
    const char *p = node->values[VZ_SURVEY_TRIGGER];
    while (p && *(p += strspn(p, " ,\n"))) {
        size_t n = strcspn(p, ",\n");
        const char *reference = vz_arena_strndup(&survey->arena, p, n);
        if (!reference) {
            survey->failed = true;
            return;
        }
        if (strstr(reference + 1, "${")) {
            vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TRIGGER,
                             "put a comma between two references, as in "
                             "${a}, ${b}; not '%s'",
                             reference);
            return;
        }
        add_trigger(survey, node, reference);
        p += n;
    }
}

void vz_xform_prepare(struct vz_survey *survey) {
    prepare_languages(survey);
    for (struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        prepare_default(survey, node);
        prepare_trigger(survey, node);
    }
}

void vz_write_attribute(struct vz_strbuf *out, const char *name,
                        const char *text) {
    if (text) {
        vz_strbuf_printf(out, " %s=\"", name);
        vz_strbuf_append_xml(out, text);
        vz_strbuf_append_char(out, '"');
    }
}

static bool is_declared(const struct vz_survey *survey, const char *prefix,
                        size_t len) {
    for (size_t i = 0; i < survey->n_prefixes; i++) {
        const char *known = survey->prefixes[i].prefix;
        if (strlen(known) == len && strncmp(known, prefix, len) == 0) {
            return true;
        }
    }
    return false;
}

// True when the element that is being written has the attribute already.
static bool has_attribute(const struct vz_strbuf *out, const char *name) {
    // From the end: the element that is being written is the last.
    const char *p = out->len ? memrchr(out->data, '<', out->len) : NULL;
    size_t n = strlen(name);
    while (n && p && (p = strstr(p, name)) != NULL) {
        if (p[-1] == ' ' && p[n] == '=') {
            return true;
        }
        p += n;
    }
    return false;
}

static bool check_attribute_name(struct vz_survey *survey, size_t row,
                                 const struct vz_sheet_column *column) {
    const char *colon = strchr(column->name, ':');
    const char *local = colon ? colon + 1 : column->name;
    bool settings = column->kind == VZ_COLUMN_ATTRIBUTE;
    const char *sheet = settings ? "settings" : "survey";
    if (!vz_is_xml_name(local)) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, sheet, row,
                           column->header,
                           "'%s' cannot be an attribute; use letters, digits, "
                           "_ and -",
                           column->name);
        return false;
    }
    if (colon &&
        !is_declared(survey, column->name, (size_t)(colon - column->name))) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, sheet, row,
                           column->header,
                           "the prefix '%.*s' is not declared; add it to the "
                           "column namespaces of the sheet settings",
                           (int)(colon - column->name), column->name);
        return false;
    }
    return true;
}

// Attributes that the compiler writes itself from the same column.
static bool is_own(const struct vz_sheet_column *column) {
    return column->kind == VZ_COLUMN_BIND && strcmp(column->name, "type") == 0;
}

void vz_write_own_attributes(struct vz_survey *survey,
                             const struct vz_survey_node *node,
                             enum vz_column_kind scope, struct vz_strbuf *out) {
    const struct vz_survey_attribute *attribute =
        scope == VZ_COLUMN_ATTRIBUTE ? survey->settings.attributes
                                     : node->attributes;
    size_t row = scope == VZ_COLUMN_ATTRIBUTE ? survey->settings.row
                                              : node->row;
    for (; attribute; attribute = attribute->next) {
        const struct vz_sheet_column *column = attribute->column;
        if (column->kind != scope || is_own(column) ||
            has_attribute(out, column->name) ||
            !check_attribute_name(survey, row, column)) {
            continue;
        }
        struct vz_reference_place place = {
            .node = node,
            .sheet = scope == VZ_COLUMN_ATTRIBUTE ? "settings" : "survey",
            .row = row,
            .column = column->header,
        };
        struct vz_strbuf expanded = {0};
        vz_references_expand(survey, &place, attribute->value, &expanded);
        vz_write_attribute(out, column->name, vz_strbuf_text(&expanded));
        vz_strbuf_finish(&expanded);
    }
}

const struct vz_survey_node *
vz_enclosing_repeat(const struct vz_survey_node *node) {
    for (node = node->parent; node; node = node->parent) {
        if (node->kind == VZ_SURVEY_REPEAT) {
            return node;
        }
    }
    return NULL;
}
