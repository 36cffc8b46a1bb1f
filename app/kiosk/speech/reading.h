/*
 * What is said of a screen: its boxes in reading order, each as words with role
 * and state. Knows neither voices nor sound. Main thread only.
 */
#ifndef VZ_KIOSK_SPEECH_READING_H
#define VZ_KIOSK_SPEECH_READING_H

#include "kiosk/scene/scene.h"

struct vz_reading_item {
    const char *name; // of the box
    const char *text; // what is said; begins with the box's label
    size_t label_len; // bytes of the label at its start: words up to here can
                      // be marked on the screen
    bool spell;       // one sign: say its name
};

// Zeroed = nothing. What a person typed may be in it: it is overwritten.
struct vz_reading {
    struct vz_arena arena;
    struct vz_reading_item *items;
    size_t n, cap;
};

void vz_reading_finish(struct vz_reading *reading);

enum vz_reading_scope {
    VZ_READING_ALL,   // question, hint, answers; not the keys around them
    VZ_READING_TEXTS, // what there is to read, without what can be touched
};
// Adds what a scene says: of an overlay where there is one, else of the page.
// False = out of memory.
bool vz_reading_add_scene(struct vz_reading *reading,
                          const struct vz_scene *scene,
                          enum vz_reading_scope scope);
// Adds one box as somebody needs it who cannot see it: with what it is, its
// state, and whether it can be chosen now.
bool vz_reading_add_box(struct vz_reading *reading, const struct vz_box *box);

// The name behind the question it belongs to: "choice:ja" of "q2/choice:ja".
const char *vz_reading_base_name(const struct vz_box *box);
// Do its words come from the form, not from the interface?
bool vz_reading_is_of_form(const struct vz_box *box);

#endif
