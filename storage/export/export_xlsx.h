/*
 * An export as one Excel workbook: the door to libxlsxwriter here.
 *
 * Each table has two sheets: one with questions and answers as people read
 * them, in one language, and one "(codes)" with the names of the form. Then
 * comes the codebook. Numbers are numbers, days and times are Excel's; text is
 * always text, so that nothing is ever run. Cells of over 32,767 characters
 * are cut, and counted in the codebook. Memory holds one row; the sheets grow
 * in unnamed working files.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_XLSX_H
#define VZ_STORAGE_EXPORT_EXPORT_XLSX_H

#include "export.h"

// As vz_export_write. VZ_LIMIT: over 1,048,575 rows or 16,384 columns.
enum vz_status vz_export_xlsx(const char *path,
                              const struct vz_export_params *params,
                              size_t *n_rows, struct vz_error *error);

#endif
