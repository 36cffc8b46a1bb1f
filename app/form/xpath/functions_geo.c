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

static bool add_points(struct points *points, const char *text) {
    while (*text != '\0') {
        size_t len = strcspn(text, ";");
        if (!is_blank(text, len)) {
            struct point point = {0};
            points->invalid |= !read_point(text, len, &point);
            if (!vz_grow(&points->items, &points->cap, points->n,
                         sizeof(*points->items))) {
                return false;
            }
            points->items[points->n++] = point;
        }
        text += len + (text[len] == ';');
    }
    return true;
}

static bool add_value(struct points *points, struct vz_xvalue *value) {
    if (value->type != VZ_XPATH_NODESET) {
        return vz_xvalue_to_text(value) && add_points(points, value->text);
    }
    for (size_t i = 0; i < value->n; i++) {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(value, i), &owned);
        bool ok = text != NULL && add_points(points, text);
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

static bool measure(struct vz_call *call,
                    double (*formula)(const struct points *points),
                    struct vz_xvalue *out) {
    struct points points = {0};
    bool ok = true;
    for (size_t i = 0; i < call->n_args && ok; i++) {
        ok = add_value(&points, &call->args[i]);
    }
    vz_xvalue_set_number(out, points.invalid ? NAN : formula(&points));
    free(points.items);
    return ok;
}

static bool run_distance(struct vz_call *call, struct vz_xvalue *out) {
    return measure(call, distance_along, out);
}

static bool run_area(struct vz_call *call, struct vz_xvalue *out) {
    return measure(call, area_within, out);
}

const struct vz_function vz_functions_geo[] = {
    {"distance", "vv*", run_distance, 0},
    {"area", "v", run_area, 0},
    {"enclosed-area", "v", run_area, 0},
    {NULL, NULL, NULL, 0},
};
