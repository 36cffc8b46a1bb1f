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

// True when a non-empty text is of the type. Selects and ranks: any text, as
// their names are checked against the choices elsewhere.
bool vz_answer_type_fits(enum vz_field_type type, const char *text);

#endif
