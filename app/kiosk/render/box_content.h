/*
 * What stands inside a box: shared pieces of box_content.c (text),
 * choice_content.c (answers and doors), mark_content.c (marks) and
 * drawing_content.c (lines and pictures).
 */
#ifndef VZ_KIOSK_RENDER_BOX_CONTENT_H
#define VZ_KIOSK_RENDER_BOX_CONTENT_H

#include "box_painter.h"

// A label and a detail below it, each fitted to the same width.
struct vz_stack {
    const struct vz_text_layout *label;
    const struct vz_text_layout *detail; // or NULL
    int gap;
    int width, height;
};

// The largest setting, from `style` down in steps of 2 px, at which no word
// breaks and the lines stay within `height` (0 = any).
const struct vz_text_layout *vz_content_fit(const struct vz_ui *ui,
                                            const char *string,
                                            struct vz_text_style style,
                                            int width, int height);
struct vz_stack vz_content_stack(const struct vz_ui *ui,
                                 const struct vz_box *box, int width,
                                 int height, int gap);
// Draws a stack in the middle of `area`'s height.
void vz_content_draw_stack(const struct vz_brush *brush,
                           const struct vz_stack *stack, struct vz_rect area,
                           enum vz_align align, int ink);
// A layout whose optical middle is the middle of `area`.
void vz_content_draw_middle(const struct vz_brush *brush,
                            const struct vz_text_layout *layout,
                            struct vz_rect area, enum vz_align align, int ink);

// A strip of `area` in reading direction: from its start on, `x` px in.
struct vz_rect vz_content_strip(const struct vz_ui *ui, struct vz_rect area,
                                int x, int width);
struct vz_rect vz_content_center(struct vz_rect area, int w, int h);

// The box's icon size in px, or the look's own; 0 without an icon.
int vz_content_icon_px(const struct vz_ui *ui, const struct vz_box *box,
                       const struct vz_look_row *row);

void vz_content_card(const struct vz_brush *brush, const struct vz_box *box,
                     const struct vz_skin *skin);
void vz_content_list(const struct vz_brush *brush, const struct vz_box *box,
                     const struct vz_skin *skin);
void vz_content_smiley(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin);
void vz_content_scale(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin);
void vz_content_consent(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin);
void vz_content_door(const struct vz_brush *brush, const struct vz_box *box,
                     const struct vz_skin *skin);

void vz_content_track(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin);
void vz_content_brand(const struct vz_brush *brush, const struct vz_box *box,
                      const struct vz_skin *skin);
void vz_content_pad(const struct vz_brush *brush, const struct vz_box *box,
                    const struct vz_skin *skin);
void vz_content_stroke(const struct vz_brush *brush, const struct vz_box *box,
                       const struct vz_skin *skin);
void vz_content_triangle(const struct vz_brush *brush, const struct vz_box *box,
                         const struct vz_skin *skin);
void vz_content_picture(const struct vz_brush *brush, const struct vz_box *box,
                        const struct vz_skin *skin);
void vz_content_qr(const struct vz_brush *brush, const struct vz_box *box,
                   const struct vz_skin *skin);

#endif
