/*
 * The command line of vertelzuil: one table, read once.
 */
#ifndef VZ_KIOSK_OPTIONS_H
#define VZ_KIOSK_OPTIONS_H

#include "base/status.h"

#include <stdio.h>

// Zeroed = nothing given. The strings are those of argv, not copies.
struct vz_options {
    const char *data;       // folder of the kiosk store; NULL = XDG
    const char *settings;   // INI file; NULL = XDG, which may be missing
    const char *server;     // overrides the settings and the store
    const char *assets;     // folder with icons, themes, locale
    const char *window;     // "1280x800"; NULL = as the settings say
    int window_w, window_h; // parsed from it; 0 = full screen
    const char *describe;   // file that says what is on the screen
    const char *script;     // file with steps to play
    const char *shots;      // folder for the script's pictures
    const char *set_pin;    // "staff" or a worker's two digits
    bool sync;              // one round, no window
    bool check_display;     // only: can a window be opened?
    bool help, version;
};

// Reads argv. False with a sentence that says what to write instead.
bool vz_options_parse(struct vz_options *options, int argc, char **argv,
                      struct vz_error *error);
// The text of --help.
void vz_options_print_help(FILE *out);

#endif
