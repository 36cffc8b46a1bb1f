// Drawings and pictures: the pad to draw on, strokes, the triangle.
#include "box_content.h"

#include "line.h"

void vz_content_pad(const struct vz_brush *brush, const struct vz_box *box,
                    const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    if (!box->icon || !*box->icon) {
        return;
    }
    const int side = vz_px(ui, skin->row->padding);
    const int icon = vz_content_icon_px(ui, box, skin->row);
    const int y = face.y + face.h * 73 / 100;
    struct vz_rect pencil =
        vz_content_strip(ui, face, side - vz_px(ui, 4), icon);
    pencil.y = y - icon - vz_px(ui, 8);
    pencil.h = icon;
    vz_brush_icon(brush, box->icon, pencil, VZ_STROKE_AS_DRAWN,
                  skin->icon_color);
    const int dash = vz_px(ui, 10), gap = vz_px(ui, 12);
    for (int x = face.x + side; x + dash <= face.x + face.w - side;
         x += dash + gap) {
        vz_line_draw(brush->surface, &brush->clip, (struct vz_point){x, y},
                     (struct vz_point){x + dash, y}, vz_stroke_px(ui, 3),
                     vz_ink_color(ui, skin->edge_color));
    }
}

void vz_content_stroke(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const int width = vz_stroke_px(ui, box->level ? box->level : 5);
    const SDL_Color color = vz_ink_color(ui, skin->text_color);
    for (size_t i = 0; i < box->n_points; i++) {
        const short *to = &box->points[2 * i];
        const short *from = i ? to - 2 : to;
        const struct vz_rect r = box->rect;
        vz_line_draw(
            brush->surface, &brush->clip,
            (struct vz_point){r.x + from[0] + 0.5, r.y + from[1] + 0.5},
            (struct vz_point){r.x + to[0] + 0.5, r.y + to[1] + 0.5}, width,
            color);
    }
}

void vz_content_triangle(const struct vz_brush *brush, const struct vz_box *box,
                         const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect r = skin->face;
    const double edge = vz_stroke_px(ui, 4), in = edge / 2;
    const struct vz_point corners[3] = {
        {r.x + r.w / 2.0, r.y + in},
        {r.x + r.w - in, r.y + r.h - in},
        {r.x + in, r.y + r.h - in},
    };
    vz_line_triangle(brush->surface, &brush->clip, corners,
                     vz_ink_color(ui, VZ_COLOR_melk));
    for (int i = 0; i < 3; i++) {
        const struct vz_point a = corners[(i + 1) % 3],
                              b = corners[(i + 2) % 3];
        vz_line_dots(brush->surface, &brush->clip, corners[i],
                     (struct vz_point){(a.x + b.x) / 2, (a.y + b.y) / 2},
                     vz_stroke_px(ui, 3), vz_px(ui, 14),
                     vz_ink_color(ui, VZ_COLOR_haar));
    }
    for (int i = 0; i < 3; i++) {
        vz_line_draw(brush->surface, &brush->clip, corners[i],
                     corners[(i + 1) % 3], edge,
                     vz_ink_color(ui, skin->edge_color));
    }
}

void vz_content_picture(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin) {
    if (box->picture) {
        vz_brush_picture(brush, box->picture, skin->face);
    }
}
