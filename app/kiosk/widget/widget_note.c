/*
 * A note: the question's label is all there is, and nothing to answer.
 */
#include "widget_ops.h"

static bool accepts(const struct vz_question *q) {
    // `label` is the head of a table; on the kiosk each row has its own words.
    return q->control == VZ_CONTROL_NOTE || q->readonly ||
           (q->control == VZ_CONTROL_SELECT1 &&
            vz_appearance_has(q->appearance, "label"));
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    return (struct vz_extent){0, 0};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
}

const struct vz_widget_ops vz_widget_note = {
    .name = "note",
    .accepts = accepts,
    .measure = measure,
    .build = build,
};
