/*
 * The numbers that choices have in SPSS and Stata, whose labels belong to
 * numbers: a choice that is called by an integer keeps it; the others are
 * numbered in the order of the form, from 1 or from above those.
 */
#ifndef VZ_STORAGE_EXPORT_CHOICE_NUMBERS_H
#define VZ_STORAGE_EXPORT_CHOICE_NUMBERS_H

#include "base/schema.h"

#include <stdint.h>

// Where the numbering of a field's other choices starts.
int32_t vz_choice_number_first(const struct vz_field *field);
// The number of a choice; asked for each choice in order. *next starts as
// vz_choice_number_first.
int32_t vz_choice_number(const struct vz_schema_choice *choice, int32_t *next);

#endif
