#include "store_thread.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>

// NULL (logged) when it cannot be opened: on a full disk, say. The next job
// tries again.
static struct vz_kiosk_store *open_store(const char *dir) {
    struct vz_kiosk_store *store = NULL;
    struct vz_error error = {0};
    bool damaged = false;
    if (vz_kiosk_store_open(&store, dir, true, &damaged, &error) != VZ_OK) {
        LOGE("%s", error.message);
        store = NULL;
    }
    if (damaged) {
        LOGE("The store in %s was damaged: it was set aside and a new one "
             "begun.",
             dir);
    }
    return store;
}

static void run_jobs(void *userdata) {
    struct vz_store_thread *thread = userdata;
    struct vz_kiosk_store *store = open_store(thread->dir);
    struct vz_job *job;
    while ((job = vz_queue_pop(&thread->jobs, -1))) {
        if (!store) {
            store = open_store(thread->dir);
        }
        job->run(job, store);
        if (vz_queue_push(&thread->results, job)) {
            thread->wake(thread->userdata);
        } else {
            job->destroy(job);
        }
    }
    vz_kiosk_store_close(store);
}

bool vz_store_thread_start(struct vz_store_thread *thread, const char *dir,
                           void (*wake)(void *userdata), void *userdata) {
    *thread = (struct vz_store_thread){.wake = wake, .userdata = userdata};
    thread->dir = strdup(dir);
    if (!thread->dir) {
        LOG_OOM();
        return false;
    }
    if (!vz_queue_init(&thread->jobs)) {
        goto fail_dir;
    }
    if (!vz_queue_init(&thread->results)) {
        goto fail_jobs;
    }
    if (!vz_thread_start(&thread->thread, "store", run_jobs, thread)) {
        goto fail_results;
    }
    return true;

fail_results:
    vz_queue_finish(&thread->results);
fail_jobs:
    vz_queue_finish(&thread->jobs);
fail_dir:
    free(thread->dir);
    *thread = (struct vz_store_thread){0};
    return false;
}

bool vz_store_thread_give(struct vz_store_thread *thread, struct vz_job *job) {
    if (thread->thread.started && vz_queue_push(&thread->jobs, job)) {
        return true;
    }
    job->destroy(job);
    return false;
}

void vz_store_thread_collect(struct vz_store_thread *thread) {
    struct vz_job *job;
    while (thread->thread.started &&
           (job = vz_queue_pop(&thread->results, 0))) {
        if (job->done) {
            job->done(job, thread->userdata);
        }
        job->destroy(job);
    }
}

void vz_store_thread_close(struct vz_store_thread *thread) {
    if (thread->thread.started) {
        vz_queue_close(&thread->jobs);
    }
}

void vz_store_thread_finish(struct vz_store_thread *thread) {
    if (!thread->thread.started) {
        return;
    }
    vz_queue_close(&thread->jobs);
    vz_thread_join(&thread->thread);
    struct vz_job *job;
    while ((job = vz_queue_pop(&thread->results, 0))) {
        job->destroy(job);
    }
    vz_queue_finish(&thread->results);
    vz_queue_finish(&thread->jobs);
    free(thread->dir);
    *thread = (struct vz_store_thread){0};
}
