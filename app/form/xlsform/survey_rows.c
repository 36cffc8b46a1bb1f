/*
 * The survey sheet, row by row, into the tree.
 */
#include "survey.h"

#include "form/xpath/suggest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct vz_column_name names[] = {
    {"type", VZ_COLUMN_VALUE, VZ_SURVEY_TYPE},
    {"command", VZ_COLUMN_VALUE, VZ_SURVEY_TYPE},
    {"name", VZ_COLUMN_VALUE, VZ_SURVEY_NAME},
    {"tag", VZ_COLUMN_VALUE, VZ_SURVEY_NAME},
    {"value", VZ_COLUMN_VALUE, VZ_SURVEY_NAME},
    {"required", VZ_COLUMN_VALUE, VZ_SURVEY_REQUIRED},
    {"bind::required", VZ_COLUMN_VALUE, VZ_SURVEY_REQUIRED},
    {"relevant", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"relevance", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"skip_logic", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"bind::relevant", VZ_COLUMN_VALUE, VZ_SURVEY_RELEVANT},
    {"constraint", VZ_COLUMN_VALUE, VZ_SURVEY_CONSTRAINT},
    {"bind::constraint", VZ_COLUMN_VALUE, VZ_SURVEY_CONSTRAINT},
    {"calculation", VZ_COLUMN_VALUE, VZ_SURVEY_CALCULATION},
    {"calculate", VZ_COLUMN_VALUE, VZ_SURVEY_CALCULATION},
    {"bind::calculate", VZ_COLUMN_VALUE, VZ_SURVEY_CALCULATION},
    {"default", VZ_COLUMN_VALUE, VZ_SURVEY_DEFAULT},
    {"trigger", VZ_COLUMN_VALUE, VZ_SURVEY_TRIGGER},
    {"read_only", VZ_COLUMN_VALUE, VZ_SURVEY_READONLY},
    {"readonly", VZ_COLUMN_VALUE, VZ_SURVEY_READONLY},
    {"bind::readonly", VZ_COLUMN_VALUE, VZ_SURVEY_READONLY},
    {"appearance", VZ_COLUMN_VALUE, VZ_SURVEY_APPEARANCE},
    {"body::appearance", VZ_COLUMN_VALUE, VZ_SURVEY_APPEARANCE},
    {"parameters", VZ_COLUMN_VALUE, VZ_SURVEY_PARAMETERS},
    {"choice_filter", VZ_COLUMN_VALUE, VZ_SURVEY_CHOICE_FILTER},
    {"repeat_count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"jr:count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"body::jr:count", VZ_COLUMN_VALUE, VZ_SURVEY_REPEAT_COUNT},
    {"autoplay", VZ_COLUMN_VALUE, VZ_SURVEY_AUTOPLAY},
    {"save_to", VZ_COLUMN_VALUE, VZ_SURVEY_SAVE_TO},
    {"disabled", VZ_COLUMN_VALUE, VZ_SURVEY_DISABLED},
    {"intent", VZ_COLUMN_VALUE, VZ_SURVEY_INTENT},
    {"compact_tag", VZ_COLUMN_VALUE, VZ_SURVEY_COMPACT_TAG},
    {"label", VZ_COLUMN_TEXT, VZ_TEXT_LABEL},
    {"caption", VZ_COLUMN_TEXT, VZ_TEXT_LABEL},
    {"hint", VZ_COLUMN_TEXT, VZ_TEXT_HINT},
    {"guidance_hint", VZ_COLUMN_TEXT, VZ_TEXT_GUIDANCE},
    {"constraint_message", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"constraining_message", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"constraint_msg", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"bind::jr:constraintMsg", VZ_COLUMN_TEXT, VZ_TEXT_CONSTRAINT_MESSAGE},
    {"required_message", VZ_COLUMN_TEXT, VZ_TEXT_REQUIRED_MESSAGE},
    {"requiredmsg", VZ_COLUMN_TEXT, VZ_TEXT_REQUIRED_MESSAGE},
    {"bind::jr:requiredMsg", VZ_COLUMN_TEXT, VZ_TEXT_REQUIRED_MESSAGE},
    {"noapperrorstring", VZ_COLUMN_TEXT, VZ_TEXT_NO_APP_MESSAGE},
    {"no_app_error_string", VZ_COLUMN_TEXT, VZ_TEXT_NO_APP_MESSAGE},
    {"bind::jr:noAppErrorString", VZ_COLUMN_TEXT, VZ_TEXT_NO_APP_MESSAGE},
    {"image", VZ_COLUMN_TEXT, VZ_TEXT_IMAGE},
    {"big_image", VZ_COLUMN_TEXT, VZ_TEXT_BIG_IMAGE},
    {"audio", VZ_COLUMN_TEXT, VZ_TEXT_AUDIO},
    {"video", VZ_COLUMN_TEXT, VZ_TEXT_VIDEO},
};

struct reader {
    struct vz_survey *survey;
    struct vz_survey_node *open; // the innermost group, repeat or the root
};

// Moves a row's cells into the node.
static void take_cells(struct reader *reader, struct vz_survey_node *node,
                       const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    struct vz_survey_attribute **end = &node->attributes;
    for (size_t i = 0; i < survey->columns.n; i++) {
        const struct vz_sheet_column *column = &survey->columns.items[i];
        if (!row->texts[i] || column->kind == VZ_COLUMN_OTHER) {
            continue;
        }
        if (column->kind == VZ_COLUMN_VALUE) {
            node->values[column->id] = row->texts[i];
        } else if (column->kind == VZ_COLUMN_TEXT) {
            vz_survey_add_text(survey, &node->texts[column->id], column,
                               row->texts[i]);
        } else {
            *end = vz_arena_alloc(&survey->arena, sizeof(**end));
            if (!*end) {
                survey->failed = true;
                return;
            }
            (*end)->column = column;
            (*end)->value = row->texts[i];
            end = &(*end)->next;
        }
    }
}

static const char *value_of(const struct reader *reader,
                            const struct vz_sheet_row *row, int id) {
    const struct vz_sheet_columns *columns = &reader->survey->columns;
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_VALUE &&
            columns->items[i].id == id) {
            return row->texts[i];
        }
    }
    return NULL;
}

static void report(struct reader *reader, const struct vz_sheet_row *row,
                   int column, const char *message, const char *detail) {
    struct vz_survey_node place = {.row = row->number};
    vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, &place, column, message,
                     detail);
}

// "${name}" and nothing else.
static bool is_one_reference(const char *text) {
    size_t n = strlen(text);
    return n > 3 && strncmp(text, "${", 2) == 0 && strcspn(text, "}") == n - 1;
}

static struct vz_survey_node *add_made(struct reader *reader, const char *type,
                                       const char *name,
                                       const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    struct vz_survey_node *node =
        name ? vz_survey_add_node(survey, reader->open, VZ_SURVEY_QUESTION,
                                  name, row->number)
             : NULL;
    if (!node) {
        survey->failed = true;
        return NULL;
    }
    node->type = vz_question_type_find(type);
    node->bind_type = node->type->bind_type;
    return node;
}

// jr:count takes a path only: a calculation goes through a node of its own, in
// front of the repeat. Answers the reference to it, or NULL when none is due.
static const char *add_counter(struct reader *reader,
                               const struct vz_sheet_row *row,
                               const char *repeat) {
    struct vz_survey *survey = reader->survey;
    const char *count = value_of(reader, row, VZ_SURVEY_REPEAT_COUNT);
    if (!count || is_one_reference(count)) {
        return NULL;
    }
    const char *name = vz_arena_printf(&survey->arena, "%s_count", repeat);
    const char *reference =
        vz_arena_printf(&survey->arena, "${%s_count}", repeat);
    struct vz_survey_node *node =
        reference ? add_made(reader, "calculate", name, row) : NULL;
    if (!node) {
        survey->failed = true;
        return NULL;
    }
    node->counts_repeat = true;
    node->values[VZ_SURVEY_CALCULATION] = count;
    node->values[VZ_SURVEY_READONLY] = "yes";
    return reference;
}

static bool has_word(const char *text, const char *word) {
    size_t n = strlen(word);
    while (text && *(text += strspn(text, " "))) {
        size_t m = strcspn(text, " ");
        if (m == n && strncmp(text, word, n) == 0) {
            return true;
        }
        text += m;
    }
    return false;
}

// A table-list shows its selects below each other, without their labels: one
// row of labels stands above them, and the group's own label above that.
static void begin_table_list(struct reader *reader,
                             struct vz_survey_node *group,
                             const struct vz_sheet_row *row) {
    group->table_list = true;
    if (!group->texts[VZ_TEXT_LABEL] && !group->texts[VZ_TEXT_HINT]) {
        return;
    }
    struct vz_survey_node *note =
        add_made(reader, "note",
                 vz_arena_printf(&reader->survey->arena,
                                 "generated_table_list_label_%zu", row->number),
                 row);
    if (note) {
        note->texts[VZ_TEXT_LABEL] = group->texts[VZ_TEXT_LABEL];
        note->texts[VZ_TEXT_HINT] = group->texts[VZ_TEXT_HINT];
        group->texts[VZ_TEXT_LABEL] = group->texts[VZ_TEXT_HINT] = NULL;
    }
}

static void open_node(struct reader *reader, struct vz_survey_node *node,
                      const struct vz_sheet_row *row) {
    take_cells(reader, node, row);
    reader->open = node;
    if (node->kind == VZ_SURVEY_GROUP &&
        has_word(node->values[VZ_SURVEY_APPEARANCE], "table-list")) {
        begin_table_list(reader, node, row);
    }
}

static void open_bracket(struct reader *reader, const struct vz_sheet_row *row,
                         enum vz_survey_kind kind) {
    const char *name = value_of(reader, row, VZ_SURVEY_NAME);
    if (!name) {
        report(reader, row, VZ_SURVEY_NAME, "this %s has no name; give it one",
               kind == VZ_SURVEY_GROUP ? "group" : "repeat");
        // Its end would be reported too: go on as if it had one.
        name = "unnamed";
    }
    const char *counter =
        kind == VZ_SURVEY_REPEAT ? add_counter(reader, row, name) : NULL;
    struct vz_survey_node *node = vz_survey_add_node(
        reader->survey, reader->open, kind, name, row->number);
    if (node) {
        open_node(reader, node, row);
        if (counter) {
            node->values[VZ_SURVEY_REPEAT_COUNT] = counter;
        }
    }
}

static const char *word_for(const struct vz_survey_node *node) {
    return node->is_loop                    ? "loop"
           : node->kind == VZ_SURVEY_REPEAT ? "repeat"
                                            : "group";
}

static void close_bracket(struct reader *reader, const struct vz_sheet_row *row,
                          const char *word) {
    struct vz_survey_node *open = reader->open;
    if (!open->parent) {
        report(reader, row, VZ_SURVEY_TYPE,
               "this ends a %s that was never begun; delete the row or add "
               "its begin",
               word);
        return;
    }
    if (strcmp(word_for(open), word) != 0) {
        struct vz_survey_node place = {.row = row->number};
        vz_survey_report(
            reader->survey, VZ_SEVERITY_ERROR, &place, VZ_SURVEY_TYPE,
            "this ends a %s, but the %s '%s' (row %zu) is still open; end that "
            "first",
            word, word_for(open), open->name, open->row);
    }
    if (open->is_loop) {
        vz_survey_expand_loop(reader->survey, open);
    }
    reader->open = open->parent;
}

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

static void report_type(struct reader *reader, const struct vz_sheet_row *row,
                        const char *text) {
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
        report(reader, row, VZ_SURVEY_TYPE,
               "'%s' is not a question type; see the list at xlsform.org",
               text);
    }
}

static const char *name_of(struct reader *reader,
                           const struct vz_sheet_row *row,
                           const struct vz_question_type *type) {
    const char *name = value_of(reader, row, VZ_SURVEY_NAME);
    if (name && (type->flags & VZ_TYPE_META) && strcmp(name, type->name) != 0) {
        report(reader, row, VZ_SURVEY_NAME, "the name of this row must be '%s'",
               type->name);
    }
    if (name) {
        return name;
    }
    if (type->flags & VZ_TYPE_NOTE) {
        return vz_arena_printf(&reader->survey->arena,
                               "generated_note_name_%zu", row->number);
    }
    if (type->flags & VZ_TYPE_META) {
        return type->name;
    }
    report(reader, row, VZ_SURVEY_NAME, "this %s has no name; give it one",
           "question");
    return NULL;
}

// A form that is wrong everywhere is not searched for each mistake.
#define MAX_SUGGESTIONS 100

static void find_list(struct reader *reader, struct vz_survey_node *node,
                      const char *argument) {
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
    if (nearest.best) {
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
    const char *dot = strrchr(name, '.');
    return dot &&
           (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".xml") == 0 ||
            strcasecmp(dot, ".geojson") == 0);
}

static void take_query(struct reader *reader, struct vz_survey_node *node,
                       const char *argument) {
    node->query = argument;
    if (!vz_survey_has_external_list(reader->survey, argument)) {
        vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, node,
                         VZ_SURVEY_TYPE,
                         "no list in the sheet external_choices is named '%s'; "
                         "add it",
                         argument);
    }
}

static void take_argument(struct reader *reader, struct vz_survey_node *node,
                          const struct type_parts *parts) {
    struct vz_survey *survey = reader->survey;
    if (!parts->argument) {
        vz_survey_report(
            survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
            "'%s' needs the name of a %s after it", parts->type->name,
            parts->type->flags & VZ_TYPE_FILE ? "file" : "choice list");
    } else if (parts->type->flags & VZ_TYPE_QUERY) {
        take_query(reader, node, parts->argument);
    } else if (is_one_reference(parts->argument)) {
        node->source = parts->argument;
    } else if (parts->type->flags & VZ_TYPE_LIST) {
        find_list(reader, node, parts->argument);
    } else if (is_data_file(parts->argument)) {
        node->file = parts->argument;
    } else {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "'%s' must be a .csv, .xml or .geojson file",
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
static void add_other(struct reader *reader, struct vz_survey_node *select,
                      const struct vz_sheet_row *row) {
    struct vz_survey *survey = reader->survey;
    add_other_choice(survey, select->list);
    struct vz_survey_node *node = add_made(
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
    if (select->list->translated) {
        vz_survey_report(survey, VZ_SEVERITY_WARNING, select, VZ_SURVEY_TYPE,
                         "or_other in a form with translations is not "
                         "recommended: its texts are English in all of them");
    }
}

static void take_or_other(struct reader *reader, struct vz_survey_node *node,
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
        add_other(reader, node, row);
    }
}

// The row of labels, in front of the first select of a table-list.
static void add_table_labels(struct reader *reader,
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
        report(reader, row, VZ_SURVEY_TYPE,
               "all selects of a table-list have the same choices; this one "
               "has not the list '%s'",
               group->list->name);
    }
    if (group->list) {
        return;
    }
    group->list = list;
    struct vz_survey_node *node = add_made(
        reader, parts->type->name,
        vz_arena_printf(&survey->arena,
                        "reserved_name_for_field_list_labels_%zu", row->number),
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
static void take_reference(struct reader *reader, struct vz_survey_node *node) {
    const char *from =
        vz_survey_parameter(reader->survey, node, "reference_geometry");
    if (!from) {
        return;
    }
    if (is_one_reference(from)) {
        node->source = from;
    } else if (is_data_file(from)) {
        node->file = from;
    } else {
        find_list(reader, node, from);
    }
}

static void take_choices(struct reader *reader, struct vz_survey_node *node,
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

static void add_question(struct reader *reader, const struct vz_sheet_row *row,
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
    take_cells(reader, node, row);
    node->bind_type =
        vz_survey_attribute(node->attributes, VZ_COLUMN_BIND, "type");
    if (!node->bind_type) {
        node->bind_type = parts->type->bind_type;
    }
    take_choices(reader, node, row, parts);
}

static void open_loop(struct reader *reader, const struct vz_sheet_row *row,
                      const struct type_parts *parts) {
    open_bracket(reader, row, VZ_SURVEY_GROUP);
    struct vz_survey_node *loop = reader->open;
    loop->is_loop = true;
    loop->type = parts->type;
    take_argument(reader, loop, parts);
    loop->type = NULL;
}

static void take_question(struct reader *reader, const struct vz_sheet_row *row,
                          const char *text) {
    struct type_parts parts = parse_type(&reader->survey->arena, text);
    if (!parts.type) {
        report_type(reader, row, text);
    } else if (parts.type->flags & VZ_TYPE_LOOP) {
        open_loop(reader, row, &parts);
    } else {
        add_question(reader, row, &parts);
    }
}

static const char *any_label(const struct reader *reader,
                             const struct vz_sheet_row *row) {
    const struct vz_sheet_columns *columns = &reader->survey->columns;
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_TEXT &&
            columns->items[i].id == VZ_TEXT_LABEL && row->texts[i]) {
            return row->texts[i];
        }
    }
    return NULL;
}

// A row without a type is a comment, unless it looks like a question.
static void take_untyped(struct reader *reader,
                         const struct vz_sheet_row *row) {
    const char *name = value_of(reader, row, VZ_SURVEY_NAME);
    name = name ? name : any_label(reader, row);
    if (name) {
        report(reader, row, VZ_SURVEY_TYPE,
               "the question '%s' has no type; give it one", name);
        return;
    }
    struct vz_survey_node place = {.row = row->number};
    vz_survey_report(reader->survey, VZ_SEVERITY_WARNING, &place, -1,
                     "this row has no type, name or label and is skipped");
}

static void take_row(struct reader *reader, const struct vz_sheet_row *row) {
    const char *disabled = value_of(reader, row, VZ_SURVEY_DISABLED);
    if (disabled && (strcasecmp(disabled, "yes") == 0 ||
                     strcasecmp(disabled, "true") == 0)) {
        return;
    }
    const char *type = value_of(reader, row, VZ_SURVEY_TYPE);
    enum vz_bracket bracket;
    if (!type) {
        take_untyped(reader, row);
    } else if (!vz_bracket_find(type, &bracket)) {
        take_question(reader, row, type);
    } else if (bracket == VZ_BRACKET_BEGIN_GROUP ||
               bracket == VZ_BRACKET_BEGIN_REPEAT) {
        open_bracket(reader, row,
                     bracket == VZ_BRACKET_BEGIN_GROUP ? VZ_SURVEY_GROUP
                                                       : VZ_SURVEY_REPEAT);
    } else {
        close_bracket(reader, row,
                      bracket == VZ_BRACKET_END_GROUP    ? "group"
                      : bracket == VZ_BRACKET_END_REPEAT ? "repeat"
                                                         : "loop");
    }
}

static bool has_column(const struct vz_survey *survey, int id) {
    for (size_t i = 0; i < survey->columns.n; i++) {
        if (survey->columns.items[i].kind == VZ_COLUMN_VALUE &&
            survey->columns.items[i].id == id) {
            return true;
        }
    }
    return false;
}

static bool check_columns(struct vz_survey *survey) {
    static const int needed[] = {VZ_SURVEY_TYPE, VZ_SURVEY_NAME};
    bool ok = true;
    for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
        if (!has_column(survey, needed[i])) {
            vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "survey",
                               survey->columns.header_row, NULL,
                               "the sheet has no column '%s'; add it",
                               vz_survey_header(survey, needed[i]));
            ok = false;
        }
    }
    return ok;
}

static bool make_roots(struct vz_survey *survey) {
    const char *name = survey->settings.root_name;
    survey->root = vz_survey_add_node(survey, NULL, VZ_SURVEY_GROUP,
                                      name ? name : "data", 0);
    // Not yet a child: it comes after the questions.
    survey->meta = survey->root ? vz_survey_add_node(survey, NULL,
                                                     VZ_SURVEY_GROUP, "meta", 0)
                                : NULL;
    if (!survey->meta) {
        return false;
    }
    survey->meta->in_meta = true;
    survey->meta->path =
        vz_arena_printf(&survey->arena, "%s/meta", survey->root->path);
    return survey->meta->path != NULL;
}

// instanceID, instanceName; then hangs <meta> behind the questions.
static bool finish_meta(struct vz_survey *survey) {
    struct vz_survey_node *meta = survey->meta, *root = survey->root;
    const char *const nodes[] = {
        survey->settings.omit_instance_id ? NULL : "instanceID",
        survey->settings.instance_name ? "instanceName" : NULL,
    };
    for (size_t i = 0; i < 2; i++) {
        if (!nodes[i]) {
            continue;
        }
        struct vz_survey_node *node =
            vz_survey_add_node(survey, meta, VZ_SURVEY_QUESTION, nodes[i], 0);
        if (!node) {
            return false;
        }
        node->type = vz_question_type_find("hidden");
        node->bind_type = "string";
        node->in_meta = true;
    }
    meta->parent = root;
    if (root->last_child) {
        root->last_child->next = meta;
    } else {
        root->first_child = meta;
    }
    root->last_child = meta;
    return true;
}

static void report_open(struct reader *reader) {
    for (struct vz_survey_node *node = reader->open; node->parent;
         node = node->parent) {
        vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, node,
                         VZ_SURVEY_TYPE,
                         "the %s '%s' is never ended; add a row 'end_%s'",
                         word_for(node), node->name, word_for(node));
    }
}

static void report_no_survey(struct vz_survey *survey, bool empty) {
    const char *similar = vz_survey_similar_sheet(survey, "survey");
    if (empty) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, NULL, 0,
                           NULL,
                           "the sheet 'survey' is empty; write the questions "
                           "in it");
    } else if (similar) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, NULL, 0,
                           NULL,
                           "there is no sheet 'survey'; is it the sheet '%s'? "
                           "Then rename that",
                           similar);
    } else {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, NULL, 0,
                           NULL,
                           "there is no sheet 'survey'; add it, or rename the "
                           "sheet with the questions");
    }
}

bool vz_survey_rows_read(struct vz_survey *survey) {
    const struct vz_sheet *sheet =
        vz_workbook_sheet(&survey->workbook, "survey");
    if (!sheet || !sheet->n_cells) {
        report_no_survey(survey, sheet != NULL);
        return true;
    }
    if (!vz_sheet_columns_read(&survey->columns, &survey->arena, sheet, names,
                               sizeof(names) / sizeof(*names),
                               survey->diagnostics) ||
        !make_roots(survey)) {
        return false;
    }
    if (!check_columns(survey)) {
        return true;
    }
    survey->columns.keep_spaces = survey->settings.keep_spaces;
    struct reader reader = {.survey = survey, .open = survey->root};
    struct vz_sheet_row row;
    size_t at = survey->columns.first_cell;
    while (!survey->failed && vz_sheet_row_next(sheet, &survey->columns,
                                                &survey->arena, &at, &row)) {
        take_row(&reader, &row);
    }
    report_open(&reader);
    return !survey->failed && at >= sheet->n_cells && finish_meta(survey);
}

bool vz_survey_read(struct vz_survey *survey) {
    bool ok = vz_form_settings_read(survey) && vz_choice_lists_read(survey) &&
              vz_survey_read_entities(survey) && vz_survey_rows_read(survey);
    if (!ok || survey->failed) {
        return false;
    }
    if (survey->root && survey->meta->parent) {
        vz_survey_index(survey);
        vz_survey_check(survey);
        vz_survey_check_languages(survey);
        vz_survey_check_sheets(survey);
        if (!vz_survey_place_entities(survey)) {
            return false;
        }
        if (survey->n_entities) {
            vz_survey_index(survey); // their nodes have come in between
        }
    }
    return !survey->failed;
}
