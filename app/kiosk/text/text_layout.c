#include "text_layout.h"

#include "base/log.h"

#include <fribidi.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <unistr.h>

// How scripts that run larger or higher than Latin are set (design.md 2.4), in
// hundredths.
struct script_metrics {
    hb_script_t script;
    int size, line;
};
static const struct script_metrics metrics_table[] = {
    {HB_SCRIPT_ARABIC, 108, 130},
    {HB_SCRIPT_ETHIOPIC, 100, 115},
};

static const struct script_metrics *script_metrics(hb_script_t script) {
    static const struct script_metrics plain = {HB_SCRIPT_COMMON, 100, 100};
    for (size_t i = 0; i < sizeof(metrics_table) / sizeof(*metrics_table);
         i++) {
        if (metrics_table[i].script == script) {
            return &metrics_table[i];
        }
    }
    return &plain;
}

// A stretch of cells that is shaped as one.
struct item {
    size_t cell, n_cells;
    struct vz_font *font;
    hb_script_t script;
    FriBidiLevel level;
    bool blank;     // only spaces
    bool breakable; // a line may begin here
    int w;
    int ink_left, ink_top;
};

// The work on one layout; everything in it lives in the scratch arena.
struct builder {
    struct vz_text_layout *layout;
    struct vz_font_set *fonts;
    struct vz_arena scratch;
    uint32_t *chars;   // the whole text
    uint32_t *offsets; // byte offset of each, and of the end
    bool *bold;        // of each
    size_t n_chars;
    FriBidiLevel *levels;
    hb_script_t *scripts;
    char *breaks;           // of libunistring, one a character
    uint32_t *cell_chars;   // first character of each cell, and the end
    struct vz_face **faces; // of each cell
    struct item *items;
    size_t n_items, cap_items; // of the paragraph at hand
    hb_buffer_t *buffer;
};

// ---------------------------------------------------------------- characters

// Only '\n' breaks a line; other controls and separators are spaces.
static uint32_t plain(uint32_t c) {
    const bool control = c < ' ' && c != '\n';
    return control || c == 0x85 || c == 0x2028 || c == 0x2029 ? ' ' : c;
}

static bool decode(struct builder *b) {
    const uint8_t *text = (const uint8_t *)b->layout->string;
    const size_t len = b->layout->len;
    b->chars = vz_arena_alloc_array(&b->scratch, len + 1, sizeof(uint32_t));
    b->offsets = vz_arena_alloc_array(&b->scratch, len + 1, sizeof(uint32_t));
    b->bold = vz_arena_alloc_array(&b->scratch, len + 1, sizeof(bool));
    if (!b->chars || !b->offsets || !b->bold) {
        return false;
    }
    bool bold = b->layout->style.bold;
    for (size_t at = 0; at < len;) {
        ucs4_t c;
        int used = u8_mbtoucr(&c, text + at, len - at);
        if (used == 1 && c == (ucs4_t)*VZ_TEXT_BOLD) {
            bold = b->layout->style.bold || !bold;
            at++;
            continue;
        }
        b->bold[b->n_chars] = bold;
        b->chars[b->n_chars] = used > 0 ? plain(c) : 0xfffd;
        b->offsets[b->n_chars++] = (uint32_t)at;
        at += used > 0 ? (size_t)used : 1;
    }
    b->offsets[b->n_chars] = (uint32_t)len;
    return true;
}

// Common and inherited characters take the script before them, else the one
// after them.
static void find_scripts(struct builder *b) {
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    hb_script_t last = HB_SCRIPT_INVALID;
    size_t pending = 0;
    for (size_t i = 0; i < b->n_chars; i++) {
        hb_script_t script = hb_unicode_script(unicode, b->chars[i]);
        if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
            script == HB_SCRIPT_UNKNOWN) {
            b->scripts[i] = last;
            continue;
        }
        b->scripts[i] = last = script;
        for (; pending < i && b->scripts[pending] == HB_SCRIPT_INVALID;
             pending++) {
            b->scripts[pending] = script;
        }
        pending = i;
    }
    for (size_t i = 0; i < b->n_chars; i++) {
        if (b->scripts[i] == HB_SCRIPT_INVALID) {
            b->scripts[i] = HB_SCRIPT_LATIN;
        }
    }
}

// Levels of characters start..end, one paragraph.
static bool find_levels(struct builder *b, size_t start, size_t end,
                        bool *rtl) {
    const size_t n = end - start;
    FriBidiCharType *types =
        vz_arena_alloc_array(&b->scratch, n, sizeof(*types));
    FriBidiBracketType *brackets =
        vz_arena_alloc_array(&b->scratch, n, sizeof(*brackets));
    if (!types || !brackets) {
        return false;
    }
    const FriBidiStrIndex len = (FriBidiStrIndex)n;
    FriBidiParType base = b->layout->style.rtl ? FRIBIDI_PAR_WRTL
                                               : FRIBIDI_PAR_WLTR;
    fribidi_get_bidi_types(b->chars + start, len, types);
    fribidi_get_bracket_types(b->chars + start, len, types, brackets);
    FriBidiLevel highest = fribidi_get_par_embedding_levels_ex(
        types, brackets, len, &base, b->levels + start);
    *rtl = FRIBIDI_IS_RTL(base);
    return highest != 0;
}

// Thai and Lao are written without spaces, and where words end takes a
// dictionary. A vowel that is written before its consonant begins a syllable,
// so a line may begin there; that is where a reader stumbles least.
static bool begins_syllable(uint32_t c) {
    return (c >= 0x0e40 && c <= 0x0e44) || (c >= 0x0ec0 && c <= 0x0ec4);
}

// Opening brackets and quotes stay with what they enclose.
static bool is_mark_or_space(uint32_t c) {
    return c < 0x80 ? !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
                          !(c >= 'A' && c <= 'Z')
                    : uc_is_general_category(c, UC_PUNCTUATION);
}

static bool find_breaks(struct builder *b) {
    b->breaks = vz_arena_alloc_array(&b->scratch, b->n_chars + 1, 1);
    if (!b->breaks) {
        return false;
    }
    u32_possible_linebreaks(b->chars, b->n_chars, "UTF-8", b->breaks);
    for (size_t i = 1; i < b->n_chars; i++) {
        if (begins_syllable(b->chars[i]) &&
            !is_mark_or_space(b->chars[i - 1])) {
            b->breaks[i] = UC_BREAK_POSSIBLE;
        }
    }
    return true;
}

// -------------------------------------------------------------------- cells

static bool is_space(uint32_t c) {
    return c == ' ' || c == '\t' || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200a && c != 0x2007);
}

static bool make_cells(struct builder *b) {
    struct vz_text_layout *layout = b->layout;
    layout->cells = vz_arena_alloc_array(&layout->arena, b->n_chars,
                                         sizeof(*layout->cells));
    b->cell_chars =
        vz_arena_alloc_array(&b->scratch, b->n_chars + 1, sizeof(uint32_t));
    b->faces = vz_arena_alloc_array(&b->scratch, b->n_chars, sizeof(*b->faces));
    char *borders = vz_arena_alloc(&b->scratch, b->n_chars);
    if (!layout->cells || !b->cell_chars || !b->faces || !borders) {
        return false;
    }
    u32_grapheme_breaks(b->chars, b->n_chars, borders);
    struct vz_face *face = NULL;
    for (size_t first = 0; first < b->n_chars;) {
        const size_t i = layout->n_cells++;
        size_t after = first + 1;
        while (after < b->n_chars && !borders[after]) {
            after++;
        }
        b->cell_chars[i] = (uint32_t)first;
        layout->cells[i].offset = b->offsets[first];
        layout->cells[i].len = b->offsets[after] - b->offsets[first];
        // Only blanks keep the font before them: letters ask Andika first.
        face =
            vz_font_set_face(b->fonts, is_space(b->chars[first]) ? face : NULL,
                             b->bold[first], b->chars + first, after - first);
        b->faces[i] = face;
        first = after;
    }
    b->cell_chars[layout->n_cells] = (uint32_t)b->n_chars;
    return true;
}

// -------------------------------------------------------------------- items

static bool cell_blank(const struct builder *b, size_t cell) {
    return is_space(b->chars[b->cell_chars[cell]]);
}

static bool cell_breakable(const struct builder *b, size_t cell) {
    return b->breaks[b->cell_chars[cell]] == UC_BREAK_POSSIBLE;
}

static bool same_item(const struct builder *b, size_t a, size_t c) {
    const uint32_t first = b->cell_chars[a];
    const uint32_t second = b->cell_chars[c];
    return b->faces[a] == b->faces[c] &&
           b->levels[first] == b->levels[second] &&
           b->scripts[first] == b->scripts[second] &&
           cell_blank(b, a) == cell_blank(b, c) && !cell_breakable(b, c) &&
           b->layout->style.tracking == 0;
}

// Spreads the advance of each HarfBuzz cluster over the graphemes in it, so
// that a caret can stand inside a ligature.
static void spread_advances(struct builder *b, const struct item *item,
                            const int *advances) {
    struct vz_text_cell *cells = b->layout->cells;
    const size_t end = item->cell + item->n_cells;
    const uint32_t base = b->cell_chars[item->cell];
    for (size_t i = item->cell; i < end;) {
        size_t next = i + 1;
        int sum = 0;
        uint32_t c = b->cell_chars[i];
        // A grapheme whose characters carry no advance belongs to the cluster
        // that began before it (-1 marks "not the start of a cluster").
        while (next < end && advances[b->cell_chars[next] - base] < 0) {
            next++;
        }
        for (; c < b->cell_chars[next]; c++) {
            sum += advances[c - base] > 0 ? advances[c - base] : 0;
        }
        const int n = (int)(next - i);
        for (int k = 0; k < n; k++) {
            cells[i + (size_t)k].w = sum * (k + 1) / n - sum * k / n;
        }
        i = next;
    }
}

// How far ink reaches left of the pen and above the baseline, in px.
static void measure_ink(struct item *item, const hb_glyph_info_t *infos,
                        const hb_glyph_position_t *positions, unsigned n) {
    int pen = 0;
    int left = 0;
    int top = 0;
    for (unsigned i = 0; i < n; i++) {
        hb_glyph_extents_t ink;
        if (hb_font_get_glyph_extents(item->font->hb, infos[i].codepoint,
                                      &ink)) {
            const int x = pen + positions[i].x_offset + ink.x_bearing;
            const int y = positions[i].y_offset + ink.y_bearing;
            left = x < left ? x : left;
            top = y > top ? y : top;
        }
        pen += positions[i].x_advance;
    }
    item->ink_left = left < 0 ? -((-left + 63) / 64) : 0;
    item->ink_top = (top + 63) / 64;
}

// Shapes an item and gives its cells their widths.
static bool shape(struct builder *b, struct item *item) {
    const uint32_t first = b->cell_chars[item->cell];
    const uint32_t after = b->cell_chars[item->cell + item->n_cells];
    int *advances =
        vz_arena_alloc_array(&b->scratch, after - first, sizeof(*advances));
    if (!advances) {
        return false;
    }
    hb_buffer_clear_contents(b->buffer);
    hb_buffer_add_utf32(b->buffer, b->chars + first, (int)(after - first), 0,
                        (int)(after - first));
    hb_buffer_set_direction(b->buffer, item->level & 1 ? HB_DIRECTION_RTL
                                                       : HB_DIRECTION_LTR);
    hb_buffer_set_script(b->buffer, item->script);
    hb_shape(item->font->hb, b->buffer, NULL, 0);
    unsigned n;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(b->buffer, &n);
    const hb_glyph_position_t *positions =
        hb_buffer_get_glyph_positions(b->buffer, &n);
    for (uint32_t i = 0; i < after - first; i++) {
        advances[i] = -1;
    }
    for (unsigned i = 0; i < n; i++) {
        int *advance = &advances[infos[i].cluster];
        *advance = (*advance < 0 ? 0 : *advance) + positions[i].x_advance;
        item->w += positions[i].x_advance;
    }
    spread_advances(b, item, advances);
    if (b->layout->style.tracking) {
        const int extra = b->layout->style.tracking * 64;
        b->layout->cells[item->cell].w += extra;
        item->w += extra;
    }
    measure_ink(item, infos, positions, n);
    return true;
}

static bool add_item(struct builder *b, size_t cell, size_t n_cells) {
    if (!vz_grow(&b->items, &b->cap_items, b->n_items, sizeof(*b->items))) {
        return false;
    }
    const uint32_t first = b->cell_chars[cell];
    struct item *item = &b->items[b->n_items++];
    *item = (struct item){
        .cell = cell,
        .n_cells = n_cells,
        .script = b->scripts[first],
        .level = b->levels[first],
        .blank = cell_blank(b, cell),
        .breakable = cell_breakable(b, cell),
    };
    const struct script_metrics *metrics = script_metrics(item->script);
    const int base = b->layout->style.size;
    const int size = (base * metrics->size + 50) / 100;
    const int line = (b->layout->style.line * metrics->line + 50) / 100;
    if (line > b->layout->line) {
        b->layout->line = line;
    }
    item->font = vz_font_set_font(b->fonts, b->faces[cell], size);
    for (size_t i = cell; i < cell + n_cells; i++) {
        b->layout->cells[i].rtl = item->level & 1;
    }
    return item->font && shape(b, item);
}

static bool make_items(struct builder *b, size_t cell, size_t end) {
    b->n_items = 0;
    for (size_t i = cell; i < end;) {
        size_t next = i + 1;
        while (next < end && same_item(b, i, next)) {
            next++;
        }
        if (!add_item(b, i, next - i)) {
            return false;
        }
        i = next;
    }
    return true;
}

// -------------------------------------------------------------------- lines

// Rule L2 of the bidi algorithm: reverse every stretch at or above each level,
// from the highest down to the lowest odd one.
static void order_visually(size_t *order, size_t n,
                           const FriBidiLevel *levels) {
    FriBidiLevel highest = 0;
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
        highest = levels[i] > highest ? levels[i] : highest;
    }
    for (FriBidiLevel level = highest; level >= 1; level--) {
        for (size_t i = 0; i < n; i++) {
            size_t end = i;
            while (end < n && levels[order[end]] >= level) {
                end++;
            }
            for (size_t a = i, z = end; a + 1 < z; a++) {
                const size_t swap = order[a];
                order[a] = order[--z];
                order[z] = swap;
            }
            i = end > i ? end : i;
        }
    }
}

static void place_cells(struct vz_text_layout *layout, const struct item *item,
                        int x) {
    for (size_t i = 0; i < item->n_cells; i++) {
        const size_t at = item->level & 1 ? item->n_cells - 1 - i : i;
        struct vz_text_cell *cell = &layout->cells[item->cell + at];
        cell->x = x;
        x += cell->w;
    }
}

// Makes the item drawable: joins it to the run on its left when the two are
// one stretch of text in one font.
static bool add_run(struct builder *b, struct vz_text_line *line,
                    const struct item *item, int x) {
    struct vz_text_layout *layout = b->layout;
    const struct vz_text_cell *first = &layout->cells[item->cell];
    const struct vz_text_cell *last = first + item->n_cells - 1;
    const uint32_t end = last->offset + last->len;
    const bool rtl = item->level & 1;
    if (line->n_runs) {
        struct vz_text_run *run = &layout->runs[layout->n_runs - 1];
        if (run->font == item->font && run->rtl == rtl &&
            run->script == item->script && layout->style.tracking == 0 &&
            (rtl ? end == run->offset
                 : run->offset + run->len == first->offset)) {
            run->offset = rtl ? first->offset : run->offset;
            run->len += end - first->offset;
            run->w += item->w;
            run->ink_top = item->ink_top > run->ink_top ? item->ink_top
                                                        : run->ink_top;
            return true;
        }
    }
    if (!vz_grow(&layout->runs, &layout->cap_runs, layout->n_runs,
                 sizeof(*layout->runs))) {
        return false;
    }
    layout->runs[layout->n_runs++] = (struct vz_text_run){
        .offset = first->offset,
        .len = end - first->offset,
        .font = item->font,
        .script = item->script,
        .rtl = rtl,
        .x = x,
        .w = item->w,
        .ink_left = item->ink_left,
        .ink_top = item->ink_top,
    };
    line->n_runs++;
    return true;
}

// A line of items first..end. Spaces at its end take the paragraph's direction
// and no width.
static bool add_line(struct builder *b, size_t first, size_t end, bool rtl,
                     struct vz_text_line line) {
    struct vz_text_layout *layout = b->layout;
    const size_t n = end - first;
    const struct item *items = b->items + first;
    size_t *order = vz_arena_alloc_array(&b->scratch, n, sizeof(*order));
    FriBidiLevel *levels =
        vz_arena_alloc_array(&b->scratch, n, sizeof(*levels));
    if (!order || !levels ||
        !vz_grow(&layout->lines, &layout->cap_lines, layout->n_lines,
                 sizeof(*layout->lines))) {
        return false;
    }
    size_t n_ink = n;
    int x = 0;
    while (n_ink > 0 && items[n_ink - 1].blank) {
        n_ink--;
        x -= rtl ? items[n_ink].w : 0;
    }
    for (size_t i = 0; i < n; i++) {
        levels[i] = i < n_ink ? items[i].level : rtl;
        line.w += i < n_ink ? items[i].w : 0;
    }
    order_visually(order, n, levels);
    line.run = layout->n_runs;
    for (size_t i = 0; i < n; i++) {
        const struct item *item = &items[order[i]];
        place_cells(layout, item, x);
        if (order[i] < n_ink && !add_run(b, &line, item, x)) {
            return false;
        }
        x += item->w;
    }
    const int width = (line.w + 63) / 64;
    layout->width = width > layout->width ? width : layout->width;
    layout->lines[layout->n_lines++] = line;
    return true;
}

// Adds the line of items first..end of the paragraph that ends at byte
// `par_end`.
static bool end_line(struct builder *b, size_t first, size_t end, bool rtl,
                     uint32_t par_end) {
    const struct vz_text_cell *cells = b->layout->cells;
    struct vz_text_line line = {.offset = par_end, .end = par_end};
    if (first < end) {
        const struct item *last = &b->items[end - 1];
        line.cell = b->items[first].cell;
        line.n_cells = last->cell + last->n_cells - line.cell;
        line.offset = cells[line.cell].offset;
        const struct vz_text_cell *cell = &cells[line.cell + line.n_cells - 1];
        line.end = cell->offset + cell->len;
    }
    line.wrapped = end < b->n_items;
    return add_line(b, first, end, rtl, line);
}

// Fills lines greedily. A word is the items up to the next place where a line
// may begin; the spaces after it may hang over the edge.
static bool break_lines(struct builder *b, bool rtl, uint32_t par_end) {
    struct vz_text_layout *layout = b->layout;
    const int limit = layout->wrap > 0 ? layout->wrap * 64 : 0;
    size_t line = 0;
    int x = 0;
    for (size_t i = 0; i < b->n_items;) {
        int ink = 0;
        int whole = 0;
        size_t next = i;
        do {
            whole += b->items[next].w;
            ink = b->items[next].blank ? ink : whole;
            next++;
        } while (next < b->n_items && !b->items[next].breakable);
        if (limit && x + ink > limit && i > line) {
            if (!end_line(b, line, i, rtl, par_end)) {
                return false;
            }
            line = i;
            x = 0;
        }
        layout->overflows |= limit && ink > limit;
        x += whole;
        i = next;
    }
    return end_line(b, line, b->n_items, rtl, par_end);
}

static size_t paragraph_end(const struct builder *b, size_t start) {
    size_t end = start;
    while (end < b->n_chars && b->chars[end] != '\n') {
        end++;
    }
    return end;
}

// One paragraph of characters start..end. Cells follow characters, so its
// first cell is where the last paragraph ended.
static bool set_paragraph(struct builder *b, size_t start, size_t end,
                          size_t *cell) {
    bool rtl = b->layout->style.rtl;
    if (start < end && !find_levels(b, start, end, &rtl)) {
        return false;
    }
    size_t last = *cell;
    while (last < b->layout->n_cells && b->cell_chars[last] < end) {
        last++;
    }
    if (!make_items(b, *cell, last) || !break_lines(b, rtl, b->offsets[end])) {
        return false;
    }
    // The '\n' is a cell too: skip it.
    *cell = last + (end < b->n_chars);
    return true;
}

// Where the eye sees the middle of a text: of small letters at half the
// x-height, of capitals and digits at half their height, of words in between.
static int optical_middle(const struct builder *b) {
    bool tall = false;
    bool small = false;
    for (size_t i = 0; i < b->n_chars; i++) {
        if (b->scripts[i] == HB_SCRIPT_ETHIOPIC) {
            tall = true;
        } else if (b->scripts[i] == HB_SCRIPT_ARABIC) {
            tall = small = true;
        } else if (uc_is_upper(b->chars[i]) ||
                   uc_is_general_category(b->chars[i],
                                          UC_DECIMAL_DIGIT_NUMBER)) {
            tall = true;
        } else if (uc_is_lower(b->chars[i])) {
            small = true;
        }
    }
    return tall && small ? 31 : tall ? 36 : 26;
}

static bool build(struct builder *b) {
    if (!decode(b)) {
        return false;
    }
    b->levels =
        vz_arena_alloc_array(&b->scratch, b->n_chars, sizeof(*b->levels));
    b->scripts =
        vz_arena_alloc_array(&b->scratch, b->n_chars, sizeof(*b->scripts));
    b->buffer = hb_buffer_create();
    if (!b->levels || !b->scripts || !find_breaks(b) || !make_cells(b)) {
        return false;
    }
    find_scripts(b);
    b->layout->middle = optical_middle(b);
    size_t cell = 0;
    for (size_t start = 0;;) {
        const size_t end = paragraph_end(b, start);
        if (!set_paragraph(b, start, end, &cell)) {
            return false;
        }
        if (end >= b->n_chars) {
            return true;
        }
        start = end + 1;
    }
}

bool vz_text_layout_build(struct vz_text_layout *layout,
                          struct vz_font_set *fonts) {
    struct builder b = {.layout = layout, .fonts = fonts};
    layout->line = layout->style.line;
    const bool built = build(&b);
    hb_buffer_destroy(b.buffer);
    free(b.items);
    vz_arena_finish(&b.scratch);
    // Half-leading, as in the mock-ups: the em box with Andika's ascent and
    // descent stands in the middle of the line.
    hb_font_extents_t extents = {0};
    struct vz_font *font = vz_font_set_font(
        fonts, fonts->faces[layout->style.bold], layout->style.size);
    if (font) {
        hb_font_get_h_extents(font->hb, &extents);
    }
    layout->baseline =
        (layout->line * 64 + extents.ascender + extents.descender) / 2 / 64;
    layout->bytes = sizeof(*layout) + layout->arena.total +
                    layout->cap_runs * sizeof(*layout->runs) +
                    layout->cap_lines * sizeof(*layout->lines);
    return built && font;
}

// Through volatile, so that it is not optimised away before free.
static void wipe(void *bytes, size_t len) {
    volatile unsigned char *at = bytes;
    while (len--) {
        *at++ = 0;
    }
}

void vz_text_layout_destroy(struct vz_text_layout *layout) {
    if (!layout) {
        return;
    }
    for (size_t i = 0; i < layout->n_runs; i++) {
        struct vz_text_run *run = &layout->runs[i];
        if (run->mask) {
            wipe(run->mask, (size_t)run->mask_w * (size_t)run->mask_h);
            free(run->mask);
        }
    }
    if (layout->string) {
        wipe(layout->string, layout->len);
    }
    free(layout->runs);
    free(layout->lines);
    vz_arena_finish(&layout->arena);
    free(layout);
}

int vz_text_line_left(const struct vz_text_layout *layout,
                      const struct vz_text_line *line, int width,
                      enum vz_align align) {
    const int room = width - (line->w + 63) / 64;
    if (align == VZ_ALIGN_CENTER) {
        return room / 2;
    }
    return (align == VZ_ALIGN_END) != layout->style.rtl ? room : 0;
}

// ------------------------------------------------------------------- carets

// A caret or a point is sought in the block's own width.
static int block_left(const struct vz_text_layout *layout,
                      const struct vz_text_line *line) {
    const int width = layout->wrap > 0 ? layout->wrap : layout->width;
    return vz_text_line_left(layout, line, width, VZ_ALIGN_START);
}

static const struct vz_text_line *
line_at_offset(const struct vz_text_layout *layout, size_t offset,
               size_t *number) {
    size_t i = 0;
    while (i + 1 < layout->n_lines && layout->lines[i + 1].offset <= offset) {
        i++;
    }
    *number = i;
    return &layout->lines[i];
}

struct vz_rect vz_text_caret(const struct vz_text_layout *layout,
                             size_t offset) {
    size_t number = 0;
    if (layout->n_lines == 0) {
        return (struct vz_rect){0, 0, 0, layout->line};
    }
    const struct vz_text_line *line = line_at_offset(layout, offset, &number);
    const struct vz_text_cell *cells = layout->cells + line->cell;
    int x = 0;
    if (line->n_cells) {
        size_t i = 0;
        while (i < line->n_cells && cells[i].offset < offset) {
            i++;
        }
        // Before cell i, or after the last one.
        const struct vz_text_cell *cell =
            &cells[i < line->n_cells ? i : line->n_cells - 1];
        x = cell->x + (cell->rtl == (i < line->n_cells) ? cell->w : 0);
    }
    return (struct vz_rect){block_left(layout, line) + (x + 32) / 64,
                            (int)number * layout->line, 0, layout->line};
}

bool vz_text_reads_back(const struct vz_text_layout *layout, size_t offset) {
    for (size_t i = 0; i < layout->n_cells; i++) {
        const struct vz_text_cell *cell = &layout->cells[i];
        if (cell->offset >= offset || i + 1 == layout->n_cells) {
            return cell->rtl;
        }
    }
    return layout->style.rtl;
}

static size_t offset_in_line(const struct vz_text_line *line,
                             const struct vz_text_cell *cells, int x) {
    size_t best = line->offset;
    int nearest = -1;
    for (size_t i = 0; i < line->n_cells; i++) {
        const struct vz_text_cell *cell = &cells[i];
        const int edges[2] = {cell->x, cell->x + cell->w};
        for (int right = 0; right < 2; right++) {
            const bool after = (right == 1) != cell->rtl;
            // Past a wrapped line's last grapheme the caret would stand on the
            // next line.
            if (after && line->wrapped && i + 1 == line->n_cells) {
                continue;
            }
            const int distance = abs(edges[right] - x);
            if (nearest < 0 || distance < nearest) {
                nearest = distance;
                best = cell->offset + (after ? cell->len : 0);
            }
        }
    }
    return best;
}

size_t vz_text_offset_at(const struct vz_text_layout *layout, int x, int y) {
    if (layout->n_lines == 0) {
        return 0;
    }
    long i = y < 0 ? 0 : y / (layout->line > 0 ? layout->line : 1);
    if (i >= (long)layout->n_lines) {
        i = (long)layout->n_lines - 1;
    }
    const struct vz_text_line *line = &layout->lines[i];
    return offset_in_line(line, layout->cells + line->cell,
                          (x - block_left(layout, line)) * 64);
}
