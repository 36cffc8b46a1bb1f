/*
 * Finds names that were met before, in constant time: workbooks have as many
 * lists and languages as their authors like.
 */
#ifndef VZ_FORM_XLSFORM_NAME_INDEX_H
#define VZ_FORM_XLSFORM_NAME_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#define VZ_NO_NAME ((size_t)-1)

// Zeroed = empty.
struct vz_name_index {
    const char **names; // borrowed, in the order in which they came
    size_t *slots;      // 1 + place in names; 0 = free
    size_t n, cap, n_slots;
};

void vz_name_index_finish(struct vz_name_index *index);
// The place of a name, from 0, or VZ_NO_NAME.
size_t vz_name_index_find(const struct vz_name_index *index, const char *name);
// The place of a name, added when new (the text is borrowed). VZ_NO_NAME when
// out of memory.
size_t vz_name_index_add(struct vz_name_index *index, const char *name);

#endif
