/*
 * vz-smiley: a select_one of three or five choices, low to high.
 *
 * All faces stand at one height, so that every answer is equally far away. A
 * high screen repeats the choice as a large face above them.
 */
#include "widget_ops.h"

#include "layout.h"
#include "plain_text.h"

#define CARD_HEIGHT 384
#define CARD_HEIGHT_PORTRAIT 236
#define CARD_HEIGHT_MIN 200
#define FACE 176
#define FACE_SMALL 104
#define ECHO_FACE 280

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_SELECT1 &&
           vz_appearance_has(q->appearance, "vz-smiley") &&
           (q->n_choices == 3 || q->n_choices == 5);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    int least = vz_px(widget->ui, CARD_HEIGHT_MIN + VZ_FOOT);
    int natural = vz_px(widget->ui, CARD_HEIGHT_PORTRAIT + VZ_FOOT);
    return (struct vz_extent){least, natural};
}

static int level(const struct vz_question *q, size_t i) {
    return q->n_choices == 3 ? 1 + 2 * (int)i : 1 + (int)i;
}

// One size for all labels, so that no answer looks larger than another.
static struct vz_fit label_fit(const struct vz_ui *ui,
                               const struct vz_question *q, int width,
                               int height) {
    static const enum vz_type types[] = {VZ_TYPE_SMILEY, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD, VZ_TYPE_MIN};
    const size_t n = sizeof(types) / sizeof(*types);
    struct vz_fit fit = {0};
    for (size_t t = 0; t < n; t++) {
        for (int shrink = 100; shrink >= 85; shrink -= 5) {
            bool all = true;
            for (size_t i = 0; all && i < q->n_choices; i++) {
                fit = vz_layout_measure(ui, q->choices[i].label, types[t],
                                        shrink == 100 ? 0 : shrink, width);
                all = fit.fits && fit.height <= height;
            }
            if (all) {
                return fit;
            }
        }
    }
    return fit;
}

static void add_echo(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_question *q, struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    int word = vz_px(ui, 70 * ui->text_scale);
    for (size_t i = 0; i < q->n_choices; i++) {
        if (!q->choices[i].selected || area.h < vz_px(ui, ECHO_FACE) + word) {
            continue;
        }
        vz_scene_add(
            scene,
            &(struct vz_box){
                .name = "echo",
                .look = VZ_LOOK_TEXT,
                .rect =
                    vz_layout_center(area, area.w, vz_px(ui, ECHO_FACE) + word),
                .icon = vz_scene_text(scene, "smile-%d-large", level(q, i)),
                .icon_size = ECHO_FACE,
                .label = vz_plain_text(&scene->arena, q->choices[i].label),
                .type = VZ_TYPE_TITLE,
                .align = VZ_ALIGN_CENTER,
                .level = level(q, i),
                .n_levels = (int)q->n_choices,
            });
    }
}

static void add_faces(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_question *q, struct vz_rect row,
                      int face) {
    const struct vz_ui *ui = widget->ui;
    const int n = (int)q->n_choices;
    int gap = vz_px(ui, ui->portrait ? 14 : 20);
    int width = vz_layout_column(row, n, 0, gap).w;
    struct vz_fit fit = label_fit(ui, q,
                                  width - vz_px(ui, ui->portrait ? 18 : 32),
                                  row.h - vz_px(ui, face + 56));
    for (int i = 0; i < n; i++) {
        const struct vz_choice *choice = &q->choices[i];
        vz_scene_add(
            scene, &(struct vz_box){
                       .name = vz_scene_text(scene, "choice:%s", choice->name),
                       .role = VZ_ROLE_RADIO,
                       .look = VZ_LOOK_SMILEY,
                       .rect = vz_layout_column(row, n, i, gap),
                       .state = vz_widget_state(widget, choice->selected),
                       .label = vz_plain_text(&scene->arena, choice->label),
                       .type = fit.type,
                       .shrink = fit.shrink,
                       .align = VZ_ALIGN_CENTER,
                       .icon_size = face,
                       .level = level(q, (size_t)i),
                       .n_levels = n,
                       .slop = true,
                       .act = VZ_ACT_WIDGET,
                       .b = i,
                   });
    }
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    if (!q) {
        return;
    }
    int foot = vz_px(ui, VZ_FOOT);
    int most = vz_px(ui, ui->portrait ? CARD_HEIGHT_PORTRAIT : CARD_HEIGHT);
    int height = area.h - foot < most ? area.h - foot : most;
    struct vz_rect row = vz_layout_center(area, area.w, height + foot);
    if (ui->portrait) {
        row = vz_layout_cut_bottom(&area, height + foot, vz_px(ui, VZ_GAP));
        add_echo(widget, scene, q, area);
    }
    row.h = height;
    int face = ui->portrait || height < vz_px(ui, 300) ? FACE_SMALL : FACE;
    add_faces(widget, scene, q, row, face);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    const struct vz_question *q = vz_widget_question(widget);
    if ((size_t)box->b >= q->n_choices) {
        return VZ_WIDGET_NOTHING;
    }
    const struct vz_choice *choice = &q->choices[box->b];
    return vz_widget_answer(widget, choice->selected ? "" : choice->name);
}

const struct vz_widget_ops vz_widget_smiley = {
    .name = "smiley",
    .accepts = accepts,
    .measure = measure,
    .build = build,
    .activate = activate,
};
