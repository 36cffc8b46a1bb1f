/*
 * How loud it was in the last moments: a row of stones, the newest last.
 */
#ifndef VZ_KIOSK_WIDGET_LEVEL_METER_H
#define VZ_KIOSK_WIDGET_LEVEL_METER_H

#include "kiosk/audio/recorder.h"
#include "kiosk/scene/scene.h"

// The height it looks best in, px.
int vz_level_meter_height(const struct vz_ui *ui);
void vz_level_meter_add(struct vz_scene *scene, const struct vz_ui *ui,
                        struct vz_rect area,
                        const struct vz_recorder_view *view);

#endif
