/*
 * One value of a feed as JSON, by the type of its field.
 */
#ifndef VZ_HUB_ODATA_CELL_H
#define VZ_HUB_ODATA_CELL_H

#include "base/schema.h"
#include "base/strbuf.h"

// Appends a text as a JSON string; NULL as null.
void vz_json_text(struct vz_strbuf *out, const char *text);
// Appends a cell: numbers as numbers, places as GeoJSON (or, with `wkt`, as a
// text in well-known text), the rest as text. What is not of its type, and
// what is empty, is null.
void vz_odata_cell(struct vz_strbuf *out, enum vz_field_type type,
                   const char *text, bool wkt);
// The type that OData's metadata names for it.
const char *vz_odata_type(enum vz_field_type type);

#endif
