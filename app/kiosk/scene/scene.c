#include "scene.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOP 8 // design px around a box that asks for it

const char *vz_box_role_name(enum vz_box_role role) {
    static const char *const names[] = {
        [VZ_ROLE_NONE] = "none",       [VZ_ROLE_TEXT] = "text",
        [VZ_ROLE_HEADING] = "heading", [VZ_ROLE_BUTTON] = "button",
        [VZ_ROLE_RADIO] = "radio",     [VZ_ROLE_CHECKBOX] = "checkbox",
        [VZ_ROLE_KEY] = "key",         [VZ_ROLE_FIELD] = "field",
        [VZ_ROLE_SLIDER] = "slider",   [VZ_ROLE_PROGRESS] = "progress",
        [VZ_ROLE_ALERT] = "alert",
    };
    return names[role];
}

void vz_scene_clear(struct vz_scene *scene) {
    // Typed text must not stay behind in freed memory.
    vz_arena_wipe(&scene->arena);
    scene->n = 0;
    scene->screen = NULL;
    scene->position = NULL;
    scene->form_id = NULL;
    scene->background = NULL;
    scene->failed = false;
}

void vz_scene_finish(struct vz_scene *scene) {
    if (scene) {
        vz_scene_clear(scene);
        free(scene->boxes);
        *scene = (struct vz_scene){0};
    }
}

static bool copy_string(struct vz_scene *scene, const char **string) {
    if (!*string) {
        return true;
    }
    *string = vz_arena_strdup(&scene->arena, *string);
    return *string != NULL;
}

static bool copy_points(struct vz_scene *scene, struct vz_box *box) {
    if (!box->n_points) {
        return true;
    }
    const size_t size = 2 * sizeof(*box->points);
    short *points = vz_arena_alloc_array(&scene->arena, box->n_points, size);
    if (points) {
        memcpy(points, box->points, box->n_points * size);
    }
    box->points = points;
    return points != NULL;
}

struct vz_box *vz_scene_add(struct vz_scene *scene, const struct vz_box *box) {
    struct vz_box copy = *box;
    if (!copy_string(scene, &copy.name) || !copy_string(scene, &copy.label) ||
        !copy_string(scene, &copy.detail) || !copy_string(scene, &copy.icon) ||
        !copy_string(scene, &copy.picture) ||
        !copy_string(scene, &copy.spoken) || !copy_points(scene, &copy) ||
        !vz_grow(&scene->boxes, &scene->cap, scene->n, sizeof(copy))) {
        scene->failed = true;
        return NULL;
    }
    scene->boxes[scene->n] = copy;
    return &scene->boxes[scene->n++];
}

const char *vz_scene_text(struct vz_scene *scene, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = len < 0 ? NULL
                         : vz_arena_alloc(&scene->arena, (size_t)len + 1);
    if (!text) {
        scene->failed = true;
        return "";
    }
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}

static bool touchable(const struct vz_box *box) {
    return box->act != VZ_ACT_NONE && !(box->state & VZ_STATE_DISABLED);
}

// A panel hides what lies below it, from the finger too.
static bool covers(const struct vz_box *box) {
    return box->look == VZ_LOOK_PANEL || box->look == VZ_LOOK_SHEET;
}

static bool rect_inside(struct vz_rect inner, struct vz_rect outer) {
    return inner.x >= outer.x && inner.y >= outer.y &&
           inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

static struct vz_rect grown(struct vz_rect r, int by) {
    return (struct vz_rect){r.x - by, r.y - by, r.w + 2 * by, r.h + 2 * by};
}

// Squared distance from a point to a rectangle; 0 inside.
static long distance(struct vz_rect r, int x, int y) {
    long dx = x < r.x ? r.x - x : x >= r.x + r.w ? x - (r.x + r.w - 1) : 0;
    long dy = y < r.y ? r.y - y : y >= r.y + r.h ? y - (r.y + r.h - 1) : 0;
    return dx * dx + dy * dy;
}

const struct vz_box *vz_scene_hit(const struct vz_scene *scene,
                                  const struct vz_ui *ui, int x, int y) {
    const struct vz_box *near = NULL; // touched only in its slop
    const int slop = vz_px(ui, SLOP);
    for (size_t i = scene->n; i-- > 0;) {
        const struct vz_box *box = &scene->boxes[i];
        if (vz_rect_holds(box->rect, x, y)) {
            if (touchable(box)) {
                // A key's slop wins over a backdrop, never over its neighbour.
                return near && rect_inside(near->rect, box->rect) ? near : box;
            }
            if (covers(box)) {
                return near;
            }
        } else if (touchable(box) && box->slop &&
                   vz_rect_holds(grown(box->rect, slop), x, y) &&
                   (!near ||
                    distance(box->rect, x, y) < distance(near->rect, x, y))) {
            near = box;
        }
    }
    return near;
}

const struct vz_box *vz_scene_find(const struct vz_scene *scene,
                                   const char *name) {
    for (size_t i = 0; i < scene->n; i++) {
        if (scene->boxes[i].name && strcmp(scene->boxes[i].name, name) == 0) {
            return &scene->boxes[i];
        }
    }
    return NULL;
}

void vz_scene_mirror(struct vz_scene *scene, const struct vz_ui *ui) {
    for (size_t i = 0; i < scene->n; i++) {
        struct vz_rect *r = &scene->boxes[i].rect;
        r->x = ui->width - r->x - r->w;
    }
}

static bool same_text(const char *a, const char *b) {
    return a == b || strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_points(const struct vz_box *a, const struct vz_box *b) {
    return a->n_points == b->n_points &&
           (a->n_points == 0 ||
            memcmp(a->points, b->points,
                   a->n_points * 2 * sizeof(*a->points)) == 0);
}

bool vz_box_same(const struct vz_box *a, const struct vz_box *b) {
    return a->look == b->look && a->rect.x == b->rect.x &&
           a->rect.y == b->rect.y && a->rect.w == b->rect.w &&
           a->rect.h == b->rect.h && a->state == b->state &&
           a->type == b->type && a->shrink == b->shrink &&
           a->align == b->align && a->icon_size == b->icon_size &&
           a->icon_after == b->icon_after && a->marker == b->marker &&
           a->level == b->level && a->n_levels == b->n_levels &&
           a->caret == b->caret && a->mark_from == b->mark_from &&
           a->mark_to == b->mark_to && same_text(a->label, b->label) &&
           same_text(a->detail, b->detail) && same_text(a->icon, b->icon) &&
           same_text(a->picture, b->picture) && same_points(a, b);
}
