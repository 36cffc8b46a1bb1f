#include "kiosk_parts.h"

#include "base/clock.h"

#define WARNING_S 20
#define WORKER_IDLE_S 120
#define SLOW_FACTOR 2 // typing and telling take longer
#define NOT_IDLE 0
#define EXTENSIONS 3
#define HEADLINE_MS 8000 // how long attract speaks one language

static int64_t now_ms(void) {
    return vz_clock_monotonic_ms();
}

// Who asked for more time gets it everywhere.
static int patience(const struct vz_kiosk *kiosk) {
    return kiosk->comfort[VZ_COMFORT_TIME] ? 2 : 1;
}

// How long this screen waits for a person, in seconds; NOT_IDLE = for ever.
static int idle_limit_s(const struct vz_kiosk *kiosk) {
    int usual = kiosk->config->idle_seconds * patience(kiosk);
    switch (kiosk->screen) {
    case VZ_SCREEN_ATTRACT:
    case VZ_SCREEN_CLOSED:
    case VZ_SCREEN_QUIET:
    case VZ_SCREEN_THANKS: // has a countdown of its own
        return NOT_IDLE;
    case VZ_SCREEN_SAVING:
        // Only the question whether to try again waits for a person.
        return kiosk->overlay == VZ_OVERLAY_SAVE_FAILED ? usual : NOT_IDLE;
    case VZ_SCREEN_WORKER:
    case VZ_SCREEN_STAFF:
        return WORKER_IDLE_S;
    case VZ_SCREEN_QUESTION:
        if (kiosk->visit.assisted) {
            return WORKER_IDLE_S;
        }
        return kiosk->visit.slow ? usual * SLOW_FACTOR : usual;
    case VZ_SCREEN_START:
    case VZ_SCREEN_PIN:
    case VZ_SCREEN_WITHDRAW:
        break;
    }
    return usual;
}

static int64_t idle_at(const struct vz_kiosk *kiosk) {
    int limit = idle_limit_s(kiosk);
    if (limit == NOT_IDLE || kiosk->overlay == VZ_OVERLAY_IDLE) {
        return VZ_NEVER;
    }
    return kiosk->touched_at + (int64_t)limit * 1000;
}

static bool counts_down(const struct vz_kiosk *kiosk) {
    return kiosk->screen == VZ_SCREEN_THANKS ||
           kiosk->overlay == VZ_OVERLAY_IDLE;
}

int vz_kiosk_seconds_left(int64_t until) {
    int64_t left = until - now_ms();
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

bool vz_kiosk_may_extend(const struct vz_kiosk *kiosk) {
    return kiosk->extensions < EXTENSIONS;
}

int vz_kiosk_countdown_s(const struct vz_kiosk *kiosk) {
    if (counts_down(kiosk)) {
        return vz_kiosk_seconds_left(kiosk->until);
    }
    bool locked = kiosk->screen == VZ_SCREEN_PIN && kiosk->pin.wait_until;
    return locked ? vz_kiosk_seconds_left(kiosk->pin.wait_until) : 0;
}

// When the number of whole seconds until `until` next changes.
static int64_t next_second(int64_t until) {
    int left = vz_kiosk_seconds_left(until);
    return left > 0 ? until - (int64_t)(left - 1) * 1000 : until;
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

// A turn lasts HEADLINE_MS and begins with the house's own language whenever
// attract is shown anew. Calm motion: it stays there.
static bool headline_turns(const struct vz_kiosk *kiosk) {
    return kiosk->screen == VZ_SCREEN_ATTRACT && kiosk->n_languages > 1 &&
           !kiosk->config->reduced_motion;
}

static int64_t headline_turn(const struct vz_kiosk *kiosk) {
    return (now_ms() - kiosk->touched_at) / HEADLINE_MS;
}

size_t vz_kiosk_headline_language(const struct vz_kiosk *kiosk) {
    int64_t turn = headline_turns(kiosk) ? headline_turn(kiosk) : 0;
    return (size_t)(turn % (int64_t)kiosk->n_languages);
}

int64_t vz_kiosk_deadline(const struct vz_kiosk *kiosk) {
    int64_t at = idle_at(kiosk);
    if (counts_down(kiosk)) {
        at = earlier(at, next_second(kiosk->until));
    }
    if (kiosk->screen == VZ_SCREEN_PIN && kiosk->pin.wait_until) {
        at = earlier(at, next_second(kiosk->pin.wait_until));
    }
    if (kiosk->sending_until) {
        at = earlier(at, kiosk->sending_until);
    }
    if (kiosk->screen == VZ_SCREEN_CLOSED && kiosk->look_again_at) {
        at = earlier(at, kiosk->look_again_at);
    }
    if (vz_kiosk_rests(kiosk) && kiosk->hours_due) {
        at = earlier(at, kiosk->hours_due);
    }
    if (kiosk->service.due) {
        at = earlier(at, kiosk->service.due);
    }
    if (kiosk->window.motion.runs) {
        at = earlier(at, kiosk->window.motion.next);
    }
    if (headline_turns(kiosk)) {
        int64_t next = headline_turn(kiosk) + 1;
        at = earlier(at, kiosk->touched_at + next * HEADLINE_MS);
    }
    if (kiosk->notice_until) {
        at = earlier(at, kiosk->notice_until);
    }
    int64_t hold = vz_fingers_hold_at(&kiosk->fingers);
    return hold ? earlier(at, hold) : at;
}

void vz_kiosk_count_down(struct vz_kiosk *kiosk, int seconds) {
    kiosk->whole_s = seconds;
    kiosk->until = now_ms() + (int64_t)seconds * 1000;
    kiosk->dirty = true;
}

void vz_kiosk_touched(struct vz_kiosk *kiosk) {
    kiosk->touched_at = now_ms();
}

// Nobody touched the screen for as long as it waits. Who has begun to answer
// is asked first.
static void gone_idle(struct vz_kiosk *kiosk) {
    if (!kiosk->visit.session) {
        vz_kiosk_reset(kiosk, "idle");
        return;
    }
    vz_fingers_cancel(&kiosk->fingers);
    vz_kiosk_recorder_leave(kiosk);
    kiosk->overlay = VZ_OVERLAY_IDLE;
    vz_kiosk_count_down(kiosk, WARNING_S * patience(kiosk));
}

static void tick_countdown(struct vz_kiosk *kiosk, int64_t now) {
    if (now >= kiosk->until) {
        vz_kiosk_reset(kiosk, kiosk->screen == VZ_SCREEN_THANKS ? "thanks over"
                                                                : "idle");
    }
}

static void tick_hold(struct vz_kiosk *kiosk, int64_t now) {
    const struct vz_box *box =
        vz_fingers_hold(&kiosk->fingers, &kiosk->scene, now);
    if (!box || kiosk->screen != VZ_SCREEN_QUESTION) {
        return;
    }
    enum vz_widget_result result =
        vz_widget_hold(kiosk->visit.widgets, kiosk->visit.n_widgets, box);
    if (result != VZ_WIDGET_NOTHING) {
        vz_fingers_held(&kiosk->fingers, box->name);
        vz_kiosk_touched(kiosk);
        vz_kiosk_widget_did(kiosk, result);
    }
}

void vz_kiosk_tick(struct vz_kiosk *kiosk) {
    int64_t now = now_ms();
    if (vz_kiosk_countdown_s(kiosk) != kiosk->shown_s) {
        kiosk->dirty = true; // also when the second passed between two turns
    }
    if (vz_kiosk_headline_language(kiosk) != kiosk->shown_headline &&
        kiosk->screen == VZ_SCREEN_ATTRACT) {
        kiosk->dirty = true;
    }
    if (vz_kiosk_deadline(kiosk) > now) {
        return;
    }
    if (kiosk->pin.wait_until && now >= kiosk->pin.wait_until) {
        kiosk->pin.wait_until = 0;
        kiosk->dirty = true;
    }
    if (kiosk->sending_until && now >= kiosk->sending_until) {
        kiosk->sending_until = 0;
        kiosk->dirty = true;
    }
    if (kiosk->look_again_at && now >= kiosk->look_again_at) {
        kiosk->look_again_at = 0; // set again if it stays closed
        vz_kiosk_give_forms(kiosk);
        vz_kiosk_give_status(kiosk);
    }
    if (kiosk->notice_until && now >= kiosk->notice_until) {
        kiosk->notice_until = 0;
        kiosk->notice[0] = '\0';
        kiosk->dirty = true;
    }
    if (kiosk->hours_due && now >= kiosk->hours_due) {
        vz_kiosk_take_forms(kiosk); // which looks at the hours; or at the reset
    }
    vz_service_tick(&kiosk->service, now);
    tick_hold(kiosk, now);
    if (idle_at(kiosk) <= now) {
        gone_idle(kiosk);
    } else if (counts_down(kiosk)) {
        tick_countdown(kiosk, now);
    }
}
