/*
 * A scale of 0 to 10: eleven keys on one base line, from a range or from a
 * select_one whose choices are named 0 to 10.
 */
#include "widget_ops.h"

#include "layout.h"
#include "range_steps.h"

#include <stdlib.h>
#include <string.h>

#define STEPS 11
#define KEY_LOW 120 // of 0; each further step is 20 higher
#define KEY_RISE 20
#define KEY_GAP 12
#define KEY_GAP_PORTRAIT 10

static bool range_0_to_10(const struct vz_question *q) {
    struct vz_range_steps steps;
    return vz_range_steps_init(&steps, q) && steps.start == 0 &&
           steps.step == 1 && steps.last == STEPS - 1 &&
           !vz_appearance_has(q->appearance, "rating") &&
           !vz_appearance_has(q->appearance, "picker") &&
           !vz_appearance_has(q->appearance, "vertical");
}

static bool select_0_to_10(const struct vz_question *q) {
    if (q->control != VZ_CONTROL_SELECT1 || q->n_choices != STEPS) {
        return false;
    }
    for (int i = 0; i < STEPS; i++) {
        char *end;
        if (strtol(q->choices[i].name, &end, 10) != i || *end) {
            return false;
        }
    }
    return true;
}

static bool accepts(const struct vz_question *q) {
    return range_0_to_10(q) || select_0_to_10(q);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int least = vz_px(widget->ui, VZ_ANSWER_MIN + VZ_FOOT) +
                vz_px(widget->ui, 52 * widget->ui->text_scale);
    return (struct vz_extent){least, least + vz_px(widget->ui, 60)};
}

static int chosen(const struct vz_question *q) {
    char *end;
    long value = strtol(q->value, &end, 10);
    return end == q->value || value < 0 || value >= STEPS ? -1 : (int)value;
}

// The labels of the ends, when the author wrote words beside the digits.
static void add_ends(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_question *q, struct vz_rect line) {
    if (q->control != VZ_CONTROL_SELECT1) {
        return;
    }
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                         VZ_TYPE_MIN};
    for (int end = 0; end < 2; end++) {
        const struct vz_choice *choice = &q->choices[end ? STEPS - 1 : 0];
        if (strcmp(choice->label, choice->name) == 0 || !choice->label[0]) {
            continue;
        }
        bool told =
            strncmp(choice->label, choice->name, strlen(choice->name)) == 0;
        const char *text =
            told ? choice->label
                 : vz_scene_text(scene, "%s = %s", choice->name, choice->label);
        struct vz_rect half =
            vz_layout_column(line, 2, end, vz_px(widget->ui, 24));
        struct vz_fit fit =
            vz_layout_fit(widget->ui, text, types, 3, half.w, line.h);
        struct vz_text_block block = {
            .name = end ? "scale-end" : "scale-start",
            .text = text,
            .type = fit.type,
            .shrink = fit.shrink,
            .role = VZ_ROLE_TEXT,
            .align = end ? VZ_ALIGN_END : VZ_ALIGN_START,
        };
        vz_layout_text(scene, widget->ui, half, &block);
    }
}

static void add_key(struct vz_widget *widget, struct vz_scene *scene, int i,
                    int value, struct vz_rect face) {
    const char *digit = vz_scene_text(scene, "%d", i);
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "choice:%d", i),
                            .role = VZ_ROLE_RADIO,
                            .look = VZ_LOOK_SCALE,
                            .rect = face,
                            .state = vz_widget_state(widget, i == value),
                            .label = digit,
                            .type = VZ_TYPE_DIGIT,
                            .shrink = widget->ui->portrait ? 85 : 0,
                            .align = VZ_ALIGN_CENTER,
                            .level = i < value, // below the chosen one
                            .n_levels = 1,
                            .slop = true,
                            .act = VZ_ACT_WIDGET,
                            .b = i,
                        });
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    int line = vz_px(ui, 46 * ui->text_scale);
    struct vz_rect ends =
        vz_layout_cut_bottom(&area, line, vz_px(ui, VZ_FOOT + 10));
    add_ends(widget, scene, q, ends);
    // The keys rise as far as the area allows, never below an answer's height.
    int most = vz_px(ui, KEY_LOW + KEY_RISE * (STEPS - 1));
    int high = area.h < most ? area.h : most;
    int low = vz_px(ui, KEY_LOW);
    int least = vz_px(ui, VZ_ANSWER_MIN);
    low = low < high ? low : high;
    low = high - low < vz_px(ui, 60) ? least : low;
    int value = chosen(q);
    int base = ui->portrait ? area.y + area.h : area.y + (area.h + high) / 2;
    for (int i = 0; i < STEPS; i++) {
        struct vz_rect face = vz_layout_column(
            area, STEPS, i,
            vz_px(ui, ui->portrait ? KEY_GAP_PORTRAIT : KEY_GAP));
        face.h = low + (high - low) * i / (STEPS - 1);
        face.y = base - face.h;
        add_key(widget, scene, i, value, face);
    }
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    const struct vz_question *q = vz_widget_question(widget);
    if (chosen(q) == box->b) {
        return vz_widget_answer(widget, "");
    }
    if (q->control == VZ_CONTROL_SELECT1) {
        return vz_widget_answer(widget, q->choices[box->b].name);
    }
    struct vz_range_steps steps;
    char value[32];
    if (!vz_range_steps_init(&steps, q)) {
        return VZ_WIDGET_NOTHING;
    }
    vz_range_steps_format(&steps, box->b, value, sizeof(value));
    return vz_widget_answer(widget, value);
}

const struct vz_widget_ops vz_widget_scale = {
    .name = "scale",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
};
