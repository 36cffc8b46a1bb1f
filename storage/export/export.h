/*
 * An export: what leaves the hub, in the format that the receiver's program
 * reads best. All formats take the same tables.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_H
#define VZ_STORAGE_EXPORT_EXPORT_H

#include "base/table.h"

enum vz_export_format {
    VZ_EXPORT_ZIP,     // CSV, files, codebook, Frictionless data package
    VZ_EXPORT_XLSX,    // one workbook: labels, codes, repeats, codebook
    VZ_EXPORT_SAV,     // SPSS: a file a table, and the codebook as CSV
    VZ_EXPORT_DTA,     // Stata 14 or later: the same
    VZ_EXPORT_GEOJSON, // RFC 7946: the answers that are places
};

struct vz_export_params {
    const struct vz_schema *schema; // for the codebook
    struct vz_table *tables;        // each is read once
    size_t n_tables;
    struct vz_table_files *files; // read once, or NULL; in a zip only
    size_t language;    // index of the schema's, for labels in workbooks and
                        // statistics files; the codebook has all
    char separator;     // of CSV: ',' ';' or '\t'
    bool keep_formulas; // no apostrophes in CSV before what looks like one
    const char *about;  // the text of a zip's README.txt, or NULL
};

// The format of this name ("xlsx"), or of the ending of a file's name. False
// when there is none.
bool vz_export_format_named(const char *name, enum vz_export_format *format);
bool vz_export_format_of_file(const char *path, enum vz_export_format *format);

// The index of the language that is called "Nederlands (nl)", "nl" or
// "Nederlands". False when the form has no such language.
bool vz_export_language(const struct vz_schema *schema, const char *name,
                        size_t *language);

// Writes the export to `path`. On failure nothing new is left there. *n_rows
// is the number of rows of the first table. Equal rows give equal bytes in
// every format but a zip, whose README names the moment.
// VZ_LIMIT: the format cannot hold so many rows or columns. VZ_INVALID: the
// form has nothing that the format shows.
enum vz_status vz_export_write(const char *path, enum vz_export_format format,
                               const struct vz_export_params *params,
                               size_t *n_rows, struct vz_error *error);

#endif
