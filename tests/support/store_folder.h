/*
 * A folder for one test, removed with all that is in it.
 */
#ifndef VZ_TESTS_STORE_FOLDER_H
#define VZ_TESTS_STORE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#define STORE_PATH_SIZE 300

// Makes an empty folder and writes its path.
void store_folder_make(char path[STORE_PATH_SIZE]);
void store_folder_remove(const char *path);
// "folder/name" into `out`.
void store_folder_path(char out[STORE_PATH_SIZE], const char *folder,
                       const char *name);
// True when any file of the folder holds these bytes.
bool store_folder_holds(const char *folder, const char *needle);
// Overwrites `len` bytes of a file from `offset` with 0xff.
void store_folder_damage(const char *path, long offset, size_t len);
// How many names in the folder begin with `prefix`.
size_t store_folder_count(const char *folder, const char *prefix);

#endif
