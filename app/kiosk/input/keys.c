#include "keys.h"

#include <string.h>

// What a key does to a text, with and without shift.
#define EDITS(key, shifted) true, VZ_KEY_##key, VZ_KEY_##shifted
#define NO_EDIT false, 0, 0

static const struct vz_key keys[] = {
    {SDLK_TAB, "tab", VZ_KEY_USE_FOCUS, VZ_FOCUS_NEXT, NO_EDIT},
    {SDLK_LEFT, "left", VZ_KEY_USE_FOCUS, VZ_FOCUS_LEFT,
     EDITS(LEFT, SELECT_LEFT)},
    {SDLK_RIGHT, "right", VZ_KEY_USE_FOCUS, VZ_FOCUS_RIGHT,
     EDITS(RIGHT, SELECT_RIGHT)},
    {SDLK_UP, "up", VZ_KEY_USE_FOCUS, VZ_FOCUS_UP, EDITS(UP, SELECT_UP)},
    {SDLK_DOWN, "down", VZ_KEY_USE_FOCUS, VZ_FOCUS_DOWN,
     EDITS(DOWN, SELECT_DOWN)},
    {SDLK_RETURN, "enter", VZ_KEY_USE_CHOOSE, 0, EDITS(ENTER, ENTER)},
    {SDLK_KP_ENTER, "keypad-enter", VZ_KEY_USE_CHOOSE, 0, EDITS(ENTER, ENTER)},
    {SDLK_ESCAPE, "escape", VZ_KEY_USE_BACK, 0, NO_EDIT},
    {SDLK_BACKSPACE, "backspace", VZ_KEY_USE_NONE, 0,
     EDITS(BACKSPACE, BACKSPACE)},
    {SDLK_DELETE, "delete", VZ_KEY_USE_NONE, 0, EDITS(DELETE, DELETE)},
};

const struct vz_key *vz_key_find(SDL_Keycode code) {
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (keys[i].code == code) {
            return &keys[i];
        }
    }
    return NULL;
}

const struct vz_key *vz_key_named(const char *name) {
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (!strcmp(keys[i].name, name)) {
            return &keys[i];
        }
    }
    return NULL;
}
