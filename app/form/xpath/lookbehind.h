/*
 * Lookbehinds of several lengths, (?<=a{1,3}), which Java and JavaScript have
 * and PCRE2 has not: each becomes all its lengths side by side,
 * (?<=a{1}|a{2}|a{3}), which PCRE2 takes.
 *
 * Limits: no groups inside, 16 repetitions beyond the fewest (so many stand
 * for * and +), 256 alternatives.
 */
#ifndef VZ_FORM_XPATH_LOOKBEHIND_H
#define VZ_FORM_XPATH_LOOKBEHIND_H

#include "base/strbuf.h"

// Appends the pattern with its lookbehinds spread out. False when one is over a
// limit, or when none is there; lack of memory is noted in `out`.
bool vz_lookbehind_spread(const char *pattern, struct vz_strbuf *out);

#endif
