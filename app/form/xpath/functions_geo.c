/*
 * Distance and area on a sphere, as ODK clients calculate them: the same
 * radius, the same formulas, rounded to centimetres.
 *
 * A point is "latitude longitude [altitude [accuracy]]"; points come as the
 * nodes of a nodeset or separated by semicolons in a geotrace or geoshape.
 */
#include "functions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EARTH_RADIUS_M 6378100.0
#define SPACES " \t\r\n"

struct point {
    double latitude, longitude; // radians
};

struct points {
    struct point *items;
    size_t n, cap;
    bool invalid; // something was no point
};

// Reads up to four numbers of a point. False when it is none.
static bool read_point(const char *text, size_t len, struct point *point) {
    double numbers[4];
    size_t n = 0;
    const char *end = text + len;
    while (text < end) {
        size_t gap = strspn(text, SPACES);
        text += gap;
        if (text >= end) {
            break;
        }
        size_t word = strcspn(text, SPACES ";");
        if (n == 4) {
            return false;
        }
        numbers[n++] = vz_number_parse(text, word);
        text += word;
    }
    if (n < 2 || !(fabs(numbers[0]) <= 90) || !(fabs(numbers[1]) <= 180)) {
        return false;
    }
    point->latitude = numbers[0] * M_PI / 180;
    point->longitude = numbers[1] * M_PI / 180;
    return true;
}

static bool is_blank(const char *text, size_t len) {
    return strspn(text, SPACES) >= len;
}

// Adds the points of a text. Nothing between two semicolons is no point where
// it is `strict`; after the last one it never matters.
static bool add_points(struct points *points, const char *text, bool strict) {
    const char *end = text + strlen(text);
    while (end > text && strchr(SPACES ";", end[-1]) != NULL) {
        end--;
    }
    points->invalid |= strict && end == text;
    while (text < end) {
        size_t len = strcspn(text, ";");
        len = len > (size_t)(end - text) ? (size_t)(end - text) : len;
        struct point point = {0};
        bool blank = is_blank(text, len);
        if (!blank || strict) {
            points->invalid |= blank || !read_point(text, len, &point);
            if (!vz_grow(&points->items, &points->cap, points->n,
                         sizeof(*points->items))) {
                return false;
            }
            points->items[points->n++] = point;
        }
        text += len + 1;
    }
    return true;
}

static bool add_value(struct points *points, struct vz_xvalue *value,
                      bool strict) {
    if (value->type != VZ_XPATH_NODESET) {
        return vz_xvalue_to_text(value) &&
               add_points(points, value->text, strict);
    }
    for (size_t i = 0; i < value->n; i++) {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(value, i), &owned);
        bool ok = text != NULL && add_points(points, text, strict);
        free(owned);
        if (!ok) {
            return false;
        }
    }
    return true;
}

static double to_centimetres(double metres) {
    return fabs(round(metres * 100) / 100);
}

static double distance_between(const struct point *a, const struct point *b) {
    double cosine =
        sin(a->latitude) * sin(b->latitude) +
        cos(a->latitude) * cos(b->latitude) * cos(a->longitude - b->longitude);
    // Rounding can push equal points just over 1, where acos is NaN.
    return acos(fmin(fmax(cosine, -1), 1)) * EARTH_RADIUS_M;
}

static double distance_along(const struct points *points) {
    double sum = 0;
    for (size_t i = 1; i < points->n; i++) {
        sum += distance_between(&points->items[i - 1], &points->items[i]);
    }
    return to_centimetres(sum);
}

// The shape is closed if it is not.
static double area_within(const struct points *points) {
    if (points->n < 3) {
        return 0;
    }
    double sum = 0;
    for (size_t i = 0; i < points->n; i++) {
        const struct point *a = &points->items[i];
        const struct point *b = &points->items[(i + 1) % points->n];
        sum += (b->longitude - a->longitude) *
               (2 + sin(a->latitude) + sin(b->latitude));
    }
    return to_centimetres(sum * EARTH_RADIUS_M * EARTH_RADIUS_M / 2);
}

static bool read_all(struct vz_call *call, struct points *points) {
    bool strict = call->eval->expr->plain;
    for (size_t i = 0; i < call->n_args; i++) {
        if (!add_value(points, &call->args[i], strict)) {
            return false;
        }
    }
    return vz_eval_charge(call->eval, points->n);
}

// In plain documents what is no way is an error, as in Web Forms; a form must
// go on: NaN, or 0 for a point alone.
static bool run_distance(struct vz_call *call, struct vz_xvalue *out) {
    struct points points = {0};
    bool ok = read_all(call, &points);
    if (ok && call->eval->expr->plain && (points.invalid || points.n < 2)) {
        ok = vz_error_set(call->eval->context->error, VZ_INVALID,
                          "distance() takes two points or more, each as "
                          "latitude and longitude");
    }
    vz_xvalue_set_number(out, points.invalid ? NAN : distance_along(&points));
    free(points.items);
    return ok;
}

// What is no area is 0 in plain documents, as in Web Forms.
static bool run_area(struct vz_call *call, struct vz_xvalue *out) {
    struct points points = {0};
    bool ok = read_all(call, &points);
    double none = call->eval->expr->plain ? 0 : NAN;
    vz_xvalue_set_number(out, points.invalid ? none : area_within(&points));
    free(points.items);
    return ok;
}

// -------------------------------------------------------- fences, crossings

// Shapes of a village or a farm are flat enough for plane geometry.
static bool is_inside(const struct points *shape, const struct point *point) {
    bool inside = false;
    for (size_t i = 0; i < shape->n; i++) {
        const struct point *a = &shape->items[i];
        const struct point *b = &shape->items[(i + 1) % shape->n];
        // A ray to the east crosses the edge.
        if ((a->latitude > point->latitude) !=
                (b->latitude > point->latitude) &&
            point->longitude < (b->longitude - a->longitude) *
                                       (point->latitude - a->latitude) /
                                       (b->latitude - a->latitude) +
                                   a->longitude) {
            inside = !inside;
        }
    }
    return inside;
}

static bool is_closed(const struct points *points) {
    if (points->n < 2) {
        return false;
    }
    const struct point *last = &points->items[points->n - 1];
    return points->items->latitude == last->latitude &&
           points->items->longitude == last->longitude;
}

// geofence(point, shape). In plain documents the shape must be closed.
static bool run_geofence(struct vz_call *call, struct vz_xvalue *out) {
    struct points point = {0};
    struct points shape = {0};
    bool strict = call->eval->expr->plain;
    bool ok = add_value(&point, &call->args[0], strict) &&
              add_value(&shape, &call->args[1], strict) &&
              vz_eval_charge(call->eval, shape.n);
    bool usable = ok && point.n == 1 && !point.invalid && !shape.invalid &&
                  (!strict || is_closed(&shape));
    vz_xvalue_set_boolean(out, usable && is_inside(&shape, point.items));
    free(point.items);
    free(shape.items);
    return ok;
}

// On which side of the line from a to b the point c lies: the sign.
static int side(const struct point *a, const struct point *b,
                const struct point *c) {
    double turn = (b->longitude - a->longitude) * (c->latitude - a->latitude) -
                  (b->latitude - a->latitude) * (c->longitude - a->longitude);
    return (turn > 0) - (turn < 0);
}

// Whether c, which is in line with a and b, lies between them.
static bool is_between(const struct point *a, const struct point *b,
                       const struct point *c) {
    return fmin(a->longitude, b->longitude) <= c->longitude &&
           c->longitude <= fmax(a->longitude, b->longitude) &&
           fmin(a->latitude, b->latitude) <= c->latitude &&
           c->latitude <= fmax(a->latitude, b->latitude);
}

static bool edges_meet(const struct point *edge_a, const struct point *edge_b) {
    int sides[4] = {
        side(edge_a, edge_a + 1, edge_b),
        side(edge_a, edge_a + 1, edge_b + 1),
        side(edge_b, edge_b + 1, edge_a),
        side(edge_b, edge_b + 1, edge_a + 1),
    };
    if (sides[0] != sides[1] && sides[2] != sides[3]) {
        return true;
    }
    return (sides[0] == 0 && is_between(edge_a, edge_a + 1, edge_b)) ||
           (sides[1] == 0 && is_between(edge_a, edge_a + 1, edge_b + 1));
}

// Neighbouring edges share a corner and do not count; in a closed shape the
// first and the last are neighbours.
static bool crosses_itself(const struct points *points) {
    size_t n_edges = points->n > 0 ? points->n - 1 : 0;
    const struct point *items = points->items;
    bool closed = n_edges > 1 && is_closed(points);
    for (size_t i = 0; i < n_edges; i++) {
        for (size_t j = i + 2; j < n_edges; j++) {
            bool neighbours = closed && i == 0 && j == n_edges - 1;
            if (!neighbours && edges_meet(&items[i], &items[j])) {
                return true;
            }
        }
    }
    return false;
}

// intersects(trace or shape)
static bool run_intersects(struct vz_call *call, struct vz_xvalue *out) {
    struct points points = {0};
    // Every edge is held against every other.
    bool ok = add_value(&points, &call->args[0], false) &&
              vz_eval_charge(call->eval, points.n * points.n / 16);
    vz_xvalue_set_boolean(out,
                          ok && !points.invalid && crosses_itself(&points));
    free(points.items);
    return ok;
}

const struct vz_function vz_functions_geo[] = {
    {"distance", "vv*", run_distance, 0},   {"area", "v", run_area, 0},
    {"enclosed-area", "v", run_area, 0},    {"geofence", "vv", run_geofence, 0},
    {"intersects", "v", run_intersects, 0}, {NULL, NULL, NULL, 0},
};
