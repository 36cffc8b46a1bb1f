#include "keys.h"

#include <string.h>

static const struct vz_key keys[] = {
    {SDLK_TAB, "tab", VZ_KEY_USE_FOCUS, VZ_FOCUS_NEXT, false, 0},
    {SDLK_LEFT, "left", VZ_KEY_USE_FOCUS, VZ_FOCUS_LEFT, true, VZ_KEY_LEFT},
    {SDLK_RIGHT, "right", VZ_KEY_USE_FOCUS, VZ_FOCUS_RIGHT, true, VZ_KEY_RIGHT},
    {SDLK_UP, "up", VZ_KEY_USE_FOCUS, VZ_FOCUS_UP, true, VZ_KEY_UP},
    {SDLK_DOWN, "down", VZ_KEY_USE_FOCUS, VZ_FOCUS_DOWN, true, VZ_KEY_DOWN},
    {SDLK_RETURN, "enter", VZ_KEY_USE_CHOOSE, 0, true, VZ_KEY_ENTER},
    {SDLK_KP_ENTER, "keypad-enter", VZ_KEY_USE_CHOOSE, 0, true, VZ_KEY_ENTER},
    {SDLK_ESCAPE, "escape", VZ_KEY_USE_BACK, 0, false, 0},
    {SDLK_BACKSPACE, "backspace", VZ_KEY_USE_NONE, 0, true, VZ_KEY_BACKSPACE},
    {SDLK_DELETE, "delete", VZ_KEY_USE_NONE, 0, true, VZ_KEY_DELETE},
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
