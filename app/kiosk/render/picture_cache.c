#include "picture_cache.h"

#include "base/log.h"
#include "base/memory.h"
#include "blend.h"
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_BYTES ((size_t)24 << 20)
#define SIDE_MAX 4096

// What is given to the thread and comes back.
struct order {
    char *path;
    int w, h;
    SDL_Surface *surface;
};

static void order_destroy(struct order *order) {
    if (order) {
        SDL_FreeSurface(order->surface);
        free(order->path);
        free(order);
    }
}

static void run(void *userdata) {
    struct vz_picture_cache *cache = userdata;
    struct order *order;
    while ((order = vz_queue_pop(&cache->wanted, -1))) {
        struct vz_error error = {0};
        order->surface =
            vz_picture_load(order->path, order->w, order->h, &error);
        if (!order->surface) {
            LOGW("A picture is not shown: %s.", error.message);
        }
        if (!vz_queue_push(&cache->done, order)) {
            order_destroy(order);
        } else if (cache->wake) {
            cache->wake(cache->userdata);
        }
    }
}

static bool start(struct vz_picture_cache *cache) {
    if (cache->thread.started) {
        return true;
    }
    if (!vz_queue_init(&cache->wanted)) {
        return false;
    }
    if (!vz_queue_init(&cache->done)) {
        goto fail_wanted;
    }
    if (!vz_thread_start(&cache->thread, "pictures", run, cache)) {
        goto fail_done;
    }
    return true;

fail_done:
    vz_queue_finish(&cache->done);
fail_wanted:
    vz_queue_finish(&cache->wanted);
    return false;
}

static void drop(struct vz_picture_cache *cache, size_t i) {
    struct vz_picture *item = &cache->items[i];
    if (item->surface) {
        cache->bytes -= (size_t)item->surface->pitch * (size_t)item->surface->h;
    }
    SDL_FreeSurface(item->surface);
    free(item->path);
    *item = cache->items[--cache->n];
}

void vz_pictures_clear(struct vz_picture_cache *cache) {
    while (cache->n > 0) {
        drop(cache, cache->n - 1);
    }
}

void vz_pictures_finish(struct vz_picture_cache *cache) {
    if (cache->thread.started) {
        struct order *order;
        vz_queue_close(&cache->wanted);
        while ((order = vz_queue_pop(&cache->wanted, 0))) {
            order_destroy(order);
        }
        vz_thread_join(&cache->thread);
        while ((order = vz_queue_pop(&cache->done, 0))) {
            order_destroy(order);
        }
        vz_queue_finish(&cache->wanted);
        vz_queue_finish(&cache->done);
    }
    vz_pictures_clear(cache);
    free(cache->items);
    *cache = (struct vz_picture_cache){0};
}

static size_t find(const struct vz_picture_cache *cache, const char *path,
                   int w, int h) {
    size_t i = 0;
    while (i < cache->n && (cache->items[i].w != w || cache->items[i].h != h ||
                            strcmp(cache->items[i].path, path) != 0)) {
        i++;
    }
    return i;
}

// True when the thread has it.
static bool send(struct vz_picture_cache *cache, const char *path, int w,
                 int h) {
    struct order *order = calloc(1, sizeof(*order));
    bool ok = order && (order->path = strdup(path)) && start(cache);
    if (ok) {
        order->w = w;
        order->h = h;
        ok = vz_queue_push(&cache->wanted, order);
    }
    if (!ok) {
        LOG_OOM();
        order_destroy(order);
    }
    return ok;
}

const SDL_Surface *vz_pictures_get(struct vz_picture_cache *cache,
                                   const char *path, int w, int h,
                                   bool *waits) {
    *waits = false;
    if (w <= 0 || h <= 0 || w > SIDE_MAX || h > SIDE_MAX) {
        return NULL;
    }
    size_t i = find(cache, path, w, h);
    if (i == cache->n) {
        char *copy = strdup(path);
        if (!copy || !vz_grow(&cache->items, &cache->cap, cache->n,
                              sizeof(*cache->items))) {
            LOG_OOM();
            free(copy);
            return NULL;
        }
        cache->items[cache->n++] =
            (struct vz_picture){.path = copy, .w = w, .h = h};
        cache->items[i].waits = send(cache, path, w, h);
    }
    cache->items[i].used = ++cache->clock;
    *waits = cache->items[i].waits;
    return cache->items[i].surface;
}

bool vz_pictures_collect(struct vz_picture_cache *cache) {
    struct order *order;
    bool arrived = false;
    while (cache->thread.started && (order = vz_queue_pop(&cache->done, 0))) {
        size_t i = find(cache, order->path, order->w, order->h);
        if (i < cache->n && cache->items[i].waits) {
            struct vz_picture *item = &cache->items[i];
            item->waits = false;
            item->surface = order->surface;
            order->surface = NULL;
            if (item->surface) {
                cache->bytes +=
                    (size_t)item->surface->pitch * (size_t)item->surface->h;
            }
            arrived = true;
        }
        order_destroy(order);
    }
    return arrived;
}

void vz_pictures_age(struct vz_picture_cache *cache) {
    while (cache->bytes > CACHE_BYTES && cache->n > 1) {
        size_t oldest = 0;
        for (size_t i = 1; i < cache->n; i++) {
            if (cache->items[i].used < cache->items[oldest].used) {
                oldest = i;
            }
        }
        drop(cache, oldest);
    }
}

static uint32_t mix(uint32_t below, uint32_t above) {
    const uint32_t alpha = above >> 24;
    uint32_t pixel = 0;
    for (int c = 0; c < 24; c += 8) {
        const uint32_t a = above >> c & 0xff, b = below >> c & 0xff;
        pixel |= (a * alpha + b * (255 - alpha) + 127) / 255 << c;
    }
    return pixel;
}

// Surfaces may keep their channels in another order than the picture.
static uint32_t to_argb(const SDL_PixelFormat *format, uint32_t pixel) {
    return (pixel >> format->Rshift & 0xff) << 16 |
           (pixel >> format->Gshift & 0xff) << 8 |
           (pixel >> format->Bshift & 0xff);
}

static uint32_t from_argb(const SDL_PixelFormat *format, uint32_t argb) {
    return (argb >> 16 & 0xff) << format->Rshift |
           (argb >> 8 & 0xff) << format->Gshift |
           (argb & 0xff) << format->Bshift | format->Amask;
}

void vz_pictures_paint(const SDL_Surface *picture, SDL_Surface *surface,
                       const struct vz_rect *clip, struct vz_rect area) {
    const struct vz_rect at = {area.x + (area.w - picture->w) / 2,
                               area.y + (area.h - picture->h) / 2, picture->w,
                               picture->h};
    const struct vz_rect whole = {0, 0, surface->w, surface->h};
    const struct vz_rect seen = vz_rect_cut(vz_rect_cut(at, *clip), whole);
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        const uint32_t *from =
            (const uint32_t *)((const uint8_t *)picture->pixels +
                               (size_t)(y - at.y) * (size_t)picture->pitch);
        uint32_t *to = (uint32_t *)((uint8_t *)surface->pixels +
                                    (size_t)y * (size_t)surface->pitch);
        for (int x = seen.x; x < seen.x + seen.w; x++) {
            const uint32_t above = from[x - at.x];
            const uint32_t below = to_argb(surface->format, to[x]);
            to[x] = from_argb(surface->format, mix(below, above));
        }
    }
}
