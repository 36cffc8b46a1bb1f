#include "icon_cache.h"

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_BYTES (768 * 1024)
#define FILE_MAX (64 * 1024)
#define SIDE_MAX 1024 // px

// The mark and the stone's tail, in white; each part is tinted by itself.
struct drawing {
    const char *name, *svg;
};
#define SVG(w, h, body)                                                     \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" w "\" height=\"" h \
    "\" viewBox=\"0 0 " w " " h "\" fill=\"#FFFFFF\">" body "</svg>"
static const struct drawing drawings[] = {
    {"@tail", SVG("32", "36",
                  "<path d=\"M32 0V36H6c-5 0-6-4-2-6C16 24 26 14 32 0z\"/>")},
    {"@brand-top",
     SVG("40", "48",
         "<path d=\"M8 2h24a6 6 0 0 1 6 6v4a6 6 0 0 1-6 6H17l-8 6v-6H8a6 6 0 "
         "0 1-6-6V8a6 6 0 0 1 6-6z\"/>")},
    {"@brand-tip", SVG("40", "48", "<path d=\"M9 18v6l8-6z\"/>")},
    {"@brand-mid",
     SVG("40", "48",
         "<rect x=\"2\" y=\"21\" width=\"36\" height=\"12\" rx=\"5\"/>")},
    {"@brand-low",
     SVG("40", "48",
         "<rect x=\"2\" y=\"36\" width=\"36\" height=\"12\" rx=\"5\"/>")},
};

static void icon_finish(struct vz_icon *icon) {
    free(icon->name);
    free(icon->mask);
}

void vz_icon_cache_finish(struct vz_icon_cache *cache) {
    for (size_t i = 0; i < cache->n; i++) {
        icon_finish(&cache->icons[i]);
    }
    free(cache->icons);
    free(cache->dir);
    *cache = (struct vz_icon_cache){0};
}

// Replaces every `old` by `new`, which is not longer.
static void replace(char *text, const char *old, const char *new) {
    const size_t old_len = strlen(old);
    const size_t new_len = strlen(new);
    for (char *at = text; (at = strstr(at, old)); at += new_len) {
        memcpy(at, new, new_len);
        memmove(at + new_len, at + old_len, strlen(at + old_len) + 1);
    }
}

static void adapt(char *svg, enum vz_stroke stroke) {
    // Tinting multiplies, so the drawing must be white.
    replace(svg, "currentColor", "#FFFFFF");
    if (stroke == VZ_STROKE_BOLD) {
        replace(svg, "stroke-width=\"2\"", "stroke-width=\"3\"");
    } else if (stroke == VZ_STROKE_FINE) {
        replace(svg, "stroke-width=\"1.4\"", "stroke-width=\"1.1\"");
    }
}

// Names come from forms too: letters, digits, '-' and '_' only.
static bool harmless(const char *name) {
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789-_")] == '\0';
}

// The drawing's text in `svg`, or false (logged).
static bool load_text(const struct vz_icon_cache *cache, const char *name,
                      struct vz_strbuf *svg) {
    for (size_t i = 0; i < sizeof(drawings) / sizeof(*drawings); i++) {
        if (strcmp(drawings[i].name, name) == 0) {
            vz_strbuf_append(svg, drawings[i].svg);
            return !svg->failed;
        }
    }
    char path[1024];
    if (!harmless(name) || snprintf(path, sizeof(path), "%s/%s.svg", cache->dir,
                                    name) >= (int)sizeof(path)) {
        LOGW("no icon has a name like this");
        return false;
    }
    enum vz_status status = vz_file_read(path, FILE_MAX, svg);
    if (status != VZ_OK) {
        LOGW("icon %s: %s", path, vz_status_text(status));
    }
    return status == VZ_OK;
}

static uint8_t *rasterise(const struct vz_icon_cache *cache, const char *name,
                          int w, int h, enum vz_stroke stroke) {
    struct vz_strbuf text = {0};
    uint8_t *mask = NULL;
    SDL_Surface *drawn = NULL;
    char *svg = load_text(cache, name, &text) ? vz_strbuf_take(&text) : NULL;
    if (svg) {
        adapt(svg, stroke);
        SDL_RWops *stream = SDL_RWFromConstMem(svg, (int)strlen(svg));
        drawn = stream ? IMG_LoadSizedSVG_RW(stream, w, h) : NULL;
        if (stream) {
            SDL_RWclose(stream);
        }
        if (!drawn) {
            LOGW("icon %s: %s", name, IMG_GetError());
        }
    }
    if (drawn && drawn->format->BytesPerPixel == 4) {
        mask = vz_alloc_array((size_t)w, (size_t)h);
    }
    // nanosvg keeps the proportions; the rest stays empty.
    for (int y = 0; mask && y < h && y < drawn->h; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)drawn->pixels +
                               (size_t)y * (size_t)drawn->pitch);
        for (int x = 0; x < w && x < drawn->w; x++) {
            mask[y * w + x] = (uint8_t)((row[x] & drawn->format->Amask) >>
                                        drawn->format->Ashift);
        }
    }
    SDL_FreeSurface(drawn);
    free(svg);
    vz_strbuf_finish(&text);
    return mask;
}

const uint8_t *vz_icon_mask(struct vz_icon_cache *cache, const char *name,
                            int w, int h, enum vz_stroke stroke) {
    if (w <= 0 || h <= 0 || w > SIDE_MAX || h > SIDE_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < cache->n; i++) {
        struct vz_icon *icon = &cache->icons[i];
        if (icon->w == w && icon->h == h && icon->stroke == stroke &&
            strcmp(icon->name, name) == 0) {
            icon->used = ++cache->clock;
            return icon->mask;
        }
    }
    char *copy = vz_strndup(name, strlen(name));
    if (!copy ||
        !vz_grow(&cache->icons, &cache->cap, cache->n, sizeof(*cache->icons))) {
        free(copy);
        LOG_OOM();
        return NULL;
    }
    struct vz_icon *icon = &cache->icons[cache->n++];
    *icon = (struct vz_icon){
        .name = copy, .w = w, .h = h, .stroke = stroke, .used = ++cache->clock};
    icon->mask = rasterise(cache, name, w, h, stroke);
    cache->bytes += (size_t)w * (size_t)h;
    return icon->mask;
}

static void drop(struct vz_icon_cache *cache, size_t i) {
    struct vz_icon *icon = &cache->icons[i];
    cache->bytes -= (size_t)icon->w * (size_t)icon->h;
    icon_finish(icon);
    *icon = cache->icons[--cache->n];
}

void vz_icon_retry(struct vz_icon_cache *cache) {
    for (size_t i = cache->n; i-- > 0;) {
        if (!cache->icons[i].mask) {
            drop(cache, i);
        }
    }
}

void vz_icon_age(struct vz_icon_cache *cache) {
    while (cache->bytes > CACHE_BYTES && cache->n > 1) {
        size_t oldest = 0;
        for (size_t i = 1; i < cache->n; i++) {
            if (cache->icons[i].used < cache->icons[oldest].used) {
                oldest = i;
            }
        }
        drop(cache, oldest);
    }
}
