/*
 * Small tools for building scenes: cutting rectangles, choosing type sizes.
 *
 * Used by widgets and screens. Rectangles are screen px; names that say
 * `design` are design px. Main thread only.
 */
#ifndef VZ_KIOSK_WIDGET_LAYOUT_H
#define VZ_KIOSK_WIDGET_LAYOUT_H

#include "kiosk/scene/scene.h"

// Numbers of design.md 2.5 and 4, in design px.
#define VZ_GAP 24
#define VZ_FOOT 6        // below the face of what can be touched
#define VZ_ANSWER_MIN 88 // least height of an answer
#define VZ_TARGET_MIN 56 // least height of anything else to touch

// Takes a strip of `height` off the area, and `gap` more.
struct vz_rect vz_layout_cut_top(struct vz_rect *area, int height, int gap);
struct vz_rect vz_layout_cut_bottom(struct vz_rect *area, int height, int gap);
struct vz_rect vz_layout_cut_start(struct vz_rect *area, int width, int gap);
struct vz_rect vz_layout_cut_end(struct vz_rect *area, int width, int gap);
// A rectangle of this size in the middle of the area.
struct vz_rect vz_layout_center(struct vz_rect area, int width, int height);
// Cell `i` of `n` equal columns of the area.
struct vz_rect vz_layout_column(struct vz_rect area, int n, int i, int gap);

// For what keeps its order in right-to-left languages (digits, keyboards): the
// rectangle that stands at the same place of `area` once the whole scene has
// been mirrored.
struct vz_rect vz_layout_keep_order(const struct vz_ui *ui, struct vz_rect area,
                                    struct vz_rect rect);

// A size for a text: a row of the type scale and a percentage of it.
struct vz_fit {
    bool fits;
    enum vz_type type;
    int shrink;        // for struct vz_box; 0 = whole size
    int width, height; // of the laid-out block, px
};

// Measures one text at one size. `width` 0 = on one line.
struct vz_fit vz_layout_measure(const struct vz_ui *ui, const char *text,
                                enum vz_type type, int shrink, int width);
// The largest size at which the text fits: each of the `n` types, whole and
// stepped down to 85 %, in that order. When none fits: the last one, and
// `fits` is false. `height` 0 = any height.
struct vz_fit vz_layout_fit(const struct vz_ui *ui, const char *text,
                            const enum vz_type *types, size_t n, int width,
                            int height);

// A text as high as it is, at the top of `area`; answers the height in px.
struct vz_text_block {
    const char *name;
    const char *text;
    enum vz_type type;
    int shrink;
    enum vz_look look; // VZ_LOOK_TEXT or VZ_LOOK_TEXT_SOFT
    enum vz_box_role role;
    enum vz_align align;
};
int vz_layout_text(struct vz_scene *scene, const struct vz_ui *ui,
                   struct vz_rect area, const struct vz_text_block *block);

// The width of a button for its one-line label and icon, at least `least`.
int vz_layout_button_width(const struct vz_ui *ui, const struct vz_box *box,
                           int least);

// Icon names for the way back and on, in reading direction.
const char *vz_layout_back_icon(const struct vz_ui *ui);
const char *vz_layout_next_icon(const struct vz_ui *ui);

// Sets the box's type and shrink so that its label fits a face of its size.
void vz_layout_shrink_label(const struct vz_ui *ui, struct vz_box *box);

#endif
