/*
 * One box on the surface: foot, edge, face, content, signs.
 */
#ifndef VZ_KIOSK_RENDER_BOX_PAINTER_H
#define VZ_KIOSK_RENDER_BOX_PAINTER_H

#include "icon_cache.h"
#include "kiosk/scene/scene.h"
#include "kiosk/text/text.h"
#include "look.h"
#include "picture_cache.h"
#include "qr_code.h"
#include "shape.h"

#include <SDL.h>

// Where and with what is painted.
struct vz_brush {
    SDL_Surface *surface;
    struct vz_rect clip;
    const struct vz_ui *ui;
    const struct vz_scene *scene; // for what lies around a box
    struct vz_shapes *shapes;
    struct vz_icon_cache *icons;
    struct vz_qr_code *qr;
    const struct vz_box
        *spoken;    // whose label's marked word is painted, or NULL
    int spoken_ink; // its ground
    struct vz_picture_cache *pictures;
};

void vz_box_paint(const struct vz_brush *brush, const struct vz_box *box);

// The focus ring, which stands over all neighbours.
void vz_box_paint_ring(const struct vz_brush *brush, const struct vz_box *box);

// The page's colour: the scene's background by name.
SDL_Color vz_page_color(const struct vz_ui *ui, const char *name);

// --- shared by box_painter.c and box_content.c

void vz_brush_fill(const struct vz_brush *brush, struct vz_rect rect,
                   int radius, int ink);
// Face with an edge; `face` VZ_INK_NONE leaves the inside as it is.
void vz_brush_edged(const struct vz_brush *brush, struct vz_rect rect,
                    int radius, int edge, int edge_ink, int face);
// A block of text with its top left at `at`, lines aligned within its width.
void vz_brush_text(const struct vz_brush *brush,
                   const struct vz_text_layout *layout, struct vz_rect at,
                   enum vz_align align, int ink);
// An icon in a square; stroke as vz_icon_mask.
void vz_brush_icon(const struct vz_brush *brush, const char *name,
                   struct vz_rect square, enum vz_stroke stroke, int ink);
// A picture as large as fits, in the middle of `area`; until it is there, and
// when it cannot be had, an icon in its place.
void vz_brush_picture(const struct vz_brush *brush, const char *path,
                      struct vz_rect area);
// A face of the smiley scale: disc and strokes.
void vz_brush_smiley(const struct vz_brush *brush, int level,
                     struct vz_rect square, int disc, int ink);

void vz_box_content(const struct vz_brush *brush, const struct vz_box *box,
                    const struct vz_skin *skin);

// The label's style: type, text size, the box's own shrink.
struct vz_text_style vz_box_style(const struct vz_ui *ui,
                                  const struct vz_box *box, enum vz_type type);

// A text field's geometry, for painting and for touches.
struct vz_field_view {
    const struct vz_text_layout *layout;
    struct vz_rect window; // of the text, on the screen
    int top;               // first line shown
    int scroll;            // px that the text is moved up
};
struct vz_field_view vz_box_field(const struct vz_ui *ui,
                                  const struct vz_box *box);

#endif
