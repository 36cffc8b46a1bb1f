#include "box_painter.h"

#include "blend.h"

#include <stdio.h>
#include <string.h>

#define SHADE_ALPHA 96 // of 255

SDL_Color vz_page_color(const struct vz_ui *ui, const char *name) {
    static const struct {
        const char *name;
        enum vz_color color;
    } pages[] = {{"vla", VZ_COLOR_vla},
                 {"zon", VZ_COLOR_zon},
                 {"melk", VZ_COLOR_melk},
                 {"gracht9", VZ_COLOR_gracht9}};
    // In high contrast every page is black.
    for (size_t i = 0; name && !ui->theme->high_contrast &&
                       i < sizeof(pages) / sizeof(*pages);
         i++) {
        if (strcmp(pages[i].name, name) == 0) {
            return ui->theme->colors[pages[i].color];
        }
    }
    return ui->theme->colors[VZ_COLOR_vla];
}

// ------------------------------------------------------------------ strokes

void vz_brush_fill(const struct vz_brush *brush, struct vz_rect rect,
                   int radius, int ink) {
    if (ink >= 0) {
        vz_shape_fill(brush->shapes, brush->surface, &brush->clip, rect, radius,
                      VZ_CORNERS_ALL, vz_ink_color(brush->ui, ink));
    }
}

void vz_brush_edged(const struct vz_brush *brush, struct vz_rect rect,
                    int radius, int edge, int edge_ink, int face) {
    if (face < 0) {
        vz_shape_ring(brush->shapes, brush->surface, &brush->clip, rect, radius,
                      edge, vz_ink_color(brush->ui, edge_ink));
        return;
    }
    if (edge > 0 && edge_ink != face) {
        vz_brush_fill(brush, rect, radius, edge_ink);
        rect = (struct vz_rect){rect.x + edge, rect.y + edge, rect.w - 2 * edge,
                                rect.h - 2 * edge};
        radius = radius > edge ? radius - edge : 0;
    }
    vz_brush_fill(brush, rect, radius, face);
}

void vz_brush_icon(const struct vz_brush *brush, const char *name,
                   struct vz_rect square, enum vz_stroke stroke, int ink) {
    if (vz_rect_cut(square, brush->clip).w == 0) {
        return;
    }
    const uint8_t *mask =
        vz_icon_mask(brush->icons, name, square.w, square.h, stroke);
    if (mask) {
        vz_blend_mask(brush->surface, &brush->clip, mask, square.w, square,
                      vz_ink_color(brush->ui, ink));
    }
}

void vz_brush_picture(const struct vz_brush *brush, const char *path,
                      struct vz_rect area) {
    bool waits = false;
    const SDL_Surface *picture =
        vz_pictures_get(brush->pictures, path, area.w, area.h, &waits);
    if (picture) {
        vz_pictures_paint(picture, brush->surface, &brush->clip, area);
    } else if (!waits) {
        const int least = area.w < area.h ? area.w : area.h;
        const int own = vz_px(brush->ui, 72);
        const int size = least < own ? least : own;
        struct vz_rect square = {area.x + (area.w - size) / 2,
                                 area.y + (area.h - size) / 2, size, size};
        vz_brush_icon(brush, "eye-off", square, VZ_STROKE_AS_DRAWN,
                      VZ_COLOR_inkt2);
    }
}

void vz_brush_smiley(const struct vz_brush *brush, int level,
                     struct vz_rect square, int disc, int ink) {
    const int size = square.w;
    const int inset = size * 2 / 24; // the circle has a radius of 10 in 24
    struct vz_rect round = {square.x + inset, square.y + inset,
                            size - 2 * inset, size - 2 * inset};
    vz_brush_fill(brush, round, round.w / 2, disc);
    char name[24];
    const bool large = size >= vz_px(brush->ui, 96);
    snprintf(name, sizeof(name), "smile-%d%s", level < 1 ? 1 : level,
             large ? "-large" : "");
    const bool fine = size >= vz_px(brush->ui, 200);
    vz_brush_icon(brush, name, square,
                  fine ? VZ_STROKE_FINE : VZ_STROKE_AS_DRAWN, ink);
}

// ------------------------------------------------------------------- frames

static void paint_foot(const struct vz_brush *brush,
                       const struct vz_skin *skin) {
    if (skin->foot > 0 && skin->foot_color >= 0) {
        struct vz_rect foot = skin->face;
        foot.y += skin->foot;
        vz_brush_fill(brush, foot, skin->radius, skin->foot_color);
    }
}

// Sheets and the dark base rise from the screen's lower edge; a panel over the
// whole width is a plain band.
static bool paint_band(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    struct vz_rect r = skin->face;
    const bool band = r.x <= 0 && r.w >= ui->width;
    const bool low = r.y + r.h >= ui->height;
    const bool sheet = box->look == VZ_LOOK_SHEET;
    const bool base = box->look == VZ_LOOK_BAR_DARK;
    if (!(band || (low && (sheet || base)))) {
        return false;
    }
    const bool rounded = sheet ? r.y > 0 : base && !band;
    const int radius = rounded ? skin->radius : 0;
    const int ink = sheet && r.y <= 0 ? VZ_COLOR_vla : skin->face_color;
    if (sheet && r.y > 0) {
        // A hairline along the upper edge, around the corners.
        vz_shape_fill(brush->shapes, brush->surface, &brush->clip, r, radius,
                      VZ_CORNERS_TOP, vz_ink_color(ui, VZ_COLOR_haar));
        const int line = vz_stroke_px(ui, 3);
        r.y += line;
        r.h -= line;
    }
    vz_shape_fill(brush->shapes, brush->surface, &brush->clip, r, radius,
                  VZ_CORNERS_TOP, vz_ink_color(ui, ink));
    return true;
}

static void paint_face(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin) {
    const bool wide = box->look == VZ_LOOK_SHEET ||
                      box->look == VZ_LOOK_PANEL ||
                      box->look == VZ_LOOK_BAR_DARK;
    if (skin->dashed) {
        vz_shape_dashes(brush->surface, &brush->clip, skin->face, skin->radius,
                        vz_stroke_px(brush->ui, 3),
                        vz_ink_color(brush->ui, skin->edge_color));
    } else if (wide && skin->face_color >= 0 && paint_band(brush, box, skin)) {
        return;
    } else if (skin->face_color >= 0 || skin->edge > 0) {
        vz_brush_edged(brush, skin->face, skin->radius, skin->edge,
                       skin->edge_color, skin->face_color);
    }
}

// A second line inside the edge: in high contrast an error has no colour of
// its own.
static void paint_double_edge(const struct vz_brush *brush,
                              const struct vz_skin *skin) {
    const int in = skin->edge * 2;
    struct vz_rect inner = {skin->face.x + in, skin->face.y + in,
                            skin->face.w - 2 * in, skin->face.h - 2 * in};
    vz_brush_edged(brush, inner, skin->radius > in ? skin->radius - in : 0,
                   skin->edge / 2, skin->edge_color, VZ_INK_NONE);
}

static void paint_warning(const struct vz_brush *brush,
                          const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const int size = vz_px(ui, 36);
    const int in = vz_px(ui, 12);
    struct vz_rect at = {skin->face.x + skin->face.w - in - size,
                         skin->face.y + in, size, size};
    if (ui->rtl) {
        at.x = skin->face.x + in;
    }
    vz_brush_icon(brush, "warning", at, VZ_STROKE_AS_DRAWN, VZ_COLOR_fout);
}

static void paint_badge(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const bool high = ui->theme->high_contrast;
    struct vz_rect disc = vz_badge_rect(ui, box, skin);
    const int rim = vz_stroke_px(ui, 4);
    // The rim sets the disc off: from the card, or from a black page.
    vz_shape_fill(brush->shapes, brush->surface, &brush->clip, disc, disc.w / 2,
                  VZ_CORNERS_ALL,
                  high ? vz_ink_color(ui, VZ_COLOR_zon)
                       : vz_page_color(ui, brush->scene->background));
    struct vz_rect inner = {disc.x + rim, disc.y + rim, disc.w - 2 * rim,
                            disc.h - 2 * rim};
    vz_brush_fill(brush, inner, inner.w / 2,
                  high ? VZ_COLOR_vla : VZ_COLOR_inkt);
    const int size = disc.w * 32 / 52;
    struct vz_rect check = {disc.x + (disc.w - size) / 2,
                            disc.y + (disc.h - size) / 2, size, size};
    vz_brush_icon(brush, "check", check, VZ_STROKE_BOLD,
                  high ? VZ_COLOR_zon : VZ_COLOR_melk);
}

static void paint_tail(const struct vz_brush *brush, const struct vz_skin *skin,
                       int side) {
    const struct vz_rect at = vz_tail_rect(brush->ui, skin, side);
    const uint8_t *mask =
        vz_icon_mask(brush->icons, "@tail", at.w, at.h, VZ_STROKE_AS_DRAWN);
    const SDL_Color color = vz_ink_color(brush->ui, skin->face_color);
    if (mask && side < 0) {
        vz_blend_mask(brush->surface, &brush->clip, mask, at.w, at, color);
    } else if (mask) {
        vz_blend_mask_flipped(brush->surface, &brush->clip, mask, at.w, at,
                              color);
    }
}

// The hairline between two helpers of one bar.
static void paint_divider(const struct vz_brush *brush,
                          const struct vz_box *box) {
    const struct vz_ui *ui = brush->ui;
    const int width = vz_stroke_px(ui, 3);
    const int start = ui->rtl ? box->rect.x + box->rect.w : box->rect.x;
    for (size_t i = 0; i < brush->scene->n; i++) {
        const struct vz_box *bar = &brush->scene->boxes[i];
        const struct vz_rect r = bar->rect;
        if (bar->look == VZ_LOOK_HELPER_BAR &&
            vz_rect_holds(r, box->rect.x + box->rect.w / 2, box->rect.y) &&
            start > r.x + 3 * width && start < r.x + r.w - 3 * width) {
            struct vz_rect line = {start - (ui->rtl ? width : 0), box->rect.y,
                                   width, box->rect.h};
            vz_blend_fill(brush->surface, &brush->clip, line,
                          vz_ink_color(ui, VZ_COLOR_haar));
            return;
        }
    }
}

void vz_box_paint_ring(const struct vz_brush *brush, const struct vz_box *box) {
    const struct vz_skin skin = vz_skin_of(brush->ui, box);
    int radius;
    int width;
    const struct vz_rect ring = vz_ring_rect(brush->ui, &skin, &radius, &width);
    vz_brush_edged(brush, ring, radius, width, VZ_COLOR_regen7, VZ_INK_NONE);
}

static void paint_shade(const struct vz_brush *brush,
                        const struct vz_box *box) {
    const bool high = brush->ui->theme->high_contrast;
    vz_blend_shade(brush->surface, &brush->clip, box->rect,
                   vz_ink_color(brush->ui, high ? VZ_COLOR_vla : VZ_COLOR_inkt),
                   SHADE_ALPHA);
}

void vz_box_paint(const struct vz_brush *brush, const struct vz_box *box) {
    if (box->look == VZ_LOOK_SHADE) {
        paint_shade(brush, box);
        return;
    }
    const struct vz_skin skin = vz_skin_of(brush->ui, box);
    const int tail = vz_tail_side(brush->ui, box);
    paint_foot(brush, &skin);
    if (tail) {
        paint_tail(brush, &skin, tail);
    }
    if (box->look != VZ_LOOK_TRACK || box->n_levels <= 0) {
        paint_face(brush, box, &skin);
    }
    if (box->look == VZ_LOOK_HELPER) {
        paint_divider(brush, box);
    }
    if (skin.edge_color == VZ_COLOR_fout && brush->ui->theme->high_contrast) {
        paint_double_edge(brush, &skin);
    }
    vz_box_content(brush, box, &skin);
    if (skin.warned) {
        paint_warning(brush, &skin);
    }
    if (skin.badge) {
        paint_badge(brush, box, &skin);
    }
}
