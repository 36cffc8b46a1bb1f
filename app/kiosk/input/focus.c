#include "focus.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where an overlay covers the screen, what lies below it is out of reach.
static bool reachable(const struct vz_scene *scene, size_t index) {
    const struct vz_box *box = &scene->boxes[index];
    // A backdrop that takes touches anywhere has no role: nothing to look at.
    if (!box->name || box->act == VZ_ACT_NONE || box->role == VZ_ROLE_NONE ||
        (box->state & VZ_STATE_DISABLED)) {
        return false;
    }
    int x = box->rect.x + box->rect.w / 2, y = box->rect.y + box->rect.h / 2;
    for (size_t i = index + 1; i < scene->n; i++) {
        const struct vz_box *above = &scene->boxes[i];
        if ((above->look == VZ_LOOK_PANEL || above->look == VZ_LOOK_SHEET) &&
            vz_rect_holds(above->rect, x, y)) {
            return false;
        }
    }
    return true;
}

static int index_of(const struct vz_focus *focus,
                    const struct vz_scene *scene) {
    for (size_t i = 0; i < scene->n; i++) {
        if (scene->boxes[i].name && reachable(scene, i) &&
            !strcmp(scene->boxes[i].name, focus->name)) {
            return (int)i;
        }
    }
    return -1;
}

static int step(const struct vz_scene *scene, int from, int by) {
    int n = (int)scene->n;
    for (int i = 1; i <= n; i++) {
        int at = ((from + by * i) % n + n) % n;
        if (reachable(scene, (size_t)at)) {
            return at;
        }
    }
    return -1;
}

// The gap between two stretches; 0 when they overlap.
static long gap(int a, int a_len, int b, int b_len) {
    long before = (long)b - (a + a_len), after = (long)a - (b + b_len);
    long most = before > after ? before : after;
    return most > 0 ? most : 0;
}

// How far `to` lies in a direction; what lies aside counts double. Negative:
// not that way, or more aside than ahead.
static long distance(struct vz_rect from, struct vz_rect to,
                     enum vz_focus_move move) {
    long dx = (to.x + to.w / 2) - (from.x + from.w / 2);
    long dy = (to.y + to.h / 2) - (from.y + from.h / 2);
    bool across = move == VZ_FOCUS_LEFT || move == VZ_FOCUS_RIGHT;
    bool back = move == VZ_FOCUS_LEFT || move == VZ_FOCUS_UP;
    long ahead = across ? dx : dy;
    long aside = across ? gap(from.y, from.h, to.y, to.h)
                        : gap(from.x, from.w, to.x, to.w);
    ahead = back ? -ahead : ahead;
    if (ahead <= 0 || aside > ahead) {
        return -1;
    }
    return ahead + 2 * aside + labs(across ? dy : dx) / 8;
}

static int nearest(const struct vz_scene *scene, int from,
                   enum vz_focus_move move) {
    long best = LONG_MAX;
    int found = from;
    for (size_t i = 0; i < scene->n; i++) {
        if ((int)i == from || !reachable(scene, i)) {
            continue;
        }
        long far =
            distance(scene->boxes[from].rect, scene->boxes[i].rect, move);
        if (far >= 0 && far < best) {
            best = far;
            found = (int)i;
        }
    }
    return found;
}

void vz_focus_move(struct vz_focus *focus, const struct vz_scene *scene,
                   enum vz_focus_move move) {
    int at = index_of(focus, scene);
    if (scene->n == 0) {
        return;
    }
    if (at < 0) {
        at = move == VZ_FOCUS_PREVIOUS ? step(scene, 0, -1)
                                       : step(scene, -1, 1);
    } else if (focus->visible) {
        at = move == VZ_FOCUS_NEXT       ? step(scene, at, 1)
             : move == VZ_FOCUS_PREVIOUS ? step(scene, at, -1)
                                         : nearest(scene, at, move);
    }
    if (at >= 0) {
        snprintf(focus->name, sizeof(focus->name), "%s", scene->boxes[at].name);
        focus->visible = true;
    }
}

void vz_focus_hide(struct vz_focus *focus) {
    focus->visible = false;
}

const struct vz_box *vz_focus_box(const struct vz_focus *focus,
                                  const struct vz_scene *scene) {
    int at = focus->visible ? index_of(focus, scene) : -1;
    return at >= 0 ? &scene->boxes[at] : NULL;
}

void vz_focus_mark(const struct vz_focus *focus, struct vz_scene *scene) {
    int at = focus->visible ? index_of(focus, scene) : -1;
    if (at >= 0) {
        scene->boxes[at].state |= VZ_STATE_FOCUSED;
    }
}
