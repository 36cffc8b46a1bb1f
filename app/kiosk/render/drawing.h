/*
 * A drawing by finger: strokes, and the picture they make.
 */
#ifndef VZ_KIOSK_RENDER_DRAWING_H
#define VZ_KIOSK_RENDER_DRAWING_H

#include "base/strbuf.h"

#include <stddef.h>

// Sides of a canvas are in units; the longer one is VZ_DRAWING_SIDE.
#define VZ_DRAWING_SIDE 10000
#define VZ_DRAWING_POINTS_MAX 20000

// Zeroed = empty.
struct vz_drawing {
    int w, h;       // of the canvas, units; 0 = not begun
    short *points;  // x, y, x, y, ...
    size_t n, cap;  // pairs
    size_t *starts; // index of the first point of each stroke
    size_t n_strokes, cap_strokes;
};

// Overwrites and frees all.
void vz_drawing_finish(struct vz_drawing *drawing);
// Begins a stroke at a point, or goes on with the last one. False when out of
// memory or when the drawing is full.
bool vz_drawing_begin(struct vz_drawing *drawing, int x, int y);
bool vz_drawing_extend(struct vz_drawing *drawing, int x, int y);
// Takes the last stroke away; the canvas stays.
void vz_drawing_undo(struct vz_drawing *drawing);
// The points of a stroke from its start; *n is their number.
const short *vz_drawing_stroke(const struct vz_drawing *drawing, size_t stroke,
                               size_t *n);

// Appends the drawing as a PNG, dark on white, or over the picture in the file
// `below` (or NULL), as it stands on the screen. False (logged) when that
// cannot be.
bool vz_drawing_png(const struct vz_drawing *drawing, const char *below,
                    struct vz_strbuf *png);

#endif
