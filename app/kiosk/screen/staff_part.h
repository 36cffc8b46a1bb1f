/*
 * What the pages of the staff screen are made of: a line of text, a key, a row
 * of keys with its name before it. For screen_staff_*.c only.
 */
#ifndef VZ_KIOSK_SCREEN_STAFF_PART_H
#define VZ_KIOSK_SCREEN_STAFF_PART_H

#include "frame.h"

#define VZ_STAFF_KEY 72 // design px: height of a key

// Staff's texts keep their size: the setting is for visitors. They step down
// where they must. Answers the type and shrink for a box of this size.
struct vz_fit vz_staff_fit(const struct vz_ui *ui, const char *text,
                           enum vz_type type, int width, int height);

// A text at the top of the area, which shrinks by it. Height 0 = any.
void vz_staff_text(struct vz_scene *scene, const struct vz_ui *ui,
                   struct vz_rect *area, const char *name, const char *text,
                   enum vz_type type, enum vz_look look);

// A key for `act`, its label fitted.
struct vz_staff_key {
    const char *name, *label, *icon;
    int act, b;        // enum vz_staff_act and what it is about
    bool on, off;      // chosen; cannot be touched
    enum vz_look look; // 0 = a plain key
};
void vz_staff_add_key(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect face, const struct vz_staff_key *key);

// Cuts a row of this many keys' heights off the area and puts its name before
// it; answers where the keys stand.
struct vz_rect vz_staff_row(struct vz_scene *scene, const struct vz_ui *ui,
                            struct vz_rect *area, const char *name,
                            const char *title, int rows);
// Less, a value, more: `by` at a touch.
void vz_staff_stepper(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect row, const char *name, const char *value,
                      int act, int by);
// What came of the last thing done, at the bottom of the area.
void vz_staff_message(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect *area);

#endif
