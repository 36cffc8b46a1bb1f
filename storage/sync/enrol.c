#include "enrol.h"

#include "http_client.h"

#include <stdio.h>
#include <string.h>

#define CONNECT_MS 8000
#define STALL_S 10
#define REPLY_MAX ((size_t)4096)

// "hub.example.nl/" -> "https://hub.example.nl"; the page that the hub shows
// for enrolment may stand behind it.
static void normalise(const char *address, struct vz_strbuf *out) {
    size_t len = strlen(address);
    while (len && address[len - 1] == '/') {
        len--;
    }
    static const char page[] = "/enrol";
    size_t page_len = sizeof(page) - 1;
    if (len > page_len && !strncmp(address + len - page_len, page, page_len)) {
        len -= page_len;
    }
    if (!strstr(address, "://")) {
        vz_strbuf_append(out, "https://");
    }
    vz_strbuf_append_n(out, address, len);
}

// The value of "name: value" in the lines of `text`.
static bool read_line(const char *text, const char *name, char *out) {
    size_t name_len = strlen(name);
    for (const char *line = text; line && *line;) {
        const char *end = strchr(line, '\n');
        size_t len = end ? (size_t)(end - line) : strlen(line);
        if (len > name_len + 2 && !strncmp(line, name, name_len) &&
            !strncmp(line + name_len, ": ", 2)) {
            size_t n = len - name_len - 2;
            bool fits = n < VZ_ENROL_TEXT_SIZE && !memchr(line, '\r', len) &&
                        !memchr(line, '"', len);
            snprintf(out, VZ_ENROL_TEXT_SIZE, "%.*s", fits ? (int)n : 0,
                     line + name_len + 2);
            return fits;
        }
        line = end ? end + 1 : NULL;
    }
    return false;
}

// The server that the hub names must be the one that was asked.
static bool read_reply(const char *text, const char *base,
                       struct vz_enrolment *enrolment) {
    size_t len = strlen(base);
    return read_line(text, "server", enrolment->server) &&
           read_line(text, "salt", enrolment->salt) &&
           read_line(text, "withdrawal", enrolment->withdrawal_url) &&
           !strncmp(enrolment->server, base, len) &&
           enrolment->server[len] == '/';
}

static enum vz_status judge(const struct vz_http_reply *reply, const char *base,
                            struct vz_enrolment *enrolment,
                            struct vz_error *error) {
    if (reply->outcome != VZ_HTTP_REPLIED) {
        vz_error_set(error, VZ_NETWORK, "%s", reply->problem);
        return VZ_NETWORK;
    }
    if (reply->status == 403) {
        vz_error_set(error, VZ_DENIED, "the hub does not know this code");
        return VZ_DENIED;
    }
    if (reply->status != 200) {
        vz_error_set(error, VZ_NETWORK, "the hub answered %d", reply->status);
        return VZ_NETWORK;
    }
    if (!read_reply(vz_strbuf_text(&reply->body), base, enrolment)) {
        vz_error_set(error, VZ_INVALID, "the reply is not that of a hub");
        return VZ_INVALID;
    }
    return VZ_OK;
}

enum vz_status vz_enrol(const char *address, const char *code,
                        const char *ca_file, struct vz_enrolment *enrolment,
                        struct vz_error *error) {
    struct vz_strbuf base = {0}, url = {0};
    struct vz_http_reply reply = {0};
    *enrolment = (struct vz_enrolment){.server = ""};
    normalise(address, &base);
    vz_strbuf_printf(&url, "%s/v1/enrol", vz_strbuf_text(&base));
    enum vz_status status = VZ_NOMEM;
    struct vz_http_client *client =
        base.failed || url.failed
            ? NULL
            : vz_http_client_create(
                  &(struct vz_http_client_params){.server = base.data,
                                                  .ca_file = ca_file,
                                                  .connect_ms = CONNECT_MS,
                                                  .stall_s = STALL_S},
                  error);
    if (client) {
        vz_http_client_send(client,
                            &(struct vz_http_request){
                                .method = VZ_HTTP_POST,
                                .url = url.data,
                                .content_type = "text/plain; charset=utf-8",
                                .body = code,
                                .body_len = strlen(code),
                                .max_reply = REPLY_MAX,
                            },
                            &reply);
        status = judge(&reply, base.data, enrolment, error);
    } else if (error->status != VZ_OK) {
        status = error->status;
    }
    if (status == VZ_NOMEM) {
        vz_error_nomem(error);
    }
    vz_http_client_destroy(client);
    vz_strbuf_wipe(&reply.body);
    vz_http_reply_finish(&reply);
    vz_strbuf_finish(&base);
    vz_strbuf_finish(&url);
    return status;
}
