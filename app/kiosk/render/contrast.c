#include "contrast.h"

#include <math.h>

#define C(name) VZ_COLOR_##name
#define ANSWER 7 // WCAG 1.4.6: what everybody has to read
#define TEXT 4.5 // WCAG 1.4.3
#define PART 3   // WCAG 1.4.11: edges, feet, pictures

const struct vz_contrast_pair vz_contrast_pairs[] = {
    {C(inkt), C(vla), ANSWER},   {C(inkt), C(melk), ANSWER},
    {C(inkt), C(zon), ANSWER},   {C(inkt), C(zon2), TEXT},
    {C(inkt), C(gracht1), TEXT}, {C(inkt), C(regen), TEXT},
    {C(inkt), C(fout1), ANSWER}, {C(inkt), C(face1), PART},
    {C(inkt), C(face2), PART},   {C(inkt), C(face3), PART},
    {C(inkt), C(face4), PART},   {C(inkt), C(face5), PART},
    {C(inkt2), C(vla), TEXT},    {C(inkt2), C(melk), TEXT},
    {C(inkt2), C(zon2), TEXT},   {C(melk), C(gracht), TEXT},
    {C(melk), C(gracht9), TEXT}, {C(melk), C(tulp), TEXT},
    {C(melk), C(inkt), TEXT},    {C(gras8), C(gras1), TEXT},
    {C(fout8), C(fout1), TEXT},  {C(tulp), C(melk), PART},
    {C(gracht9), C(melk), PART}, {C(gracht9), C(gracht1), PART},
    {C(gracht), C(melk), PART},  {C(fout), C(fout1), PART},
    {C(fout), C(melk), PART},    {C(fout), C(vla), PART},
    {C(lijn), C(vla), PART},     {C(lijn), C(melk), PART},
    {C(gracht), C(vla), PART},   {C(gracht), C(zon), PART},
    {C(tulp), C(vla), PART},     {C(tulp), C(zon), PART},
    {C(zon7), C(vla), PART},     {C(zon7), C(zon), PART},
    {C(regen7), C(vla), PART},   {C(regen7), C(melk), PART},
    {C(regen7), C(zon), PART},
};
const size_t vz_n_contrast_pairs =
    sizeof(vz_contrast_pairs) / sizeof(*vz_contrast_pairs);

static double channel(uint8_t value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(SDL_Color c) {
    return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) +
           0.0722 * channel(c.b);
}

double vz_contrast(SDL_Color a, SDL_Color b) {
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

// High contrast: what lies on yellow is painted in the page's colour, and a
// part that has no colour of its own is known by its edge.
static bool is_exempt(const struct vz_theme *theme,
                      const struct vz_contrast_pair *pair) {
    bool on_sun = pair->below == C(zon);
    bool faces = pair->below >= C(face1);
    return theme->high_contrast && (on_sun || faces);
}

bool vz_theme_check(const struct vz_theme *theme, const char *name,
                    struct vz_error *error) {
    for (size_t i = 0; i < vz_n_contrast_pairs; i++) {
        const struct vz_contrast_pair *pair = &vz_contrast_pairs[i];
        double ratio =
            vz_contrast(theme->colors[pair->above], theme->colors[pair->below]);
        if (ratio >= pair->least || is_exempt(theme, pair)) {
            continue;
        }
        return vz_error_set(error, VZ_INVALID,
                            "%s: '%s' cannot be read on '%s': the contrast is "
                            "%.1f and should be at least %.1f",
                            name, vz_color_name(pair->above),
                            vz_color_name(pair->below), ratio, pair->least);
    }
    return true;
}
