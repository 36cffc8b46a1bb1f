/*
 * What a form's feed consists of: its service document and its metadata.
 */
#ifndef VZ_HUB_ODATA_METADATA_H
#define VZ_HUB_ODATA_METADATA_H

#include "base/schema.h"
#include "base/strbuf.h"

// JSON: the tables. `root` is the feed's address.
void vz_odata_write_service(struct vz_strbuf *out,
                            const struct vz_schema *schema, const char *root);
// EDMX: their columns and types, without what leaves the hub in no export.
void vz_odata_write_metadata(struct vz_strbuf *out,
                             const struct vz_schema *schema);

#endif
