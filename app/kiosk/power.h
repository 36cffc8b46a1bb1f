/*
 * The battery of a kiosk that has one. Linux only: /sys/class/power_supply.
 */
#ifndef VZ_KIOSK_POWER_H
#define VZ_KIOSK_POWER_H

#include <stdbool.h>

#define VZ_POWER_DIR "/sys/class/power_supply"
#define VZ_POWER_LOW 20 // percent; below it, and not charging, staff is told

struct vz_power {
    bool battery;  // there is one
    int percent;   // of the emptiest one
    bool charging; // or full, or on the mains
};

// Reads what the system tells in `dir`; no battery when it tells nothing.
struct vz_power vz_power_read(const char *dir);
bool vz_power_is_low(const struct vz_power *power);

#endif
