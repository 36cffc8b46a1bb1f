/*
 * The header row of a sheet, and its rows by column.
 *
 * Headers are found whatever their case, spaces or age: "Constraint Message",
 * "label::Nederlands (nl)", "media::image", "bind:: vz:role".
 */
#ifndef VZ_FORM_XLSFORM_SHEET_COLUMNS_H
#define VZ_FORM_XLSFORM_SHEET_COLUMNS_H

#include "workbook.h"

enum vz_column_kind {
    VZ_COLUMN_VALUE,     // one value a row
    VZ_COLUMN_TEXT,      // may have a language
    VZ_COLUMN_BIND,      // bind::x
    VZ_COLUMN_BODY,      // body::x
    VZ_COLUMN_INSTANCE,  // instance::x
    VZ_COLUMN_ATTRIBUTE, // attribute::x (settings)
    VZ_COLUMN_OTHER,     // anything else
};

// One way to write a header, in lower case with _ for spaces and hyphens.
struct vz_column_name {
    const char *name;
    enum vz_column_kind kind; // VALUE or TEXT
    int id;
};

struct vz_sheet_column {
    uint32_t index;     // in the sheet
    const char *header; // as written
    enum vz_column_kind kind;
    int id;               // of VALUE and TEXT
    const char *name;     // what follows bind::, body::...; of OTHER the header
    const char *language; // "Nederlands (nl)", NULL = none named
    bool used;            // a row that was read has a text in it
};

struct vz_sheet_columns {
    struct vz_sheet_column *items; // in the arena, by index
    size_t n;
    size_t header_row; // 0 = the sheet is empty
    size_t first_cell; // of the rows below the header
    bool keep_spaces;  // runs of spaces in the rows stay as they are
};

// Reads the header row. Warns of headers that look misspelt, refuses a header
// that stands twice. False when out of memory.
bool vz_sheet_columns_read(struct vz_sheet_columns *columns,
                           struct vz_arena *arena, const struct vz_sheet *sheet,
                           const struct vz_column_name *names, size_t n_names,
                           struct vz_diagnostics *diagnostics);

// One row: a text for each column, NULL where empty. Texts are trimmed, runs
// of spaces are one space, curly quotes are straight.
struct vz_sheet_row {
    size_t number;      // as Excel counts
    const char **texts; // columns->n entries, in the arena
};

// The next row that has anything in a column with a header. `at` starts as
// columns->first_cell. False after the last, or when out of memory (then
// row->number is 0 and *at is not the end).
bool vz_sheet_row_next(const struct vz_sheet *sheet,
                       const struct vz_sheet_columns *columns,
                       struct vz_arena *arena, size_t *at,
                       struct vz_sheet_row *row);

// Trims, makes one space of a run of spaces, and straight quotes of curly ones,
// which word processors put into expressions. In the arena; NULL = no memory.
char *vz_clean_text(struct vz_arena *arena, const char *text);

#endif
