// The key that takes one step of a range.
#ifndef VZ_KIOSK_WIDGET_STEP_KEY_H
#define VZ_KIOSK_WIDGET_STEP_KEY_H

#include "kiosk/scene/scene.h"

// Adds the key "minus" (`by` -1) or "plus" (1), disabled at the range's end.
// `a` tells it from the widget's other boxes; its `b` is `by`.
void vz_step_key_add(struct vz_scene *scene, struct vz_rect face, int by,
                     bool off, int icon_size, int a);

#endif
