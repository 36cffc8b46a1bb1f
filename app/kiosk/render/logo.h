/*
 * The logo of a house, from a PNG or SVG file, drawn at any size.
 */
#ifndef VZ_KIOSK_RENDER_LOGO_H
#define VZ_KIOSK_RENDER_LOGO_H

#include "base/status.h"
#include "kiosk/scene/ui.h"

#include <SDL.h>

// Reads the file as 32-bit pixels with alpha, for SDL_FreeSurface. NULL with
// an error that names the file; a side is at most 2,048 px.
SDL_Surface *vz_logo_load(const char *path, struct vz_error *error);

// Draws it over a 32-bit surface, scaled to `rect` by averaging what falls on
// each pixel; nothing outside `clip` is touched.
void vz_logo_draw(SDL_Surface *to, const struct vz_rect *clip,
                  struct vz_rect rect, const SDL_Surface *logo);

#endif
