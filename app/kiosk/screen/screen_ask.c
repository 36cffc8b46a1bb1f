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
    bool alone;            // stands in the middle: there is nothing behind it
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
        yes.x -= no.w / 10;
        yes.w += no.w / 10;
        no.w -= no.w / 10;
    }
    yes.h = no.h = key;
    add_key(scene, ui, yes, ask->yes, VZ_LOOK_PRIMARY);
    if (ask->no.label) {
        add_key(scene, ui, no, ask->no, VZ_LOOK_BUTTON);
    }
}

static int keys_height(const struct vz_ui *ui) {
    return vz_px(ui, ui->portrait ? 2 * 112 + VZ_GAP + VZ_FOOT : 112 + VZ_FOOT);
}

// One line of words that has its place.
struct words {
    struct vz_text_block block;
    int height;
};

static struct words fit_words(const struct vz_ui *ui, const char *name,
                              const char *text, enum vz_type type, int width) {
    const enum vz_type types[] = {type, VZ_TYPE_ANSWER, VZ_TYPE_BODY};
    struct vz_fit fit =
        vz_layout_fit(ui, text, types, 3, width, vz_px(ui, 150));
    return (struct words){.block = {.name = name,
                                    .text = text,
                                    .type = fit.type,
                                    .shrink = fit.shrink,
                                    .role = type == VZ_TYPE_TITLE
                                                ? VZ_ROLE_HEADING
                                                : VZ_ROLE_TEXT,
                                    .align = VZ_ALIGN_CENTER},
                          .height = fit.height};
}

// The idle question stands in the middle of an empty screen; the others on a
// sheet at the bottom, below the question that is asked.
static struct vz_rect add_panel(const struct vz_ui *ui, struct vz_scene *scene,
                                bool covers, int height) {
    struct vz_rect screen = {0, 0, ui->width, ui->height};
    int width = vz_px(ui, ui->portrait ? 720 : 960);
    struct vz_rect panel = vz_layout_center(screen, width, height);
    if (ui->portrait) {
        panel.y = ui->height - height - vz_px(ui, 120); // hands low
    }
    struct vz_rect back = panel;
    if (!covers) {
        vz_scene_add(scene, &(struct vz_box){.name = "shade",
                                             .look = VZ_LOOK_SHADE,
                                             .rect = screen});
        panel.y = ui->height - height;
        back = (struct vz_rect){0, panel.y, ui->width, height};
    }
    vz_scene_add(
        scene, &(struct vz_box){.name = "ask",
                                .look = covers ? VZ_LOOK_PANEL : VZ_LOOK_SHEET,
                                .rect = back});
    return panel;
}

static void build(const struct vz_view *view, struct vz_scene *scene,
                  const struct ask *ask) {
    const struct vz_ui *ui = view->ui;
    int pad = vz_px(ui, 44), edge = vz_px(ui, 40);
    int width = vz_px(ui, ui->portrait ? 720 : 960) - 2 * pad;
    struct words title =
        fit_words(ui, "title", ask->title, VZ_TYPE_TITLE, width);
    struct words text = fit_words(ui, "text", ask->text, VZ_TYPE_LEAD, width);
    int stones = ask->covers ? vz_px(ui, 22 + 28) : 0;
    int gap = vz_px(ui, 12), above_keys = vz_px(ui, 36);
    int height = edge + title.height + gap + text.height + stones + above_keys +
                 keys_height(ui) + edge;
    struct vz_rect panel =
        add_panel(ui, scene, ask->covers || ask->alone, height);
    struct vz_rect inner = {panel.x + pad, panel.y + edge, width,
                            height - 2 * edge};
    struct vz_rect line = vz_layout_cut_top(&inner, title.height, gap);
    vz_layout_text(scene, ui, line, &title.block);
    line = vz_layout_cut_top(&inner, text.height, 0);
    vz_layout_text(scene, ui, line, &text.block);
    if (ask->covers) {
        line = vz_layout_cut_top(&inner, stones, 0);
        line.y += vz_px(ui, 28);
        line.h = vz_px(ui, 22);
        vz_frame_countdown(scene, ui, line, view->seconds_left,
                           view->seconds_whole);
    }
    vz_layout_cut_top(&inner, 0, above_keys);
    add_keys(scene, ui, inner, ask);
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
               .label = vz_tr("Yes, erase"),
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
               .label = vz_tr("Back"),
               .icon = vz_layout_back_icon(view->ui),
               .act = VZ_ACT_CLOSE},
        .alone = true,
    };
    build(view, scene, &ask);
}
