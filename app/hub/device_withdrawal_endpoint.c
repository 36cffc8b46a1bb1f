#include "device_withdrawal_endpoint.h"

#include "hub_server.h"
#include "openrosa_reply.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#define HASH_LEN ((size_t)VZ_CODE_HASH_SIZE - 1)

struct asked {
    struct vz_exchange *exchange;
    size_t len; // of the hash, so far
    bool wrong; // longer, or something else
    struct vz_withdrawal_job job;
};

static void begin(struct vz_exchange *exchange) {
    struct asked *asked = calloc(1, sizeof(*asked));
    if (!asked) {
        LOG_OOM();
        vz_openrosa_reply(exchange, 503, "The hub is busy. Try again.");
        return;
    }
    asked->exchange = exchange;
    exchange->state = asked;
    exchange->free_state = free;
}

static void body(struct vz_exchange *exchange, const char *bytes, size_t len) {
    struct asked *asked = exchange->state;
    if (asked->wrong || len > HASH_LEN - asked->len) {
        asked->wrong = true;
        return;
    }
    memcpy(asked->job.hash + asked->len, bytes, len);
    asked->len += len;
}

static bool is_hash(const struct asked *asked) {
    return !asked->wrong && asked->len == HASH_LEN &&
           strspn(asked->job.hash, "0123456789abcdef") == HASH_LEN;
}

// On the desk's thread, after the commit.
static void served(struct vz_withdrawal_job *job) {
    struct asked *asked = job->owner;
    struct vz_exchange *exchange = asked->exchange;
    if (job->status != VZ_OK) {
        vz_openrosa_reply(exchange, 503, "The store cannot be written now.");
    } else if (job->erased.n_found) {
        vz_openrosa_reply(exchange, 200, "The story is erased.");
    } else {
        vz_openrosa_reply(exchange, 202, "The code is remembered.");
    }
    vz_http_resume(exchange->request);
}

static void end(struct vz_exchange *exchange) {
    struct asked *asked = exchange->state;
    if (!is_hash(asked)) {
        vz_openrosa_reply(exchange, 400, "This is not the hash of a code.");
        return;
    }
    asked->job.done = served;
    asked->job.owner = asked;
    // Suspended first: the desk may be done before this function returns.
    vz_http_defer(exchange->request);
    if (!vz_withdrawal_desk_push(vz_hub_server_desk(exchange->server),
                                 &asked->job)) {
        vz_openrosa_reply(exchange, 503, "The hub is stopping. Try again.");
        vz_http_resume(exchange->request);
    }
}

const struct vz_endpoint vz_device_withdrawal_endpoint = {
    .begin = begin,
    .body = body,
    .end = end,
};
