/*
 * Thanks: the story's withdrawal code when there is one, and the seconds until
 * the screen is emptied.
 */
#include "frame.h"

#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"
#include "kiosk/widget/layout.h"

#include <string.h>

#define GROUPS 3      // of four digits
#define OTHER_KEY 220 // least width of the keys that give time and a voice
#define DISPLAY_KEY 150
#define BAND 224       // the white band at the bottom
#define SECOND_ROW 118 // a row of keys more

static void add_title(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect *area, bool story) {
    static const enum vz_type titles[] = {VZ_TYPE_DISPLAY, VZ_TYPE_TITLE,
                                          VZ_TYPE_QUESTION};
    static const enum vz_type leads[] = {VZ_TYPE_LEAD, VZ_TYPE_BODY,
                                         VZ_TYPE_SMALL};
    const char *text = vz_tr("Thank you!");
    const char *lead =
        story ? vz_tr("Your story is now a stone in the pillar.")
              : vz_tr("Your answers are now a stone in the pillar.");
    struct vz_fit fit =
        vz_layout_fit(ui, text, titles, 3, area->w, vz_px(ui, 112));
    struct vz_text_block block = {.name = "title",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_HEADING};
    int height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(ui, 8));
    fit = vz_layout_fit(ui, lead, leads, 3, area->w,
                        vz_px(ui, ui->portrait ? 110 : 60));
    block = (struct vz_text_block){.name = "lead",
                                   .text = lead,
                                   .type = fit.type,
                                   .shrink = fit.shrink,
                                   .role = VZ_ROLE_TEXT};
    height = vz_layout_text(scene, ui, *area, &block);
    vz_layout_cut_top(area, height, vz_px(ui, 32));
}

// The digits fill their stone at every text size.
static void add_group(struct vz_scene *scene, const struct vz_ui *ui,
                      struct vz_rect rect, int i, const char *digits) {
    struct vz_box box = {
        .name = vz_scene_text(scene, "code:%d", i + 1),
        .role = VZ_ROLE_TEXT,
        .look = VZ_LOOK_CHIP_WAIT,
        .rect = rect,
        .label = digits,
        .type = VZ_TYPE_CODE,
        .align = VZ_ALIGN_CENTER,
        .secret = true,
    };
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

// "1234 5678 9012" as three stones.
static void add_code(struct vz_scene *scene, const struct vz_ui *ui,
                     const char *code, struct vz_rect row) {
    char digits[5];
    int gap = vz_px(ui, 12);
    for (int i = 0; i < GROUPS && *code; i++) {
        size_t len = strcspn(code, " ");
        size_t kept = len < sizeof(digits) ? len : sizeof(digits) - 1;
        memcpy(digits, code, kept);
        digits[kept] = '\0';
        struct vz_rect stone = vz_layout_column(row, GROUPS, i, gap);
        add_group(scene, ui, vz_layout_keep_order(ui, row, stone), i, digits);
        code += len;
        code += strspn(code, " ");
    }
    explicit_bzero(digits, sizeof(digits));
}

static void add_panel(const struct vz_view *view, struct vz_scene *scene,
                      struct vz_rect area) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                         VZ_TYPE_MIN};
    const struct vz_ui *ui = view->ui;
    const char *text = vz_tr("Want to remove your story later? "
                             "Take a photo of this code or write it down.");
    int pad = vz_px(ui, 36), gap = vz_px(ui, 22);
    int edge = vz_px(ui, ui->text_scale > 1 ? 20 : 30);
    int qr = view->qr ? vz_px(ui, ui->portrait ? 200 : 150) : 0;
    int chips = vz_px(ui, 96);
    struct vz_rect panel = area;
    struct vz_rect inner = {area.x + pad, area.y + edge, area.w - 2 * pad, 0};
    int row = ui->portrait ? chips + (qr ? gap + qr : 0)
              : qr > chips ? qr
                           : chips;
    int room = area.h - vz_px(ui, 24) - 2 * edge - gap - row;
    struct vz_fit fit = vz_layout_fit(ui, text, types, 3, inner.w, room);
    panel.h = fit.height + gap + row + 2 * edge;
    inner.h = panel.h - 2 * edge;
    vz_scene_add(scene, &(struct vz_box){.name = "code-panel",
                                         .look = VZ_LOOK_PANEL,
                                         .rect = panel});
    struct vz_text_block block = {.name = "code-text",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, inner, &block);
    vz_layout_cut_top(&inner, fit.height, gap);
    struct vz_rect square = inner;
    if (qr && ui->portrait) {
        square.y += chips + gap;
    } else if (qr) {
        square = vz_layout_cut_end(&inner, qr, vz_px(ui, 24));
    }
    struct vz_rect codes = inner;
    codes.y += ui->portrait ? 0 : (row - chips) / 2;
    codes.h = chips;
    add_code(scene, ui, view->code, codes);
    if (qr) {
        square.h = qr;
        square = vz_layout_center(square, qr, qr);
        vz_scene_add(scene, &(struct vz_box){.name = "qr",
                                             .look = VZ_LOOK_QR,
                                             .rect = square,
                                             .label = view->qr,
                                             .secret = true});
    }
}

// Decoration: the new stone, which speaks, on those of others.
static void add_pillar(struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect area, bool story) {
    static const enum vz_look looks[] = {
        VZ_LOOK_STONE_RAIN, VZ_LOOK_STONE_MILK, VZ_LOOK_STONE_DARK,
        VZ_LOOK_STONE_SUN,  VZ_LOOK_STONE_RAIN, VZ_LOOK_STONE_DARK};
    static const int shifts[] = {6, -8, 4, -4, 8, 0};
    int stone = vz_px(ui, 66), gap = vz_px(ui, 8), top = vz_px(ui, 106);
    int n = (area.h - top - vz_px(ui, 40)) / (stone + gap);
    n = n < 6 ? n : 6;
    if (area.h < top + vz_px(ui, 40)) {
        return;
    }
    int y = area.y + area.h - n * (stone + gap);
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = "new-stone",
                     .look = story ? VZ_LOOK_STONE_STORY : VZ_LOOK_STONE_SUN,
                     .rect = {area.x - vz_px(ui, 8),
                              y - top - vz_px(ui, story ? 32 : 14),
                              area.w + vz_px(ui, 16), top},
                     .icon = "heart",
                     .icon_size = 60,
                     .align = VZ_ALIGN_CENTER,
                 });
    for (int i = 0; i < n; i++) {
        vz_scene_add(scene, &(struct vz_box){
                                .name = vz_scene_text(scene, "stone:%d", i),
                                .look = looks[i],
                                .rect = {area.x + vz_px(ui, shifts[i]),
                                         y + i * (stone + gap), area.w, stone},
                            });
    }
}

// "In *9 seconds* we empty the screen": what stands between stars is bold.
static char *countdown_text(const struct vz_view *view,
                            struct vz_scene *scene) {
    char *text = vz_arena_printf(&scene->arena,
                                 vz_trn("In *%d second* we empty the screen",
                                        "In *%d seconds* we empty the screen",
                                        (unsigned long)view->seconds_left),
                                 view->seconds_left);
    for (char *star = text; star && (star = strchr(star, '*'));) {
        *star = *VZ_TEXT_BOLD;
    }
    scene->failed = scene->failed || !text;
    return text;
}

// On one line, above the keys: larger text and high scripts give way.
static struct vz_fit countdown_fit(const struct vz_ui *ui, const char *text,
                                   int width) {
    struct vz_fit fit = {0};
    for (int shrink = 100; shrink >= 50; shrink -= 5) {
        fit = vz_layout_measure(ui, text, VZ_TYPE_BODY, shrink, 0);
        if (fit.width <= width && fit.height <= vz_px(ui, 56)) {
            break;
        }
    }
    return fit;
}

static void add_countdown(const struct vz_view *view, struct vz_scene *scene,
                          struct vz_rect line) {
    const struct vz_ui *ui = view->ui;
    const char *text = countdown_text(view, scene);
    if (!text) {
        return;
    }
    struct vz_fit fit =
        countdown_fit(ui, text, ui->portrait ? line.w : line.w * 7 / 10);
    struct vz_text_block block = {.name = "countdown",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT};
    struct vz_rect words = line, stones = line;
    words.w = ui->portrait ? line.w : fit.width + 1;
    int height = vz_layout_text(scene, ui, words, &block);
    stones.h = vz_px(ui, 22);
    if (ui->portrait) {
        stones.y += height + vz_px(ui, 12);
    } else {
        vz_layout_cut_start(&stones, words.w, vz_px(ui, 24));
        stones.y += (height - stones.h) / 2;
    }
    vz_frame_countdown(scene, ui, stones, view->seconds_left,
                       view->seconds_whole);
}

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect face, struct vz_box box) {
    box.role = VZ_ROLE_BUTTON;
    box.rect = face;
    box.type = VZ_TYPE_BODY_BOLD;
    box.align = VZ_ALIGN_CENTER;
    box.slop = true;
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

static bool says_code(const struct vz_view *view) {
    return view->can_read && view->code;
}

static void add_keys(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect row) {
    const struct vz_ui *ui = view->ui;
    struct vz_box done = {.name = "done",
                          .look = VZ_LOOK_PRIMARY,
                          .label = vz_tr("Done, empty the screen"),
                          .type = VZ_TYPE_BODY_BOLD,
                          .icon = "check",
                          .act = VZ_ACT_DONE};
    int gap = vz_px(ui, VZ_GAP);
    int half = (row.w - gap) * 12 / 20;
    int width = vz_layout_button_width(ui, &done, vz_px(ui, 384));
    bool say = says_code(view);
    if (ui->portrait && say) {
        width = row.w; // a row of its own, below the others
        add_key(scene, ui, row, done);
        row.y -= vz_px(ui, SECOND_ROW);
    } else {
        width = width < half || !view->may_extend ? width : half;
        add_key(scene, ui, vz_layout_cut_end(&row, width, gap), done);
    }
    int least = vz_px(ui, OTHER_KEY + 60 * (ui->text_scale - 1));
    int others = (view->may_extend + say) * (least + gap);
    int display = vz_px(ui, DISPLAY_KEY);
    if (row.w >= others + display + gap) {
        struct vz_rect bar = vz_layout_cut_end(&row, display, gap);
        vz_frame_helpers(scene, ui, bar,
                         &(struct vz_helper){"display", vz_tr("Display"),
                                             "view", VZ_ACT_OPEN_DISPLAY},
                         1);
    }
    if (view->may_extend) {
        width = width * 2 / 3;
        width = say ? (row.w - gap) / 2 : width < row.w ? width : row.w;
        add_key(scene, ui, vz_layout_cut_start(&row, width, gap),
                (struct vz_box){.name = "more-time",
                                .look = VZ_LOOK_BUTTON,
                                .label = vz_tr("More time"),
                                .icon = "clock",
                                .act = VZ_ACT_MORE_TIME});
    }
    if (say) {
        width = width < row.w ? width : row.w;
        add_key(scene, ui, vz_layout_cut_start(&row, width, 0),
                (struct vz_box){.name = "read-aloud",
                                .look = VZ_LOOK_BUTTON,
                                .label = vz_tr("Say the code"),
                                .icon = "speaker",
                                .act = VZ_ACT_READ_ALOUD});
    }
}

static void add_band(const struct vz_view *view, struct vz_scene *scene,
                     struct vz_rect band, int margin) {
    const struct vz_ui *ui = view->ui;
    vz_scene_add(
        scene,
        &(struct vz_box){.name = "band", .look = VZ_LOOK_PANEL, .rect = band});
    struct vz_rect inner = {margin, band.y + vz_px(ui, 28), band.w - 2 * margin,
                            band.h - vz_px(ui, 28)};
    add_countdown(view, scene, inner);
    int key = vz_px(ui, 94);
    struct vz_rect keys = {inner.x,
                           ui->height - vz_px(ui, ui->portrait ? 34 : 38) -
                               vz_px(ui, VZ_FOOT) - key + vz_px(ui, VZ_FOOT),
                           inner.w, key};
    keys.y -= vz_px(ui, VZ_FOOT);
    add_keys(view, scene, keys);
}

void vz_screen_thanks(const struct vz_view *view, struct vz_scene *scene) {
    const struct vz_ui *ui = view->ui;
    bool story = view->code != NULL;
    int margin = vz_px(ui, ui->portrait ? 48 : 56);
    int height = vz_px(ui, ui->portrait ? BAND + 50 : BAND);
    if (ui->portrait && says_code(view)) {
        height += vz_px(ui, SECOND_ROW);
    }
    scene->background = "zon";
    struct vz_rect band = {0, ui->height - height, ui->width, height};
    struct vz_rect area = {margin, vz_px(ui, 52), ui->width - 2 * margin,
                           band.y - vz_px(ui, 52)};
    if (ui->portrait) {
        add_title(scene, ui, &area, story);
        struct vz_rect low = area;
        if (story) {
            int used = vz_px(ui, view->qr ? 480 : 270);
            used += vz_px(ui, 180 * (ui->text_scale - 1));
            vz_layout_cut_top(&low, used, 0);
        }
        add_pillar(scene, ui, vz_layout_center(low, vz_px(ui, 260), low.h),
                   story);
    } else {
        struct vz_rect side =
            vz_layout_cut_end(&area, vz_px(ui, 330), vz_px(ui, 40));
        add_pillar(scene, ui, vz_layout_center(side, vz_px(ui, 230), side.h),
                   story);
        add_title(scene, ui, &area, story);
    }
    if (story) {
        add_panel(view, scene, area);
    }
    add_band(view, scene, band, margin);
}
