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

// What may be left of a person, and is it? The names are for the log: what it
// is is told, never what it holds.
#define LEFT_MAX 24
struct left {
    const char *what;
    bool left;
};

static size_t look(const struct vz_kiosk *kiosk, struct left out[LEFT_MAX]) {
    const struct vz_visit *visit = &kiosk->visit;
    const struct left items[] = {
        {"answers", visit->session != NULL},
        {"questions", visit->widgets != NULL || visit->n_widgets > 0},
        {"typed text", visit->typed != NULL || visit->n_typed > 0},
        {"files", visit->attachments.items != NULL},
        {"speech or sound", !vz_kiosk_speech_is_empty(kiosk)},
        {"a code", *visit->code || *visit->code_hash || *kiosk->code_shown},
        {"a picture of a code", *kiosk->qr != '\0'},
        {"a code that was typed", *kiosk->withdraw.digits != '\0'},
        {"a PIN", *kiosk->pin.secret || *kiosk->pin.number},
        {"a worker", kiosk->worker_in || *kiosk->worker},
        {"what staff typed", *kiosk->staff.typed[VZ_STAFF_ADDRESS] ||
                                 *kiosk->staff.typed[VZ_STAFF_CODE]},
        {"boxes on the screen", kiosk->scene.n > 0 || kiosk->next.n > 0},
        {"texts on the screen",
         kiosk->scene.arena.total > 0 || kiosk->next.arena.total > 0},
        {"the language", kiosk->language != 0},
        {"the text size", kiosk->text_size != 0},
        {"the contrast", kiosk->high_contrast},
        {"calm motion", kiosk->comfort[VZ_COMFORT_CALM]},
        {"more time", kiosk->comfort[VZ_COMFORT_TIME]},
        {"low keys", kiosk->comfort[VZ_COMFORT_LOW]},
        {"a place in a list", kiosk->door_part != 0},
        {"the focus", kiosk->focus.name[0] != '\0'},
    };
    size_t n = sizeof(items) / sizeof(*items);
    memcpy(out, items, sizeof(items));
    return n;
}

size_t vz_kiosk_check_reset(const struct vz_kiosk *kiosk, const char *why,
                            bool visited) {
    struct left items[LEFT_MAX];
    size_t n = look(kiosk, items), left = 0;
    for (size_t i = 0; i < n; i++) {
        if (items[i].left) {
            LOGE("Reset (%s): %s is left of the visit.", why, items[i].what);
            left++;
        }
    }
    if (!left) {
        LOGI("Reset (%s%s): nothing is left of the visit; %zu things were "
             "looked at.",
             why, visited ? ", not sent" : "", n);
    }
    return left;
}

void vz_kiosk_reset(struct vz_kiosk *kiosk, const char *why) {
    bool visited = kiosk->visit.session != NULL;
    end_visit(kiosk);
    end_choices(kiosk);
    wipe_scene(&kiosk->scene);
    wipe_scene(&kiosk->next);
    vz_painter_forget(kiosk->window.painter);
    vz_text_trim(kiosk->window.text);
    vz_kiosk_check_reset(kiosk, why, visited);
    kiosk->guard_until = vz_clock_monotonic_ms() + GUARD_MS;
    kiosk->window.whole = true;
    vz_kiosk_go(kiosk, VZ_SCREEN_ATTRACT);
    vz_kiosk_take_forms(kiosk);
    vz_kiosk_give_status(kiosk); // is there still room for the next visit?
}
