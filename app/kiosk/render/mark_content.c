// Drawings: the slider's track, the brand mark, QR codes.
#include "box_content.h"

#include "blend.h"
#include "logo.h"

#include <string.h>

#define QUIET 2 // modules of white around a QR code, besides its panel's

void vz_content_track(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin) {
    const struct vz_ui *ui = brush->ui;
    const struct vz_rect face = skin->face;
    const int n = box->n_levels;
    const int gap = vz_px(ui, skin->row->gap);
    if (n <= 0 || face.w < n * (gap + 2)) {
        return;
    }
    for (int i = 0; i < n; i++) {
        // Rounding is spread, so that the last stone ends with the track.
        const int left = i * (face.w + gap) / n;
        const int right = (i + 1) * (face.w + gap) / n - gap;
        struct vz_rect stone = vz_content_strip(ui, face, left, right - left);
        const bool full = i < box->level;
        vz_brush_edged(brush, stone, stone.h * 3 / 10, vz_stroke_px(ui, 3),
                       full ? VZ_COLOR_gracht : VZ_COLOR_lijn,
                       full ? VZ_COLOR_gracht : VZ_COLOR_melk);
    }
}

static bool on_dark_bar(const struct vz_brush *brush, struct vz_rect rect) {
    for (size_t i = 0; i < brush->scene->n; i++) {
        const struct vz_box *bar = &brush->scene->boxes[i];
        if (bar->look == VZ_LOOK_BAR_DARK && !bar->label &&
            vz_rect_holds(bar->rect, rect.x, rect.y)) {
            return true;
        }
    }
    return false;
}

void vz_content_brand(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin) {
    const char *page = brush->scene->background;
    const bool sun = page && strcmp(page, "zon") == 0;
    const bool dark = on_dark_bar(brush, box->rect);
    const SDL_Surface *logo = brush->ui->theme->logo;
    // A logo is made for light ground; staff and workers see the mark.
    if (logo && !dark) {
        vz_logo_draw(brush->surface, &brush->clip, skin->face, logo);
        return;
    }
    const struct {
        const char *name;
        int ink;
    } parts[] = {
        {"@brand-top", VZ_COLOR_tulp},
        {"@brand-mid", sun && !dark ? VZ_COLOR_melk : VZ_COLOR_zon},
        {"@brand-tip", VZ_COLOR_tulp},
        {"@brand-low", dark ? VZ_COLOR_regen : VZ_COLOR_gracht},
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        vz_brush_icon(brush, parts[i].name, skin->face, VZ_STROKE_AS_DRAWN,
                      parts[i].ink);
    }
}

void vz_content_qr(const struct vz_brush *brush, const struct vz_box *box,
                   const struct vz_skin *skin) {
    // Cameras need dark on light, whatever the theme.
    const SDL_Color white = {255, 255, 255, 255};
    const SDL_Color dark = {0x12, 0x29, 0x2e, 255};
    const struct vz_rect face = skin->face;
    if (!box->label || !*box->label || !vz_qr_code_set(brush->qr, box->label)) {
        return;
    }
    const int side = brush->qr->side;
    const int least = face.w < face.h ? face.w : face.h;
    const int module = least / (side + 2 * QUIET);
    const int size = module * side;
    const struct vz_rect at = vz_content_center(face, size, size);
    vz_blend_fill(brush->surface, &brush->clip, face, white);
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            if (brush->qr->modules[y * side + x]) {
                struct vz_rect dot = {at.x + x * module, at.y + y * module,
                                      module, module};
                vz_blend_fill(brush->surface, &brush->clip, dot, dark);
            }
        }
    }
}
