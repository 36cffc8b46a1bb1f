/*
 * A UI, a painter and a surface in memory, for tests and pictures.
 */
#ifndef VZ_TESTS_SUPPORT_UI_STAGE_H
#define VZ_TESTS_SUPPORT_UI_STAGE_H

#include "kiosk/render/painter.h"
#include "kiosk/render/theme.h"
#include "kiosk/text/text.h"

#define UI_STAGE_RECTS 64

struct ui_stage {
    struct vz_theme theme;
    struct vz_ui ui;
    struct vz_painter *painter;
    SDL_Surface *surface;
    struct vz_scene scene;
    SDL_Rect rects[UI_STAGE_RECTS];
};

// False when a font or the icons are missing.
bool ui_stage_init(struct ui_stage *stage, int width, int height);
void ui_stage_finish(struct ui_stage *stage);

// Other measures of the same stage.
bool ui_stage_resize(struct ui_stage *stage, int width, int height);
// Paints the scene; answers the number of changed rectangles.
size_t ui_stage_paint(struct ui_stage *stage, bool whole);
// 0xRRGGBB of a pixel.
uint32_t ui_stage_pixel(const struct ui_stage *stage, int x, int y);
// 0xRRGGBB of a theme colour.
uint32_t ui_stage_color(const struct ui_stage *stage, enum vz_color color);

#endif
