/*
 * What stays of a submission when its story is erased: the counts.
 */
#ifndef VZ_STORAGE_HUB_MASKING_H
#define VZ_STORAGE_HUB_MASKING_H

#include "base/schema.h"
#include "base/strbuf.h"
#include "openrosa/openrosa.h"

// Appends the XML of a submission without what was told, by the rules of the
// consent ladder: fields with a telling role, files, free text, and fields
// that the schema does not know are emptied. So is what a calculation made of
// them: a hidden text stays when it is a short number, or a single word that
// no emptied answer holds. instanceID and deprecatedID always stay. VZ_NOMEM,
// or what vz_submission_mask answers; then `out` is not whole.
enum vz_status vz_hub_mask(const struct vz_schema *schema,
                           const struct vz_submission *parsed, const char *xml,
                           size_t len, struct vz_strbuf *out);

#endif
