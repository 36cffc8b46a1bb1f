/*
 * vz-triad: a point in a triangle says how much of each of three. Its shares
 * are whole numbers that sum to 100.
 *
 * A touch places the stone, a drag moves it; outside it keeps to the edge. The
 * panel beside it says the same in words and in ten stones a corner; each of
 * its rows can be touched too, and gives its corner a step more. Nothing is
 * placed before the first touch. The corners are never mirrored.
 */
#include "widget_ops.h"

#include "group_parts.h"
#include "kiosk/locale/locale.h"
#include "layout.h"
#include "plain_text.h"

#include <math.h>
#include <string.h>

#define TRIANGLE_W 476
#define TRIANGLE_H 336
#define TRIANGLE_LEAST 200
#define THUMB 88
#define SIDE 440 // the panel beside it
#define SIDE_GAP 60
#define LABEL_ICON 48
#define LABEL_GAP 12
#define ROW_ICON 44
#define STONES 10
#define STONES_HEIGHT 24
#define STEP 10 // of a touched row

enum command {
    PLACE, // at x, y
    MORE,  // of corner b
    NA,
};

struct point {
    double x, y;
};

// Where everything stands, px, before the scene is mirrored.
struct places {
    struct vz_rect left; // triangle and corner labels
    struct vz_rect triangle;
    struct vz_rect labels[3];
    struct vz_rect side;
    struct vz_fit label;
};

static bool parts_of(const struct vz_widget *widget,
                     struct vz_group_parts *parts) {
    return vz_group_parts_init(parts, vz_session_event(widget->session),
                               "vz-triad", 3);
}

static bool accepts(const struct vz_question *q) {
    return false; // chosen for a whole group: widget.c
}

// False when no point is placed.
static bool read_shares(const struct vz_group_parts *parts, int shares[3]) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        shares[i] = vz_group_parts_value(parts->ranges[i]);
        if (shares[i] < 0) {
            return false;
        }
        sum += shares[i];
    }
    return sum > 0 && !vz_group_parts_is_na(parts);
}

// On a high screen the stones stand beside the words.
static int row_height(const struct vz_ui *ui) {
    if (ui->portrait) {
        int line = vz_layout_measure(ui, "", VZ_TYPE_BODY, 0, 0).height;
        return line > vz_px(ui, VZ_TARGET_MIN) ? line
                                               : vz_px(ui, VZ_TARGET_MIN);
    }
    return vz_layout_measure(ui, "", VZ_TYPE_BODY, 0, 0).height +
           vz_px(ui, STONES_HEIGHT + 16);
}

static int side_least(const struct vz_ui *ui) {
    return 3 * row_height(ui) + vz_px(ui, VZ_ANSWER_MIN + VZ_FOOT + 12);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int label = vz_layout_measure(ui, "", VZ_TYPE_BODY_BOLD, 0, 0).height;
    int triangle = 2 * label + vz_px(ui, TRIANGLE_LEAST + 24);
    int side = side_least(ui);
    int least = ui->portrait      ? triangle + vz_px(ui, VZ_GAP) + side
                : triangle > side ? triangle
                                  : side;
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

// The height of the three labels at a size, or 0 when one has more lines.
static int labels_height(struct vz_widget *widget,
                         const struct vz_group_parts *parts,
                         struct vz_arena *arena, int width, enum vz_type type,
                         int lines) {
    const struct vz_ui *ui = widget->ui;
    int line = vz_layout_measure(ui, "", type, 0, 0).height;
    int height = vz_px(ui, LABEL_ICON);
    for (int i = 0; i < 3; i++) {
        const char *label = vz_plain_text(arena, parts->ranges[i]->label);
        // The two below share the width.
        int room = (i ? width / 2 - vz_px(ui, 8) : width) -
                   vz_px(ui, LABEL_ICON + LABEL_GAP);
        struct vz_fit fit = vz_layout_measure(ui, label, type, 0, room);
        if (!fit.fits || fit.height > lines * line) {
            return 0;
        }
        height = fit.height > height ? fit.height : height;
    }
    return height;
}

// One size for the three labels of the corners: rather small than in two lines,
// which would take from the triangle.
static struct vz_fit label_fit(struct vz_widget *widget,
                               const struct vz_group_parts *parts,
                               struct vz_arena *arena, int width) {
    static const enum vz_type types[] = {VZ_TYPE_ANSWER, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD, VZ_TYPE_MIN};
    for (int lines = 1; lines <= 3; lines++) {
        for (size_t t = 0; t < sizeof(types) / sizeof(*types); t++) {
            int height =
                labels_height(widget, parts, arena, width, types[t], lines);
            if (height) {
                return (struct vz_fit){
                    .fits = true, .type = types[t], .height = height};
            }
        }
    }
    return (struct vz_fit){.type = VZ_TYPE_MIN,
                           .height = vz_px(widget->ui, 2 * LABEL_ICON)};
}

static struct places plan(struct vz_widget *widget,
                          const struct vz_group_parts *parts,
                          struct vz_arena *arena, struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    struct places p = {.left = area};
    if (ui->portrait) {
        int words = 2 * vz_layout_measure(ui, "", VZ_TYPE_ANSWER, 0, 0).height;
        int side = side_least(ui) + words + vz_px(ui, 16);
        int most = area.h - measure(widget, area.w).least + side_least(ui);
        p.side = vz_layout_cut_bottom(&p.left, side < most ? side : most,
                                      vz_px(ui, VZ_GAP));
    } else {
        p.side =
            vz_layout_cut_end(&p.left, vz_px(ui, SIDE), vz_px(ui, SIDE_GAP));
    }
    p.label = label_fit(widget, parts, arena, p.left.w);
    int gap = vz_px(ui, 10);
    int h = p.left.h - 2 * (p.label.height + gap);
    int most = vz_px(ui, TRIANGLE_H) * (ui->portrait ? 5 : 4) / 4;
    h = h < most ? h : most;
    int w = h * TRIANGLE_W / TRIANGLE_H;
    p.triangle = (struct vz_rect){p.left.x + (p.left.w - w) / 2,
                                  p.left.y + (p.left.h - h) / 2, w, h};
    p.labels[0] = (struct vz_rect){p.left.x,
                                   p.triangle.y - gap - p.label.height,
                                   p.left.w, p.label.height};
    int half = p.left.w / 2 - vz_px(ui, 8);
    int below = p.triangle.y + h + gap;
    p.labels[1] = (struct vz_rect){p.left.x, below, half, p.label.height};
    p.labels[2] = (struct vz_rect){p.left.x + p.left.w - half, below, half,
                                   p.label.height};
    return p;
}

static const char *icon_of(const struct vz_widget *widget,
                           const struct vz_question *range) {
    const char *icon =
        vz_session_question_attribute(widget->session, range->ref, "icon");
    return icon && *icon ? icon : NULL;
}

static void add_label(struct vz_widget *widget, struct vz_scene *scene,
                      const struct vz_question *range, int corner,
                      const struct places *p) {
    struct vz_rect rect =
        vz_layout_keep_order(widget->ui, p->left, p->labels[corner]);
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "corner:%d", corner),
                            .role = VZ_ROLE_TEXT,
                            .rect = rect,
                            .label = vz_plain_text(&scene->arena, range->label),
                            .type = p->label.type,
                            .align = VZ_ALIGN_CENTER,
                            .icon = icon_of(widget, range),
                            .icon_size = LABEL_ICON,
                        });
}

static void corners_of(struct vz_rect t, struct point corners[3]) {
    corners[0] = (struct point){t.x + t.w / 2.0, t.y};
    corners[1] = (struct point){t.x, t.y + t.h};
    corners[2] = (struct point){t.x + t.w, t.y + t.h};
}

static struct point point_of(struct vz_rect triangle, const int shares[3]) {
    struct point corners[3], at = {0, 0};
    double sum = shares[0] + shares[1] + shares[2];
    corners_of(triangle, corners);
    for (int i = 0; i < 3; i++) {
        at.x += corners[i].x * shares[i] / sum;
        at.y += corners[i].y * shares[i] / sum;
    }
    return at;
}

// The nearest point of the side from a to b.
static struct point nearest(struct point a, struct point b, struct point p) {
    double dx = b.x - a.x, dy = b.y - a.y;
    double at = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    at = at < 0 ? 0 : at > 1 ? 1 : at;
    return (struct point){a.x + dx * at, a.y + dy * at};
}

static bool weigh(const struct point c[3], struct point p, double w[3]) {
    double whole = (c[1].y - c[2].y) * (c[0].x - c[2].x) +
                   (c[2].x - c[1].x) * (c[0].y - c[2].y);
    w[0] = ((c[1].y - c[2].y) * (p.x - c[2].x) +
            (c[2].x - c[1].x) * (p.y - c[2].y)) /
           whole;
    w[1] = ((c[2].y - c[0].y) * (p.x - c[2].x) +
            (c[0].x - c[2].x) * (p.y - c[2].y)) /
           whole;
    w[2] = 1 - w[0] - w[1];
    return w[0] >= 0 && w[1] >= 0 && w[2] >= 0;
}

// The shares of 100 at a point; outside the triangle: at its nearest edge.
static void shares_at(struct vz_rect triangle, struct point p, int shares[3]) {
    struct point c[3];
    double w[3];
    corners_of(triangle, c);
    if (!weigh(c, p, w)) {
        struct point best = c[0];
        double least = INFINITY;
        for (int i = 0; i < 3; i++) {
            struct point at = nearest(c[i], c[(i + 1) % 3], p);
            double far = hypot(at.x - p.x, at.y - p.y);
            best = far < least ? at : best;
            least = far < least ? far : least;
        }
        weigh(c, best, w);
    }
    for (int i = 0; i < 3; i++) {
        w[i] = w[i] < 0 ? 0 : w[i] * 100;
    }
    vz_group_parts_round(w, 100, shares);
}

static void add_ray(struct vz_widget *widget, struct vz_scene *scene, int i,
                    struct point from, struct point to) {
    const struct vz_ui *ui = widget->ui;
    const int margin = vz_px(ui, 4);
    int x0 = (int)(from.x < to.x ? from.x : to.x) - margin;
    int y0 = (int)(from.y < to.y ? from.y : to.y) - margin;
    int w = (int)fabs(from.x - to.x) + 2 * margin + 1;
    int h = (int)fabs(from.y - to.y) + 2 * margin + 1;
    const short points[] = {(short)(from.x - x0), (short)(from.y - y0),
                            (short)(to.x - x0), (short)(to.y - y0)};
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "ray:%d", i),
                            .look = VZ_LOOK_RAY,
                            .rect = {x0, y0, w, h},
                            .level = 4,
                            .points = points,
                            .n_points = 2,
                        });
}

static void keep_order(struct vz_widget *widget, struct vz_scene *scene,
                       size_t first, struct vz_rect area) {
    for (size_t i = first; i < scene->n; i++) {
        scene->boxes[i].rect =
            vz_layout_keep_order(widget->ui, area, scene->boxes[i].rect);
    }
}

static void add_triangle(struct vz_widget *widget, struct vz_scene *scene,
                         const struct places *p, const int *shares) {
    const struct vz_ui *ui = widget->ui;
    const int thumb = vz_px(ui, THUMB);
    size_t first = scene->n;
    vz_scene_add(scene, &(struct vz_box){.name = "triangle",
                                         .look = VZ_LOOK_TRIANGLE,
                                         .rect = p->triangle});
    if (shares) {
        struct point corners[3], at = point_of(p->triangle, shares);
        corners_of(p->triangle, corners);
        for (int i = 0; i < 3; i++) {
            add_ray(widget, scene, i, at, corners[i]);
        }
        vz_scene_add(scene, &(struct vz_box){.name = "thumb",
                                             .look = VZ_LOOK_THUMB,
                                             .rect = {(int)at.x - thumb / 2,
                                                      (int)at.y - thumb / 2,
                                                      thumb, thumb},
                                             .state = VZ_STATE_SELECTED,
                                             .icon = "drag",
                                             .icon_size = 48,
                                             .align = VZ_ALIGN_CENTER,
                                             .marker = VZ_MARKER_ROUND});
    }
    struct vz_rect touch = p->triangle;
    const int out = thumb / 4; // near the edge is meant for it
    touch.x -= out;
    touch.w += 2 * out;
    vz_scene_add(scene, &(struct vz_box){.name = "field-of-three",
                                         .role = VZ_ROLE_NONE,
                                         .look = VZ_LOOK_TEXT,
                                         .rect = touch,
                                         .drags = true,
                                         .act = VZ_ACT_WIDGET,
                                         .a = PLACE});
    keep_order(widget, scene, first, p->left);
}

// Which comes first, second and third.
static void rank_shares(const int shares[3], int order[3]) {
    for (int i = 0; i < 3; i++) {
        int place = 0;
        for (int k = 0; k < 3; k++) {
            place += shares[k] > shares[i] || (shares[k] == shares[i] && k < i);
        }
        order[place] = i;
    }
}

static const char *say(struct vz_scene *scene,
                       const struct vz_group_parts *parts, const int *shares) {
    if (!shares) {
        return vz_group_parts_is_na(parts) ? "" : vz_tr("Touch the triangle.");
    }
    int order[3];
    const char *names[3];
    rank_shares(shares, order);
    for (int i = 0; i < 3; i++) {
        names[i] = vz_group_parts_in_sentence(&scene->arena,
                                              parts->ranges[order[i]]->label);
    }
    int top = shares[order[0]], second = shares[order[1]],
        third = shares[order[2]];
    if (top - third <= 12) {
        return vz_tr("All three about as much.");
    }
    if (second < 10) {
        return vz_scene_text(scene, vz_tr("Nearly only %s."), names[0]);
    }
    if (top - second <= 8) {
        return vz_scene_text(scene, vz_tr("As much %s as %s."), names[0],
                             names[1]);
    }
    return vz_scene_text(scene, vz_tr("Mostly %s.\nAlso a little %s."),
                         names[0], names[1]);
}

static void add_row(struct vz_widget *widget, struct vz_scene *scene,
                    const struct vz_question *range, int corner, int stones,
                    struct vz_rect row) {
    static const enum vz_type types[] = {VZ_TYPE_BODY, VZ_TYPE_SMALL,
                                         VZ_TYPE_MIN};
    const struct vz_ui *ui = widget->ui;
    struct vz_rect touch = row;
    const char *icon = icon_of(widget, range);
    const char *label = vz_plain_text(&scene->arena, range->label);
    vz_scene_add(scene,
                 &(struct vz_box){
                     .name = vz_scene_text(scene, "more:%d", corner),
                     .role = VZ_ROLE_BUTTON,
                     .spoken = vz_scene_text(scene, vz_tr("%s: more"), label),
                     .look = VZ_LOOK_TEXT,
                     .rect = touch,
                     .act = VZ_ACT_WIDGET,
                     .a = MORE,
                     .b = corner});
    if (icon) {
        struct vz_rect at =
            vz_layout_cut_start(&row, vz_px(ui, ROW_ICON), vz_px(ui, 24));
        vz_scene_add(scene, &(struct vz_box){.name = vz_scene_text(
                                                 scene, "row-icon:%d", corner),
                                             .look = VZ_LOOK_TEXT,
                                             .rect = at,
                                             .icon = icon,
                                             .icon_size = ROW_ICON,
                                             .align = VZ_ALIGN_CENTER});
    }
    int height = vz_px(ui, STONES_HEIGHT);
    struct vz_rect track = row;
    if (ui->portrait) {
        track = vz_layout_cut_end(&row, row.w * 6 / 10, vz_px(ui, 16));
        track = vz_layout_center(track, track.w, height);
    } else {
        track = vz_layout_cut_bottom(&row, height, vz_px(ui, 4));
        track.y -= vz_px(ui, 6);
    }
    struct vz_fit fit = vz_layout_fit(ui, label, types, 3, row.w, row.h);
    row = ui->portrait ? vz_layout_center(row, row.w, fit.height) : row;
    struct vz_text_block block = {.name =
                                      vz_scene_text(scene, "row:%d", corner),
                                  .text = label,
                                  .type = fit.type,
                                  .shrink = fit.shrink,
                                  .role = VZ_ROLE_TEXT};
    vz_layout_text(scene, ui, row, &block);
    vz_scene_add(scene, &(struct vz_box){
                            .name = vz_scene_text(scene, "stones:%d", corner),
                            .look = VZ_LOOK_TRACK,
                            .rect = track,
                            .level = stones,
                            .n_levels = STONES});
}

static void add_side(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_group_parts *parts, const int *shares,
                     struct vz_rect side) {
    static const enum vz_type types[] = {VZ_TYPE_ANSWER, VZ_TYPE_BODY_BOLD,
                                         VZ_TYPE_SMALL_BOLD, VZ_TYPE_MIN};
    const struct vz_ui *ui = widget->ui;
    int key = vz_px(ui, VZ_ANSWER_MIN), row = row_height(ui);
    int words = side.h - side_least(ui) - vz_px(ui, 12);
    const char *text = say(scene, parts, shares);
    struct vz_fit fit = vz_layout_fit(ui, text, types, 4, side.w, words);
    if (*text && fit.fits) {
        struct vz_text_block block = {.name = "in-words",
                                      .text = text,
                                      .type = fit.type,
                                      .shrink = fit.shrink,
                                      .role = VZ_ROLE_TEXT};
        vz_layout_text(scene, ui, side, &block);
    }
    struct vz_rect na =
        vz_layout_cut_bottom(&side, key + vz_px(ui, VZ_FOOT), vz_px(ui, 12));
    na.h = key;
    int stones[3] = {0, 0, 0};
    if (shares) {
        double exact[3] = {shares[0], shares[1], shares[2]};
        vz_group_parts_round(exact, STONES, stones);
    }
    side.y += side.h - 3 * row;
    for (int i = 0; i < 3; i++) {
        add_row(widget, scene, parts->ranges[i], i, stones[i],
                vz_layout_cut_top(&side, row, 0));
    }
    vz_group_parts_add_na(widget, scene, parts, na, NA);
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    struct vz_group_parts parts;
    int shares[3];
    if (!parts_of(widget, &parts)) {
        return;
    }
    struct places p = plan(widget, &parts, &scene->arena, area);
    bool placed = read_shares(&parts, shares);
    for (int i = 0; i < 3; i++) {
        add_label(widget, scene, parts.ranges[i], i, &p);
    }
    add_triangle(widget, scene, &p, placed ? shares : NULL);
    add_side(widget, scene, &parts, placed ? shares : NULL, p.side);
}

static enum vz_widget_result store(struct vz_widget *widget,
                                   const struct vz_group_parts *parts,
                                   enum vz_group_answer what,
                                   const int *shares) {
    return vz_group_parts_store(widget, parts, what, shares)
               ? VZ_WIDGET_ANSWERED
               : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result place(struct vz_widget *widget,
                                   const struct vz_box *box, int x, int y) {
    struct vz_group_parts parts;
    int shares[3], now[3];
    if (!parts_of(widget, &parts)) {
        return VZ_WIDGET_NOTHING;
    }
    const int out = vz_px(widget->ui, THUMB) / 4;
    struct vz_rect triangle = box->rect;
    triangle.x += out;
    triangle.w -= 2 * out;
    shares_at(triangle, (struct point){x, y}, shares);
    if (read_shares(&parts, now) && memcmp(now, shares, sizeof(now)) == 0) {
        return VZ_WIDGET_NOTHING;
    }
    return store(widget, &parts, VZ_GROUP_SHARES, shares);
}

// One step more of a corner; the others give in proportion.
static enum vz_widget_result more(struct vz_widget *widget, int corner) {
    struct vz_group_parts parts;
    int shares[3] = {34, 33, 33};
    if (!parts_of(widget, &parts) || corner < 0 || corner > 2) {
        return VZ_WIDGET_NOTHING;
    }
    if (!read_shares(&parts, shares)) {
        memcpy(shares, (int[3]){34, 33, 33}, sizeof(shares));
    }
    double exact[3];
    double top = shares[corner] + STEP > 100 ? 100 : shares[corner] + STEP;
    double others = 100 - shares[corner];
    for (int i = 0; i < 3; i++) {
        exact[i] = i == corner   ? top
                   : others <= 0 ? 0
                                 : shares[i] * (100 - top) / others;
    }
    vz_group_parts_round(exact, 100, shares);
    return store(widget, &parts, VZ_GROUP_SHARES, shares);
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct vz_group_parts parts;
    if (box->a == MORE) {
        return more(widget, box->b);
    }
    if (box->a == NA && parts_of(widget, &parts)) {
        return store(widget, &parts,
                     vz_group_parts_is_na(&parts) ? VZ_GROUP_NOTHING
                                                  : VZ_GROUP_NA,
                     NULL);
    }
    return box->a == PLACE ? place(widget, box, x, y) : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag drag) {
    return box->a == PLACE ? place(widget, box, x, y) : VZ_WIDGET_NOTHING;
}

const struct vz_widget_ops vz_widget_triad = {
    .name = "triad",
    .accepts = accepts,
    .joins = true,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
};
