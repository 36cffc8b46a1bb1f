/*
 * vz-dyad: a point on a line between two words, 101 steps, no digits.
 *
 * The range's label holds both words, parted by an arrow or a bar ("Alone <->
 * Together"). A touch places the stone, a drag moves it; the words at the ends
 * can be touched too, and pull it a step their way.
 */
#include "widget_ops.h"

#include "group_parts.h"
#include "kiosk/locale/locale.h"
#include "layout.h"
#include "plain_text.h"

#include <string.h>

#define THUMB 88
#define TRACK_HEIGHT 24
#define END_ICON 48
#define STEP 5

enum command {
    PLACE, // at x
    PULL,  // to end b
    NA,
};

static bool accepts(const struct vz_question *q) {
    return false; // chosen for a whole group: widget.c
}

static bool parts_of(const struct vz_widget *widget,
                     struct vz_group_parts *parts) {
    return vz_group_parts_init(parts, vz_session_event(widget->session),
                               "vz-dyad", 1);
}

// The value, or -1.
static int value_of(const struct vz_group_parts *parts) {
    return vz_group_parts_is_na(parts) ? -1
                                       : vz_group_parts_value(parts->ranges[0]);
}

// The two words; the second is "" when the author wrote only one.
static void split(struct vz_arena *arena, const char *label,
                  const char *words[2]) {
    static const char *const signs[] = {"\u2194", "<->", "|", " / "};
    label = vz_plain_text(arena, label);
    words[0] = label;
    words[1] = "";
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        const char *at = strstr(label, signs[i]);
        size_t len = at ? (size_t)(at - label) : 0;
        while (len > 0 && label[len - 1] == ' ') {
            len--;
        }
        char *first = at ? vz_arena_strndup(arena, label, len) : NULL;
        if (first) {
            at += strlen(signs[i]);
            words[0] = first;
            words[1] = at + strspn(at, " ");
            return;
        }
    }
}

static int word_height(const struct vz_ui *ui) {
    int line = vz_layout_measure(ui, "", VZ_TYPE_ANSWER, 0, 0).height;
    return 2 * line > vz_px(ui, THUMB) ? 2 * line : vz_px(ui, THUMB);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int line = vz_layout_measure(ui, "", VZ_TYPE_BODY, 0, 0).height;
    int height = word_height(ui) + vz_px(ui, 16) + 2 * line + vz_px(ui, 24) +
                 vz_px(ui, VZ_ANSWER_MIN + VZ_FOOT);
    if (ui->portrait) {
        height += vz_px(ui, THUMB + 24);
    }
    return (struct vz_extent){height, height};
}

static const char *end_icon(const struct vz_widget *widget,
                            const struct vz_group_parts *parts, int end) {
    const char *icon = vz_session_question_attribute(
        widget->session, parts->ranges[0]->ref, end ? "icon-end" : "icon");
    return icon && *icon ? icon : NULL;
}

static void add_end(struct vz_widget *widget, struct vz_scene *scene,
                    const struct vz_group_parts *parts, const char *word,
                    int end, struct vz_rect rect) {
    static const enum vz_type types[] = {VZ_TYPE_ANSWER, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD};
    const struct vz_ui *ui = widget->ui;
    const char *icon = end_icon(widget, parts, end);
    int room = rect.w - (icon ? vz_px(ui, END_ICON + 12) : 0);
    struct vz_fit fit = vz_layout_fit(ui, word, types, 3, room, rect.h);
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "end:%d", end),
                     .role = VZ_ROLE_BUTTON,
                     .spoken = vz_scene_text(scene, vz_tr("%s: more"), word),
                     .look = VZ_LOOK_TEXT,
                     .rect = rect,
                     .label = word,
                     .type = fit.type,
                     .shrink = fit.shrink,
                     .align = end ? VZ_ALIGN_END : VZ_ALIGN_START,
                     .icon = icon,
                     .icon_size = END_ICON,
                     .act = VZ_ACT_WIDGET,
                     .a = PULL,
                     .b = end});
}

static void add_line(struct vz_widget *widget, struct vz_scene *scene,
                     int value, struct vz_rect row) {
    const struct vz_ui *ui = widget->ui;
    const int thumb = vz_px(ui, THUMB), mark = vz_px(ui, 4);
    vz_scene_add(scene,
                 &(struct vz_box){.name = "track",
                                  .look = VZ_LOOK_TRACK,
                                  .rect = vz_layout_center(
                                      row, row.w, vz_px(ui, TRACK_HEIGHT))});
    vz_scene_add(scene, &(struct vz_box){
                            .name = "middle",
                            .look = VZ_LOOK_STONE_INK,
                            .rect = vz_layout_center(row, mark, vz_px(ui, 48)),
                            .level = 1});
    if (value >= 0) {
        vz_scene_add(scene,
                     &(struct vz_box){
                         .name = "thumb",
                         .look = VZ_LOOK_THUMB,
                         .rect = {row.x + (row.w - thumb) * value / 100,
                                  row.y + (row.h - thumb) / 2, thumb, thumb},
                         .state = VZ_STATE_SELECTED,
                         .icon = "drag",
                         .icon_size = 40,
                         .align = VZ_ALIGN_CENTER});
    }
    vz_scene_add(scene, &(struct vz_box){.name = "line",
                                         .look = VZ_LOOK_TEXT,
                                         .rect = row,
                                         .drags = true,
                                         .act = VZ_ACT_WIDGET,
                                         .a = PLACE});
}

static const char *say(struct vz_scene *scene, const char *const words[2],
                       int value, bool na) {
    if (value < 0) {
        return na ? "" : vz_tr("Touch the line");
    }
    const char *both[2];
    for (int i = 0; i < 2; i++) {
        both[i] = vz_group_parts_in_sentence(&scene->arena, words[i]);
    }
    int more = value > 50;
    if (value >= 45 && value <= 55) {
        return vz_scene_text(scene, vz_tr("As much %s as %s."), both[0],
                             both[1]);
    }
    if (value <= 5 || value >= 95) {
        return vz_scene_text(scene, vz_tr("Nearly only %s."), both[more]);
    }
    return vz_scene_text(scene, vz_tr("More %s than %s."), both[more],
                         both[!more]);
}

static void add_words(struct vz_widget *widget, struct vz_scene *scene,
                      const char *text, struct vz_rect area) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                         VZ_TYPE_MIN};
    struct vz_fit fit =
        vz_layout_fit(widget->ui, text, types, 3, area.w, area.h);
    struct vz_text_block block = {.name = "in-words",
                                  .text = text,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT,
                                  .align = VZ_ALIGN_CENTER};
    if (*text) {
        vz_layout_text(scene, widget->ui, area, &block);
    }
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    struct vz_group_parts parts;
    const char *words[2];
    if (!parts_of(widget, &parts)) {
        return;
    }
    split(&scene->arena, parts.ranges[0]->label, words);
    int value = value_of(&parts), height = measure(widget, area.w).natural;
    int slack = area.h - height;
    area.y += slack > 0 ? (ui->portrait ? slack : slack / 2) : 0;
    struct vz_rect row = vz_layout_cut_top(&area, word_height(ui), 0);
    struct vz_rect first = row, second = row;
    if (ui->portrait) {
        first = vz_layout_column(row, 2, 0, vz_px(ui, VZ_GAP));
        second = vz_layout_column(row, 2, 1, vz_px(ui, VZ_GAP));
        vz_layout_cut_top(&area, 0, vz_px(ui, 24));
        row = vz_layout_cut_top(&area, vz_px(ui, THUMB), 0);
    } else {
        int width = row.w * 22 / 100, gap = vz_px(ui, VZ_GAP);
        first = vz_layout_cut_start(&row, width, gap);
        second = vz_layout_cut_end(&row, width, gap);
    }
    add_end(widget, scene, &parts, words[0], 0, first);
    add_line(widget, scene, value, row);
    add_end(widget, scene, &parts, words[1], 1, second);
    int line = vz_layout_measure(ui, "", VZ_TYPE_BODY, 0, 0).height;
    vz_layout_cut_top(&area, 0, vz_px(ui, 16));
    struct vz_rect below = vz_layout_cut_top(&area, 2 * line, vz_px(ui, 24));
    add_words(widget, scene,
              say(scene, words, value, vz_group_parts_is_na(&parts)), below);
    int width = vz_px(ui, ui->portrait ? 720 : 440);
    struct vz_rect na = vz_layout_center(area, width, vz_px(ui, VZ_ANSWER_MIN));
    na.y = area.y;
    vz_group_parts_add_na(widget, scene, &parts, na, NA);
}

static enum vz_widget_result store(struct vz_widget *widget,
                                   const struct vz_group_parts *parts,
                                   enum vz_group_answer what, int value) {
    value = value < 0 ? 0 : value > 100 ? 100 : value;
    return vz_group_parts_store(widget, parts, what, &value)
               ? VZ_WIDGET_ANSWERED
               : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result place(struct vz_widget *widget,
                                   const struct vz_group_parts *parts,
                                   const struct vz_box *box, int x) {
    int thumb = vz_px(widget->ui, THUMB);
    int way = box->rect.w - thumb;
    if (way <= 0) {
        return VZ_WIDGET_NOTHING;
    }
    double at = (double)(x - box->rect.x - thumb / 2) / way;
    at = widget->ui->rtl ? 1 - at : at;
    at = at < 0 ? 0 : at > 1 ? 1 : at;
    int value = (int)(at * 100 + 0.5);
    return value == value_of(parts)
               ? VZ_WIDGET_NOTHING
               : store(widget, parts, VZ_GROUP_SHARES, value);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct vz_group_parts parts;
    if (!parts_of(widget, &parts)) {
        return VZ_WIDGET_NOTHING;
    }
    int value = value_of(&parts);
    switch (box->a) {
    case PLACE:
        return place(widget, &parts, box, x);
    case PULL:
        value = value < 0 ? 50 : value;
        return store(widget, &parts, VZ_GROUP_SHARES,
                     value + (box->b ? STEP : -STEP));
    default:
        return store(
            widget, &parts,
            vz_group_parts_is_na(&parts) ? VZ_GROUP_NOTHING : VZ_GROUP_NA, 0);
    }
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag) {
    struct vz_group_parts parts;
    return box->a == PLACE && parts_of(widget, &parts)
               ? place(widget, &parts, box, x)
               : VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_dyad = {
    .name = "dyad",
    .accepts = accepts,
    .joins = true,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
};
