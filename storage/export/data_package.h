/*
 * datapackage.json: what the CSV files of an export are, as a Frictionless
 * data package (version 2) says it, so that programs read them with the right
 * types and keys.
 */
#ifndef VZ_STORAGE_EXPORT_DATA_PACKAGE_H
#define VZ_STORAGE_EXPORT_DATA_PACKAGE_H

#include "export.h"
#include "export_table.h"

// Appends it; `tables` are those of params. False when out of memory.
bool vz_data_package_write(struct vz_strbuf *out,
                           const struct vz_export_params *params,
                           const struct vz_export_table *tables);

#endif
