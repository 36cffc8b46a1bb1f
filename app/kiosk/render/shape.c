#include "shape.h"

#include "base/log.h"
#include "base/memory.h"
#include "blend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 4 // along each side of a pixel

void vz_shapes_finish(struct vz_shapes *shapes) {
    for (size_t i = 0; i < shapes->n; i++) {
        free(shapes->corners[i].mask);
    }
    free(shapes->corners);
    *shapes = (struct vz_shapes){0};
}

// Of 255, how much of the pixel at x, y of a quarter circle is inside.
static uint8_t coverage(int radius, int x, int y) {
    int inside = 0;
    for (int sy = 0; sy < SAMPLES; sy++) {
        for (int sx = 0; sx < SAMPLES; sx++) {
            const double dx = radius - (x + (sx + 0.5) / SAMPLES);
            const double dy = radius - (y + (sy + 0.5) / SAMPLES);
            inside += dx * dx + dy * dy <= (double)radius * radius;
        }
    }
    return (uint8_t)(inside * 255 / (SAMPLES * SAMPLES));
}

static const uint8_t *corner_mask(struct vz_shapes *shapes, int radius) {
    for (size_t i = 0; i < shapes->n; i++) {
        if (shapes->corners[i].radius == radius) {
            return shapes->corners[i].mask;
        }
    }
    uint8_t *mask = vz_alloc_array((size_t)radius, (size_t)radius);
    if (!mask || !vz_grow(&shapes->corners, &shapes->cap, shapes->n,
                          sizeof(*shapes->corners))) {
        LOG_OOM();
        free(mask);
        return NULL;
    }
    for (int y = 0; y < radius; y++) {
        for (int x = 0; x < radius; x++) {
            mask[y * radius + x] = coverage(radius, x, y);
        }
    }
    shapes->corners[shapes->n++] = (struct vz_corner){radius, mask};
    return mask;
}

static int cut_radius(struct vz_rect rect, int radius) {
    const int half = (rect.w < rect.h ? rect.w : rect.h) / 2;
    radius = radius < half ? radius : half;
    return radius < VZ_SHAPE_RADIUS_MAX ? radius : VZ_SHAPE_RADIUS_MAX;
}

static bool visible(struct vz_rect rect, const struct vz_rect *clip) {
    return rect.w > 0 && rect.h > 0 && vz_rect_cut(rect, *clip).w > 0;
}

// Row `y` of a corner mask on both sides of the row `at` of the rectangle.
static void corner_row(SDL_Surface *surface, const struct vz_rect *clip,
                       struct vz_rect rect, int at, const uint8_t *row,
                       int radius, SDL_Color color) {
    struct vz_rect left = {rect.x, rect.y + at, radius, 1};
    struct vz_rect right = {rect.x + rect.w - radius, rect.y + at, radius, 1};
    struct vz_rect middle = {rect.x + radius, rect.y + at, rect.w - 2 * radius,
                             1};
    vz_blend_mask(surface, clip, row, radius, left, color);
    vz_blend_mask_flipped(surface, clip, row, radius, right, color);
    vz_blend_fill(surface, clip, middle, color);
}

void vz_shape_fill(struct vz_shapes *shapes, SDL_Surface *surface,
                   const struct vz_rect *clip, struct vz_rect rect, int radius,
                   enum vz_corners corners, SDL_Color color) {
    if (!visible(rect, clip)) {
        return;
    }
    const int r = cut_radius(rect, radius);
    const uint8_t *mask = r > 0 ? corner_mask(shapes, r) : NULL;
    if (!mask) {
        vz_blend_fill(surface, clip, rect, color);
        return;
    }
    const bool all = corners == VZ_CORNERS_ALL;
    for (int i = 0; i < r; i++) {
        const uint8_t *row = mask + (size_t)i * (size_t)r;
        corner_row(surface, clip, rect, i, row, r, color);
        if (all) {
            corner_row(surface, clip, rect, rect.h - 1 - i, row, r, color);
        }
    }
    struct vz_rect body = {rect.x, rect.y + r, rect.w,
                           rect.h - (all ? 2 * r : r)};
    vz_blend_fill(surface, clip, body, color);
}

// A ring's corner row: the outer quarter less the inner one.
static void ring_row(const uint8_t *outer, const uint8_t *inner, int r,
                     int width, int y, uint8_t *row) {
    memcpy(row, outer + (size_t)y * (size_t)r, (size_t)r);
    const int inner_r = r - width;
    for (int x = width; inner && y >= width && x < r; x++) {
        const uint8_t hole = inner[(y - width) * inner_r + (x - width)];
        row[x] = row[x] > hole ? (uint8_t)(row[x] - hole) : 0;
    }
}

static void ring_sides(SDL_Surface *surface, const struct vz_rect *clip,
                       struct vz_rect rect, int r, int width, SDL_Color color) {
    const int w = rect.w - 2 * r;
    const int h = rect.h - 2 * r;
    const int right = rect.x + rect.w - width;
    const int bottom = rect.y + rect.h - width;
    const struct vz_rect sides[] = {
        {rect.x + r, rect.y, w, width},
        {rect.x + r, bottom, w, width},
        {rect.x, rect.y + r, width, h},
        {right, rect.y + r, width, h},
    };
    for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
        vz_blend_fill(surface, clip, sides[i], color);
    }
}

void vz_shape_ring(struct vz_shapes *shapes, SDL_Surface *surface,
                   const struct vz_rect *clip, struct vz_rect rect, int radius,
                   int width, SDL_Color color) {
    if (!visible(rect, clip) || width <= 0) {
        return;
    }
    const int r = cut_radius(rect, radius > width ? radius : width);
    // The inner mask first: making it may move the array of the outer one.
    const uint8_t *inner = r > width ? corner_mask(shapes, r - width) : NULL;
    const uint8_t *outer = r > 0 ? corner_mask(shapes, r) : NULL;
    ring_sides(surface, clip, rect, outer ? r : 0, width, color);
    uint8_t row[VZ_SHAPE_RADIUS_MAX];
    for (int y = 0; outer && y < r; y++) {
        ring_row(outer, inner, r, width, y, row);
        const int rows[2] = {rect.y + y, rect.y + rect.h - 1 - y};
        for (int i = 0; i < 2; i++) {
            struct vz_rect left = {rect.x, rows[i], r, 1};
            struct vz_rect right = {rect.x + rect.w - r, rows[i], r, 1};
            vz_blend_mask(surface, clip, row, r, left, color);
            vz_blend_mask_flipped(surface, clip, row, r, right, color);
        }
    }
}

// How far along the middle of the ring a point lies, clockwise from the end of
// the top left corner, and how far off that middle it is.
struct dash_path {
    double w, h; // of the straight parts
    double r;    // of the middle line
    double length;
};

static struct dash_path dash_path(struct vz_rect rect, int radius, int width) {
    struct dash_path path = {.w = rect.w - 2.0 * radius,
                             .h = rect.h - 2.0 * radius,
                             .r = radius - width / 2.0};
    path.length = 2 * (path.w + path.h) + 2 * M_PI * path.r;
    return path;
}

// x, y from the rectangle's top left; answers the place along the path.
static double along(const struct dash_path *p, int radius, double x, double y,
                    double *off) {
    const double quarter = M_PI * p->r / 2;
    const double left = radius;
    const double top = radius;
    const double right = left + p->w;
    const double bottom = top + p->h;
    const double cx = x < left ? left : x > right ? right : x;
    const double cy = y < top ? top : y > bottom ? bottom : y;
    *off = fabs(hypot(x - cx, y - cy) - p->r);
    if (cx == x) { // above or below
        return y <= top ? x - left : p->w + 2 * quarter + p->h + (right - x);
    }
    if (cy == y) { // beside
        return x >= right ? p->w + quarter + (y - top)
                          : 2 * p->w + p->h + 3 * quarter + (bottom - y);
    }
    if (cx == right) { // angle from "up", clockwise
        const double angle = atan2(x - cx, cy - y);
        return p->w + angle * p->r + (y > bottom ? p->h : 0);
    }
    const double angle = atan2(cx - x, y - cy); // from "down", clockwise
    return 2 * p->w + p->h + 2 * quarter + angle * p->r + (y < top ? p->h : 0);
}

static uint8_t dash_alpha(const struct dash_path *p, double at, double off,
                          double half_width) {
    const double wanted = half_width * 4; // a dash is twice the width
    const double n = floor(p->length / (2 * wanted) + 0.5);
    const double period = p->length / (n < 1 ? 1 : n);
    const double phase = fmod(at + period, period);
    const double dash = period / 2;
    // Distance to the nearer end of the dash, positive inside.
    const double inside = phase < dash ? fmin(phase, dash - phase)
                                       : -fmin(phase - dash, period - phase);
    double a = fmin(fmax(inside + 0.5, 0), 1);
    a *= fmin(fmax(half_width - off + 0.5, 0), 1);
    return (uint8_t)(a * 255 + 0.5);
}

void vz_shape_dashes(SDL_Surface *surface, const struct vz_rect *clip,
                     struct vz_rect rect, int radius, int width,
                     SDL_Color color) {
    const int r = cut_radius(rect, radius > width ? radius : width);
    const struct vz_rect seen = vz_rect_cut(rect, *clip);
    const struct dash_path path = dash_path(rect, r, width);
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        const bool edge = y < rect.y + r || y >= rect.y + rect.h - r;
        for (int x = seen.x; x < seen.x + seen.w; x++) {
            if (!edge && x == rect.x + width && rect.w > 2 * width) {
                x = rect.x + rect.w - width; // nothing in between
                if (x >= seen.x + seen.w) {
                    break;
                }
            }
            double off;
            const double at =
                along(&path, r, x - rect.x + 0.5, y - rect.y + 0.5, &off);
            const uint8_t alpha = dash_alpha(&path, at, off, width / 2.0);
            if (alpha) {
                vz_blend_mask(surface, clip, &alpha, 1,
                              (struct vz_rect){x, y, 1, 1}, color);
            }
        }
    }
}
