#include "kiosk_parts.h"

#include "base/log.h"
#include "kiosk/attachments.h"
#include "kiosk/locale/locale.h"
#include "kiosk/widget/record_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Telling instead of typing. The sound thread listens; what came of it is kept
 * among the visit's files until the last screen, and its name is the answer.
 */

static struct vz_recorder *recorder_of(const struct vz_kiosk *kiosk) {
    return kiosk->speech.sound ? vz_sound_recorder(kiosk->speech.sound) : NULL;
}

const struct vz_recorder_view *vz_kiosk_recorder_look(struct vz_kiosk *kiosk) {
    struct vz_recorder *recorder = recorder_of(kiosk);
    if (!recorder || vz_kiosk_too_young(kiosk)) {
        return NULL;
    }
    vz_recorder_look(recorder, &kiosk->recorder);
    return &kiosk->recorder;
}

// Under 16 nothing is recorded, unless the house works with guardians'
// consent. A worker's form asks the age too.
bool vz_kiosk_too_young(const struct vz_kiosk *kiosk) {
    if (!kiosk->visit.session || kiosk->config->guardian_consent) {
        return false;
    }
    const char *ref = vz_form_role_ref(kiosk->visit.form, "age-band");
    const char *band = ref ? vz_session_value(kiosk->visit.session, ref) : NULL;
    return band && !strcmp(band, "under_16");
}

static bool listens(const struct vz_recorder_view *view) {
    return view->phase == VZ_RECORDER_OPENS ||
           view->phase == VZ_RECORDER_HEARS ||
           view->phase == VZ_RECORDER_PAUSES;
}

bool vz_kiosk_records(const struct vz_kiosk *kiosk) {
    struct vz_recorder_view view = {0};
    if (recorder_of(kiosk)) {
        vz_recorder_look(recorder_of(kiosk), &view);
    }
    return listens(&view);
}

// ------------------------------------------------------------------- answers
static const struct vz_attachment *kept(const struct vz_kiosk *kiosk,
                                        const char *ref) {
    const char *name = vz_session_value(kiosk->visit.session, ref);
    return name && *name ? vz_attachments_find(&kiosk->visit.attachments, name)
                         : NULL;
}

static void forget(struct vz_kiosk *kiosk, const char *ref) {
    const char *name = vz_session_value(kiosk->visit.session, ref);
    if (name && *name) {
        vz_attachments_remove(&kiosk->visit.attachments, name);
        vz_session_answer(kiosk->visit.session, ref, "");
        vz_visit_answered(&kiosk->visit);
    }
}

// Takes the file's bytes.
static bool keep(struct vz_kiosk *kiosk, const char *ref,
                 struct vz_strbuf *file) {
    struct vz_attachments *files = &kiosk->visit.attachments;
    char *name = vz_attachments_name(files, "opname", ".ogg");
    size_t len = file->len;
    bool ok = name && vz_attachments_put(files, name, "audio/ogg",
                                         vz_strbuf_take(file), len);
    ok = ok && vz_session_answer(kiosk->visit.session, ref, name) <=
                   VZ_ANSWER_CONSTRAINT;
    if (!ok) {
        LOGE("A recording could not be kept.");
    }
    free(name);
    vz_strbuf_wipe(file);
    return ok;
}

static void take(struct vz_kiosk *kiosk) {
    struct vz_strbuf file = {0};
    if (!vz_recorder_take(recorder_of(kiosk), &file)) {
        return;
    }
    // What was told too softly is offered once more instead.
    if (*kiosk->record_ref && kiosk->visit.session &&
        keep(kiosk, kiosk->record_ref, &file)) {
        vz_visit_answered(&kiosk->visit);
    }
    vz_strbuf_wipe(&file);
    explicit_bzero(kiosk->record_ref, sizeof(kiosk->record_ref));
    vz_sound_add(kiosk->speech.sound,
                 &(struct vz_sound_item){.kind = VZ_SOUND_FALLING});
}

void vz_kiosk_recorder_spoke(struct vz_kiosk *kiosk) {
    struct vz_recorder_view view;
    struct vz_recorder *recorder = recorder_of(kiosk);
    if (!recorder) {
        return;
    }
    vz_recorder_look(recorder, &view);
    if (view.phase == VZ_RECORDER_REST && kiosk->recorder.phase == view.phase) {
        return;
    }
    kiosk->dirty = true;
    if (listens(&view) && !view.quiet) {
        vz_kiosk_touched(kiosk); // who talks is there
    }
    if (view.phase == VZ_RECORDER_DONE && !view.soft) {
        take(kiosk);
    }
}

// ---------------------------------------------------------------------- keys
static void start(struct vz_kiosk *kiosk, const char *ref) {
    const struct vz_config *config = kiosk->config;
    snprintf(kiosk->record_ref, sizeof(kiosk->record_ref), "%s", ref);
    forget(kiosk, ref);
    vz_kiosk_hush(kiosk);
    vz_recorder_begin(recorder_of(kiosk), kiosk->visit.assisted
                                              ? config->worker_seconds
                                              : config->record_seconds);
    vz_sound_add(kiosk->speech.sound,
                 &(struct vz_sound_item){.kind = VZ_SOUND_RISING});
    vz_sound_add(kiosk->speech.sound,
                 &(struct vz_sound_item){.kind = VZ_SOUND_RECORD});
}

static void listen_back(struct vz_kiosk *kiosk, const char *ref) {
    const struct vz_attachment *file = kept(kiosk, ref);
    if (file && kiosk->speech.hushed != VZ_SAYING_VOICE) {
        vz_kiosk_hush(kiosk);
        kiosk->speech.saying = VZ_SAYING_VOICE;
        vz_sound_add(kiosk->speech.sound,
                     &(struct vz_sound_item){.kind = VZ_SOUND_BYTES,
                                             .bytes = file->bytes,
                                             .len = file->len});
    }
}

void vz_kiosk_record(struct vz_kiosk *kiosk, const struct vz_box *box) {
    struct vz_recorder *recorder = recorder_of(kiosk);
    const struct vz_visit *visit = &kiosk->visit;
    if (!recorder || kiosk->stage != VZ_STAGE_ANSWERING || box->widget < 0 ||
        (size_t)box->widget >= visit->n_widgets || vz_kiosk_too_young(kiosk)) {
        return;
    }
    const char *ref = visit->widgets[box->widget].ref;
    kiosk->dirty = true;
    switch ((enum vz_record_key)box->a) {
    case VZ_RECORD_START:
        start(kiosk, ref);
        break;
    case VZ_RECORD_PAUSE:
        vz_recorder_pause(recorder, true);
        break;
    case VZ_RECORD_GO_ON:
        vz_recorder_pause(recorder, false);
        break;
    case VZ_RECORD_END:
        vz_recorder_end(recorder);
        break;
    case VZ_RECORD_AGAIN:
        vz_recorder_wipe(recorder);
        vz_kiosk_hush(kiosk);
        forget(kiosk, ref);
        break;
    case VZ_RECORD_PLAY:
        listen_back(kiosk, ref);
        break;
    }
}

void vz_kiosk_recorder_leave(struct vz_kiosk *kiosk) {
    struct vz_recorder *recorder = recorder_of(kiosk);
    struct vz_recorder_view view;
    if (!recorder) {
        return;
    }
    vz_recorder_look(recorder, &view);
    if (listens(&view)) {
        vz_recorder_end(recorder); // what was told is kept
    } else if (view.phase != VZ_RECORDER_REST) {
        vz_recorder_wipe(recorder);
    }
}

void vz_kiosk_talk(struct vz_kiosk *kiosk, const struct vz_box *box) {
    struct vz_visit *visit = &kiosk->visit;
    if (kiosk->stage != VZ_STAGE_ANSWERING || box->widget < 0 ||
        (size_t)box->widget >= visit->n_widgets) {
        return;
    }
    char voice[VZ_REF_SIZE];
    if (!vz_widget_voice_ref(&visit->widgets[box->widget], voice,
                             sizeof(voice))) {
        return;
    }
    if (vz_visit_jump(visit, voice)) {
        vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION);
    }
}
