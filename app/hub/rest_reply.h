/*
 * What the endpoints of the REST interface share: JSON in, JSON out, and
 * refusals in the shape of ODK Central: {"code": 404.1, "message": ...}.
 */
#ifndef VZ_HUB_REST_REPLY_H
#define VZ_HUB_REST_REPLY_H

#include "base/status.h"
#include "base/strbuf.h"

#include <jansson.h>

struct vz_exchange;

#define VZ_JSON_TYPE "application/json; charset=utf-8"

// Replies with a value and releases it; NULL = out of memory.
void vz_rest_reply(struct vz_exchange *exchange, unsigned status,
                   json_t *value);
// Replies {"success": true}.
void vz_rest_success(struct vz_exchange *exchange);
// A refusal: `code` is Central's, as text ("404.1"), its whole part the
// status; `message` NULL = Central's usual sentence for it.
void vz_rest_refuse(struct vz_exchange *exchange, const char *code,
                    const char *message);
// The refusal that goes with what the store answered.
void vz_rest_refuse_status(struct vz_exchange *exchange, enum vz_status status,
                           const char *message);

// The body of a request, kept whole; for an endpoint's begin and body.
// Larger ones are answered 413.
#define VZ_REST_BODY_MAX ((size_t)20 * 1000 * 1000)
void vz_rest_begin(struct vz_exchange *exchange);
void vz_rest_body(struct vz_exchange *exchange, const char *bytes, size_t len);
const struct vz_strbuf *vz_rest_bytes(const struct vz_exchange *exchange);
// It as a JSON object, to be released; NULL: it is none, and that was told.
json_t *vz_rest_object(struct vz_exchange *exchange);
// A text of such an object, or NULL.
const char *vz_rest_text(const json_t *object, const char *key);

#endif
