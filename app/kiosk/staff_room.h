/*
 * What staff does behind their PIN: which page they look at, what they type,
 * where they touched. Nothing of it outlives the staff screen.
 */
#ifndef VZ_KIOSK_STAFF_ROOM_H
#define VZ_KIOSK_STAFF_ROOM_H

#include <stdbool.h>
#include <stdint.h>

enum vz_staff_page {
    VZ_STAFF_STATUS,
    VZ_STAFF_FORMS,
    VZ_STAFF_HOUSE, // languages, doors, waiting, volume
    VZ_STAFF_HOURS,
    VZ_STAFF_TEST, // touch, sound, microphone
    VZ_STAFF_HUB,  // enrolment
    VZ_STAFF_STICK,
    VZ_STAFF_PAGES_,
};

// Number `a` of a box with VZ_ACT_STAFF; `b` is what it is about.
enum vz_staff_act {
    VZ_STAFF_GO,       // b = page
    VZ_STAFF_TURN,     // b = +1 or -1: other part of a list
    VZ_STAFF_LANGUAGE, // b = index among all languages
    VZ_STAFF_DOOR,     // b = index in the catalogue
    VZ_STAFF_IDLE,     // b = seconds more
    VZ_STAFF_VOLUME,   // b = percent more
    VZ_STAFF_DAY,      // b = weekday
    VZ_STAFF_DAY_KIND, // b = enum vz_staff_day_kind
    VZ_STAFF_FROM,     // b = minutes more
    VZ_STAFF_TO,
    VZ_STAFF_COPY_DAY, // Monday to Friday like the day that is chosen
    VZ_STAFF_FIELD,    // b = enum vz_staff_field: takes the typing
    VZ_STAFF_ENROL,
    VZ_STAFF_EXPORT,
    VZ_STAFF_IMPORT,
    VZ_STAFF_SOUND,
    VZ_STAFF_MICROPHONE,
};

enum vz_staff_day_kind { VZ_STAFF_OPEN, VZ_STAFF_CLOSED, VZ_STAFF_HOURS_SET };
enum vz_staff_field { VZ_STAFF_ADDRESS, VZ_STAFF_CODE, VZ_STAFF_FIELDS_ };

#define VZ_STAFF_DOTS 16
#define VZ_STAFF_TYPED_SIZE 256

struct vz_staff_dot {
    int x, y; // px of the window
};

// Zeroed = the first page, nothing typed.
struct vz_staff_room {
    enum vz_staff_page page;
    int part;                                // of a list
    int weekday;                             // whose hours are set, 0 = Monday
    struct vz_staff_dot dots[VZ_STAFF_DOTS]; // last touches, a ring
    int n_dots;                              // ever
    enum vz_staff_field field;
    char typed[VZ_STAFF_FIELDS_][VZ_STAFF_TYPED_SIZE];
    bool numbers, capital; // layer of the keyboard
    bool busy;             // a file or the hub is waited for
    bool bad;              // the message tells of a failure
    char message[300];     // what came of the last thing done, "" = none
};

#endif
