#include "base_memory.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xmlmemory.h>

// Weak, because this file is linked into every test: most wrap nothing, and a
// test may have wrappers of its own.
#define WEAK __attribute__((weak))

WEAK void *__real_malloc(size_t size);
WEAK void *__real_calloc(size_t n, size_t size);
WEAK void *__real_realloc(void *old, size_t size);
WEAK char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

static long countdown; // allocations until the one that fails; 0 = none
static bool failed;

static bool fails(void) {
    bool now = countdown > 0 && --countdown == 0;
    failed = failed || now;
    return now;
}

WEAK void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

WEAK void *__wrap_calloc(size_t n, size_t size) {
    return fails() ? NULL : __real_calloc(n, size);
}

WEAK void *__wrap_realloc(void *old, size_t size) {
    return fails() ? NULL : __real_realloc(old, size);
}

WEAK char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}

void base_memory_fail_at(long n) {
    failed = false;
    countdown = n;
}

bool base_memory_end(void) {
    countdown = 0;
    return failed;
}

static char *copy_text(const char *text) {
    char *copy = __wrap_malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

void base_memory_hook_xml(void) {
    xmlMemSetup(free, __wrap_malloc, __wrap_realloc, copy_text);
}
