/*
 * The window: SDL's surface, the painter, fonts and themes, and the struct
 * vz_ui that says how large everything is.
 */
#ifndef VZ_KIOSK_WINDOW_H
#define VZ_KIOSK_WINDOW_H

#include "kiosk/render/motion.h"
#include "kiosk/render/painter.h"
#include "kiosk/render/theme.h"
#include "kiosk/text/text.h"

#include <SDL.h>

// Zeroed = closed.
struct vz_window {
    SDL_Window *window;
    struct vz_text *text;
    struct vz_painter *painter;
    struct vz_theme themes[2];     // of the house, high contrast
    struct vz_error theme_problem; // why the house's theme was refused
    struct vz_ui ui;
    bool windowed; // can be closed by its frame
    bool whole;    // paint everything next time
    struct vz_motion motion;
};

struct vz_window_params {
    const char *assets;       // --assets, or NULL
    const char *theme;        // NAME or path, "" = built in
    const char *organisation; // for the brand, "" = none
    int w, h;                 // 0 = full screen
};

// False when SDL's video driver draws where nobody can see it, as it does when
// there is no display. SDL's video must be there.
bool vz_window_is_seen(void);

// Opens the window; nothing is painted yet. False with an error for the
// installer, and nothing left behind. SDL's video must be there.
bool vz_window_open(struct vz_window *window,
                    const struct vz_window_params *params,
                    struct vz_error *error);
void vz_window_close(struct vz_window *window);

// The screen was turned, unplugged, or another one is there: a full-screen
// window takes its size. What follows is SDL's event that the size changed.
void vz_window_fit_display(struct vz_window *window);

// The window's size may have changed: measures it again.
void vz_window_measure(struct vz_window *window);
// The respondent's choices: text size 0..2, contrast, reading direction.
void vz_window_set_look(struct vz_window *window, int text_size,
                        bool high_contrast, bool rtl);
// Shows the scene: paints and updates only what differs. What moved is at rest
// then.
void vz_window_show(struct vz_window *window, const struct vz_scene *scene);
// The same for another page: `area` slides in, onwards (1) or back (-1).
void vz_window_turn(struct vz_window *window, const struct vz_scene *scene,
                    struct vz_rect area, int direction);
// Shows the next frame of what moves, when it is due.
void vz_window_step(struct vz_window *window);
// The pixels, valid until the window changes its size.
SDL_Surface *vz_window_surface(struct vz_window *window);

#endif
