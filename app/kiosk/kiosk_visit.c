#include "kiosk_parts.h"

#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <stdio.h>
#include <string.h>

/*
 * The road of a visit, from the door to thanks. What takes time is done on the
 * store thread (kiosk_jobs.c), which answers with vz_kiosk_visit_begun,
 * _hashed and _stored; `stage` says which answer is awaited.
 */

#define THANKS_S 60

// ---------------------------------------------------------------- beginning
void vz_kiosk_enter_form(struct vz_kiosk *kiosk, size_t index) {
    const struct vz_catalogue_form *item = &kiosk->forms.items[index];
    if (kiosk->stage == VZ_STAGE_BEGINNING) {
        return; // another door was touched just before
    }
    if (kiosk->visit.session && kiosk->visit.form == item->form) {
        vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION); // Terug brought them here
        return;
    }
    vz_kiosk_leave_visit(kiosk);
    kiosk->after_crash = false;
    if (!vz_visit_begin(&kiosk->visit,
                        &(struct vz_visit_params){
                            .form = item->form,
                            .ui = &kiosk->window.ui,
                            .media = item->media,
                            .language = kiosk->languages[kiosk->language].code,
                            .device_id = kiosk->device_id,
                            .username = kiosk->worker_in ? kiosk->worker : NULL,
                            .assisted = item->worker,
                        })) {
        return;
    }
    if (!vz_kiosk_give_begin(kiosk)) {
        vz_visit_finish(&kiosk->visit); // the door can be touched again
        return;
    }
    kiosk->stage = VZ_STAGE_BEGINNING;
    kiosk->hashing = vz_kiosk_give_hash(kiosk);
}

void vz_kiosk_visit_begun(struct vz_kiosk *kiosk, enum vz_status status,
                          int64_t sequence) {
    if (status == VZ_OK &&
        !vz_session_set_sequence(kiosk->visit.session, sequence)) {
        status = VZ_NOMEM;
    }
    if (status == VZ_OK) {
        kiosk->stage = VZ_STAGE_ANSWERING;
        vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION);
        return;
    }
    LOGE("A visit could not be begun: %s.", vz_status_text(status));
    vz_visit_finish(&kiosk->visit);
    kiosk->stage = VZ_STAGE_NONE;
    kiosk->store_broken = true;
    vz_kiosk_go(kiosk, VZ_SCREEN_CLOSED);
}

// ---------------------------------------------------------------- answering
void vz_kiosk_next_page(struct vz_kiosk *kiosk) {
    kiosk->dirty = true;
    if (vz_kiosk_records(kiosk)) {
        return; // first Klaar
    }
    vz_kiosk_recorder_leave(kiosk);
    switch (vz_visit_next(&kiosk->visit)) {
    case VZ_VISIT_STAYED:
        return;
    case VZ_VISIT_ENDED:
        vz_kiosk_finish_visit(kiosk);
        return;
    case VZ_VISIT_MOVED:
    case VZ_VISIT_LEFT:
        vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION);
    }
}

// ---------------------------------------------------------------- finishing
// The answers stand in memory as before; the person can try again.
static void could_not_save(struct vz_kiosk *kiosk) {
    kiosk->stage = VZ_STAGE_ANSWERING;
    vz_kiosk_open_overlay(kiosk, VZ_OVERLAY_SAVE_FAILED);
    vz_kiosk_touched(kiosk);
}

static void store(struct vz_kiosk *kiosk) {
    struct vz_strbuf xml = {0};
    kiosk->keeps_story = vz_visit_keeps_story(&kiosk->visit);
    if (!vz_visit_finalize(&kiosk->visit, &xml)) {
        LOGE("A submission could not be written as XML.");
        vz_strbuf_wipe(&xml);
        could_not_save(kiosk);
        return;
    }
    kiosk->stage = VZ_STAGE_STORING;
    if (!vz_kiosk_give_complete(kiosk, &xml)) {
        could_not_save(kiosk);
    }
}

void vz_kiosk_finish_visit(struct vz_kiosk *kiosk) {
    if (kiosk->stage != VZ_STAGE_ANSWERING) {
        return; // under way
    }
    vz_kiosk_go(kiosk, VZ_SCREEN_SAVING);
    if (*kiosk->visit.code_hash) {
        store(kiosk);
        return;
    }
    kiosk->stage = VZ_STAGE_HASHING;
    kiosk->hashing = kiosk->hashing || vz_kiosk_give_hash(kiosk);
    if (!kiosk->hashing) {
        could_not_save(kiosk);
    }
}

void vz_kiosk_visit_hashed(struct vz_kiosk *kiosk, const char *hash) {
    bool awaited = kiosk->stage == VZ_STAGE_HASHING;
    kiosk->hashing = false;
    if (!hash) {
        LOG_OOM();
        if (awaited) {
            could_not_save(kiosk);
        }
        return;
    }
    snprintf(kiosk->visit.code_hash, sizeof(kiosk->visit.code_hash), "%s",
             hash);
    vz_code_show(kiosk->visit.code, kiosk->code_shown);
    // Behind '#': the part of an address that no server is told.
    const char *url = kiosk->config->withdrawal_url;
    snprintf(kiosk->qr, sizeof(kiosk->qr), "%s%s%s", url, *url ? "#" : "",
             kiosk->visit.code);
    if (awaited) {
        store(kiosk);
    }
}

void vz_kiosk_visit_stored(struct vz_kiosk *kiosk, enum vz_status status) {
    // It exists when an earlier try was stored and could not say so.
    if (status != VZ_OK && status != VZ_EXISTS) {
        LOGE("A submission could not be stored: %s.", vz_status_text(status));
        could_not_save(kiosk);
        return;
    }
    // The answers are not needed any more: what is shown now is the code.
    vz_visit_finish(&kiosk->visit);
    kiosk->stage = VZ_STAGE_NONE;
    kiosk->extensions = 0;
    vz_kiosk_go(kiosk, VZ_SCREEN_THANKS);
    vz_kiosk_count_down(kiosk,
                        THANKS_S * (kiosk->comfort[VZ_COMFORT_TIME] ? 2 : 1));
    if (kiosk->sync) {
        vz_sync_wake(kiosk->sync);
    }
}

void vz_kiosk_more_time(struct vz_kiosk *kiosk) {
    if (kiosk->screen == VZ_SCREEN_THANKS && vz_kiosk_may_extend(kiosk)) {
        kiosk->extensions++;
        vz_kiosk_count_down(kiosk,
                            vz_kiosk_seconds_left(kiosk->until) + THANKS_S);
    }
}

// ------------------------------------------------------------------ leaving
void vz_kiosk_leave_visit(struct vz_kiosk *kiosk) {
    // What is being committed is finished, not abandoned.
    if (kiosk->visit.session && kiosk->stage != VZ_STAGE_STORING) {
        vz_kiosk_give_abandon(kiosk);
    }
    vz_visit_finish(&kiosk->visit);
    kiosk->stage = VZ_STAGE_NONE;
    kiosk->hashing = false;
}
