/*
 * Threads, locks and the one way in which threads talk: a queue.
 */
#ifndef VZ_BASE_THREAD_H
#define VZ_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

// Zeroed = not started. The owner joins what it started.
struct vz_thread {
    pthread_t handle;
    bool started;
};

// Starts `run(userdata)` on a thread named `name` (15 bytes at most). All
// signals are blocked on it. False (logged) when the system has no thread.
bool vz_thread_start(struct vz_thread *thread, const char *name,
                     void (*run)(void *userdata), void *userdata);

// Waits until it has ended. Harmless when it was not started.
void vz_thread_join(struct vz_thread *thread);

// A condition that is waited for by the monotonic clock of the system: waits
// end in real time, also where tests have stopped the project's clock.
bool vz_condition_init(pthread_cond_t *condition);
// The moment `wait_ms` from now, for pthread_cond_timedwait on such a
// condition.
struct timespec vz_deadline_after(int64_t wait_ms);

// An unbounded first-in first-out queue of pointers between threads. Who pops
// an item owns it.
struct vz_queue {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    void **items; // ring
    size_t cap, first, n;
    bool closed;
};

bool vz_queue_init(struct vz_queue *queue);
// The queue must be empty of owned items: pop until NULL first.
void vz_queue_finish(struct vz_queue *queue);

// False when closed or out of memory; the item stays the caller's.
bool vz_queue_push(struct vz_queue *queue, void *item);

// The next item; waits up to `timeout_ms` (-1: for ever, 0: not at all). NULL
// on time-out, or when the queue is closed and empty.
void *vz_queue_pop(struct vz_queue *queue, int64_t timeout_ms);

// Wakes all waiting; pushes are refused from now on, what is inside can still
// be popped.
void vz_queue_close(struct vz_queue *queue);

// True when closed and empty: nothing will ever come.
bool vz_queue_ended(struct vz_queue *queue);

#endif
