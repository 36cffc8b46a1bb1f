#include "sync_link.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>

void vz_sync_link_url(const struct vz_sync_link *link, struct vz_strbuf *url,
                      const char *name) {
    size_t len = strlen(link->server);
    vz_strbuf_append(url, link->server);
    if (len && link->server[len - 1] != '/') {
        vz_strbuf_append_char(url, '/');
    }
    vz_strbuf_append(url, name);
    if (link->device_id) {
        vz_http_append_query(url, "deviceID", link->device_id);
    }
}

void vz_sync_link_tell_status(const struct vz_sync_link *link) {
    if (link->callbacks.on_status) {
        link->callbacks.on_status(link->callbacks.userdata);
    }
}

void vz_sync_link_tell_forms(const struct vz_sync_link *link) {
    if (link->callbacks.on_forms) {
        link->callbacks.on_forms(link->callbacks.userdata);
    }
}

static enum vz_status no_reply(const struct vz_http_reply *reply,
                               struct vz_error *error) {
    switch (reply->outcome) {
    case VZ_HTTP_INTERRUPTED:
        return VZ_NETWORK;
    case VZ_HTTP_ELSEWHERE:
        vz_error_set(error, VZ_NETWORK,
                     "The network asks for a login, or the server points to "
                     "another host.");
        return VZ_NETWORK;
    case VZ_HTTP_TOO_LARGE:
        vz_error_set(error, VZ_LIMIT, "The server's reply is too large.");
        return VZ_LIMIT;
    default:
        LOGW("sync: %s", reply->problem);
        vz_error_set(error, VZ_NETWORK, "The server cannot be reached.");
        return VZ_NETWORK;
    }
}

static enum vz_status refused(const struct vz_http_reply *reply,
                              struct vz_error *error) {
    switch (reply->status) {
    case 401:
    case 403:
        vz_error_set(error, VZ_DENIED,
                     "The server does not accept this kiosk's key.");
        return VZ_DENIED;
    case 404:
        vz_error_set(error, VZ_NOT_FOUND,
                     "The server does not know the address.");
        return VZ_NOT_FOUND;
    default:
        vz_error_set(error, VZ_NETWORK, "The server answered %d.",
                     reply->status);
        return VZ_NETWORK;
    }
}

static enum vz_status get_entry(const struct vz_sync_link *link,
                                const char *url, size_t max,
                                struct vz_http_reply *reply,
                                struct vz_error *error) {
    static const char scheme[] = VZ_BUNDLE_URL;
    size_t skip = sizeof(scheme) - 1;
    max = max < VZ_BUNDLE_ENTRY_MAX ? max : VZ_BUNDLE_ENTRY_MAX;
    enum vz_status status = VZ_NOT_FOUND;
    vz_strbuf_clear(&reply->body);
    if (!strncmp(url, scheme, skip)) {
        char *name = vz_strndup(url + skip, strcspn(url + skip, "?#"));
        status =
            name ? vz_bundle_reader_read(link->bundle, name, max, &reply->body)
                 : VZ_NOMEM;
        free(name);
    }
    if (status != VZ_OK) {
        vz_error_set(error, status,
                     "The bundle lacks a part, or it is "
                     "damaged.");
    }
    return status;
}

enum vz_status vz_sync_link_get(const struct vz_sync_link *link,
                                const char *url, size_t max, bool openrosa,
                                struct vz_http_reply *reply,
                                struct vz_error *error) {
    if (link->bundle) {
        return get_entry(link, url, max, reply, error);
    }
    const struct vz_http_request request = {
        .method = VZ_HTTP_GET, .url = url, .max_reply = max};
    vz_http_client_send(link->http, &request, reply);
    if (reply->outcome != VZ_HTTP_REPLIED) {
        return no_reply(reply, error);
    }
    if (reply->status != 200) {
        return refused(reply, error);
    }
    if (openrosa && !reply->openrosa) {
        vz_error_set(error, VZ_NETWORK, "The network asks for a login.");
        return VZ_NETWORK;
    }
    return VZ_OK;
}
