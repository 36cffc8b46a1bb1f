/*
 * A range with the appearance `rating`: one star a step, in a row.
 */
#include "widget_ops.h"

#include "layout.h"
#include "range_steps.h"

#define STARS_MAX 10
#define STAR_MAX 160
#define STAR_GAP 16

static bool accepts(const struct vz_question *q) {
    struct vz_range_steps steps;
    return vz_appearance_has(q->appearance, "rating") &&
           vz_range_steps_init(&steps, q) && steps.last < STARS_MAX;
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    return (struct vz_extent){vz_px(widget->ui, VZ_ANSWER_MIN + VZ_FOOT),
                              vz_px(widget->ui, 120 + VZ_FOOT)};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    struct vz_range_steps steps;
    if (!q || !vz_range_steps_init(&steps, q)) {
        return;
    }
    int n = steps.last + 1;
    int gap = vz_px(ui, STAR_GAP);
    int size = (area.w - (n - 1) * gap) / n;
    int most = vz_px(ui, STAR_MAX);
    size = size < most ? size : most;
    int height = area.h - vz_px(ui, VZ_FOOT);
    height = height < size ? height : size;
    struct vz_rect row =
        vz_layout_center(area, n * size + (n - 1) * gap, height);
    if (ui->portrait) { // hands low
        row.y = area.y + area.h - vz_px(ui, VZ_FOOT) - height;
    }
    int value = vz_range_steps_index(&steps, q->value);
    for (int i = 0; i < n; i++) {
        char number[32];
        vz_range_steps_format(&steps, i, number, sizeof(number));
        vz_scene_add(scene,
                     &(struct vz_box){
                         .name = vz_scene_text(scene, "choice:%s", number),
                         .role = VZ_ROLE_RADIO,
                         .look = VZ_LOOK_SCALE,
                         .rect = vz_layout_column(row, n, i, gap),
                         .state = vz_widget_state(widget, i == value),
                         .label = number,
                         .type = VZ_TYPE_ANSWER,
                         .icon = "star",
                         .icon_size = 88,
                         .align = VZ_ALIGN_CENTER,
                         .level = i < value,
                         .n_levels = 1,
                         .slop = true,
                         .act = VZ_ACT_WIDGET,
                         .b = i,
                     });
    }
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_range_steps steps;
    char value[32];
    if (!vz_range_steps_init(&steps, q)) {
        return VZ_WIDGET_NOTHING;
    }
    if (vz_range_steps_index(&steps, q->value) == box->b) {
        return vz_widget_answer(widget, "");
    }
    vz_range_steps_format(&steps, box->b, value, sizeof(value));
    return vz_widget_answer(widget, value);
}

const struct vz_widget_ops vz_widget_rating = {
    .name = "rating",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
};
