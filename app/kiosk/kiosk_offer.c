#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <string.h>

/*
 * Which forms are offered, and whether the kiosk is open at all.
 */

#define DISK_LOW (20 * 1000 * 1000) // bytes; below it no visit is begun
#define LOOK_AGAIN_MS 30000         // whether a closed kiosk can open

static bool disk_low(const struct vz_kiosk *kiosk) {
    return kiosk->disk_free >= 0 && kiosk->disk_free < DISK_LOW;
}

bool vz_kiosk_rests(const struct vz_kiosk *kiosk) {
    return kiosk->screen == VZ_SCREEN_ATTRACT ||
           kiosk->screen == VZ_SCREEN_CLOSED ||
           kiosk->screen == VZ_SCREEN_QUIET;
}

// ------------------------------------------------------------------ settings
static bool has_word(const char *words, const char *word) {
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += len) {
        bool begins = at == words || strchr(" ,", at[-1]);
        if (begins && strchr(" ,", at[len])) {
            return true; // the final NUL is in " ," too
        }
    }
    return false;
}

// A list that names none of the forms that are here would close the kiosk by a
// typing error: then all are offered.
bool vz_kiosk_offers(const struct vz_kiosk *kiosk, size_t form) {
    const char *doors = kiosk->config->doors;
    bool any = false;
    for (size_t i = 0; *doors && !any && i < kiosk->forms.n; i++) {
        any = has_word(doors, vz_form_id(kiosk->forms.items[i].form));
    }
    return !any || has_word(doors, vz_form_id(kiosk->forms.items[form].form));
}

void vz_kiosk_take_config(struct vz_kiosk *kiosk, const char *path) {
    struct vz_config fresh;
    vz_config_load(&fresh, path);
    fresh.save_path = path;
    vz_config_finish(&kiosk->own);
    kiosk->own = fresh;
    kiosk->config = &kiosk->own;
    kiosk->n_languages =
        vz_locale_choose(kiosk->config->languages, kiosk->languages);
    vz_kiosk_set_language(kiosk, 0);
    vz_kiosk_speech_take_config(kiosk);
}

// --------------------------------------------------------------------- hours
#define MINUTE_MS 60000

static bool hours_are_set(const struct vz_kiosk *kiosk) {
    bool any = false;
    for (int i = 0; i < 7; i++) {
        any = any || kiosk->config->hours.set[i];
    }
    return any;
}

// Outside opening hours? Looks again when the next minute of the wall begins,
// whatever becomes of that clock meanwhile.
static bool is_quiet_time(struct vz_kiosk *kiosk) {
    const struct vz_hours *hours = &kiosk->config->hours;
    kiosk->hours_due = 0;
    if (!hours_are_set(kiosk)) {
        return false;
    }
    int64_t wall = vz_clock_wall_ms();
    int64_t over = (wall % MINUTE_MS + MINUTE_MS) % MINUTE_MS;
    kiosk->hours_due = vz_clock_monotonic_ms() + MINUTE_MS - over;
    struct vz_datetime now = vz_clock_local(wall);
    if (vz_hours_are_open(hours, &now)) {
        return false;
    }
    if (!vz_hours_next_opening(hours, &now, &kiosk->open_weekday,
                               &kiosk->open_minute)) {
        kiosk->open_weekday = -1;
    }
    return true;
}

// Closed while nothing can be begun or kept, quiet outside opening hours; open
// again when it can be.
static void open_or_close(struct vz_kiosk *kiosk) {
    bool closed = kiosk->store_broken || disk_low(kiosk) || kiosk->forms.n == 0;
    bool quiet = is_quiet_time(kiosk);
    enum vz_screen screen = quiet    ? VZ_SCREEN_QUIET
                            : closed ? VZ_SCREEN_CLOSED
                                     : VZ_SCREEN_ATTRACT;
    if (kiosk->screen != screen) {
        vz_kiosk_go(kiosk, screen);
    }
    kiosk->look_again_at = closed ? vz_clock_monotonic_ms() + LOOK_AGAIN_MS : 0;
}

void vz_kiosk_take_forms(struct vz_kiosk *kiosk) {
    if (!vz_kiosk_rests(kiosk) || kiosk->visit.session) {
        return; // at the next reset
    }
    if (kiosk->has_fresh) {
        vz_catalogue_finish(&kiosk->forms);
        kiosk->forms = kiosk->fresh;
        kiosk->fresh = (struct vz_catalogue){0};
        kiosk->has_fresh = false;
        kiosk->loaded = true;
        kiosk->dirty = true; // attract says what the forms ask
        LOGI("%zu form(s) are offered.", kiosk->forms.n);
        vz_kiosk_give_sweep(kiosk);
    }
    if (!kiosk->loaded) {
        return;
    }
    open_or_close(kiosk);
    if (kiosk->begin_wanted && kiosk->screen == VZ_SCREEN_ATTRACT) {
        vz_kiosk_go(kiosk, VZ_SCREEN_START);
    }
    kiosk->begin_wanted = false;
}
