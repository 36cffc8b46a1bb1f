/*
 * All versions of a form, and the one schema that covers them: what exports,
 * reports and a rebuild read submissions with.
 */
#ifndef VZ_HUB_FORM_HISTORY_H
#define VZ_HUB_FORM_HISTORY_H

#include "base/schema.h"
#include "storage/hub/hub_store.h"

struct vz_form_history {
    int64_t form_id;
    struct vz_schema *versions; // the current one first, then newest first
    int64_t *version_ids;
    size_t n;
    // The current version's fields, then those that only older ones have;
    // choices likewise. Texts of older versions are in its language order.
    struct vz_schema merged;
};

// Loads a form. VZ_NOT_FOUND: the error names the forms that there are.
enum vz_status vz_form_history_load(struct vz_form_history *history,
                                    struct vz_hub_store *store,
                                    const char *xml_form_id,
                                    struct vz_error *error);
void vz_form_history_finish(struct vz_form_history *history);

// Merges schemas (`versions[0]` leads) into one; it borrows their strings, so
// they must outlive it. False when out of memory.
bool vz_form_history_merge(const struct vz_schema *versions, size_t n,
                           struct vz_schema *merged);

#endif
