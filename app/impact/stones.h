/*
 * A bar of stones: every answer is part of a stone, so that a bar can be
 * counted as well as seen.
 */
#ifndef VZ_IMPACT_STONES_H
#define VZ_IMPACT_STONES_H

#include "base/strbuf.h"

// Answers in one stone, so that `largest` takes at most 15 stones: 1, 2, 5,
// 10, 20, 50, ...
size_t vz_stones_unit(size_t largest);

#define VZ_STONES_WIDTH 330 // of the picture, in CSS pixels
#define VZ_STONES_HEIGHT 20

// Appends the bar as an SVG in a data URI, for <img src>: word processors drop
// inline <svg>. The last stone is as wide as what it holds.
void vz_stones_append_uri(struct vz_strbuf *out, size_t count, size_t unit);

#endif
