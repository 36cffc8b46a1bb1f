#include "http_server.h"

#include "base/log.h"
#include "base/memory.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 1000
// Request line and headers of one connection; larger ones are answered 431.
#define CONNECTION_MEMORY ((size_t)32 * 1024)
#define HEADERS_MAX 8
// So much of a body that nobody wants is still read, so that the client sees
// the reply and not a reset; beyond it the connection is closed.
#define DRAIN_MAX ((size_t)1024 * 1024)

struct vz_http_server {
    struct MHD_Daemon *daemon;
    struct vz_http_callbacks callbacks;
    int quiesced; // the listening socket after quiesce, -1 = not quiesced
    uint16_t port;
};

struct reply_header {
    char *name, *value;
};

struct vz_http_request {
    struct vz_http_server *server;
    struct MHD_Connection *connection;
    char *method, *path;
    void *state;
    bool ended; // on_end was called
    bool deferred;
    size_t drained;
    unsigned status; // 0 = no reply yet
    struct MHD_Response *response;
    struct reply_header headers[HEADERS_MAX];
    size_t n_headers;
};

// ------------------------------------------------------------------ request
const char *vz_http_method(const struct vz_http_request *request) {
    return request->method;
}

const char *vz_http_path(const struct vz_http_request *request) {
    return request->path;
}

const char *vz_http_query(struct vz_http_request *request, const char *name) {
    return MHD_lookup_connection_value(request->connection,
                                       MHD_GET_ARGUMENT_KIND, name);
}

struct query_each {
    bool (*each)(void *userdata, const char *name, const char *value);
    void *userdata;
};

static enum MHD_Result on_query(void *cls, enum MHD_ValueKind kind,
                                const char *name, const char *value) {
    struct query_each *query = cls;
    return query->each(query->userdata, name, value) ? MHD_YES : MHD_NO;
}

void vz_http_query_each(struct vz_http_request *request,
                        bool (*each)(void *userdata, const char *name,
                                     const char *value),
                        void *userdata) {
    struct query_each query = {each, userdata};
    MHD_get_connection_values(request->connection, MHD_GET_ARGUMENT_KIND,
                              on_query, &query);
}

const char *vz_http_header(struct vz_http_request *request, const char *name) {
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND,
                                       name);
}

static bool copy_short(char out[VZ_HTTP_LOGIN_SIZE], const char *text) {
    size_t len = text ? strlen(text) : VZ_HTTP_LOGIN_SIZE;
    if (len >= VZ_HTTP_LOGIN_SIZE) {
        return false;
    }
    memcpy(out, text, len + 1);
    return true;
}

bool vz_http_login(struct vz_http_request *request,
                   struct vz_http_login *login) {
    char *password = NULL;
    char *name =
        MHD_basic_auth_get_username_password(request->connection, &password);
    bool given = copy_short(login->name, name) &&
                 copy_short(login->password, password);
    if (password) {
        explicit_bzero(password, strlen(password));
    }
    MHD_free(password);
    MHD_free(name);
    return given;
}

void vz_http_peer(const struct vz_http_request *request,
                  char out[VZ_HTTP_PEER_SIZE]) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    socklen_t len = address && address->sa_family == AF_INET6
                        ? sizeof(struct sockaddr_in6)
                        : sizeof(struct sockaddr_in);
    if (!address || getnameinfo(address, len, out, VZ_HTTP_PEER_SIZE, NULL, 0,
                                NI_NUMERICHOST)) {
        out[0] = '\0';
    }
}

int64_t vz_http_content_length(struct vz_http_request *request) {
    const char *text = vz_http_header(request, "Content-Length");
    if (!text) {
        return -1;
    }
    char *end;
    long long length = strtoll(text, &end, 10);
    return *end || length < 0 ? -1 : length;
}

void vz_http_set_state(struct vz_http_request *request, void *state) {
    request->state = state;
}

void *vz_http_state(const struct vz_http_request *request) {
    return request->state;
}

static void request_destroy(struct vz_http_request *request) {
    for (size_t i = 0; i < request->n_headers; i++) {
        free(request->headers[i].name);
        free(request->headers[i].value);
    }
    if (request->response) {
        MHD_destroy_response(request->response);
    }
    free(request->method);
    free(request->path);
    free(request);
}

static struct vz_http_request *request_create(struct vz_http_server *server,
                                              struct MHD_Connection *connection,
                                              const char *url,
                                              const char *method) {
    struct vz_http_request *request = calloc(1, sizeof(*request));
    if (!request) {
        return NULL;
    }
    request->server = server;
    request->connection = connection;
    request->path = strdup(url);
    request->method = strdup(method);
    if (!request->path || !request->method) {
        request_destroy(request);
        return NULL;
    }
    return request;
}

// -------------------------------------------------------------------- reply
void vz_http_reply_header(struct vz_http_request *request, const char *name,
                          const char *value) {
    if (request->n_headers == HEADERS_MAX || request->status) {
        return;
    }
    struct reply_header *header = &request->headers[request->n_headers];
    header->name = strdup(name);
    header->value = strdup(value);
    if (!header->name || !header->value) {
        LOG_OOM();
        free(header->name);
        free(header->value);
        return;
    }
    request->n_headers++;
}

static void add_headers(struct vz_http_request *request,
                        const char *content_type) {
    if (content_type && request->status != MHD_HTTP_NO_CONTENT) {
        MHD_add_response_header(request->response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                content_type);
    }
    for (size_t i = 0; i < request->n_headers; i++) {
        MHD_add_response_header(request->response, request->headers[i].name,
                                request->headers[i].value);
    }
}

void vz_http_reply(struct vz_http_request *request, unsigned status,
                   const char *content_type, struct vz_strbuf *body) {
    if (request->status) {
        return;
    }
    request->status = status;
    size_t len = body ? body->len : 0;
    char *bytes = len ? vz_strbuf_take(body) : NULL;
    if (len && !bytes) {
        LOG_OOM();
        request->status = MHD_HTTP_SERVICE_UNAVAILABLE;
        len = 0;
    }
    request->response = MHD_create_response_from_buffer(
        len, bytes, bytes ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    if (!request->response) {
        LOG_OOM();
        free(bytes);
        return;
    }
    add_headers(request, content_type);
}

// ------------------------------------------------------------------- stream
#define STREAM_BLOCK ((size_t)32 * 1024)

struct stream {
    struct vz_http_stream source;
    struct vz_strbuf pending;
    size_t sent; // bytes of pending that are gone
    bool ended, broken;
};

static ssize_t read_stream(void *cls, uint64_t position, char *out,
                           size_t max) {
    struct stream *stream = cls;
    while (stream->sent == stream->pending.len && !stream->ended) {
        vz_strbuf_clear(&stream->pending);
        stream->sent = 0;
        stream->ended = !stream->source.more(stream->source.userdata,
                                             &stream->pending, &stream->broken);
        stream->broken |= stream->pending.failed;
    }
    if (stream->broken) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t n = stream->pending.len - stream->sent;
    if (n == 0) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    n = n < max ? n : max;
    memcpy(out, stream->pending.data + stream->sent, n);
    stream->sent += n;
    return (ssize_t)n;
}

static void close_stream(void *cls) {
    struct stream *stream = cls;
    stream->source.close(stream->source.userdata);
    vz_strbuf_wipe(&stream->pending);
    free(stream);
}

void vz_http_reply_stream(struct vz_http_request *request, unsigned status,
                          const char *content_type,
                          const struct vz_http_stream *source) {
    struct stream *stream = calloc(1, sizeof(*stream));
    request->status = status;
    if (stream) {
        stream->source = *source;
        request->response = MHD_create_response_from_callback(
            MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, stream, close_stream);
    }
    if (!request->response) {
        LOG_OOM();
        source->close(source->userdata);
        free(stream);
        return;
    }
    add_headers(request, content_type);
}

bool vz_http_replied(const struct vz_http_request *request) {
    return request->status != 0;
}

void vz_http_defer(struct vz_http_request *request) {
    request->deferred = true;
    MHD_suspend_connection(request->connection);
}

void vz_http_resume(struct vz_http_request *request) {
    MHD_resume_connection(request->connection);
}

static enum MHD_Result send_reply(struct vz_http_request *request) {
    if (!request->response) {
        return MHD_NO;
    }
    return MHD_queue_response(request->connection, request->status,
                              request->response);
}

// ---------------------------------------------------------------- callbacks
static bool expects_body(struct vz_http_request *request) {
    return vz_http_content_length(request) > 0 ||
           vz_http_header(request, "Transfer-Encoding");
}

// A reply before the body: the body is read and dropped while that is cheap,
// because a client that still writes would see a reset instead of the reply.
static enum MHD_Result begin(struct vz_http_request *request) {
    struct vz_http_callbacks *callbacks = &request->server->callbacks;
    callbacks->on_begin(request, callbacks->userdata);
    bool drain = expects_body(request) &&
                 vz_http_content_length(request) <= (int64_t)DRAIN_MAX;
    return request->status && !drain ? send_reply(request) : MHD_YES;
}

static enum MHD_Result body(struct vz_http_request *request, const char *bytes,
                            size_t len) {
    struct vz_http_callbacks *callbacks = &request->server->callbacks;
    if (!request->status) {
        callbacks->on_body(request, bytes, len, callbacks->userdata);
        return MHD_YES;
    }
    request->drained += len;
    return request->drained <= DRAIN_MAX ? MHD_YES : MHD_NO;
}

static enum MHD_Result end(struct vz_http_request *request) {
    struct vz_http_callbacks *callbacks = &request->server->callbacks;
    if (!request->ended) {
        request->ended = true;
        if (!request->status) {
            callbacks->on_end(request, callbacks->userdata);
        }
        // Once deferred the request belongs to whoever resumes it; this
        // function is called again after that.
        if (request->deferred) {
            return MHD_YES;
        }
    }
    return send_reply(request);
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *connection,
                                 const char *url, const char *method,
                                 const char *version, const char *upload,
                                 size_t *upload_len, void **state) {
    struct vz_http_request *request = *state;
    if (!request) {
        request = request_create(cls, connection, url, method);
        if (!request) {
            LOG_OOM();
            return MHD_NO;
        }
        *state = request;
        return begin(request);
    }
    if (*upload_len) {
        size_t len = *upload_len;
        *upload_len = 0;
        return body(request, upload, len);
    }
    return end(request);
}

static void on_completed(void *cls, struct MHD_Connection *connection,
                         void **state, enum MHD_RequestTerminationCode reason) {
    struct vz_http_request *request = *state;
    if (!request) {
        return;
    }
    struct vz_http_callbacks *callbacks = &request->server->callbacks;
    callbacks->on_close(request, callbacks->userdata);
    request_destroy(request);
    *state = NULL;
}

// ----------------------------------------------------------------- starting
bool vz_http_is_loopback(const char *host) {
    return !strcmp(host, "localhost") || !strcmp(host, "::1") ||
           !strncmp(host, "127.", 4);
}

static struct addrinfo *resolve(const struct vz_http_params *params,
                                struct vz_error *error) {
    char port[8];
    snprintf(port, sizeof(port), "%u", (unsigned)params->port);
    const char *host = params->host;
    if (!strcmp(host, "localhost")) {
        host = "127.0.0.1";
    }
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV |
                                         AI_PASSIVE};
    struct addrinfo *found = NULL;
    int code = getaddrinfo(*host ? host : "0.0.0.0", port, &hints, &found);
    if (code) {
        vz_error_set(error, VZ_INVALID,
                     "'%s' is no address to listen on: %s. Give one like "
                     "127.0.0.1:8383.",
                     params->host, gai_strerror(code));
        return NULL;
    }
    return found;
}

static struct MHD_Daemon *start_daemon(struct vz_http_server *server,
                                       const struct vz_http_params *params,
                                       const struct addrinfo *address) {
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem options[8] = {
        {MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)params->timeout_s, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)CONNECTION_MEMORY, NULL},
        {MHD_OPTION_SOCK_ADDR, 0, address->ai_addr},
    };
    size_t n = 4;
    if (params->n_threads > 1) {
        options[n++] = (struct MHD_OptionItem){
            MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)params->n_threads, NULL};
    }
    if (address->ai_family == AF_INET6) {
        flags |= MHD_USE_IPv6;
    }
    if (params->tls_certificate) {
        flags |= MHD_USE_TLS;
        options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0,
                                               (void *)params->tls_certificate};
        options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0,
                                               (void *)params->tls_key};
    }
    options[n] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    return MHD_start_daemon(flags, params->port, NULL, NULL, on_access, server,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                            MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

struct vz_http_server *
vz_http_server_start(const struct vz_http_params *params,
                     const struct vz_http_callbacks *callbacks,
                     struct vz_error *error) {
    struct addrinfo *address = resolve(params, error);
    if (!address) {
        return NULL;
    }
    struct vz_http_server *server = calloc(1, sizeof(*server));
    if (!server) {
        vz_error_nomem(error);
        freeaddrinfo(address);
        return NULL;
    }
    server->callbacks = *callbacks;
    server->quiesced = -1;
    server->daemon = start_daemon(server, params, address);
    freeaddrinfo(address);
    if (!server->daemon) {
        vz_error_set(error, VZ_IO,
                     "The hub cannot listen on %s:%u. Is another program using "
                     "this port?%s",
                     params->host, (unsigned)params->port,
                     params->tls_certificate
                         ? " Are the certificate and its key right?"
                         : "");
        free(server);
        return NULL;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info ? info->port : params->port;
    return server;
}

uint16_t vz_http_server_port(const struct vz_http_server *server) {
    return server->port;
}

void vz_http_server_quiesce(struct vz_http_server *server) {
    server->quiesced = MHD_quiesce_daemon(server->daemon);
}

void vz_http_server_stop(struct vz_http_server *server) {
    if (!server) {
        return;
    }
    MHD_stop_daemon(server->daemon);
    if (server->quiesced >= 0) {
        shutdown(server->quiesced, SHUT_RDWR);
        // The daemon gave its socket away when it was quiesced.
        close(server->quiesced);
    }
    free(server);
}
