#include "layout.h"

#include "kiosk/render/painter.h"
#include "kiosk/text/text.h"

#define SHRINK_STEP 5
#define SHRINK_LEAST 85 // design.md 2.4
#define SHRINK_LAST 60  // rather small than cut

struct vz_rect vz_layout_cut_top(struct vz_rect *area, int height, int gap) {
    struct vz_rect strip = {area->x, area->y, area->w, height};
    area->y += height + gap;
    area->h -= height + gap;
    return strip;
}

struct vz_rect vz_layout_cut_bottom(struct vz_rect *area, int height, int gap) {
    area->h -= height + gap;
    return (struct vz_rect){area->x, area->y + area->h + gap, area->w, height};
}

struct vz_rect vz_layout_cut_start(struct vz_rect *area, int width, int gap) {
    struct vz_rect strip = {area->x, area->y, width, area->h};
    area->x += width + gap;
    area->w -= width + gap;
    return strip;
}

struct vz_rect vz_layout_cut_end(struct vz_rect *area, int width, int gap) {
    area->w -= width + gap;
    return (struct vz_rect){area->x + area->w + gap, area->y, width, area->h};
}

struct vz_rect vz_layout_center(struct vz_rect area, int width, int height) {
    return (struct vz_rect){area.x + (area.w - width) / 2,
                            area.y + (area.h - height) / 2, width, height};
}

struct vz_rect vz_layout_column(struct vz_rect area, int n, int i, int gap) {
    // Rounding goes into the gaps, so that all columns are equally wide.
    int width = (area.w - (n - 1) * gap) / n;
    int x = n > 1 ? i * (area.w - width) / (n - 1) : 0;
    return (struct vz_rect){area.x + x, area.y, width, area.h};
}

struct vz_rect vz_layout_keep_order(const struct vz_ui *ui, struct vz_rect area,
                                    struct vz_rect rect) {
    if (ui->rtl) {
        rect.x = 2 * area.x + area.w - rect.x - rect.w;
    }
    return rect;
}

struct vz_fit vz_layout_measure(const struct vz_ui *ui, const char *text,
                                enum vz_type type, int shrink, int width) {
    struct vz_text_style style = vz_text_style(ui, type);
    if (shrink) {
        style.size = style.size * shrink / 100;
        style.line = style.line * shrink / 100;
        style.tracking = style.tracking * shrink / 100;
    }
    const struct vz_text_layout *layout =
        vz_text_lay_out(ui->text, text, &style, width);
    if (!layout) {
        return (struct vz_fit){false, type, shrink, 0, style.line};
    }
    return (struct vz_fit){!vz_text_overflows(layout), type, shrink,
                           vz_text_width(layout), vz_text_height(layout)};
}

struct vz_fit vz_layout_fit(const struct vz_ui *ui, const char *text,
                            const enum vz_type *types, size_t n, int width,
                            int height) {
    struct vz_fit fit = {0};
    for (size_t i = 0; i < n; i++) {
        for (int shrink = 100; shrink >= SHRINK_LEAST; shrink -= SHRINK_STEP) {
            fit = vz_layout_measure(ui, text, types[i],
                                    shrink == 100 ? 0 : shrink, width);
            fit.fits = fit.fits && (!height || fit.height <= height);
            if (fit.fits) {
                return fit;
            }
        }
    }
    return fit;
}

int vz_layout_text(struct vz_scene *scene, const struct vz_ui *ui,
                   struct vz_rect area, const struct vz_text_block *block) {
    struct vz_fit fit =
        vz_layout_measure(ui, block->text, block->type, block->shrink, area.w);
    vz_scene_add(scene, &(struct vz_box){
                            .name = block->name,
                            .role = block->role,
                            .look = block->look,
                            .rect = {area.x, area.y, area.w, fit.height},
                            .label = block->text,
                            .type = block->type,
                            .shrink = block->shrink,
                            .align = block->align,
                        });
    return fit.height;
}

int vz_layout_button_width(const struct vz_ui *ui, const struct vz_box *box,
                           int least) {
    int width = vz_painter_button_width(ui, box);
    return width > least ? width : least;
}

const char *vz_layout_back_icon(const struct vz_ui *ui) {
    return ui->rtl ? "next" : "back";
}

const char *vz_layout_next_icon(const struct vz_ui *ui) {
    return ui->rtl ? "back" : "next";
}

void vz_layout_shrink_label(const struct vz_ui *ui, struct vz_box *box) {
    static const enum vz_type smaller[] = {VZ_TYPE_BODY_BOLD,
                                           VZ_TYPE_SMALL_BOLD, VZ_TYPE_MIN};
    const int size = vz_text_style(ui, box->type).size;
    for (size_t i = 0; i <= sizeof(smaller) / sizeof(*smaller); i++) {
        int least = i < sizeof(smaller) / sizeof(*smaller) ? SHRINK_LEAST
                                                           : SHRINK_LAST;
        for (int shrink = 100; shrink >= least; shrink -= SHRINK_STEP) {
            box->shrink = shrink == 100 ? 0 : shrink;
            if (vz_painter_button_width(ui, box) <= box->rect.w) {
                return;
            }
        }
        while (i < sizeof(smaller) / sizeof(*smaller) &&
               vz_text_style(ui, smaller[i]).size >= size) {
            i++;
        }
        if (i < sizeof(smaller) / sizeof(*smaller)) {
            box->type = smaller[i];
        }
    }
}
