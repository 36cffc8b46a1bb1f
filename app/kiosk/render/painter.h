/*
 * From scene to pixels: what differs is repainted, and nothing else.
 *
 * Owns what is on the screen (a copy of the last scene), the masks of rounded
 * corners and the icon cache. Paints into a 32-bit SDL surface (the window's
 * or one in memory). Main thread only.
 */
#ifndef VZ_KIOSK_RENDER_PAINTER_H
#define VZ_KIOSK_RENDER_PAINTER_H

#include "base/status.h"
#include "kiosk/scene/scene.h"

#include <SDL.h>

struct vz_painter;

// `icons_dir` holds NAME.svg; an icon is rasterised when first used. NULL with
// an error.
struct vz_painter *vz_painter_create(const char *icons_dir,
                                     struct vz_error *error);
void vz_painter_destroy(struct vz_painter *painter);

// Paints `scene` over what is on `surface` from the last call. Fills `rects`
// (at most `max`) with the changed rectangles and answers their number; 0 when
// nothing differs. `whole` repaints everything (first frame, new surface,
// exposed window, new theme).
size_t vz_painter_paint(struct vz_painter *painter, const struct vz_ui *ui,
                        const struct vz_scene *scene, SDL_Surface *surface,
                        bool whole, SDL_Rect *rects, size_t max);

// Forgets the copy of the last scene and all cached pixels of typed text.
void vz_painter_forget(struct vz_painter *painter);

// The size a label needs inside a look's padding, so that builders can choose
// widths: face width for one line of `label` with its icon.
int vz_painter_button_width(const struct vz_ui *ui, const struct vz_box *box);

#endif
