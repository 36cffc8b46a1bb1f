#include "kiosk_parts.h"

#include "base/clock.h"
#include "base/log.h"
#include "kiosk/locale/locale.h"

#include <stdio.h>
#include <string.h>

#define SENDING_MS 20000 // how long "sending" is shown when nothing comes back

// Another page or overlay: nothing of the one before is under finger or focus.
void vz_kiosk_open_overlay(struct vz_kiosk *kiosk, enum vz_overlay overlay) {
    kiosk->overlay = overlay;
    kiosk->focus.name[0] = '\0';
    vz_fingers_lapse(&kiosk->fingers);
    kiosk->dirty = true;
}

void vz_kiosk_go(struct vz_kiosk *kiosk, enum vz_screen screen) {
    kiosk->screen = screen;
    vz_kiosk_open_overlay(kiosk, VZ_OVERLAY_NONE);
    vz_kiosk_touched(kiosk);
}

bool vz_kiosk_types(struct vz_kiosk *kiosk) {
    // Before the store knows of the visit no answer is taken, by keys neither.
    if (kiosk->screen != VZ_SCREEN_QUESTION || kiosk->overlay ||
        kiosk->stage != VZ_STAGE_ANSWERING) {
        return false;
    }
    struct vz_visit_page page;
    vz_visit_page(&kiosk->visit, &page);
    return page.types;
}

// Answers are taken only for a visit that the store knows of.
static bool takes_answers(const struct vz_kiosk *kiosk) {
    return kiosk->stage == VZ_STAGE_ANSWERING &&
           kiosk->screen == VZ_SCREEN_QUESTION;
}

// ------------------------------------------------------------------- doors
static void act_begin(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (!kiosk->loaded) {
        kiosk->begin_wanted = true;
        return;
    }
    if (box->a > 0) {
        vz_kiosk_set_language(kiosk, box->b);
    }
    vz_kiosk_go(kiosk, VZ_SCREEN_START);
}

static void act_door(struct vz_kiosk *kiosk, const struct vz_box *box) {
    int index = vz_kiosk_door_form(kiosk, box->a);
    if (index >= 0) {
        vz_kiosk_enter_form(kiosk, (size_t)index);
    }
}

void vz_kiosk_set_language(struct vz_kiosk *kiosk, int index) {
    if (index < 0 || (size_t)index >= kiosk->n_languages ||
        !vz_locale_set(kiosk->languages[index].code)) {
        return;
    }
    kiosk->language = (size_t)index;
    kiosk->dirty = true;
    if (kiosk->visit.session) {
        vz_visit_set_language(&kiosk->visit, kiosk->languages[index].code);
    }
}

static void act_language(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_set_language(kiosk, box->a);
    if (kiosk->screen == VZ_SCREEN_ATTRACT) {
        act_begin(kiosk, &(struct vz_box){0});
    }
    kiosk->overlay = VZ_OVERLAY_NONE;
}

// ---------------------------------------------------------------- overlays
static void act_open_languages(struct vz_kiosk *kiosk,
                               const struct vz_box *box) {
    vz_kiosk_open_overlay(kiosk, VZ_OVERLAY_LANGUAGES);
}

static void act_open_display(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_open_overlay(kiosk, VZ_OVERLAY_DISPLAY);
}

// The page may fall into other parts: what is seen now stays in sight.
static void act_text_size(struct vz_kiosk *kiosk, const struct vz_box *box) {
    kiosk->text_size = box->a < 0 ? 0 : box->a > 2 ? 2 : box->a;
    for (size_t i = 0; i < kiosk->visit.n_widgets; i++) {
        if (kiosk->visit.widgets[i].shown) {
            kiosk->visit.widgets[i].sought = true;
            break;
        }
    }
    kiosk->dirty = true;
}

static void act_contrast(struct vz_kiosk *kiosk, const struct vz_box *box) {
    kiosk->high_contrast = box->a != 0;
    kiosk->dirty = true;
}

static void act_comfort(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (box->a >= 0 && box->a < VZ_COMFORT_COUNT_) {
        kiosk->comfort[box->a] = box->b != 0;
        kiosk->dirty = true;
    }
}

static void close_overlay(struct vz_kiosk *kiosk) {
    if (kiosk->overlay == VZ_OVERLAY_SAVE_FAILED) {
        vz_visit_reopen(&kiosk->visit);
        vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION);
        return;
    }
    vz_kiosk_open_overlay(kiosk, VZ_OVERLAY_NONE);
}

static void act_close(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (kiosk->overlay == VZ_OVERLAY_NONE && !kiosk->visit.session) {
        vz_kiosk_reset(kiosk, "closed");
        return;
    }
    close_overlay(kiosk);
}

static void act_stop(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (kiosk->visit.session) {
        vz_kiosk_open_overlay(kiosk, VZ_OVERLAY_STOP);
    } else {
        vz_kiosk_reset(kiosk, "stopped");
    }
}

static void act_stop_yes(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_reset(kiosk, "stopped");
}

static void act_stay(struct vz_kiosk *kiosk, const struct vz_box *box) {
    // The idle warning may have covered the message that saving failed.
    bool unsaved = kiosk->overlay == VZ_OVERLAY_IDLE &&
                   kiosk->screen == VZ_SCREEN_SAVING;
    vz_kiosk_open_overlay(kiosk,
                          unsaved ? VZ_OVERLAY_SAVE_FAILED : VZ_OVERLAY_NONE);
}

// ------------------------------------------------------------------- pages
static void act_next(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (kiosk->screen == VZ_SCREEN_QUESTION) {
        vz_kiosk_next_page(kiosk);
    }
}

void vz_kiosk_back(struct vz_kiosk *kiosk) {
    if (kiosk->overlay == VZ_OVERLAY_IDLE) {
        act_stay(kiosk, NULL);
    } else if (kiosk->overlay) {
        close_overlay(kiosk);
    } else if (kiosk->screen == VZ_SCREEN_QUESTION &&
               vz_widget_close_picture(kiosk->visit.widgets,
                                       kiosk->visit.n_widgets)) {
        kiosk->dirty = true;
    } else if (kiosk->screen == VZ_SCREEN_QUESTION) {
        vz_kiosk_recorder_leave(kiosk);
        bool left = vz_visit_back(&kiosk->visit) == VZ_VISIT_LEFT;
        vz_kiosk_go(kiosk, !left                   ? VZ_SCREEN_QUESTION
                           : kiosk->visit.assisted ? VZ_SCREEN_WORKER
                                                   : VZ_SCREEN_START);
    } else if (kiosk->screen == VZ_SCREEN_PIN ||
               kiosk->screen == VZ_SCREEN_WITHDRAW) {
        explicit_bzero(&kiosk->pin, sizeof(kiosk->pin));
        explicit_bzero(&kiosk->withdraw, sizeof(kiosk->withdraw));
        vz_kiosk_go(kiosk, VZ_SCREEN_START);
    } else if (kiosk->screen != VZ_SCREEN_SAVING &&
               kiosk->screen != VZ_SCREEN_THANKS && !vz_kiosk_rests(kiosk)) {
        vz_kiosk_reset(kiosk, "closed");
    }
}

static void act_back(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_back(kiosk);
}

static void act_retry(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (kiosk->screen == VZ_SCREEN_SAVING) {
        vz_kiosk_finish_visit(kiosk);
    } else if (kiosk->screen == VZ_SCREEN_CLOSED) {
        vz_kiosk_reset(kiosk, "closed");
    }
}

// ------------------------------------------------------------- other screens
static void act_more_time(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_more_time(kiosk);
}

static void act_done(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_reset(kiosk, "done");
}

static void act_worker(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_open_pin(kiosk, box->a == 1);
}

static void act_pin_key(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_pin_key(kiosk, box->a);
}

static void act_send_now(struct vz_kiosk *kiosk, const struct vz_box *box) {
    kiosk->sending_until = vz_clock_monotonic_ms() + SENDING_MS;
    kiosk->dirty = true;
    if (kiosk->sync) {
        vz_sync_retry_held(kiosk->sync);
    }
}

static void act_exit(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (kiosk->screen == VZ_SCREEN_STAFF) {
        kiosk->running = false;
    }
}

static void act_repeat_add(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (takes_answers(kiosk) && vz_visit_add_repeat(&kiosk->visit)) {
        vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION);
    }
}

static void act_repeat_remove(struct vz_kiosk *kiosk,
                              const struct vz_box *box) {
    if (!takes_answers(kiosk)) {
        return;
    }
    kiosk->visit.removing = box->a == VZ_REMOVE_ASK;
    if (box->a == VZ_REMOVE_YES) {
        vz_visit_remove_repeat(&kiosk->visit);
    }
    vz_kiosk_go(kiosk, VZ_SCREEN_QUESTION);
}

// ------------------------------------------------------------------- sound
static void act_read_aloud(struct vz_kiosk *kiosk, const struct vz_box *box) {
    // The finger that lifts here has stopped a reading: that was all it meant.
    if (kiosk->speech.hushed != VZ_SAYING_READING) {
        vz_kiosk_read_aloud(kiosk);
    }
}

static void act_prompt(struct vz_kiosk *kiosk, const struct vz_box *box) {
    kiosk->speech.asked = true;
    if (kiosk->speech.hushed != VZ_SAYING_PROMPT && box->widget >= 0) {
        vz_kiosk_play_prompt(kiosk, (size_t)box->widget);
    }
}

static void act_volume(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_speech_set_volume(kiosk, box->a);
    vz_kiosk_say_again(kiosk);
    kiosk->dirty = true;
}

static void act_speed(struct vz_kiosk *kiosk, const struct vz_box *box) {
    kiosk->speech.slow = box->a == 0;
    vz_kiosk_say_again(kiosk);
    kiosk->dirty = true;
}

// -------------------------------------------------------------------- others
static void act_door_part(struct vz_kiosk *kiosk, const struct vz_box *box) {
    kiosk->door_part += box->a > 0 ? 1 : -1;
    kiosk->door_part = kiosk->door_part < 0 ? 0 : kiosk->door_part;
    kiosk->dirty = true;
}

static void act_staff(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_staff_act(kiosk, box->a, box->b);
}

static void act_staff_key(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_staff_key(kiosk, box->a, box->b);
}

static void act_withdraw(struct vz_kiosk *kiosk, const struct vz_box *box) {
    if (kiosk->screen == VZ_SCREEN_START) {
        vz_kiosk_open_withdraw(kiosk);
    }
}

static void act_withdraw_key(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_withdraw_key(kiosk, box->a);
}

static void act_withdraw_yes(struct vz_kiosk *kiosk, const struct vz_box *box) {
    vz_kiosk_withdraw_yes(kiosk);
}

static void act_withdraw_again(struct vz_kiosk *kiosk,
                               const struct vz_box *box) {
    vz_kiosk_withdraw_again(kiosk);
}

static void (*const acts[])(struct vz_kiosk *, const struct vz_box *) = {
    [VZ_ACT_BEGIN] = act_begin,
    [VZ_ACT_DOOR] = act_door,
    [VZ_ACT_LANGUAGE] = act_language,
    [VZ_ACT_OPEN_LANGUAGES] = act_open_languages,
    [VZ_ACT_OPEN_DISPLAY] = act_open_display,
    [VZ_ACT_TEXT_SIZE] = act_text_size,
    [VZ_ACT_CONTRAST] = act_contrast,
    [VZ_ACT_COMFORT] = act_comfort,
    [VZ_ACT_CLOSE] = act_close,
    [VZ_ACT_NEXT] = act_next,
    [VZ_ACT_BACK] = act_back,
    [VZ_ACT_STOP] = act_stop,
    [VZ_ACT_STOP_YES] = act_stop_yes,
    [VZ_ACT_STAY] = act_stay,
    [VZ_ACT_MORE_TIME] = act_more_time,
    [VZ_ACT_DONE] = act_done,
    [VZ_ACT_WORKER] = act_worker,
    [VZ_ACT_PIN_KEY] = act_pin_key,
    [VZ_ACT_SEND_NOW] = act_send_now,
    [VZ_ACT_EXIT] = act_exit,
    [VZ_ACT_RETRY] = act_retry,
    [VZ_ACT_READ_ALOUD] = act_read_aloud,
    [VZ_ACT_PROMPT] = act_prompt,
    [VZ_ACT_VOLUME] = act_volume,
    [VZ_ACT_SPEED] = act_speed,
    [VZ_ACT_RECORD] = vz_kiosk_record,
    [VZ_ACT_TALK] = vz_kiosk_talk,
    [VZ_ACT_REPEAT_ADD] = act_repeat_add,
    [VZ_ACT_REPEAT_REMOVE] = act_repeat_remove,
    [VZ_ACT_DOOR_PART] = act_door_part,
    [VZ_ACT_STAFF] = act_staff,
    [VZ_ACT_STAFF_KEY] = act_staff_key,
    [VZ_ACT_WITHDRAW] = act_withdraw,
    [VZ_ACT_WITHDRAW_KEY] = act_withdraw_key,
    [VZ_ACT_WITHDRAW_YES] = act_withdraw_yes,
    [VZ_ACT_WITHDRAW_AGAIN] = act_withdraw_again,
};

void vz_kiosk_widget_did(struct vz_kiosk *kiosk, enum vz_widget_result result) {
    switch (result) {
    case VZ_WIDGET_NOTHING:
        return;
    case VZ_WIDGET_REBUILD:
        break;
    case VZ_WIDGET_ANSWERED:
        vz_visit_answered(&kiosk->visit);
        break;
    case VZ_WIDGET_NEXT:
        vz_kiosk_next_page(kiosk);
    }
    kiosk->dirty = true;
}

void vz_kiosk_drag(struct vz_kiosk *kiosk, const struct vz_box *box, int x,
                   int y, enum vz_drag drag) {
    if (takes_answers(kiosk)) {
        vz_kiosk_widget_did(kiosk, vz_widget_drag(kiosk->visit.widgets,
                                                  kiosk->visit.n_widgets, box,
                                                  x, y, drag));
    }
}

void vz_kiosk_act(struct vz_kiosk *kiosk, const struct vz_box *box, int x,
                  int y) {
    if (box->act == VZ_ACT_WIDGET) {
        if (takes_answers(kiosk)) {
            vz_kiosk_widget_did(
                kiosk, vz_widget_activate(kiosk->visit.widgets,
                                          kiosk->visit.n_widgets, box, x, y));
        }
        return;
    }
    if ((size_t)box->act < sizeof(acts) / sizeof(*acts) && acts[box->act]) {
        acts[box->act](kiosk, box);
    }
}
