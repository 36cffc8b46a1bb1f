/*
 * A trigger (acknowledge): one key that says "I have read this".
 */
#include "widget_ops.h"

#include "kiosk/locale/locale.h"
#include "layout.h"

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_TRIGGER;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int height = vz_px(widget->ui, 112 + VZ_FOOT);
    return (struct vz_extent){height, height};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    int width = vz_px(ui, 720);
    width = width < area.w ? width : area.w;
    struct vz_rect face = {area.x, area.y, width, vz_px(ui, 112)};
    if (ui->portrait) {
        face.y = area.y + area.h - face.h - vz_px(ui, VZ_FOOT);
    }
    vz_scene_add(scene, &(struct vz_box){
                            .name = "ok",
                            .role = VZ_ROLE_CHECKBOX,
                            .look = VZ_LOOK_LIST_CARD,
                            .rect = face,
                            .state = vz_widget_state(widget, q->value[0]),
                            .label = vz_tr("I have read this"),
                            .type = VZ_TYPE_ANSWER,
                            .marker = VZ_MARKER_SQUARE,
                            .slop = true,
                            .act = VZ_ACT_WIDGET,
                        });
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    // "OK" is what ODK clients store.
    return vz_widget_answer(widget,
                            vz_widget_question(widget)->value[0] ? "" : "OK");
}

const struct vz_widget_ops vz_widget_trigger = {
    .name = "trigger",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
};
