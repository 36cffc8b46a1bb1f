/*
 * The erasure log: a text file beside the database that a restored backup of
 * the database does not undo.
 *
 * One line an erasure: time, kind, hash.
 *   2026-11-24T15:05:09.120Z instance 64 hexadecimal digits
 * `instance` is the SHA-256 of an instanceID whose words are gone;
 * `withdrawal` the hash of a code that was given back before its submission
 * came. A line is written and synced before the erasure is committed, within
 * the transaction, so there is one writer at a time.
 */
#ifndef VZ_STORAGE_HUB_ERASURE_LOG_H
#define VZ_STORAGE_HUB_ERASURE_LOG_H

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "openrosa/openrosa.h"

enum vz_erasure_kind {
    VZ_ERASURE_INSTANCE,
    VZ_ERASURE_WITHDRAWAL,
};
struct vz_erasure_line {
    enum vz_erasure_kind kind;
    char at[VZ_ISO_SIZE];
    char hash[VZ_SHA256_HEX];
};
struct vz_erasure_lines {
    struct vz_erasure_line *items; // for free(3)
    size_t n, cap;
};

// True for 64 lower-case hexadecimal digits.
bool vz_erasure_is_hash(const char *text);

// Appends a line and syncs it. Failures are logged: VZ_FULL, VZ_IO, VZ_NOMEM.
enum vz_status vz_erasure_log_append(const char *path,
                                     const struct vz_erasure_line *line);

// Reads all lines; none when there is no file. A line that is none (a power
// cut left half of it) is passed over with a warning, and the next append
// begins a line of its own. VZ_LIMIT: over 256 MB.
enum vz_status vz_erasure_log_read(const char *path,
                                   struct vz_erasure_lines *lines);

#endif
