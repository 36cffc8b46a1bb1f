/*
 * Names of variables that SPSS and Stata both take: letters, digits and '_',
 * begun by a letter, no word of either language, unique without regard to
 * case. A name is the question's path with '_' for '/'; one that is too long
 * loses its groups first, from the left.
 */
#ifndef VZ_STORAGE_EXPORT_VARIABLE_NAMES_H
#define VZ_STORAGE_EXPORT_VARIABLE_NAMES_H

#include "export_table.h"

#define VZ_VARIABLE_NAME_MAX 64

// Fills `variable` of each column; `max` bytes at most (32 to
// VZ_VARIABLE_NAME_MAX). False when out of memory.
bool vz_variable_names(struct vz_export_table *table, size_t max);

#endif
