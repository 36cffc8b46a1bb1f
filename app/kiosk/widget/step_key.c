#include "step_key.h"

#include "kiosk/locale/locale.h"

void vz_step_key_add(struct vz_scene *scene, struct vz_rect face, int by,
                     bool off, int icon_size, int a) {
    vz_scene_add(scene, &(struct vz_box){
                            .name = by < 0 ? "minus" : "plus",
                            .role = VZ_ROLE_BUTTON,
                            .spoken = by < 0 ? vz_tr("Less") : vz_tr("More"),
                            .look = VZ_LOOK_BUTTON,
                            .rect = face,
                            .state = off ? VZ_STATE_DISABLED : 0u,
                            .icon = by < 0 ? "minus" : "plus",
                            .icon_size = icon_size,
                            .align = VZ_ALIGN_CENTER,
                            .slop = true,
                            .act = VZ_ACT_WIDGET,
                            .a = a,
                            .b = by,
                        });
}
