/*
 * HTTP for the OpenRosa client: one server, one thread, bodies in memory.
 *
 * Certificates are checked; redirects are followed only for GET and HEAD and
 * only on the same host; the name and password go only to that host, as Basic
 * over TLS or to this machine itself, else as Digest.
 */
#ifndef VZ_STORAGE_SYNC_HTTP_CLIENT_H
#define VZ_STORAGE_SYNC_HTTP_CLIENT_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stdint.h>

struct vz_http_client;

struct vz_http_client_params {
    const char *server;              // base address; other hosts are refused
    const char *username, *password; // NULL = none
    const char *ca_file;             // NULL = the system's
    long connect_ms;                 // 0 = 15 s
    long stall_s;                    // 0 = 60 s without a byte
};

// NULL on failure (error filled): no memory, or `server` is no http(s) address
// or carries a password.
struct vz_http_client *
vz_http_client_create(const struct vz_http_client_params *params,
                      struct vz_error *error);
void vz_http_client_destroy(struct vz_http_client *client);

// Ends the present and every later request at once. From any thread.
void vz_http_client_interrupt(struct vz_http_client *client);

enum vz_http_method { VZ_HTTP_GET, VZ_HTTP_HEAD, VZ_HTTP_POST };

struct vz_http_request {
    enum vz_http_method method;
    const char *url;          // whole
    const char *content_type; // of the body
    const void *body;         // POST; borrowed
    size_t body_len;
    size_t max_reply; // bytes; 0 = 256 KB
};

enum vz_http_outcome {
    VZ_HTTP_REPLIED,   // status and body are there
    VZ_HTTP_UNREACHED, // nothing was sent: no name, no connection, no TLS
    VZ_HTTP_UNKNOWN,   // it broke after something may have been sent
    VZ_HTTP_ELSEWHERE, // sent on to, or meant for, another host
    VZ_HTTP_TOO_LARGE, // the reply is over max_reply
    VZ_HTTP_INTERRUPTED,
};

// Zeroed = empty. What the other side answered.
struct vz_http_reply {
    enum vz_http_outcome outcome;
    int status;
    bool openrosa;         // X-OpenRosa-Version was there
    int64_t accept_length; // X-OpenRosa-Accept-Content-Length, 0 = missing
    int64_t retry_after_s; // 0 = missing
    struct vz_strbuf content_type;
    struct vz_strbuf url; // that answered, after redirects
    struct vz_strbuf body;
    char problem[160]; // in words, when it did not reply
};

// Sends and waits. `reply` is cleared first.
void vz_http_client_send(struct vz_http_client *client,
                         const struct vz_http_request *request,
                         struct vz_http_reply *reply);
void vz_http_reply_finish(struct vz_http_reply *reply);

// Appends `name=value` to an address, escaped, with ? or &.
void vz_http_append_query(struct vz_strbuf *url, const char *name,
                          const char *value);

#endif
