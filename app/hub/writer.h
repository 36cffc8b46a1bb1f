/*
 * The one thread that writes submissions.
 *
 * HTTP threads hand over what they have read and checked; whatever is waiting
 * is committed as one group, and only after that commit is anybody told. One
 * wait for the disk so serves all connections.
 */
#ifndef VZ_HUB_WRITER_H
#define VZ_HUB_WRITER_H

#include "base/thread.h"
#include "storage/hub/hub_submissions.h"

// One submission to be stored. Its owner keeps it and all it points to until
// `done` was called.
struct vz_writer_job {
    struct vz_hub_incoming incoming;
    struct vz_hub_receipt receipt; // filled by the writer
    enum vz_status status; // filled by the writer: VZ_OK = it is durable
    // On the writer's thread, after the commit; the job is the owner's again.
    void (*done)(struct vz_writer_job *job);
    void *owner;
};

struct vz_writer {
    struct vz_queue queue; // of struct vz_writer_job
    struct vz_thread thread;
    struct vz_hub_store *store; // the writer thread's own; owned
};

// Takes a store of its own. False (logged) on failure; `store` is then closed.
bool vz_writer_start(struct vz_writer *writer, struct vz_hub_store *store);
// False when the writer is stopping: nothing was stored.
bool vz_writer_push(struct vz_writer *writer, struct vz_writer_job *job);
// Writes what is waiting and ends the thread; pushes are refused from then on.
void vz_writer_stop(struct vz_writer *writer);
// Closes the store, after nobody can push any more. Zeroed is allowed.
void vz_writer_finish(struct vz_writer *writer);

#endif
