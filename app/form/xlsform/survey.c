/*
 * The tree of questions, groups and repeats, and how to find one's way in it.
 */
#include "survey.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void vz_survey_finish(struct vz_survey *survey) {
    for (size_t i = 0; i < survey->n_lists; i++) {
        free(survey->lists[i].choices);
    }
    free(survey->lists);
    vz_name_index_finish(&survey->languages);
    vz_name_index_finish(&survey->list_names);
    vz_name_index_finish(&survey->external_lists);
    vz_name_index_finish(&survey->properties);
    free(survey->by_name);
    vz_workbook_finish(&survey->workbook);
    vz_node_destroy(survey->document);
    vz_names_finish(&survey->node_names);
    vz_arena_finish(&survey->arena);
    *survey = (struct vz_survey){0};
}

struct vz_choice_list *vz_survey_list(struct vz_survey *survey,
                                      const char *name) {
    size_t i = vz_name_index_find(&survey->list_names, name);
    return i == VZ_NO_NAME ? NULL : &survey->lists[i];
}

// Each text is looked up in each language, so there is an end to them.
#define MAX_LANGUAGES 200

size_t vz_survey_language(struct vz_survey *survey, const char *name) {
    size_t i = vz_name_index_find(&survey->languages, name);
    if (i != VZ_NO_NAME) {
        return i;
    }
    if (survey->languages.n == MAX_LANGUAGES) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, NULL, 0,
                           NULL,
                           "the form has more than %d languages; the headers "
                           "look damaged",
                           MAX_LANGUAGES);
        return VZ_NO_LANGUAGE;
    }
    i = vz_name_index_add(&survey->languages, name);
    survey->failed = survey->failed || i == VZ_NO_NAME;
    return i;
}

bool vz_survey_add_text(struct vz_survey *survey, struct vz_survey_text **chain,
                        const struct vz_sheet_column *column,
                        const char *text) {
    struct vz_survey_text *item = vz_arena_alloc(&survey->arena, sizeof(*item));
    if (!item) {
        survey->failed = true;
        return false;
    }
    *item = (struct vz_survey_text){
        .text = text,
        .column = column,
        .language = VZ_NO_LANGUAGE,
    };
    if (column && column->language) {
        item->language = vz_survey_language(survey, column->language);
    }
    while (*chain) {
        chain = &(*chain)->next;
    }
    *chain = item;
    return !survey->failed;
}

struct vz_survey_node *vz_survey_add_node(struct vz_survey *survey,
                                          struct vz_survey_node *parent,
                                          enum vz_survey_kind kind,
                                          const char *name, size_t row) {
    struct vz_survey_node *node = vz_arena_alloc(&survey->arena, sizeof(*node));
    if (!node || !vz_grow(&survey->by_name, &survey->cap_nodes, survey->n_nodes,
                          sizeof(struct vz_survey_node *))) {
        survey->failed = true;
        return NULL;
    }
    node->kind = kind;
    node->name = name;
    node->row = row;
    node->parent = parent;
    node->path = vz_arena_printf(&survey->arena, "%s/%s",
                                 parent ? parent->path : "", name);
    if (!node->path) {
        survey->failed = true;
        return NULL;
    }
    if (parent && parent->last_child) {
        parent->last_child->next = node;
    } else if (parent) {
        parent->first_child = node;
    }
    if (parent) {
        parent->last_child = node;
    }
    survey->by_name[survey->n_nodes++] = node;
    return node;
}

struct vz_survey_node *vz_survey_following(const struct vz_survey_node *node) {
    if (node->first_child) {
        return node->first_child;
    }
    while (node && !node->next) {
        node = node->parent;
    }
    return node ? node->next : NULL;
}

static int compare_names(const void *left, const void *right) {
    const struct vz_survey_node *a = *(struct vz_survey_node *const *)left;
    const struct vz_survey_node *b = *(struct vz_survey_node *const *)right;
    int order = strcmp(a->name, b->name);
    if (order == 0 && a->row != b->row) {
        order = a->row < b->row ? -1 : 1;
    }
    return order;
}

void vz_survey_index(struct vz_survey *survey) {
    if (survey->n_nodes) {
        qsort(survey->by_name, survey->n_nodes, sizeof(*survey->by_name),
              compare_names);
    }
}

struct vz_survey_node **vz_survey_named(const struct vz_survey *survey,
                                        const char *name, size_t *n) {
    size_t low = 0, high = survey->n_nodes;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(survey->by_name[middle]->name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *n = 0;
    while (low + *n < survey->n_nodes &&
           strcmp(survey->by_name[low + *n]->name, name) == 0) {
        (*n)++;
    }
    return *n ? &survey->by_name[low] : NULL;
}

const char *vz_survey_attribute(const struct vz_survey_attribute *list,
                                enum vz_column_kind scope, const char *name) {
    for (; list; list = list->next) {
        if (list->column->kind == scope &&
            strcmp(list->column->name, name) == 0) {
            return list->value;
        }
    }
    return NULL;
}

static bool is_name_start(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

bool vz_is_xml_name(const char *text) {
    if (!is_name_start(*text)) {
        return false;
    }
    for (; *text; text++) {
        bool more = (*text >= '0' && *text <= '9') || *text == '-' ||
                    *text == '.';
        if (!is_name_start(*text) && !more) {
            return false;
        }
    }
    return true;
}

bool vz_survey_is_visible(const struct vz_survey_node *node) {
    if (node->type->control == VZ_BODY_NONE) {
        return false;
    }
    bool told = node->texts[VZ_TEXT_LABEL] || node->texts[VZ_TEXT_HINT];
    return told || (!node->values[VZ_SURVEY_CALCULATION] &&
                    !node->values[VZ_SURVEY_TRIGGER]);
}

bool vz_survey_is_searched(const struct vz_survey_node *node) {
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    return node->list && appearance && strstr(appearance, "search(") != NULL;
}

const char *vz_survey_default_language(const struct vz_survey *survey) {
    const char *language = survey->settings.default_language;
    return language ? language : "default";
}

static const char *const usual_headers[VZ_SURVEY_N_COLUMNS] = {
    "type",        "name",          "required",     "relevant",  "constraint",
    "calculation", "default",       "trigger",      "read_only", "appearance",
    "parameters",  "choice_filter", "repeat_count", "autoplay",  "save_to",
    "disabled",    "intent",        "compact_tag",  "rows",
};

const char *vz_survey_header(const struct vz_survey *survey, int id) {
    for (size_t i = 0; i < survey->columns.n; i++) {
        const struct vz_sheet_column *column = &survey->columns.items[i];
        if (column->kind == VZ_COLUMN_VALUE && column->id == id) {
            return column->header;
        }
    }
    return usual_headers[id];
}

void vz_survey_report(struct vz_survey *survey, enum vz_severity severity,
                      const struct vz_survey_node *node, int column,
                      const char *format, ...) {
    char text[900];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    vz_diagnostics_add(
        survey->diagnostics, severity, "survey", node ? node->row : 0,
        column < 0 ? NULL : vz_survey_header(survey, column), "%s", text);
}
