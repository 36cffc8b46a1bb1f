/*
 * What every builder of a screen needs to know: the size of the screen, the
 * scale, reading direction, theme and text engine.
 *
 * All design sizes are px at 1280x800 (landscape) or 800x1280 (portrait) and
 * go through vz_px. Main thread only.
 */
#ifndef VZ_KIOSK_SCENE_UI_H
#define VZ_KIOSK_SCENE_UI_H

#include <stdbool.h>

struct vz_rect {
    int x, y, w, h;
};

struct vz_text;          // kiosk/text/text.h
struct vz_recorder_view; // kiosk/audio/recorder.h
struct vz_theme;         // kiosk/render/theme.h

struct vz_ui {
    int width, height; // of the window, px
    double scale;      // min(W/1280, H/800), portrait min(W/800, H/1280)
    double text_scale; // 1, 1.25 or 1.5: the respondent's text size
    bool portrait;
    bool rtl; // the language shown reads right to left: mirror the frame
    bool high_contrast;
    bool low; // what can be touched stands in the lower half
    const struct vz_theme *theme;
    const struct vz_recorder_view *recorder; // NULL: nothing can be recorded
    struct vz_text *text;
};

// Design px to screen px, rounded.
static inline int vz_px(const struct vz_ui *ui, double design) {
    return (int)(design * ui->scale + (design < 0 ? -0.5 : 0.5));
}

static inline bool vz_rect_holds(struct vz_rect r, int x, int y) {
    return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

#endif
