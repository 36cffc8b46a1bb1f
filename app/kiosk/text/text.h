/*
 * Text: fonts, shaping, line breaking, carets, drawing.
 *
 * FriBidi orders, HarfBuzz and FreeType measure and place, SDL2_ttf draws.
 * Every run is shaped with its script and direction; fonts fall back by
 * grapheme (Andika, then what fontconfig finds for the characters). Layouts
 * are cached, so asking twice costs a look-up. Main thread only.
 */
#ifndef VZ_KIOSK_TEXT_TEXT_H
#define VZ_KIOSK_TEXT_TEXT_H

#include "base/status.h"
#include "kiosk/scene/scene.h"

#include <SDL.h>

struct vz_text;

// Loads the first faces; the fall-back look-up starts at the first character
// that needs it. NULL with an error for the installer.
struct vz_text *vz_text_create(struct vz_error *error);
void vz_text_destroy(struct vz_text *text);

// How to set a text. Sizes in screen px (already scaled).
struct vz_text_style {
    int size; // em
    int line; // baseline to baseline
    bool bold;
    bool rtl;     // paragraph direction when the text itself does not tell
    int tracking; // px added after each letter; 0 = none
};
// The style of a row of the type scale, with the UI's scale and text size.
// Keys grow to 1.3 at most, display text to 1.25, the withdrawal code not at
// all; what else must stay smaller (head, helpers, navigation) says so with a
// box's shrink. Arabic runs are set 1.08 times larger and their lines 1.3 times
// higher, Ethiopic lines 1.15 times, by lay_out.
struct vz_text_style vz_text_style(const struct vz_ui *ui, enum vz_type type);

// Begins and ends words in bold within a text; has no width of its own. (XML
// and keyboards cannot produce it.)
#define VZ_TEXT_BOLD "\x02"
// Takes these marks out, for who reads or hears the text.
void vz_text_unmark(char *string);

struct vz_text_layout; // lines of glyph runs; owned by the cache

// Breaks `text` into lines of at most `width` px (0 = one line only; '\n'
// breaks). Never breaks inside a word: a word wider than `width` makes
// `overflows` true. Never NULL; empty when out of memory. Valid until the next
// call of vz_text_trim or vz_text_age (the painter's, at the end of a paint).
const struct vz_text_layout *vz_text_lay_out(struct vz_text *text,
                                             const char *string,
                                             const struct vz_text_style *style,
                                             int width);
int vz_text_width(const struct vz_text_layout *layout);  // of the widest line
int vz_text_height(const struct vz_text_layout *layout); // n_lines * line
int vz_text_lines(const struct vz_text_layout *layout);
bool vz_text_overflows(const struct vz_text_layout *layout);
// How far below the block's top its optical middle lies: of small letters half
// the x-height above the baseline (0.26 em), of capitals and digits half their
// height (0.36 em), of words in between.
int vz_text_middle(const struct vz_text_layout *layout);
// Height of one line, px (already with the factor of its scripts).
int vz_text_line_height(const struct vz_text_layout *layout);

// Draws with the block's top left at x, y; each line aligned within `width`.
void vz_text_draw(struct vz_text *text, const struct vz_text_layout *layout,
                  SDL_Surface *surface, const struct vz_rect *clip, int x,
                  int y, int width, enum vz_align align, SDL_Color color);

// Words that are marked: the bytes from..to (graphemes of them that are whole).
struct vz_text_mark {
    size_t from, to;
    int under; // px at the lower end of the line; 0 = the line's whole height
};
// Fills the ground of marked words, before the text is drawn on it; the block
// stands as vz_text_draw would draw it.
void vz_text_draw_mark(const struct vz_text_layout *layout,
                       SDL_Surface *surface, const struct vz_rect *clip, int x,
                       int y, int width, enum vz_align align,
                       const struct vz_text_mark *mark, SDL_Color color);
// Is this the text that was laid out?
bool vz_text_says(const struct vz_text_layout *layout, const char *string);

// The caret before byte `offset` (a grapheme border): x, top and height
// relative to the block drawn with VZ_ALIGN_START in the width it was laid out
// for. Its width is 0.
struct vz_rect vz_text_caret(const struct vz_text_layout *layout,
                             size_t offset);
// Does the grapheme behind `offset` (at the end: the one before it) read from
// right to left? An empty text: its paragraph.
bool vz_text_reads_back(const struct vz_text_layout *layout, size_t offset);
// The grapheme border nearest to a point in the block.
size_t vz_text_offset_at(const struct vz_text_layout *layout, int x, int y);

// Forgets all cached layouts and pixels of texts, overwriting them, and closes
// fonts that are not in use (reset). Layouts got before are invalid afterwards.
void vz_text_trim(struct vz_text *text);
// Drops what was not asked for longest while the cache is over its limit.
// Layouts got before are invalid afterwards.
void vz_text_age(struct vz_text *text);

// Grapheme borders in UTF-8 text (libunistring): the next one after and the
// one before `offset`.
size_t vz_grapheme_next(const char *string, size_t offset);
size_t vz_grapheme_prev(const char *string, size_t offset);
size_t vz_grapheme_count(const char *string);

#endif
