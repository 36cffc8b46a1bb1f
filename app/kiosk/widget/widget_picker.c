/*
 * A range with the appearance `picker`: one number between minus and plus,
 * empty until a key is touched.
 */
#include "widget_ops.h"

#include "kiosk/locale/locale.h"
#include "layout.h"
#include "range_steps.h"
#include "step_key.h"

#include <string.h>

#define KEY 112
#define VALUE_WIDTH 320

static bool accepts(const struct vz_question *q) {
    struct vz_range_steps steps;
    return vz_appearance_has(q->appearance, "picker") &&
           vz_range_steps_init(&steps, q);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int line = vz_layout_measure(widget->ui, "", VZ_TYPE_BODY, 0, 0).height;
    int height = vz_px(widget->ui, KEY + VZ_FOOT + 16) + line;
    return (struct vz_extent){height, height};
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    static const enum vz_type types[] = {VZ_TYPE_DISPLAY, VZ_TYPE_TITLE,
                                         VZ_TYPE_ANSWER};
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    struct vz_range_steps steps;
    if (!q || !vz_range_steps_init(&steps, q)) {
        return;
    }
    char number[32] = "?", least[32], most[32];
    int index = vz_range_steps_index(&steps, q->value);
    int key = vz_px(ui, KEY), gap = vz_px(ui, VZ_GAP);
    int width = vz_px(ui, VALUE_WIDTH) + 2 * (key + gap);
    int height = measure(widget, area.w).natural;
    int slack = area.h - height;
    area.y += slack > 0 ? (ui->portrait ? slack : slack / 3) : 0;
    struct vz_rect row = {area.x + (area.w - width) / 2, area.y, width, key};
    if (index >= 0) {
        vz_range_steps_show(&steps, index, number, sizeof(number));
    }
    vz_step_key_add(scene, vz_layout_cut_start(&row, key, gap), -1, index == 0,
                    56, 0);
    struct vz_rect end = vz_layout_cut_end(&row, key, gap);
    struct vz_fit fit = vz_layout_fit(ui, number, types, 3, row.w, row.h);
    struct vz_rect middle = vz_layout_center(row, row.w, fit.height);
    struct vz_text_block block = {.name = "value",
                                  .text = number,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT,
                                  .align = VZ_ALIGN_CENTER};
    vz_layout_text(scene, ui, middle, &block);
    vz_step_key_add(scene, end, 1, index == steps.last, 56, 0);
    vz_range_steps_show(&steps, 0, least, sizeof(least));
    vz_range_steps_show(&steps, steps.last, most, sizeof(most));
    area.y += key + vz_px(ui, VZ_FOOT + 16);
    block = (struct vz_text_block){
        .name = "from-to",
        .text = vz_scene_text(scene, vz_tr("%s to %s"), least, most),
        .type = VZ_TYPE_BODY,
        .look = VZ_LOOK_TEXT_SOFT,
        .role = VZ_ROLE_TEXT,
        .align = VZ_ALIGN_CENTER};
    vz_layout_text(scene, ui, area, &block);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    return vz_widget_range_step(widget, box->b);
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    return vz_widget_range_step(widget, box->b);
}

const struct vz_widget_ops vz_widget_picker = {
    .name = "picker",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
    .hold = hold,
};
