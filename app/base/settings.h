/*
 * Settings files (INI) in memory: sections, keys, values, each with its line.
 */
#ifndef VZ_BASE_SETTINGS_H
#define VZ_BASE_SETTINGS_H

#include "memory.h"
#include "status.h"

struct vz_setting {
    const char *section; // "" before the first section
    const char *key;
    const char *value;
    int line; // from 1
};

// Zeroed = empty. Strings live in the arena until finish.
struct vz_settings {
    struct vz_arena arena;
    struct vz_setting *items;
    size_t n, cap;
};

// Reads a file. False with an error that names file and line. VZ_SYNTAX: the
// first line that makes no sense is named, and all others are in `settings`,
// to be finished by the caller. Otherwise `settings` is empty; VZ_NOT_FOUND
// when there is no such file.
bool vz_settings_load(struct vz_settings *settings, const char *path,
                      struct vz_error *error);
// The same from text in memory; `name` is used in messages.
bool vz_settings_parse(struct vz_settings *settings, const char *text,
                       const char *name, struct vz_error *error);
void vz_settings_finish(struct vz_settings *settings);

// The last value given for a key, or NULL. Valid until finish.
const char *vz_settings_get(const struct vz_settings *settings,
                            const char *section, const char *key);

#endif
