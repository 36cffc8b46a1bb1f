#include "tombstone_fetcher.h"

#include "base/log.h"
#include "openrosa/openrosa.h"
#include "storage/kiosk/outbox_forget.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LIST ((size_t)64 * 1024 * 1024)
#define HASH_LEN ((size_t)VZ_SHA256_HEX - 1)
#define LINE_LEN (HASH_LEN + 1)

// The reply: a first line that says what it is, then one hash a line, sorted.
struct tombstones {
    const char *lines;
    size_t n;
};

static bool is_hash_line(const char *line) {
    return strspn(line, "0123456789abcdef") == HASH_LEN &&
           line[HASH_LEN] == '\n';
}

static bool parse(const char *text, size_t len, struct tombstones *list) {
    static const char title[] = VZ_TOMBSTONES_TITLE "\n";
    size_t skip = sizeof(title) - 1;
    if (strncmp(text, title, skip) != 0 || (len - skip) % LINE_LEN) {
        return false;
    }
    list->lines = text + skip;
    list->n = (len - skip) / LINE_LEN;
    for (size_t i = 0; i < list->n; i++) {
        const char *line = list->lines + i * LINE_LEN;
        if (!is_hash_line(line) ||
            (i && memcmp(line - LINE_LEN, line, HASH_LEN) >= 0)) {
            return false;
        }
    }
    return true;
}

static int compare(const void *key, const void *line) {
    return memcmp(key, line, HASH_LEN);
}

static bool is_erased(const char *instance_sha256, void *userdata) {
    const struct tombstones *list = userdata;
    return bsearch(instance_sha256, list->lines, list->n, LINE_LEN, compare);
}

static enum vz_status forget(const struct vz_sync_link *link,
                             const struct vz_strbuf *body,
                             struct vz_error *error) {
    struct tombstones list;
    int64_t n;
    if (!parse(vz_strbuf_text(body), body->len, &list)) {
        vz_error_set(error, VZ_INVALID,
                     "The server's list of erasures cannot be read.");
        return VZ_INVALID;
    }
    enum vz_status status =
        vz_outbox_forget_erased(link->store, is_erased, &list, &n);
    if (n) {
        LOGI("sync: %lld stories that were taken back at the hub are gone "
             "here too",
             (long long)n);
        vz_sync_link_tell_status(link);
    }
    return status;
}

enum vz_status vz_tombstone_fetcher_run(const struct vz_sync_link *link,
                                        struct vz_error *error) {
    bool keeps;
    enum vz_status status = vz_outbox_keeps_sent(link->store, &keeps);
    if (status != VZ_OK || !keeps) {
        return status;
    }
    struct vz_strbuf url = {0};
    struct vz_http_reply reply = {0};
    vz_sync_link_url(link, &url, "tombstones");
    status = url.failed ? VZ_NOMEM
                        : vz_sync_link_get(link, url.data, MAX_LIST, true,
                                           &reply, error);
    if (status == VZ_OK) {
        status = forget(link, &reply.body, error);
    }
    vz_http_reply_finish(&reply);
    vz_strbuf_finish(&url);
    return status;
}
