#include "rest_reply.h"

#include "base/log.h"
#include "hub_server.h"

#include <stdlib.h>
#include <string.h>

void vz_rest_reply(struct vz_exchange *exchange, unsigned status,
                   json_t *value) {
    // 404.1 is a number that binary fractions do not hold.
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY |
                                               JSON_REAL_PRECISION(9))
                       : NULL;
    struct vz_strbuf body = {0};
    json_decref(value);
    if (text) {
        vz_strbuf_append(&body, text);
    }
    vz_http_reply_header(exchange->request, "Cache-Control", "no-store");
    if (!text || body.failed) {
        LOG_OOM();
        vz_http_reply(exchange->request, 503, NULL, NULL);
    } else {
        vz_http_reply(exchange->request, status, VZ_JSON_TYPE, &body);
    }
    vz_strbuf_finish(&body);
    free(text);
}

void vz_rest_success(struct vz_exchange *exchange) {
    vz_rest_reply(exchange, 200, json_pack("{s:b}", "success", 1));
}

static const struct {
    const char *code, *message;
} refusals[] = {
    {"400.1", "The body is no JSON object."},
    {"401.2", "Could not authenticate with the provided credentials."},
    {"401.3", "A password is taken by https only."},
    {"403.1", "You have no right to do this."},
    {"404.1", "There is nothing at this address."},
    {"413.1", "This is larger than the hub takes."},
    {"429.1", "Too many tries. Wait a while."},
    {"503.1", "The store cannot be used now. Try again later."},
};

void vz_rest_refuse(struct vz_exchange *exchange, const char *code,
                    const char *message) {
    for (size_t i = 0; !message && i < sizeof(refusals) / sizeof(refusals[0]);
         i++) {
        if (!strcmp(refusals[i].code, code)) {
            message = refusals[i].message;
        }
    }
    vz_rest_reply(exchange, (unsigned)atoi(code),
                  json_pack("{s:f, s:s}", "code", atof(code), "message",
                            message ? message : ""));
}

void vz_rest_refuse_status(struct vz_exchange *exchange, enum vz_status status,
                           const char *message) {
    switch (status) {
    case VZ_NOT_FOUND:
        vz_rest_refuse(exchange, "404.1", message);
        break;
    case VZ_EXISTS:
    case VZ_CONFLICT:
        vz_rest_refuse(exchange, "409.3", message);
        break;
    case VZ_INVALID:
    case VZ_SYNTAX:
    case VZ_LIMIT:
    case VZ_UNSUPPORTED:
        vz_rest_refuse(exchange, "400.8", message);
        break;
    default:
        vz_rest_refuse(exchange, "503.1", NULL);
        break;
    }
}

// --------------------------------------------------------------------- body
static void free_body(void *state) {
    // It may hold a password.
    vz_strbuf_wipe(state);
    free(state);
}

void vz_rest_begin(struct vz_exchange *exchange) {
    exchange->state = calloc(1, sizeof(struct vz_strbuf));
    exchange->free_state = free_body;
    if (!exchange->state) {
        LOG_OOM();
        exchange->free_state = NULL;
        vz_rest_refuse(exchange, "503.1", NULL);
    }
}

void vz_rest_body(struct vz_exchange *exchange, const char *bytes, size_t len) {
    struct vz_strbuf *body = exchange->state;
    if (len > VZ_REST_BODY_MAX - body->len) {
        vz_rest_refuse(exchange, "413.1", NULL);
        return;
    }
    vz_strbuf_append_n(body, bytes, len);
}

const struct vz_strbuf *vz_rest_bytes(const struct vz_exchange *exchange) {
    return exchange->state;
}

json_t *vz_rest_object(struct vz_exchange *exchange) {
    const struct vz_strbuf *body = vz_rest_bytes(exchange);
    json_t *object =
        body->failed || !body->len
            ? NULL
            : json_loadb(body->data, body->len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(object)) {
        json_decref(object);
        vz_rest_refuse(exchange, "400.1", NULL);
        return NULL;
    }
    return object;
}

const char *vz_rest_text(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}
