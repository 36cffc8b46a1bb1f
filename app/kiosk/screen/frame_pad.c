/*
 * The pad of digits, for PINs and for withdrawal codes.
 */
#include "frame.h"

#include "kiosk/widget/layout.h"

#define PAD_WIDTH 464
#define PAD_HEIGHT_PORTRAIT 540
#define KEY_MOST 118

struct vz_rect vz_frame_pad_rect(const struct vz_ui *ui, struct vz_rect *area) {
    struct vz_rect foot = vz_frame_foot(ui);
    struct vz_rect pad = *area;
    pad.w = vz_px(ui, PAD_WIDTH);
    if (ui->portrait) {
        pad.h = vz_px(ui, PAD_HEIGHT_PORTRAIT);
        pad.y = foot.y + foot.h - vz_px(ui, 96 + 40) - pad.h;
        pad.x = (ui->width - pad.w) / 2;
        area->h = pad.y - area->y;
    } else {
        pad.x = area->x + area->w - pad.w;
        pad.h = foot.y - pad.y + vz_px(ui, VZ_FOOT);
        area->w -= pad.w + vz_px(ui, 48);
    }
    return pad;
}

static void add_key(struct vz_scene *scene, const struct vz_ui *ui,
                    struct vz_rect rect, int digit, const struct vz_pad *keys) {
    struct vz_box box = {
        .name = vz_scene_text(scene, "%s:%d", keys->name, digit),
        .role = VZ_ROLE_KEY,
        .look = VZ_LOOK_BUTTON,
        .rect = rect,
        .state = keys->locked ? VZ_STATE_DISABLED : 0u,
        .type = VZ_TYPE_PIN,
        .shrink = ui->text_scale > 1 ? (int)(100 / ui->text_scale) : 0,
        .align = VZ_ALIGN_CENTER,
        .slop = true,
        .act = keys->act,
        .a = digit,
    };
    if (digit < VZ_PAD_BACKSPACE) {
        box.label = vz_scene_text(scene, "%d", digit);
    } else {
        bool check = digit == VZ_PAD_CHECK;
        box.name = vz_scene_text(scene, "%s:%s", keys->name,
                                 check ? "check" : "backspace");
        box.look = check ? VZ_LOOK_PRIMARY : VZ_LOOK_KEY_FUNCTION;
        box.icon = check ? "check" : "keyboard-backspace";
        box.icon_size = 54;
    }
    vz_scene_add(scene, &box);
}

void vz_frame_pad(struct vz_scene *scene, const struct vz_ui *ui,
                  struct vz_rect pad, const struct vz_pad *keys) {
    static const int order[] = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, VZ_PAD_BACKSPACE, 0, VZ_PAD_CHECK};
    int gap = vz_px(ui, 22);
    int key = (pad.h - vz_px(ui, VZ_FOOT) + gap) / 4 - gap;
    int most = vz_px(ui, KEY_MOST);
    key = key < most ? key : most;
    for (int i = 0; i < (keys->check ? 12 : 11); i++) {
        struct vz_rect rect = vz_layout_column(pad, 3, i % 3, vz_px(ui, 20));
        rect.y += i / 3 * (key + gap);
        rect.h = key;
        add_key(scene, ui, vz_layout_keep_order(ui, pad, rect), order[i], keys);
    }
}
