/*
 * The store thread: the only one that writes the kiosk's store.
 *
 * Jobs run in the order given. What a job found out comes back to the main
 * thread: `wake` is called on the store thread and must make the main thread
 * call vz_store_thread_collect. When the thread is stopped, jobs already given
 * are still run: a finished visit is never dropped.
 */
#ifndef VZ_KIOSK_STORE_THREAD_H
#define VZ_KIOSK_STORE_THREAD_H

#include "base/thread.h"
#include "storage/kiosk/kiosk_store.h"

// A job is the first member of a larger struct that holds its data.
struct vz_job {
    // Mandatory. On the store thread; `store` is NULL when it cannot be opened.
    void (*run)(struct vz_job *job, struct vz_kiosk_store *store);
    // Optional. On the main thread, afterwards.
    void (*done)(struct vz_job *job, void *userdata);
    // Mandatory. Overwrites what is private and frees the job.
    void (*destroy)(struct vz_job *job);
};

struct vz_store_thread {
    struct vz_thread thread;
    struct vz_queue jobs;    // to the store thread
    struct vz_queue results; // back to the main thread
    char *dir;
    void (*wake)(void *userdata);
    void *userdata; // of wake and done
};

// Starts the thread, which opens the store in `dir` (copied) before the first
// job. False (logged) leaves nothing.
bool vz_store_thread_start(struct vz_store_thread *thread, const char *dir,
                           void (*wake)(void *userdata), void *userdata);
// Takes the job. When it cannot be queued, `done` is not called, the job is
// destroyed, and false is answered.
bool vz_store_thread_give(struct vz_store_thread *thread, struct vz_job *job);
// Main thread: calls `done` of every job that has run, and destroys it.
void vz_store_thread_collect(struct vz_store_thread *thread);
// No job is taken any more. Does not wait.
void vz_store_thread_close(struct vz_store_thread *thread);
// Closes, runs what was given, joins and frees. `done` is not called any more.
// Harmless when it was not started.
void vz_store_thread_finish(struct vz_store_thread *thread);

#endif
