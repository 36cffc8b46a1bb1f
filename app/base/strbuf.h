/*
 * A growing byte string.
 *
 * Out of memory is remembered in `failed`: append as much as you like, check
 * once at the end. `data` is always NUL-terminated once anything was appended.
 */
#ifndef VZ_BASE_STRBUF_H
#define VZ_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

// Zeroed = empty and ready.
struct vz_strbuf {
    char *data; // NULL while nothing was appended; owned by the buffer
    size_t len; // bytes, without the final NUL
    size_t cap;
    bool failed; // an append failed for lack of memory; data is incomplete
};

// Frees the bytes. The buffer is empty and ready again.
void vz_strbuf_finish(struct vz_strbuf *buf);

// As finish, but overwrites the bytes first: for what a respondent typed.
void vz_strbuf_wipe(struct vz_strbuf *buf);

// Sets the length to 0, keeps the memory and clears `failed`.
void vz_strbuf_clear(struct vz_strbuf *buf);

// Makes room for `more` further bytes. False when out of memory.
bool vz_strbuf_reserve(struct vz_strbuf *buf, size_t more);

void vz_strbuf_append(struct vz_strbuf *buf, const char *text);
void vz_strbuf_append_n(struct vz_strbuf *buf, const char *bytes, size_t len);
void vz_strbuf_append_char(struct vz_strbuf *buf, char c);
void vz_strbuf_printf(struct vz_strbuf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Appends `text` escaped for XML text and double-quoted attribute values:
// & < > " and, as references, tab, newline and carriage return.
void vz_strbuf_append_xml(struct vz_strbuf *buf, const char *text);

// The bytes, for free(3); the buffer is empty and ready. NULL when an append
// failed; "" (not NULL) when nothing was appended.
char *vz_strbuf_take(struct vz_strbuf *buf);

// The text so far, never NULL, valid until the next append.
const char *vz_strbuf_text(const struct vz_strbuf *buf);

#endif
