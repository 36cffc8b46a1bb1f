/*
 * An export: a zip with one CSV a table, the files that the rows name, a
 * codebook, and a page that says what it is.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_ZIP_H
#define VZ_STORAGE_EXPORT_EXPORT_ZIP_H

#include "base/table.h"

struct vz_export_params {
    const struct vz_schema *schema; // for the codebook
    struct vz_table *tables;        // each is read once
    size_t n_tables;
    struct vz_table_files *files; // read once, or NULL
    char separator;               // ',' ';' or '\t'
    bool keep_formulas; // no apostrophes before what looks like a formula
    const char *about;  // the text of README.txt, or NULL
};

// Writes the zip to `path`; on failure nothing is left there. *n_rows is the
// number of rows of the first table.
enum vz_status vz_export_zip(const char *path,
                             const struct vz_export_params *params,
                             size_t *n_rows, struct vz_error *error);

#endif
