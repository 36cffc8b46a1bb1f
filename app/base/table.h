/*
 * Rows, and the files that belong to them, on their way out: the one shape
 * that every export takes.
 *
 * A source is pulled row by row, so a table is never in memory as a whole.
 */
#ifndef VZ_BASE_TABLE_H
#define VZ_BASE_TABLE_H

#include "schema.h"
#include "status.h"

struct vz_column {
    const char *name; // unique in the table
    enum vz_field_type type;
    const struct vz_field
        *field; // the form's field, or NULL for system columns
};

// A table that can be read once, from the first row to the last. Strings and
// columns are valid until the source is closed, a row's cells until the next.
struct vz_table {
    const char *name; // file name without ending
    const struct vz_column *columns;
    size_t n_columns;
    // Fills cells[n_columns] (NULL = empty). VZ_OK, or VZ_NOT_FOUND after the
    // last row, or another status with `error` filled.
    enum vz_status (*next)(struct vz_table *table, const char **cells,
                           struct vz_error *error);
    void *userdata;
};

// A file that belongs to a row. Valid until the next one is asked for.
struct vz_table_file {
    const char *path; // below the export's root: safe to make on any system
    const void *bytes;
    size_t len;
};

// Files on their way out, pulled one by one like rows.
struct vz_table_files {
    // VZ_OK, or VZ_NOT_FOUND after the last, or another status with `error`
    // filled.
    enum vz_status (*next)(struct vz_table_files *files,
                           struct vz_table_file *file, struct vz_error *error);
    void *userdata;
};

#endif
