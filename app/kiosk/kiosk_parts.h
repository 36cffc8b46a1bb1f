/*
 * What the parts of the kiosk ask of each other. Main thread only.
 */
#ifndef VZ_KIOSK_KIOSK_PARTS_H
#define VZ_KIOSK_KIOSK_PARTS_H

#include "kiosk.h"

// Nothing is due: a time after every other.
#define VZ_NEVER INT64_MAX

// ------------------------------------------------------------ kiosk_view.c
// Builds the scene of the present state and shows it, if it changed.
void vz_kiosk_show(struct vz_kiosk *kiosk);
// "stop", ...; NULL for VZ_OVERLAY_NONE.
const char *vz_overlay_name(enum vz_overlay overlay);
// The form behind door `index` of the screen that is shown, or -1.
int vz_kiosk_door_form(const struct vz_kiosk *kiosk, int index);

// ------------------------------------------------------------ kiosk_acts.c
void vz_kiosk_go(struct vz_kiosk *kiosk, enum vz_screen screen);
// A box was touched at x, y, or chosen by a key.
void vz_kiosk_act(struct vz_kiosk *kiosk, const struct vz_box *box, int x,
                  int y);
// A finger drags a box of the question's.
void vz_kiosk_drag(struct vz_kiosk *kiosk, const struct vz_box *box, int x,
                   int y, enum vz_drag drag);
// What a widget answered to a touch, to typing or to a key.
void vz_kiosk_widget_did(struct vz_kiosk *kiosk, enum vz_widget_result result);
void vz_kiosk_back(struct vz_kiosk *kiosk);
void vz_kiosk_open_overlay(struct vz_kiosk *kiosk, enum vz_overlay overlay);
void vz_kiosk_set_language(struct vz_kiosk *kiosk, int index);
// True while a question takes text from a physical keyboard.
bool vz_kiosk_types(struct vz_kiosk *kiosk);

// ----------------------------------------------------------- kiosk_visit.c
// Through a door: begins a visit with this form of the catalogue, or goes on
// with the one that was left by Terug. One with another form is left.
void vz_kiosk_enter_form(struct vz_kiosk *kiosk, size_t index);
void vz_kiosk_next_page(struct vz_kiosk *kiosk);
// All is answered: stores it. Also after a failure, to try again.
void vz_kiosk_finish_visit(struct vz_kiosk *kiosk);
// More seconds for the thank-you screen, as often as may be.
void vz_kiosk_more_time(struct vz_kiosk *kiosk);
// Ends the visit, if there is one: as abandoned, unless it is being committed.
void vz_kiosk_leave_visit(struct vz_kiosk *kiosk);
// What the store thread answers. `hash` NULL: out of memory.
void vz_kiosk_visit_begun(struct vz_kiosk *kiosk, enum vz_status status,
                          int64_t sequence);
void vz_kiosk_visit_hashed(struct vz_kiosk *kiosk, const char *hash);
void vz_kiosk_visit_stored(struct vz_kiosk *kiosk, enum vz_status status);

// ------------------------------------------------------------- kiosk_pin.c
void vz_kiosk_open_pin(struct vz_kiosk *kiosk, bool staff);
void vz_kiosk_pin_key(struct vz_kiosk *kiosk, int key);
void vz_kiosk_pin_checked(struct vz_kiosk *kiosk,
                          const struct vz_pin_verdict *verdict);

// ------------------------------------------------------------ kiosk_jobs.c
// Loads the installed forms; the first time also what a start finds out.
void vz_kiosk_give_forms(struct vz_kiosk *kiosk);
// Removes the files of forms that are not offered any more.
void vz_kiosk_give_sweep(struct vz_kiosk *kiosk);
void vz_kiosk_give_abandon(struct vz_kiosk *kiosk);
// These are answered (kiosk_visit.c, kiosk_pin.c), unless they are false
// (logged): then no answer will come. `complete` takes the text of `xml`.
bool vz_kiosk_give_begin(struct vz_kiosk *kiosk);
bool vz_kiosk_give_hash(struct vz_kiosk *kiosk);
bool vz_kiosk_give_complete(struct vz_kiosk *kiosk, struct vz_strbuf *xml);
bool vz_kiosk_give_pin(struct vz_kiosk *kiosk, const char *who,
                       const char *hash, const char *pin);
void vz_kiosk_give_status(struct vz_kiosk *kiosk);

// A zeroed job of `size` bytes; NULL (logged) when out of memory.
void *vz_kiosk_new_job(size_t size,
                       void (*run)(struct vz_job *, struct vz_kiosk_store *),
                       void (*done)(struct vz_job *, void *),
                       void (*destroy)(struct vz_job *));
// False (logged) when the job could not be queued; it is destroyed then.
bool vz_kiosk_give_job(struct vz_kiosk *kiosk, struct vz_job *job);

// -------------------------------------------------------- kiosk_withdraw.c
bool vz_kiosk_can_withdraw(const struct vz_kiosk *kiosk);
void vz_kiosk_open_withdraw(struct vz_kiosk *kiosk);
// Of the pad: a digit or VZ_KIOSK_KEY_BACKSPACE.
#define VZ_KIOSK_KEY_BACKSPACE 10
void vz_kiosk_withdraw_key(struct vz_kiosk *kiosk, int key);
// Of a physical keyboard or a scanner; what is no digit counts for nothing.
void vz_kiosk_withdraw_type(struct vz_kiosk *kiosk, const char *text);
void vz_kiosk_withdraw_yes(struct vz_kiosk *kiosk);
void vz_kiosk_withdraw_again(struct vz_kiosk *kiosk);
// What the store thread answers. `gone`: it was here and is erased.
void vz_kiosk_withdrawn(struct vz_kiosk *kiosk, enum vz_status status,
                        bool gone);

// ----------------------------------------------------------- kiosk_staff.c
// Acts of the staff's pages (staff_room.h); nothing on any other screen.
void vz_kiosk_staff_act(struct vz_kiosk *kiosk, int act, int b);
// Ends what was waited for and says what came of it.
void vz_kiosk_staff_say(struct vz_kiosk *kiosk, bool bad, const char *text);
// A finger went down or moved: the touch test shows it.
void vz_kiosk_staff_touched(struct vz_kiosk *kiosk, int x, int y);
// Typing: true while the hub's page takes it; text and keys of a physical
// keyboard; keys of the one on the screen.
bool vz_kiosk_staff_types(const struct vz_kiosk *kiosk);
void vz_kiosk_staff_type(struct vz_kiosk *kiosk, const char *text);
void vz_kiosk_staff_edit(struct vz_kiosk *kiosk, enum vz_widget_key key);
void vz_kiosk_staff_key(struct vz_kiosk *kiosk, int key, int letter);

// ------------------------------------------------------ kiosk_staff_jobs.c
// Writes settings to the file, atomically, and takes them.
#define VZ_STAFF_CHANGES 7
struct vz_staff_change {
    const char *section, *key; // constants
    char value[1024];
};
void vz_kiosk_give_changes(struct vz_kiosk *kiosk,
                           const struct vz_staff_change *changes, size_t n);
// Asks the hub at the typed address for a key, with the typed code.
void vz_kiosk_enrol(struct vz_kiosk *kiosk);
// Writes what waits to the stick, or reads what the hub gave back.
void vz_kiosk_use_stick(struct vz_kiosk *kiosk, bool export);
// Answered by vz_kiosk_withdrawn, unless it is false.
bool vz_kiosk_give_withdrawal(struct vz_kiosk *kiosk, const char *code);

// ----------------------------------------------------------- kiosk_offer.c
// Nobody is there: attract, or a screen on which nothing can be begun.
bool vz_kiosk_rests(const struct vz_kiosk *kiosk);
// Does the house offer this form of the catalogue?
bool vz_kiosk_offers(const struct vz_kiosk *kiosk, size_t form);
// The settings of this file are the kiosk's from now on.
void vz_kiosk_take_config(struct vz_kiosk *kiosk, const char *path);
// Offers the forms that were loaded last, and opens or closes the kiosk, if
// nobody is visiting.
void vz_kiosk_take_forms(struct vz_kiosk *kiosk);

// ------------------------------------------------------------ kiosk_sync.c
// The content of the password file for free(3), or NULL.
char *vz_kiosk_read_password(const struct vz_config *config);
void vz_kiosk_start_sync(struct vz_kiosk *kiosk);
// Ends it, cutting off what is under way, and starts it with the hub that the
// settings name now.
void vz_kiosk_restart_sync(struct vz_kiosk *kiosk);
// The sync thread set its flags: asks for forms and status.
void vz_kiosk_sync_spoke(struct vz_kiosk *kiosk);

// ---------------------------------------------------------- kiosk_speech.c
void vz_kiosk_speech_start(struct vz_kiosk *kiosk);
void vz_kiosk_speech_finish(struct vz_kiosk *kiosk);
// The house's volume and keys are (other ones) now.
void vz_kiosk_speech_take_config(struct vz_kiosk *kiosk);
// Forgets what was read and how; also what was recorded.
void vz_kiosk_speech_reset(struct vz_kiosk *kiosk);
bool vz_kiosk_speech_is_empty(const struct vz_kiosk *kiosk);
// 0 softer, 1 as the house has set it, 2 louder.
void vz_kiosk_speech_set_volume(struct vz_kiosk *kiosk, int step);
// Can what is shown be read aloud: is there a voice or a prompt for it?
bool vz_kiosk_can_read(const struct vz_kiosk *kiosk);
void vz_kiosk_read_aloud(struct vz_kiosk *kiosk);
// Says what has the focus.
void vz_kiosk_say_focus(struct vz_kiosk *kiosk);
// An answer was touched: who listens hears what it is now.
void vz_kiosk_say_choice(struct vz_kiosk *kiosk, const struct vz_box *box);
// Says the texts of the page once more.
void vz_kiosk_say_again(struct vz_kiosk *kiosk);
// Silence at once.
void vz_kiosk_hush(struct vz_kiosk *kiosk);
bool vz_kiosk_speaks(const struct vz_kiosk *kiosk);
// Plays the recorded prompt of a widget's label.
void vz_kiosk_play_prompt(struct vz_kiosk *kiosk, size_t widget);
// One of the five keys was pressed.
void vz_kiosk_switch(struct vz_kiosk *kiosk, enum vz_switch key);
// A scene is on the screen: if it is another page, it may have to be said.
void vz_kiosk_page_shown(struct vz_kiosk *kiosk);
// Marks in a scene what is being heard.
void vz_kiosk_mark_spoken(const struct vz_kiosk *kiosk, struct vz_scene *scene);
// The sound thread has something to tell.
void vz_kiosk_sound_spoke(struct vz_kiosk *kiosk);
// Shows a sentence for a few seconds.
void vz_kiosk_notice(struct vz_kiosk *kiosk, const char *text);

// -------------------------------------------------------- kiosk_recorder.c
// The recorder has something to tell: keeps a recording that is whole.
void vz_kiosk_recorder_spoke(struct vz_kiosk *kiosk);
// A key of a recorder was touched.
void vz_kiosk_record(struct vz_kiosk *kiosk, const struct vz_box *box);
// From a typed question to the one that its form has for the voice; what was
// typed stays.
void vz_kiosk_talk(struct vz_kiosk *kiosk, const struct vz_box *box);
// The page is left: what is being told ends and is kept.
void vz_kiosk_recorder_leave(struct vz_kiosk *kiosk);
// A person is telling something just now.
bool vz_kiosk_records(const struct vz_kiosk *kiosk);
// The age that was given is too young for a recording here.
bool vz_kiosk_too_young(const struct vz_kiosk *kiosk);
// What widgets show of the recorder; NULL: nothing can be recorded here.
const struct vz_recorder_view *vz_kiosk_recorder_look(struct vz_kiosk *kiosk);

// ------------------------------------------------------ kiosk_sound_test.c
// Staff tries the loudspeaker, or the microphone; what came of it is said on
// their screen.
void vz_kiosk_test_sound(struct vz_kiosk *kiosk);
void vz_kiosk_test_microphone(struct vz_kiosk *kiosk);
// The sound thread has something to tell about such a test.
void vz_kiosk_sound_test_spoke(struct vz_kiosk *kiosk);

// ------------------------------------------------------------ kiosk_time.c
// A person did something.
void vz_kiosk_touched(struct vz_kiosk *kiosk);
// When something is due next, monotonic ms; VZ_NEVER.
int64_t vz_kiosk_deadline(const struct vz_kiosk *kiosk);
// Does what is due.
void vz_kiosk_tick(struct vz_kiosk *kiosk);
void vz_kiosk_count_down(struct vz_kiosk *kiosk, int seconds);
// What the countdown on the screen reads now; 0 = there is none.
int vz_kiosk_countdown_s(const struct vz_kiosk *kiosk);
// In which of its languages the attract loop asks its question now.
size_t vz_kiosk_headline_language(const struct vz_kiosk *kiosk);
// Can the thank-you screen still be kept for longer?
bool vz_kiosk_may_extend(const struct vz_kiosk *kiosk);
// Whole seconds left, rounded up, at least 0.
int vz_kiosk_seconds_left(int64_t until);

// ---------------------------------------------------------- kiosk_events.c
void vz_kiosk_event(struct vz_kiosk *kiosk, const SDL_Event *event);

// ----------------------------------------------------------- kiosk_reset.c
// Between two people: nothing is left of the one before, and attract is shown.
// `why` is for the log: "sent", "stopped", "idle", "closed".
void vz_kiosk_reset(struct vz_kiosk *kiosk, const char *why);
// Looks at everything in memory that may hold something of a person, between
// reset and the next picture; logs the proof, or the name of what is left.
// Answers how many things are.
size_t vz_kiosk_check_reset(const struct vz_kiosk *kiosk, const char *why,
                            bool visited);

#endif
