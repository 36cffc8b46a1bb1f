/*
 * Pixels: fills and tinted masks on 32-bit surfaces.
 *
 * SDL's own alpha blit costs fifteen times as much. A surface must have four
 * bytes a pixel with eight bits a channel, in any order, and needs no lock
 * (window surfaces and surfaces in memory).
 */
#ifndef VZ_KIOSK_RENDER_BLEND_H
#define VZ_KIOSK_RENDER_BLEND_H

#include "kiosk/scene/ui.h"

#include <SDL.h>
#include <stdint.h>

// The part that two rectangles share; w or h is 0 when there is none.
struct vz_rect vz_rect_cut(struct vz_rect a, struct vz_rect b);
// The smallest rectangle around both; an empty one counts for nothing.
struct vz_rect vz_rect_around(struct vz_rect a, struct vz_rect b);

// Fills what lies within `clip` (and the surface).
void vz_blend_fill(SDL_Surface *surface, const struct vz_rect *clip,
                   struct vz_rect rect, SDL_Color color);
// The same mixed with what is there; `alpha` 0..255.
void vz_blend_shade(SDL_Surface *surface, const struct vz_rect *clip,
                    struct vz_rect rect, SDL_Color color, uint8_t alpha);

// Writes `n` pixels of `above` over those of `below`, mixed; `alpha` 0..255.
void vz_blend_cross(uint32_t *to, const uint32_t *below, const uint32_t *above,
                    size_t n, uint8_t alpha);

// Paints `color` through a mask of coverage bytes (0..255), `pitch` bytes a
// row, whose top left pixel falls on x, y of `at`. `at` gives its size too.
void vz_blend_mask(SDL_Surface *surface, const struct vz_rect *clip,
                   const uint8_t *mask, int pitch, struct vz_rect at,
                   SDL_Color color);

// The same with the mask read from its last column to the first.
void vz_blend_mask_flipped(SDL_Surface *surface, const struct vz_rect *clip,
                           const uint8_t *mask, int pitch, struct vz_rect at,
                           SDL_Color color);

#endif
