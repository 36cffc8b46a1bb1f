#include "logo.h"

#include "blend.h"

#include <SDL_image.h>

#define SIDE_MAX 2048

SDL_Surface *vz_logo_load(const char *path, struct vz_error *error) {
    SDL_Surface *read = IMG_Load(path);
    SDL_Surface *logo =
        read && read->w > 0 && read->h > 0 && read->w <= SIDE_MAX &&
                read->h <= SIDE_MAX
            ? SDL_ConvertSurfaceFormat(read, SDL_PIXELFORMAT_ARGB8888, 0)
            : NULL;
    if (!logo) {
        vz_error_set(error, VZ_INVALID,
                     "%s: the logo could not be used (%s); it should be a PNG "
                     "or SVG file of at most %d px a side",
                     path, read ? "it is too large" : IMG_GetError(), SIDE_MAX);
    }
    SDL_FreeSurface(read);
    return logo;
}

// Sums of a rectangle of the logo, colours weighed by their alpha.
struct sums {
    uint64_t a, r, g, b, n;
};

static struct sums sum(const SDL_Surface *logo, int x0, int y0, int x1,
                       int y1) {
    struct sums sums = {0};
    for (int y = y0; y < y1; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)logo->pixels +
                               (size_t)y * (size_t)logo->pitch);
        for (int x = x0; x < x1; x++) {
            const uint32_t a = row[x] >> 24;
            sums.a += a;
            sums.r += a * (row[x] >> 16 & 0xff);
            sums.g += a * (row[x] >> 8 & 0xff);
            sums.b += a * (row[x] & 0xff);
            sums.n++;
        }
    }
    return sums;
}

static uint32_t mix(const SDL_PixelFormat *format, uint32_t below,
                    const struct sums *s) {
    uint8_t r, g, b;
    SDL_GetRGB(below, format, &r, &g, &b);
    const uint64_t whole = s->n * 255, rest = whole - s->a;
    return SDL_MapRGB(format, (uint8_t)((s->r + r * rest) / whole),
                      (uint8_t)((s->g + g * rest) / whole),
                      (uint8_t)((s->b + b * rest) / whole));
}

// The part of the logo that pixel `i` of `n` stands for.
static void span(int i, int n, int size, int *from, int *to) {
    *from = (int)((int64_t)i * size / n);
    *to = (int)((int64_t)(i + 1) * size / n);
    *to = *to > *from ? *to : *from + 1;
}

void vz_logo_draw(SDL_Surface *to, const struct vz_rect *clip,
                  struct vz_rect rect, const SDL_Surface *logo) {
    struct vz_rect part = vz_rect_cut(rect, *clip);
    part = vz_rect_cut(part, (struct vz_rect){0, 0, to->w, to->h});
    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *row =
            (uint32_t *)((uint8_t *)to->pixels + (size_t)y * (size_t)to->pitch);
        int y0, y1, x0, x1;
        span(y - rect.y, rect.h, logo->h, &y0, &y1);
        for (int x = part.x; x < part.x + part.w; x++) {
            span(x - rect.x, rect.w, logo->w, &x0, &x1);
            const struct sums s = sum(logo, x0, y0, x1, y1);
            row[x] = mix(to->format, row[x], &s);
        }
    }
}
