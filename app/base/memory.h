/*
 * Memory: checked sizes, and the arena.
 *
 * An arena holds what is built once and dropped as a whole (a form, a sheet, a
 * parsed document, a screen): one owner, one free, no leak on a failing path.
 */
#ifndef VZ_BASE_MEMORY_H
#define VZ_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

// n * size zeroed bytes for free(3), or NULL when out of memory or when the
// product overflows. Never write malloc(a * b).
void *vz_alloc_array(size_t n, size_t size);

// A copy of `len` bytes of text with a final NUL, for free(3), or NULL.
char *vz_strndup(const char *text, size_t len);

// Makes room for one more item in a growing array: when `n` == `*cap` doubles
// the capacity. `items` is the address of the array's pointer. Answers false
// (array unchanged) when out of memory.
//     if (!vz_grow(&list->items, &list->cap, list->n, sizeof(*list->items)))
bool vz_grow_raw(void *items, size_t *cap, size_t n, size_t size);
#define vz_grow(items, cap, n, size) vz_grow_raw((void *)(items), cap, n, size)

struct vz_arena_block;

// Zeroed = empty and ready. Not thread-safe.
struct vz_arena {
    struct vz_arena_block *head;
    size_t used;  // bytes used in head
    size_t total; // bytes held in all blocks, for memory figures
};

// Frees all of it. The arena is empty and ready again.
void vz_arena_finish(struct vz_arena *arena);

// As finish, but overwrites the bytes first: for what a respondent typed.
void vz_arena_wipe(struct vz_arena *arena);

// `size` zeroed bytes, aligned for any type, valid until vz_arena_finish.
// NULL when out of memory.
void *vz_arena_alloc(struct vz_arena *arena, size_t size);

// n * size zeroed bytes, checked. NULL when out of memory.
void *vz_arena_alloc_array(struct vz_arena *arena, size_t n, size_t size);

// As vz_grow, for an array that lives in the arena; the smaller array that it
// had stays there unused. *cap may start at the length of a full array.
bool vz_arena_grow_raw(struct vz_arena *arena, void *items, size_t *cap,
                       size_t n, size_t size);
#define vz_arena_grow(arena, items, cap, n, size) \
    vz_arena_grow_raw(arena, (void *)(items), cap, n, size)

// A copy in the arena. NULL when out of memory. `text` NULL answers NULL.
char *vz_arena_strdup(struct vz_arena *arena, const char *text);
char *vz_arena_strndup(struct vz_arena *arena, const char *text, size_t len);

// printf into the arena. NULL when out of memory.
char *vz_arena_printf(struct vz_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
