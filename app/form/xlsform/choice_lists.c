/*
 * The choices sheet: lists of choices, with translated labels, media and any
 * further columns, which choice filters and the kiosk can read.
 */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

enum choice_column {
    CHOICE_LIST = VZ_TEXT_N_KINDS, // apart from the text kinds
    CHOICE_NAME,
};

static const struct vz_column_name names[] = {
    {"list_name", VZ_COLUMN_VALUE, CHOICE_LIST},
    {"name", VZ_COLUMN_VALUE, CHOICE_NAME},
    {"value", VZ_COLUMN_VALUE, CHOICE_NAME},
    {"label", VZ_COLUMN_TEXT, VZ_TEXT_LABEL},
    {"caption", VZ_COLUMN_TEXT, VZ_TEXT_LABEL},
    {"image", VZ_COLUMN_TEXT, VZ_TEXT_IMAGE},
    {"big_image", VZ_COLUMN_TEXT, VZ_TEXT_BIG_IMAGE},
    {"audio", VZ_COLUMN_TEXT, VZ_TEXT_AUDIO},
    {"video", VZ_COLUMN_TEXT, VZ_TEXT_VIDEO},
};

static const char *value_of(const struct vz_survey *survey,
                            const struct vz_sheet_row *row, int id) {
    for (size_t i = 0; i < survey->choice_columns.n; i++) {
        const struct vz_sheet_column *column = &survey->choice_columns.items[i];
        if (column->kind == VZ_COLUMN_VALUE && column->id == id) {
            return row->texts[i];
        }
    }
    return NULL;
}

static void report(struct vz_survey *survey, enum vz_severity severity,
                   size_t row, const char *column, const char *message,
                   const char *name) {
    vz_diagnostics_add(survey->diagnostics, severity, "choices", row, column,
                       message, name);
}

static struct vz_choice_list *list_of(struct vz_survey *survey,
                                      const char *name, size_t row) {
    // Rows of a list usually follow each other.
    if (survey->n_lists &&
        strcmp(survey->lists[survey->n_lists - 1].name, name) == 0) {
        return &survey->lists[survey->n_lists - 1];
    }
    struct vz_choice_list *list = vz_survey_list(survey, name);
    if (list) {
        return list;
    }
    if (!vz_grow(&survey->lists, &survey->cap_lists, survey->n_lists,
                 sizeof(*survey->lists))) {
        survey->failed = true;
        return NULL;
    }
    if (vz_name_index_add(&survey->list_names, name) == VZ_NO_NAME) {
        survey->failed = true;
        return NULL;
    }
    list = &survey->lists[survey->n_lists++];
    *list = (struct vz_choice_list){.name = name, .row = row};
    return list;
}

static void take_texts(struct vz_survey *survey, struct vz_choice_list *list,
                       struct vz_choice_row *choice,
                       const struct vz_sheet_row *row) {
    for (size_t i = 0; i < survey->choice_columns.n; i++) {
        const struct vz_sheet_column *column = &survey->choice_columns.items[i];
        if (!row->texts[i] || column->kind != VZ_COLUMN_TEXT) {
            continue;
        }
        vz_survey_add_text(survey, &choice->texts[column->id], column,
                           row->texts[i]);
        // Media, translations and references to answers need itext.
        list->translated = list->translated || column->language ||
                           column->id != VZ_TEXT_LABEL ||
                           strstr(row->texts[i], "${");
    }
}

static void take_row(struct vz_survey *survey, const struct vz_sheet_row *row) {
    const char *list_name = value_of(survey, row, CHOICE_LIST);
    const char *name = value_of(survey, row, CHOICE_NAME);
    if (!list_name && !name) {
        return; // a comment
    }
    if (!list_name) {
        report(survey, VZ_SEVERITY_WARNING, row->number, "list_name",
               "the choice '%s' belongs to no list and is not used; name one "
               "in list_name",
               name);
        return;
    }
    if (!name) {
        report(survey, VZ_SEVERITY_ERROR, row->number, "name",
               "choices must have a name; give one to this choice of the list "
               "'%s'",
               list_name);
        return;
    }
    struct vz_choice_list *list = list_of(survey, list_name, row->number);
    if (!list ||
        !vz_grow(&list->choices, &list->cap, list->n, sizeof(*list->choices))) {
        survey->failed = true;
        return;
    }
    struct vz_choice_row *choice = &list->choices[list->n++];
    *choice = (struct vz_choice_row){
        .name = name,
        .row = row->number,
        .others = row->texts,
    };
    take_texts(survey, list, choice, row);
}

static int compare_choices(const void *left, const void *right) {
    const struct vz_choice_row *a = *(struct vz_choice_row *const *)left;
    const struct vz_choice_row *b = *(struct vz_choice_row *const *)right;
    int order = strcmp(a->name, b->name);
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

static void check_duplicates(struct vz_survey *survey,
                             const struct vz_choice_list *list) {
    if (survey->settings.allow_choice_duplicates) {
        return;
    }
    struct vz_choice_row **sorted =
        vz_alloc_array(list->n, sizeof(struct vz_choice_row *));
    if (!sorted) {
        survey->failed = true;
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        sorted[i] = &list->choices[i];
    }
    qsort(sorted, list->n, sizeof(*sorted), compare_choices);
    for (size_t i = 1; i < list->n; i++) {
        if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0) {
            vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR,
                               "choices", sorted[i]->row, "name",
                               "choice names must be unique: the list '%s' "
                               "already has '%s' (row %zu); rename one of the "
                               "two, or set allow_choice_duplicates to yes",
                               list->name, sorted[i]->name, sorted[i - 1]->row);
        }
    }
    free(sorted);
}

static void check_labels(struct vz_survey *survey,
                         const struct vz_choice_list *list) {
    for (size_t i = 0; i < list->n; i++) {
        const struct vz_choice_row *choice = &list->choices[i];
        if (!choice->texts[VZ_TEXT_LABEL]) {
            report(survey, VZ_SEVERITY_WARNING, choice->row, "label",
                   "choices should have a label; people will see the name "
                   "'%s'",
                   choice->name);
        }
    }
}

// Further columns become elements, so their headers must be able to.
static void check_columns(struct vz_survey *survey) {
    bool has_list = false, has_name = false;
    const struct vz_sheet_columns *columns = &survey->choice_columns;
    for (size_t i = 0; i < columns->n; i++) {
        struct vz_sheet_column *column = &columns->items[i];
        bool value = column->kind == VZ_COLUMN_VALUE;
        has_list = has_list || (value && column->id == CHOICE_LIST);
        has_name = has_name || (value && column->id == CHOICE_NAME);
        if (column->kind == VZ_COLUMN_OTHER && !vz_is_xml_name(column->name)) {
            report(survey, VZ_SEVERITY_WARNING, columns->header_row,
                   column->header,
                   "the column '%s' is not used: only letters, digits and _ "
                   "can be in its name",
                   column->header);
            column->name = NULL;
        }
    }
    if (columns->n && !has_list) {
        report(survey, VZ_SEVERITY_ERROR, columns->header_row, NULL,
               "the sheet has no column '%s'; add it", "list_name");
    }
    if (columns->n && !has_name) {
        report(survey, VZ_SEVERITY_ERROR, columns->header_row, NULL,
               "the sheet has no column '%s'; add it", "name");
    }
}

// The sheets of choices have the same columns.
static bool read_columns(struct vz_survey *survey, const struct vz_sheet *sheet,
                         struct vz_sheet_columns *columns) {
    return vz_sheet_columns_read(columns, &survey->arena, sheet, names,
                                 sizeof(names) / sizeof(*names),
                                 survey->diagnostics);
}

bool vz_choice_lists_read(struct vz_survey *survey) {
    const struct vz_sheet *sheet =
        vz_workbook_sheet(&survey->workbook, "choices");
    if (!sheet) {
        return true;
    }
    if (!read_columns(survey, sheet, &survey->choice_columns)) {
        return false;
    }
    survey->choice_columns.keep_spaces = true;
    size_t before = survey->diagnostics->n_errors;
    check_columns(survey);
    if (survey->diagnostics->n_errors != before) {
        return true; // every row would complain
    }
    struct vz_sheet_row row;
    size_t at = survey->choice_columns.first_cell;
    while (!survey->failed && vz_sheet_row_next(sheet, &survey->choice_columns,
                                                &survey->arena, &at, &row)) {
        take_row(survey, &row);
    }
    for (size_t i = 0; i < survey->n_lists; i++) {
        check_duplicates(survey, &survey->lists[i]);
        check_labels(survey, &survey->lists[i]);
    }
    return !survey->failed && at >= sheet->n_cells;
}

static bool take_external_row(struct vz_survey *survey,
                              const struct vz_sheet_columns *columns,
                              const struct vz_sheet_row *row) {
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_VALUE &&
            columns->items[i].id == CHOICE_LIST && row->texts[i] &&
            vz_name_index_add(&survey->external_lists, row->texts[i]) ==
                VZ_NO_NAME) {
            return false;
        }
    }
    return true;
}

// The lists of external_choices go to the device as a file of their own; the
// form only has to know that they exist.
static bool read_external(struct vz_survey *survey) {
    const struct vz_sheet *sheet =
        vz_workbook_sheet(&survey->workbook, "external_choices");
    struct vz_sheet_columns columns;
    if (!sheet) {
        return true;
    }
    if (!read_columns(survey, sheet, &columns)) {
        return false;
    }
    struct vz_sheet_row row;
    size_t at = columns.first_cell;
    while (vz_sheet_row_next(sheet, &columns, &survey->arena, &at, &row)) {
        if (!take_external_row(survey, &columns, &row)) {
            return false;
        }
    }
    return at >= sheet->n_cells;
}

bool vz_survey_has_external_list(struct vz_survey *survey, const char *name) {
    if (!survey->external_read) {
        survey->external_read = true;
        survey->failed = survey->failed || !read_external(survey);
    }
    return vz_name_index_find(&survey->external_lists, name) != VZ_NO_NAME;
}

// ----------------------------------------------------------------------- osm

static void take_tag(const struct vz_sheet_columns *columns,
                     const struct vz_sheet_row *row, const char *list,
                     void (*each)(void *userdata, const char *name,
                                  const char *label),
                     void *userdata) {
    const char *values[CHOICE_NAME + 1] = {0};
    for (size_t i = 0; i < columns->n; i++) {
        const struct vz_sheet_column *column = &columns->items[i];
        if (column->kind != VZ_COLUMN_OTHER && !values[column->id]) {
            values[column->id] = row->texts[i];
        }
    }
    if (values[CHOICE_LIST] && values[CHOICE_NAME] &&
        strcmp(values[CHOICE_LIST], list) == 0) {
        each(userdata, values[CHOICE_NAME],
             values[VZ_TEXT_LABEL] ? values[VZ_TEXT_LABEL] : "");
    }
}

#define MAX_TAG_LISTS 100

bool vz_survey_each_tag(struct vz_survey *survey, const char *list,
                        void (*each)(void *userdata, const char *name,
                                     const char *label),
                        void *userdata) {
    const struct vz_sheet *sheet = vz_workbook_sheet(&survey->workbook, "osm");
    struct vz_sheet_columns columns;
    if (!sheet) {
        return true;
    }
    // Each question reads the sheet anew.
    if (++survey->n_tag_lists > MAX_TAG_LISTS) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_ERROR, "osm", 0,
                           NULL, "more than %d questions of type osm",
                           MAX_TAG_LISTS);
        return true;
    }
    if (!read_columns(survey, sheet, &columns)) {
        return false;
    }
    struct vz_sheet_row row;
    size_t at = columns.first_cell;
    while (vz_sheet_row_next(sheet, &columns, &survey->arena, &at, &row)) {
        take_tag(&columns, &row, list, each, userdata);
    }
    return at >= sheet->n_cells;
}
