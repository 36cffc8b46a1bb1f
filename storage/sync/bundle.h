/*
 * The outbox on a stick: what waits goes out as a bundle, what the hub gives
 * back comes in.
 *
 * Out: the same bytes as on the wire, a folder a submission. In: the hub's
 * replies to them (the OpenRosa response that a post would have got), its form
 * list with the forms and their media, and its tombstones; each is used by the
 * code that uses it on the wire. Nothing that is written on a stick counts as
 * sent: only a reply that names every file does. So a stick that is lost, used
 * twice or read late costs nothing.
 */
#ifndef VZ_STORAGE_SYNC_BUNDLE_H
#define VZ_STORAGE_SYNC_BUNDLE_H

#include "storage/kiosk/kiosk_store.h"

struct vz_bundle_result {
    int64_t n_submissions; // written, or taken off by the hub's replies
    bool forms_changed;
};

// Writes every submission that was not confirmed yet, and the counts of visits.
// VZ_FULL, VZ_IO: nothing was written.
enum vz_status vz_bundle_export(struct vz_kiosk_store *store,
                                const char *device_id, const char *path,
                                struct vz_bundle_result *result,
                                struct vz_error *error);

// Takes what a hub gave back. VZ_NOT_FOUND: there is no such file. Another
// failure: what was taken before it stays taken.
enum vz_status vz_bundle_import(struct vz_kiosk_store *store,
                                const char *device_id, const char *path,
                                struct vz_bundle_result *result,
                                struct vz_error *error);

#endif
