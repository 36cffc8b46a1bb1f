#include "box_content.h"

#include "blend.h"
#include "painter.h"

#include <string.h>

#define FIT_STEP 2 // px
// Builders keep to 85 % (design.md 2.4) and then use fewer columns; below that
// the painter only goes on so that nothing is ever cut off.
#define FIT_LEAST 55 // percent
#define FIELD_EDGE 5
#define FIELD_ABOVE 14
#define CARET_WIDTH 4

static bool has(const char *text) {
    return text && *text;
}

// ------------------------------------------------------------------ fitting

struct vz_text_style vz_box_style(const struct vz_ui *ui,
                                  const struct vz_box *box, enum vz_type type) {
    struct vz_text_style style = vz_text_style(ui, type);
    if (box->shrink > 0) {
        style.size = style.size * box->shrink / 100;
        style.line = style.line * box->shrink / 100;
        style.tracking = style.tracking * box->shrink / 100;
    }
    return style;
}

const struct vz_text_layout *vz_content_fit(const struct vz_ui *ui,
                                            const char *string,
                                            struct vz_text_style style,
                                            int width, int height) {
    const struct vz_text_style full = style;
    width = width > 1 ? width : 1;
    for (;;) {
        const struct vz_text_layout *layout =
            vz_text_lay_out(ui->text, string, &style, width);
        const bool high = height > 0 && vz_text_height(layout) > height;
        if ((!vz_text_overflows(layout) && !high) ||
            style.size - FIT_STEP < full.size * FIT_LEAST / 100) {
            return layout;
        }
        style.size -= FIT_STEP;
        style.line = full.line * style.size / full.size;
    }
}

struct vz_stack vz_content_stack(const struct vz_ui *ui,
                                 const struct vz_box *box, int width,
                                 int height, int gap) {
    struct vz_stack stack = {0};
    int rest = height;
    if (has(box->detail)) {
        // It may have what a first line of the label leaves.
        const int room = height - gap - vz_box_style(ui, box, box->type).line;
        stack.detail =
            vz_content_fit(ui, box->detail, vz_box_style(ui, box, VZ_TYPE_BODY),
                           width, room > height / 2 ? room : height / 2);
        stack.gap = gap;
        stack.height = gap + vz_text_height(stack.detail);
        stack.width = vz_text_width(stack.detail);
        rest -= stack.height;
    }
    stack.label = vz_content_fit(ui, box->label ? box->label : "",
                                 vz_box_style(ui, box, box->type), width, rest);
    stack.height += vz_text_height(stack.label);
    const int label = vz_text_width(stack.label);
    stack.width = label > stack.width ? label : stack.width;
    return stack;
}

// ------------------------------------------------------------------ drawing

static void draw_at(const struct vz_brush *brush,
                    const struct vz_text_layout *layout, struct vz_rect area,
                    int y, enum vz_align align, int ink) {
    vz_brush_text(brush, layout, (struct vz_rect){area.x, y, area.w, 0}, align,
                  ink);
}

// What is read or selected has a ground and a line below it, so that it also
// shows where the ground hardly differs from the page.
static void mark_words(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_text_layout *layout, struct vz_rect at,
                       enum vz_align align, int ground) {
    const struct vz_ui *ui = brush->ui;
    struct vz_text_mark mark = {(size_t)box->mark_from, (size_t)box->mark_to,
                                0};
    vz_text_draw_mark(layout, brush->surface, &brush->clip, at.x, at.y, at.w,
                      align, &mark, vz_ink_color(ui, ground));
    mark.under = vz_stroke_px(ui, 4);
    vz_text_draw_mark(layout, brush->surface, &brush->clip, at.x, at.y, at.w,
                      align, &mark, vz_ink_color(ui, VZ_COLOR_zon7));
}

void vz_brush_text(const struct vz_brush *brush,
                   const struct vz_text_layout *layout, struct vz_rect at,
                   enum vz_align align, int ink) {
    if (brush->spoken && vz_text_says(layout, brush->spoken->label)) {
        mark_words(brush, brush->spoken, layout, at, align, brush->spoken_ink);
    }
    vz_text_draw(brush->ui->text, layout, brush->surface, &brush->clip, at.x,
                 at.y, at.w, align, vz_ink_color(brush->ui, ink));
}

void vz_content_draw_middle(const struct vz_brush *brush,
                            const struct vz_text_layout *layout,
                            struct vz_rect area, enum vz_align align, int ink) {
    draw_at(brush, layout, area, area.y + area.h / 2 - vz_text_middle(layout),
            align, ink);
}

void vz_content_draw_stack(const struct vz_brush *brush,
                           const struct vz_stack *stack, struct vz_rect area,
                           enum vz_align align, int ink) {
    if (!stack->detail) {
        vz_content_draw_middle(brush, stack->label, area, align, ink);
        return;
    }
    int y = area.y + (area.h - stack->height) / 2;
    draw_at(brush, stack->label, area, y, align, ink);
    y += vz_text_height(stack->label) + stack->gap;
    draw_at(brush, stack->detail, area, y, align, ink);
}

struct vz_rect vz_content_strip(const struct vz_ui *ui, struct vz_rect area,
                                int x, int width) {
    struct vz_rect strip = {area.x + x, area.y, width, area.h};
    if (ui->rtl) {
        strip.x = area.x + area.w - x - width;
    }
    return strip;
}

struct vz_rect vz_content_center(struct vz_rect area, int w, int h) {
    return (struct vz_rect){area.x + (area.w - w) / 2,
                            area.y + (area.h - h) / 2, w, h};
}

int vz_content_icon_px(const struct vz_ui *ui, const struct vz_box *box,
                       const struct vz_look_row *row) {
    if (!has(box->icon)) {
        return 0;
    }
    return vz_px(ui, box->icon_size ? box->icon_size : row->icon_size);
}

// ---------------------------------------------------------------- text, rows

// Icon and label side by side, as one group aligned in `area`.
static void paint_group(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin, struct vz_rect area,
                        enum vz_align align) {
    const struct vz_ui *ui = brush->ui;
    const int icon = vz_content_icon_px(ui, box, skin->row);
    if (!has(box->label)) {
        const int x = align == VZ_ALIGN_CENTER ? (area.w - icon) / 2
                      : align == VZ_ALIGN_END  ? area.w - icon
                                               : 0;
        struct vz_rect strip = vz_content_strip(ui, area, x, icon);
        vz_brush_icon(brush, box->icon, vz_content_center(strip, icon, icon),
                      VZ_STROKE_AS_DRAWN, skin->icon_color);
        return;
    }
    const int beside = icon ? icon + vz_px(ui, skin->row->gap) : 0;
    const struct vz_stack stack =
        vz_content_stack(ui, box, area.w - beside, area.h, vz_px(ui, 2));
    // A detail's lines and wrapped lines keep the start edge of the group.
    const int group = beside + stack.width;
    const int x = align == VZ_ALIGN_CENTER ? (area.w - group) / 2
                  : align == VZ_ALIGN_END  ? area.w - group
                                           : 0;
    const int text_x = box->icon_after ? x : x + beside;
    const enum vz_align inner =
        icon && align == VZ_ALIGN_CENTER ? VZ_ALIGN_START : align;
    vz_content_draw_stack(brush, &stack,
                          vz_content_strip(ui, area, text_x, stack.width),
                          inner, skin->text_color);
    if (icon) {
        const int icon_x = box->icon_after ? x + group - icon : x;
        struct vz_rect strip = vz_content_strip(ui, area, icon_x, icon);
        vz_brush_icon(brush, box->icon, vz_content_center(strip, icon, icon),
                      VZ_STROKE_AS_DRAWN, skin->icon_color);
    }
}

static void paint_row(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    if (!has(box->icon) && !has(box->label)) {
        return;
    }
    // A label that just does not fit may use some of the padding.
    const bool tight = vz_painter_button_width(ui, box) > skin->face.w;
    const int full = skin->row->padding;
    const int padding = tight && full > 12 ? 12 : full;
    const int side = vz_px(ui, padding + skin->row->edge_width);
    struct vz_rect area = skin->face;
    area.x += side;
    area.w -= 2 * side;
    const bool button =
        box->look == VZ_LOOK_BUTTON || box->look == VZ_LOOK_PRIMARY ||
        box->look == VZ_LOOK_RECORD || box->look == VZ_LOOK_TOAST;
    paint_group(brush, box, skin, area, button ? box->align : VZ_ALIGN_CENTER);
}

// A large face with its word below: the echo of a smiley answer.
static void paint_echo(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const int size = vz_px(ui, box->icon_size ? box->icon_size : 280);
    const struct vz_rect face = skin->face;
    struct vz_rect square = {face.x + (face.w - size) / 2, face.y, size, size};
    if (!has(box->label)) {
        square.y += (face.h - size) / 2;
    }
    vz_brush_smiley(brush, box->level, square,
                    ui->theme->high_contrast ? VZ_INK_NONE
                                             : VZ_COLOR_face1 + box->level - 1,
                    VZ_COLOR_inkt);
    if (has(box->label)) {
        struct vz_rect below = {face.x, face.y + size, face.w, face.h - size};
        const struct vz_text_layout *word = vz_content_fit(
            ui, box->label, vz_box_style(ui, box, box->type), below.w, below.h);
        vz_content_draw_middle(brush, word, below, VZ_ALIGN_CENTER,
                               skin->text_color);
    }
}

static void paint_text(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    if (box->n_levels > 0 && box->level >= 1 && box->level <= 5) {
        paint_echo(brush, box, skin);
    } else if (has(box->icon)) {
        paint_group(brush, box, skin, skin->face, box->align);
    } else if (has(box->label)) {
        const struct vz_text_style style = vz_box_style(ui, box, box->type);
        const struct vz_text_layout *layout =
            vz_content_fit(ui, box->label, style, skin->face.w, 0);
        // One line stands in the middle even of a box that is too low for it.
        const int room = skin->face.h - vz_text_height(layout);
        const bool center = room > 0 || vz_text_lines(layout) == 1;
        draw_at(brush, layout, skin->face,
                skin->face.y + (center ? room / 2 : 0), box->align,
                skin->text_color);
    }
}

static void paint_helper(const struct vz_brush *brush, const struct vz_box *box,
                         const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int icon = vz_content_icon_px(ui, box, skin->row);
    const int gap = vz_px(ui, skin->row->gap);
    const int side = vz_px(ui, skin->row->padding);
    const struct vz_text_layout *label = vz_content_fit(
        ui, box->label ? box->label : "", vz_box_style(ui, box, box->type),
        face.w - 2 * side, face.h - icon - gap);
    // One line high, so that icons of neighbours stand in one row.
    const int line = vz_text_style(ui, box->type).line;
    const int top = face.y + (face.h - icon - gap - line) / 2;
    if (icon) {
        vz_brush_icon(
            brush, box->icon,
            (struct vz_rect){face.x + (face.w - icon) / 2, top, icon, icon},
            VZ_STROKE_AS_DRAWN, skin->icon_color);
    }
    struct vz_rect below = {face.x + side, top + icon + gap, face.w - 2 * side,
                            line};
    draw_at(brush, label, below,
            below.y + (below.h - vz_text_height(label)) / 2, VZ_ALIGN_CENTER,
            skin->text_color);
}

// ------------------------------------------------------------------- banner

// A key that stands on the banner takes its place from the text.
static int key_on(const struct vz_brush *brush, const struct vz_box *box) {
    const struct vz_rect r = box->rect;
    for (size_t i = 0; i < brush->scene->n; i++) {
        const struct vz_box *key = &brush->scene->boxes[i];
        if (key->act != VZ_ACT_NONE && key->rect.w < r.w &&
            vz_rect_holds(r, key->rect.x, key->rect.y) &&
            vz_rect_holds(r, key->rect.x + key->rect.w - 1, key->rect.y)) {
            return brush->ui->rtl ? key->rect.x + key->rect.w - r.x
                                  : r.x + r.w - key->rect.x;
        }
    }
    return 0;
}

static void paint_banner(const struct vz_brush *brush, const struct vz_box *box,
                         const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int line = vz_px(ui, 8);
    const int side = vz_px(ui, skin->row->padding);
    const int icon = vz_px(ui, box->icon_size ? box->icon_size : 44);
    // The line shows at the start side only, not through the other corners.
    struct vz_brush start = *brush;
    start.clip = vz_rect_cut(
        brush->clip, vz_content_strip(ui, face, 0, line + skin->radius));
    vz_brush_fill(&start, face, skin->radius, VZ_COLOR_fout);
    vz_brush_fill(brush, vz_content_strip(ui, face, line, face.w - line),
                  skin->radius, VZ_COLOR_fout1);
    if (ui->theme->high_contrast) {
        vz_brush_edged(brush, face, skin->radius, vz_stroke_px(ui, 4),
                       VZ_COLOR_fout, VZ_INK_NONE);
    }
    struct vz_rect at = vz_content_strip(ui, face, line + side, icon);
    vz_brush_icon(brush, has(box->icon) ? box->icon : "warning",
                  vz_content_center(at, icon, icon), VZ_STROKE_AS_DRAWN,
                  VZ_COLOR_fout);
    const int x = line + side + icon + vz_px(ui, skin->row->gap);
    const int key = key_on(brush, box);
    struct vz_rect text =
        vz_content_strip(ui, face, x, face.w - x - side - key);
    const struct vz_stack stack =
        vz_content_stack(ui, box, text.w, face.h - side, 0);
    vz_content_draw_stack(brush, &stack, text, VZ_ALIGN_START,
                          skin->text_color);
}

// -------------------------------------------------------------------- field

// The first line shown: the one that was, unless the caret would be hidden or
// room be wasted below the text.
static int top_line(int before, int caret, int all, int shown) {
    const int last = all > shown ? all - shown : 0;
    int top = before < last ? before : last;
    top = top < 0 ? 0 : top;
    return caret < top ? caret : caret >= top + shown ? caret - shown + 1 : top;
}

struct vz_field_view vz_box_field(const struct vz_ui *ui,
                                  const struct vz_box *box) {
    const struct vz_text_style style = vz_box_style(ui, box, box->type);
    const int x = vz_px(ui, FIELD_EDGE + 24);
    const int y = vz_px(ui, FIELD_EDGE + FIELD_ABOVE);
    struct vz_field_view view = {.window = {box->rect.x + x, box->rect.y + y,
                                            box->rect.w - 2 * x,
                                            box->rect.h - 2 * y}};
    view.layout = vz_text_lay_out(ui->text, box->label ? box->label : "",
                                  &style,
                                  view.window.w > 1 ? view.window.w : 1);
    const int line = vz_text_line_height(view.layout);
    // Short fields: the text may use the padding.
    const int room = box->rect.h - 2 * vz_px(ui, FIELD_EDGE + 2);
    int lines = (view.window.h + line / 4) / line;
    lines = lines < 1 ? 1 : lines;
    if (lines == 1) {
        view.window.y = box->rect.y + (box->rect.h - line) / 2;
    }
    view.window.h = lines * line < room ? lines * line : room;
    if (box->caret >= 0) {
        const struct vz_rect caret =
            vz_text_caret(view.layout, (size_t)box->caret);
        view.top = top_line(box->level, caret.y / line,
                            vz_text_lines(view.layout), lines);
        view.scroll = view.top * line;
    }
    return view;
}

static void paint_caret(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_field_view *view) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect caret =
        vz_text_caret(view->layout, (size_t)box->caret);
    const int width = vz_stroke_px(ui, CARET_WIDTH);
    const int height = caret.h * 40 / 46;
    const int most = view->window.w - width;
    // Spaces may hang over the edge; the caret stays inside.
    const int left = caret.x - width / 2;
    const int x = left < 0 ? 0 : left > most ? most : left;
    struct vz_rect bar = {view->window.x + x,
                          view->window.y - view->scroll + caret.y +
                              (caret.h - height) / 2,
                          width, height};
    vz_blend_fill(brush->surface, &brush->clip, bar,
                  vz_ink_color(ui, VZ_COLOR_tulp));
}

static void paint_field(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_field_view view = vz_box_field(ui, box);
    // Tails and marks of the outer lines may reach into the padding.
    struct vz_rect inside = {box->rect.x + skin->edge, view.window.y,
                             box->rect.w - 2 * skin->edge, view.window.h};
    if (view.scroll == 0) {
        inside.y = box->rect.y + skin->edge;
        inside.h += view.window.y - inside.y;
    }
    struct vz_brush within = *brush;
    within.clip = vz_rect_cut(brush->clip, inside);
    if (has(box->label)) {
        const struct vz_rect at = {view.window.x, view.window.y - view.scroll,
                                   view.window.w, 0};
        mark_words(&within, box, view.layout, at, VZ_ALIGN_START,
                   VZ_COLOR_zon2);
        vz_text_draw(ui->text, view.layout, brush->surface, &within.clip, at.x,
                     at.y, at.w, VZ_ALIGN_START,
                     vz_ink_color(ui, skin->text_color));
    } else if (has(box->detail)) {
        const struct vz_text_layout *hint =
            vz_content_fit(ui, box->detail, vz_box_style(ui, box, box->type),
                           view.window.w, view.window.h);
        draw_at(brush, hint, view.window, view.window.y, VZ_ALIGN_START,
                VZ_COLOR_inkt2);
    }
    if (box->caret >= 0 && (box->state & VZ_STATE_ACTIVE)) {
        paint_caret(brush, box, &view);
    }
}

void vz_box_content(const struct vz_brush *brush, const struct vz_box *box,
                    const struct vz_skin *skin) {
    typedef void paint_fn(const struct vz_brush *, const struct vz_box *,
                          const struct vz_skin *);
    static paint_fn *const paints[] = {
        [VZ_CONTENT_TEXT] = paint_text,
        [VZ_CONTENT_ROW] = paint_row,
        [VZ_CONTENT_HELPER] = paint_helper,
        [VZ_CONTENT_CARD] = vz_content_card,
        [VZ_CONTENT_LIST] = vz_content_list,
        [VZ_CONTENT_SMILEY] = vz_content_smiley,
        [VZ_CONTENT_SCALE] = vz_content_scale,
        [VZ_CONTENT_CONSENT] = vz_content_consent,
        [VZ_CONTENT_DOOR] = vz_content_door,
        [VZ_CONTENT_FIELD] = paint_field,
        [VZ_CONTENT_TRACK] = vz_content_track,
        [VZ_CONTENT_BANNER] = paint_banner,
        [VZ_CONTENT_BRAND] = vz_content_brand,
        [VZ_CONTENT_QR] = vz_content_qr,
        [VZ_CONTENT_PAD] = vz_content_pad,
        [VZ_CONTENT_STROKE] = vz_content_stroke,
        [VZ_CONTENT_TRIANGLE] = vz_content_triangle,
        [VZ_CONTENT_PICTURE] = vz_content_picture,
    };
    struct vz_brush own = *brush;
    own.spoken = NULL;
    if ((box->state & VZ_STATE_SPOKEN) && box->mark_to > box->mark_from) {
        own.spoken = box;
        own.spoken_ink = skin->face_color != VZ_COLOR_zon2 ? VZ_COLOR_zon2
                         : brush->ui->theme->high_contrast ? VZ_COLOR_vla
                                                           : VZ_COLOR_zon;
    }
    if (paints[skin->row->content]) {
        paints[skin->row->content](&own, box, skin);
    }
}
