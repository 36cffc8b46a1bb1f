#include "withdrawal_sender.h"

#include "base/log.h"
#include "storage/kiosk/withdrawals.h"

#include <string.h>

static enum vz_status tell(const struct vz_sync_link *link, const char *url,
                           const char *hash, struct vz_error *error) {
    struct vz_http_reply reply = {0};
    vz_http_client_send(link->http,
                        &(struct vz_http_request){
                            .method = VZ_HTTP_POST,
                            .url = url,
                            .content_type = "text/plain; charset=utf-8",
                            .body = hash,
                            .body_len = strlen(hash),
                        },
                        &reply);
    enum vz_status status =
        reply.outcome != VZ_HTTP_REPLIED             ? VZ_NETWORK
        : reply.status == 200 || reply.status == 202 ? VZ_OK
        : reply.status == 404 || reply.status == 405 ? VZ_NOT_FOUND
        : reply.status == 401 || reply.status == 403 ? VZ_DENIED
                                                     : VZ_NETWORK;
    if (status != VZ_OK && reply.outcome != VZ_HTTP_INTERRUPTED) {
        vz_error_set(error, status, "The hub was not told of a withdrawal: %s",
                     reply.outcome == VZ_HTTP_REPLIED ? "it answered no."
                                                      : reply.problem);
    }
    vz_http_reply_finish(&reply);
    return status;
}

enum vz_status vz_withdrawal_sender_run(const struct vz_sync_link *link,
                                        struct vz_error *error) {
    char hash[VZ_CODE_HASH_SIZE];
    struct vz_strbuf url = {0};
    enum vz_status status;
    int64_t n = 0;
    vz_sync_link_url(link, &url, "withdrawals");
    while ((status = vz_withdrawal_next(link->store, hash)) == VZ_OK) {
        status = url.failed ? VZ_NOMEM : tell(link, url.data, hash, error);
        if (status == VZ_OK) {
            status = vz_withdrawal_told(link->store, hash);
        }
        if (status != VZ_OK) {
            break;
        }
        n++;
    }
    vz_strbuf_finish(&url);
    if (n) {
        LOGI("sync: the hub was told of %lld withdrawal(s)", (long long)n);
    }
    // Nothing waits any more, unless it is the hub that knows no such address.
    return status == VZ_NOT_FOUND && !error->message[0] ? VZ_OK : status;
}
