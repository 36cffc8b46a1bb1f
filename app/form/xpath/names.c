/*
 * Interned names: an open-addressing table of pointers into an arena.
 *
 * A form has a few thousand names at most, so the table only grows and nothing
 * is ever taken out.
 */
#include "node.h"

#include <stdlib.h>
#include <string.h>

// FNV-1a, 64 bits: names are short and come from the form's author.
static uint64_t hash_bytes(const char *text, size_t len) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    }
    return hash;
}

// The slot that holds the text, or the free slot where it belongs. The table
// always has a free slot.
static size_t slot_of(const char *const *slots, size_t n_slots,
                      const char *text, size_t len) {
    size_t i = (size_t)hash_bytes(text, len) & (n_slots - 1);
    while (slots[i] != NULL) {
        if (strncmp(slots[i], text, len) == 0 && slots[i][len] == '\0') {
            return i;
        }
        i = (i + 1) & (n_slots - 1);
    }
    return i;
}

static bool grow_table(struct vz_names *names) {
    size_t n_slots = names->n_slots == 0 ? 64 : names->n_slots * 2;
    const char **slots = vz_alloc_array(n_slots, sizeof(*slots));
    if (slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < names->n_slots; i++) {
        const char *text = names->slots[i];
        if (text != NULL) {
            slots[slot_of(slots, n_slots, text, strlen(text))] = text;
        }
    }
    free(names->slots);
    names->slots = slots;
    names->n_slots = n_slots;
    return true;
}

const char *vz_names_intern_n(struct vz_names *names, const char *text,
                              size_t len) {
    // Three quarters full is the most: probes stay short.
    if (names->n >= names->n_slots / 4 * 3 && !grow_table(names)) {
        return NULL;
    }
    size_t i = slot_of(names->slots, names->n_slots, text, len);
    if (names->slots[i] == NULL) {
        const char *copy = vz_arena_strndup(&names->arena, text, len);
        if (copy == NULL) {
            return NULL;
        }
        names->slots[i] = copy;
        names->n++;
    }
    return names->slots[i];
}

const char *vz_names_intern(struct vz_names *names, const char *text) {
    return vz_names_intern_n(names, text, strlen(text));
}

const char *vz_names_find(const struct vz_names *names, const char *text) {
    if (names->n_slots == 0) {
        return NULL;
    }
    return names
        ->slots[slot_of(names->slots, names->n_slots, text, strlen(text))];
}

void vz_names_finish(struct vz_names *names) {
    if (names == NULL) {
        return;
    }
    free(names->slots);
    vz_arena_finish(&names->arena);
    *names = (struct vz_names){0};
}
