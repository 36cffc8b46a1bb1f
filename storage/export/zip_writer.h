/*
 * A zip file written as a stream: the door to libarchive.
 *
 * It grows beside its place and is moved there when it is complete and synced,
 * so a reader never sees half of one.
 */
#ifndef VZ_STORAGE_EXPORT_ZIP_WRITER_H
#define VZ_STORAGE_EXPORT_ZIP_WRITER_H

#include "base/status.h"

#include <stddef.h>

struct vz_zip;

// Begins a zip that will lie at `path`. NULL with error on failure.
struct vz_zip *vz_zip_create(const char *path, struct vz_error *error);

// Begins a file inside; the one before ends.
enum vz_status vz_zip_begin(struct vz_zip *zip, const char *name,
                            struct vz_error *error);
enum vz_status vz_zip_write(struct vz_zip *zip, const void *bytes, size_t len,
                            struct vz_error *error);

// Completes the zip and moves it to its place.
enum vz_status vz_zip_finish(struct vz_zip *zip, struct vz_error *error);
// Frees it; one that was not finished leaves nothing behind. NULL is allowed.
void vz_zip_destroy(struct vz_zip *zip);

#endif
