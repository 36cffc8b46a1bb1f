/*
 * Rows that must be read twice: kept in a file without a name, which the
 * system removes whatever happens. Memory holds one row.
 *
 * Formats that say at their beginning how many rows follow and how wide each
 * column is need it, since a table can be read only once.
 */
#ifndef VZ_STORAGE_EXPORT_SPOOL_H
#define VZ_STORAGE_EXPORT_SPOOL_H

#include "base/status.h"

#include <stddef.h>

struct vz_spool;

// Begins a spool on the disk of the file `beside`, for rows of n cells. NULL
// with error on failure.
struct vz_spool *vz_spool_create(const char *beside, size_t n,
                                 struct vz_error *error);
// Keeps a row; a cell may be NULL. VZ_FULL, VZ_IO, VZ_LIMIT (a row of 1 GB).
enum vz_status vz_spool_add(struct vz_spool *spool, const char *const *cells,
                            struct vz_error *error);
// The next row is the first one; no row can be added any more.
enum vz_status vz_spool_rewind(struct vz_spool *spool, struct vz_error *error);
// Fills cells[n], valid until the next call. VZ_NOT_FOUND after the last row.
enum vz_status vz_spool_next(struct vz_spool *spool, const char **cells,
                             struct vz_error *error);
// NULL is allowed.
void vz_spool_destroy(struct vz_spool *spool);

#endif
