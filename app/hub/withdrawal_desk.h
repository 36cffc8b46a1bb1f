/*
 * The one thread that takes stories back.
 *
 * Hashing a code costs 19 MB and tens of milliseconds, so codes are looked at
 * one at a time and never on the threads that kiosks wait for.
 */
#ifndef VZ_HUB_WITHDRAWAL_DESK_H
#define VZ_HUB_WITHDRAWAL_DESK_H

#include "base/thread.h"
#include "openrosa/code.h"
#include "storage/hub/erasure.h"

// One code. Its owner keeps it until `done` was called.
struct vz_withdrawal_job {
    char code[VZ_CODE_SIZE];      // valid, or ""; wiped by the desk
    char hash[VZ_CODE_HASH_SIZE]; // of a code that a kiosk hashed, if "" above
    enum vz_status status;        // VZ_OK = what `erased` says is durable
    struct vz_hub_erased erased;  // n_found 0: it waits for its submission
    // On the desk's thread; the job is the owner's again.
    void (*done)(struct vz_withdrawal_job *job);
    void *owner;
};

struct vz_withdrawal_desk {
    struct vz_queue queue; // of struct vz_withdrawal_job
    struct vz_thread thread;
    struct vz_hub_store *store; // the desk's own; owned. NULL = not started
    char salt[VZ_HUB_SALT_SIZE];
    bool unsettled; // the store's log may still hold what was erased
};

// Takes a store of its own; on failure (error is set) it is closed. Erases
// again what the erasure log names.
bool vz_withdrawal_desk_start(struct vz_withdrawal_desk *desk,
                              struct vz_hub_store *store,
                              struct vz_error *error);
// False when the desk is stopping: nothing was done.
bool vz_withdrawal_desk_push(struct vz_withdrawal_desk *desk,
                             struct vz_withdrawal_job *job);
// Serves who is waiting and ends the thread; pushes are refused from then on.
void vz_withdrawal_desk_stop(struct vz_withdrawal_desk *desk);
// Closes the store, after nobody can push any more. Zeroed is allowed.
void vz_withdrawal_desk_finish(struct vz_withdrawal_desk *desk);

#endif
