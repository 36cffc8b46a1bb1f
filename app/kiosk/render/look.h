/*
 * The looks of boxes as a table: colours, edges, foot, radius, padding and how
 * the content stands in each (design.md 4).
 */
#ifndef VZ_KIOSK_RENDER_LOOK_H
#define VZ_KIOSK_RENDER_LOOK_H

#include "kiosk/scene/scene.h"
#include "theme.h"

// A colour of the theme, or one of these.
enum vz_ink {
    VZ_INK_NONE = -1,
    // Text and signs on the selected face: inkt, black in high contrast.
    VZ_INK_ON_SUN = VZ_COLOR_COUNT_,
};

// How label, detail and icon stand in the face.
enum vz_content {
    VZ_CONTENT_NONE,
    VZ_CONTENT_TEXT,   // block of text, icon beside it
    VZ_CONTENT_ROW,    // icon and label in the middle
    VZ_CONTENT_HELPER, // icon above the label
    VZ_CONTENT_CARD,   // tile, label, marker
    VZ_CONTENT_LIST,   // label at the start, marker at the end
    VZ_CONTENT_SMILEY,
    VZ_CONTENT_SCALE,
    VZ_CONTENT_CONSENT,
    VZ_CONTENT_DOOR,
    VZ_CONTENT_FIELD,
    VZ_CONTENT_TRACK,
    VZ_CONTENT_BANNER,
    VZ_CONTENT_BRAND,
    VZ_CONTENT_QR,
    VZ_CONTENT_PAD,
    VZ_CONTENT_STROKE,
    VZ_CONTENT_TRIANGLE,
    VZ_CONTENT_PICTURE,
};

// A row of the table; sizes in design px.
struct vz_look_row {
    int face, edge, foot, text, icon; // colours
    int radius, edge_width, foot_height;
    enum vz_content content;
    int padding; // at the sides
    int gap;     // between icon and label
    int icon_size;
    bool touch;     // shows the states of what can be touched
    bool turns_sun; // goes yellow when selected
    bool badge;     // has a check mark when selected
};

const struct vz_look_row *vz_look_row(enum vz_look look);

// How a box looks in its state, in screen px.
struct vz_skin {
    const struct vz_look_row *row;
    struct vz_rect face; // where the face is now: lower when pressed
    int face_color, edge_color, foot_color, text_color, icon_color;
    int radius, edge, foot;
    bool dashed;
    bool selected; // shows the sun face
    bool badge;
    bool ring;
    bool warned; // has the warning sign of an error
};

struct vz_skin vz_skin_of(const struct vz_ui *ui, const struct vz_box *box);

// Everything the box may paint: foot, badge, ring and a stone's tail too.
struct vz_rect vz_look_bounds(const struct vz_ui *ui, const struct vz_box *box);

SDL_Color vz_ink_color(const struct vz_ui *ui, int ink);

// Stroke widths are never under 2 px.
int vz_stroke_px(const struct vz_ui *ui, double design);

// The badge's square for a face.
struct vz_rect vz_badge_rect(const struct vz_ui *ui, const struct vz_box *box,
                             const struct vz_skin *skin);
// The focus ring's outer edge.
struct vz_rect vz_ring_rect(const struct vz_ui *ui, const struct vz_skin *skin,
                            int *radius, int *width);
// The speech tail of a stone: 0 none, -1 on the left, 1 on the right.
int vz_tail_side(const struct vz_ui *ui, const struct vz_box *box);
struct vz_rect vz_tail_rect(const struct vz_ui *ui, const struct vz_skin *skin,
                            int side);

#endif
