#include "text.h"

#include "base/log.h"
#include "font_set.h"
#include "kiosk/render/blend.h"
#include "text_layout.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// What the cache may hold between two paints. A screen full of text takes
// about 400 KB.
#define CACHE_BYTES (1536 * 1024)
#define OPEN_FONTS_AT_REST 6
#define MAX_TEXT (64 * 1024) // bytes; longer texts are cut

struct vz_text {
    struct vz_font_set fonts;
    struct vz_text_layout **layouts;
    size_t n, cap;
    size_t bytes;
    uint64_t clock;
    struct vz_text_layout none; // answered when out of memory
};

struct vz_text *vz_text_create(struct vz_error *error) {
    struct vz_text *text = calloc(1, sizeof(*text));
    if (!text) {
        vz_error_nomem(error);
        return NULL;
    }
    if (!vz_font_set_init(&text->fonts, error)) {
        free(text);
        return NULL;
    }
    return text;
}

void vz_text_destroy(struct vz_text *text) {
    if (text) {
        vz_text_trim(text);
        vz_font_set_finish(&text->fonts);
        free(text->layouts);
        free(text);
    }
}

// ------------------------------------------------------------------- styles

// Sizes at 1280x800 and how far the respondent's text size may enlarge them.
struct type_row {
    int size, line;
    bool bold;
    double most;                      // largest text scale
    int portrait_size, portrait_line; // 0 = the same
    int tracking;
};

static const struct type_row type_rows[VZ_TYPE_COUNT_] = {
    [VZ_TYPE_BODY] = {28, 38, false, 1.5, 0, 0, 0},
    [VZ_TYPE_BODY_BOLD] = {28, 38, true, 1.5, 0, 0, 0},
    [VZ_TYPE_DISPLAY] = {92, 104, true, 1.25, 88, 102, 0},
    [VZ_TYPE_TITLE] = {54, 66, true, 1.25, 0, 0, 0},
    [VZ_TYPE_QUESTION] = {46, 58, true, 1.5, 60, 74, 0},
    [VZ_TYPE_LEAD] = {36, 48, false, 1.25, 0, 0, 0},
    [VZ_TYPE_LEAD_BOLD] = {36, 44, true, 1.5, 0, 0, 0},
    [VZ_TYPE_ANSWER] = {32, 40, true, 1.5, 0, 0, 0},
    [VZ_TYPE_SMILEY] = {31, 36, true, 1.5, 25, 30, 0},
    [VZ_TYPE_DIGIT] = {44, 52, true, 1.5, 0, 0, 0},
    [VZ_TYPE_PIN] = {54, 66, true, 1.3, 0, 0, 0},
    [VZ_TYPE_SMALL] = {24, 32, false, 1.5, 0, 0, 0},
    [VZ_TYPE_SMALL_BOLD] = {24, 32, true, 1.5, 0, 0, 0},
    [VZ_TYPE_MIN] = {22, 28, false, 1.5, 0, 0, 0},
    [VZ_TYPE_CODE] = {54, 96, true, 1, 60, 96, 3},
    [VZ_TYPE_FIELD] = {34, 46, false, 1.5, 0, 0, 0},
    [VZ_TYPE_KEY] = {36, 46, false, 1.3, 0, 0, 0},
};

struct vz_text_style vz_text_style(const struct vz_ui *ui, enum vz_type type) {
    const struct type_row *row = &type_rows[type];
    const double grown = ui->text_scale < row->most ? ui->text_scale
                                                    : row->most;
    const bool other = ui->portrait && row->portrait_size;
    return (struct vz_text_style){
        .size = vz_px(ui, (other ? row->portrait_size : row->size) * grown),
        .line = vz_px(ui, (other ? row->portrait_line : row->line) * grown),
        .bold = row->bold,
        .rtl = ui->rtl,
        .tracking = vz_px(ui, row->tracking),
    };
}

// -------------------------------------------------------------------- cache

static uint64_t hash_of(const char *string, size_t len,
                        const struct vz_text_style *style, int width) {
    uint64_t hash = 1469598103934665603u; // FNV-1a
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (unsigned char)string[i]) * 1099511628211u;
    }
    const int numbers[] = {style->size, style->line, style->bold,
                           style->rtl,  width,       style->tracking};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        hash = (hash ^ (unsigned)numbers[i]) * 1099511628211u;
    }
    return hash;
}

static bool same_style(const struct vz_text_style *a,
                       const struct vz_text_style *b) {
    return a->size == b->size && a->line == b->line && a->bold == b->bold &&
           a->rtl == b->rtl && a->tracking == b->tracking;
}

static struct vz_text_layout *find(struct vz_text *text, const char *string,
                                   size_t len,
                                   const struct vz_text_style *style, int width,
                                   uint64_t hash) {
    for (size_t i = 0; i < text->n; i++) {
        struct vz_text_layout *layout = text->layouts[i];
        if (layout->hash == hash && layout->len == len &&
            layout->wrap == width && same_style(&layout->style, style) &&
            memcmp(layout->string, string, len) == 0) {
            return layout;
        }
    }
    return NULL;
}

static size_t bounded_length(const char *string) {
    size_t len = strlen(string);
    if (len > MAX_TEXT) {
        len = MAX_TEXT;
        while (len > 0 && ((unsigned char)string[len] & 0xc0) == 0x80) {
            len--;
        }
    }
    return len;
}

static const struct vz_text_layout *nothing(struct vz_text *text,
                                            const struct vz_text_style *style) {
    LOG_OOM();
    text->none = (struct vz_text_layout){.style = *style, .line = style->line};
    return &text->none;
}

const struct vz_text_layout *vz_text_lay_out(struct vz_text *text,
                                             const char *string,
                                             const struct vz_text_style *style,
                                             int width) {
    string = string ? string : "";
    const size_t len = bounded_length(string);
    const uint64_t hash = hash_of(string, len, style, width);
    struct vz_text_layout *layout = find(text, string, len, style, width, hash);
    if (layout) {
        layout->used = ++text->clock;
        return layout;
    }
    layout = calloc(1, sizeof(*layout));
    if (!layout ||
        !vz_grow(&text->layouts, &text->cap, text->n, sizeof(*text->layouts))) {
        free(layout);
        return nothing(text, style);
    }
    layout->string = vz_arena_strndup(&layout->arena, string, len);
    layout->len = len;
    layout->style = *style;
    layout->wrap = width;
    layout->hash = hash;
    layout->used = ++text->clock;
    if (!layout->string || !vz_text_layout_build(layout, &text->fonts)) {
        vz_text_layout_destroy(layout);
        return nothing(text, style);
    }
    text->bytes += layout->bytes;
    text->layouts[text->n++] = layout;
    return layout;
}

void vz_text_trim(struct vz_text *text) {
    for (size_t i = 0; i < text->n; i++) {
        vz_text_layout_destroy(text->layouts[i]);
    }
    text->n = 0;
    text->bytes = 0;
    vz_font_set_shrink(&text->fonts, OPEN_FONTS_AT_REST);
}

static int compare_used(const void *a, const void *b) {
    const struct vz_text_layout *const *first = a;
    const struct vz_text_layout *const *second = b;
    return ((*first)->used < (*second)->used) -
           ((*first)->used > (*second)->used);
}

void vz_text_age(struct vz_text *text) {
    if (text->bytes <= CACHE_BYTES) {
        return;
    }
    // Newest first; a good half stays, so that this happens seldom.
    qsort(text->layouts, text->n, sizeof(*text->layouts), compare_used);
    while (text->n > 0 && text->bytes > CACHE_BYTES * 2 / 3) {
        struct vz_text_layout *layout = text->layouts[--text->n];
        text->bytes -= layout->bytes;
        vz_text_layout_destroy(layout);
    }
}

// ----------------------------------------------------------------- measures

int vz_text_width(const struct vz_text_layout *layout) {
    return layout->width;
}

int vz_text_height(const struct vz_text_layout *layout) {
    return (int)layout->n_lines * layout->line;
}

int vz_text_lines(const struct vz_text_layout *layout) {
    return (int)layout->n_lines;
}

bool vz_text_overflows(const struct vz_text_layout *layout) {
    return layout->overflows;
}

int vz_text_line_height(const struct vz_text_layout *layout) {
    return layout->line;
}

int vz_text_middle(const struct vz_text_layout *layout) {
    const int last = ((int)layout->n_lines - 1) * layout->line;
    return layout->baseline + last / 2 -
           layout->style.size * layout->middle / 100;
}

// ------------------------------------------------------------------ drawing

// The rows and columns of a drawn run that hold ink.
static SDL_Rect ink_of(const SDL_Surface *drawn) {
    int top = drawn->h;
    int bottom = 0;
    int left = drawn->w;
    int right = 0;
    for (int y = 0; y < drawn->h; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)drawn->pixels +
                               (size_t)y * (size_t)drawn->pitch);
        for (int x = 0; x < drawn->w; x++) {
            if (row[x] & drawn->format->Amask) {
                top = y < top ? y : top;
                bottom = y + 1;
                left = x < left ? x : left;
                right = x + 1 > right ? x + 1 : right;
            }
        }
    }
    return (SDL_Rect){left, top, right - left, bottom - top};
}

static bool keep_mask(struct vz_text_run *run, const SDL_Surface *drawn,
                      SDL_Rect ink) {
    run->mask = vz_alloc_array((size_t)ink.h, (size_t)ink.w);
    if (!run->mask) {
        LOG_OOM();
        return false;
    }
    for (int y = 0; y < ink.h; y++) {
        const uint32_t *row =
            (const uint32_t *)((const uint8_t *)drawn->pixels +
                               (size_t)(y + ink.y) * (size_t)drawn->pitch) +
            ink.x;
        uint8_t *to = run->mask + (size_t)y * (size_t)ink.w;
        for (int x = 0; x < ink.w; x++) {
            to[x] = (uint8_t)((row[x] & drawn->format->Amask) >>
                              drawn->format->Ashift);
        }
    }
    run->mask_w = ink.w;
    run->mask_h = ink.h;
    return true;
}

void vz_text_unmark(char *string) {
    char *to = string;
    for (const char *at = string; *at; at++) {
        if (*at != *VZ_TEXT_BOLD) {
            *to++ = *at;
        }
    }
    *to = '\0';
}

// What has no glyph is not drawn.
static void make_drawable(char *text) {
    vz_text_unmark(text);
    for (char *c = text; *c; c++) {
        *c = (char)((unsigned char)*c < ' ' ? ' ' : *c);
    }
}

static SDL_Surface *draw_run(struct vz_text *text, const char *string,
                             const struct vz_text_run *run, int *ascent) {
    char tag[5] = "";
    hb_tag_to_string((hb_tag_t)run->script, tag);
    char *part = vz_strndup(string + run->offset, run->len);
    TTF_Font *font = vz_font_open(&text->fonts, run->font);
    SDL_Surface *drawn = NULL;
    if (part) {
        make_drawable(part);
    }
    if (part && font) {
        TTF_SetFontDirection(font,
                             run->rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
        TTF_SetFontScriptName(font, tag);
        drawn =
            TTF_RenderUTF8_Blended(font, part, (SDL_Color){255, 255, 255, 255});
        *ascent = TTF_FontAscent(font);
    }
    free(part);
    return drawn;
}

// Draws a run once into a mask. SDL2_ttf moves the pen right and down when ink
// would stick out of its surface; HarfBuzz knows by how much.
static void make_mask(struct vz_text *text, struct vz_text_layout *layout,
                      struct vz_text_run *run) {
    run->drawn = true;
    int ascent = 0;
    SDL_Surface *drawn = draw_run(text, layout->string, run, &ascent);
    if (!drawn) {
        return;
    }
    const SDL_Rect ink = ink_of(drawn);
    if (ink.w > 0 && drawn->format->BytesPerPixel == 4 &&
        keep_mask(run, drawn, ink)) {
        const int above = run->ink_top > ascent ? run->ink_top - ascent : 0;
        run->mask_x = ink.x + run->ink_left;
        run->mask_y = ink.y - ascent - above;
        layout->bytes += (size_t)ink.w * (size_t)ink.h;
        text->bytes += (size_t)ink.w * (size_t)ink.h;
    }
    SDL_FreeSurface(drawn);
}

static void draw_line(struct vz_text *text, struct vz_text_layout *layout,
                      const struct vz_text_line *line, SDL_Surface *surface,
                      const struct vz_rect *clip, int x, int baseline,
                      SDL_Color color) {
    for (size_t i = line->run; i < line->run + line->n_runs; i++) {
        struct vz_text_run *run = &layout->runs[i];
        if (!run->drawn) {
            make_mask(text, layout, run);
        }
        if (run->mask) {
            struct vz_rect at = {x + (run->x + 32) / 64 + run->mask_x,
                                 baseline + run->mask_y, run->mask_w,
                                 run->mask_h};
            vz_blend_mask(surface, clip, run->mask, run->mask_w, at, color);
        }
    }
}

void vz_text_draw(struct vz_text *text, const struct vz_text_layout *layout,
                  SDL_Surface *surface, const struct vz_rect *clip, int x,
                  int y, int width, enum vz_align align, SDL_Color color) {
    // Masks are a cache inside the layout; what it says does not change.
    struct vz_text_layout *cached = (struct vz_text_layout *)layout;
    for (size_t i = 0; i < layout->n_lines; i++) {
        const struct vz_text_line *line = &layout->lines[i];
        const int top = y + (int)i * layout->line;
        // Marks may reach into the neighbouring lines.
        if (clip && (top > clip->y + clip->h + layout->line ||
                     top + 2 * layout->line < clip->y)) {
            continue;
        }
        draw_line(text, cached, line, surface, clip,
                  x + vz_text_line_left(layout, line, width, align),
                  top + layout->baseline, color);
    }
}

void vz_text_draw_mark(const struct vz_text_layout *layout,
                       SDL_Surface *surface, const struct vz_rect *clip, int x,
                       int y, int width, enum vz_align align,
                       const struct vz_text_mark *mark, SDL_Color color) {
    const int height = mark->under ? mark->under : layout->line;
    for (size_t i = 0; i < layout->n_lines && mark->from < mark->to; i++) {
        const struct vz_text_line *line = &layout->lines[i];
        const int left = x + vz_text_line_left(layout, line, width, align);
        const int bottom = y + (int)(i + 1) * layout->line;
        const struct vz_text_cell *cells = layout->cells + line->cell;
        for (size_t k = 0; k < line->n_cells; k++) {
            if (cells[k].offset < mark->from || cells[k].offset >= mark->to) {
                continue;
            }
            // Edges are rounded, not widths: neighbours meet.
            const int start = (cells[k].x + 32) / 64;
            const int end = (cells[k].x + cells[k].w + 32) / 64;
            vz_blend_fill(surface, clip,
                          (struct vz_rect){left + start, bottom - height,
                                           end - start, height},
                          color);
        }
    }
}

bool vz_text_says(const struct vz_text_layout *layout, const char *string) {
    return string && strcmp(layout->string, string) == 0;
}
