/*
 * Focus for keyboards and switches: one box has it, and it is visible only
 * after a key was used.
 *
 * The order is the scene's. Arrows go to the nearest box that way. Known by
 * name, so it stays where it is when the scene is rebuilt.
 */
#ifndef VZ_KIOSK_INPUT_FOCUS_H
#define VZ_KIOSK_INPUT_FOCUS_H

#include "kiosk/scene/scene.h"

enum vz_focus_move {
    VZ_FOCUS_NEXT,
    VZ_FOCUS_PREVIOUS,
    VZ_FOCUS_LEFT,
    VZ_FOCUS_RIGHT,
    VZ_FOCUS_UP,
    VZ_FOCUS_DOWN,
};

// Zeroed = no focus.
struct vz_focus {
    char name[96];
    bool visible;
};

// Moves the focus; the first move only shows it, at the first box.
void vz_focus_move(struct vz_focus *focus, const struct vz_scene *scene,
                   enum vz_focus_move move);
// After a touch.
void vz_focus_hide(struct vz_focus *focus);
// The box with the visible focus, or NULL.
const struct vz_box *vz_focus_box(const struct vz_focus *focus,
                                  const struct vz_scene *scene);
void vz_focus_mark(const struct vz_focus *focus, struct vz_scene *scene);

#endif
