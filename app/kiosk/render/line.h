/*
 * Slanted lines and triangles with smooth edges.
 *
 * Coverage is the distance to the middle of the line, so ends and joints are
 * round. For the few slanted things there are: strokes of a pen, the triad.
 */
#ifndef VZ_KIOSK_RENDER_LINE_H
#define VZ_KIOSK_RENDER_LINE_H

#include "kiosk/scene/ui.h"

#include <SDL.h>

struct vz_point {
    double x, y; // px; a pixel's middle is at .5
};

// A line of `width` px from a to b, round at both ends.
void vz_line_draw(SDL_Surface *surface, const struct vz_rect *clip,
                  struct vz_point a, struct vz_point b, double width,
                  SDL_Color color);
// The same as round dots of that width, `step` px from one to the next.
void vz_line_dots(SDL_Surface *surface, const struct vz_rect *clip,
                  struct vz_point a, struct vz_point b, double width,
                  double step, SDL_Color color);
// A filled triangle.
void vz_line_triangle(SDL_Surface *surface, const struct vz_rect *clip,
                      const struct vz_point corners[3], SDL_Color color);

#endif
