/*
 * What the screens show: plain data, filled by the kiosk (kiosk_view.c), read
 * by the screen builders, which hold no state and decide nothing.
 *
 * state -> view -> scene. A touch comes back to the kiosk as a box's action.
 */
#ifndef VZ_KIOSK_SCREEN_VIEW_H
#define VZ_KIOSK_SCREEN_VIEW_H

#include "form/xform/session.h"
#include "kiosk/config.h"
#include "kiosk/locale/locale.h"
#include "kiosk/power.h"
#include "kiosk/scene/scene.h"
#include "kiosk/staff_room.h"
#include "kiosk/widget/widget.h"
#include "storage/kiosk/kiosk_store.h"

enum vz_screen {
    VZ_SCREEN_ATTRACT,
    VZ_SCREEN_START, // language, doors
    VZ_SCREEN_QUESTION,
    VZ_SCREEN_SAVING, // between the last touch and the commit; brief
    VZ_SCREEN_THANKS,
    VZ_SCREEN_PIN,    // worker's or staff's door
    VZ_SCREEN_WORKER, // the worker's forms
    VZ_SCREEN_STAFF,
    VZ_SCREEN_CLOSED,   // no forms, disk full: a sentence, nothing to start
    VZ_SCREEN_QUIET,    // outside opening hours: dark, nothing moves
    VZ_SCREEN_WITHDRAW, // a code takes a story back
};
const char *vz_screen_name(enum vz_screen screen); // "attract", ...

enum vz_overlay {
    VZ_OVERLAY_NONE,
    VZ_OVERLAY_STOP, // "Wil je stoppen?"
    VZ_OVERLAY_IDLE, // "Ben je er nog?": covers everything
    VZ_OVERLAY_LANGUAGES,
    VZ_OVERLAY_DISPLAY,
    VZ_OVERLAY_SAVE_FAILED, // "Dat lukte niet. Je antwoord staat er nog."
};

// How far taking a story back is.
enum vz_withdraw_step {
    VZ_WITHDRAW_TYPING,
    VZ_WITHDRAW_WRONG,    // no such code
    VZ_WITHDRAW_ASKED,    // twelve digits are right: really?
    VZ_WITHDRAW_BUSY,     // the store is at it
    VZ_WITHDRAW_GONE,     // it was here and never sent: it is gone
    VZ_WITHDRAW_PROMISED, // the hub is told as soon as there is a network
    VZ_WITHDRAW_FAILED,   // could not be written down
};

// A form that can be begun here.
struct vz_door {
    const char *title; // in the language shown
    const char *kind;  // "short", "story", "testimonial" or NULL
    const char *icon;  // or NULL
    int minutes;       // 0 = not told
};

// A form that is installed, for staff.
struct vz_form_row {
    const char *title, *form_id, *version;
    bool worker, offered;
};

enum vz_pin_step {
    VZ_PIN_NUMBER, // a worker's two digits
    VZ_PIN_SECRET,
};

struct vz_view {
    const struct vz_ui *ui;
    enum vz_screen screen;
    enum vz_overlay overlay;
    const char *organisation;            // house name, "" = none
    const struct vz_language *languages; // to choose from, the house's first
    size_t n_languages;

    // attract
    const char *headline;     // in one of the languages
    size_t headline_language; // which one: its stone stands out

    // start and worker
    const struct vz_door *doors;
    size_t n_doors;
    int text_size;       // 0, 1, 2
    const bool *comfort; // by enum vz_comfort; NULL: none of them
    bool after_crash;    // "Sorry, de zuil begon opnieuw."

    // sound
    bool can_read;      // there is a voice or a prompt for what is shown
    bool plays_prompts; // recorded prompts can be heard
    int volume;         // 0 soft, 1, 2 loud
    bool slow_speech;
    const char *notice; // a sentence that goes by itself, or NULL

    bool can_withdraw; // codes are given here
    int door_part;     // which part of the doors is shown, from 0

    // quiet
    int open_weekday; // 0 = Monday; -1 = not known when it opens
    int open_minute;  // of that day

    // withdraw
    enum vz_withdraw_step withdraw_step;
    int withdraw_digits;       // typed so far; 0..12
    const char *withdraw_code; // as typed, in groups

    // question
    struct vz_session *session;
    struct vz_widget *widgets; // one a question on the page
    size_t n_widgets;
    bool first_page;   // Terug goes back to the start screen
    bool last_page;    // Verder becomes Versturen
    bool may_go_on;    // Verder is on: everything required is answered
    bool empty;        // nothing answered on this page: Verder reads "Sla over"
    bool assisted;     // worker capture: dark bar on top
    const char *error; // message beside the answers, or NULL
    size_t at, total;  // progress, pages
    const char *title; // of the group around the page, or NULL
    // after a repeat, where another one can be added
    size_t repeat_count; // how many there are
    bool removing;       // "take the last one away?" is being asked

    // thanks
    const char *code;  // "1234 5678 9012"; NULL: no story was kept
    const char *qr;    // text of the QR code, or NULL
    int seconds_left;  // of thanks or of the idle warning
    int seconds_whole; // of how many
    bool may_extend;   // "Meer tijd" is still to be had

    // PIN
    bool pin_staff; // staff's (6 digits), else a worker's (number and PIN)
    enum vz_pin_step pin_step;
    int pin_digits;     // typed so far
    int pin_tries_left; // -1 = no error yet
    int pin_wait_s;     // locked for so long; 0 = not

    // staff
    const struct vz_staff_room *staff;
    const struct vz_config *config;
    const struct vz_language *all_languages;
    size_t n_all_languages;
    const struct vz_form_row *forms;
    struct vz_kiosk_status status;
    int64_t today_started, today_completed, today_abandoned;
    struct vz_power power;
    const char *problem; // settings or theme that were refused, or NULL
    const char *stick;   // where a USB stick is, or NULL
    bool has_sound, has_microphone; // as far as is known
    bool enrolled, sending;
    int64_t now_ms, disk_free; // wall time; bytes, -1 = unknown
    size_t n_forms;
    const char *device_name, *version, *server_host;
};

// Builds the whole scene for a view: screen, then overlay. One function a
// screen lives in screen_<name>.c.
void vz_screen_build(const struct vz_view *view, struct vz_scene *scene);

#endif
