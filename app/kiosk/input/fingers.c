#include "fingers.h"

#include <stdio.h>
#include <string.h>

#define SLOP 8 // design px that a finger may stray outside its box
#define HOLD_MS 400
#define REPEAT_MS 150
#define AGAIN_MS 250 // the same box sooner than this is the same touch
#define KEY_AGAIN_MS 80

static struct vz_finger *find(struct vz_fingers *fingers, int64_t id) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        if (fingers->all[i].down && fingers->all[i].id == id) {
            return &fingers->all[i];
        }
    }
    return NULL;
}

static struct vz_finger *find_free(struct vz_fingers *fingers) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        if (!fingers->all[i].down) {
            return &fingers->all[i];
        }
    }
    return NULL;
}

// One finger at a time drags a box: a palm or second hand does not count.
static bool is_dragged(const struct vz_fingers *fingers,
                       const struct vz_box *box) {
    for (size_t i = 0; box->drags && i < VZ_FINGERS_MAX; i++) {
        const struct vz_finger *finger = &fingers->all[i];
        if (finger->down && !finger->off && !strcmp(finger->name, box->name)) {
            return true;
        }
    }
    return false;
}

bool vz_fingers_down(struct vz_fingers *fingers, const struct vz_scene *scene,
                     const struct vz_ui *ui, int64_t id, int x, int y,
                     int64_t now) {
    const struct vz_box *box = vz_scene_hit(scene, ui, x, y);
    struct vz_finger *finger = find(fingers, id);
    if (!finger) {
        finger = find_free(fingers);
    }
    if (!finger || !box || !box->name) {
        return false;
    }
    bool taken = is_dragged(fingers, box);
    *finger = (struct vz_finger){.down = true,
                                 .id = id,
                                 .rect = box->rect,
                                 .drags = box->drags,
                                 .off = taken,
                                 .hold_at = now + HOLD_MS};
    snprintf(finger->name, sizeof(finger->name), "%s", box->name);
    return true;
}

bool vz_fingers_move(struct vz_fingers *fingers, const struct vz_ui *ui,
                     int64_t id, int x, int y) {
    struct vz_finger *finger = find(fingers, id);
    if (!finger || finger->off || finger->drags || finger->held) {
        return false;
    }
    int slop = vz_px(ui, SLOP);
    struct vz_rect around = {finger->rect.x - slop, finger->rect.y - slop,
                             finger->rect.w + 2 * slop,
                             finger->rect.h + 2 * slop};
    finger->off = !vz_rect_holds(around, x, y);
    return finger->off;
}

bool vz_fingers_slide(struct vz_fingers *fingers, const struct vz_scene *scene,
                      const struct vz_ui *ui, int64_t id, int x, int y) {
    struct vz_finger *finger = find(fingers, id);
    if (!finger || finger->off || !finger->held) {
        return false;
    }
    const struct vz_box *box = vz_scene_hit(scene, ui, x, y);
    bool slides = box && box->name && box->slides;
    const char *name = slides ? box->name : "";
    if (slides == finger->slid && (!slides || !strcmp(finger->name, name))) {
        return false;
    }
    finger->slid = slides;
    snprintf(finger->name, sizeof(finger->name), "%s", name);
    return true;
}

const struct vz_box *vz_fingers_drag(const struct vz_fingers *fingers,
                                     const struct vz_scene *scene, int64_t id) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        const struct vz_finger *finger = &fingers->all[i];
        if (finger->down && finger->id == id && finger->drags && !finger->off) {
            return vz_scene_find(scene, finger->name);
        }
    }
    return NULL;
}

static bool is_again(const struct vz_fingers *fingers, const struct vz_box *box,
                     int64_t now) {
    int64_t guard = box->role == VZ_ROLE_KEY ? KEY_AGAIN_MS : AGAIN_MS;
    return !strcmp(fingers->last, box->name) && now - fingers->last_ms < guard;
}

bool vz_fingers_up(struct vz_fingers *fingers, const struct vz_scene *scene,
                   int64_t id, int64_t now, const struct vz_box **touched) {
    *touched = NULL;
    struct vz_finger *finger = find(fingers, id);
    if (!finger) {
        return false;
    }
    finger->down = false;
    if (finger->off || (finger->held && !finger->slid) || finger->drags) {
        return true;
    }
    // The screen may have changed under the finger.
    const struct vz_box *box = vz_scene_find(scene, finger->name);
    if (!box || box->act == VZ_ACT_NONE || (box->state & VZ_STATE_DISABLED) ||
        is_again(fingers, box, now)) {
        return true;
    }
    snprintf(fingers->last, sizeof(fingers->last), "%s", box->name);
    fingers->last_ms = now;
    *touched = box;
    return true;
}

void vz_fingers_lapse(struct vz_fingers *fingers) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        fingers->all[i].off = true;
    }
}

void vz_fingers_cancel(struct vz_fingers *fingers) {
    *fingers = (struct vz_fingers){0};
}

static bool waits(const struct vz_finger *finger) {
    return finger->down && !finger->off && finger->hold_at > 0;
}

int64_t vz_fingers_hold_at(const struct vz_fingers *fingers) {
    int64_t at = 0;
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        const struct vz_finger *finger = &fingers->all[i];
        if (waits(finger) && (at == 0 || finger->hold_at < at)) {
            at = finger->hold_at;
        }
    }
    return at;
}

const struct vz_box *vz_fingers_hold(struct vz_fingers *fingers,
                                     const struct vz_scene *scene,
                                     int64_t now) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        struct vz_finger *finger = &fingers->all[i];
        if (waits(finger) && finger->hold_at <= now) {
            const struct vz_box *box = vz_scene_find(scene, finger->name);
            bool repeats = box && box->act == VZ_ACT_WIDGET;
            finger->hold_at = repeats ? now + REPEAT_MS : 0;
            if (repeats) {
                return box;
            }
        }
    }
    return NULL;
}

void vz_fingers_held(struct vz_fingers *fingers, const char *name) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        struct vz_finger *finger = &fingers->all[i];
        if (finger->down && !strcmp(finger->name, name)) {
            finger->held = true;
        }
    }
}

void vz_fingers_mark(const struct vz_fingers *fingers, struct vz_scene *scene) {
    for (size_t i = 0; i < VZ_FINGERS_MAX; i++) {
        const struct vz_finger *finger = &fingers->all[i];
        if (!finger->down || finger->off) {
            continue;
        }
        for (size_t b = 0; b < scene->n; b++) {
            struct vz_box *box = &scene->boxes[b];
            if (box->name && !strcmp(box->name, finger->name) &&
                !(box->state & VZ_STATE_DISABLED)) {
                box->state |= VZ_STATE_PRESSED;
            }
        }
    }
}
