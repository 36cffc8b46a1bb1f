/*
 * Keys of a physical keyboard or of switches, and what they are for.
 */
#ifndef VZ_KIOSK_INPUT_KEYS_H
#define VZ_KIOSK_INPUT_KEYS_H

#include "kiosk/input/focus.h"
#include "kiosk/widget/widget.h"

#include <SDL.h>

enum vz_key_use {
    VZ_KEY_USE_NONE,
    VZ_KEY_USE_FOCUS,  // moves the focus
    VZ_KEY_USE_CHOOSE, // touches the box with the focus
    VZ_KEY_USE_BACK,
};

struct vz_key {
    SDL_Keycode code;
    const char *name; // in scripts: "tab"
    enum vz_key_use use;
    enum vz_focus_move move; // of VZ_KEY_USE_FOCUS
    bool edits;              // goes to a question that takes text, as `edit`
    enum vz_widget_key edit, edit_shifted; // the second with shift
};

// The row of a key, or NULL for one that means nothing here.
const struct vz_key *vz_key_find(SDL_Keycode code);
const struct vz_key *vz_key_named(const char *name);

#endif
