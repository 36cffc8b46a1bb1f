/*
 * The codebook: what each column of an export means, in each language of the
 * form, one row a column and one row a choice.
 */
#ifndef VZ_STORAGE_EXPORT_CODEBOOK_H
#define VZ_STORAGE_EXPORT_CODEBOOK_H

#include "csv.h"
#include "export_table.h"

// Where it goes, cell by cell.
struct vz_codebook {
    void (*cell)(struct vz_codebook *book, const char *text); // NULL = empty
    void (*end_row)(struct vz_codebook *book);
    void *userdata;
    const char *ending;  // of the names of files: ".csv"
    const char *changed; // header over the number of changed cells
    bool variables;      // with the names and numbers of SPSS and Stata
};

// A codebook that writes CSV; `csv` must outlive it.
struct vz_codebook vz_codebook_to_csv(struct vz_csv *csv);

void vz_codebook_write_header(struct vz_codebook *book,
                              const struct vz_schema *schema);
// The columns of one file of the export.
void vz_codebook_write_table(struct vz_codebook *book,
                             const struct vz_schema *schema,
                             const struct vz_export_table *table);

// The whole of it, as bytes of a CSV file. Out of memory shows in out->failed.
void vz_codebook_write_csv(struct vz_strbuf *out, const struct vz_codebook *as,
                           char separator, const struct vz_schema *schema,
                           const struct vz_export_table *tables, size_t n);

#endif
