#include "switches.h"

static const struct vz_switches usual = {{
    [VZ_SWITCH_NEXT] = SDL_SCANCODE_F2,
    [VZ_SWITCH_BACK] = SDL_SCANCODE_F1,
    [VZ_SWITCH_CHOOSE] = SDL_SCANCODE_F3,
    [VZ_SWITCH_REPEAT] = SDL_SCANCODE_F4,
    [VZ_SWITCH_STOP] = SDL_SCANCODE_F5,
}};

static bool all_differ(const struct vz_switches *switches) {
    for (int i = 0; i < VZ_SWITCH_COUNT_; i++) {
        for (int k = 0; k < i; k++) {
            if (switches->codes[i] == switches->codes[k]) {
                return false;
            }
        }
    }
    return true;
}

bool vz_switches_init(struct vz_switches *switches,
                      const char *const names[VZ_SWITCH_COUNT_]) {
    bool known = true;
    *switches = usual;
    for (int i = 0; i < VZ_SWITCH_COUNT_; i++) {
        if (names[i] && *names[i]) {
            switches->codes[i] = SDL_GetScancodeFromName(names[i]);
            known = known && switches->codes[i] != SDL_SCANCODE_UNKNOWN;
        }
    }
    if (!known || !all_differ(switches)) {
        *switches = usual;
        return false;
    }
    return true;
}

enum vz_switch vz_switches_find(const struct vz_switches *switches,
                                SDL_Scancode code) {
    int i = 0;
    while (i < VZ_SWITCH_COUNT_ && switches->codes[i] != code) {
        i++;
    }
    return (enum vz_switch)i;
}
