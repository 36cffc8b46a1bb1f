#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Most arenas are small (one document); a block doubles what is held so far up
// to a limit, so that large forms take few blocks and small ones little room.
#define BLOCK_MIN 1024
#define BLOCK_MAX (256 * 1024)

struct vz_arena_block {
    struct vz_arena_block *next;
    size_t size;
    max_align_t bytes[];
};

void *vz_alloc_array(size_t n, size_t size) {
    if (size && n > SIZE_MAX / size) {
        return NULL;
    }
    return calloc(n ? n : 1, size ? size : 1);
}

char *vz_strndup(const char *text, size_t len) {
    char *copy = malloc(len + 1);
    if (copy) {
        memcpy(copy, text, len);
        copy[len] = '\0';
    }
    return copy;
}

bool vz_grow_raw(void *items, size_t *cap, size_t n, size_t size) {
    if (n < *cap) {
        return true;
    }
    size_t wanted = *cap ? *cap * 2 : 8;
    if (wanted > SIZE_MAX / size) {
        return false;
    }
    // The array's own pointer type is unknown here; copy its bytes.
    void *old;
    memcpy(&old, items, sizeof(old));
    void *grown = realloc(old, wanted * size);
    if (!grown) {
        return false;
    }
    memcpy(items, &grown, sizeof(grown));
    *cap = wanted;
    return true;
}

void vz_arena_finish(struct vz_arena *arena) {
    struct vz_arena_block *block = arena->head;
    while (block) {
        struct vz_arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (struct vz_arena){0};
}

void vz_arena_wipe(struct vz_arena *arena) {
    struct vz_arena_block *block = arena->head;
    for (; block; block = block->next) {
        explicit_bzero(block->bytes, block->size);
    }
    vz_arena_finish(arena);
}

static bool add_block(struct vz_arena *arena, size_t need) {
    size_t size = arena->total < BLOCK_MIN ? BLOCK_MIN : arena->total;
    if (size > BLOCK_MAX) {
        size = BLOCK_MAX;
    }
    if (size < need) {
        size = need;
    }
    if (size > SIZE_MAX - sizeof(struct vz_arena_block)) {
        return false;
    }
    struct vz_arena_block *block =
        calloc(1, sizeof(struct vz_arena_block) + size);
    if (!block) {
        return false;
    }
    block->size = size;
    block->next = arena->head;
    arena->head = block;
    arena->used = 0;
    arena->total += size;
    return true;
}

void *vz_arena_alloc(struct vz_arena *arena, size_t size) {
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - align) {
        return NULL;
    }
    size = (size + align - 1) / align * align;
    if (size == 0) {
        size = align;
    }
    if (!arena->head || arena->head->size - arena->used < size) {
        if (!add_block(arena, size)) {
            return NULL;
        }
    }
    void *memory = (char *)arena->head->bytes + arena->used;
    arena->used += size;
    return memory;
}

void *vz_arena_alloc_array(struct vz_arena *arena, size_t n, size_t size) {
    if (size && n > SIZE_MAX / size) {
        return NULL;
    }
    return vz_arena_alloc(arena, n * size);
}

bool vz_arena_grow_raw(struct vz_arena *arena, void *items, size_t *cap,
                       size_t n, size_t size) {
    if (n < *cap) {
        return true;
    }
    if (*cap > SIZE_MAX / 2) {
        return false;
    }
    size_t wanted = *cap ? *cap * 2 : 8;
    void *grown = vz_arena_alloc_array(arena, wanted, size);
    if (!grown) {
        return false;
    }
    // The array's own pointer type is unknown here; copy its bytes.
    void *old;
    memcpy(&old, items, sizeof(old));
    if (n) {
        memcpy(grown, old, n * size);
    }
    memcpy(items, &grown, sizeof(grown));
    *cap = wanted;
    return true;
}

char *vz_arena_strndup(struct vz_arena *arena, const char *text, size_t len) {
    if (!text || len == SIZE_MAX) {
        return NULL;
    }
    char *copy = vz_arena_alloc(arena, len + 1);
    if (copy) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *vz_arena_strdup(struct vz_arena *arena, const char *text) {
    return text ? vz_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *vz_arena_printf(struct vz_arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = len < 0 ? NULL : vz_arena_alloc(arena, (size_t)len + 1);
    if (text) {
        va_start(args, format);
        vsnprintf(text, (size_t)len + 1, format, args);
        va_end(args);
    }
    return text;
}
