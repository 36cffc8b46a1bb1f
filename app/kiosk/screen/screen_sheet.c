/*
 * Sheets over the lower part of the screen: languages, and the display panel
 * (Weergave): text size, contrast, what makes it easier to look at, to keep up
 * with and to reach, and how the voice sounds. Live: each touch shows at once,
 * and nothing of it outlasts the visit.
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
    box.role = box.role ? box.role : VZ_ROLE_RADIO;
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

// One of the keys of a row of the panel.
struct panel_key {
    const char *name, *label, *icon;
    enum vz_act act;
    int a, b;
    bool now;
    int percent; // of its label; 0 = as large as fits
};

static void add_panel_row(struct vz_scene *scene, const struct vz_ui *ui,
                          struct vz_rect *area, const char *icon,
                          const struct panel_key *keys, int n,
                          enum vz_box_role role) {
    struct vz_rect row = add_row_icon(scene, ui, *area, icon);
    for (int i = 0; i < n; i++) {
        const struct panel_key *key = &keys[i];
        struct vz_box box = {.name = key->name,
                             .role = role,
                             .label = key->label,
                             .icon = key->icon,
                             .act = key->act,
                             .a = key->a,
                             .b = key->b};
        if (key->percent) {
            box.type = VZ_TYPE_ANSWER;
            box.shrink = key->percent;
        }
        add_key(scene, ui, vz_layout_column(row, n, i, vz_px(ui, VZ_GAP)), box,
                key->now);
    }
    vz_layout_cut_top(area, vz_px(ui, KEY), vz_px(ui, VZ_GAP));
}

// Each key shows its own size: they do not grow with the setting.
static void add_text_sizes(const struct vz_view *view, struct vz_scene *scene,
                           struct vz_rect *area) {
    static const int percent[] = {100, 125, 150};
    static const char *const names[] = {"text:0", "text:1", "text:2"};
    static const char *const labels[] = {"A", "A+", "A++"};
    struct panel_key keys[3];
    for (int i = 0; i < 3; i++) {
        keys[i] = (struct panel_key){
            .name = names[i],
            .label = labels[i],
            .act = VZ_ACT_TEXT_SIZE,
            .a = i,
            .now = i == view->text_size,
            .percent = (int)(percent[i] / view->ui->text_scale)};
    }
    add_panel_row(scene, view->ui, area, "text-size", keys, 3, VZ_ROLE_RADIO);
}

static void add_contrast(const struct vz_view *view, struct vz_scene *scene,
                         struct vz_rect *area) {
    const struct vz_ui *ui = view->ui;
    const struct panel_key keys[] = {
        {.name = "contrast:0",
         .label = vz_tr("Normal contrast"),
         .act = VZ_ACT_CONTRAST,
         .now = !ui->high_contrast},
        {.name = "contrast:1",
         .label = vz_tr("More contrast"),
         .act = VZ_ACT_CONTRAST,
         .a = 1,
         .now = ui->high_contrast},
    };
    add_panel_row(scene, ui, area, "contrast", keys, 2, VZ_ROLE_RADIO);
}

static struct panel_key slow_key(const struct vz_view *view) {
    return (struct panel_key){.name = "speed",
                              .label = vz_tr("Slow"),
                              .act = VZ_ACT_SPEED,
                              .a = view->slow_speech,
                              .now = view->slow_speech};
}

// Each of these is on or off for itself.
static void add_comfort(const struct vz_view *view, struct vz_scene *scene,
                        struct vz_rect *area) {
    static const struct {
        const char *name, *icon;
    } looks[VZ_COMFORT_COUNT_] = {
        [VZ_COMFORT_CALM] = {"comfort:calm", "pause"},
        [VZ_COMFORT_TIME] = {"comfort:time", "clock"},
        [VZ_COMFORT_LOW] = {"comfort:low", "arrow-down"},
    };
    const char *const labels[VZ_COMFORT_COUNT_] = {
        [VZ_COMFORT_CALM] = vz_tr("Calm motion"),
        [VZ_COMFORT_TIME] = vz_tr("More time"),
        [VZ_COMFORT_LOW] = vz_tr("Keys low"),
    };
    struct panel_key keys[VZ_COMFORT_COUNT_ + 1];
    for (int i = 0; i < VZ_COMFORT_COUNT_; i++) {
        bool on = view->comfort && view->comfort[i];
        keys[i] = (struct panel_key){.name = looks[i].name,
                                     .label = labels[i],
                                     .icon = looks[i].icon,
                                     .act = VZ_ACT_COMFORT,
                                     .a = i,
                                     .b = !on,
                                     .now = on};
    }
    if (!view->ui->portrait) {
        add_panel_row(scene, view->ui, area, "settings", keys,
                      VZ_COMFORT_COUNT_, VZ_ROLE_CHECKBOX);
        return;
    }
    // A high screen is narrow: two a row, with the voice's pace as the fourth.
    keys[VZ_COMFORT_COUNT_] = slow_key(view);
    add_panel_row(scene, view->ui, area, "settings", keys, 2, VZ_ROLE_CHECKBOX);
    add_panel_row(scene, view->ui, area, "arrow-down", keys + 2,
                  view->can_read ? 2 : 1, VZ_ROLE_CHECKBOX);
}

static void add_speech(const struct vz_view *view, struct vz_scene *scene,
                       struct vz_rect *area) {
    static const char *const names[] = {"volume:0", "volume:1", "volume:2"};
    const char *const labels[] = {vz_tr("Soft"), vz_tr("Normal"),
                                  vz_tr("Loud")};
    struct panel_key keys[4];
    for (int i = 0; i < 3; i++) {
        keys[i] = (struct panel_key){.name = names[i],
                                     .label = labels[i],
                                     .act = VZ_ACT_VOLUME,
                                     .a = i,
                                     .now = i == view->volume};
    }
    keys[3] = slow_key(view);
    add_panel_row(scene, view->ui, area, "speaker", keys,
                  view->ui->portrait ? 3 : 4, VZ_ROLE_RADIO);
}

void vz_screen_display(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    int rows = (view->can_read ? 4 : 3) + ui->portrait;
    int pitch = vz_px(ui, KEY + VZ_GAP);
    struct vz_rect area = add_sheet(scene, ui, vz_tr("Display"),
                                    rows * pitch - vz_px(ui, VZ_GAP - VZ_FOOT));
    add_text_sizes(view, scene, &area);
    add_contrast(view, scene, &area);
    add_comfort(view, scene, &area);
    if (view->can_read) {
        add_speech(view, scene, &area);
    }
}
