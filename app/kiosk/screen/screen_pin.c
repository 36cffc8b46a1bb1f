/*
 * The PIN pad: a worker's number and PIN, or staff's six digits. Shows how
 * many digits were typed, never which.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#define NUMBER_DIGITS 2
#define STAFF_DIGITS 6
#define PIN_DIGITS 4 // at least; the row of dots grows with what is typed
#define DOTS_MAX 8

static void add_dots(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect line) {
    const struct vz_ui *ui = view->ui;
    int n = view->pin_staff                   ? STAFF_DIGITS
            : view->pin_step == VZ_PIN_NUMBER ? NUMBER_DIGITS
            : view->pin_digits > PIN_DIGITS   ? view->pin_digits
                                              : PIN_DIGITS;
    n = n < DOTS_MAX ? n : DOTS_MAX;
    int size = vz_px(ui, 64), gap = vz_px(ui, 18);
    for (int i = 0; i < n; i++) {
        vz_scene_add(
            scene, &(struct vz_box){
                       .name = vz_scene_text(scene, "dot:%d", i + 1),
                       .look = VZ_LOOK_STONE_INK,
                       .level = i < view->pin_digits,
                       .rect = {line.x + i * (size + gap), line.y, size, size},
                   });
    }
}

static const char *message(const struct vz_view *view, struct vz_scene *scene) {
    if (view->pin_wait_s > 0) {
        return vz_scene_text(scene,
                             vz_tr("Wait %d:%02d, then you can try again."),
                             view->pin_wait_s / 60, view->pin_wait_s % 60);
    }
    if (view->pin_tries_left >= 0) {
        return vz_scene_text(scene,
                             vz_trn("That code is not right. %d more try.",
                                    "That code is not right. %d more tries.",
                                    (unsigned long)view->pin_tries_left),
                             view->pin_tries_left);
    }
    return NULL;
}

static int add_line(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect *area, struct vz_text_block block, int gap) {
    const enum vz_type types[] = {block.type, VZ_TYPE_BODY, VZ_TYPE_SMALL};
    struct vz_fit fit = vz_layout_fit(ui, block.text, types, 3, area->w,
                                      area->h > 0 ? area->h : 0);
    block.type = fit.type;
    block.shrink = fit.shrink;
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, gap);
    return height;
}

static void add_picture(struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect *area) {
    struct vz_rect tile =
        vz_layout_cut_top(area, vz_px(ui, 120), vz_px(ui, 22));
    tile.w = tile.h;
    vz_scene_add(scene, &(struct vz_box){.name = "picture",
                                         .look = VZ_LOOK_TILE,
                                         .rect = tile,
                                         .icon = "worker",
                                         .icon_size = 84});
}

// As beside an answer that cannot be.
static void add_error(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect area, const char *text) {
    static const enum vz_type types[] = {VZ_TYPE_BODY_BOLD, VZ_TYPE_SMALL_BOLD,
                                         VZ_TYPE_MIN};
    int room = area.h;
    struct vz_fit fit = vz_layout_fit(
        ui, text, types, 3, area.w - vz_px(ui, 110), room > 0 ? room : 1);
    int height = fit.height + vz_px(ui, 24), least = vz_px(ui, 72);
    area.h = height > least ? height : least;
    area.h = area.h < room || room <= 0 ? area.h : room;
    vz_scene_add(scene, &(struct vz_box){.name = "error",
                                         .role = VZ_ROLE_ALERT,
                                         .look = VZ_LOOK_ERROR,
                                         .rect = area,
                                         .label = text,
                                         .type = fit.type,
                                         .shrink = fit.shrink,
                                         .icon = "warning"});
}

static void add_texts(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect area) {
    const struct vz_ui *ui = view->ui;
    bool number = !view->pin_staff && view->pin_step == VZ_PIN_NUMBER;
    const char *wrong = message(view, scene);
    if (!ui->portrait && ui->text_scale <= 1) {
        add_picture(scene, ui, &area);
    }
    add_line(scene, ui, &area,
             (struct vz_text_block){.name = "title",
                                    .text = number ? vz_tr("Type your number")
                                                   : vz_tr("Type your PIN"),
                                    .type = VZ_TYPE_TITLE,
                                    .role = VZ_ROLE_HEADING},
             vz_px(ui, 10));
    add_line(
        scene, ui, &area,
        (struct vz_text_block){
            .name = "hint",
            .text = number ? vz_tr("The two digits your coordinator gave you.")
                           : vz_tr("You get this code from your coordinator."),
            .type = VZ_TYPE_BODY,
            .look = VZ_LOOK_TEXT_SOFT,
            .role = VZ_ROLE_TEXT},
        vz_px(ui, 30));
    add_dots(view, scene, area);
    vz_layout_cut_top(&area, vz_px(ui, 64), vz_px(ui, 30));
    if (wrong) {
        add_error(scene, ui, area, wrong);
        return;
    }
    const char *last = vz_tr("Forgot the code? Ask for a new one.");
    if (area.h < vz_layout_measure(ui, last, VZ_TYPE_SMALL, 0, area.w).height) {
        return; // larger letters leave no room for what the hint says as well
    }
    add_line(scene, ui, &area,
             (struct vz_text_block){.name = "forgotten",
                                    .text = last,
                                    .type = VZ_TYPE_BODY,
                                    .look = VZ_LOOK_TEXT_SOFT,
                                    .role = VZ_ROLE_TEXT},
             0);
}

void vz_screen_pin(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    struct vz_dark_bar bar = {view->pin_staff ? vz_tr("Manage this kiosk")
                                              : vz_tr("For workers"),
                              vz_tr("Not public"), "lock"};
    vz_frame_dark_bar(scene, ui, &bar);
    struct vz_rect area = vz_frame_content(ui);
    vz_layout_cut_top(&area, vz_px(ui, 132) - area.y, 0);
    struct vz_rect pad = vz_frame_pad_rect(ui, &area);
    add_texts(view, scene, area);
    vz_frame_pad(
        scene, ui, pad,
        &(struct vz_pad){"pin", VZ_ACT_PIN_KEY, true, view->pin_wait_s > 0});
    struct vz_rect line = vz_frame_low_line(ui);
    vz_frame_button(scene, ui, &line,
                    (struct vz_box){.name = "back",
                                    .look = VZ_LOOK_BUTTON,
                                    .label = vz_tr("Back to start"),
                                    .icon = vz_layout_back_icon(ui),
                                    .act = VZ_ACT_BACK},
                    false);
}
