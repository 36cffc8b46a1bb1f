/*
 * Replies that speak OpenRosa, whatever the request was.
 */
#ifndef VZ_HUB_OPENROSA_REPLY_H
#define VZ_HUB_OPENROSA_REPLY_H

#include "openrosa/openrosa.h"

#define VZ_OPENROSA_TYPE "text/xml; charset=utf-8"

struct vz_exchange;

// Replies with an OpenRosa envelope. `message` is for the sender.
void vz_openrosa_reply(struct vz_exchange *exchange, unsigned status,
                       const char *message);
// The same with the files that are stored durably.
void vz_openrosa_reply_files(struct vz_exchange *exchange, unsigned status,
                             const char *message,
                             const struct vz_stored_file *files, size_t n);

#endif
