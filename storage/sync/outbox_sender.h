/*
 * Sends what is due of the outbox, one record after the other.
 */
#ifndef VZ_STORAGE_SYNC_OUTBOX_SENDER_H
#define VZ_STORAGE_SYNC_OUTBOX_SENDER_H

#include "outbox_policy.h"
#include "sync_link.h"

// What is remembered of the server between rounds. Zeroed = nothing.
struct vz_outbox_sender {
    int failures;      // rounds that ended early, since the last success
    int64_t due_ms;    // monotonic: nothing is sent before; 0 = now
    bool pause_asked;  // by the server: a wake does not shorten it
    int64_t limit_cap; // bytes a post, after 413; 0 = none
};

// Sends every record that is due, each once. VZ_OK: the server was reached;
// what it refused is marked in the store. VZ_NOT_FOUND: nothing was due.
// VZ_NETWORK, VZ_DENIED, VZ_LIMIT: the round ended early, `error` says why and
// the sender pauses. Others: the store failed.
enum vz_status vz_outbox_sender_run(struct vz_outbox_sender *sender,
                                    const struct vz_sync_link *link,
                                    struct vz_error *error);

// Pauses the sender after a failure that is not a record's, by `pause_ms` or,
// when that is 0, by the next growing pause.
void vz_outbox_sender_pause(struct vz_outbox_sender *sender, int64_t pause_ms,
                            bool asked);
// Forgets a pause of our own.
void vz_outbox_sender_wake(struct vz_outbox_sender *sender);
bool vz_outbox_sender_is_paused(const struct vz_outbox_sender *sender);

#endif
