/*
 * A file that grows beside its place ("PATH.part") and is moved there when it
 * is complete and synced: a reader never sees half of one.
 */
#ifndef VZ_STORAGE_EXPORT_GROWING_FILE_H
#define VZ_STORAGE_EXPORT_GROWING_FILE_H

#include "base/status.h"

#include <stddef.h>

struct vz_growing_file;

// Begins a file (mode 0600) that will lie at `path`. NULL with error on
// failure.
struct vz_growing_file *vz_growing_file_create(const char *path,
                                               struct vz_error *error);

// Where it grows, for libraries that write by themselves; valid until destroy.
int vz_growing_file_descriptor(const struct vz_growing_file *file);
const char *vz_growing_file_part(const struct vz_growing_file *file);

// Appends; small pieces are collected. False on failure, which finish tells.
bool vz_growing_file_write(struct vz_growing_file *file, const void *bytes,
                           size_t len);

// Writes what was collected, syncs, and moves the file to its place.
enum vz_status vz_growing_file_finish(struct vz_growing_file *file,
                                      struct vz_error *error);
// The sentence for a failure with this errno.
enum vz_status vz_growing_file_failed(const struct vz_growing_file *file,
                                      int code, struct vz_error *error);
// Frees it; one that was not finished leaves nothing behind. NULL is allowed.
void vz_growing_file_destroy(struct vz_growing_file *file);

#endif
