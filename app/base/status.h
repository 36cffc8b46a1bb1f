/*
 * Status codes and errors for people.
 *
 * A function with one way to fail answers bool. Where the caller has to choose
 * it answers enum vz_status. Where a person must be told what to do, it also
 * fills a struct vz_error: one sentence that names the place and the remedy.
 */
#ifndef VZ_BASE_STATUS_H
#define VZ_BASE_STATUS_H

#include <stdbool.h>

// X(code, name, sentence)
#define VZ_STATUS_MAP(X)                                                      \
    X(OK, "ok", "no error")                                                   \
    X(NOMEM, "nomem", "out of memory")                                        \
    X(IO, "io", "a file could not be read or written")                        \
    X(FULL, "full", "the disk is full")                                       \
    X(CORRUPT, "corrupt", "a stored file is damaged")                         \
    X(SYNTAX, "syntax", "the input is not well formed")                       \
    X(INVALID, "invalid", "the input breaks a rule of its format")            \
    X(UNSUPPORTED, "unsupported", "the input asks for what is not supported") \
    X(NOT_FOUND, "not_found", "no such thing")                                \
    X(EXISTS, "exists", "it exists already")                                  \
    X(CONFLICT, "conflict", "it differs from what is stored")                 \
    X(DENIED, "denied", "no permission")                                      \
    X(LIMIT, "limit", "over a limit")                                         \
    X(NETWORK, "network", "the network or the other side failed")             \
    X(BUSY, "busy", "in use by another")                                      \
    X(NEWER, "newer", "made by a newer version of this program")

enum vz_status {
#define VZ_STATUS_ENUM(code, name, text) VZ_##code,
    VZ_STATUS_MAP(VZ_STATUS_ENUM)
#undef VZ_STATUS_ENUM
};

// The code's short name ("not_found"), a static string.
const char *vz_status_name(enum vz_status status);

// The code's general sentence, a static string.
const char *vz_status_text(enum vz_status status);

// A status and the sentence for the person who can act on it. Zeroed = no
// error. Holds no personal data: messages may be logged.
struct vz_error {
    enum vz_status status;
    char message[600];
};

// Sets status and message (printf style, cut at the end if too long, always at
// a whole UTF-8 character). `error` may be NULL. Answers false, so that a
// failing function can end with `return vz_error_set(...)`.
bool vz_error_set(struct vz_error *error, enum vz_status status,
                  const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The same for lack of memory, which needs no words of its own.
bool vz_error_nomem(struct vz_error *error);

#endif
