#include "ui_stage.h"

#include <stdio.h>

bool ui_stage_resize(struct ui_stage *stage, int width, int height) {
    struct vz_ui *ui = &stage->ui;
    ui->width = width;
    ui->height = height;
    ui->portrait = height > width;
    const double x = width / (ui->portrait ? 800.0 : 1280.0);
    const double y = height / (ui->portrait ? 1280.0 : 800.0);
    ui->scale = x < y ? x : y;
    SDL_FreeSurface(stage->surface);
    stage->surface = SDL_CreateRGBSurfaceWithFormat(0, width, height, 32,
                                                    SDL_PIXELFORMAT_RGB888);
    return stage->surface != NULL;
}

bool ui_stage_init(struct ui_stage *stage, int width, int height) {
    struct vz_error error = {0};
    *stage = (struct ui_stage){.ui.text_scale = 1};
    vz_theme_default(&stage->theme);
    stage->ui.theme = &stage->theme;
    stage->ui.text = vz_text_create(&error);
    stage->painter = vz_painter_create("assets/icons", &error);
    if (!stage->ui.text || !stage->painter ||
        !ui_stage_resize(stage, width, height)) {
        fprintf(stderr, "%s\n", error.message);
        ui_stage_finish(stage);
        return false;
    }
    return true;
}

void ui_stage_finish(struct ui_stage *stage) {
    vz_scene_finish(&stage->scene);
    vz_painter_destroy(stage->painter);
    vz_text_destroy((struct vz_text *)stage->ui.text);
    SDL_FreeSurface(stage->surface);
    *stage = (struct ui_stage){.painter = NULL};
}

size_t ui_stage_paint(struct ui_stage *stage, bool whole) {
    return vz_painter_paint(stage->painter, &stage->ui, &stage->scene,
                            stage->surface, whole, stage->rects,
                            UI_STAGE_RECTS);
}

uint32_t ui_stage_pixel(const struct ui_stage *stage, int x, int y) {
    const uint8_t *row =
        (const uint8_t *)stage->surface->pixels + y * stage->surface->pitch;
    return ((const uint32_t *)row)[x] & 0xffffff;
}

uint32_t ui_stage_color(const struct ui_stage *stage, enum vz_color color) {
    const SDL_Color c = stage->theme.colors[color];
    return (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}
