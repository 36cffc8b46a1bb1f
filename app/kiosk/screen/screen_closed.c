/*
 * Screens that only say something: no forms here, outside opening hours, and
 * the moment of saving.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#define DISK_LOW (20 * 1000 * 1000) // bytes; below it no visit is begun

static void add_sentence(const struct vz_view *view, struct vz_scene *scene,
                         const char *text, const char *icon,
                         enum vz_box_role role) {
    static const enum vz_type types[] = {VZ_TYPE_TITLE, VZ_TYPE_QUESTION,
                                         VZ_TYPE_ANSWER};
    const struct vz_ui *ui = view->ui;
    struct vz_rect area = vz_frame_content(ui);
    struct vz_fit fit = vz_layout_fit(ui, text, types, 3, area.w, area.h / 2);
    int size = vz_px(ui, 112), gap = vz_px(ui, 32);
    struct vz_rect block =
        vz_layout_center(area, area.w, size + gap + fit.height);
    struct vz_rect top = vz_layout_cut_top(&block, size, gap);
    vz_scene_add(scene, &(struct vz_box){
                            .name = "sign",
                            .look = VZ_LOOK_TEXT,
                            .rect = vz_layout_center(top, size, size),
                            .icon = icon,
                            .icon_size = 112,
                            .align = VZ_ALIGN_CENTER,
                        });
    struct vz_text_block words = {.name = "sentence",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = role,
                                  .align = VZ_ALIGN_CENTER};
    vz_layout_text(scene, ui, block, &words);
}

static void add_staff_door(struct vz_scene *scene, const struct vz_ui *ui) {
    // Staff must be able to come in: it is they who can help.
    struct vz_rect line = vz_frame_low_line(ui);
    int width = vz_px(ui, 168 * (ui->text_scale > 1 ? 1.2 : 1));
    vz_frame_helpers(scene, ui, vz_layout_cut_end(&line, width, 0),
                     &(struct vz_helper){.name = "worker",
                                         .label = vz_tr("Worker"),
                                         .icon = "worker",
                                         .act = VZ_ACT_WORKER},
                     1);
}

void vz_screen_closed(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    bool full = view->n_forms > 0 && view->disk_free >= 0 &&
                view->disk_free < DISK_LOW;
    struct vz_rect head = vz_frame_head(ui);
    vz_frame_brand(scene, ui, head, 46, view->organisation, VZ_TYPE_BODY_BOLD,
                   VZ_LOOK_TEXT);
    add_sentence(view, scene,
                 full ? vz_tr("This kiosk is full for now. Ask a worker.")
                      : vz_tr("There are no questions now. Come back later."),
                 full ? "storage" : "clock", VZ_ROLE_ALERT);
    add_staff_door(scene, ui);
}

static const char *opening(const struct vz_view *view, struct vz_scene *scene) {
    const char *days[] = {vz_tr("Monday"),    vz_tr("Tuesday"),
                          vz_tr("Wednesday"), vz_tr("Thursday"),
                          vz_tr("Friday"),    vz_tr("Saturday"),
                          vz_tr("Sunday")};
    if (view->open_weekday < 0) {
        return "";
    }
    return vz_scene_text(scene, vz_tr("Open again: %s at %d:%02d"),
                         days[view->open_weekday % 7], view->open_minute / 60,
                         view->open_minute % 60);
}

// Dark from edge to edge, so that an empty hall stays dark too.
void vz_screen_quiet(const struct vz_view *view, struct vz_scene *scene) {
    static const enum vz_type types[] = {VZ_TYPE_TITLE, VZ_TYPE_QUESTION,
                                         VZ_TYPE_ANSWER};
    const struct vz_ui *ui = view->ui;
    scene->background = "gracht9";
    struct vz_rect area = vz_frame_content(ui);
    const char *lines[] = {vz_tr("This kiosk is resting."),
                           opening(view, scene)};
    vz_layout_cut_top(&area, area.h / 3, 0);
    for (int i = 0; i < 2 && *lines[i]; i++) {
        struct vz_fit fit = vz_layout_fit(ui, lines[i], types + i,
                                          3 - (size_t)i, area.w, area.h / 2);
        struct vz_text_block block = {.name = i ? "opening" : "sentence",
                                      .text = lines[i],
                                      .type = fit.type,
                                      .shrink = fit.shrink,
                                      .look = VZ_LOOK_BAR_DARK,
                                      .role = VZ_ROLE_TEXT,
                                      .align = VZ_ALIGN_CENTER};
        int height = vz_layout_text(scene, ui, area, &block);
        vz_layout_cut_top(&area, height, vz_px(ui, 20));
    }
    add_staff_door(scene, ui);
}

void vz_screen_saving(const struct vz_view *view, struct vz_scene *scene) {
    add_sentence(view, scene, vz_tr("One moment"), "storage", VZ_ROLE_TEXT);
}
