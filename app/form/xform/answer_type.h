/*
 * The lexical forms of answers (ODK XForms specification, "Data types").
 */
#ifndef VZ_FORM_XFORM_ANSWER_TYPE_H
#define VZ_FORM_XFORM_ANSWER_TYPE_H

#include "base/schema.h"

#include <stdbool.h>

// Reads a decimal number ("-12.5"; no exponent, always a point, whatever the
// locale). False, value untouched, when the text is anything else.
bool vz_decimal_read(const char *text, double *value);

// The text of an answer as a question of this type stores it (numbers: see
// vz_answer_number), for free(3); "" stays "". NULL with *fits false when it is
// not of the type, with *fits true when out of memory. Selects and ranks take
// any text, as their names are checked against the choices elsewhere.
char *vz_answer_text(enum vz_field_type type, const char *text, bool *fits);

#endif
