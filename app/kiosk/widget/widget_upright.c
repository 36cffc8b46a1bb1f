/*
 * A range with the appearance `vertical`: a track that stands upright, the
 * highest value on top, with plus above it and minus below.
 */
#include "widget_ops.h"

#include "kiosk/locale/locale.h"
#include "layout.h"
#include "range_steps.h"
#include "step_key.h"

#include <string.h>

#define KEY 88
#define TRACK_WIDTH 24
#define TRACK_LEAST 160
#define STONES 11
#define STONES_MAX 20
#define STONE_GAP 6

enum command {
    TRACK,
    STEP, // b = -1 or 1
};

static bool accepts(const struct vz_question *q) {
    struct vz_range_steps steps;
    return vz_appearance_has(q->appearance, "vertical") &&
           !vz_appearance_has(q->appearance, "rating") &&
           vz_range_steps_init(&steps, q);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int least = vz_px(ui, 2 * (KEY + VZ_FOOT + 16) + TRACK_LEAST);
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

static void add_stones(struct vz_widget *widget, struct vz_scene *scene,
                       const struct vz_range_steps *steps, int index,
                       struct vz_rect track, bool ticks) {
    const struct vz_ui *ui = widget->ui;
    int n = !ticks ? 1 : steps->last <= STONES_MAX ? steps->last : STONES - 1;
    int gap = vz_px(ui, STONE_GAP);
    struct vz_rect line =
        vz_layout_center(track, vz_px(ui, TRACK_WIDTH), track.h);
    for (int i = 0; i < n; i++) {
        // From below; rounding is spread.
        int low = line.y + line.h - i * (line.h + gap) / n;
        int high = line.y + line.h - (i + 1) * (line.h + gap) / n + gap;
        bool full = ticks && index >= 0 && i < index * n / steps->last;
        vz_scene_add(scene,
                     &(struct vz_box){
                         .name = vz_scene_text(scene, "stone:%d", i),
                         .look = full ? VZ_LOOK_STONE_DONE : VZ_LOOK_STONE_OPEN,
                         .rect = {line.x, high, line.w, low - high}});
    }
}

static void add_ends(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_range_steps *steps, struct vz_rect track) {
    const struct vz_ui *ui = widget->ui;
    int line = vz_layout_measure(ui, "", VZ_TYPE_BODY, 0, 0).height;
    for (int end = 0; end < 2; end++) {
        char number[32];
        vz_range_steps_show(steps, end ? steps->last : 0, number,
                            sizeof(number));
        struct vz_rect at = {track.x + track.w + vz_px(ui, 16),
                             end ? track.y : track.y + track.h - line,
                             vz_px(ui, 160), line};
        struct vz_text_block block = {.name = end ? "range-end" : "range-start",
                                      .text = number,
                                      .type = VZ_TYPE_BODY,
                                      .role = VZ_ROLE_TEXT};
        vz_layout_text(scene, ui, at, &block);
    }
}

static void add_thumb(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_range_steps *steps, int index,
                      struct vz_rect track) {
    char number[32];
    int size = vz_px(widget->ui, KEY);
    vz_range_steps_show(steps, index, number, sizeof(number));
    vz_scene_add(
        scene,
        &(struct vz_box){
            .name = "thumb",
            .role = VZ_ROLE_TEXT,
            .look = VZ_LOOK_THUMB,
            .rect = {track.x + (track.w - size) / 2,
                     track.y +
                         (track.h - size) * (steps->last - index) / steps->last,
                     size, size},
            .state = VZ_STATE_SELECTED,
            .label = number,
            .type = strlen(number) > 3 ? VZ_TYPE_SMALL_BOLD : VZ_TYPE_ANSWER,
            .align = VZ_ALIGN_CENTER});
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    struct vz_range_steps steps;
    if (!q || !vz_range_steps_init(&steps, q)) {
        return;
    }
    int key = vz_px(ui, KEY), foot = vz_px(ui, VZ_FOOT), gap = vz_px(ui, 16);
    int index = vz_range_steps_index(&steps, q->value);
    struct vz_rect column = vz_layout_center(area, vz_px(ui, 160), area.h);
    struct vz_rect plus = vz_layout_cut_top(&column, key, foot + gap);
    struct vz_rect minus = vz_layout_cut_bottom(&column, key + foot, gap);
    minus.h = key;
    vz_step_key_add(scene, plus, 1, index == steps.last, 40, STEP);
    add_stones(widget, scene, &steps, index, column,
               !vz_appearance_has(q->appearance, "no-ticks"));
    if (index >= 0) {
        add_thumb(widget, scene, &steps, index, column);
    }
    char number[32] = "";
    if (index >= 0) {
        vz_range_steps_show(&steps, index, number, sizeof(number));
    }
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = "slider",
                     .role = VZ_ROLE_SLIDER,
                     .spoken = index >= 0 ? number : vz_tr("Touch the line"),
                     .look = VZ_LOOK_TEXT,
                     .rect = column,
                     .drags = true,
                     .act = VZ_ACT_WIDGET,
                     .a = TRACK});
    vz_step_key_add(scene, minus, -1, index == 0, 40, STEP);
    add_ends(widget, scene, &steps, column);
}

static enum vz_widget_result place(struct vz_widget *widget,
                                   const struct vz_box *box, int y) {
    struct vz_range_steps steps;
    int thumb = vz_px(widget->ui, KEY), way = box->rect.h - thumb;
    if (way <= 0 || !vz_range_steps_init(&steps, vz_widget_question(widget))) {
        return VZ_WIDGET_NOTHING;
    }
    double at = 1 - (double)(y - box->rect.y - thumb / 2) / way;
    return vz_widget_range_set(widget, &steps, (int)(at * steps.last + 0.5));
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    return box->a == STEP ? vz_widget_range_step(widget, box->b)
                          : place(widget, box, y);
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag) {
    return box->a == TRACK ? place(widget, box, y) : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    return box->a == STEP ? vz_widget_range_step(widget, box->b)
                          : VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_upright = {
    .name = "upright",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
    .hold = hold,
};
