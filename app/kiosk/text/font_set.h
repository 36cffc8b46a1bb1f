/*
 * Fonts: faces found by path and by character, each at the sizes in use.
 *
 * A file is mapped once and shared by HarfBuzz, which measures, and SDL2_ttf,
 * which draws. Andika is opened by its known path, so that the first frame
 * does not wait for fontconfig; fontconfig is asked when it is not there, and
 * for characters that no open face has. Main thread only.
 */
#ifndef VZ_KIOSK_TEXT_FONT_SET_H
#define VZ_KIOSK_TEXT_FONT_SET_H

#include "base/status.h"

#include <SDL_ttf.h>
#include <hb.h>
#include <stddef.h>
#include <stdint.h>

struct vz_face {
    hb_blob_t *blob;
    hb_face_t *hb;
    hb_font_t *coverage; // for "has it this character?"
    bool bold;
    char *path;
};

// A face at a size. Lives as long as its set; `ttf` is opened when first drawn
// with and may be closed in between.
struct vz_font {
    struct vz_face *face;
    int size;      // px an em
    hb_font_t *hb; // in 1/64 px
    TTF_Font *ttf;
    uint64_t used; // the set's clock, to close what is unused longest
};

// Zeroed = empty.
struct vz_font_set {
    struct vz_face **faces; // the first regular and bold one are Andika
    size_t n_faces, cap_faces;
    struct vz_font **fonts;
    size_t n_fonts, cap_fonts;
    uint32_t *unknown; // characters that no font on this machine has
    size_t n_unknown, cap_unknown;
    uint64_t clock;
};

// Opens Andika in both weights. On failure the set is empty and the error says
// which package to install.
bool vz_font_set_init(struct vz_font_set *set, struct vz_error *error);
void vz_font_set_finish(struct vz_font_set *set);

// The face for a grapheme: `preferred` (may be NULL) when it has all of it,
// then the open faces of that weight, then what fontconfig finds. Never NULL:
// where nothing has it, the base face, which shows a box.
struct vz_face *vz_font_set_face(struct vz_font_set *set,
                                 struct vz_face *preferred, bool bold,
                                 const uint32_t *chars, size_t n);

// A face at a size; NULL when out of memory.
struct vz_font *vz_font_set_font(struct vz_font_set *set, struct vz_face *face,
                                 int size);

// The font ready to draw, or NULL (logged once a failure).
TTF_Font *vz_font_open(struct vz_font_set *set, struct vz_font *font);

// Closes the drawing halves of all fonts but the `keep` used last: they hold
// glyph caches.
void vz_font_set_shrink(struct vz_font_set *set, size_t keep);

#endif
