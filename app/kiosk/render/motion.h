/*
 * The turn of a page: what was there slides away and fades, what comes slides
 * in (design.md 2.6).
 *
 * Works on copies of the pixels before and after the paint, so that nothing is
 * painted twice; they are overwritten when the motion ends. Main thread only.
 */
#ifndef VZ_KIOSK_RENDER_MOTION_H
#define VZ_KIOSK_RENDER_MOTION_H

#include "kiosk/scene/ui.h"

#include <SDL.h>
#include <stdint.h>

#define VZ_MOTION_FRAME_MS 16

// Zeroed = at rest.
struct vz_motion {
    struct vz_rect area; // of the surface
    uint32_t *before, *after;
    int shift;     // px; how far pages slide, to the left when positive
    int64_t began; // monotonic ms
    int64_t next;  // when the next frame is due
    bool runs;
};

// Before the paint: keeps the pixels of `area`. `direction`: 1 = onwards, what
// comes slides in from the right; -1 = from the left. False: out of memory, or
// nothing to move.
bool vz_motion_keep(struct vz_motion *motion, const struct vz_ui *ui,
                    const SDL_Surface *surface, struct vz_rect area,
                    int direction);
// After the paint: the first frame is on the surface.
void vz_motion_start(struct vz_motion *motion, SDL_Surface *surface,
                     int64_t now);
// Puts the frame for this moment on the surface; with the last one the motion
// ends.
void vz_motion_step(struct vz_motion *motion, SDL_Surface *surface,
                    int64_t now);
// Ends it at once, with what was painted on the surface (NULL: nothing is
// put there).
void vz_motion_end(struct vz_motion *motion, SDL_Surface *surface);

#endif
