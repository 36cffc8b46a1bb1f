/*
 * A picture of the screen as a PNG file, for scripts and tests.
 */
#ifndef VZ_KIOSK_RENDER_SHOT_H
#define VZ_KIOSK_RENDER_SHOT_H

#include <SDL.h>
#include <stdbool.h>

// Writes the surface's pixels to `path`. False when that failed.
bool vz_shot_save(SDL_Surface *surface, const char *path);

#endif
