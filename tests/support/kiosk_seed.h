/*
 * A kiosk's store with forms in it, as a hub would have installed them.
 */
#ifndef VZ_TESTS_KIOSK_SEED_H
#define VZ_TESTS_KIOSK_SEED_H

#include <stddef.h>

// Converts a workbook and installs it in the store in `dir`. Aborts with a
// message when that fails.
void kiosk_seed_form(const char *dir, const char *form_id, const char *path);
// The same with a file that the form names.
struct kiosk_seed_file {
    const char *name;
    const void *bytes;
    size_t len;
};
void kiosk_seed_form_and_file(const char *dir, const char *form_id,
                              const char *path,
                              const struct kiosk_seed_file *file);

#endif
