// Answers and doors: cards, list rows, faces, scale keys, consent, doors.
#include "box_content.h"

#include "blend.h"

#include <stdio.h>
#include <string.h>

#define TILE 104
#define TILE_ICON 72
#define TILE_RADIUS 24
#define MARKER 40
#define MARKER_RADIUS 10

static bool has(const char *text) {
    return text && *text;
}

static bool high_contrast(const struct vz_brush *brush) {
    return brush->ui->theme->high_contrast;
}

// Pictograms grow with the text, less than it, so that labels keep room.
static double grown(const struct vz_ui *ui, double share) {
    return 1 + (ui->text_scale - 1) * share;
}

static int tile_size(const struct vz_ui *ui, struct vz_rect face) {
    const int wanted = vz_px(ui, TILE * grown(ui, 0.2));
    const int room = face.h - 2 * vz_px(ui, 16);
    return wanted < room ? wanted : room;
}

static void paint_tile(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin, struct vz_rect tile) {
    const struct vz_ui *ui = brush->ui;
    const bool high = high_contrast(brush);
    if (!high) {
        vz_brush_fill(brush, tile, tile.w * TILE_RADIUS / TILE,
                      skin->selected ? VZ_COLOR_melk : VZ_COLOR_gracht1);
    }
    int size = tile.w * TILE_ICON / TILE;
    if (high) {
        size = size * 115 / 100;
    }
    if (box->icon_size && vz_px(ui, box->icon_size) < tile.w) {
        size = vz_px(ui, box->icon_size);
    }
    // The tile keeps its own ink on yellow, unless it has lost its fill.
    const int ink = skin->selected && !high ? VZ_COLOR_gracht9
                                            : skin->icon_color;
    if (has(box->icon)) {
        const int own = high && !skin->selected ? VZ_COLOR_inkt : ink;
        vz_brush_icon(brush, box->icon, vz_content_center(tile, size, size),
                      VZ_STROKE_AS_DRAWN, own);
    }
}

// ------------------------------------------------------------------ markers

static int marker_size(const struct vz_ui *ui) {
    return vz_px(ui, MARKER * (ui->text_scale < 1.3 ? ui->text_scale : 1.3));
}

static void paint_marker(const struct vz_brush *brush, const struct vz_box *box,
                         const struct vz_skin *skin, struct vz_rect at) {
    const struct vz_ui *ui = brush->ui;
    const bool high = high_contrast(brush);
    const int radius = box->marker == VZ_MARKER_ROUND
                           ? at.w / 2
                           : at.w * MARKER_RADIUS / MARKER;
    if (!skin->selected) {
        vz_brush_edged(brush, at, radius, vz_stroke_px(ui, 3), VZ_COLOR_lijn,
                       skin->dashed ? VZ_INK_NONE : VZ_COLOR_melk);
        return;
    }
    vz_brush_fill(brush, at, radius, high ? VZ_COLOR_vla : VZ_COLOR_inkt);
    const int size = at.w * 26 / MARKER;
    vz_brush_icon(brush, "check", vz_content_center(at, size, size),
                  VZ_STROKE_BOLD, high ? VZ_COLOR_zon : VZ_COLOR_melk);
}

// A square in the upper corner at the end side.
static struct vz_rect corner_marker(const struct vz_ui *ui,
                                    const struct vz_skin *skin) {
    const int size = marker_size(ui);
    const int in = vz_px(ui, 19);
    struct vz_rect at =
        vz_content_strip(ui, skin->face, skin->face.w - in - size, size);
    at.y += in;
    at.h = size;
    return at;
}

// -------------------------------------------------------------------- cards

// Tile above the label, for cards that are high rather than wide.
static void paint_high_card(const struct vz_brush *brush,
                            const struct vz_box *box,
                            const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int gap = vz_px(ui, 10);
    const int side = vz_px(ui, 12);
    int tile = vz_px(ui, 88 * grown(ui, 0.2));
    const int most = face.h * 55 / 100;
    tile = tile < most ? tile : most;
    const struct vz_text_layout *label = vz_content_fit(
        ui, box->label ? box->label : "", vz_box_style(ui, box, box->type),
        face.w - 2 * side, face.h - tile - gap - 2 * side);
    const int whole = tile + gap + vz_text_height(label);
    const int top = face.y + (face.h - whole) / 2;
    paint_tile(brush, box, skin,
               (struct vz_rect){face.x + (face.w - tile) / 2, top, tile, tile});
    struct vz_rect below = {face.x + side, top + tile + gap, face.w - 2 * side,
                            vz_text_height(label)};
    vz_brush_text(brush, label, below, VZ_ALIGN_CENTER, skin->text_color);
}

static void paint_wide_card(const struct vz_brush *brush,
                            const struct vz_box *box,
                            const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int start = vz_px(ui, 28 + 3);
    const int tile = tile_size(ui, face);
    const int x = start + tile + vz_px(ui, skin->row->gap);
    paint_tile(
        brush, box, skin,
        vz_content_center(vz_content_strip(ui, face, start, tile), tile, tile));
    const int high = face.h - 2 * vz_px(ui, 10);
    // Words that do not fit beside the usual padding may use most of it.
    int width = face.w - x - start;
    struct vz_stack stack = vz_content_stack(ui, box, width, high, 2);
    if (vz_text_line_height(stack.label) <
        vz_box_style(ui, box, box->type).line) {
        width = face.w - x - vz_px(ui, 6);
        stack = vz_content_stack(ui, box, width, high, 2);
    }
    if (box->marker != VZ_MARKER_NONE) {
        const struct vz_rect marker = corner_marker(ui, skin);
        const int below = marker.y + marker.h - vz_px(ui, 8);
        const int narrow = face.w - x - vz_px(ui, 19 + 8) - marker_size(ui);
        if (face.y + (face.h - stack.height) / 2 < below &&
            stack.width > narrow) {
            width = narrow;
            stack = vz_content_stack(ui, box, width, high, 2);
        }
    }
    vz_content_draw_stack(brush, &stack, vz_content_strip(ui, face, x, width),
                          VZ_ALIGN_START, skin->text_color);
}

// The picture has what the words below it leave.
static void paint_picture_card(const struct vz_brush *brush,
                               const struct vz_box *box,
                               const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const int side = vz_px(ui, 14), gap = vz_px(ui, 10);
    const struct vz_rect face = skin->face;
    const struct vz_text_layout *label = vz_content_fit(
        ui, box->label ? box->label : "", vz_box_style(ui, box, box->type),
        face.w - 2 * side, face.h / 2);
    const int words = vz_text_height(label);
    const struct vz_rect picture = {face.x + side, face.y + side,
                                    face.w - 2 * side,
                                    face.h - words - gap - 2 * side};
    vz_brush_picture(brush, box->picture, picture);
    vz_text_draw(ui->text, label, brush->surface, &brush->clip, picture.x,
                 picture.y + picture.h + gap, picture.w, VZ_ALIGN_CENTER,
                 vz_ink_color(ui, skin->text_color));
}

void vz_content_card(const struct vz_brush *brush, const struct vz_box *box,
                     const struct vz_skin *skin) {
    if (box->picture) {
        paint_picture_card(brush, box, skin);
    } else if (skin->face.w < vz_px(brush->ui, 280)) {
        paint_high_card(brush, box, skin);
    } else {
        paint_wide_card(brush, box, skin);
    }
    if (box->marker != VZ_MARKER_NONE) {
        paint_marker(brush, box, skin, corner_marker(brush->ui, skin));
    }
}

// The number of a rank: a dark stone, or an empty one.
static void paint_place(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin, struct vz_rect at) {
    const struct vz_ui *ui = brush->ui;
    const int radius = at.w * 28 / 100;
    if (box->level <= 0) {
        vz_brush_edged(brush, at, radius, vz_stroke_px(ui, 3), VZ_COLOR_lijn,
                       VZ_COLOR_melk);
        return;
    }
    const bool high = high_contrast(brush);
    vz_brush_fill(brush, at, radius, high ? VZ_COLOR_vla : VZ_COLOR_inkt);
    char number[16];
    snprintf(number, sizeof(number), "%d", box->level);
    struct vz_text_style style = vz_text_style(ui, VZ_TYPE_BODY_BOLD);
    vz_content_draw_middle(
        brush, vz_content_fit(ui, number, style, at.w - 2, at.h), at,
        VZ_ALIGN_CENTER, high ? VZ_COLOR_zon : VZ_COLOR_melk);
}

void vz_content_list(const struct vz_brush *brush, const struct vz_box *box,
                     const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    int side = vz_px(ui, skin->row->padding);
    const int end = side;
    const int icon = vz_content_icon_px(ui, box, skin->row);
    const bool place = box->marker == VZ_MARKER_PLACE;
    const int marker = box->marker != VZ_MARKER_NONE && !place ? marker_size(ui)
                                                               : 0;
    if (place) {
        const int size = vz_px(ui, 52);
        struct vz_rect strip = vz_content_strip(ui, face, side, size);
        paint_place(brush, box, skin, vz_content_center(strip, size, size));
        side += size + vz_px(ui, 20);
    }
    const int x = side + (icon ? icon + vz_px(ui, skin->row->gap) : 0);
    const int after = marker ? marker + vz_px(ui, 20) : 0;
    const int width = face.w - x - end - after;
    const struct vz_stack stack = vz_content_stack(
        ui, box, width, face.h - 2 * vz_px(ui, 8), vz_px(ui, 2));
    vz_content_draw_stack(brush, &stack, vz_content_strip(ui, face, x, width),
                          box->align, skin->text_color);
    if (icon) {
        struct vz_rect strip = vz_content_strip(ui, face, side, icon);
        vz_brush_icon(brush, box->icon, vz_content_center(strip, icon, icon),
                      VZ_STROKE_AS_DRAWN, skin->icon_color);
    }
    if (marker) {
        struct vz_rect strip =
            vz_content_strip(ui, face, face.w - end - marker, marker);
        paint_marker(brush, box, skin,
                     vz_content_center(strip, marker, marker));
    }
}

// ------------------------------------------------------- faces, scale, doors

void vz_content_smiley(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const bool high = face.h >= vz_px(ui, 300);
    const int side = vz_px(ui, skin->row->padding) + vz_px(ui, 3);
    const int gap = vz_px(ui, high ? skin->row->gap : 12);
    const struct vz_text_style style = vz_box_style(ui, box, box->type);
    // Room is kept for as many lines as any of the labels may have, so that
    // all faces of the scale stand at one height.
    const bool one_line = high && ui->text_scale <= 1;
    const int label = style.line * (one_line ? 1 : 2);
    int size = vz_px(ui, box->icon_size ? box->icon_size : high ? 176 : 104);
    const int wide = face.w - 2 * vz_px(ui, 12);
    const int room = face.h - gap - label - vz_px(ui, 16);
    size = size < wide ? size : wide;
    size = size < room ? size : room;
    const int top = face.y + (face.h - size - gap - label) / 2;
    int disc = VZ_COLOR_face1 +
               (box->level >= 1 && box->level <= 5 ? box->level - 1 : 2);
    if (high_contrast(brush) || skin->dashed) {
        disc = VZ_INK_NONE;
    }
    vz_brush_smiley(
        brush, box->level,
        (struct vz_rect){face.x + (face.w - size) / 2, top, size, size}, disc,
        skin->icon_color);
    const int below = top + size + gap;
    if (has(box->label)) {
        const int width = face.w - 2 * side;
        const struct vz_text_layout *word =
            vz_content_fit(ui, box->label, style, width,
                           face.y + face.h - below - vz_px(ui, 6));
        // Scripts with higher lines stand where the others do.
        const int y = below + (style.line - vz_text_line_height(word)) / 2;
        vz_brush_text(brush, word, (struct vz_rect){face.x + side, y, width, 0},
                      VZ_ALIGN_CENTER, skin->text_color);
    }
}

// A star over its number.
static void paint_scale_icon(const struct vz_brush *brush,
                             const struct vz_box *box,
                             const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const struct vz_text_layout *digit =
        vz_content_fit(ui, box->label ? box->label : "",
                       vz_box_style(ui, box, box->type), face.w, face.h / 3);
    const int line = vz_text_line_height(digit);
    const int room = face.h - line - vz_px(ui, 20);
    int size = vz_content_icon_px(ui, box, skin->row);
    size = size < room ? size : room;
    size = size < face.w * 7 / 10 ? size : face.w * 7 / 10;
    const int top = face.y + (face.h - size - line) / 2;
    vz_brush_icon(
        brush, box->icon,
        (struct vz_rect){face.x + (face.w - size) / 2, top, size, size},
        VZ_STROKE_AS_DRAWN, skin->icon_color);
    struct vz_rect below = {face.x, top + size, face.w, line};
    vz_content_draw_middle(brush, digit, below, VZ_ALIGN_CENTER,
                           skin->text_color);
}

void vz_content_scale(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int side = vz_px(ui, skin->row->padding);
    if (has(box->icon)) {
        paint_scale_icon(brush, box, skin);
        return;
    }
    const struct vz_text_layout *digit = vz_content_fit(
        ui, box->label ? box->label : "", vz_box_style(ui, box, box->type),
        face.w - 2 * side, face.h);
    // Digits stand in one row, whatever the height of their key.
    struct vz_rect strip = face;
    const int line = vz_text_line_height(digit);
    const int up = vz_px(ui, 3 + 24);
    if (face.h > line + 2 * up) {
        strip.y = face.y + face.h - up - line;
        strip.h = line;
    }
    vz_content_draw_middle(brush, digit, strip, VZ_ALIGN_CENTER,
                           skin->text_color);
}

// Three stones, filled from below: who may hear the story.
static void paint_consent_stones(const struct vz_brush *brush,
                                 const struct vz_box *box,
                                 const struct vz_skin *skin, int bottom,
                                 int end) {
    const struct vz_ui *ui = brush->ui;
    const int w = vz_px(ui, 64);
    const int h = vz_px(ui, 18);
    const int pitch = h + vz_px(ui, 5);
    const int n = box->n_levels > 0 ? box->n_levels : 3;
    const int ink = high_contrast(brush) && skin->selected ? VZ_COLOR_vla
                                                           : VZ_COLOR_inkt;
    for (int i = 0; i < n; i++) {
        struct vz_rect stone =
            vz_content_strip(ui, skin->face, skin->face.w - end - w, w);
        stone.y = bottom - h - i * pitch;
        stone.h = h;
        const bool full = i < box->level;
        vz_brush_edged(brush, stone, vz_px(ui, 7), vz_stroke_px(ui, 3),
                       full || skin->selected ? ink : VZ_COLOR_lijn,
                       full ? ink : VZ_COLOR_melk);
    }
}

void vz_content_consent(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int side = vz_px(ui, skin->row->padding + 3);
    const bool high = face.h >= vz_px(ui, 280);
    int tile = vz_px(ui, TILE);
    const int most = face.h - 2 * vz_px(ui, 16);
    tile = tile < most ? tile : most;
    const int above = high ? vz_px(ui, 31) : (face.h - tile) / 2;
    const int stones = box->level > 0 ? vz_px(ui, 64 + 16) : 0;
    struct vz_rect at = vz_content_strip(ui, face, side, tile);
    at.y += above;
    at.h = tile;
    paint_tile(brush, box, skin, at);
    if (stones) {
        // Three stones stand in the middle of a low card.
        const int up = high ? 0 : (tile - vz_px(ui, 64)) / 2;
        paint_consent_stones(brush, box, skin, at.y + tile - up, side);
    }
    // Below the tile, or beside it where the card is low.
    struct vz_rect text = vz_content_strip(ui, face, side, face.w - 2 * side);
    text.y = at.y + tile + vz_px(ui, 18);
    if (!high) {
        const int x = side + tile + vz_px(ui, 20);
        text = vz_content_strip(ui, face, x, face.w - x - side - stones);
        text.y = face.y + vz_px(ui, 10);
    }
    text.h = face.y + face.h - text.y - vz_px(ui, high ? 16 : 10);
    const int gap = vz_px(ui, high ? skin->row->gap : 4);
    const struct vz_stack stack =
        vz_content_stack(ui, box, text.w, text.h, gap);
    if (high) {
        text.h = stack.height;
    }
    vz_content_draw_stack(brush, &stack, text, VZ_ALIGN_START,
                          skin->text_color);
}

// Two faces, one over the other: the sign of short questions.
static void paint_pair(const struct vz_brush *brush, struct vz_rect box) {
    const int size = box.w * 123 / 169;
    const int disc = high_contrast(brush) ? VZ_COLOR_zon : VZ_COLOR_melk;
    static const char *const names[] = {"smile-5", "smile-3"};
    for (int i = 0; i < 2; i++) {
        struct vz_rect square = {i ? box.x + box.w - size : box.x,
                                 i ? box.y + box.h - size : box.y, size, size};
        const int inset = size * 2 / 24;
        struct vz_rect round = {square.x + inset, square.y + inset,
                                size - 2 * inset, size - 2 * inset};
        vz_brush_fill(brush, round, round.w / 2, disc);
        vz_brush_icon(brush, names[i], square, VZ_STROKE_AS_DRAWN,
                      VZ_INK_ON_SUN);
    }
}

// The picture of a door; answers its width.
static int paint_door_picture(const struct vz_brush *brush,
                              const struct vz_box *box,
                              const struct vz_skin *skin, int start) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const bool sun = box->look == VZ_LOOK_DOOR_SUN;
    const int room = face.h - 2 * vz_px(ui, 24);
    const int third = (face.w - 2 * start) * 2 / 5;
    int size = vz_px(ui, 156);
    size = size < room ? size : room;
    size = size < third ? size : third;
    if (sun && (!has(box->icon) || strncmp(box->icon, "smile", 5) == 0)) {
        int h = size * 209 / 156;
        h = h < room ? h : room;
        const int w = h * 169 / 209;
        struct vz_rect strip = vz_content_strip(ui, face, start, w);
        paint_pair(brush, vz_content_center(strip, w, h));
        return size; // so that the titles of all doors begin alike
    }
    struct vz_rect tile =
        vz_content_center(vz_content_strip(ui, face, start, size), size, size);
    vz_brush_fill(brush, tile, size * 48 / 156, VZ_COLOR_melk);
    if (has(box->icon)) {
        const int icon = size * 112 / 156;
        const int ink = !sun                   ? VZ_COLOR_tulp
                        : high_contrast(brush) ? VZ_COLOR_zon
                                               : VZ_COLOR_inkt;
        vz_brush_icon(brush, box->icon, vz_content_center(tile, icon, icon),
                      VZ_STROKE_AS_DRAWN, ink);
    }
    return size;
}

void vz_content_door(const struct vz_brush *brush, const struct vz_box *box,
                     const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const bool narrow = face.w < vz_px(ui, 420);
    const int side = vz_px(ui, (narrow ? 24 : skin->row->padding) + 3);
    const int picture = paint_door_picture(brush, box, skin, side);
    const int x = side + picture + vz_px(ui, narrow ? 20 : skin->row->gap);
    // How long it takes stands behind a clock, in the detail's line.
    const int clock = vz_px(ui, 32 * grown(ui, 0.6));
    const int indent = has(box->detail) ? clock + vz_px(ui, 12) : 0;
    struct vz_rect text = vz_content_strip(ui, face, x, face.w - x - side / 2);
    const struct vz_stack stack = vz_content_stack(
        ui, box, text.w, face.h - 2 * vz_px(ui, 16), vz_px(ui, 8));
    struct vz_stack title = stack;
    title.detail = NULL;
    title.height = vz_text_height(stack.label);
    if (!stack.detail) {
        vz_content_draw_stack(brush, &title, text, VZ_ALIGN_START,
                              skin->text_color);
        return;
    }
    const int top = face.y + (face.h - stack.height) / 2;
    vz_brush_text(brush, stack.label, (struct vz_rect){text.x, top, text.w, 0},
                  VZ_ALIGN_START, skin->text_color);
    struct vz_rect line = vz_content_strip(ui, text, indent, text.w - indent);
    line.y = top + vz_text_height(stack.label) + stack.gap;
    line.h = vz_text_height(stack.detail);
    vz_brush_text(brush, stack.detail, line, VZ_ALIGN_START, skin->text_color);
    struct vz_rect icon = vz_content_strip(ui, text, 0, clock);
    icon.y = line.y + (vz_text_line_height(stack.detail) - clock) / 2;
    icon.h = clock;
    vz_brush_icon(brush, "clock", icon, VZ_STROKE_AS_DRAWN, skin->text_color);
}
