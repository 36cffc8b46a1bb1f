/*
 * The theme: every colour by name, from one INI file (assets/themes/).
 */
#ifndef VZ_KIOSK_RENDER_THEME_H
#define VZ_KIOSK_RENDER_THEME_H

#include "base/status.h"

#include <SDL.h>

// design.md 2.1; the file's keys have these names.
#define VZ_COLOR_MAP(X)                                                    \
    X(inkt)                                                                \
    X(inkt2)                                                               \
    X(gracht)                                                              \
    X(gracht9)                                                             \
    X(gracht1)                                                             \
    X(zon)                                                                 \
    X(zon2)                                                                \
    X(zon7)                                                                \
    X(tulp)                                                                \
    X(tulp8)                                                               \
    X(tulp1)                                                               \
    X(regen) X(regen7) X(gras) X(gras8) X(gras1) X(fout) X(fout8) X(fout1) \
        X(vla) X(melk) X(lijn) X(haar) X(face1) X(face2) X(face3) X(face4) \
            X(face5)

enum vz_color {
#define VZ_COLOR_ENUM(name) VZ_COLOR_##name,
    VZ_COLOR_MAP(VZ_COLOR_ENUM)
#undef VZ_COLOR_ENUM
        VZ_COLOR_COUNT_,
};

struct vz_theme {
    SDL_Color colors[VZ_COLOR_COUNT_];
    char organisation[80]; // shown beside the brand, "" = none
    bool high_contrast;
    SDL_Surface *logo; // takes the mark's place; NULL = the mark. Owned
};

const char *vz_color_name(enum vz_color color);

// Reads a theme file, with the logo that it names (a path, or one beside the
// file). The error names file, line and colour, or the pair of colours that
// cannot be read (contrast.h). Missing colours keep the built-in value.
bool vz_theme_load(struct vz_theme *theme, const char *path,
                   struct vz_error *error);
// The built-in themes.
void vz_theme_default(struct vz_theme *theme);
void vz_theme_high_contrast(struct vz_theme *theme);
// Frees the logo of a loaded theme.
void vz_theme_finish(struct vz_theme *theme);

// The width of what stands for the house (logo or mark) for a height of 1.
double vz_theme_mark_width(const struct vz_theme *theme);

#endif
