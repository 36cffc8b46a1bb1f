#include "motion.h"

#include "base/log.h"
#include "base/memory.h"
#include "blend.h"

#include <stdlib.h>
#include <string.h>

#define LASTS_MS 220
#define SLIDE 40 // design px

static uint32_t *row_of(SDL_Surface *surface, const struct vz_rect *area,
                        int y) {
    return (uint32_t *)((uint8_t *)surface->pixels +
                        (size_t)(area->y + y) * (size_t)surface->pitch) +
           area->x;
}

// Copies the area of the surface out of it, or into it.
static void copy(const struct vz_motion *motion, SDL_Surface *surface,
                 uint32_t *pixels, bool out) {
    const struct vz_rect *area = &motion->area;
    const size_t size = (size_t)area->w * sizeof(uint32_t);
    for (int y = 0; y < area->h; y++) {
        uint32_t *row = row_of(surface, area, y);
        uint32_t *kept = pixels + (size_t)y * (size_t)area->w;
        memcpy(out ? kept : row, out ? row : kept, size);
    }
}

// What a person answered may be among the pixels.
static void drop(struct vz_motion *motion) {
    const size_t size =
        (size_t)motion->area.w * (size_t)motion->area.h * sizeof(uint32_t);
    if (motion->before) {
        explicit_bzero(motion->before, size);
    }
    if (motion->after) {
        explicit_bzero(motion->after, size);
    }
    free(motion->before);
    free(motion->after);
    *motion = (struct vz_motion){0};
}

bool vz_motion_keep(struct vz_motion *motion, const struct vz_ui *ui,
                    const SDL_Surface *surface, struct vz_rect area,
                    int direction) {
    drop(motion);
    area = vz_rect_cut(area, (struct vz_rect){0, 0, surface->w, surface->h});
    if (area.w <= 0 || surface->format->BytesPerPixel != sizeof(uint32_t)) {
        return false;
    }
    const size_t n = (size_t)area.w * (size_t)area.h;
    motion->area = area;
    motion->shift = vz_px(ui, SLIDE) * (ui->rtl ? -direction : direction);
    motion->before = vz_alloc_array(n, sizeof(uint32_t));
    motion->after = vz_alloc_array(n, sizeof(uint32_t));
    if (!motion->before || !motion->after) {
        LOG_OOM();
        drop(motion);
        return false;
    }
    copy(motion, (SDL_Surface *)surface, motion->before, true);
    return true;
}

// out-cubic, 0..1
static double eased(double t) {
    const double rest = 1 - t;
    return 1 - rest * rest * rest;
}

// Mixes a row that slid by `from_x` px with one that slid by `to_x` px; beyond
// an edge the pixel at the edge goes on.
static void mix_row(uint32_t *row, const uint32_t *before,
                    const uint32_t *after, int w, int from_x, int to_x,
                    uint8_t alpha) {
    int first = from_x > 0 ? from_x : 0, last = w;
    first = to_x > first ? to_x : first;
    last = w + from_x < last ? w + from_x : last;
    last = w + to_x < last ? w + to_x : last;
    last = last > first ? last : first;
    for (int x = 0; x < w; x++) {
        if (x == first) {
            x = last; // the middle, where neither row ends, goes in one go
            if (x >= w) {
                break;
            }
        }
        const int a = x - from_x < 0 ? 0 : x - from_x >= w ? w - 1 : x - from_x;
        const int b = x - to_x < 0 ? 0 : x - to_x >= w ? w - 1 : x - to_x;
        vz_blend_cross(row + x, before + a, after + b, 1, alpha);
    }
    vz_blend_cross(row + first, before + first - from_x, after + first - to_x,
                   (size_t)(last - first), alpha);
}

void vz_motion_step(struct vz_motion *motion, SDL_Surface *surface,
                    int64_t now) {
    const double t = (double)(now - motion->began) / LASTS_MS;
    if (!motion->runs || t >= 1) {
        vz_motion_end(motion, surface);
        return;
    }
    const double e = eased(t < 0 ? 0 : t);
    const int from_x = -(int)(motion->shift * e);
    const int to_x = (int)(motion->shift * (1 - e));
    const struct vz_rect *area = &motion->area;
    for (int y = 0; y < area->h; y++) {
        const size_t at = (size_t)y * (size_t)area->w;
        mix_row(row_of(surface, area, y), motion->before + at,
                motion->after + at, area->w, from_x, to_x, (uint8_t)(e * 255));
    }
    motion->next = now + VZ_MOTION_FRAME_MS;
}

void vz_motion_start(struct vz_motion *motion, SDL_Surface *surface,
                     int64_t now) {
    if (!motion->before) {
        return;
    }
    copy(motion, surface, motion->after, true);
    // One frame ahead: a touch is answered by what the first frame shows.
    motion->began = now - VZ_MOTION_FRAME_MS;
    motion->runs = true;
    vz_motion_step(motion, surface, now);
}

void vz_motion_end(struct vz_motion *motion, SDL_Surface *surface) {
    if (motion->runs && surface) {
        copy(motion, surface, motion->after, false);
    }
    drop(motion);
}
