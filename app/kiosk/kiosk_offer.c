#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/log.h"

/*
 * Which forms are offered, and whether the kiosk is open at all.
 */

#define DISK_LOW (20 * 1000 * 1000) // bytes; below it no visit is begun
#define LOOK_AGAIN_MS 30000         // whether a closed kiosk can open

static bool disk_low(const struct vz_kiosk *kiosk) {
    return kiosk->disk_free >= 0 && kiosk->disk_free < DISK_LOW;
}

// Closed while nothing can be begun or kept; open again when it can.
static void open_or_close(struct vz_kiosk *kiosk) {
    bool closed = kiosk->store_broken || disk_low(kiosk) || kiosk->forms.n == 0;
    if (closed && kiosk->screen == VZ_SCREEN_ATTRACT) {
        vz_kiosk_go(kiosk, VZ_SCREEN_CLOSED);
    } else if (!closed && kiosk->screen == VZ_SCREEN_CLOSED) {
        vz_kiosk_go(kiosk, VZ_SCREEN_ATTRACT);
    }
    kiosk->look_again_at = closed ? vz_clock_monotonic_ms() + LOOK_AGAIN_MS : 0;
}

void vz_kiosk_take_forms(struct vz_kiosk *kiosk) {
    bool resting = kiosk->screen == VZ_SCREEN_ATTRACT ||
                   kiosk->screen == VZ_SCREEN_CLOSED;
    if (!resting || kiosk->visit.session) {
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
