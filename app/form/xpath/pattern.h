/*
 * Regular expressions of forms, which are written for Java: the door to PCRE2.
 *
 * \d \w \s mean ASCII, as in Java; \p{L}, look-around and back references are
 * understood. Translated from Java and JavaScript: \u0041, the names \p{Alpha}
 * and \p{IsLatin}, a - beside a class inside [...], and lookbehinds of several
 * lengths (lookbehind.h). Not understood: blocks (\p{InGreek}) and && inside
 * [...]. A match that takes too long is given up.
 */
#ifndef VZ_FORM_XPATH_PATTERN_H
#define VZ_FORM_XPATH_PATTERN_H

#include "base/memory.h"
#include "base/status.h"

struct vz_pattern; // immutable; threads may share it

// Compiles for as long as the arena lives. NULL with the error filled, for the
// form's author.
const struct vz_pattern *vz_pattern_compile(struct vz_arena *arena,
                                            const char *pattern,
                                            struct vz_error *error);
enum vz_pattern_verdict {
    VZ_PATTERN_NO,
    VZ_PATTERN_YES,
    VZ_PATTERN_GIVEN_UP, // after about 50 ms
};

// Whether the whole text matches, as in JavaRosa, or with `part` any part of
// it. False when out of memory.
bool vz_pattern_matches(const struct vz_pattern *pattern, const char *text,
                        bool part, enum vz_pattern_verdict *verdict);
// Compiles, matches and forgets. What cannot be compiled matches nothing.
bool vz_pattern_match(const char *pattern, const char *text, bool part,
                      enum vz_pattern_verdict *verdict);

#endif
