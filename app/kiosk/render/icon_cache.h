/*
 * Icons: SVG files rasterised when first used, kept as masks to be tinted.
 */
#ifndef VZ_KIOSK_RENDER_ICON_CACHE_H
#define VZ_KIOSK_RENDER_ICON_CACHE_H

#include <stddef.h>
#include <stdint.h>

// Thicker or thinner strokes than the file has (design.md 2.5).
enum vz_stroke {
    VZ_STROKE_AS_DRAWN,
    VZ_STROKE_BOLD, // 3 instead of 2: the check in badges
    VZ_STROKE_FINE, // 1.1 instead of 1.4: faces from 200 px
};

struct vz_icon {
    char *name;
    int w, h;
    enum vz_stroke stroke;
    uint8_t *mask; // w x h; NULL when the file is missing or broken
    uint64_t used;
};

// Zeroed but for `dir` = ready.
struct vz_icon_cache {
    char *dir; // owned
    struct vz_icon *icons;
    size_t n, cap;
    size_t bytes;
    uint64_t clock;
};

void vz_icon_cache_finish(struct vz_icon_cache *cache);

// The icon at w x h px, or NULL (logged once an icon and size). Names with '@'
// are drawings of our own: "@tail" of a speaking stone, "@brand-top", "-tip",
// "-mid" and "-low" of the mark. Valid until the next call of vz_icon_age.
const uint8_t *vz_icon_mask(struct vz_icon_cache *cache, const char *name,
                            int w, int h, enum vz_stroke stroke);

// Forgets which icons could not be had, so that they are tried again.
void vz_icon_retry(struct vz_icon_cache *cache);

// Frees what was not used for longest while the cache is over its limit.
void vz_icon_age(struct vz_icon_cache *cache);

#endif
