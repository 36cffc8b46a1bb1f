#include "font_set.h"

#include "base/log.h"
#include "base/memory.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FACES 24
#define MAX_OPEN 14 // drawing fonts at once: each caches its glyphs

// Where Debian, Fedora and Arch put the font, in the two weights.
static const char *const known_paths[][2] = {
    {"/usr/share/fonts/truetype/andika/Andika-Regular.ttf",
     "/usr/share/fonts/truetype/andika/Andika-Bold.ttf"},
    {"/usr/share/fonts/sil-andika-fonts/Andika-Regular.ttf",
     "/usr/share/fonts/sil-andika-fonts/Andika-Bold.ttf"},
    {"/usr/share/fonts/TTF/Andika-Regular.ttf",
     "/usr/share/fonts/TTF/Andika-Bold.ttf"},
};

static void face_destroy(struct vz_face *face) {
    if (face) {
        hb_font_destroy(face->coverage);
        hb_face_destroy(face->hb);
        hb_blob_destroy(face->blob);
        free(face->path);
        free(face);
    }
}

// Maps a font file and appends it; NULL when it is no font or memory is out.
static struct vz_face *face_add(struct vz_font_set *set, const char *path,
                                unsigned index, bool bold) {
    if (set->n_faces >= MAX_FACES ||
        !vz_grow(&set->faces, &set->cap_faces, set->n_faces,
                 sizeof(*set->faces))) {
        return NULL;
    }
    struct vz_face *face = calloc(1, sizeof(*face));
    if (!face) {
        return NULL;
    }
    face->bold = bold;
    face->path = vz_strndup(path, strlen(path));
    face->blob = hb_blob_create_from_file(path);
    face->hb = hb_face_create(face->blob, index);
    face->coverage = hb_font_create(face->hb);
    if (!face->path || hb_face_get_glyph_count(face->hb) == 0) {
        face_destroy(face);
        return NULL;
    }
    set->faces[set->n_faces++] = face;
    return face;
}

static struct vz_face *face_with_path(struct vz_font_set *set, const char *path,
                                      bool bold) {
    for (size_t i = 0; i < set->n_faces; i++) {
        if (set->faces[i]->bold == bold &&
            strcmp(set->faces[i]->path, path) == 0) {
            return set->faces[i];
        }
    }
    return NULL;
}

// What fontconfig thinks best for a family or for characters. The families
// decide between fonts that have the characters; the language would not do,
// because it matches fonts without the script.
static struct vz_face *face_ask(struct vz_font_set *set, bool bold,
                                const uint32_t *chars, size_t n) {
    static const char *const families[] = {"Andika", "Noto Sans Arabic",
                                           "Noto Sans Ethiopic", "Noto Sans"};
    FcPattern *pattern = FcPatternCreate();
    FcCharSet *charset = FcCharSetCreate();
    if (!pattern || !charset) {
        if (pattern) {
            FcPatternDestroy(pattern);
        }
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        FcCharSetAddChar(charset, chars[i]);
    }
    for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)families[i]);
    }
    FcPatternAddCharSet(pattern, FC_CHARSET, charset);
    FcPatternAddInteger(pattern, FC_WEIGHT,
                        bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *match = FcFontMatch(NULL, pattern, &result);
    struct vz_face *face = NULL;
    FcChar8 *path;
    int index = 0;
    if (match &&
        FcPatternGetString(match, FC_FILE, 0, &path) == FcResultMatch) {
        FcPatternGetInteger(match, FC_INDEX, 0, &index);
        face = face_with_path(set, (const char *)path, bold);
        if (!face) {
            face = face_add(set, (const char *)path, (unsigned)index & 0xffff,
                            bold);
        }
    }
    if (match) {
        FcPatternDestroy(match);
    }
    FcCharSetDestroy(charset);
    FcPatternDestroy(pattern);
    return face;
}

static bool open_base(struct vz_font_set *set, bool bold) {
    for (size_t i = 0; i < sizeof(known_paths) / sizeof(*known_paths); i++) {
        if (face_add(set, known_paths[i][bold], 0, bold)) {
            return true;
        }
    }
    return face_ask(set, bold, NULL, 0) != NULL;
}

bool vz_font_set_init(struct vz_font_set *set, struct vz_error *error) {
    *set = (struct vz_font_set){0};
    if (TTF_Init() != 0) {
        return vz_error_set(error, VZ_IO, "SDL2_ttf does not start: %s",
                            TTF_GetError());
    }
    if (!open_base(set, false) || !open_base(set, true)) {
        vz_font_set_finish(set);
        return vz_error_set(error, VZ_NOT_FOUND,
                            "no font was found; install the package "
                            "fonts-sil-andika");
    }
    return true;
}

void vz_font_set_finish(struct vz_font_set *set) {
    if (!set) {
        return;
    }
    vz_font_set_shrink(set, 0);
    for (size_t i = 0; i < set->n_fonts; i++) {
        hb_font_destroy(set->fonts[i]->hb);
        free(set->fonts[i]);
    }
    for (size_t i = 0; i < set->n_faces; i++) {
        face_destroy(set->faces[i]);
    }
    free(set->fonts);
    free(set->faces);
    free(set->unknown);
    *set = (struct vz_font_set){0};
    if (TTF_WasInit()) {
        TTF_Quit();
        FcFini();
    }
}

// Joiners, direction marks and variation selectors show nothing themselves.
static bool ignorable(uint32_t c) {
    return c == 0xad || c == 0x34f || c == 0x61c ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) ||
           c == 0xfeff || c < 0x20;
}

static bool face_has(const struct vz_face *face, const uint32_t *chars,
                     size_t n) {
    for (size_t i = 0; i < n; i++) {
        hb_codepoint_t glyph;
        if (!ignorable(chars[i]) &&
            !hb_font_get_nominal_glyph(face->coverage, chars[i], &glyph)) {
            return false;
        }
    }
    return true;
}

static bool is_unknown(const struct vz_font_set *set, uint32_t c) {
    for (size_t i = 0; i < set->n_unknown; i++) {
        if (set->unknown[i] == c) {
            return true;
        }
    }
    return false;
}

static struct vz_face *base_face(struct vz_font_set *set, bool bold) {
    return set->faces[bold ? 1 : 0];
}

struct vz_face *vz_font_set_face(struct vz_font_set *set,
                                 struct vz_face *preferred, bool bold,
                                 const uint32_t *chars, size_t n) {
    if (preferred && preferred->bold == bold && face_has(preferred, chars, n)) {
        return preferred;
    }
    for (size_t i = 0; i < set->n_faces; i++) {
        if (set->faces[i]->bold == bold && face_has(set->faces[i], chars, n)) {
            return set->faces[i];
        }
    }
    if (n == 0 || is_unknown(set, chars[0])) {
        return base_face(set, bold);
    }
    struct vz_face *found = face_ask(set, bold, chars, n);
    if (found && face_has(found, chars, n)) {
        return found;
    }
    // Ask once a character, however often it is typed.
    if (set->n_unknown < 1000 &&
        vz_grow(&set->unknown, &set->cap_unknown, set->n_unknown,
                sizeof(*set->unknown))) {
        set->unknown[set->n_unknown++] = chars[0];
    }
    return found && face_has(found, chars, 1) ? found : base_face(set, bold);
}

struct vz_font *vz_font_set_font(struct vz_font_set *set, struct vz_face *face,
                                 int size) {
    for (size_t i = 0; i < set->n_fonts; i++) {
        if (set->fonts[i]->face == face && set->fonts[i]->size == size) {
            return set->fonts[i];
        }
    }
    struct vz_font *font = calloc(1, sizeof(*font));
    if (!font || !vz_grow(&set->fonts, &set->cap_fonts, set->n_fonts,
                          sizeof(*set->fonts))) {
        free(font);
        LOG_OOM();
        return NULL;
    }
    font->face = face;
    font->size = size;
    font->hb = hb_font_create(face->hb);
    hb_font_set_scale(font->hb, size * 64, size * 64);
    hb_font_make_immutable(font->hb);
    set->fonts[set->n_fonts++] = font;
    return font;
}

static size_t count_open(const struct vz_font_set *set) {
    size_t n = 0;
    for (size_t i = 0; i < set->n_fonts; i++) {
        n += set->fonts[i]->ttf != NULL;
    }
    return n;
}

TTF_Font *vz_font_open(struct vz_font_set *set, struct vz_font *font) {
    font->used = ++set->clock;
    if (font->ttf) {
        return font->ttf;
    }
    if (count_open(set) >= MAX_OPEN) {
        vz_font_set_shrink(set, MAX_OPEN - 1);
    }
    unsigned len;
    const char *bytes = hb_blob_get_data(font->face->blob, &len);
    SDL_RWops *stream = SDL_RWFromConstMem(bytes, (int)len);
    font->ttf = stream ? TTF_OpenFontRW(stream, 1, font->size) : NULL;
    if (!font->ttf) {
        LOGE("%s at %d px: %s", font->face->path, font->size, SDL_GetError());
        return NULL;
    }
    // Vertical hinting only: advances stay what HarfBuzz measured.
    TTF_SetFontHinting(font->ttf, TTF_HINTING_LIGHT_SUBPIXEL);
    return font->ttf;
}

void vz_font_set_shrink(struct vz_font_set *set, size_t keep) {
    for (size_t open = count_open(set); open > keep; open--) {
        struct vz_font *oldest = NULL;
        for (size_t i = 0; i < set->n_fonts; i++) {
            struct vz_font *font = set->fonts[i];
            if (font->ttf && (!oldest || font->used < oldest->used)) {
                oldest = font;
            }
        }
        TTF_CloseFont(oldest->ttf);
        oldest->ttf = NULL;
    }
}
