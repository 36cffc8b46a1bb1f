/*
 * The running hub: the store, the writer, the forms and the HTTP server, and
 * what an endpoint sees of a request.
 */
#ifndef VZ_HUB_HUB_SERVER_H
#define VZ_HUB_HUB_SERVER_H

#include "form_catalogue.h"
#include "http_server.h"
#include "rate_limit.h"
#include "router.h"
#include "storage/hub/hub_sessions.h"
#include "withdrawal_desk.h"
#include "writer.h"

struct vz_hub_server;

struct vz_hub_server_params {
    const struct vz_hub_place *place; // read while starting
    const char *host;
    uint16_t port;
    const char *tls_certificate, *tls_key; // PEM text; NULL = plain HTTP
    // X-Forwarded-Proto and -For of the proxy are believed.
    bool behind_proxy;
    const char *assets; // folder with web/, or NULL; outlives the server
};

// Opens the store and starts to serve. NULL with error on failure.
struct vz_hub_server *
vz_hub_server_start(const struct vz_hub_server_params *params,
                    struct vz_error *error);
uint16_t vz_hub_server_port(const struct vz_hub_server *server);
// Answers what has arrived, then ends. NULL is allowed.
void vz_hub_server_stop(struct vz_hub_server *server);

// ----------------------------------------------------------------- exchange
// One request, as endpoints see it.
struct vz_exchange {
    struct vz_hub_server *server;
    struct vz_http_request *request;
    const struct vz_route *route;
    struct vz_route_params params;
    int64_t device_id;             // 0 = none
    struct vz_hub_person person;   // who signed in; user_id 0 = nobody
    struct vz_hub_session session; // empty when they did by a password
    void *state;                   // the endpoint's own
    void (*free_state)(void *state);
};

// The store that endpoints read; one thread at a time, between these two.
struct vz_hub_store *vz_hub_server_lock(struct vz_hub_server *server);
void vz_hub_server_unlock(struct vz_hub_server *server);
struct vz_form_catalogue *vz_hub_server_catalogue(struct vz_hub_server *server);
struct vz_writer *vz_hub_server_writer(struct vz_hub_server *server);
struct vz_withdrawal_desk *vz_hub_server_desk(struct vz_hub_server *server);
// Of the codes that are tried.
struct vz_rate_limit *vz_hub_server_rate_limit(struct vz_hub_server *server);
// Of the passwords that were wrong.
struct vz_rate_limit *vz_hub_server_login_limit(struct vz_hub_server *server);
const char *vz_hub_server_assets(const struct vz_hub_server *server);
const char *vz_hub_server_folder(const struct vz_hub_server *server);

// Appends the address that the client reached this server by, without a path:
// "https://hub.example.nl".
void vz_exchange_append_origin(struct vz_exchange *exchange,
                               struct vz_strbuf *out);
// True when the client reached the hub through TLS, its own or the proxy's.
bool vz_exchange_encrypted(const struct vz_exchange *exchange);
// True when a password may travel: by TLS, or without leaving this machine.
bool vz_exchange_private(const struct vz_exchange *exchange);
// The address of the client, behind a proxy as that one saw it.
void vz_exchange_client(struct vz_exchange *exchange,
                        char out[VZ_HTTP_PEER_SIZE]);

#endif
