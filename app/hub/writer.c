#include "writer.h"

#include "base/log.h"

// A group is what waits; this bounds the time until the first is told.
#define GROUP_MAX 256

static void add_all(struct vz_hub_store *store, struct vz_writer_job **jobs,
                    size_t n) {
    for (size_t i = 0; i < n; i++) {
        jobs[i]->status =
            vz_hub_submission_add(store, &jobs[i]->incoming, &jobs[i]->receipt);
    }
}

// Stores a group in one transaction. When that fails as a whole (the database
// undoes it by itself when the disk is full) nobody is told of success.
static enum vz_status write_group(struct vz_hub_store *store,
                                  struct vz_writer_job **jobs, size_t n) {
    enum vz_status status = vz_hub_store_begin(store);
    if (status == VZ_OK) {
        add_all(store, jobs, n);
        status = vz_hub_store_commit(store);
    }
    for (size_t i = 0; i < n && status != VZ_OK; i++) {
        // One that failed by itself knows better why.
        if (jobs[i]->status == VZ_OK) {
            jobs[i]->status = status;
        }
    }
    return status;
}

static void write_jobs(struct vz_hub_store *store, struct vz_writer_job **jobs,
                       size_t n) {
    if (write_group(store, jobs, n) != VZ_OK && n > 1) {
        // One of them may be what the disk has no room for: each by itself.
        for (size_t i = 0; i < n; i++) {
            jobs[i]->status = VZ_OK;
            write_group(store, &jobs[i], 1);
        }
    }
    for (size_t i = 0; i < n; i++) {
        jobs[i]->done(jobs[i]);
    }
}

static void run(void *userdata) {
    struct vz_writer *writer = userdata;
    struct vz_writer_job *jobs[GROUP_MAX];
    while (!vz_queue_ended(&writer->queue)) {
        size_t n = 0;
        struct vz_writer_job *job = vz_queue_pop(&writer->queue, -1);
        while (job) {
            jobs[n++] = job;
            job = n < GROUP_MAX ? vz_queue_pop(&writer->queue, 0) : NULL;
        }
        if (n) {
            write_jobs(writer->store, jobs, n);
        }
    }
}

bool vz_writer_start(struct vz_writer *writer, struct vz_hub_store *store) {
    *writer = (struct vz_writer){.store = store};
    if (!vz_queue_init(&writer->queue)) {
        LOG_OOM();
        vz_hub_store_close(store);
        *writer = (struct vz_writer){0};
        return false;
    }
    if (!vz_thread_start(&writer->thread, "writer", run, writer)) {
        vz_writer_finish(writer);
        return false;
    }
    return true;
}

bool vz_writer_push(struct vz_writer *writer, struct vz_writer_job *job) {
    return vz_queue_push(&writer->queue, job);
}

void vz_writer_stop(struct vz_writer *writer) {
    vz_queue_close(&writer->queue);
    vz_thread_join(&writer->thread);
}

void vz_writer_finish(struct vz_writer *writer) {
    if (writer->store) {
        vz_queue_finish(&writer->queue);
        vz_hub_store_close(writer->store);
    }
    *writer = (struct vz_writer){0};
}
