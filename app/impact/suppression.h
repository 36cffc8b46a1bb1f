/*
 * Small numbers: which counts may not be shown.
 *
 * A cell under the threshold is hidden. Where the cells add up to the shown
 * total, one hidden cell could be computed from the others, so more cells are
 * hidden until that is impossible (secondary suppression).
 */
#ifndef VZ_IMPACT_SUPPRESSION_H
#define VZ_IMPACT_SUPPRESSION_H

#include <stdbool.h>
#include <stddef.h>

#define VZ_THRESHOLD_DEFAULT 10
#define VZ_THRESHOLD_MIN 5

// Cells that add up to their total (one answer a person). hidden[n] is filled.
// A total under the threshold hides all of them. A cell of 0 is shown: it is
// nobody.
void vz_suppress_parts(const size_t *counts, size_t n, size_t threshold,
                       bool *hidden);

// Cells of which each person may be in several; each is a part of `total`. One
// is hidden when it, or the rest of the total, is too small.
void vz_suppress_overlaps(const size_t *counts, size_t n, size_t total,
                          size_t threshold, bool *hidden);

// True when a part of a total is too small to be shown, or leaves too few.
bool vz_suppress_share(size_t part, size_t total, size_t threshold);

#endif
