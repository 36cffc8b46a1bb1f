#include "drawing.h"

#include "base/log.h"
#include "base/memory.h"
#include "line.h"
#include "picture.h"
#include "picture_cache.h"

#include <SDL_image.h>
#include <stdlib.h>
#include <string.h>

#define PNG_SIDE 1000 // px, the longer one
#define PNG_STROKE 5
#define PNG_BYTES_MAX ((size_t)8 << 20)

void vz_drawing_finish(struct vz_drawing *drawing) {
    if (drawing->points) {
        explicit_bzero(drawing->points,
                       drawing->cap * 2 * sizeof(*drawing->points));
    }
    free(drawing->points);
    free(drawing->starts);
    *drawing = (struct vz_drawing){0};
}

static short clip(int value, int most) {
    return (short)(value < 0 ? 0 : value > most ? most : value);
}

bool vz_drawing_extend(struct vz_drawing *drawing, int x, int y) {
    if (drawing->n >= VZ_DRAWING_POINTS_MAX ||
        !vz_grow(&drawing->points, &drawing->cap, drawing->n,
                 2 * sizeof(*drawing->points))) {
        return false;
    }
    short *to = drawing->points + 2 * drawing->n++;
    to[0] = clip(x, drawing->w);
    to[1] = clip(y, drawing->h);
    return true;
}

bool vz_drawing_begin(struct vz_drawing *drawing, int x, int y) {
    if (!vz_grow(&drawing->starts, &drawing->cap_strokes, drawing->n_strokes,
                 sizeof(*drawing->starts))) {
        return false;
    }
    const size_t start = drawing->n;
    if (!vz_drawing_extend(drawing, x, y)) {
        return false;
    }
    drawing->starts[drawing->n_strokes++] = start;
    return true;
}

void vz_drawing_undo(struct vz_drawing *drawing) {
    if (drawing->n_strokes > 0) {
        drawing->n = drawing->starts[--drawing->n_strokes];
    }
}

const short *vz_drawing_stroke(const struct vz_drawing *drawing, size_t stroke,
                               size_t *n) {
    const size_t from = drawing->starts[stroke];
    const size_t to = stroke + 1 < drawing->n_strokes
                          ? drawing->starts[stroke + 1]
                          : drawing->n;
    *n = to - from;
    return drawing->points + 2 * from;
}

static void paint_below(SDL_Surface *surface, const char *path) {
    const struct vz_rect whole = {0, 0, surface->w, surface->h};
    struct vz_error error = {0};
    SDL_Surface *picture =
        vz_picture_load(path, surface->w, surface->h, &error);
    if (!picture) {
        LOGW("A picture could not be drawn on: %s.", error.message);
        return;
    }
    vz_pictures_paint(picture, surface, &whole, whole);
    SDL_FreeSurface(picture);
}

static void paint_strokes(const struct vz_drawing *drawing,
                          SDL_Surface *surface) {
    const struct vz_rect whole = {0, 0, surface->w, surface->h};
    const SDL_Color ink = {0x12, 0x29, 0x2e, 255};
    const double scale = (double)PNG_SIDE / VZ_DRAWING_SIDE;
    for (size_t s = 0; s < drawing->n_strokes; s++) {
        size_t n;
        const short *at = vz_drawing_stroke(drawing, s, &n);
        for (size_t i = 0; i < n; i++) {
            const short *from = at + 2 * (i ? i - 1 : 0), *to = at + 2 * i;
            vz_line_draw(surface, &whole,
                         (struct vz_point){from[0] * scale, from[1] * scale},
                         (struct vz_point){to[0] * scale, to[1] * scale},
                         PNG_STROKE, ink);
        }
    }
}

// SDL's writer needs memory of a fixed size: more than the pixels is never
// needed.
static bool encode(SDL_Surface *surface, struct vz_strbuf *png) {
    const size_t size =
        (size_t)surface->pitch * (size_t)surface->h + ((size_t)1 << 16);
    char *bytes = size < PNG_BYTES_MAX ? calloc(1, size) : NULL;
    SDL_RWops *stream = bytes ? SDL_RWFromMem(bytes, (int)size) : NULL;
    bool ok = stream && IMG_SavePNG_RW(surface, stream, 0) == 0;
    if (ok) {
        vz_strbuf_append_n(png, bytes, (size_t)SDL_RWtell(stream));
        ok = !png->failed;
    }
    if (stream) {
        SDL_RWclose(stream);
    }
    if (bytes) {
        explicit_bzero(bytes, size);
    }
    free(bytes);
    return ok;
}

bool vz_drawing_png(const struct vz_drawing *drawing, const char *below,
                    struct vz_strbuf *png) {
    const int w = drawing->w * PNG_SIDE / VZ_DRAWING_SIDE;
    const int h = drawing->h * PNG_SIDE / VZ_DRAWING_SIDE;
    SDL_Surface *surface = w > 0 && h > 0
                               ? SDL_CreateRGBSurfaceWithFormat(
                                     0, w, h, 32, SDL_PIXELFORMAT_RGB888)
                               : NULL;
    bool ok = surface != NULL;
    if (ok) {
        SDL_FillRect(surface, NULL, 0xffffff);
        if (below) {
            paint_below(surface, below);
        }
        paint_strokes(drawing, surface);
        ok = encode(surface, png);
        SDL_FillRect(surface, NULL, 0);
    }
    SDL_FreeSurface(surface);
    if (!ok) {
        LOGE("A drawing could not be made into a picture.");
    }
    return ok;
}
