/*
 * A range: a track of stones to touch, with minus and plus keys at its ends.
 *
 * It starts without a thumb, so that no value is suggested.
 */
#include "widget_ops.h"

#include "kiosk/locale/locale.h"
#include "layout.h"
#include "range_steps.h"
#include "step_key.h"

#include <string.h>

#define KEY 88
#define TRACK_HEIGHT 24
#define STONES 11
#define STONES_MAX 20

enum command {
    TRACK,
    STEP, // b = -1 or 1
};

static bool accepts(const struct vz_question *q) {
    struct vz_range_steps steps;
    return vz_range_steps_init(&steps, q);
}

static int ends_height(const struct vz_ui *ui) {
    return vz_px(ui, 46 * ui->text_scale);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int height =
        vz_px(widget->ui, KEY + VZ_FOOT + 16) + ends_height(widget->ui);
    return (struct vz_extent){height, height};
}

static void add_thumb(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_range_steps *steps, int index,
                      struct vz_rect track) {
    const struct vz_ui *ui = widget->ui;
    char number[32];
    vz_range_steps_show(steps, index, number, sizeof(number));
    int size = vz_px(ui, KEY);
    struct vz_box thumb = {
        .name = "thumb",
        .role = VZ_ROLE_TEXT,
        .look = VZ_LOOK_THUMB,
        .rect = {track.x + (track.w - size) * index / steps->last, track.y,
                 size, size},
        .state = VZ_STATE_SELECTED,
        .label = number,
        .type = strlen(number) > 3 ? VZ_TYPE_SMALL_BOLD : VZ_TYPE_ANSWER,
        .align = VZ_ALIGN_CENTER,
    };
    vz_scene_add(scene, &thumb);
}

static void add_ends(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_range_steps *steps, struct vz_rect line,
                     bool answered) {
    const struct vz_ui *ui = widget->ui;
    for (int end = 0; end < 2; end++) {
        char number[32];
        vz_range_steps_show(steps, end ? steps->last : 0, number,
                            sizeof(number));
        struct vz_text_block block = {
            .name = end ? "range-end" : "range-start",
            .text = number,
            .type = VZ_TYPE_BODY,
            .role = VZ_ROLE_TEXT,
            .align = end ? VZ_ALIGN_END : VZ_ALIGN_START,
        };
        vz_layout_text(scene, ui, vz_layout_column(line, 4, end ? 3 : 0, 0),
                       &block);
    }
    if (!answered) {
        static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                             VZ_TYPE_MIN};
        const char *hint = vz_tr("Touch the line");
        int one = vz_layout_measure(ui, hint, VZ_TYPE_BODY, 0, 0).height;
        struct vz_fit fit =
            vz_layout_fit(ui, hint, types, 3, line.w - line.w / 2, one);
        struct vz_text_block block = {
            .name = "range-hint",
            .text = hint,
            .type = fit.type,
            .shrink = fit.shrink,
            .look = VZ_LOOK_TEXT_SOFT,
            .role = VZ_ROLE_TEXT,
            .align = VZ_ALIGN_CENTER,
        };
        line.x += line.w / 4;
        line.w -= line.w / 2;
        vz_layout_text(scene, ui, line, &block);
    }
}

// The stones, the thumb on them, and over both what takes the touch.
static void add_track(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_range_steps *steps, int index,
                      struct vz_rect track, bool ticks) {
    int stones = !ticks                     ? 0
                 : steps->last < STONES_MAX ? steps->last
                                            : STONES - 1;
    struct vz_rect line =
        vz_layout_center(track, track.w, vz_px(widget->ui, TRACK_HEIGHT));
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = "track",
                     .look = VZ_LOOK_TRACK,
                     .rect = line,
                     .level = index < 0 ? 0 : index * stones / steps->last,
                     .n_levels = stones,
                 });
    if (index >= 0) {
        add_thumb(widget, scene, steps, index, track);
    }
    char number[32];
    const char *spoken = vz_tr("Touch the line");
    if (index >= 0) {
        vz_range_steps_show(steps, index, number, sizeof(number));
        spoken = number;
    }
    vz_scene_add(scene, &(struct vz_box){
                            .name = "slider",
                            .role = VZ_ROLE_SLIDER,
                            .spoken = spoken,
                            .look = VZ_LOOK_TEXT,
                            .rect = track,
                            .drags = true,
                            .act = VZ_ACT_WIDGET,
                            .a = TRACK,
                        });
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    struct vz_range_steps steps;
    if (!q || !vz_range_steps_init(&steps, q)) {
        return;
    }
    int height = measure(widget, area.w).natural;
    if (ui->portrait && height < area.h) { // hands low
        area.y += area.h - height;
    }
    area = ui->portrait ? area
                        : vz_layout_center(area, area.w,
                                           height < area.h ? height : area.h);
    struct vz_rect row =
        vz_layout_cut_top(&area, vz_px(ui, KEY), vz_px(ui, VZ_FOOT + 16));
    int key = vz_px(ui, KEY), gap = vz_px(ui, VZ_GAP);
    struct vz_rect minus = vz_layout_cut_start(&row, key, gap);
    struct vz_rect plus = vz_layout_cut_end(&row, key, gap);
    int index = vz_range_steps_index(&steps, q->value);
    vz_step_key_add(scene, minus, -1, index == 0, 40, STEP);
    add_track(widget, scene, &steps, index, row,
              !vz_appearance_has(q->appearance, "no-ticks"));
    vz_step_key_add(scene, plus, 1, index == steps.last, 40, STEP);
    area.x = row.x;
    area.w = row.w;
    add_ends(widget, scene, &steps, area, index >= 0);
}

enum vz_widget_result vz_widget_range_set(struct vz_widget *widget,
                                          const struct vz_range_steps *steps,
                                          int index) {
    char value[32];
    index = index < 0 ? 0 : index > steps->last ? steps->last : index;
    vz_range_steps_format(steps, index, value, sizeof(value));
    const struct vz_question *q = vz_widget_question(widget);
    return q && strcmp(q->value, value) == 0 ? VZ_WIDGET_NOTHING
                                             : vz_widget_answer(widget, value);
}

enum vz_widget_result vz_widget_range_step(struct vz_widget *widget, int by) {
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_range_steps steps;
    if (!vz_range_steps_init(&steps, q)) {
        return VZ_WIDGET_NOTHING;
    }
    int index = vz_range_steps_index(&steps, q->value);
    // The first touch of a key starts in the middle.
    return vz_widget_range_set(widget, &steps,
                               index < 0 ? steps.last / 2 : index + by);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_range_steps steps;
    if (box->a == STEP) {
        return vz_widget_range_step(widget, box->b);
    }
    int thumb = vz_px(widget->ui, KEY);
    int way = box->rect.w - thumb;
    if (!vz_range_steps_init(&steps, q) || way <= 0) {
        return VZ_WIDGET_NOTHING;
    }
    double at = (double)(x - box->rect.x - thumb / 2) / way;
    at = widget->ui->rtl ? 1 - at : at;
    at = at < 0 ? 0 : at > 1 ? 1 : at;
    return vz_widget_range_set(widget, &steps, (int)(at * steps.last + 0.5));
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag) {
    return box->a == TRACK ? activate(widget, box, x, y) : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result hold(struct vz_widget *widget,
                                  const struct vz_box *box) {
    return box->a == STEP ? vz_widget_range_step(widget, box->b)
                          : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result key(struct vz_widget *widget,
                                 enum vz_widget_key pressed) {
    const int forward = widget->ui->rtl ? -1 : 1; // the way that right points
    switch (pressed) {
    case VZ_KEY_LEFT:
    case VZ_KEY_SELECT_LEFT:
        return vz_widget_range_step(widget, -forward);
    case VZ_KEY_RIGHT:
    case VZ_KEY_SELECT_RIGHT:
        return vz_widget_range_step(widget, forward);
    case VZ_KEY_DOWN:
    case VZ_KEY_SELECT_DOWN:
        return vz_widget_range_step(widget, -1);
    case VZ_KEY_UP:
    case VZ_KEY_SELECT_UP:
        return vz_widget_range_step(widget, 1);
    case VZ_KEY_BACKSPACE:
    case VZ_KEY_DELETE:
        return vz_widget_answer(widget, "");
    case VZ_KEY_ENTER:
        break;
    }
    return VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_slider = {
    .name = "slider",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
    .hold = hold,
    .key = key,
};
