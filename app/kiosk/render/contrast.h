/*
 * Can a theme be read? The contrast of every pair of colours that is used.
 *
 * WCAG 2.x: relative luminance, from 1 (the same) to 21 (black on white).
 */
#ifndef VZ_KIOSK_RENDER_CONTRAST_H
#define VZ_KIOSK_RENDER_CONTRAST_H

#include "theme.h"

double vz_contrast(SDL_Color a, SDL_Color b);

// Which text or part stands on which ground, and the least contrast of it:
// 7 for questions and answers, 4.5 for other texts, 3 for what is no text.
struct vz_contrast_pair {
    enum vz_color above, below;
    double least;
};
extern const struct vz_contrast_pair vz_contrast_pairs[];
extern const size_t vz_n_contrast_pairs;

// False with a sentence that names the pair, its contrast and what it should
// be. `name` is the theme's, for the message. High contrast themes turn what
// lies on yellow round and are checked by that.
bool vz_theme_check(const struct vz_theme *theme, const char *name,
                    struct vz_error *error);

#endif
