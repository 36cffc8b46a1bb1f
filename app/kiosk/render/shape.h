/*
 * Rounded rectangles with smooth corners: filled, as a ring, or as a dashed
 * ring.
 *
 * A corner is a mask of coverage, made once for each radius from 4 x 4 samples
 * a pixel.
 */
#ifndef VZ_KIOSK_RENDER_SHAPE_H
#define VZ_KIOSK_RENDER_SHAPE_H

#include "kiosk/scene/ui.h"

#include <SDL.h>
#include <stddef.h>
#include <stdint.h>

#define VZ_SHAPE_RADIUS_MAX 400 // px; larger radii are cut

struct vz_corner {
    int radius;
    uint8_t *mask; // radius x radius, the top left corner
};

// Zeroed = empty.
struct vz_shapes {
    struct vz_corner *corners;
    size_t n, cap;
};

void vz_shapes_finish(struct vz_shapes *shapes);

enum vz_corners {
    VZ_CORNERS_ALL,
    VZ_CORNERS_TOP, // the lower ones are square
};

// All take a clip (never NULL) and cut the radius to half the smaller side.
// Without memory for a mask the corners are square.
void vz_shape_fill(struct vz_shapes *shapes, SDL_Surface *surface,
                   const struct vz_rect *clip, struct vz_rect rect, int radius,
                   enum vz_corners corners, SDL_Color color);
// `width` px inside the edge of `rect`.
void vz_shape_ring(struct vz_shapes *shapes, SDL_Surface *surface,
                   const struct vz_rect *clip, struct vz_rect rect, int radius,
                   int width, SDL_Color color);
// Dashes of about twice the width, the same number on every repaint.
void vz_shape_dashes(SDL_Surface *surface, const struct vz_rect *clip,
                     struct vz_rect rect, int radius, int width,
                     SDL_Color color);

#endif
