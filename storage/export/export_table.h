/*
 * A table as an export shows it: each select_multiple is followed by one 0/1
 * column a choice.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_TABLE_H
#define VZ_STORAGE_EXPORT_EXPORT_TABLE_H

#include "base/table.h"

struct vz_export_column {
    const char *name;
    size_t source;                         // column of the table
    const struct vz_schema_choice *choice; // of a 0/1 column, else NULL
    size_t n_escaped; // cells that got an apostrophe, counted while writing
};

struct vz_export_table {
    struct vz_arena arena;
    struct vz_table *table; // borrowed
    struct vz_export_column *columns;
    size_t n_columns;
};

bool vz_export_table_init(struct vz_export_table *out, struct vz_table *table);
void vz_export_table_finish(struct vz_export_table *table);

// The cell of a column in a row of the source table. NULL = empty.
const char *vz_export_cell(const struct vz_export_column *column,
                           const char *const *cells);

#endif
