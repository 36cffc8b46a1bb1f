/*
 * A bundle: the bytes of the wire in a zip, for a stick instead of a network.
 *
 * The door to libzip for both ends; what the entries are called is told in
 * storage/README.md. Names are relative, without "..", so that nothing that is
 * read can point outside. What is read is not trusted: sizes are limited.
 */
#ifndef VZ_OPENROSA_BUNDLE_FILE_H
#define VZ_OPENROSA_BUNDLE_FILE_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stdint.h>

#define VZ_BUNDLE_ENTRIES_MAX 200000
#define VZ_BUNDLE_ENTRY_MAX ((size_t)100 * 1000 * 1000) // bytes

// The first entry of a bundle, and what it begins with.
#define VZ_BUNDLE_TITLE_ENTRY "bundle.txt"
#define VZ_BUNDLE_FROM_KIOSK "vertelzuil bundle 1 from a kiosk\n"
#define VZ_BUNDLE_FROM_HUB "vertelzuil bundle 1 from a hub\n"

// ------------------------------------------------------------------ writing
struct vz_bundle_writer;

// A new bundle that will lie at `path`. NULL with an error.
struct vz_bundle_writer *vz_bundle_writer_open(const char *path,
                                               struct vz_error *error);
// Adds an entry; its bytes are copied. Sticky: a failure is told at the end.
void vz_bundle_writer_add(struct vz_bundle_writer *writer, const char *name,
                          const void *bytes, size_t len);
// Writes the file, syncs it, and only then gives it its name, over one that
// stood there; frees the writer. On a failure (VZ_FULL, VZ_IO, VZ_NOMEM) `path`
// is as it was.
enum vz_status vz_bundle_writer_close(struct vz_bundle_writer *writer,
                                      struct vz_error *error);
// Drops it; NULL is allowed.
void vz_bundle_writer_abandon(struct vz_bundle_writer *writer);

// ------------------------------------------------------------------ reading
struct vz_bundle_reader;

// Opens a bundle that begins with `title`. VZ_NOT_FOUND: no file; VZ_SYNTAX: no
// zip; VZ_INVALID: no such bundle, or an entry's name points outside;
// VZ_LIMIT.
enum vz_status vz_bundle_reader_open(struct vz_bundle_reader **out,
                                     const char *path, const char *title,
                                     struct vz_error *error);
void vz_bundle_reader_close(struct vz_bundle_reader *reader);
size_t vz_bundle_reader_count(const struct vz_bundle_reader *reader);
// The name of an entry, in the order of the file.
const char *vz_bundle_reader_name(const struct vz_bundle_reader *reader,
                                  size_t index);
// Appends an entry's bytes. VZ_NOT_FOUND, VZ_LIMIT (over `max`), VZ_CORRUPT
// (the checksum does not fit), VZ_NOMEM.
enum vz_status vz_bundle_reader_read(struct vz_bundle_reader *reader,
                                     const char *name, size_t max,
                                     struct vz_strbuf *out);

#endif
