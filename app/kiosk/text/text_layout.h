/*
 * A text set in lines: what text.h's layout holds.
 *
 * Built once: characters -> bidi levels and scripts -> graphemes with a font
 * each -> items (stretches of one font, level and script between two places
 * where a line may break) shaped by HarfBuzz -> lines -> runs in visual order.
 * All x are in 1/64 px from the left end of the line.
 */
#ifndef VZ_KIOSK_TEXT_TEXT_LAYOUT_H
#define VZ_KIOSK_TEXT_TEXT_LAYOUT_H

#include "base/memory.h"
#include "font_set.h"
#include "text.h"

// One grapheme.
struct vz_text_cell {
    uint32_t offset; // in bytes
    uint32_t len;
    int x, w;
    bool rtl; // its own direction
};

// What is drawn in one go: neighbours of one font and direction.
struct vz_text_run {
    uint32_t offset, len; // bytes
    struct vz_font *font;
    hb_script_t script;
    bool rtl;
    int x, w;
    int ink_left, ink_top; // leftmost and topmost ink from the pen, px
    // Coverage of the ink, made when first drawn; NULL before and for blanks.
    uint8_t *mask;
    int mask_x, mask_y, mask_w, mask_h; // from pen start and baseline, px
    bool drawn;
};

struct vz_text_line {
    uint32_t offset; // first byte
    uint32_t end;    // after the last byte (a '\n' is not in it)
    size_t cell, n_cells;
    size_t run, n_runs;
    int w;        // without trailing spaces
    bool wrapped; // the text goes on without a '\n'
};

struct vz_text_layout {
    struct vz_arena arena;
    char *string;
    size_t len;
    struct vz_text_style style;
    int wrap; // width asked for, 0 = none
    uint64_t hash;
    uint64_t used;
    size_t bytes; // held by this layout, masks included

    int line;     // height of one, px
    int baseline; // from a line's top, px
    int width;    // of the widest line, px
    int middle;   // optical middle above the baseline, hundredths of an em
    bool overflows;
    struct vz_text_cell *cells;
    size_t n_cells;
    struct vz_text_run *runs;
    size_t n_runs, cap_runs; // runs are counted before they are made
    struct vz_text_line *lines;
    size_t n_lines, cap_lines;
};

// Sets layout->string in lines; the fields above `line` are filled. False when
// out of memory.
bool vz_text_layout_build(struct vz_text_layout *layout,
                          struct vz_font_set *fonts);

// Overwrites the text and its pixels and frees all.
void vz_text_layout_destroy(struct vz_text_layout *layout);

// Left end of a line in px when aligned in `width`.
int vz_text_line_left(const struct vz_text_layout *layout,
                      const struct vz_text_line *line, int width,
                      enum vz_align align);

#endif
