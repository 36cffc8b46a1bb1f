/*
 * A picture of a form, decoded and made to fit.
 *
 * Files come from whoever wrote the form: PNG, JPEG and SVG only, with limits
 * on the file and on the pixels it unfolds to, both looked at before anything
 * is decoded. Any thread.
 */
#ifndef VZ_KIOSK_RENDER_PICTURE_H
#define VZ_KIOSK_RENDER_PICTURE_H

#include "base/status.h"

#include <SDL.h>
#include <stddef.h>

#define VZ_PICTURE_FILE_MAX ((size_t)12 << 20)
#define VZ_PICTURE_PIXELS_MAX (24 * 1000 * 1000)

// The picture in 32 bits with alpha, as large as fits w x h px, never larger
// than it is (drawings: as large as fits). NULL with an error for the log; free
// it with SDL_FreeSurface.
SDL_Surface *vz_picture_load(const char *path, int w, int h,
                             struct vz_error *error);

#endif
