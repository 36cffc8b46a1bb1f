/*
 * Memory that runs out: the Nth allocation from a moment on fails.
 *
 * Only for tests whose .ld file wraps malloc, calloc, realloc (and strdup,
 * which else allocates inside the C library, unseen). One thread at a time.
 */
#ifndef TESTS_SUPPORT_BASE_MEMORY_H
#define TESTS_SUPPORT_BASE_MEMORY_H

#include <stdbool.h>

// Allocation `n` from now on fails, and only that one; 0 = none does.
void base_memory_fail_at(long n);
// From now on none fails. Whether one has failed since.
bool base_memory_end(void);
// Lets libxml2 allocate through the same; before anything else uses it.
void base_memory_hook_xml(void);

#endif
