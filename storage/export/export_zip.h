/*
 * An export: a zip with one CSV a table, the files that the rows name, a
 * codebook, and a page that says what it is.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_ZIP_H
#define VZ_STORAGE_EXPORT_EXPORT_ZIP_H

#include "export.h"

// Writes the zip to `path`; on failure nothing is left there. *n_rows is the
// number of rows of the first table.
enum vz_status vz_export_zip(const char *path,
                             const struct vz_export_params *params,
                             size_t *n_rows, struct vz_error *error);

#endif
