#include "withdrawal_desk.h"

#include "erasure_forms.h"

#include "base/log.h"

#include <sodium.h>
#include <string.h>

#define SETTLE_AGAIN_MS 5000

static void erase(struct vz_withdrawal_desk *desk,
                  struct vz_withdrawal_job *job) {
    bool from_kiosk = !*job->code;
    bool hashed = from_kiosk || vz_code_hash(job->code, desk->salt, job->hash);
    sodium_memzero(job->code, sizeof(job->code));
    if (!hashed) {
        LOG_OOM();
        job->status = VZ_NOMEM;
        return;
    }
    struct vz_error error = {0};
    struct vz_erasure_forms forms;
    vz_erasure_forms_init(&forms, desk->store);
    struct vz_hub_erasure erasure =
        vz_erasure_forms_use(&forms, from_kiosk ? "kiosk" : "withdrawal page");
    job->status = vz_hub_erase_withdrawn(desk->store, job->hash, &erasure,
                                         &job->erased, &error);
    vz_erasure_forms_finish(&forms);
    if (job->status != VZ_OK) {
        LOGE("a withdrawal failed: %s", error.message);
    }
    desk->unsettled = desk->unsettled || job->erased.n_erased;
}

// Somebody who reads the store may be in the way; then it is tried again.
static void settle(struct vz_withdrawal_desk *desk) {
    if (desk->unsettled) {
        desk->unsettled = vz_hub_erasure_settle(desk->store) != VZ_OK;
    }
}

static void run(void *userdata) {
    struct vz_withdrawal_desk *desk = userdata;
    while (!vz_queue_ended(&desk->queue)) {
        struct vz_withdrawal_job *job =
            vz_queue_pop(&desk->queue, desk->unsettled ? SETTLE_AGAIN_MS : -1);
        if (job) {
            erase(desk, job);
        }
        settle(desk);
        if (job) {
            job->done(job);
        }
    }
}

bool vz_withdrawal_desk_start(struct vz_withdrawal_desk *desk,
                              struct vz_hub_store *store,
                              struct vz_error *error) {
    *desk = (struct vz_withdrawal_desk){.store = store};
    bool ok = vz_queue_init(&desk->queue) || vz_error_nomem(error);
    if (!ok) {
        vz_hub_store_close(store);
        *desk = (struct vz_withdrawal_desk){0};
        return false;
    }
    enum vz_status status = vz_hub_withdrawal_salt(store, desk->salt);
    if (status != VZ_OK) {
        ok = vz_error_set(error, status, "The store cannot be written: %s.",
                          vz_status_text(status));
    }
    ok = ok && vz_erasures_replay(store, error);
    if (ok && !vz_thread_start(&desk->thread, "withdrawals", run, desk)) {
        ok = vz_error_set(error, VZ_NOMEM, "The desk's thread did not start.");
    }
    if (!ok) {
        vz_withdrawal_desk_finish(desk);
    }
    return ok;
}

bool vz_withdrawal_desk_push(struct vz_withdrawal_desk *desk,
                             struct vz_withdrawal_job *job) {
    return vz_queue_push(&desk->queue, job);
}

void vz_withdrawal_desk_stop(struct vz_withdrawal_desk *desk) {
    if (desk->store) {
        vz_queue_close(&desk->queue);
        vz_thread_join(&desk->thread);
    }
}

void vz_withdrawal_desk_finish(struct vz_withdrawal_desk *desk) {
    if (desk->store) {
        vz_queue_finish(&desk->queue);
        vz_hub_store_close(desk->store);
    }
    *desk = (struct vz_withdrawal_desk){0};
}
