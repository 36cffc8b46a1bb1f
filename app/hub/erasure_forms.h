/*
 * The forms that an erasure reads submissions with, and the replay of the
 * erasure log when a program starts.
 */
#ifndef VZ_HUB_ERASURE_FORMS_H
#define VZ_HUB_ERASURE_FORMS_H

#include "hub/form_history.h"
#include "storage/hub/erasure.h"

struct vz_erasure_form; // one form, private

// Forms are read when they are met and kept until finish: use one for each
// erasure, as versions may be added meanwhile.
struct vz_erasure_forms {
    struct vz_hub_store *store; // borrowed
    struct vz_erasure_form *items;
    size_t n, cap;
};
void vz_erasure_forms_init(struct vz_erasure_forms *forms,
                           struct vz_hub_store *store);
void vz_erasure_forms_finish(struct vz_erasure_forms *forms);

// What the store needs for an erasure by `actor`; borrows both.
struct vz_hub_erasure vz_erasure_forms_use(struct vz_erasure_forms *forms,
                                           const char *actor);

// Erases again what the log names. False with error on failure.
bool vz_erasures_replay(struct vz_hub_store *store, struct vz_error *error);

#endif
