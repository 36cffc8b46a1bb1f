/*
 * What the house has set: the INI file's values, checked.
 *
 * A value that cannot be used is refused with a message for the log and for
 * staff, and the default is taken: a typing error must never keep a kiosk from
 * starting.
 */
#ifndef VZ_KIOSK_CONFIG_H
#define VZ_KIOSK_CONFIG_H

#include "hours.h"

#include "base/settings.h"
#include "base/strbuf.h"

// Worker numbers are 01 to 99; 00 is the staff's door.
#define VZ_WORKER_COUNT 100

// All strings live as long as the config.
struct vz_config {
    struct vz_settings file;
    const char *path;        // of the file, or NULL when there is none
    const char *save_path;   // where edits are written, or NULL
    int n_refused;           // lines that cannot be used
    struct vz_error refused; // the first of them, in words

    // [house]
    const char *organisation; // "" = none
    const char *languages;    // codes of those offered, in this order; "" = all
    int idle_seconds;         // without a touch, on a question: 45
    int volume;               // of speech and sounds, percent: 70
    bool guardian_consent;    // under 16 may tell too; false
    const char *doors;        // formIDs that are offered, "" = all
    const char *place;        // "" = none
    const char *withdrawal_salt; // "" = none
    const char *withdrawal_url;  // of the hub's page, in the QR code; "" = none
    // [staff] [workers]: Argon2id strings, NULL = no such door
    const char *staff_pin;
    const char *worker_pins[VZ_WORKER_COUNT];
    // [sound]
    bool read_aloud;       // true: there is a key for it
    int record_seconds;    // the longest a resident can tell: 120
    int worker_seconds;    // and a worker: 1200
    int keep_open_seconds; // the loudspeaker stays on after a sound: 2
    // [keys] next, back, choose, repeat, stop: names of keys, NULL = the usual
    const char *keys[5];
    // [hours] monday, ... sunday
    struct vz_hours hours;
    // [sync]
    const char *server;        // "" = none
    const char *username;      // or NULL
    const char *password_file; // or NULL
    const char *ca_file;       // or NULL
    int interval_seconds;      // between two looks at the form list: 900
    // [kiosk]
    const char *theme;   // NAME of themes/NAME.ini, or a path; "" = built in
    bool fullscreen;     // true
    bool reduced_motion; // false; true: nothing moves by itself
    const char *device_name; // "" = none
};

// Reads a file; NULL: only defaults. A file that is missing or not well formed
// is reported on the log and leaves the defaults.
void vz_config_load(struct vz_config *config, const char *path);
// The same from text in memory.
bool vz_config_parse(struct vz_config *config, const char *text,
                     struct vz_error *error);
// Can this key take this value? False with a sentence.
bool vz_config_check(const char *section, const char *key, const char *value,
                     struct vz_error *error);
// Appends `text`, a settings file, to `out` with `key` = `value` in `section`
// instead of the value that stands there; all else stays as it was. False = out
// of memory.
bool vz_config_put(struct vz_strbuf *out, const char *text, const char *section,
                   const char *key, const char *value);
void vz_config_finish(struct vz_config *config);

#endif
