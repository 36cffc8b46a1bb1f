#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <string.h>

// So long a leftover touch of the person before does not count.
#define GUARD_MS 300

static void wipe_scene(struct vz_scene *scene) {
    vz_scene_clear(scene); // overwrites what is marked as private
    vz_arena_wipe(&scene->arena);
    vz_scene_finish(scene);
}

static void end_visit(struct vz_kiosk *kiosk) {
    vz_kiosk_leave_visit(kiosk);
    kiosk->keeps_story = false;
    explicit_bzero(kiosk->code_shown, sizeof(kiosk->code_shown));
    explicit_bzero(kiosk->qr, sizeof(kiosk->qr));
}

static void end_choices(struct vz_kiosk *kiosk) {
    explicit_bzero(&kiosk->pin, sizeof(kiosk->pin));
    explicit_bzero(&kiosk->withdraw, sizeof(kiosk->withdraw));
    explicit_bzero(&kiosk->staff, sizeof(kiosk->staff));
    explicit_bzero(kiosk->worker, sizeof(kiosk->worker));
    kiosk->door_part = 0;
    kiosk->worker_in = false;
    kiosk->text_size = 0;
    kiosk->high_contrast = false;
    memset(kiosk->comfort, 0, sizeof(kiosk->comfort));
    kiosk->extensions = 0;
    kiosk->after_crash = false;
    kiosk->begin_wanted = false;
    vz_kiosk_set_language(kiosk, 0);
    vz_fingers_cancel(&kiosk->fingers);
    kiosk->focus = (struct vz_focus){0};
    vz_kiosk_speech_reset(kiosk);
}

// True when nothing of a person is held any more.
static bool is_empty(const struct vz_kiosk *kiosk) {
    return !kiosk->visit.session && !kiosk->visit.widgets &&
           !kiosk->visit.typed && !kiosk->visit.attachments.items &&
           !*kiosk->visit.code && !*kiosk->code_shown &&
           !*kiosk->qr && !*kiosk->pin.secret && kiosk->scene.n == 0 &&
           kiosk->next.n == 0 && !kiosk->worker_in && kiosk->language == 0 &&
           kiosk->text_size == 0 && !kiosk->high_contrast &&
           !kiosk->comfort[VZ_COMFORT_CALM] &&
           !kiosk->comfort[VZ_COMFORT_TIME] &&
           !kiosk->comfort[VZ_COMFORT_LOW] &&
           vz_kiosk_speech_is_empty(kiosk);
}

void vz_kiosk_reset(struct vz_kiosk *kiosk, const char *why) {
    bool visited = kiosk->visit.session != NULL;
    end_visit(kiosk);
    end_choices(kiosk);
    wipe_scene(&kiosk->scene);
    wipe_scene(&kiosk->next);
    vz_painter_forget(kiosk->window.painter);
    vz_text_trim(kiosk->window.text);
    if (is_empty(kiosk)) {
        LOGI("Reset (%s%s): nothing is left of the visit.", why,
             visited ? ", not sent" : "");
    } else {
        LOGE("Reset (%s): something is left of the visit.", why);
    }
    kiosk->guard_until = vz_clock_monotonic_ms() + GUARD_MS;
    kiosk->window.whole = true;
    vz_kiosk_go(kiosk, VZ_SCREEN_ATTRACT);
    vz_kiosk_take_forms(kiosk);
    vz_kiosk_give_status(kiosk); // is there still room for the next visit?
}
