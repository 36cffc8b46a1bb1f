/*
 * What was sent and then taken back at the hub: the kiosk's copy goes too.
 */
#ifndef VZ_STORAGE_KIOSK_OUTBOX_FORGET_H
#define VZ_STORAGE_KIOSK_OUTBOX_FORGET_H

#include "kiosk_store.h"

// Whether copies are kept of what a hub has that names what it stores, which
// is a hub that tells of erasures.
enum vz_status vz_outbox_keeps_sent(struct vz_kiosk_store *store, bool *keeps);

// Removes of these copies the ones that `is_erased` says yes to, by the
// SHA-256 of the instanceID. What was not sent whole stays. *n says how many.
enum vz_status vz_outbox_forget_erased(
    struct vz_kiosk_store *store,
    bool (*is_erased)(const char *instance_sha256, void *userdata),
    void *userdata, int64_t *n);

#endif
