/*
 * An export for SPSS or Stata: FILE.sav holds the submissions,
 * FILE-repeat.sav each repeat, FILE-codebook.csv what the names and numbers
 * mean in every language. Rows pass through a working file, so memory holds
 * one at a time.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_STAT_H
#define VZ_STORAGE_EXPORT_EXPORT_STAT_H

#include "export.h"
#include "stat_writer.h"

// As vz_export_write. The files take their places together at the end.
enum vz_status vz_export_stat(const char *path, enum vz_stat_format format,
                              const struct vz_export_params *params,
                              size_t *n_rows, struct vz_error *error);

#endif
