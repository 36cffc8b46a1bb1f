/*
 * Predicates that ask for a key: [name = $value].
 *
 * Where the value is the same for every candidate it need be evaluated once,
 * and in a long list an index finds the rows (paths.h, node_index.h).
 */
#ifndef VZ_FORM_XPATH_PREDICATE_KEY_H
#define VZ_FORM_XPATH_PREDICATE_KEY_H

#include "expr.h"

// Recognises [key = value], or that as one of the conditions of [... and ...],
// and fills the predicate's key, key_value and key_is_all.
void vz_predicate_find_key(struct vz_predicate *predicate);

#endif
