/*
 * What several screens have in common: head, foot, dark bar, pillar.
 *
 * Builders for screen_*.c only. Rectangles are screen px.
 */
#ifndef VZ_KIOSK_SCREEN_FRAME_H
#define VZ_KIOSK_SCREEN_FRAME_H

#include "view.h"

// The screen within its side margins, from under the head to above the foot:
// where a page's content stands.
struct vz_rect vz_frame_content(const struct vz_ui *ui);
// The foot: Terug, helpers, Verder.
struct vz_rect vz_frame_foot(const struct vz_ui *ui);
// Its lowest line of keys, 88 high: all there is of it on screens that have no
// helpers of their own row.
struct vz_rect vz_frame_low_line(const struct vz_ui *ui);
// The head's line at the top, within the margins.
struct vz_rect vz_frame_head(const struct vz_ui *ui);

// The mark of three stones and a text beside it.
void vz_frame_brand(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect line, int mark_height, const char *text,
                    enum vz_type type, enum vz_look look);
// An icon and a text, for a fact ("Zonder naam"); answers the width in px.
int vz_frame_fact(struct vz_scene *scene, const struct vz_ui *ui, int x, int y,
                  const char *name, const char *icon, const char *text,
                  enum vz_type type);
// The bar that says "not public".
struct vz_dark_bar {
    const char *title;
    const char *note;      // at the end; "" = none
    const char *note_icon; // or NULL
};
void vz_frame_dark_bar(struct vz_scene *scene, const struct vz_ui *ui,
                       const struct vz_dark_bar *bar);
int vz_frame_dark_bar_height(const struct vz_ui *ui);

// A foot button as wide as its label, at the start or end of `line`.
void vz_frame_button(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect *line, struct vz_box box, bool at_end);

// One helper: icon above a small label.
struct vz_helper {
    const char *name, *label, *icon;
    enum vz_act act;
};
// The bar of `n` helpers in `bar`.
void vz_frame_helpers(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect bar, const struct vz_helper *helpers,
                      int n);
// The percentage for texts that grow to 1.3 at most (foot, head); 0 = whole.
int vz_frame_capped(const struct vz_ui *ui);

// Which of `all` doors a screen shows that has room for `room` of them; more
// than that come in parts, with keys to turn to the others in a row that is cut
// off the end of `area`. Forms are few; this is for the house that has many.
struct vz_frame_part {
    size_t first, n;
};
struct vz_frame_part vz_frame_door_part(const struct vz_view *view,
                                        struct vz_scene *scene,
                                        struct vz_rect *area, size_t room);

// A pad of digits: where it stands beside (or, on a high screen, below) what is
// left of `area`, and its keys, named "<name>:7".
struct vz_pad {
    const char *name;
    enum vz_act act; // a = digit; VZ_PAD_BACKSPACE, VZ_PAD_CHECK
    bool check;      // has the key that says done
    bool locked;
};
#define VZ_PAD_BACKSPACE 10
#define VZ_PAD_CHECK 11
struct vz_rect vz_frame_pad_rect(const struct vz_ui *ui, struct vz_rect *area);
void vz_frame_pad(struct vz_scene *scene, const struct vz_ui *ui,
                  struct vz_rect pad, const struct vz_pad *keys);

// A row of stones that empties as the seconds go: `left` of `whole`.
void vz_frame_countdown(struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect line, int left, int whole);

// A sentence above the foot that goes by itself.
void vz_frame_notice(struct vz_scene *scene, const struct vz_ui *ui,
                     const char *text);

// Covers and overlays: nothing that is in the scene can be touched any more.
void vz_frame_freeze(struct vz_scene *scene);

// One function a screen and an overlay.
void vz_screen_attract(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_start(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_question(const struct vz_view *view, struct vz_scene *scene);
// The body of a question page after a repeat; `label` is the repeat's, or NULL.
void vz_screen_repeat(const struct vz_view *view, struct vz_scene *scene,
                      const char *label, struct vz_rect area);
void vz_screen_saving(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_thanks(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_pin(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_worker(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_staff(const struct vz_view *view, struct vz_scene *scene);
// Its pages, in what is left between bar and foot (screen_staff_*.c).
void vz_staff_forms(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area);
void vz_staff_house(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area);
void vz_staff_hours(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area);
void vz_staff_test(const struct vz_view *view, struct vz_scene *scene,
                   struct vz_rect area);
void vz_staff_hub(const struct vz_view *view, struct vz_scene *scene,
                  struct vz_rect area);
void vz_staff_stick(const struct vz_view *view, struct vz_scene *scene,
                    struct vz_rect area);
void vz_screen_closed(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_quiet(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_withdraw(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_idle(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_stop(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_save_failed(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_languages(const struct vz_view *view, struct vz_scene *scene);
void vz_screen_display(const struct vz_view *view, struct vz_scene *scene);

#endif
