/*
 * The codebook: what each column of an export means, in each language of the
 * form, one row a column and one row a choice.
 */
#ifndef VZ_STORAGE_EXPORT_CODEBOOK_H
#define VZ_STORAGE_EXPORT_CODEBOOK_H

#include "csv.h"
#include "export_table.h"

void vz_codebook_write_header(struct vz_csv *csv,
                              const struct vz_schema *schema);
// The columns of one file of the export.
void vz_codebook_write_table(struct vz_csv *csv, const struct vz_schema *schema,
                             const struct vz_export_table *table);

#endif
