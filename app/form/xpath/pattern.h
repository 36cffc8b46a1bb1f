/*
 * Regular expressions of forms (written for Java) on POSIX extended ones.
 *
 * Understood besides POSIX: \d \D \w \W \s \S \t \n \r, also inside [...],
 * escapes inside [...], (?:...), and lazy or possessive quantifiers, which
 * change nothing here. Not understood: look-around, back references, \p{...},
 * \b is as in the C library. An expression that cannot be compiled matches
 * nothing.
 */
#ifndef VZ_FORM_XPATH_PATTERN_H
#define VZ_FORM_XPATH_PATTERN_H

#include <stdbool.h>

// Whether the whole text matches, as in JavaRosa. False when out of memory.
bool vz_pattern_match(const char *pattern, const char *text, bool *matches);

#endif
