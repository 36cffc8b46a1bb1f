/*
 * What is on the screen, as one JSON object in a file: for tests, for programs
 * that drive the kiosk from outside, and for whoever looks on from afar.
 *
 *   {"screen", "overlay", "form", "position", "language", "width", "height",
 *    "boxes": [{"name", "role", "label", "rect": [x, y, w, h], "state": [..],
 *               "action"}]}
 *
 * Never what a person typed, and no code: such a box has its length in
 * graphemes instead of a label.
 */
#ifndef VZ_KIOSK_DESCRIBE_H
#define VZ_KIOSK_DESCRIBE_H

#include "kiosk/scene/scene.h"

struct vz_description {
    const struct vz_scene *scene;
    const struct vz_ui *ui;
    const char *overlay; // or NULL
    const char *language;
    // Optional: true for a label that repeats what was typed.
    bool (*is_typed)(void *userdata, const char *label);
    void *userdata;
};

// The JSON text for free(3), or NULL when out of memory.
char *vz_describe(const struct vz_description *description);

const char *vz_act_name(enum vz_act act);

#endif
