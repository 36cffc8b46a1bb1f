/*
 * The survey sheet, row by row, into the tree: groups, repeats and loops, and
 * what belongs to the sheet as a whole.
 */
#include "survey_reader.h"

#include "form/xform/session.h"
#include "form/xlsform/expressions.h"

#include <string.h>
#include <strings.h>

// jr:count takes a path only: a calculation goes through a node of its own, in
// front of the repeat. Answers the reference to it, or NULL when none is due.
static const char *add_counter(struct vz_survey_reader *reader,
                               const struct vz_sheet_row *row,
                               const char *repeat) {
    struct vz_survey *survey = reader->survey;
    const char *count = vz_reader_value(reader, row, VZ_SURVEY_REPEAT_COUNT);
    if (!count || vz_is_reference(count)) {
        return NULL;
    }
    const char *name = vz_arena_printf(&survey->arena, "%s_count", repeat);
    const char *reference =
        vz_arena_printf(&survey->arena, "${%s_count}", repeat);
    struct vz_survey_node *node =
        reference ? vz_reader_add_made(reader, "calculate", name, row) : NULL;
    if (!node) {
        survey->failed = true;
        return NULL;
    }
    node->counts_repeat = true;
    node->values[VZ_SURVEY_CALCULATION] = count;
    node->values[VZ_SURVEY_READONLY] = "yes";
    return reference;
}

// A table-list shows its selects below each other, without their labels: one
// row of labels stands above them, and the group's own label above that.
static void begin_table_list(struct vz_survey_reader *reader,
                             struct vz_survey_node *group,
                             const struct vz_sheet_row *row) {
    group->table_list = true;
    if (!group->texts[VZ_TEXT_LABEL] && !group->texts[VZ_TEXT_HINT]) {
        return;
    }
    struct vz_survey_node *note =
        vz_reader_add_made(reader, "note",
                           vz_arena_printf(&reader->survey->arena,
                                           "generated_table_list_label_%zu",
                                           vz_reader_row(reader, row)),
                           row);
    if (note) {
        note->texts[VZ_TEXT_LABEL] = group->texts[VZ_TEXT_LABEL];
        note->texts[VZ_TEXT_HINT] = group->texts[VZ_TEXT_HINT];
        group->texts[VZ_TEXT_LABEL] = group->texts[VZ_TEXT_HINT] = NULL;
    }
}

// Only an answer can be required.
static void refuse_required(struct vz_survey_reader *reader,
                            const struct vz_survey_node *node) {
    const char *text = node->values[VZ_SURVEY_REQUIRED];
    if (text && strcmp(vz_boolean_expression(text), "false()") != 0) {
        vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, node,
                         VZ_SURVEY_REQUIRED,
                         "groups, repeats and loops cannot be required; move "
                         "the value to a question inside of '%s', or remove it",
                         node->name);
    }
}

static void open_node(struct vz_survey_reader *reader,
                      struct vz_survey_node *node,
                      const struct vz_sheet_row *row) {
    vz_reader_take_cells(reader, node, row);
    refuse_required(reader, node);
    reader->open = node;
    if (node->kind == VZ_SURVEY_GROUP &&
        vz_appearance_has(node->values[VZ_SURVEY_APPEARANCE], "table-list")) {
        begin_table_list(reader, node, row);
    }
}

// A repeat is two levels of the XForm, which has at most a hundred.
#define MAX_DEPTH 40

static bool is_too_deep(struct vz_survey_reader *reader,
                        const struct vz_sheet_row *row) {
    size_t depth = 0;
    const struct vz_survey_node *at = reader->open;
    for (; at && depth <= MAX_DEPTH; at = at->parent) {
        depth++;
    }
    if (depth <= MAX_DEPTH) {
        return false;
    }
    if (reader->n_skipped++ == 0) {
        vz_reader_report(reader, row, VZ_SURVEY_TYPE,
                         "groups and repeats are nested too deep here: at most "
                         "40 can be open at a time",
                         NULL);
    }
    return true;
}

void vz_reader_open(struct vz_survey_reader *reader,
                    const struct vz_sheet_row *row, enum vz_survey_kind kind) {
    if (is_too_deep(reader, row)) {
        return;
    }
    const char *name = vz_reader_value(reader, row, VZ_SURVEY_NAME);
    if (!name) {
        vz_reader_report(reader, row, VZ_SURVEY_NAME,
                         "this %s has no name; give it one",
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

static void close_bracket(struct vz_survey_reader *reader,
                          const struct vz_sheet_row *row, const char *word) {
    struct vz_survey_node *open = reader->open;
    if (reader->n_skipped > 0) {
        reader->n_skipped--;
        return;
    }
    if (!open->parent) {
        vz_reader_report(reader, row, VZ_SURVEY_TYPE,
                         "unmatched end: this ends a %s that was never begun; "
                         "delete the row or add its begin",
                         word);
        return;
    }
    if (strcmp(word_for(open), word) != 0) {
        struct vz_survey_node place = {.row = row->number};
        vz_survey_report(reader->survey, VZ_SEVERITY_ERROR, &place,
                         VZ_SURVEY_TYPE,
                         "unmatched end: this ends a %s, but the %s '%s' (row "
                         "%zu) is still open; end that first",
                         word, word_for(open), open->name, open->row);
    }
    if (open->is_loop) {
        vz_survey_expand_loop(reader->survey, open);
    }
    reader->open = open->parent;
}

static const char *any_label(const struct vz_survey_reader *reader,
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
static void take_untyped(struct vz_survey_reader *reader,
                         const struct vz_sheet_row *row) {
    const char *name = vz_reader_value(reader, row, VZ_SURVEY_NAME);
    name = name ? name : any_label(reader, row);
    if (name) {
        vz_reader_report(reader, row, VZ_SURVEY_TYPE,
                         "the question '%s' has no type; give it one", name);
        return;
    }
    struct vz_survey_node place = {.row = row->number};
    vz_survey_report(reader->survey, VZ_SEVERITY_WARNING, &place, -1,
                     "this row has no type, name or label and is skipped");
}

static bool is_disabled(struct vz_survey_reader *reader,
                        const struct vz_sheet_row *row) {
    const char *text = vz_reader_value(reader, row, VZ_SURVEY_DISABLED);
    if (!text) {
        return false;
    }
    struct vz_survey_node place = {.row = row->number};
    vz_survey_report(reader->survey, VZ_SEVERITY_WARNING, &place,
                     VZ_SURVEY_DISABLED,
                     "the column 'disabled' is not part of the current "
                     "specification; better use relevant");
    return strcmp(vz_boolean_expression(text), "true()") == 0;
}

static void take_row(struct vz_survey_reader *reader,
                     const struct vz_sheet_row *row) {
    if (is_disabled(reader, row)) {
        return;
    }
    const char *type = vz_reader_value(reader, row, VZ_SURVEY_TYPE);
    const char *name = vz_reader_value(reader, row, VZ_SURVEY_NAME);
    enum vz_bracket bracket;
    if (type && name && vz_form_settings_take_row(reader->survey, type, name)) {
        return;
    }
    if (!type) {
        take_untyped(reader, row);
    } else if (!vz_bracket_find(type, &bracket)) {
        vz_reader_take_question(reader, row, type);
    } else if (bracket == VZ_BRACKET_BEGIN_GROUP ||
               bracket == VZ_BRACKET_BEGIN_REPEAT) {
        vz_reader_open(reader, row,
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

// Names can be missing: a note gets one, and other rows are told of theirs.
static bool check_columns(struct vz_survey *survey) {
    if (has_column(survey, VZ_SURVEY_TYPE)) {
        return true;
    }
    vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "survey",
                       survey->columns.header_row, NULL,
                       "the required column 'type' was not found; add it, or "
                       "the row of headers");
    return false;
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

static void report_open(struct vz_survey_reader *reader) {
    for (struct vz_survey_node *node = reader->open; node->parent;
         node = node->parent) {
        vz_survey_report(
            reader->survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
            "unmatched begin: the %s '%s' is never ended; add a row 'end_%s'",
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

static bool read_rows(struct vz_survey *survey) {
    const struct vz_sheet *sheet =
        vz_workbook_sheet(&survey->workbook, "survey");
    if (!sheet || !sheet->n_cells) {
        report_no_survey(survey, sheet != NULL);
        return true;
    }
    if (!vz_reader_read_columns(survey, sheet) || !make_roots(survey)) {
        return false;
    }
    if (!check_columns(survey)) {
        return true;
    }
    survey->columns.keep_spaces = survey->settings.keep_spaces;
    struct vz_survey_reader reader = {.survey = survey, .open = survey->root};
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
              vz_survey_read_entities(survey) && read_rows(survey);
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
