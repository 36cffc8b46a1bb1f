#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/render/theme.h"
#include "kiosk/widget/layout.h"

#define MARGIN 40
#define HEAD_HEIGHT 72
#define CONTENT_TOP 80
#define CONTENT_TOP_PORTRAIT 112
#define FOOT_HEIGHT 88
#define FOOT_BOTTOM 30
#define NAV_PORTRAIT 96
#define BOTTOM_PORTRAIT 34
#define DARK_BAR 84
#define CAPPED 1.3 // head and foot grow to this text size at most
#define COUNTDOWN_STONES 20

struct vz_rect vz_frame_head(const struct vz_ui *ui) {
    int margin = vz_px(ui, MARGIN);
    return (struct vz_rect){margin, 0, ui->width - 2 * margin,
                            vz_px(ui, HEAD_HEIGHT)};
}

struct vz_rect vz_frame_foot(const struct vz_ui *ui) {
    int margin = vz_px(ui, MARGIN);
    int height = vz_px(ui, FOOT_HEIGHT);
    int y = ui->height - vz_px(ui, FOOT_BOTTOM + VZ_FOOT) - height;
    if (ui->portrait) {
        height = vz_px(ui, FOOT_HEIGHT + 24 + NAV_PORTRAIT);
        y = ui->height - vz_px(ui, BOTTOM_PORTRAIT) - height;
    }
    return (struct vz_rect){margin, y, ui->width - 2 * margin, height};
}

struct vz_rect vz_frame_low_line(const struct vz_ui *ui) {
    struct vz_rect line = vz_frame_foot(ui);
    int height = vz_px(ui, FOOT_HEIGHT);
    line.y += line.h - height;
    line.h = height;
    return line;
}

struct vz_rect vz_frame_content(const struct vz_ui *ui) {
    struct vz_rect foot = vz_frame_foot(ui);
    int top = vz_px(ui, ui->portrait ? CONTENT_TOP_PORTRAIT : CONTENT_TOP);
    int gap = vz_px(ui, ui->portrait ? 28 : 20);
    return (struct vz_rect){foot.x, top, foot.w, foot.y - gap - top};
}

int vz_frame_capped(const struct vz_ui *ui) {
    return ui->text_scale > CAPPED ? (int)(100 * CAPPED / ui->text_scale) : 0;
}

void vz_frame_brand(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect line, int mark_height, const char *text,
                    enum vz_type type, enum vz_look look) {
    int height = vz_px(ui, mark_height);
    int width = (int)(height * vz_theme_mark_width(ui->theme));
    vz_scene_add(scene, &(struct vz_box){
                            .name = "brand",
                            .look = VZ_LOOK_BRAND,
                            .rect = {line.x, line.y + (line.h - height) / 2,
                                     width, height},
                        });
    if (!text || !*text) {
        return;
    }
    int shrink = vz_frame_capped(ui);
    vz_layout_cut_start(&line, width, vz_px(ui, 20));
    struct vz_fit fit = vz_layout_measure(ui, text, type, shrink, 0);
    line.y += (line.h - fit.height) / 2;
    line.h = fit.height;
    line.w = fit.width < line.w ? fit.width : line.w;
    vz_scene_add(scene, &(struct vz_box){
                            .name = "head",
                            .role = VZ_ROLE_TEXT,
                            .look = look,
                            .rect = line,
                            .label = text,
                            .type = type,
                            .shrink = shrink,
                        });
}

int vz_frame_fact(struct vz_scene *scene, const struct vz_ui *ui, int x, int y,
                  const char *name, const char *icon, const char *text,
                  enum vz_type type) {
    int shrink = vz_frame_capped(ui);
    struct vz_fit fit = vz_layout_measure(ui, text, type, shrink, 0);
    int size = vz_px(ui, 34), gap = vz_px(ui, 12);
    int height = fit.height > size ? fit.height : size;
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "%s-icon", name),
                            .look = VZ_LOOK_TEXT,
                            .rect = {x, y + (height - size) / 2, size, size},
                            .icon = icon,
                            .icon_size = 34,
                            .align = VZ_ALIGN_CENTER,
                        });
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = name,
                     .role = VZ_ROLE_TEXT,
                     .look = VZ_LOOK_TEXT,
                     .rect = {x + size + gap, y + (height - fit.height) / 2,
                              fit.width, fit.height},
                     .label = text,
                     .type = type,
                     .shrink = shrink,
                 });
    return size + gap + fit.width;
}

int vz_frame_dark_bar_height(const struct vz_ui *ui) {
    return vz_px(ui, DARK_BAR);
}

static void add_bar_text(struct vz_scene *scene, const struct vz_ui *ui,
                         struct vz_rect rect, const struct vz_box *box) {
    struct vz_box copy = *box;
    copy.role = VZ_ROLE_TEXT;
    copy.look = VZ_LOOK_BAR_DARK;
    copy.rect = rect;
    copy.shrink = vz_frame_capped(ui);
    vz_scene_add(scene, &copy);
}

void vz_frame_dark_bar(struct vz_scene *scene, const struct vz_ui *ui,
                       const struct vz_dark_bar *bar) {
    struct vz_rect line = {0, 0, ui->width, vz_px(ui, DARK_BAR)};
    vz_scene_add(scene, &(struct vz_box){.name = "bar",
                                         .look = VZ_LOOK_BAR_DARK,
                                         .rect = line});
    line.x = vz_px(ui, MARGIN);
    line.w -= 2 * line.x;
    vz_scene_add(
        scene, &(struct vz_box){
                   .name = "brand",
                   .look = VZ_LOOK_BRAND,
                   .rect = vz_layout_center(
                       vz_layout_cut_start(&line, vz_px(ui, 37), vz_px(ui, 18)),
                       vz_px(ui, 46) * 40 / 50, vz_px(ui, 46)),
               });
    struct vz_rect start = line, end = line;
    if (bar->note[0]) {
        end = vz_layout_cut_end(&start, line.w * 2 / 5, vz_px(ui, 16));
        add_bar_text(scene, ui, end,
                     &(struct vz_box){.name = "bar-note",
                                      .label = bar->note,
                                      .type = VZ_TYPE_SMALL,
                                      .icon = bar->note_icon,
                                      .icon_size = 30,
                                      .align = VZ_ALIGN_END});
    }
    add_bar_text(scene, ui, start,
                 &(struct vz_box){.name = "bar-title",
                                  .label = bar->title,
                                  .type = VZ_TYPE_BODY_BOLD});
}

void vz_frame_button(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect *line, struct vz_box box, bool at_end) {
    box.role = VZ_ROLE_BUTTON;
    box.align = VZ_ALIGN_CENTER;
    box.slop = true;
    if (!box.type) {
        box.type = VZ_TYPE_BODY_BOLD;
    }
    box.shrink = vz_frame_capped(ui);
    int width = vz_layout_button_width(ui, &box, vz_px(ui, 160));
    box.rect = at_end ? vz_layout_cut_end(line, width, vz_px(ui, 16))
                      : vz_layout_cut_start(line, width, vz_px(ui, 16));
    vz_scene_add(scene, &box);
}

void vz_frame_helpers(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect bar, const struct vz_helper *helpers,
                      int n) {
    vz_scene_add(scene, &(struct vz_box){.name = "helpers",
                                         .look = VZ_LOOK_HELPER_BAR,
                                         .rect = bar});
    int edge = vz_px(ui, 3);
    struct vz_rect inner = {bar.x + edge, bar.y + edge, bar.w - 2 * edge,
                            bar.h - 2 * edge};
    for (int i = 0; i < n; i++) {
        struct vz_rect rect = vz_layout_column(inner, n, i, 0);
        struct vz_fit fit = vz_layout_fit(ui, helpers[i].label,
                                          (enum vz_type[]){VZ_TYPE_MIN}, 1,
                                          rect.w - vz_px(ui, 12), 0);
        int capped = vz_frame_capped(ui);
        vz_scene_add(scene, &(struct vz_box){
                                .name = helpers[i].name,
                                .role = VZ_ROLE_BUTTON,
                                .look = VZ_LOOK_HELPER,
                                .rect = rect,
                                .label = helpers[i].label,
                                .type = VZ_TYPE_MIN,
                                .shrink = capped ? capped : fit.shrink,
                                .align = VZ_ALIGN_CENTER,
                                .icon = helpers[i].icon,
                                .icon_size = 36,
                                .act = helpers[i].act,
                            });
    }
}

void vz_frame_countdown(struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect line, int left, int whole) {
    int full = whole > 0 ? (left * COUNTDOWN_STONES + whole - 1) / whole : 0;
    for (int i = 0; i < COUNTDOWN_STONES; i++) {
        vz_scene_add(scene, &(struct vz_box){
                                .name = vz_scene_text(scene, "countdown:%d", i),
                                .look = VZ_LOOK_STONE_INK,
                                .level = i < full,
                                .rect = vz_layout_column(line, COUNTDOWN_STONES,
                                                         i, vz_px(ui, 6)),
                            });
    }
}

void vz_frame_notice(struct vz_scene *scene, const struct vz_ui *ui,
                     const char *text) {
    struct vz_rect area = vz_frame_content(ui);
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL};
    int side = vz_px(ui, 100);
    struct vz_fit fit =
        vz_layout_fit(ui, text, types, 2, area.w - side, vz_px(ui, 160));
    int height = fit.height + vz_px(ui, 36);
    int width = fit.width + side;
    struct vz_rect low = vz_layout_cut_bottom(&area, height, 0);
    vz_scene_add(scene, &(struct vz_box){
                            .name = "notice",
                            .role = VZ_ROLE_TEXT,
                            .look = VZ_LOOK_TOAST,
                            .rect = vz_layout_center(
                                low, width < low.w ? width : low.w, height),
                            .label = text,
                            .type = fit.type,
                            .shrink = fit.shrink,
                            .icon = "info",
                            .icon_size = 34,
                        });
}

void vz_frame_freeze(struct vz_scene *scene) {
    for (size_t i = 0; i < scene->n; i++) {
        scene->boxes[i].act = VZ_ACT_NONE;
    }
}

static void add_turn(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect face, struct vz_box box, bool off) {
    box.role = VZ_ROLE_BUTTON;
    box.look = VZ_LOOK_BUTTON;
    box.rect = face;
    box.state = off ? VZ_STATE_DISABLED : 0u;
    box.type = VZ_TYPE_BODY_BOLD;
    box.align = VZ_ALIGN_CENTER;
    box.act = VZ_ACT_DOOR_PART;
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

struct vz_frame_part vz_frame_door_part(const struct vz_view *view,
                                        struct vz_scene *scene,
                                        struct vz_rect *area, size_t room) {
    const struct vz_ui *ui = view->ui;
    size_t all = view->n_doors, parts = (all + room - 1) / room;
    if (parts <= 1) {
        return (struct vz_frame_part){0, all};
    }
    size_t at = view->door_part > 0 ? (size_t)view->door_part : 0;
    at = at < parts ? at : parts - 1;
    struct vz_rect line = vz_layout_cut_bottom(
        area, vz_px(ui, FOOT_HEIGHT + VZ_FOOT), vz_px(ui, VZ_GAP));
    line.h = vz_px(ui, FOOT_HEIGHT);
    size_t left = all - at * room;
    size_t more = left > room ? left - room : 0;
    add_turn(scene, ui, vz_layout_column(line, 2, 0, vz_px(ui, VZ_GAP)),
             (struct vz_box){.name = "doors-back",
                             .label = vz_tr("Before"),
                             .icon = vz_layout_back_icon(ui),
                             .a = -1},
             at == 0);
    add_turn(scene, ui, vz_layout_column(line, 2, 1, vz_px(ui, VZ_GAP)),
             (struct vz_box){
                 .name = "doors-on",
                 .label = vz_scene_text(
                     scene, vz_trn("%zu more", "%zu more", (unsigned long)more),
                     more),
                 .icon = vz_layout_next_icon(ui),
                 .a = 1},
             more == 0);
    return (struct vz_frame_part){at * room, left < room ? left : room};
}
