/*
 * A table as an export shows it: each select_multiple is followed by one 0/1
 * column a choice.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_TABLE_H
#define VZ_STORAGE_EXPORT_EXPORT_TABLE_H

#include "base/strbuf.h"
#include "base/table.h"

#include <stdint.h>

struct vz_export_column {
    const char *name;
    size_t source;                         // column of the table
    const struct vz_schema_choice *choice; // of a 0/1 column, else NULL
    const char *variable; // its name in SPSS and Stata, or NULL
    size_t n_changed;     // cells that got an apostrophe or were cut: counted
                          // while writing, for the codebook
};

struct vz_export_table {
    struct vz_arena arena;
    struct vz_table *table; // borrowed
    struct vz_export_column *columns;
    size_t n_columns;
    size_t n_rows;   // that were written
    char newest[32]; // the latest received_at that was noted, "" = none
};

bool vz_export_table_init(struct vz_export_table *out, struct vz_table *table);
void vz_export_table_finish(struct vz_export_table *table);

// The cell of a column in a row of the source table. NULL = empty.
const char *vz_export_cell(const struct vz_export_column *column,
                           const char *const *cells);

// Counts a row and remembers when it came. Files are dated by the newest row
// that they hold, so that equal rows give equal bytes.
void vz_export_note_row(struct vz_export_table *table,
                        const char *const *cells);
// The newest in seconds since 1970 UTC; of no rows that of 2000-01-01.
int64_t vz_export_newest(const struct vz_export_table *table);

// What a column is called in a language: its question, "question: choice" of a
// 0/1 column, else its name. In `scratch`, which is cleared first.
const char *vz_export_title(struct vz_strbuf *scratch,
                            const struct vz_schema *schema,
                            const struct vz_export_table *table, size_t column,
                            size_t language);
// What a column of the hub (received_at, device ...) means in a language, or
// NULL.
const char *vz_export_system_text(const char *name, const char *language);
// True for "nl" and "Nederlands (nl)".
bool vz_export_is_dutch(const char *language);

#endif
