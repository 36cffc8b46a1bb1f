#include "theme.h"

#include "contrast.h"
#include "logo.h"

#include "base/file.h"
#include "base/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const color_names[VZ_COLOR_COUNT_] = {
#define COLOR_NAME(name) #name,
    VZ_COLOR_MAP(COLOR_NAME)
#undef COLOR_NAME
};

// design.md 2.1, and 2.3 for high contrast; 0xRRGGBB.
struct two_colors {
    uint32_t plain, high;
};
static const struct two_colors built_in[VZ_COLOR_COUNT_] = {
    [VZ_COLOR_inkt] = {0x12292E, 0xFFFFFF},
    [VZ_COLOR_inkt2] = {0x3E555A, 0xFFFFFF},
    [VZ_COLOR_gracht] = {0x0B4A52, 0xFFFFFF},
    [VZ_COLOR_gracht9] = {0x062F36, 0x9A9A9A},
    [VZ_COLOR_gracht1] = {0xD8EAEA, 0x000000},
    [VZ_COLOR_zon] = {0xFFC629, 0xFFE14D},
    [VZ_COLOR_zon2] = {0xFFE9A8, 0x3D3600},
    [VZ_COLOR_zon7] = {0x8F6400, 0xFFE14D},
    [VZ_COLOR_tulp] = {0xA81B4B, 0xFFFFFF},
    [VZ_COLOR_tulp8] = {0x76102F, 0x9A9A9A},
    [VZ_COLOR_tulp1] = {0xFBE0E8, 0x000000},
    [VZ_COLOR_regen] = {0xC3D6F0, 0x000000},
    [VZ_COLOR_regen7] = {0x24508A, 0xFFE14D},
    [VZ_COLOR_gras] = {0x1C6438, 0xFFFFFF},
    [VZ_COLOR_gras8] = {0x14502B, 0xFFFFFF},
    [VZ_COLOR_gras1] = {0xDCF0DC, 0x000000},
    [VZ_COLOR_fout] = {0x9B2A0E, 0xFFFFFF},
    [VZ_COLOR_fout8] = {0x7E2009, 0xFFFFFF},
    [VZ_COLOR_fout1] = {0xFDE6DC, 0x000000},
    [VZ_COLOR_vla] = {0xFFF7E4, 0x000000},
    [VZ_COLOR_melk] = {0xFFFFFF, 0x000000},
    [VZ_COLOR_lijn] = {0x5F7579, 0xFFFFFF},
    [VZ_COLOR_haar] = {0xE6DBBE, 0xFFFFFF},
    [VZ_COLOR_face1] = {0xBCD0EE, 0x000000},
    [VZ_COLOR_face2] = {0xD5E3EF, 0x000000},
    [VZ_COLOR_face3] = {0xEEE9D6, 0x000000},
    [VZ_COLOR_face4] = {0xFFE59A, 0x000000},
    [VZ_COLOR_face5] = {0xFFC629, 0x000000},
};

static SDL_Color color_of(uint32_t rgb) {
    return (SDL_Color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb,
                       255};
}

static void fill(struct vz_theme *theme, bool high_contrast) {
    *theme = (struct vz_theme){.high_contrast = high_contrast};
    for (int i = 0; i < VZ_COLOR_COUNT_; i++) {
        theme->colors[i] =
            color_of(high_contrast ? built_in[i].high : built_in[i].plain);
    }
}

void vz_theme_default(struct vz_theme *theme) {
    fill(theme, false);
}

void vz_theme_high_contrast(struct vz_theme *theme) {
    fill(theme, true);
}

const char *vz_color_name(enum vz_color color) {
    return color_names[color];
}

void vz_theme_finish(struct vz_theme *theme) {
    SDL_FreeSurface(theme->logo);
    theme->logo = NULL;
}

#define MARK_WIDTH 0.8 // of the three stones
#define LOGO_WIDTH_MAX 5.0

double vz_theme_mark_width(const struct vz_theme *theme) {
    if (!theme->logo) {
        return MARK_WIDTH;
    }
    double width = (double)theme->logo->w / theme->logo->h;
    return width < LOGO_WIDTH_MAX ? width : LOGO_WIDTH_MAX;
}

static int color_index(const char *name) {
    for (int i = 0; i < VZ_COLOR_COUNT_; i++) {
        if (strcmp(color_names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static bool parse_color(const char *value, uint32_t *rgb) {
    unsigned number = 0;
    int used = 0;
    if (strlen(value) != 7 || sscanf(value, "#%6x%n", &number, &used) != 1 ||
        used != 7) {
        return false;
    }
    *rgb = number;
    return true;
}

static bool read_color(struct vz_theme *theme, const struct vz_setting *item,
                       const char *path, struct vz_error *error) {
    const int i = color_index(item->key);
    uint32_t rgb;
    if (i < 0) {
        return vz_error_set(error, VZ_INVALID,
                            "%s, line %d: no colour is named '%s'", path,
                            item->line, item->key);
    }
    if (!parse_color(item->value, &rgb)) {
        return vz_error_set(error, VZ_INVALID,
                            "%s, line %d: colour '%s' must be written like "
                            "#12292E",
                            path, item->line, item->key);
    }
    theme->colors[i] = color_of(rgb);
    return true;
}

// A name without '/' at its start stands for a file beside the theme's.
static bool read_logo(struct vz_theme *theme, const char *name,
                      const char *path, struct vz_error *error) {
    if (!*name) {
        return true;
    }
    size_t dir_len = *name == '/' ? 0 : (size_t)(vz_path_base(path) - path);
    struct vz_strbuf file = {0};
    vz_strbuf_append_n(&file, path, dir_len);
    vz_strbuf_append(&file, name);
    vz_theme_finish(theme);
    theme->logo = file.failed ? NULL : vz_logo_load(file.data, error);
    vz_strbuf_finish(&file);
    return theme->logo != NULL;
}

static bool read_item(struct vz_theme *theme, const struct vz_setting *item,
                      const char *path, struct vz_error *error) {
    if (strcmp(item->section, "colors") == 0) {
        return read_color(theme, item, path, error);
    }
    if (strcmp(item->key, "organisation") == 0) {
        snprintf(theme->organisation, sizeof(theme->organisation), "%s",
                 item->value);
        return true;
    }
    if (strcmp(item->key, "logo") == 0) {
        return read_logo(theme, item->value, path, error);
    }
    if (strcmp(item->key, "high_contrast") == 0) {
        return true; // read before the others
    }
    return vz_error_set(error, VZ_INVALID,
                        "%s, line %d: no setting of a theme is named '%s'",
                        path, item->line, item->key);
}

bool vz_theme_load(struct vz_theme *theme, const char *path,
                   struct vz_error *error) {
    struct vz_settings settings = {0};
    if (!vz_settings_load(&settings, path, error)) {
        vz_settings_finish(&settings);
        return false;
    }
    const char *high = vz_settings_get(&settings, "theme", "high_contrast");
    struct vz_theme read;
    fill(&read, high && strcmp(high, "yes") == 0);
    bool good = true;
    for (size_t i = 0; good && i < settings.n; i++) {
        good = read_item(&read, &settings.items[i], path, error);
    }
    vz_settings_finish(&settings);
    if (good && vz_theme_check(&read, path, error)) {
        *theme = read;
        return true;
    }
    vz_theme_finish(&read);
    return false;
}
