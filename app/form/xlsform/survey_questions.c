/*
 * Questions of the survey sheet: their types, lists and files of choices, and
 * what is made beside them.
 */
#include "survey_reader.h"

#include "form/xpath/suggest.h"

#include <string.h>
#include <strings.h>

// "select_one yes_no or_other" in its parts.
struct type_parts {
    const struct vz_question_type *type;
    const char *argument; // list or file, NULL = none
    bool or_other;
};

static bool strip_or_other(char *text) {
    static const char *const endings[] = {" or_other", " or specify other",
                                          " or other"};
    size_t n = strlen(text);
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t m = strlen(endings[i]);
        if (n > m && strcasecmp(text + n - m, endings[i]) == 0) {
            text[n - m] = '\0';
            return true;
        }
    }
    return false;
}

// Splits at the longest known type: "select one from file cities.csv".
static struct type_parts parse_type(struct vz_arena *arena, const char *text) {
    struct type_parts parts = {.type = vz_question_type_find(text)};
    if (parts.type) {
        return parts;
    }
    char *copy = vz_arena_strdup(arena, text);
    if (!copy) {
        return parts;
    }
    parts.or_other = strip_or_other(copy);
    for (char *p = copy + strlen(copy); p > copy && !parts.type; p--) {
        if (*p == ' ' || *p == '\0') {
            bool last = *p == '\0';
            *p = '\0';
            parts.type = vz_question_type_find(copy);
            if (parts.type &&
                !(parts.type->flags &
                  (VZ_TYPE_LIST | VZ_TYPE_FILE | VZ_TYPE_TAGS)) &&
                !last) {
                parts.type = NULL; // "integer age" is no type
            }
            parts.argument = parts.type && !last ? p + 1 : NULL;
            *p = last ? '\0' : ' ';
        }
    }
    if (parts.argument) {
        // The name in front of the argument ends where the argument starts.
        parts.argument += strspn(parts.argument, " ");
    }
    return parts;
}

static void report_type(struct vz_survey_reader *reader,
                        const struct vz_sheet_row *row, const char *text) {
    char first[64];
    size_t n = strcspn(text, " ");
    const char *nearest = vz_question_type_nearest(text);
    if (!nearest && n < sizeof(first)) {
        memcpy(first, text, n);
        first[n] = '\0';
        nearest = vz_question_type_nearest(first);
    }
    struct vz_survey_node place = {.row = row->number};
    if (nearest) {
        vz_survey_report(
            reader->survey, VZ_SEVERITY_ERROR, &place, VZ_SURVEY_TYPE,
            "'%s' is not a question type (did you mean '%s'?)", text, nearest);
    } else {
        vz_reader_report(
            reader, row, VZ_SURVEY_TYPE,
            "'%s' is not a question type; see the list at xlsform.org", text);
    }
}

static const char *name_of(struct vz_survey_reader *reader,
                           const struct vz_sheet_row *row,
                           const struct vz_question_type *type) {
    const char *name = vz_reader_value(reader, row, VZ_SURVEY_NAME);
    if (name && (type->flags & VZ_TYPE_META) && strcmp(name, type->name) != 0) {
        vz_reader_report(
            reader, row, VZ_SURVEY_NAME,
            "this row must always be named '%s'; leave its name blank",
            type->name);
    }
    if (name) {
        return name;
    }
    if (type->flags & VZ_TYPE_NOTE) {
        return vz_arena_printf(&reader->survey->arena,
                               "generated_note_name_%zu",
                               vz_reader_row(reader, row));
    }
    if (type->flags & VZ_TYPE_META) {
        return type->name;
    }
    vz_reader_report(reader, row, VZ_SURVEY_NAME,
                     "this %s has no name; give it one", "question");
    return NULL;
}

// A form that is wrong everywhere is not searched for each mistake.
#define MAX_SUGGESTIONS 100

static void find_list(struct vz_survey_reader *reader,
                      struct vz_survey_node *node, const char *argument) {
    struct vz_survey *survey = reader->survey;
    node->list = vz_survey_list(survey, argument);
    if (node->list) {
        node->list->used = true;
        return;
    }
    struct vz_suggest nearest;
    vz_suggest_init(&nearest, argument, strlen(argument));
    bool few = survey->diagnostics->n_errors < MAX_SUGGESTIONS;
    for (size_t i = 0; few && i < survey->n_lists; i++) {
        vz_suggest_consider(&nearest, survey->lists[i].name);
    }
    if (!survey->n_lists) {
        const char *sheet = vz_survey_similar_sheet(survey, "choices");
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "there should be a sheet 'choices' with the list "
                         "'%s'%s%s%s",
                         argument, sheet ? "; is it the sheet '" : "",
                         sheet ? sheet : "", sheet ? "'?" : "");
    } else if (nearest.best) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "no choice list is named '%s' (did you mean '%s'?)",
                         argument, nearest.best);
    } else {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "no choice list is named '%s'; add it to the sheet "
                         "choices",
                         argument);
    }
}

static bool is_data_file(const char *name) {
    // One dot: what is before it is the name of the instance.
    const char *dot = strchr(name, '.');
    return dot &&
           (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".xml") == 0 ||
            strcasecmp(dot, ".geojson") == 0);
}

static void take_query(struct vz_survey_reader *reader,
                       struct vz_survey_node *node, const char *argument) {
    node->query = argument;
    if (!node->values[VZ_SURVEY_CHOICE_FILTER]) {
        vz_survey_report(reader->survey, VZ_SEVERITY_WARNING, node,
                         VZ_SURVEY_CHOICE_FILTER,
                         "select_one_external is only meant for filtered "
                         "selects; give it a choice filter");
    }
    if (!vz_survey_has_external_list(reader->survey, argument)) {
        vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, node,
                         VZ_SURVEY_TYPE,
                         "no list in the sheet external_choices is named '%s'; "
                         "add it",
                         argument);
    }
}

static void take_argument(struct vz_survey_reader *reader,
                          struct vz_survey_node *node,
                          const struct type_parts *parts) {
    struct vz_survey *survey = reader->survey;
    if (!parts->argument) {
        vz_survey_report(
            survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
            "'%s' needs the name of a %s after it", parts->type->name,
            parts->type->flags & VZ_TYPE_FILE ? "file" : "choice list");
    } else if (parts->type->flags & VZ_TYPE_QUERY) {
        take_query(reader, node, parts->argument);
    } else if (vz_is_reference(parts->argument)) {
        node->source = parts->argument;
    } else if (parts->type->flags & VZ_TYPE_LIST) {
        find_list(reader, node, parts->argument);
    } else if (is_data_file(parts->argument)) {
        node->file = parts->argument;
    } else {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "'%s' should end with one of the supported extensions "
                         ".csv, .xml and .geojson, and have no other dot",
                         parts->argument);
    }
}

static bool has_choice(const struct vz_choice_list *list, const char *name) {
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->choices[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_other_choice(struct vz_survey *survey,
                             struct vz_choice_list *list) {
    if (list->has_other || has_choice(list, "other")) {
        return;
    }
    list->has_other = true;
    if (!vz_grow(&list->choices, &list->cap, list->n, sizeof(*list->choices))) {
        survey->failed = true;
        return;
    }
    struct vz_choice_row *choice = &list->choices[list->n++];
    *choice = (struct vz_choice_row){.name = "other"};
    vz_survey_add_text(survey, &choice->texts[VZ_TEXT_LABEL], NULL, "Other");
}

// or_other: one more choice, and a question for the words.
static void add_other(struct vz_survey_reader *reader,
                      struct vz_survey_node *select,
                      const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    add_other_choice(survey, select->list);
    struct vz_survey_node *node = vz_reader_add_made(
        reader, "text",
        vz_arena_printf(&survey->arena, "%s_other", select->name), row);
    if (!node) {
        return;
    }
    node->values[VZ_SURVEY_RELEVANT] = vz_arena_printf(
        &survey->arena, "selected(../%s, 'other')", select->name);
    survey->failed = survey->failed || !node->values[VZ_SURVEY_RELEVANT];
    vz_survey_add_text(survey, &node->texts[VZ_TEXT_LABEL], NULL,
                       "Specify other.");
}

static void take_or_other(struct vz_survey_reader *reader,
                          struct vz_survey_node *node,
                          const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    if (node->file || node->source) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "or_other cannot follow a file; add the choice to the "
                         "file, and a text question for the words");
    } else if (node->values[VZ_SURVEY_CHOICE_FILTER]) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node,
                         VZ_SURVEY_CHOICE_FILTER,
                         "a choice filter is not supported with or_other; "
                         "write the choice and a text question yourself");
    } else if (node->list) {
        node->or_other = true;
        survey->has_or_other = true;
        add_other(reader, node, row);
    }
}

// The row of labels, in front of the first select of a table-list.
static void add_table_labels(struct vz_survey_reader *reader,
                             const struct vz_sheet_row *row,
                             const struct type_parts *parts) {
    struct vz_survey *survey = reader->survey;
    struct vz_survey_node *group = reader->open;
    struct vz_choice_list *list =
        parts->argument ? vz_survey_list(survey, parts->argument) : NULL;
    if (!group->table_list || !list) {
        return;
    }
    if (group->list && group->list != list) {
        vz_reader_report(
            reader, row, VZ_SURVEY_TYPE,
            "all selects of a table-list have the same choices; this one "
            "has not the list '%s'",
            group->list->name);
    }
    if (group->list) {
        return;
    }
    if (vz_reader_value(reader, row, VZ_SURVEY_CHOICE_FILTER)) {
        vz_reader_report(reader, row, VZ_SURVEY_CHOICE_FILTER,
                         "a choice filter is not supported in a table-list, "
                         "whose row of labels shows all of '%s'",
                         list->name);
    }
    group->list = list;
    struct vz_survey_node *node = vz_reader_add_made(
        reader, parts->type->name,
        vz_arena_printf(&survey->arena,
                        "reserved_name_for_field_list_labels_%zu",
                        vz_reader_row(reader, row)),
        row);
    if (node) {
        node->list = list;
        list->used = list->used_plainly = true;
        node->values[VZ_SURVEY_APPEARANCE] = "label";
        vz_survey_add_text(survey, &node->texts[VZ_TEXT_LABEL], NULL, " ");
    }
}

// Places that a map shows beside the one that is asked for: of a file, a list
// or a repeat.
static void take_reference(struct vz_survey_reader *reader,
                           struct vz_survey_node *node) {
    const char *from =
        vz_survey_parameter(reader->survey, node, "reference-geometry");
    if (!from) { // as it was written first
        from = vz_survey_parameter(reader->survey, node, "reference_geometry");
    }
    if (!from) {
        return;
    }
    if (vz_is_reference(from)) {
        node->source = from;
    } else if (is_data_file(from)) {
        node->file = from;
    } else {
        node->list = vz_survey_list(reader->survey, from);
        node->from = from; // else a file's name, which is checked later
    }
}

static void take_choices(struct vz_survey_reader *reader,
                         struct vz_survey_node *node,
                         const struct vz_sheet_row *row,
                         const struct type_parts *parts) {
    if (node->type->flags & (VZ_TYPE_LIST | VZ_TYPE_FILE)) {
        take_argument(reader, node, parts);
    } else if (node->type->flags & VZ_TYPE_TAGS) {
        node->tags = parts->argument;
    } else {
        take_reference(reader, node);
    }
    if (reader->open->table_list && node->list) {
        node->values[VZ_SURVEY_APPEARANCE] = "list-nolabel";
    }
    if (node->list && vz_survey_is_searched(node)) {
        node->list->searched = true;
    } else if (node->list) {
        node->list->used_plainly = true;
    }
    if (parts->or_other) {
        take_or_other(reader, node, row);
    }
}

// What the type or the appearance brings along where the row has nothing.
static void complete(struct vz_survey *survey, struct vz_survey_node *node) {
    const char *hint = NULL;
    const char *constraint = vz_question_type_constraint(node->type, &hint);
    if (!node->values[VZ_SURVEY_CONSTRAINT]) {
        node->values[VZ_SURVEY_CONSTRAINT] = constraint;
    }
    if (hint && !node->texts[VZ_TEXT_HINT]) {
        vz_survey_add_text(survey, &node->texts[VZ_TEXT_HINT], NULL, hint);
    }
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    if (appearance && strcmp(appearance, "label") == 0 &&
        !node->texts[VZ_TEXT_LABEL]) {
        // It stands for its choices' labels only.
        vz_survey_add_text(survey, &node->texts[VZ_TEXT_LABEL], NULL, " ");
    }
}

static void add_question(struct vz_survey_reader *reader,
                         const struct vz_sheet_row *row,
                         const struct type_parts *parts) {
    struct vz_survey *survey = reader->survey;
    const char *name = name_of(reader, row, parts->type);
    bool meta = parts->type->flags & VZ_TYPE_META;
    if (parts->type->flags & VZ_TYPE_LIST) {
        add_table_labels(reader, row, parts);
    }
    struct vz_survey_node *node =
        name ? vz_survey_add_node(survey, meta ? survey->meta : reader->open,
                                  VZ_SURVEY_QUESTION, name, row->number)
             : NULL;
    if (!node) {
        survey->failed = survey->failed || name != NULL;
        return;
    }
    node->type = parts->type;
    node->in_meta = meta;
    vz_reader_take_cells(reader, node, row);
    node->bind_type =
        vz_survey_attribute(node->attributes, VZ_COLUMN_BIND, "type");
    if (!node->bind_type) {
        node->bind_type = parts->type->bind_type;
    }
    complete(survey, node);
    take_choices(reader, node, row, parts);
}

static void open_loop(struct vz_survey_reader *reader,
                      const struct vz_sheet_row *row,
                      const struct type_parts *parts) {
    vz_reader_open(reader, row, VZ_SURVEY_GROUP);
    struct vz_survey_node *loop = reader->open;
    loop->is_loop = true;
    loop->type = parts->type;
    take_argument(reader, loop, parts);
    loop->type = NULL;
}

void vz_reader_take_question(struct vz_survey_reader *reader,
                             const struct vz_sheet_row *row, const char *text) {
    struct type_parts parts = parse_type(&reader->survey->arena, text);
    if (!parts.type) {
        report_type(reader, row, text);
    } else if (parts.type->flags & VZ_TYPE_LOOP) {
        open_loop(reader, row, &parts);
    } else {
        add_question(reader, row, &parts);
    }
}
