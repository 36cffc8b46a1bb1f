#include "name_index.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void vz_name_index_finish(struct vz_name_index *index) {
    free(index->names);
    free(index->slots);
    *index = (struct vz_name_index){0};
}

static uint64_t hash(const char *name) {
    uint64_t h = 14695981039346656037u; // FNV-1a
    for (; *name; name++) {
        h = (h ^ (unsigned char)*name) * 1099511628211u;
    }
    return h ^ (h >> 32);
}

// The slot that holds the name, or the free one where it belongs.
static size_t slot_of(const struct vz_name_index *index, const char *name) {
    size_t mask = index->n_slots - 1;
    size_t at = hash(name) & mask;
    while (index->slots[at] &&
           strcmp(index->names[index->slots[at] - 1], name) != 0) {
        at = (at + 1) & mask;
    }
    return at;
}

size_t vz_name_index_find(const struct vz_name_index *index, const char *name) {
    size_t slot = index->n_slots ? index->slots[slot_of(index, name)] : 0;
    return slot ? slot - 1 : VZ_NO_NAME;
}

// At most half of the slots are taken.
static bool make_room(struct vz_name_index *index) {
    if (2 * (index->n + 1) <= index->n_slots) {
        return true;
    }
    size_t n_slots = index->n_slots ? 2 * index->n_slots : 16;
    size_t *slots = vz_alloc_array(n_slots, sizeof(*slots));
    if (!slots) {
        return false;
    }
    free(index->slots);
    index->slots = slots;
    index->n_slots = n_slots;
    for (size_t i = 0; i < index->n; i++) {
        index->slots[slot_of(index, index->names[i])] = i + 1;
    }
    return true;
}

size_t vz_name_index_add(struct vz_name_index *index, const char *name) {
    size_t found = vz_name_index_find(index, name);
    if (found != VZ_NO_NAME) {
        return found;
    }
    if (!make_room(index) ||
        !vz_grow(&index->names, &index->cap, index->n, sizeof(*index->names))) {
        return VZ_NO_NAME;
    }
    index->names[index->n] = name;
    index->slots[slot_of(index, name)] = index->n + 1;
    return index->n++;
}
