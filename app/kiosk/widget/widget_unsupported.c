/*
 * Kinds of question that this kiosk cannot ask: it says so in plain words.
 */
#include "widget_ops.h"

#include "kiosk/locale/locale.h"
#include "layout.h"

static bool accepts(const struct vz_question *q) {
    return true;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int height = vz_px(widget->ui, 140 * widget->ui->text_scale);
    return (struct vz_extent){height, height};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    struct vz_text_block block = {
        .name = "unsupported",
        .text = q->required
                    ? vz_tr("This question does not work here. Ask a worker.")
                    : vz_tr("This question does not work here. "
                            "You can skip it."),
        .type = VZ_TYPE_BODY,
        .role = VZ_ROLE_TEXT,
    };
    area.y += vz_px(ui, 16);
    vz_layout_text(scene, ui, area, &block);
}

const struct vz_widget_ops vz_widget_unsupported = {
    .name = "unsupported",
    .accepts = accepts,
    .measure = measure,
    .build = build,
};
