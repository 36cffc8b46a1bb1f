/*
 * Comparison and arithmetic of values: XPath 1.0 (3.4, 3.5) with the ODK date
 * semantics. The type of a node's bind decides what its text is.
 */
#ifndef VZ_FORM_XPATH_COMPARE_H
#define VZ_FORM_XPATH_COMPARE_H

#include "lexer.h"
#include "value.h"

// `op` is a token of the equality or relation ranks. False when out of memory.
bool vz_compare_values(enum vz_token_kind op, enum vz_date_scale scale,
                       const struct vz_xvalue *a, const struct vz_xvalue *b,
                       bool *out);
// `op` is + - * div or mod. False when out of memory.
bool vz_compare_calculate(enum vz_token_kind op, enum vz_date_scale scale,
                          const struct vz_xvalue *a, const struct vz_xvalue *b,
                          double *out);

// About how many nodes could be looked at in the time that it takes to compare
// two nodesets, beyond reading them.
size_t vz_compare_cost(enum vz_token_kind op, const struct vz_xvalue *a,
                       const struct vz_xvalue *b);

#endif
