/*
 * Five keys that do everything: for switches, and for who cannot see the
 * screen. Which keys of the machine they are is the house's setting.
 */
#ifndef VZ_KIOSK_INPUT_SWITCHES_H
#define VZ_KIOSK_INPUT_SWITCHES_H

#include <SDL.h>
#include <stdbool.h>

enum vz_switch {
    VZ_SWITCH_NEXT,
    VZ_SWITCH_BACK, // the one before
    VZ_SWITCH_CHOOSE,
    VZ_SWITCH_REPEAT, // says once more what was said
    VZ_SWITCH_STOP,   // silence
    VZ_SWITCH_COUNT_,
};

struct vz_switches {
    SDL_Scancode codes[VZ_SWITCH_COUNT_];
};

// The names that SDL gives keys ("F1", "Keypad 4"), in the order above; NULL:
// the usual one (F1 to F5 are back, next, choose, repeat, stop). False: a name
// that is none, or one key for two things; then the usual ones are taken.
bool vz_switches_init(struct vz_switches *switches,
                      const char *const names[VZ_SWITCH_COUNT_]);
// What a key is for; VZ_SWITCH_COUNT_ = nothing.
enum vz_switch vz_switches_find(const struct vz_switches *switches,
                                SDL_Scancode code);

#endif
