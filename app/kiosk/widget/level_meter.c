#include "level_meter.h"

#include "layout.h"

#define HEIGHT 124
#define LEVEL_LEAST 16
#define LEVEL_WIDTH 12

int vz_level_meter_height(const struct vz_ui *ui) {
    return vz_px(ui, HEIGHT);
}

void vz_level_meter_add(struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect area,
                        const struct vz_recorder_view *view) {
    int width = vz_px(ui, LEVEL_WIDTH), dot = vz_px(ui, 8);
    for (int i = 0; i < VZ_RECORDER_LEVELS; i++) {
        struct vz_rect cell = vz_layout_column(area, VZ_RECORDER_LEVELS, i, 0);
        // Time runs from left to right, everywhere.
        cell = vz_layout_keep_order(ui, area, cell);
        bool is = i < view->n_levels;
        int least = vz_px(ui, LEVEL_LEAST);
        int height = is ? least + (area.h - least) * view->levels[i] / 100
                        : dot;
        vz_scene_add(scene,
                     &(struct vz_box){
                         .name = vz_scene_text(scene, "level:%d", i),
                         .look = is ? VZ_LOOK_STONE_STORY : VZ_LOOK_STONE_OPEN,
                         .rect = vz_layout_center(cell, width, height),
                     });
    }
}
