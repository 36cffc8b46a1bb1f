#include "tombstone_endpoint.h"

#include "base/clock.h"
#include "hub_server.h"
#include "openrosa_reply.h"
#include "storage/hub/erasure.h"

// A kiosk keeps what it has sent for 30 days; twice that leaves room for a
// clock that is wrong and a kiosk that was switched off.
#define DAYS 60
#define DAY_MS ((int64_t)24 * 3600 * 1000)

static void tombstones_end(struct vz_exchange *exchange) {
    struct vz_strbuf body = {0};
    vz_strbuf_append(&body, VZ_TOMBSTONES_TITLE "\n");
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_tombstones(store, vz_clock_wall_ms() - DAYS * DAY_MS, &body);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK && !body.failed) {
        vz_http_reply(exchange->request, 200, "text/plain; charset=utf-8",
                      &body);
    } else {
        vz_openrosa_reply(exchange, 503, "The store cannot be read now.");
    }
    vz_strbuf_finish(&body);
}

const struct vz_endpoint vz_tombstone_endpoint = {.end = tombstones_end};
