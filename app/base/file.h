/*
 * The file door: whole files read with a limit, written so that a power cut
 * leaves the old or the new content, never half of it.
 */
#ifndef VZ_BASE_FILE_H
#define VZ_BASE_FILE_H

#include "status.h"
#include "strbuf.h"

#include <stdint.h>

// Appends the file's bytes to `out`. VZ_NOT_FOUND, VZ_LIMIT (larger than
// `max`), VZ_IO, VZ_NOMEM. Nothing is logged: the caller knows what it means.
enum vz_status vz_file_read(const char *path, size_t max,
                            struct vz_strbuf *out);

// Writes a new file beside `path`, syncs it, renames it over `path` and syncs
// the folder. When it answers VZ_OK the content survives a power cut; on any
// failure `path` is as it was. VZ_FULL, VZ_IO.
enum vz_status vz_file_write(const char *path, const void *bytes, size_t len);
// The same without syncing: a reader sees the old or the new content whole,
// a power cut may lose it. For files that only running programs read.
enum vz_status vz_file_replace(const char *path, const void *bytes, size_t len);

// Appends to a file, which is made with mode 0600 when it is missing, and syncs
// it. VZ_OK: the bytes survive a power cut. On a failure the file is cut back
// to what it was. One writer at a time.
enum vz_status vz_file_append(const char *path, const void *bytes, size_t len);

// Makes a folder and those above it, mode 0700. VZ_OK when it exists already.
enum vz_status vz_dir_make(const char *path);
// Keeps a folder for this process: VZ_BUSY when another one has it. Ends with
// vz_dir_unlock or with the process, however that ends. *lock is -1 on failure.
enum vz_status vz_dir_lock(const char *path, int *lock);
// -1 is allowed.
void vz_dir_unlock(int lock);

bool vz_file_exists(const char *path);
// Gives a file another name in the same folder and syncs the folder. VZ_EXISTS
// when the new name is taken: nothing is overwritten.
enum vz_status vz_file_rename(const char *from, const char *to);
// Removes one file; VZ_OK when there was none.
enum vz_status vz_file_remove(const char *path);
// Bytes free for this user on the disk of `path`; -1 when unknown.
int64_t vz_file_disk_free(const char *path);

// "dir/name" as one string for free(3), NULL when out of memory.
char *vz_path_join(const char *dir, const char *name);
// The part after the last '/', inside `path`.
const char *vz_path_base(const char *path);

// What errno says, as a status: ENOSPC and EDQUOT are VZ_FULL, ENOENT
// VZ_NOT_FOUND, EACCES and EPERM VZ_DENIED, else VZ_IO.
enum vz_status vz_status_from_errno(int error);

#endif
