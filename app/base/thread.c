#include "thread.h"

#include "log.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct start {
    char name[16];
    void (*run)(void *userdata);
    void *userdata;
};

static void *run_thread(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    pthread_setname_np(pthread_self(), start.name);
    start.run(start.userdata);
    return NULL;
}

bool vz_thread_start(struct vz_thread *thread, const char *name,
                     void (*run)(void *userdata), void *userdata) {
    struct start *start = calloc(1, sizeof(*start));
    if (!start) {
        LOG_OOM();
        return false;
    }
    strncpy(start->name, name, sizeof(start->name) - 1);
    start->run = run;
    start->userdata = userdata;

    // Signals belong to the main thread; a new thread inherits this mask.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&thread->handle, NULL, run_thread, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error) {
        LOGE("thread %s: %s", name, strerror(error));
        free(start);
        return false;
    }
    thread->started = true;
    return true;
}

void vz_thread_join(struct vz_thread *thread) {
    if (thread->started) {
        pthread_join(thread->handle, NULL);
        thread->started = false;
    }
}

bool vz_condition_init(pthread_cond_t *condition) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    int error = pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
    return error == 0;
}

struct timespec vz_deadline_after(int64_t wait_ms) {
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    int64_t ns = deadline.tv_nsec + wait_ms % 1000 * 1000000;
    deadline.tv_sec += (time_t)(wait_ms / 1000 + ns / 1000000000);
    deadline.tv_nsec = (long)(ns % 1000000000);
    return deadline;
}

bool vz_queue_init(struct vz_queue *queue) {
    *queue = (struct vz_queue){0};
    if (pthread_mutex_init(&queue->mutex, NULL)) {
        return false;
    }
    if (!vz_condition_init(&queue->changed)) {
        pthread_mutex_destroy(&queue->mutex);
        return false;
    }
    return true;
}

void vz_queue_finish(struct vz_queue *queue) {
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->mutex);
    free(queue->items);
    *queue = (struct vz_queue){0};
}

// Doubles the ring and lays its items out from the start. Under the lock.
static bool grow_ring(struct vz_queue *queue) {
    size_t cap = queue->cap ? queue->cap * 2 : 16;
    void **items = calloc(cap, sizeof(*items));
    if (!items) {
        return false;
    }
    for (size_t i = 0; i < queue->n; i++) {
        items[i] = queue->items[(queue->first + i) % queue->cap];
    }
    free(queue->items);
    queue->items = items;
    queue->cap = cap;
    queue->first = 0;
    return true;
}

bool vz_queue_push(struct vz_queue *queue, void *item) {
    pthread_mutex_lock(&queue->mutex);
    bool ok = !queue->closed && (queue->n < queue->cap || grow_ring(queue));
    if (ok) {
        queue->items[(queue->first + queue->n++) % queue->cap] = item;
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->mutex);
    return ok;
}

// Waits under the lock until there is an item, the end, or the deadline.
static void wait_for_item(struct vz_queue *queue, int64_t timeout_ms) {
    struct timespec deadline = timeout_ms > 0 ? vz_deadline_after(timeout_ms)
                                              : (struct timespec){0};
    while (queue->n == 0 && !queue->closed && timeout_ms != 0) {
        if (timeout_ms < 0) {
            pthread_cond_wait(&queue->changed, &queue->mutex);
        } else if (pthread_cond_timedwait(&queue->changed, &queue->mutex,
                                          &deadline) == ETIMEDOUT) {
            return;
        }
    }
}

void *vz_queue_pop(struct vz_queue *queue, int64_t timeout_ms) {
    pthread_mutex_lock(&queue->mutex);
    wait_for_item(queue, timeout_ms);
    void *item = NULL;
    if (queue->n > 0) {
        item = queue->items[queue->first];
        queue->first = (queue->first + 1) % queue->cap;
        queue->n--;
    }
    pthread_mutex_unlock(&queue->mutex);
    return item;
}

void vz_queue_close(struct vz_queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}

bool vz_queue_ended(struct vz_queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    bool ended = queue->closed && queue->n == 0;
    pthread_mutex_unlock(&queue->mutex);
    return ended;
}
