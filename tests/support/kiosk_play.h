/*
 * A real kiosk on SDL's offscreen driver with a store of its own, driven turn
 * by turn: for tests that touch it as a person does.
 */
#ifndef VZ_TESTS_KIOSK_PLAY_H
#define VZ_TESTS_KIOSK_PLAY_H

#include "kiosk/kiosk.h"
#include "support/store_folder.h"

#define STAGE_NOW_MS 1790000000000

struct kiosk_play {
    char dir[STORE_PATH_SIZE]; // of the store
    struct vz_options options;
    struct vz_config config;
    struct vz_kiosk *kiosk; // NULL while it is down
};

// A folder with the three shipped forms, and staff 123456, worker 07 with PIN
// 4711. The clock is frozen. No kiosk yet.
void kiosk_play_init(struct kiosk_play *stage);
// The same without any form.
void kiosk_play_init_bare(struct kiosk_play *stage);
void kiosk_play_finish(struct kiosk_play *stage);
// Starts the kiosk and waits until it offers its forms (or says that it is
// closed).
void kiosk_play_start(struct kiosk_play *stage);
void kiosk_play_stop(struct kiosk_play *stage);

// Turns the loop until the screen (or overlay) of this name is shown, a box is
// there, or the store thread has done all that it was given. Aborts when it
// never comes.
void kiosk_play_wait(struct kiosk_play *stage, const char *screen);
void kiosk_play_wait_box(struct kiosk_play *stage, const char *name);
void kiosk_play_settle(struct kiosk_play *stage);
bool kiosk_play_shows(const struct kiosk_play *stage, const char *screen);
const struct vz_box *kiosk_play_box(const struct kiosk_play *stage,
                                    const char *name);

// Touches a box once it is there; the clock then moves on by 300 ms.
void kiosk_play_tap(struct kiosk_play *stage, const char *name);
// Touches it at once, without moving the clock.
void kiosk_play_tap_now(struct kiosk_play *stage, const char *name);
// Typed on a physical keyboard.
void kiosk_play_type(struct kiosk_play *stage, const char *text);
// The clock moves on, and the kiosk notices.
void kiosk_play_pass(struct kiosk_play *stage, int64_t ms);

// Attract -> start -> first page of a form: "kort", "verhaal".
void kiosk_play_enter(struct kiosk_play *stage, const char *form_id);

// Counts of the store, read through a connection of its own.
struct vz_kiosk_status kiosk_play_status(const struct kiosk_play *stage);

#endif
