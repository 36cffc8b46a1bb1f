/*
 * Numbers as they are answered, and as they are stored.
 */
#ifndef VZ_FORM_XFORM_ANSWER_NUMBER_H
#define VZ_FORM_XFORM_ANSWER_NUMBER_H

#include "base/schema.h"

// The text of an answer to a question of type int or decimal as JavaRosa and
// Web Forms store it, for free(3): "007" is 7, "1.50" is 1.5, "+2" is 2, "1e3"
// is 1000, ".5" is 0.5, "-0" is 0; spaces around are dropped; an int loses its
// fraction. No digit is lost otherwise, however many there are. NULL with
// *fits false when the text is no number, has more than 300 digits, or, as an
// int, does not fit 32 bits; NULL with *fits true when out of memory.
char *vz_answer_number(enum vz_field_type type, const char *text, bool *fits);

#endif
