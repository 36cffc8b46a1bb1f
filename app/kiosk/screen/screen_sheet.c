/*
 * Sheets over the lower part of the screen: languages, and the display panel
 * (Weergave). Live: each touch shows at once.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define KEY 96
#define PAD 40

static void add_shade(struct vz_scene *scene, const struct vz_ui *ui) {
    // A touch beside the sheet closes it.
    vz_scene_add(scene, &(struct vz_box){
                            .name = "shade",
                            .look = VZ_LOOK_SHADE,
                            .rect = {0, 0, ui->width, ui->height},
                            .act = VZ_ACT_CLOSE,
                        });
}

// The sheet with its title; what is left is where its keys stand.
static struct vz_rect add_sheet(struct vz_scene *scene, const struct vz_ui *ui,
                                const char *title, int content) {
    int margin = vz_px(ui, PAD), top = vz_px(ui, 28);
    struct vz_fit fit =
        vz_layout_measure(ui, title, VZ_TYPE_ANSWER, vz_frame_capped(ui), 0);
    int head = fit.height > vz_px(ui, 72) ? fit.height : vz_px(ui, 72);
    int height = top + head + vz_px(ui, VZ_GAP) + content + vz_px(ui, 36);
    struct vz_rect sheet = {0, ui->height - height, ui->width, height};
    add_shade(scene, ui);
    vz_scene_add(scene, &(struct vz_box){.name = "sheet",
                                         .look = VZ_LOOK_SHEET,
                                         .rect = sheet});
    struct vz_rect area = {margin, sheet.y + top, ui->width - 2 * margin,
                           height - top};
    struct vz_rect line = vz_layout_cut_top(&area, head, vz_px(ui, VZ_GAP));
    struct vz_rect key = line;
    key.h = vz_px(ui, 72);
    vz_frame_button(scene, ui, &key,
                    (struct vz_box){.name = "close",
                                    .look = VZ_LOOK_PRIMARY,
                                    .label = vz_tr("Done"),
                                    .icon = "check",
                                    .act = VZ_ACT_CLOSE},
                    true);
    line.w = key.w;
    line.y += (head - fit.height) / 2;
    struct vz_text_block block = {.name = "title",
                                  .text = title,
                                  .type = VZ_TYPE_ANSWER,
                                  .shrink = vz_frame_capped(ui),
                                  .role = VZ_ROLE_HEADING};
    vz_layout_text(scene, ui, line, &block);
    area.h = content;
    return area;
}

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect face, struct vz_box box, bool now) {
    box.role = VZ_ROLE_RADIO;
    box.look = VZ_LOOK_BUTTON;
    box.rect = face;
    box.state = now ? VZ_STATE_SELECTED : 0u;
    box.align = VZ_ALIGN_CENTER;
    box.slop = true;
    if (!box.type) {
        box.type = VZ_TYPE_BODY_BOLD;
        vz_layout_shrink_label(ui, &box);
    }
    vz_scene_add(scene, &box);
}

void vz_screen_languages(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    const struct vz_language *languages = view->languages;
    int n = (int)view->n_languages;
    int rows = (n + 1) / 2, pitch = vz_px(ui, KEY + VZ_GAP);
    struct vz_rect area = add_sheet(scene, ui, vz_tr("Choose your language"),
                                    rows * pitch - vz_px(ui, VZ_GAP - VZ_FOOT));
    for (int i = 0; i < n; i++) {
        struct vz_rect face =
            vz_layout_column(area, 2, i % 2, vz_px(ui, VZ_GAP));
        face.y += i / 2 * pitch;
        face.h = vz_px(ui, KEY);
        add_key(scene, ui, face,
                (struct vz_box){.name = vz_scene_text(scene, "language:%s",
                                                      languages[i].code),
                                .label = languages[i].name,
                                .act = VZ_ACT_LANGUAGE,
                                .a = i},
                !strcmp(languages[i].code, vz_locale_current()->code));
    }
}

static struct vz_rect add_row_icon(struct vz_scene *scene,
                                   const struct vz_ui *ui, struct vz_rect row,
                                   const char *icon) {
    int size = vz_px(ui, 48);
    struct vz_rect start = vz_layout_cut_start(&row, size, vz_px(ui, VZ_GAP));
    start.h = vz_px(ui, KEY);
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "%s-icon", icon),
                            .look = VZ_LOOK_TEXT,
                            .rect = vz_layout_center(start, size, size),
                            .icon = icon,
                            .icon_size = 48,
                            .align = VZ_ALIGN_CENTER,
                        });
    row.h = vz_px(ui, KEY);
    return row;
}

void vz_screen_display(const struct vz_view *view, struct vz_scene *scene) {
    // Each key shows its own size: they do not grow with the setting.
    static const int percent[] = {100, 125, 150};
    static const char *const names[] = {"text:0", "text:1", "text:2"};
    static const char *const labels[] = {"A", "A+", "A++"};
    const struct vz_ui *ui = view->ui;
    int pitch = vz_px(ui, KEY + VZ_GAP), gap = vz_px(ui, VZ_GAP);
    struct vz_rect area = add_sheet(scene, ui, vz_tr("Display"),
                                    2 * pitch - vz_px(ui, VZ_GAP - VZ_FOOT));
    struct vz_rect row = add_row_icon(scene, ui, area, "text-size");
    for (int i = 0; i < 3; i++) {
        add_key(scene, ui, vz_layout_column(row, 3, i, gap),
                (struct vz_box){.name = names[i],
                                .label = labels[i],
                                .type = VZ_TYPE_ANSWER,
                                .shrink = (int)(percent[i] / ui->text_scale),
                                .act = VZ_ACT_TEXT_SIZE,
                                .a = i},
                i == view->text_size);
    }
    area.y += pitch;
    row = add_row_icon(scene, ui, area, "contrast");
    add_key(scene, ui, vz_layout_column(row, 2, 0, gap),
            (struct vz_box){.name = "contrast:0",
                            .label = vz_tr("Normal"),
                            .act = VZ_ACT_CONTRAST,
                            .a = 0},
            !ui->high_contrast);
    add_key(scene, ui, vz_layout_column(row, 2, 1, gap),
            (struct vz_box){.name = "contrast:1",
                            .label = vz_tr("More contrast"),
                            .act = VZ_ACT_CONTRAST,
                            .a = 1},
            ui->high_contrast);
}
