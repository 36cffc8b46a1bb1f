#include "enrol_endpoint.h"

#include "hub_server.h"
#include "openrosa_reply.h"

#include "base/log.h"
#include "storage/hub/enrolment.h"
#include "storage/hub/erasure.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX 64

struct enrolling {
    char code[BODY_MAX + 1];
    size_t len;
};

static void free_enrolling(void *state) {
    sodium_memzero(state, sizeof(struct enrolling));
    free(state);
}

static void begin(struct vz_exchange *exchange) {
    struct enrolling *enrolling = calloc(1, sizeof(*enrolling));
    if (!enrolling) {
        LOG_OOM();
        vz_openrosa_reply(exchange, 503, "The hub is busy. Try again.");
        return;
    }
    exchange->state = enrolling;
    exchange->free_state = free_enrolling;
}

static void body(struct vz_exchange *exchange, const char *bytes, size_t len) {
    struct enrolling *enrolling = exchange->state;
    if (len > BODY_MAX - enrolling->len) {
        vz_openrosa_reply(exchange, 413, "This is not a code.");
        return;
    }
    memcpy(enrolling->code + enrolling->len, bytes, len);
    enrolling->len += len;
}

static bool may_try(struct vz_exchange *exchange) {
    char client[VZ_HTTP_PEER_SIZE], seconds[24];
    vz_exchange_client(exchange, client);
    int64_t wait =
        vz_rate_limit_take(vz_hub_server_rate_limit(exchange->server), client);
    if (wait) {
        snprintf(seconds, sizeof(seconds), "%lld", (long long)wait);
        vz_http_reply_header(exchange->request, "Retry-After", seconds);
        vz_openrosa_reply(exchange, 429, "Too many tries. Wait a while.");
    }
    return !wait;
}

static void reply(struct vz_exchange *exchange, const char *token,
                  const char *salt) {
    struct vz_strbuf text = {0};
    vz_strbuf_append(&text, "server: ");
    vz_exchange_append_origin(exchange, &text);
    vz_strbuf_printf(
        &text, "/v1/key/%s/projects/1\nsalt: %s\nwithdrawal: ", token, salt);
    vz_exchange_append_origin(exchange, &text);
    vz_strbuf_append(&text, "/w\n");
    vz_http_reply_header(exchange->request, "Cache-Control", "no-store");
    if (text.failed) {
        LOG_OOM();
        vz_openrosa_reply(exchange, 503, "The hub is out of memory.");
    } else {
        vz_http_reply(exchange->request, 200, "text/plain; charset=utf-8",
                      &text);
    }
    vz_strbuf_wipe(&text);
}

static void end(struct vz_exchange *exchange) {
    struct enrolling *enrolling = exchange->state;
    char token[VZ_TOKEN_SIZE], salt[VZ_HUB_SALT_SIZE];
    struct vz_error error = {0};
    if (!may_try(exchange)) {
        return;
    }
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_withdrawal_salt(store, salt);
    if (status == VZ_OK) {
        status = vz_hub_enrolment_use(store, enrolling->code, token, &error);
    }
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK) {
        LOGI("a device was enrolled with a code");
        reply(exchange, token, salt);
    } else if (status == VZ_DENIED) {
        vz_openrosa_reply(exchange, 403, "The code is not known (any more).");
    } else {
        vz_openrosa_reply(exchange, 503, "The store cannot be written now.");
    }
    sodium_memzero(token, sizeof(token));
}

const struct vz_endpoint vz_enrol_endpoint = {
    .begin = begin,
    .body = body,
    .end = end,
};
