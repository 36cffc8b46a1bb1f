#include "staff_part.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#define ROW_GAP 18
#define NAME_WIDTH 260

struct vz_fit vz_staff_fit(const struct vz_ui *ui, const char *text,
                           enum vz_type type, int width, int height) {
    struct vz_fit fit = {0};
    for (int percent = 100; percent >= 60; percent -= 5) {
        int shrink = (int)(percent / ui->text_scale);
        fit = vz_layout_measure(ui, text, type, shrink, width);
        if (fit.fits && (!height || fit.height <= height)) {
            break;
        }
    }
    return fit;
}

void vz_staff_text(struct vz_scene *scene, const struct vz_ui *ui,
                   struct vz_rect *area, const char *name, const char *text,
                   enum vz_type type, enum vz_look look) {
    struct vz_fit fit = vz_staff_fit(ui, text, type, area->w, 0);
    struct vz_text_block block = {.name = name,
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .look = look,
                                  .role = VZ_ROLE_TEXT};
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(ui, 12));
}

// The label of a key is on one line.
static void fit_label(const struct vz_ui *ui, struct vz_box *box) {
    for (int percent = 100; percent >= 50; percent -= 5) {
        box->shrink = (int)(percent / ui->text_scale);
        if (vz_layout_button_width(ui, box, 0) <= box->rect.w) {
            return;
        }
    }
}

void vz_staff_add_key(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect face, const struct vz_staff_key *key) {
    struct vz_box box = {
        .name = key->name,
        .role = VZ_ROLE_BUTTON,
        .look = key->look ? key->look : VZ_LOOK_BUTTON,
        .rect = face,
        .state = (key->on ? VZ_STATE_SELECTED : 0u) |
                 (key->off ? VZ_STATE_DISABLED : 0u),
        .label = key->label,
        .type = VZ_TYPE_SMALL_BOLD,
        .align = VZ_ALIGN_CENTER,
        .icon = key->icon,
        .icon_size = 32,
        .act = VZ_ACT_STAFF,
        .a = key->act,
        .b = key->b,
    };
    if (key->label) {
        fit_label(ui, &box);
    }
    vz_scene_add(scene, &box);
}

struct vz_rect vz_staff_row(struct vz_scene *scene, const struct vz_ui *ui,
                            struct vz_rect *area, const char *name,
                            const char *title, int rows) {
    int key = vz_px(ui, VZ_STAFF_KEY), gap = vz_px(ui, ROW_GAP);
    struct vz_rect row = vz_layout_cut_top(
        area, rows * key + (rows - 1) * gap + vz_px(ui, VZ_FOOT), gap);
    int width = vz_px(ui, NAME_WIDTH);
    width = width < row.w / 4 ? width : row.w / 4;
    struct vz_rect start = vz_layout_cut_start(&row, width, vz_px(ui, 20));
    struct vz_fit fit =
        vz_staff_fit(ui, title, VZ_TYPE_BODY_BOLD, start.w, row.h);
    start.y += (key - fit.height) / 2 > 0 ? (key - fit.height) / 2 : 0;
    struct vz_text_block block = {.name = name,
                                  .text = title,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_HEADING};
    vz_layout_text(scene, ui, start, &block);
    row.h = key;
    return row;
}

void vz_staff_stepper(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect row, const char *name, const char *value,
                      int act, int by) {
    int key = vz_px(ui, 96), gap = vz_px(ui, 16), text = vz_px(ui, 200);
    int room = row.w - 2 * (key + gap);
    text = text < room ? text : room;
    struct vz_rect less = vz_layout_cut_start(&row, key, gap);
    struct vz_rect middle = vz_layout_cut_start(&row, text, gap);
    struct vz_rect more = vz_layout_cut_start(&row, key, 0);
    vz_staff_add_key(
        scene, ui, less,
        &(struct vz_staff_key){.name = vz_scene_text(scene, "%s-less", name),
                               .icon = "minus",
                               .act = act,
                               .b = -by});
    struct vz_box box = {.name = vz_scene_text(scene, "%s-value", name),
                         .role = VZ_ROLE_TEXT,
                         .look = VZ_LOOK_CHIP_WAIT,
                         .rect = middle,
                         .label = value,
                         .type = VZ_TYPE_BODY_BOLD,
                         .align = VZ_ALIGN_CENTER};
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
    vz_staff_add_key(
        scene, ui, more,
        &(struct vz_staff_key){.name = vz_scene_text(scene, "%s-more", name),
                               .icon = "plus",
                               .act = act,
                               .b = by});
}

void vz_staff_message(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    const struct vz_staff_room *room = view->staff;
    const char *text = room && room->busy ? vz_tr("One moment")
                       : room             ? room->message
                                          : "";
    if (!*text) {
        return;
    }
    struct vz_rect line =
        vz_layout_cut_bottom(area, vz_px(ui, 64), vz_px(ui, 16));
    bool bad = room->bad && !room->busy;
    struct vz_fit fit = vz_staff_fit(ui, text, VZ_TYPE_SMALL_BOLD,
                                     line.w - vz_px(ui, 100), line.h);
    vz_scene_add(scene, &(struct vz_box){
                            .name = "message",
                            .role = bad ? VZ_ROLE_ALERT : VZ_ROLE_TEXT,
                            .look = bad          ? VZ_LOOK_CHIP_BAD
                                    : room->busy ? VZ_LOOK_CHIP_WAIT
                                                 : VZ_LOOK_CHIP_GOOD,
                            .rect = line,
                            .label = text,
                            .type = fit.type,
                            .shrink = fit.shrink,
                            .icon = bad          ? "warning"
                                    : room->busy ? "clock"
                                                 : "check",
                            .icon_size = 30,
                            .align = VZ_ALIGN_CENTER,
                        });
}
