/*
 * draw, signature and annotate: a pad to draw on with a finger.
 *
 * The picture is made when the finger is lifted and lives in the visit's
 * memory. Back on the page it is not shown again, only that it is kept. A
 * signature may also be given by a key, which puts a tick in its place.
 */
#include "widget_ops.h"

#include "base/log.h"
#include "kiosk/attachments.h"
#include "kiosk/locale/locale.h"
#include "kiosk/render/drawing.h"
#include "layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_WIDTH 240
#define PAD_LEAST 240
#define SIGN_W 1000 // proportions of a place to sign
#define SIGN_H 300
#define CHUNK 48 // points of a box: what was drawn before is not painted again
#define NEAR 2   // px between two points that are worth keeping

enum command {
    DRAW,
    UNDO,
    AGAIN,
    SAY_YES,
};

struct draw {
    struct vz_drawing drawing;
    bool kept; // a picture of an earlier look at this page is the answer
    bool drawing_now;
    int last_x, last_y; // px of the last point
};

static bool signs(const struct vz_question *q) {
    return vz_appearance_has(q->appearance, "signature");
}

static bool accepts(const struct vz_question *q) {
    return q->control == VZ_CONTROL_UPLOAD && q->mediatype &&
           strncmp(q->mediatype, "image/", 6) == 0 &&
           (signs(q) || vz_appearance_has(q->appearance, "draw") ||
            vz_appearance_has(q->appearance, "annotate"));
}

static bool enter(struct vz_widget *widget) {
    struct draw *draw = calloc(1, sizeof(*draw));
    const struct vz_question *q = vz_widget_question(widget);
    if (draw && q) {
        draw->kept = q->value[0] != '\0';
    }
    widget->state = draw;
    return draw != NULL;
}

static void leave(struct vz_widget *widget) {
    struct draw *draw = widget->state;
    if (draw) {
        vz_drawing_finish(&draw->drawing);
        free(draw);
    }
}

static int keys_height(const struct vz_ui *ui) {
    return vz_px(ui, VZ_ANSWER_MIN + VZ_FOOT);
}

static struct vz_extent measure(struct vz_widget *widget, int width) {
    const struct vz_ui *ui = widget->ui;
    int least = ui->portrait ? vz_px(ui, PAD_LEAST + VZ_GAP) + keys_height(ui)
                             : 3 * keys_height(ui) + 2 * vz_px(ui, 20);
    return (struct vz_extent){least, VZ_EXTENT_PAGE};
}

static struct vz_rect pad_of(struct vz_widget *widget,
                             const struct vz_question *q, struct vz_rect area) {
    const struct draw *draw = widget->state;
    int w = draw->drawing.w, h = draw->drawing.h;
    if (!w && signs(q)) {
        w = SIGN_W;
        h = SIGN_H;
    } else if (!w) {
        return area;
    }
    int fit_w = area.w, fit_h = (int)((long)area.w * h / w);
    if (fit_h > area.h) {
        fit_h = area.h;
        fit_w = (int)((long)area.h * w / h);
    }
    struct vz_rect pad = vz_layout_center(area, fit_w, fit_h);
    pad.x = area.x;
    return pad;
}

static void add_chunk(struct vz_widget *widget, struct vz_scene *scene,
                      struct vz_rect pad, const short *at, size_t n,
                      const char *name) {
    const struct draw *draw = widget->state;
    const int margin = vz_px(widget->ui, 5);
    const double scale = (double)pad.w / draw->drawing.w;
    short points[2 * (CHUNK + 1)];
    int x0 = pad.w, y0 = pad.h, x1 = 0, y1 = 0;
    for (size_t i = 0; i < n; i++) {
        int x = (int)(at[2 * i] * scale), y = (int)(at[2 * i + 1] * scale);
        x0 = x < x0 ? x : x0;
        y0 = y < y0 ? y : y0;
        x1 = x > x1 ? x : x1;
        y1 = y > y1 ? y : y1;
    }
    for (size_t i = 0; i < n; i++) {
        points[2 * i] = (short)((int)(at[2 * i] * scale) - x0 + margin);
        points[2 * i + 1] = (short)((int)(at[2 * i + 1] * scale) - y0 + margin);
    }
    struct vz_rect rect = {pad.x + x0 - margin, pad.y + y0 - margin,
                           x1 - x0 + 2 * margin + 1, y1 - y0 + 2 * margin + 1};
    vz_scene_add(scene, &(struct vz_box){
                            .name = name,
                            .look = VZ_LOOK_STROKE,
                            .rect = vz_layout_keep_order(widget->ui, pad, rect),
                            .secret = true,
                            .points = points,
                            .n_points = n});
}

static void add_strokes(struct vz_widget *widget, struct vz_scene *scene,
                        struct vz_rect pad) {
    const struct vz_drawing *drawing = &((struct draw *)widget->state)->drawing;
    for (size_t s = 0; s < drawing->n_strokes; s++) {
        size_t n;
        const short *at = vz_drawing_stroke(drawing, s, &n);
        for (size_t i = 0; i < n; i += CHUNK) {
            // The last point of a chunk is the first of the next.
            size_t len = n - i > CHUNK ? CHUNK + 1 : n - i;
            add_chunk(widget, scene, pad, at + 2 * i, len,
                      vz_scene_text(scene, "stroke:%zu:%zu", s, i / CHUNK));
        }
    }
}

static void add_key(struct vz_widget *widget, struct vz_scene *scene,
                    struct vz_rect face, struct vz_box box) {
    box.role = VZ_ROLE_BUTTON;
    box.look = VZ_LOOK_BUTTON;
    box.rect = face;
    box.rect.h = vz_px(widget->ui, VZ_ANSWER_MIN);
    box.type = VZ_TYPE_SMALL_BOLD; // one size for all of them
    box.align = VZ_ALIGN_CENTER;
    box.slop = true;
    box.act = VZ_ACT_WIDGET;
    vz_layout_shrink_label(widget->ui, &box);
    vz_scene_add(scene, &box);
}

static void add_keys(struct vz_widget *widget, struct vz_scene *scene,
                     const struct vz_question *q, struct vz_rect area) {
    const struct vz_ui *ui = widget->ui;
    const struct draw *draw = widget->state;
    const bool empty = !draw->drawing.n_strokes && !draw->kept;
    const unsigned off = empty ? VZ_STATE_DISABLED : 0u;
    const struct vz_box keys[] = {
        {.name = "undo",
         .label = vz_tr("Step back"),
         .icon = "undo",
         .state = draw->drawing.n_strokes ? 0u : VZ_STATE_DISABLED,
         .a = UNDO},
        {.name = "again",
         .label = vz_tr("Again"),
         .icon = "trash",
         .state = off,
         .a = AGAIN},
        {.name = "say-yes",
         .label = vz_tr("I say yes"),
         .icon = "check",
         .state = empty ? 0u : VZ_STATE_DISABLED,
         .a = SAY_YES},
    };
    const int n = signs(q) ? 3 : 2;
    for (int i = 0; i < n; i++) {
        struct vz_rect face = vz_layout_column(area, n, i, vz_px(ui, 20));
        if (!ui->portrait) {
            face = area;
            face.y += i * (keys_height(ui) + vz_px(ui, 20));
        }
        add_key(widget, scene, face, keys[i]);
    }
}

static void add_kept(struct vz_widget *widget, struct vz_scene *scene,
                     struct vz_rect pad) {
    vz_scene_add(scene, &(struct vz_box){.name = "kept",
                                         .role = VZ_ROLE_TEXT,
                                         .look = VZ_LOOK_TEXT,
                                         .rect = vz_layout_center(
                                             pad, pad.w, vz_px(widget->ui, 60)),
                                         .label = vz_tr("It is kept."),
                                         .type = VZ_TYPE_ANSWER,
                                         .align = VZ_ALIGN_CENTER,
                                         .icon = "check",
                                         .icon_size = 48});
}

static const char *picture_below(const struct vz_widget *widget,
                                 const struct vz_question *q,
                                 struct vz_arena *arena) {
    bool annotates = vz_appearance_has(q->appearance, "annotate");
    return annotates ? vz_widget_media(widget, arena, q->image) : NULL;
}

static void build(struct vz_widget *widget, struct vz_scene *scene,
                  struct vz_rect area) {
    const struct vz_question *q = vz_widget_question(widget);
    const struct vz_ui *ui = widget->ui;
    const struct draw *draw = widget->state;
    if (!q) {
        return;
    }
    struct vz_rect keys;
    if (ui->portrait) {
        keys = vz_layout_cut_bottom(&area, keys_height(ui), vz_px(ui, 20));
    } else {
        keys =
            vz_layout_cut_end(&area, vz_px(ui, KEYS_WIDTH), vz_px(ui, VZ_GAP));
    }
    struct vz_rect pad = pad_of(widget, q, area);
    vz_scene_add(scene, &(struct vz_box){
                            .name = "pad",
                            .look = VZ_LOOK_PAD,
                            .rect = pad,
                            .state = vz_widget_state(widget, false),
                            .icon = signs(q) && !draw->kept ? "pencil" : NULL,
                            .drags = true,
                            .act = draw->kept ? VZ_ACT_NONE : VZ_ACT_WIDGET,
                            .a = DRAW});
    const char *below = picture_below(widget, q, &scene->arena);
    if (below && !draw->kept) {
        vz_scene_add(scene, &(struct vz_box){.name = "below",
                                             .look = VZ_LOOK_PICTURE,
                                             .rect = pad,
                                             .picture = below});
    }
    add_strokes(widget, scene, pad);
    if (draw->kept) {
        add_kept(widget, scene, pad);
    }
    if (!ui->portrait) {
        keys.y = pad.y;
    }
    add_keys(widget, scene, q, keys);
}

static enum vz_widget_result forget(struct vz_widget *widget) {
    const struct vz_question *q = vz_widget_question(widget);
    if (q->value[0]) {
        vz_attachments_remove(widget->attachments, q->value);
    }
    return vz_widget_answer(widget, "");
}

// The picture becomes the answer, under the name it has or a new one.
static enum vz_widget_result keep(struct vz_widget *widget) {
    struct draw *draw = widget->state;
    const struct vz_question *q = vz_widget_question(widget);
    struct vz_arena arena = {0};
    struct vz_strbuf png = {0};
    char *name = q->value[0]
                     ? strdup(q->value)
                     : vz_attachments_name(
                           widget->attachments,
                           signs(q) ? "handtekening" : "tekening", "png");
    bool ok = name && vz_drawing_png(&draw->drawing,
                                     picture_below(widget, q, &arena), &png);
    size_t len = png.len;
    char *bytes = ok ? vz_strbuf_take(&png) : NULL;
    ok = bytes &&
         vz_attachments_put(widget->attachments, name, "image/png", bytes, len);
    vz_strbuf_wipe(&png);
    vz_arena_finish(&arena);
    enum vz_widget_result result = ok ? vz_widget_answer(widget, name)
                                      : VZ_WIDGET_REBUILD;
    free(name);
    return result;
}

// The canvas takes the pad's proportions with the first stroke.
static void take_canvas(struct vz_drawing *drawing, struct vz_rect pad) {
    if (drawing->n_strokes == 0 && pad.w > 0 && pad.h > 0) {
        bool wide = pad.w >= pad.h;
        drawing->w = wide ? VZ_DRAWING_SIDE
                          : (int)((long)VZ_DRAWING_SIDE * pad.w / pad.h);
        drawing->h = wide ? (int)((long)VZ_DRAWING_SIDE * pad.h / pad.w)
                          : VZ_DRAWING_SIDE;
    }
}

static bool add_point(struct draw *draw, struct vz_rect pad, int x, int y,
                      bool begin) {
    draw->last_x = x;
    draw->last_y = y;
    int to_x = (int)((long)(x - pad.x) * draw->drawing.w / pad.w);
    int to_y = (int)((long)(y - pad.y) * draw->drawing.h / pad.h);
    return begin ? vz_drawing_begin(&draw->drawing, to_x, to_y)
                 : vz_drawing_extend(&draw->drawing, to_x, to_y);
}

static enum vz_widget_result drag(struct vz_widget *widget,
                                  const struct vz_box *box, int x, int y,
                                  enum vz_drag phase) {
    struct draw *draw = widget->state;
    if (box->a != DRAW || draw->kept) {
        return VZ_WIDGET_NOTHING;
    }
    if (phase == VZ_DRAG_START) {
        take_canvas(&draw->drawing, box->rect);
        draw->drawing_now = add_point(draw, box->rect, x, y, true);
        return VZ_WIDGET_REBUILD;
    }
    if (!draw->drawing_now) {
        return VZ_WIDGET_NOTHING;
    }
    if (phase == VZ_DRAG_END) {
        draw->drawing_now = false;
        return keep(widget);
    }
    if (abs(x - draw->last_x) < NEAR && abs(y - draw->last_y) < NEAR) {
        return VZ_WIDGET_NOTHING;
    }
    return add_point(draw, box->rect, x, y, false) ? VZ_WIDGET_REBUILD
                                                   : VZ_WIDGET_NOTHING;
}

// A tick in the middle of the place to sign.
static enum vz_widget_result say_yes(struct vz_widget *widget) {
    static const short tick[] = {4300, 1500, 4800, 2100, 5800, 800};
    struct draw *draw = widget->state;
    draw->drawing.w = VZ_DRAWING_SIDE;
    draw->drawing.h = VZ_DRAWING_SIDE * SIGN_H / SIGN_W;
    bool ok = vz_drawing_begin(&draw->drawing, tick[0], tick[1]);
    for (size_t i = 2; ok && i < sizeof(tick) / sizeof(*tick); i += 2) {
        ok = vz_drawing_extend(&draw->drawing, tick[i], tick[i + 1]);
    }
    return ok ? keep(widget) : VZ_WIDGET_NOTHING;
}

static enum vz_widget_result activate(struct vz_widget *widget,
                                      const struct vz_box *box, int x, int y) {
    struct draw *draw = widget->state;
    draw->drawing_now = false; // a finger that still draws begins anew
    switch (box->a) {
    case UNDO:
        vz_drawing_undo(&draw->drawing);
        return draw->drawing.n_strokes ? keep(widget) : forget(widget);
    case AGAIN:
        vz_drawing_finish(&draw->drawing);
        draw->kept = false;
        return forget(widget);
    case SAY_YES:
        return say_yes(widget);
    default:
        return VZ_WIDGET_NOTHING;
    }
}

const struct vz_widget_ops vz_widget_draw = {
    .name = "draw",
    .accepts = accepts,
    .enter = enter,
    .measure = measure,
    .build = build,
    .activate = activate,
    .drag = drag,
    .leave = leave,
};
