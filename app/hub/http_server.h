/*
 * The HTTP server: the door to libmicrohttpd.
 *
 * A few threads wait in epoll and call the hub back for each request: begin
 * (the headers are there), body (its bytes as they come), end. A request may
 * be deferred at its end; it then takes no thread until it is resumed with a
 * reply, from any thread.
 */
#ifndef VZ_HUB_HTTP_SERVER_H
#define VZ_HUB_HTTP_SERVER_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

struct vz_http_server;
struct vz_http_request;

// Called on the server's threads, for one request never on two at a time.
struct vz_http_callbacks {
    // The request line and headers are known. May reply at once.
    void (*on_begin)(struct vz_http_request *request, void *userdata);
    // More of the body; not called once there is a reply.
    void (*on_body)(struct vz_http_request *request, const char *bytes,
                    size_t len, void *userdata);
    // The body is complete. Must reply or defer.
    void (*on_end)(struct vz_http_request *request, void *userdata);
    // The request is over, however it ended: free its state.
    void (*on_close)(struct vz_http_request *request, void *userdata);
    void *userdata;
};

struct vz_http_params {
    const char *host; // an address, "localhost", or "" for every address
    uint16_t port;    // 0 = any free one
    unsigned n_threads;
    unsigned timeout_s;                    // for a connection that says nothing
    const char *tls_certificate, *tls_key; // PEM text; NULL = plain HTTP
};

// Starts to listen. NULL with error on failure.
struct vz_http_server *
vz_http_server_start(const struct vz_http_params *params,
                     const struct vz_http_callbacks *callbacks,
                     struct vz_error *error);
uint16_t vz_http_server_port(const struct vz_http_server *server);
// No new connections from now on; the others go on.
void vz_http_server_quiesce(struct vz_http_server *server);
// Ends all connections and joins the threads. Every deferred request must have
// been resumed. NULL is allowed.
void vz_http_server_stop(struct vz_http_server *server);

// True when the address can only be reached from this machine.
bool vz_http_is_loopback(const char *host);

// ------------------------------------------------------------------ request
const char *vz_http_method(const struct vz_http_request *request);
const char *vz_http_path(const struct vz_http_request *request); // decoded
// NULL when absent. Valid until the request is over.
const char *vz_http_query(struct vz_http_request *request, const char *name);
// Each parameter of the query, until `each` answers false. A parameter without
// '=' has the value NULL.
void vz_http_query_each(struct vz_http_request *request,
                        bool (*each)(void *userdata, const char *name,
                                     const char *value),
                        void *userdata);
const char *vz_http_header(struct vz_http_request *request, const char *name);
// The name and password of HTTP Basic, for the caller to wipe. False: none, or
// longer than this.
#define VZ_HTTP_LOGIN_SIZE 256
struct vz_http_login {
    char name[VZ_HTTP_LOGIN_SIZE], password[VZ_HTTP_LOGIN_SIZE];
};
bool vz_http_login(struct vz_http_request *request,
                   struct vz_http_login *login);
// The other end's address as text, "" when unknown.
#define VZ_HTTP_PEER_SIZE 64
void vz_http_peer(const struct vz_http_request *request,
                  char out[VZ_HTTP_PEER_SIZE]);
// The length that the client announced, -1 when it did not.
int64_t vz_http_content_length(struct vz_http_request *request);
// The caller's own state.
void vz_http_set_state(struct vz_http_request *request, void *state);
void *vz_http_state(const struct vz_http_request *request);

// -------------------------------------------------------------------- reply
// A header for the reply that follows. `name` and `value` are copied; at most
// eight.
void vz_http_reply_header(struct vz_http_request *request, const char *name,
                          const char *value);
// The reply; takes the bytes of `body` (which may be NULL or empty). Once for
// each request; a second one is ignored.
void vz_http_reply(struct vz_http_request *request, unsigned status,
                   const char *content_type, struct vz_strbuf *body);
// A reply that is made while it is sent. `more` is called on the server's
// threads when the client has taken what there was: it appends the next piece,
// and answers false when there is none or none can be made (then *broken is
// true and the client sees the connection end early). `close` frees `userdata`
// however the request ends.
struct vz_http_stream {
    bool (*more)(void *userdata, struct vz_strbuf *out, bool *broken);
    void (*close)(void *userdata);
    void *userdata;
};
void vz_http_reply_stream(struct vz_http_request *request, unsigned status,
                          const char *content_type,
                          const struct vz_http_stream *stream);
bool vz_http_replied(const struct vz_http_request *request);

// In on_end only: the reply comes later, by vz_http_resume.
void vz_http_defer(struct vz_http_request *request);
// After vz_http_reply, from any thread; then do not touch the request again.
void vz_http_resume(struct vz_http_request *request);

#endif
