/*
 * upload of audio/...: a recorder. Tick and talk, see that it listens, stop,
 * listen back, do it again or keep it.
 *
 * The recorder itself is the kiosk's; what it does now comes with the UI. The
 * answer is the name of a file among the visit's attachments.
 */
#include "widget_ops.h"

#include "kiosk/audio/recorder.h"
#include "kiosk/locale/locale.h"
#include "kiosk/text/text.h"
#include "layout.h"
#include "level_meter.h"
#include "record_key.h"

#include <string.h>

#define PANEL_HEIGHT 468
#define PANEL_WIDTH 768
#define PAD 44
#define BAR_HEIGHT 18
#define LATE_MS 20000 // the time stands out from here on

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_UPLOAD && q->mediatype &&
           !strncmp(q->mediatype, "audio/", 6);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    return (struct vz_extent){vz_px(widget->ui, 330), VZ_EXTENT_PAGE};
}

// ---------------------------------------------------------------------- keys
struct key {
    const char *name, *label, *icon;
    enum vz_record_key key;
    enum vz_look look;
};

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect face, const struct key *key) {
    struct vz_box box = {
        .name = key->name,
        .role = VZ_ROLE_BUTTON,
        .look = key->look,
        .rect = face,
        .label = key->label,
        .type = key->look == VZ_LOOK_RECORD ? VZ_TYPE_LEAD_BOLD
                                            : VZ_TYPE_BODY_BOLD,
        .align = VZ_ALIGN_CENTER,
        .icon = key->icon,
        .icon_size = key->look == VZ_LOOK_RECORD ? 56 : 30,
        .slop = true,
        .act = VZ_ACT_RECORD,
        .a = (int)key->key,
    };
    vz_layout_shrink_label(ui, &box);
    vz_scene_add(scene, &box);
}

// Three keys in a row, the middle one larger.
static void add_keys(struct vz_scene *scene, const struct vz_ui *ui,
                     struct vz_rect row, const struct key keys[3]) {
    int gap = vz_px(ui, VZ_GAP), high = row.h - vz_px(ui, VZ_FOOT);
    int side = (row.w - 2 * gap) * 32 / 100;
    struct vz_rect first = vz_layout_cut_start(&row, side, gap);
    struct vz_rect last = vz_layout_cut_end(&row, side, gap);
    int low = vz_px(ui, 12);
    first.h = last.h = high - 2 * low;
    first.y = last.y = row.y + low;
    row.h = high;
    add_key(scene, ui, first, &keys[0]);
    add_key(scene, ui, row, &keys[1]);
    add_key(scene, ui, last, &keys[2]);
}

// --------------------------------------------------------------------- texts
static struct vz_rect add_line(struct vz_scene *scene, const struct vz_ui *ui,
                               struct vz_rect area, const char *name,
                               const char *text, enum vz_type type) {
    const enum vz_type types[] = {type, VZ_TYPE_BODY, VZ_TYPE_SMALL};
    struct vz_fit fit = vz_layout_fit(ui, text, types, 3, area.w, 0);
    struct vz_text_block block = {.name = name,
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT,
                                  .align = VZ_ALIGN_CENTER};
    int height = vz_layout_text(scene, ui, area, &block);
    vz_layout_cut_top(&area, height, vz_px(ui, 16));
    return area;
}

static const char *minutes(struct vz_scene *scene, int64_t ms) {
    long long s = (long long)(ms > 0 ? (ms + 999) / 1000 : 0);
    return vz_scene_text(scene, "%lld:%02lld", s / 60, s % 60);
}

// ---------------------------------------------------------------- recording
static void add_status(struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect line,
                       const struct vz_recorder_view *view) {
    bool paused = view->phase == VZ_RECORDER_PAUSES;
    int64_t left = view->limit_ms - view->ms;
    bool late = left <= LATE_MS;
    const char *text =
        vz_scene_text(scene, vz_tr("%s left"),
                      vz_scene_text(scene, VZ_TEXT_BOLD "%s" VZ_TEXT_BOLD,
                                    minutes(scene, left)));
    enum vz_type type = late ? VZ_TYPE_LEAD_BOLD : VZ_TYPE_LEAD;
    struct vz_fit fit = vz_layout_measure(ui, text, type, 0, 0);
    int icon = late ? vz_px(ui, 46) : 0;
    struct vz_rect time = vz_layout_cut_end(&line, fit.width + icon, 0);
    time.y += (time.h - fit.height) / 2;
    time.h = fit.height;
    vz_scene_add(scene, &(struct vz_box){.name = "time",
                                         .role = VZ_ROLE_TEXT,
                                         .look = VZ_LOOK_TEXT,
                                         .rect = time,
                                         .label = text,
                                         .type = type,
                                         .icon = late ? "clock" : NULL,
                                         .icon_size = 34,
                                         .align = VZ_ALIGN_END});
    const char *status =
        view->quiet ? vz_tr("I do not hear you. Talk a bit closer.")
        : paused    ? vz_tr("Pause")
        : view->phase == VZ_RECORDER_OPENS ? vz_tr("One moment")
                                           : vz_tr("I am listening");
    int dot = vz_px(ui, 26);
    struct vz_rect start = vz_layout_cut_start(&line, dot, vz_px(ui, 16));
    vz_scene_add(scene,
                 &(struct vz_box){.name = "listening",
                                  .look = paused ? VZ_LOOK_STONE_INK
                                                 : VZ_LOOK_STONE_STORY,
                                  .rect = vz_layout_center(start, dot, dot)});
    struct vz_box box = {.name = "status",
                         .role = view->quiet ? VZ_ROLE_ALERT : VZ_ROLE_TEXT,
                         .look = VZ_LOOK_TEXT,
                         .rect = line,
                         .label = status,
                         .type = VZ_TYPE_BODY_BOLD};
    struct vz_fit said = vz_layout_fit(
        ui, status, (enum vz_type[]){VZ_TYPE_BODY_BOLD, VZ_TYPE_SMALL_BOLD}, 2,
        line.w - vz_px(ui, 12), line.h);
    box.type = said.type;
    box.shrink = said.shrink;
    box.rect.y += (line.h - said.height) / 2;
    box.rect.h = said.height;
    vz_scene_add(scene, &box);
}

static void add_time_bar(struct vz_scene *scene, const struct vz_ui *ui,
                         struct vz_rect bar, int64_t ms, int64_t whole) {
    vz_scene_add(scene, &(struct vz_box){.name = "told",
                                         .look = VZ_LOOK_STONE_OPEN,
                                         .rect = bar});
    struct vz_rect done = bar;
    done.w = whole > 0 ? (int)(bar.w * ms / whole) : 0;
    int least = 2 * bar.h + 2; // round at both ends
    done.w = done.w < least ? least : done.w > bar.w ? bar.w : done.w;
    if (ui->rtl) {
        // Media run from left to right everywhere.
        done.x = bar.x + bar.w - done.w;
    }
    vz_scene_add(scene, &(struct vz_box){.name = "told-so-far",
                                         .look = VZ_LOOK_STONE_DONE,
                                         .rect = done});
}

static void build_recording(struct vz_scene *scene, const struct vz_ui *ui,
                            struct vz_rect area,
                            const struct vz_recorder_view *view) {
    bool paused = view->phase == VZ_RECORDER_PAUSES;
    const struct key keys[3] = {
        {"pause", paused ? vz_tr("Go on") : vz_tr("Pause"),
         paused ? "microphone" : "pause",
         paused ? VZ_RECORD_GO_ON : VZ_RECORD_PAUSE, VZ_LOOK_BUTTON},
        {"record-end", vz_tr("Done"), "stop", VZ_RECORD_END, VZ_LOOK_RECORD},
        {"again", vz_tr("Again"), "undo", VZ_RECORD_AGAIN, VZ_LOOK_BUTTON},
    };
    int keys_height = vz_px(ui, 124 + VZ_FOOT);
    struct vz_rect row =
        vz_layout_cut_bottom(&area, keys_height, vz_px(ui, 30));
    struct vz_rect line = vz_layout_cut_top(&area, vz_px(ui, 60), 0);
    struct vz_rect bar =
        vz_layout_cut_bottom(&area, vz_px(ui, BAR_HEIGHT), vz_px(ui, 16));
    int most = vz_level_meter_height(ui);
    add_status(scene, ui, line, view);
    vz_level_meter_add(
        scene, ui,
        vz_layout_center(area, area.w, area.h < most ? area.h : most), view);
    add_time_bar(scene, ui, bar, view->ms, view->limit_ms);
    add_keys(scene, ui, row, keys);
}

// ------------------------------------------------------------ before and after
static void build_rest(struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect area, const char *words) {
    int size = vz_px(ui, 168), label = vz_px(ui, 60 * ui->text_scale);
    struct vz_rect middle =
        vz_layout_center(area, area.w, size + vz_px(ui, 24) + label);
    struct vz_rect top = vz_layout_cut_top(&middle, size, vz_px(ui, 24));
    struct vz_box box = {.name = "record",
                         .role = VZ_ROLE_BUTTON,
                         .look = VZ_LOOK_RECORD,
                         .rect = vz_layout_center(top, size, size),
                         .icon = "microphone",
                         .icon_size = 88,
                         .align = VZ_ALIGN_CENTER,
                         .slop = true,
                         .act = VZ_ACT_RECORD,
                         .a = VZ_RECORD_START};
    vz_scene_add(scene, &box);
    add_line(scene, ui, middle, "record-text", words, VZ_TYPE_ANSWER);
}

static void build_review(struct vz_scene *scene, const struct vz_ui *ui,
                         struct vz_rect area) {
    const struct key keys[3] = {
        {"listen", vz_tr("Listen"), "play", VZ_RECORD_PLAY, VZ_LOOK_BUTTON},
        {0},
        {"again", vz_tr("Again"), "undo", VZ_RECORD_AGAIN, VZ_LOOK_BUTTON},
    };
    int height = vz_px(ui, 100 + VZ_FOOT), gap = vz_px(ui, VZ_GAP);
    struct vz_rect row = vz_layout_cut_bottom(&area, height, gap);
    row.h -= vz_px(ui, VZ_FOOT);
    add_key(scene, ui, vz_layout_column(row, 2, 0, gap), &keys[0]);
    add_key(scene, ui, vz_layout_column(row, 2, 1, gap), &keys[2]);
    int icon = vz_px(ui, 96);
    int text = vz_px(ui, 110 * ui->text_scale);
    struct vz_rect middle = vz_layout_center(area, area.w, icon + gap + text);
    struct vz_rect top = vz_layout_cut_top(&middle, icon, gap);
    vz_scene_add(scene,
                 &(struct vz_box){.name = "kept-icon",
                                  .look = VZ_LOOK_TILE,
                                  .rect = vz_layout_center(top, icon, icon),
                                  .icon = "check",
                                  .icon_size = 60});
    middle = add_line(scene, ui, middle, "kept", vz_tr("Your voice is kept."),
                      VZ_TYPE_ANSWER);
    add_line(scene, ui, middle, "kept-text",
             vz_tr("Listen first, then touch Next."), VZ_TYPE_BODY);
}

static void build_words(struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect area, const char *words) {
    int icon = vz_px(ui, 96), gap = vz_px(ui, VZ_GAP);
    int text = vz_px(ui, 110 * ui->text_scale);
    struct vz_rect middle = vz_layout_center(area, area.w, icon + gap + text);
    struct vz_rect top = vz_layout_cut_top(&middle, icon, gap);
    vz_scene_add(scene,
                 &(struct vz_box){.name = "no-recorder-icon",
                                  .look = VZ_LOOK_TILE,
                                  .rect = vz_layout_center(top, icon, icon),
                                  .icon = "microphone",
                                  .icon_size = 60});
    add_line(scene, ui, middle, "no-recorder", words, VZ_TYPE_ANSWER);
}

// --------------------------------------------------------------------- advice
// What to keep in mind, beside the recorder (above it on a high screen).
static void add_advice(struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect area) {
    int icon = vz_px(ui, 32);
    struct vz_rect start = vz_layout_cut_start(&area, icon, vz_px(ui, 16));
    start.h = icon;
    vz_scene_add(scene, &(struct vz_box){.name = "advice-icon",
                                         .look = VZ_LOOK_TEXT_SOFT,
                                         .rect = start,
                                         .icon = "lock",
                                         .icon_size = 32,
                                         .align = VZ_ALIGN_CENTER});
    struct vz_text_block block = {
        .name = "advice",
        .text = vz_tr("Do not say last names. You listen to it yourself "
                      "first."),
        .type = VZ_TYPE_SMALL,
        .look = VZ_LOOK_TEXT_SOFT,
        .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, area, &block);
}

static void build_panel(struct vz_widget *widget, struct vz_scene *scene,
                        struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    const struct vz_recorder_view *view = ui->recorder;
    bool answered = q && q->value && *q->value;
    if (!view) {
        build_words(scene, ui, area,
                    vz_tr("Talking is not possible here. You can skip it."));
    } else if (view->phase == VZ_RECORDER_HEARS ||
               view->phase == VZ_RECORDER_OPENS ||
               view->phase == VZ_RECORDER_PAUSES) {
        build_recording(scene, ui, area, view);
    } else if (answered) {
        build_review(scene, ui, area);
    } else if (view->phase == VZ_RECORDER_ABSENT) {
        build_words(scene, ui, area,
                    vz_tr("The microphone does not work. You can type or skip "
                          "it."));
    } else {
        bool soft = view->phase == VZ_RECORDER_DONE && view->soft;
        build_rest(scene, ui, area,
                   soft ? vz_tr("I did not hear you well. Try it once more, a "
                                "bit closer.")
                        : vz_tr("Touch and talk"));
    }
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    int wide = vz_px(ui, PANEL_WIDTH), high = vz_px(ui, PANEL_HEIGHT);
    int gap = vz_px(ui, 36);
    struct vz_rect panel = area, advice = area;
    if (ui->portrait) {
        advice = vz_layout_cut_top(&panel, vz_px(ui, 76 * ui->text_scale), gap);
    } else {
        advice = vz_layout_cut_start(&panel, area.w - wide - gap, gap);
        advice.y += vz_px(ui, 60);
    }
    panel.h = panel.h < high || ui->portrait ? panel.h : high;
    vz_scene_add(scene, &(struct vz_box){.name = "recorder",
                                         .look = VZ_LOOK_PANEL,
                                         .rect = panel});
    int pad = vz_px(ui, PAD), top = vz_px(ui, 30);
    struct vz_rect inner = {panel.x + pad, panel.y + top, panel.w - 2 * pad,
                            panel.h - 2 * top};
    add_advice(scene, ui, advice);
    build_panel(widget, scene, inner);
}

const struct vz_widget_ops vz_widget_audio = {
    .name = "audio",
    .accepts = accepts,
    .measure = measure,
    .build = build,
};
