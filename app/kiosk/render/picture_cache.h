/*
 * Pictures of forms, decoded on a thread of their own and kept while a screen
 * shows them.
 *
 * All but the decoding belongs to the main thread. The thread starts with the
 * first picture that is asked for.
 */
#ifndef VZ_KIOSK_RENDER_PICTURE_CACHE_H
#define VZ_KIOSK_RENDER_PICTURE_CACHE_H

#include "base/thread.h"
#include "kiosk/scene/ui.h"

#include <SDL.h>
#include <stdint.h>

struct vz_picture {
    char *path;           // owned
    int w, h;             // of the room that was asked for
    SDL_Surface *surface; // NULL while it is waited for, or when it failed
    bool waits;
    uint64_t used;
};

// Zeroed = empty; `wake` may be set.
struct vz_picture_cache {
    struct vz_picture *items;
    size_t n, cap;
    size_t bytes; // of all surfaces
    uint64_t clock;
    struct vz_thread thread;
    struct vz_queue wanted, done;
    // Called on the thread when a picture is there (or failed): the main thread
    // must then call vz_pictures_collect. Optional.
    void (*wake)(void *userdata);
    void *userdata;
};

// Waits for the picture that is being decoded, if any.
void vz_pictures_finish(struct vz_picture_cache *cache);

// The picture as large as fits w x h px, valid until the next call of
// vz_pictures_age or _clear. NULL: not there yet (*waits) or not to be had.
const SDL_Surface *vz_pictures_get(struct vz_picture_cache *cache,
                                   const char *path, int w, int h, bool *waits);
// Takes in what was decoded. True when something arrived.
bool vz_pictures_collect(struct vz_picture_cache *cache);
// Frees what was not used for longest while the cache is over its limit.
void vz_pictures_age(struct vz_picture_cache *cache);
// Frees all; what is being decoded is thrown away when it comes.
void vz_pictures_clear(struct vz_picture_cache *cache);

// Paints a picture in the middle of `area`.
void vz_pictures_paint(const SDL_Surface *picture, SDL_Surface *surface,
                       const struct vz_rect *clip, struct vz_rect area);

#endif
