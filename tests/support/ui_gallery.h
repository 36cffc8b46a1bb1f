/*
 * Pages that together show every look and state, for pictures and for tests of
 * the painter. Rectangles are in design px and scaled to the UI.
 */
#ifndef VZ_TESTS_SUPPORT_UI_GALLERY_H
#define VZ_TESTS_SUPPORT_UI_GALLERY_H

#include "kiosk/scene/scene.h"

#include <stddef.h>

struct ui_gallery_page {
    const char *name; // of its picture
    const char *background;
    const struct vz_box *boxes;
    size_t n;
};

// All pages; `*n` is their number.
const struct ui_gallery_page *ui_gallery_pages(size_t *n);

// Builds a page, mirrored when the UI reads right to left.
void ui_gallery_build(const struct ui_gallery_page *page,
                      const struct vz_ui *ui, struct vz_scene *scene);

#endif
