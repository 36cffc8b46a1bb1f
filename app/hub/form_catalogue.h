/*
 * The forms that submissions are read with.
 *
 * A version's schema is derived from its XForm once and kept: what was
 * published never changes. Safe from every thread.
 */
#ifndef VZ_HUB_FORM_CATALOGUE_H
#define VZ_HUB_FORM_CATALOGUE_H

#include "base/schema.h"
#include "base/status.h"
#include "base/thread.h"
#include "storage/hub/hub_store.h"

// One form version. Lives as long as its catalogue.
struct vz_form_catalogue_form {
    char *xml_form_id, *version;
    int64_t form_id, form_version_id;
    struct vz_schema schema;
    const char **repeats; // paths, sorted
    size_t n_repeats;
};

struct vz_form_catalogue {
    pthread_mutex_t *mutex; // the store's; guards all below too
    struct vz_hub_store *store;
    struct vz_form_catalogue_form **forms;
    size_t n, cap;
};

// Borrows a store that others read too, and the mutex that all of them hold
// while they do.
void vz_form_catalogue_init(struct vz_form_catalogue *catalogue,
                            struct vz_hub_store *store, pthread_mutex_t *mutex);
void vz_form_catalogue_finish(struct vz_form_catalogue *catalogue);

// The form that a submission names. A version that the hub does not know is
// read with the current one, and *known is false. VZ_NOT_FOUND: no such form;
// VZ_CORRUPT (logged): its XForm cannot be read; VZ_NOMEM and what db.h says:
// the same may be asked again.
enum vz_status
vz_form_catalogue_find(struct vz_form_catalogue *catalogue,
                       const char *xml_form_id, const char *version,
                       const struct vz_form_catalogue_form **form, bool *known);

// True when `path` is a repeat of the form.
bool vz_form_catalogue_is_repeat(const struct vz_form_catalogue_form *form,
                                 const char *path);

// The schema of an XForm document. The error is for the author.
bool vz_form_catalogue_read_schema(const char *xml, size_t len,
                                   struct vz_schema *schema,
                                   struct vz_error *error);

#endif
