/*
 * Questions of the kiosk itself: stop?, are you still there?, saving failed.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

struct ask {
    const char *title, *text;
    struct vz_box yes, no; // label, icon, act, name; `yes` goes on
    bool covers;           // fills the screen, with a countdown
};

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect face, struct vz_box box, enum vz_look look) {
    box.role = VZ_ROLE_BUTTON;
    box.look = look;
    box.rect = face;
    box.type = VZ_TYPE_BODY_BOLD;
    box.align = VZ_ALIGN_CENTER;
    box.slop = true;
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

static void add_keys(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect area, const struct ask *ask) {
    int gap = vz_px(ui, VZ_GAP), key = vz_px(ui, 112);
    struct vz_rect no = vz_layout_column(area, 2, 0, gap);
    struct vz_rect yes = vz_layout_column(area, 2, 1, gap);
    if (ui->portrait) {
        no = yes = area;
        no.y += key + gap;
    } else {
        // What goes on is the larger one.
        yes.x -= no.w / 5;
        yes.w += no.w / 5;
        no.w -= no.w / 5;
    }
    yes.h = no.h = key;
    add_key(scene, ui, yes, ask->yes, VZ_LOOK_PRIMARY);
    if (ask->no.label) {
        add_key(scene, ui, no, ask->no, VZ_LOOK_BUTTON);
    }
}

static int add_words(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect *area, struct vz_text_block block,
                     int gap) {
    const enum vz_type types[] = {block.type, VZ_TYPE_ANSWER, VZ_TYPE_BODY};
    struct vz_fit fit =
        vz_layout_fit(ui, block.text, types, 3, area->w, vz_px(ui, 150));
    block.type = fit.type;
    block.shrink = fit.shrink;
    block.align = VZ_ALIGN_CENTER;
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, gap);
    return height;
}

static int keys_height(const struct vz_ui *ui) {
    return vz_px(ui, ui->portrait ? 2 * 112 + VZ_GAP + VZ_FOOT : 112 + VZ_FOOT);
}

static void build(const struct vz_view *view, struct vz_scene *scene,
                  const struct ask *ask) {
    const struct vz_ui *ui = view->ui;
    int stones = ask->covers ? vz_px(ui, 22 + 32) : 0;
    int height = vz_px(ui, 40 + 32 + 40) + vz_px(ui, 200 * ui->text_scale) +
                 stones + keys_height(ui);
    int width = vz_px(ui, ui->portrait ? 720 : 960);
    struct vz_rect screen = {0, 0, ui->width, ui->height};
    struct vz_rect panel = vz_layout_center(screen, width, height);
    if (ui->portrait) {
        panel.y = ui->height - height - vz_px(ui, 120); // hands low
    }
    vz_scene_add(
        scene,
        &(struct vz_box){.name = "ask", .look = VZ_LOOK_PANEL, .rect = panel});
    int pad = vz_px(ui, 44);
    struct vz_rect inner = {panel.x + pad, panel.y + vz_px(ui, 40),
                            panel.w - 2 * pad, panel.h - 2 * vz_px(ui, 40)};
    struct vz_rect keys =
        vz_layout_cut_bottom(&inner, keys_height(ui), vz_px(ui, 32));
    add_words(scene, ui, &inner,
              (struct vz_text_block){.name = "title",
                                     .text = ask->title,
                                     .type = VZ_TYPE_TITLE,
                                     .role = VZ_ROLE_HEADING},
              vz_px(ui, 12));
    add_words(scene, ui, &inner,
              (struct vz_text_block){.name = "text",
                                     .text = ask->text,
                                     .type = VZ_TYPE_LEAD,
                                     .role = VZ_ROLE_TEXT},
              vz_px(ui, 24));
    if (ask->covers) {
        struct vz_rect line = vz_layout_cut_top(&inner, vz_px(ui, 22), 0);
        vz_frame_countdown(scene, ui, line, view->seconds_left,
                           view->seconds_whole);
    }
    add_keys(scene, ui, keys, ask);
}

void vz_screen_idle(const struct vz_view *view, struct vz_scene *scene) {
    struct ask ask = {
        .title = vz_tr("Are you still there?"),
        .text = vz_scene_text(scene,
                              vz_trn("In %d second we erase everything.",
                                     "In %d seconds we erase everything.",
                                     (unsigned long)view->seconds_left),
                              view->seconds_left),
        .yes = {.name = "stay",
                .label = vz_tr("Yes, I am here"),
                .icon = "check",
                .act = VZ_ACT_STAY},
        .no = {.name = "stop-yes",
               .label = vz_tr("Stop and erase"),
               .icon = "trash",
               .act = VZ_ACT_STOP_YES},
        .covers = true,
    };
    build(view, scene, &ask);
}

void vz_screen_stop(const struct vz_view *view, struct vz_scene *scene) {
    struct ask ask = {
        .title = vz_tr("Do you want to stop?"),
        .text = vz_tr("Then we erase your answers."),
        .yes = {.name = "stay",
                .label = vz_tr("No, go on"),
                .icon = vz_layout_next_icon(view->ui),
                .act = VZ_ACT_STAY},
        .no = {.name = "stop-yes",
               .label = vz_tr("Yes, erase everything"),
               .icon = "trash",
               .act = VZ_ACT_STOP_YES},
    };
    build(view, scene, &ask);
}

void vz_screen_save_failed(const struct vz_view *view, struct vz_scene *scene) {
    struct ask ask = {
        .title = vz_tr("That did not work."),
        .text = vz_tr("Your answer is still here. Try it once more."),
        .yes = {.name = "retry",
                .label = vz_tr("Again"),
                .icon = "undo",
                .act = VZ_ACT_RETRY},
        .no = {.name = "close",
               .label = vz_tr("Back to my answers"),
               .icon = vz_layout_back_icon(view->ui),
               .act = VZ_ACT_CLOSE},
    };
    build(view, scene, &ask);
}
