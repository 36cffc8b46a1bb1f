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

// What the looks make of a box's fields, beyond their names:
// - an icon is painted as its file is: for right-to-left screens the builder
//   names the mirrored one ("back" for "next");
// - TEXT with `n_levels` > 0: the face `level` of the smiley scale, large, with
//   the label below;
// - DOOR_SUN without an icon or with one of the faces: two faces; the detail
//   of a door stands behind a clock;
// - STONE_* with `level` 1 speaks at its start side, with 2 at its end; a
//   STORY stone with a label or icon speaks at its start when level is 0;
//   one that does nothing has no foot;
// - BAR_DARK with a label: only the text, on the bar that is there; SHEET and
//   the bar without a label: rounded at the top where they stand on the lower
//   edge of the screen; SHEET over the whole screen: the page's colour;
// - ERROR gives way to a key (a box with an action) that stands on it.
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

// Pictures are decoded on a thread: `wake` is called there when one is done,
// and must make the main thread call vz_painter_collect.
void vz_painter_on_picture(struct vz_painter *painter,
                           void (*wake)(void *userdata), void *userdata);
// True when a picture arrived: the scene should be painted again.
bool vz_painter_collect(struct vz_painter *painter);

// Forgets the copy of the last scene and all cached pixels of typed text
// and pictures.
void vz_painter_forget(struct vz_painter *painter);

// The size a label needs inside a look's padding, so that builders can choose
// widths: face width for one line of `label` with its icon.
int vz_painter_button_width(const struct vz_ui *ui, const struct vz_box *box);

#endif
