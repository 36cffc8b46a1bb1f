/*
 * Names that OData allows: a letter or '_' first, then [A-Za-z0-9_].
 */
#ifndef VZ_HUB_ODATA_NAME_H
#define VZ_HUB_ODATA_NAME_H

#include "base/strbuf.h"

// Appends one name; what is not allowed becomes '_', and '_' goes before a
// digit that comes first.
void vz_odata_name(struct vz_strbuf *out, const char *name, size_t len);
// Appends a path of such names; '/' between them becomes `separator`.
void vz_odata_path(struct vz_strbuf *out, const char *path, char separator);

#endif
