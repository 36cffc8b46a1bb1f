/*
 * The kiosk: owns all state, decides every transition, runs the loop.
 *
 * state -> view (kiosk_view.c) -> scene -> pixels -> description. A touch
 * (kiosk_events.c) comes back as an act (kiosk_acts.c), what the store thread
 * did as a job done (kiosk_jobs.c), the passing of time as a tick
 * (kiosk_time.c). The road of a visit, from door to thanks, is kiosk_visit.c;
 * what is left of a person afterwards, nothing, is kiosk_reset.c. Everything
 * here belongs to the main thread but the atomic fields.
 */
#ifndef VZ_KIOSK_KIOSK_H
#define VZ_KIOSK_KIOSK_H

#include "kiosk/catalogue.h"
#include "kiosk/config.h"
#include "kiosk/input/fingers.h"
#include "kiosk/input/focus.h"
#include "kiosk/input/switches.h"
#include "kiosk/input/script.h"
#include "kiosk/kiosk_speech.h"
#include "kiosk/options.h"
#include "kiosk/pin.h"
#include "kiosk/power.h"
#include "kiosk/service.h"
#include "kiosk/signals.h"
#include "kiosk/staff_room.h"
#include "kiosk/stick.h"
#include "kiosk/store_thread.h"
#include "kiosk/visit.h"
#include "kiosk/window.h"
#include "storage/sync/sync.h"

#include <stdatomic.h>

// Digits typed on the PIN pad.
struct vz_pin_pad {
    bool staff;
    enum vz_pin_step step;
    char number[3]; // of the worker
    char secret[VZ_PIN_DIGITS_MAX + 1];
    int tries_left;     // -1 = no error yet
    int64_t wait_until; // monotonic ms; 0 = not locked
    bool checking;      // the store thread is looking
};

// A story that is being taken back.
struct vz_withdraw {
    enum vz_withdraw_step step;
    char digits[VZ_CODE_SIZE]; // typed so far
};

// How far the present visit is.
enum vz_stage {
    VZ_STAGE_NONE,      // there is none, or it is stored
    VZ_STAGE_BEGINNING, // the store is being told: no answer is taken yet
    VZ_STAGE_ANSWERING,
    VZ_STAGE_HASHING, // all is answered; its withdrawal hash is awaited
    VZ_STAGE_STORING, // the commit is under way: it cannot be abandoned
};

// Where one is: a page is turned when this changes.
struct vz_place {
    enum vz_screen screen;
    enum vz_overlay overlay;
    size_t at, part; // of the form, of the page
};

struct vz_kiosk {
    const struct vz_options *options; // borrowed
    const struct vz_config *config;   // borrowed, or `own`
    struct vz_config own;             // once staff has changed something
    const char *dir;                  // of the store; borrowed

    struct vz_service service;
    struct vz_signals signals;
    struct vz_store_thread store;
    struct vz_sync *sync;        // NULL until the store is open
    atomic_bool forms_changed;   // set by the sync thread
    atomic_bool status_changed;  // set by the sync thread
    atomic_int microphone_found; // enum vz_microphone, for the sync thread
    uint32_t wake_event; // SDL event type: a thread has something for us
    uint32_t end_event;  // SDL event type: end

    struct vz_window window;
    struct vz_scene scene; // what is on the screen
    struct vz_scene next;  // what is being built
    bool dirty;            // state changed since the scene was built
    struct vz_place place; // that is on the screen
    bool moves;            // there is somebody to see it move
    bool running;
    bool failed; // ends with status 1

    struct vz_fingers fingers;
    struct vz_focus focus;
    struct vz_switches switches;
    bool fingers_by_mouse;    // SDL turns the mouse into fingers itself
    struct vz_script *script; // or NULL

    struct vz_catalogue forms; // offered now
    struct vz_catalogue fresh; // to be offered when nobody is visiting
    bool has_fresh;
    bool loaded;       // forms were looked for
    bool opened;       // the store was opened and its leftovers closed
    int64_t hours_due; // monotonic ms: look at the opening hours; 0 = none
    int open_weekday;  // while quiet: when it opens, -1 = not known
    int open_minute;
    int64_t look_again_at; // while closed: monotonic ms; 0 = not closed
    bool store_broken;     // the store cannot be written: nothing can begin

    enum vz_screen screen;
    enum vz_overlay overlay;
    struct vz_language languages[VZ_LANGUAGES_MAX]; // of the house
    size_t n_languages;
    size_t language; // of those; every visit begins in the first
    int text_size;
    bool high_contrast;
    bool comfort[VZ_COMFORT_COUNT_]; // what this visitor asked for
    bool after_crash;
    bool begin_wanted; // touched before the forms were loaded
    bool worker_in;    // a worker's PIN was right
    char worker[3];    // that worker's number

    struct vz_speech speech;
    char notice[200];     // a sentence that goes by itself; "" = none
    int64_t notice_until; // monotonic ms; 0 = none
    struct vz_recorder_view recorder; // as last looked at
    enum vz_sound_test sound_test;    // staff's, going on now
    char record_ref[VZ_REF_SIZE]; // question that is being answered by voice

    struct vz_visit visit;
    enum vz_stage stage; // of it
    bool hashing;        // its withdrawal hash is being made
    bool keeps_story;    // of the visit that was just sent
    char code_shown[VZ_CODE_SHOWN_SIZE];
    char qr[300];

    struct vz_pin_pad pin;
    struct vz_withdraw withdraw;
    struct vz_staff_room staff;
    int door_part; // of many doors: which are shown
    struct vz_kiosk_status status;
    int64_t disk_free;
    struct vz_power power;
    char stick[VZ_STICK_PATH_SIZE]; // a USB stick's folder, "" = none
    int64_t today_started, today_completed, today_abandoned;
    int64_t sending_until; // monotonic ms; 0 = not sending
    char device_id[64];
    char server[512]; // in use, "" = none
    char *password;   // for the server, or NULL

    int64_t touched_at;    // last sign of a person, monotonic ms
    int64_t until;         // end of a countdown, monotonic ms
    int whole_s;           // length of that countdown
    int shown_s;           // of the countdown on the screen
    size_t shown_headline; // language of the headline on the screen
    int extensions;        // of the thank-you screen, so far
    int64_t guard_until;   // touches before this do not count
};

// Opens the window and starts the threads. False with an error for the person
// at the console; nothing is left behind.
bool vz_kiosk_init(struct vz_kiosk *kiosk, const struct vz_options *options,
                   const struct vz_config *config, const char *dir,
                   struct vz_error *error);
// Until the end. The exit status.
int vz_kiosk_run(struct vz_kiosk *kiosk);
// Interrupts, joins and frees everything; what was finished is stored.
void vz_kiosk_finish(struct vz_kiosk *kiosk);

// One turn of the loop: waits for an event (or until something is due, or at
// most `max_wait_ms`; -1 = no limit), handles it, shows what changed.
void vz_kiosk_turn(struct vz_kiosk *kiosk, int64_t max_wait_ms);

#endif
