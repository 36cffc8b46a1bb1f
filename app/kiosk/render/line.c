#include "line.h"

#include "blend.h"

#include <math.h>
#include <stdint.h>

#define SPAN 256 // px of a row that are blended at a time

static double least(double a, double b) {
    return a < b ? a : b;
}

static double most(double a, double b) {
    return a > b ? a : b;
}

static uint8_t coverage(double inside) {
    return (uint8_t)(most(0, least(1, inside + 0.5)) * 255 + 0.5);
}

// How far a point lies within a shape, px; negative: outside.
struct shape {
    double (*inside)(const struct shape *shape, double x, double y);
    struct vz_point ends[2]; // of a line
    double half;             // of its width
    struct side {
        double x, y, at; // of a triangle: x * x + y * y - at is inside
    } sides[3];
};

static void paint(SDL_Surface *surface, const struct vz_rect *clip,
                  const struct shape *shape, struct vz_rect around,
                  SDL_Color color) {
    const struct vz_rect seen = vz_rect_cut(around, *clip);
    uint8_t row[SPAN];
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        for (int x = seen.x; x < seen.x + seen.w; x += SPAN) {
            const int left = seen.x + seen.w - x;
            const int n = left < SPAN ? left : SPAN;
            for (int i = 0; i < n; i++) {
                row[i] = coverage(shape->inside(shape, x + i + 0.5, y + 0.5));
            }
            vz_blend_mask(surface, clip, row, SPAN,
                          (struct vz_rect){x, y, n, 1}, color);
        }
    }
}

static struct vz_rect around(const struct vz_point *points, int n,
                             double margin) {
    double x0 = points[0].x, x1 = x0, y0 = points[0].y, y1 = y0;
    for (int i = 1; i < n; i++) {
        x0 = least(x0, points[i].x);
        x1 = most(x1, points[i].x);
        y0 = least(y0, points[i].y);
        y1 = most(y1, points[i].y);
    }
    const int x = (int)floor(x0 - margin), y = (int)floor(y0 - margin);
    return (struct vz_rect){x, y, (int)ceil(x1 + margin) - x,
                            (int)ceil(y1 + margin) - y};
}

static double inside_line(const struct shape *line, double x, double y) {
    const struct vz_point a = line->ends[0], b = line->ends[1];
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    double at = length > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / length : 0;
    at = most(0, least(1, at));
    const double off_x = x - a.x - at * dx, off_y = y - a.y - at * dy;
    return line->half - sqrt(off_x * off_x + off_y * off_y);
}

void vz_line_draw(SDL_Surface *surface, const struct vz_rect *clip,
                  struct vz_point a, struct vz_point b, double width,
                  SDL_Color color) {
    const struct shape line = {
        .inside = inside_line, .ends = {a, b}, .half = width / 2};
    paint(surface, clip, &line, around(line.ends, 2, width / 2 + 1), color);
}

void vz_line_dots(SDL_Surface *surface, const struct vz_rect *clip,
                  struct vz_point a, struct vz_point b, double width,
                  double step, SDL_Color color) {
    const double length = hypot(b.x - a.x, b.y - a.y);
    const int n = step > 0 ? (int)(length / step) : 0;
    for (int i = 0; i <= n; i++) {
        const double at = n ? i * step / length : 0;
        const struct vz_point dot = {a.x + (b.x - a.x) * at,
                                     a.y + (b.y - a.y) * at};
        vz_line_draw(surface, clip, dot, dot, width, color);
    }
}

static double inside_triangle(const struct shape *shape, double x, double y) {
    double inside = 1e9;
    for (int i = 0; i < 3; i++) {
        const struct side *side = &shape->sides[i];
        inside = least(inside, x * side->x + y * side->y - side->at);
    }
    return inside;
}

void vz_line_triangle(SDL_Surface *surface, const struct vz_rect *clip,
                      const struct vz_point corners[3], SDL_Color color) {
    const struct vz_point *c = corners;
    const double turn = (c[1].x - c[0].x) * (c[2].y - c[0].y) -
                        (c[1].y - c[0].y) * (c[2].x - c[0].x);
    struct shape shape = {.inside = inside_triangle};
    for (int i = 0; i < 3; i++) {
        const struct vz_point a = c[i], b = c[(i + 1) % 3];
        const double dx = b.x - a.x, dy = b.y - a.y;
        const double length = most(hypot(dx, dy), 1e-9);
        const double way = (turn > 0 ? 1 : -1) / length; // inwards
        struct side *side = &shape.sides[i];
        *side = (struct side){-dy * way, dx * way, 0};
        side->at = a.x * side->x + a.y * side->y;
    }
    paint(surface, clip, &shape, around(corners, 3, 1), color);
}
