/*
 * The answers that are places, as GeoJSON (RFC 7946): a feature for each
 * geopoint, geotrace or geoshape that was answered, with the other answers of
 * its row as properties, so that a map can colour by them. Rows without a
 * place are not on a map and not in the file.
 */
#ifndef VZ_STORAGE_EXPORT_EXPORT_GEOJSON_H
#define VZ_STORAGE_EXPORT_EXPORT_GEOJSON_H

#include "export.h"

// As vz_export_write. VZ_INVALID: the form asks for no place.
enum vz_status vz_export_geojson(const char *path,
                                 const struct vz_export_params *params,
                                 size_t *n_rows, struct vz_error *error);

#endif
