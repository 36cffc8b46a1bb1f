/*
 * The OpenRosa client: sends the outbox and fetches forms, on a thread of its
 * own with its own connection to the store.
 *
 * The decision table for replies is storage/sync/outbox_policy.h; the wire is
 * described in storage/README.md. No reply to a submission ever deletes one;
 * what goes is the copy of a sent one that was taken back at the hub.
 */
#ifndef VZ_STORAGE_SYNC_SYNC_H
#define VZ_STORAGE_SYNC_SYNC_H

#include "storage/kiosk/heartbeat.h"
#include "storage/kiosk/kiosk_store.h"

struct vz_sync;

struct vz_sync_params {
    const char *dir; // of the kiosk store
    // Base address of an OpenRosa server, e.g.
    // "http://127.0.0.1:8383/v1/key/TOKEN/projects/1"; formList and submission
    // are below it. NULL or "": not enrolled, the thread only waits.
    const char *server;
    const char *username, *password; // Basic or Digest; NULL = none
    const char *ca_file; // own certificate authority; NULL = the system's
    const char *device_id;
    int64_t form_interval_ms; // how often forms are asked for, 0 = 15 minutes
};

// Called on the sync thread: must only post to another thread.
struct vz_sync_callbacks {
    void (*on_status)(void *userdata); // counts or last_error changed
    void (*on_forms)(void *userdata);  // forms were installed or retired
    // A heartbeat is due: battery and microphone are filled in, quickly.
    void (*on_heartbeat)(struct vz_heartbeat_facts *facts, void *userdata);
    void *userdata;
};

// Starts the thread. NULL on failure (logged).
struct vz_sync *vz_sync_start(const struct vz_sync_params *params,
                              const struct vz_sync_callbacks *callbacks);
// Something was completed, or staff asked: try now, forget pauses (but those a
// server asked for).
void vz_sync_wake(struct vz_sync *sync);
// Staff has looked: the same, and what was held is tried again.
void vz_sync_retry_held(struct vz_sync *sync);
// Interrupts a transfer, joins, frees. NULL is allowed.
void vz_sync_stop(struct vz_sync *sync);

// One whole round on the caller's thread, for `vertelzuil --sync` and tests:
// fetch forms, send everything that waits (but where the server asked for a
// pause). VZ_OK when the server was reached and nothing is left waiting;
// VZ_BUSY when something is; VZ_NETWORK, VZ_DENIED, ... with `error`.
enum vz_status vz_sync_once(const struct vz_sync_params *params,
                            struct vz_error *error);

#endif
