#include "blend.h"

#include <assert.h>

static int min(int a, int b) {
    return a < b ? a : b;
}

static int max(int a, int b) {
    return a > b ? a : b;
}

struct vz_rect vz_rect_cut(struct vz_rect a, struct vz_rect b) {
    int x = max(a.x, b.x);
    int y = max(a.y, b.y);
    int w = min(a.x + a.w, b.x + b.w) - x;
    int h = min(a.y + a.h, b.y + b.h) - y;
    if (w <= 0 || h <= 0) {
        w = h = 0;
    }
    return (struct vz_rect){x, y, w, h};
}

struct vz_rect vz_rect_around(struct vz_rect a, struct vz_rect b) {
    if (a.w <= 0 || a.h <= 0) {
        return b;
    }
    if (b.w <= 0 || b.h <= 0) {
        return a;
    }
    int x = min(a.x, b.x);
    int y = min(a.y, b.y);
    return (struct vz_rect){x, y, max(a.x + a.w, b.x + b.w) - x,
                            max(a.y + a.h, b.y + b.h) - y};
}

static struct vz_rect visible(const SDL_Surface *surface,
                              const struct vz_rect *clip, struct vz_rect rect) {
    rect = vz_rect_cut(rect, (struct vz_rect){0, 0, surface->w, surface->h});
    return clip ? vz_rect_cut(rect, *clip) : rect;
}

static uint32_t *row_of(SDL_Surface *surface, int x, int y) {
    assert(surface->format->BytesPerPixel == 4);
    return (uint32_t *)((uint8_t *)surface->pixels +
                        (size_t)y * (size_t)surface->pitch) +
           x;
}

static uint32_t pixel_of(const SDL_Surface *surface, SDL_Color color) {
    return SDL_MapRGBA(surface->format, color.r, color.g, color.b, 255);
}

void vz_blend_fill(SDL_Surface *surface, const struct vz_rect *clip,
                   struct vz_rect rect, SDL_Color color) {
    const struct vz_rect r = visible(surface, clip, rect);
    const uint32_t pixel = pixel_of(surface, color);
    for (int y = r.y; y < r.y + r.h; y++) {
        uint32_t *row = row_of(surface, r.x, y);
        for (int x = 0; x < r.w; x++) {
            row[x] = pixel;
        }
    }
}

// Two channels at a time; the lanes cannot run into each other because the
// difference is taken modulo their width.
static inline uint32_t mixed(uint32_t below, uint32_t above, uint32_t alpha) {
    const uint32_t lanes = 0x00ff00ff;
    alpha += alpha >> 7; // 0..255 to 0..256
    uint32_t even = below & lanes;
    uint32_t odd = (below >> 8) & lanes;
    even += (((above & lanes) - even) * alpha) >> 8;
    odd += ((((above >> 8) & lanes) - odd) * alpha) >> 8;
    return (even & lanes) | ((odd & lanes) << 8);
}

void vz_blend_cross(uint32_t *to, const uint32_t *below, const uint32_t *above,
                    size_t n, uint8_t alpha) {
    for (size_t i = 0; i < n; i++) {
        to[i] = mixed(below[i], above[i], alpha);
    }
}

void vz_blend_shade(SDL_Surface *surface, const struct vz_rect *clip,
                    struct vz_rect rect, SDL_Color color, uint8_t alpha) {
    const struct vz_rect r = visible(surface, clip, rect);
    const uint32_t pixel = pixel_of(surface, color);
    for (int y = r.y; y < r.y + r.h; y++) {
        uint32_t *row = row_of(surface, r.x, y);
        for (int x = 0; x < r.w; x++) {
            row[x] = mixed(row[x], pixel, alpha);
        }
    }
}

static inline void blend_pixel(uint32_t *at, uint32_t pixel, uint8_t alpha) {
    if (alpha == 255) {
        *at = pixel;
    } else if (alpha) {
        *at = mixed(*at, pixel, alpha);
    }
}

void vz_blend_mask(SDL_Surface *surface, const struct vz_rect *clip,
                   const uint8_t *mask, int pitch, struct vz_rect at,
                   SDL_Color color) {
    const struct vz_rect r = visible(surface, clip, at);
    const uint32_t pixel = pixel_of(surface, color);
    for (int y = r.y; y < r.y + r.h; y++) {
        uint32_t *row = row_of(surface, r.x, y);
        const uint8_t *from =
            mask + (size_t)(y - at.y) * (size_t)pitch + (r.x - at.x);
        for (int x = 0; x < r.w; x++) {
            blend_pixel(&row[x], pixel, from[x]);
        }
    }
}

void vz_blend_mask_flipped(SDL_Surface *surface, const struct vz_rect *clip,
                           const uint8_t *mask, int pitch, struct vz_rect at,
                           SDL_Color color) {
    const struct vz_rect r = visible(surface, clip, at);
    const uint32_t pixel = pixel_of(surface, color);
    for (int y = r.y; y < r.y + r.h; y++) {
        uint32_t *row = row_of(surface, r.x, y);
        const uint8_t *last =
            mask + (size_t)(y - at.y) * (size_t)pitch + (at.x + at.w - 1 - r.x);
        for (int x = 0; x < r.w; x++) {
            blend_pixel(&row[x], pixel, last[-x]);
        }
    }
}
