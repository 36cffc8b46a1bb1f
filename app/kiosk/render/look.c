#include "look.h"

#include "blend.h"

#define C(name) VZ_COLOR_##name
#define NONE VZ_INK_NONE
#define TOUCH .touch = true
#define CHOICE .touch = true, .turns_sun = true, .badge = true

// Columns: face, edge, foot, text, icon; radius, edge, foot; content, padding,
// gap, icon.
static const struct vz_look_row rows[VZ_LOOK_COUNT_] = {
    [VZ_LOOK_TEXT] = {NONE, NONE, NONE, C(inkt), C(inkt), 0, 0, 0,
                      VZ_CONTENT_TEXT, 0, 12, 32},
    [VZ_LOOK_TEXT_SOFT] = {NONE, NONE, NONE, C(inkt2), C(inkt2), 0, 0, 0,
                           VZ_CONTENT_TEXT, 0, 12, 32},
    [VZ_LOOK_BUTTON] = {C(melk), C(lijn), C(lijn), C(inkt), C(inkt), 20, 3, 6,
                        VZ_CONTENT_ROW, 28, 14, 36, CHOICE},
    [VZ_LOOK_PRIMARY] = {C(gracht), C(gracht), C(gracht9), C(melk), C(melk), 20,
                         3, 6, VZ_CONTENT_ROW, 28, 14, 36, TOUCH},
    [VZ_LOOK_RECORD] = {C(tulp), C(tulp), C(tulp8), C(melk), C(melk), 20, 3, 6,
                        VZ_CONTENT_ROW, 28, 14, 36, TOUCH},
    [VZ_LOOK_DOOR_SUN] = {C(zon), C(zon7), C(zon7), VZ_INK_ON_SUN,
                          VZ_INK_ON_SUN, 40, 3, 8, VZ_CONTENT_DOOR, 44, 36, 112,
                          TOUCH},
    [VZ_LOOK_DOOR_STORY] = {C(tulp), C(tulp), C(tulp8), C(melk), C(tulp), 40, 3,
                            8, VZ_CONTENT_DOOR, 44, 36, 112, TOUCH},
    [VZ_LOOK_HELPER_BAR] = {C(melk), C(lijn), C(lijn), C(inkt), C(inkt), 20, 3,
                            6, VZ_CONTENT_NONE, 0, 0, 0},
    [VZ_LOOK_HELPER] = {NONE, NONE, NONE, C(inkt), C(gracht), 17, 0, 0,
                        VZ_CONTENT_HELPER, 4, 2, 36, TOUCH},
    [VZ_LOOK_CARD] = {C(melk), C(lijn), C(lijn), C(inkt), C(gracht9), 28, 3, 6,
                      VZ_CONTENT_CARD, 28, 24, 72, CHOICE},
    [VZ_LOOK_LIST_CARD] = {C(melk), C(lijn), C(lijn), C(inkt), C(inkt), 20, 3,
                           6, VZ_CONTENT_LIST, 28, 20, 40, CHOICE},
    [VZ_LOOK_SMILEY] = {C(melk), C(lijn), C(lijn), C(inkt), C(inkt), 28, 3, 6,
                        VZ_CONTENT_SMILEY, 8, 28, 176, CHOICE},
    [VZ_LOOK_SCALE] = {C(melk), C(lijn), C(lijn), C(inkt), C(inkt), 18, 3, 6,
                       VZ_CONTENT_SCALE, 6, 0, 0, CHOICE},
    [VZ_LOOK_CONSENT] = {C(melk), C(lijn), C(lijn), C(inkt), C(gracht9), 28, 3,
                         6, VZ_CONTENT_CONSENT, 32, 12, 72, CHOICE},
    [VZ_LOOK_KEY] = {C(melk), C(lijn), C(lijn), C(inkt), C(inkt), 16, 3, 5,
                     VZ_CONTENT_ROW, 6, 14, 40, TOUCH, .turns_sun = true},
    [VZ_LOOK_KEY_FUNCTION] = {C(gracht1), C(lijn), C(lijn), C(inkt), C(inkt),
                              16, 3, 5, VZ_CONTENT_ROW, 6, 14, 40, TOUCH,
                              .turns_sun = true},
    [VZ_LOOK_FIELD] = {C(melk), C(lijn), NONE, C(inkt), C(inkt), 20, 3, 0,
                       VZ_CONTENT_FIELD, 24, 0, 0},
    [VZ_LOOK_STONE_DONE] = {C(gracht), C(gracht), NONE, C(melk), C(melk), -1, 3,
                            0, VZ_CONTENT_ROW, 4, 14, 32},
    [VZ_LOOK_STONE_NOW] = {C(zon), C(inkt), NONE, VZ_INK_ON_SUN, VZ_INK_ON_SUN,
                           -1, 3, 0, VZ_CONTENT_ROW, 4, 14, 32},
    [VZ_LOOK_STONE_OPEN] = {NONE, C(lijn), NONE, C(inkt), C(inkt), -1, 3, 0,
                            VZ_CONTENT_ROW, 4, 14, 32},
    [VZ_LOOK_TRACK] = {C(melk), C(lijn), NONE, C(inkt), C(inkt), 12, 3, 0,
                       VZ_CONTENT_TRACK, 0, 6, 0},
    [VZ_LOOK_THUMB] = {C(zon), C(inkt), C(inkt), VZ_INK_ON_SUN, VZ_INK_ON_SUN,
                       30, 6, 6, VZ_CONTENT_ROW, 8, 8, 40, TOUCH,
                       .turns_sun = true},
    [VZ_LOOK_PANEL] = {C(melk), NONE, NONE, C(inkt), C(inkt), 40, 0, 0,
                       VZ_CONTENT_TEXT, 0, 0, 0},
    [VZ_LOOK_TILE] = {C(gracht1), NONE, NONE, C(gracht9), C(gracht9), -1, 0, 0,
                      VZ_CONTENT_ROW, 0, 0, 72},
    [VZ_LOOK_SHADE] = {NONE, NONE, NONE, C(inkt), C(inkt), 0, 0, 0,
                       VZ_CONTENT_NONE, 0, 0, 0},
    [VZ_LOOK_SHEET] = {C(melk), NONE, NONE, C(inkt), C(inkt), 40, 0, 0,
                       VZ_CONTENT_TEXT, 0, 0, 0},
    [VZ_LOOK_ERROR] = {C(fout1), NONE, NONE, C(inkt), C(fout), 16, 0, 0,
                       VZ_CONTENT_BANNER, 20, 18, 44},
    [VZ_LOOK_TOAST] = {C(inkt), NONE, NONE, C(melk), C(melk), 20, 0, 0,
                       VZ_CONTENT_ROW, 24, 16, 34},
    [VZ_LOOK_CHIP_GOOD] = {C(gras1), NONE, NONE, C(gras8), C(gras8), 14, 0, 0,
                           VZ_CONTENT_ROW, 16, 10, 28},
    [VZ_LOOK_CHIP_WAIT] = {C(zon2), NONE, NONE, C(inkt), C(inkt), 14, 0, 0,
                           VZ_CONTENT_ROW, 16, 10, 28},
    [VZ_LOOK_CHIP_BAD] = {C(fout1), NONE, NONE, C(fout8), C(fout8), 14, 0, 0,
                          VZ_CONTENT_ROW, 16, 10, 28},
    [VZ_LOOK_STONE_INK] = {NONE, C(inkt), NONE, C(inkt), C(inkt), -1, 3, 0,
                           VZ_CONTENT_NONE, 0, 0, 0},
    [VZ_LOOK_STONE_SUN] = {C(zon2), NONE, C(zon7), C(inkt), C(inkt), -1, 0, 6,
                           VZ_CONTENT_ROW, 16, 14, 48, TOUCH},
    [VZ_LOOK_STONE_RAIN] = {C(regen), NONE, C(regen7), C(inkt), C(inkt), -1, 0,
                            6, VZ_CONTENT_ROW, 16, 14, 48, TOUCH},
    [VZ_LOOK_STONE_MILK] = {C(melk), NONE, C(zon7), C(inkt), C(inkt), -1, 0, 6,
                            VZ_CONTENT_ROW, 16, 14, 48, TOUCH},
    [VZ_LOOK_STONE_DARK] = {C(gracht), NONE, C(gracht9), C(melk), C(melk), -1,
                            0, 6, VZ_CONTENT_ROW, 16, 14, 48, TOUCH},
    [VZ_LOOK_STONE_STORY] = {C(tulp), NONE, C(tulp8), C(melk), C(melk), -1, 0,
                             6, VZ_CONTENT_ROW, 16, 14, 48, TOUCH},
    [VZ_LOOK_BRAND] = {NONE, NONE, NONE, C(inkt), C(inkt), 0, 0, 0,
                       VZ_CONTENT_BRAND, 0, 0, 0},
    [VZ_LOOK_BAR_DARK] = {C(gracht9), NONE, NONE, C(melk), C(melk), 22, 0, 0,
                          VZ_CONTENT_TEXT, 0, 12, 32},
    [VZ_LOOK_QR] = {NONE, NONE, NONE, C(inkt), C(inkt), 0, 0, 0, VZ_CONTENT_QR,
                    0, 0, 0},
    [VZ_LOOK_PAD] = {C(melk), C(lijn), NONE, C(inkt), C(lijn), 20, 3, 0,
                     VZ_CONTENT_PAD, 40, 0, 40},
    [VZ_LOOK_STROKE] = {NONE, NONE, NONE, C(inkt), C(inkt), 0, 0, 0,
                        VZ_CONTENT_STROKE, 0, 0, 0},
    [VZ_LOOK_RAY] = {NONE, NONE, NONE, C(gracht), C(gracht), 0, 0, 0,
                     VZ_CONTENT_STROKE, 0, 0, 0},
    [VZ_LOOK_TRIANGLE] = {NONE, C(lijn), NONE, C(inkt), C(inkt), 0, 0, 0,
                          VZ_CONTENT_TRIANGLE, 0, 0, 0},
    [VZ_LOOK_PICTURE] = {NONE, NONE, NONE, C(inkt), C(inkt2), 20, 0, 0,
                         VZ_CONTENT_PICTURE, 0, 0, 72},
};

const struct vz_look_row *vz_look_row(enum vz_look look) {
    return &rows[look];
}

int vz_stroke_px(const struct vz_ui *ui, double design) {
    const int px = vz_px(ui, design);
    return px < 2 ? 2 : px;
}

SDL_Color vz_ink_color(const struct vz_ui *ui, int ink) {
    const struct vz_theme *theme = ui->theme;
    if (ink == VZ_INK_ON_SUN) {
        ink = theme->high_contrast ? VZ_COLOR_vla : VZ_COLOR_inkt;
    }
    return theme->colors[ink < 0 ? VZ_COLOR_vla : ink];
}

// Stones take their radius from their height, large keys too.
static int radius_of(const struct vz_ui *ui, const struct vz_box *box,
                     const struct vz_look_row *row) {
    const int w = box->rect.w;
    const int h = box->rect.h;
    if (box->look == VZ_LOOK_THUMB && box->marker == VZ_MARKER_ROUND) {
        return h / 2;
    }
    if (row->radius < 0) {
        const bool pill = w > 2 * h && h <= vz_px(ui, 26);
        return row->foot_height ? h * 24 / 100 : pill ? h / 2 : h * 28 / 100;
    }
    const int grown = h * 24 / 100;
    const int radius = vz_px(ui, row->radius);
    const bool grows = row->content == VZ_CONTENT_ROW && row->edge_width &&
                       box->look != VZ_LOOK_THUMB;
    return grows && h > vz_px(ui, 100) && grown > radius ? grown : radius;
}

static void apply_error(const struct vz_ui *ui, struct vz_skin *skin) {
    skin->edge_color = C(fout);
    skin->foot_color = C(fout);
    skin->edge = vz_stroke_px(ui, 4);
    skin->warned = skin->row->content == VZ_CONTENT_CARD ||
                   skin->row->content == VZ_CONTENT_FIELD;
}

static void apply_selected(const struct vz_ui *ui, const struct vz_box *box,
                           struct vz_skin *skin) {
    const bool high = ui->theme->high_contrast;
    skin->selected = true;
    skin->face_color = C(zon);
    skin->edge_color = high ? C(zon) : C(inkt);
    skin->foot_color = skin->edge_color;
    skin->edge = vz_stroke_px(ui, 6);
    skin->text_color = VZ_INK_ON_SUN;
    skin->icon_color = VZ_INK_ON_SUN;
    skin->badge = skin->row->badge && box->marker == VZ_MARKER_NONE;
}

// Read aloud now. What is chosen stays as it is: its foot tells.
static void apply_spoken(const struct vz_ui *ui, struct vz_skin *skin) {
    if (!skin->row->touch) {
        return; // the word itself is marked
    }
    if (!skin->selected && skin->row->face == C(melk)) {
        skin->face_color = C(zon2);
        skin->edge_color = C(zon7);
    }
    skin->foot_color = C(zon7);
    skin->foot = skin->foot ? vz_stroke_px(ui, 6) : 0;
}

static void apply_disabled(const struct vz_ui *ui, struct vz_skin *skin) {
    skin->face_color = NONE;
    skin->edge_color = C(lijn);
    skin->edge = skin->row->edge_width ? vz_stroke_px(ui, 3) : 0;
    skin->foot = 0;
    skin->dashed = skin->row->edge_width || skin->row->foot_height;
    skin->text_color = C(inkt2);
    skin->icon_color = C(inkt2);
}

static void apply_pressed(struct vz_skin *skin) {
    skin->face.y += skin->foot;
    skin->foot = 0;
    if (skin->row->content == VZ_CONTENT_HELPER) {
        skin->face_color = C(zon2);
    } else if (skin->row->padding == 6 && !skin->row->badge) {
        skin->face_color = C(zon); // keys light up
        skin->text_color = VZ_INK_ON_SUN;
        skin->icon_color = VZ_INK_ON_SUN;
    }
}

static bool is_pillar_stone(const struct vz_box *box) {
    return box->look >= VZ_LOOK_STONE_SUN && box->look <= VZ_LOOK_STONE_STORY;
}

// Looks whose face or edge depends on more than touch states.
static void apply_own(const struct vz_ui *ui, const struct vz_box *box,
                      struct vz_skin *skin) {
    const bool high = ui->theme->high_contrast;
    if (box->look == VZ_LOOK_FIELD && (box->state & VZ_STATE_ACTIVE)) {
        skin->edge_color = C(inkt);
        skin->edge = vz_stroke_px(ui, 5);
    } else if (box->look == VZ_LOOK_SCALE && box->level) {
        skin->face_color = C(zon2);
    } else if (box->look == VZ_LOOK_STONE_INK && box->level) {
        skin->face_color = C(inkt);
    } else if (box->look == VZ_LOOK_TILE && high) {
        skin->face_color = NONE; // tiles lose their fill
        skin->icon_color = C(inkt);
    } else if (is_pillar_stone(box) && box->act == VZ_ACT_NONE) {
        skin->foot = 0; // a stone of the pillar, not a key
    }
    if (box->look == VZ_LOOK_BAR_DARK && box->label) {
        skin->face_color = NONE; // text on the bar that is there already
    } else if (high && !skin->edge && skin->face_color >= 0 &&
               box->look != VZ_LOOK_BAR_DARK) {
        skin->edge_color = C(lijn); // black on black needs a line
        skin->edge = vz_stroke_px(ui, 2);
    }
}

struct vz_skin vz_skin_of(const struct vz_ui *ui, const struct vz_box *box) {
    const struct vz_look_row *row = &rows[box->look];
    const bool wide = ui->theme->high_contrast && row->edge_width == 3 &&
                      row->foot_height;
    struct vz_skin skin = {
        .row = row,
        .face = box->rect,
        .face_color = row->face,
        .edge_color = row->edge,
        .foot_color = row->foot,
        .text_color = row->text,
        .icon_color = row->icon,
        .radius = radius_of(ui, box, row),
        .edge = row->edge_width ? vz_stroke_px(ui, row->edge_width + wide) : 0,
        .foot = row->foot_height ? vz_stroke_px(ui, row->foot_height) : 0,
        .ring = (box->state & VZ_STATE_FOCUSED) != 0,
    };
    apply_own(ui, box, &skin);
    if ((box->state & VZ_STATE_SELECTED) && row->turns_sun) {
        apply_selected(ui, box, &skin);
    } else if ((box->state & VZ_STATE_ERROR) && row->edge_width) {
        apply_error(ui, &skin);
    }
    if (box->state & VZ_STATE_SPOKEN) {
        apply_spoken(ui, &skin);
    }
    if ((box->state & VZ_STATE_DISABLED) && row->touch) {
        apply_disabled(ui, &skin);
    } else if ((box->state & VZ_STATE_PRESSED) && row->touch) {
        apply_pressed(&skin);
    }
    return skin;
}

struct vz_rect vz_badge_rect(const struct vz_ui *ui, const struct vz_box *box,
                             const struct vz_skin *skin) {
    const struct vz_rect f = skin->face;
    const bool small = box->look == VZ_LOOK_BUTTON;
    const int size = vz_px(ui, small ? 44 : 52);
    if (box->look == VZ_LOOK_SCALE) {
        return (struct vz_rect){f.x + (f.w - size) / 2, f.y - vz_px(ui, 27),
                                size, size};
    }
    const int out = vz_px(ui, 9);
    const int up = vz_px(ui, small ? 17 : 13);
    const int x = ui->rtl ? f.x - out : f.x + f.w - size + out;
    return (struct vz_rect){x, f.y - up, size, size};
}

struct vz_rect vz_ring_rect(const struct vz_ui *ui, const struct vz_skin *skin,
                            int *radius, int *width) {
    const bool high = ui->theme->high_contrast;
    *width = vz_stroke_px(ui, high ? 6 : 5);
    // A helper has neighbours at its sides: the ring stands inside.
    const int out = skin->row->content == VZ_CONTENT_HELPER
                        ? 0
                        : *width + vz_px(ui, high ? 6 : 5);
    *radius = skin->radius + out;
    return (struct vz_rect){skin->face.x - out, skin->face.y - out,
                            skin->face.w + 2 * out,
                            skin->face.h + skin->foot + 2 * out};
}

int vz_tail_side(const struct vz_ui *ui, const struct vz_box *box) {
    int level = box->level;
    if (box->look == VZ_LOOK_STONE_STORY && !level) {
        level = 1;
    }
    if (!is_pillar_stone(box) || !level || (!box->label && !box->icon)) {
        return 0;
    }
    return (level == 1) != ui->rtl ? -1 : 1;
}

struct vz_rect vz_tail_rect(const struct vz_ui *ui, const struct vz_skin *skin,
                            int side) {
    const struct vz_rect f = skin->face;
    const int w = vz_px(ui, 32);
    const int h = vz_px(ui, 36);
    const int out = vz_px(ui, 28);
    return (struct vz_rect){side < 0 ? f.x - out : f.x + f.w + out - w,
                            f.y + f.h - vz_px(ui, 16) - h, w, h};
}

struct vz_rect vz_look_bounds(const struct vz_ui *ui,
                              const struct vz_box *box) {
    const struct vz_skin skin = vz_skin_of(ui, box);
    struct vz_rect all = skin.face;
    all.h += skin.foot;
    if (skin.badge) {
        all = vz_rect_around(all, vz_badge_rect(ui, box, &skin));
    }
    if (skin.ring) {
        int radius;
        int width;
        all = vz_rect_around(all, vz_ring_rect(ui, &skin, &radius, &width));
    }
    const int side = vz_tail_side(ui, box);
    if (side) {
        all = vz_rect_around(all, vz_tail_rect(ui, &skin, side));
    }
    if (skin.row->content == VZ_CONTENT_TEXT) {
        // Letters lean out of their block by a little (j, Arabic tails).
        const int lean = vz_px(ui, 8);
        all = (struct vz_rect){all.x - lean, all.y - lean, all.w + 2 * lean,
                               all.h + 2 * lean};
    }
    return all;
}
