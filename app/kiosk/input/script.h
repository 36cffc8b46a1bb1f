/*
 * A script plays a person: it touches the boxes on the screen with real
 * finger events, so that the same road runs as under a hand.
 *
 * One step a line; # begins a comment.
 *   tap NAME           the box of this name, else of this label
 *   type TEXT          on the on-screen keyboard, key by key
 *   key NAME           tab, backtab, left, right, up, down, enter, escape,
 *                      backspace
 *   wait screen NAME   until this screen, or this overlay, is shown
 *   wait box NAME      until a box of this name or label is shown
 *   shot NAME          NAME.png into the folder for pictures
 *   idle SECONDS       moves the clock ahead
 *   quit
 * A step that cannot be done within 10 s ends the script as failed.
 */
#ifndef VZ_KIOSK_INPUT_SCRIPT_H
#define VZ_KIOSK_INPUT_SCRIPT_H

#include "base/status.h"
#include "kiosk/scene/scene.h"

#include <SDL.h>

struct vz_script;

// What the script sees of the kiosk at a step.
struct vz_script_sight {
    const struct vz_scene *scene;
    const struct vz_ui *ui;
    const char *overlay; // name, or NULL
    SDL_Surface *surface;
};

enum vz_script_result {
    VZ_SCRIPT_GOES_ON,
    VZ_SCRIPT_ENDED,
    VZ_SCRIPT_FAILED, // said on the log
};

// Reads a script. `shots` is the folder for pictures or NULL. NULL with an
// error that names the line.
struct vz_script *vz_script_load(const char *path, const char *shots,
                                 struct vz_error *error);
void vz_script_destroy(struct vz_script *script);

// Does what can be done now. Call it when the screen shows the present state.
enum vz_script_result vz_script_step(struct vz_script *script,
                                     const struct vz_script_sight *sight);

#endif
