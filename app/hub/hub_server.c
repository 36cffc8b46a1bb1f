#include "hub_server.h"

#include "base/log.h"
#include "device_withdrawal_endpoint.h"
#include "enrol_endpoint.h"
#include "form_endpoint.h"
#include "form_rest_endpoint.h"
#include "heartbeat_endpoint.h"
#include "odata_endpoint.h"
#include "openrosa/openrosa.h"
#include "openrosa_reply.h"
#include "people_endpoint.h"
#include "project_endpoint.h"
#include "rest_reply.h"
#include "sign_in.h"
#include "submission_endpoint.h"
#include "submission_rest_endpoint.h"
#include "tombstone_endpoint.h"
#include "web_assets.h"
#include "withdrawal_endpoint.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 2
#define TIMEOUT_S 60

struct vz_hub_server {
    // The HTTP threads share one connection to read with. No other lock is
    // taken while this one is held; the writer has a connection of its own.
    pthread_mutex_t reading;
    struct vz_hub_store *reader;
    struct vz_form_catalogue catalogue; // reads under the same lock
    struct vz_writer writer;
    struct vz_http_server *http;
    struct vz_withdrawal_desk desk;
    struct vz_rate_limit rate_limit, login_limit;
    const char *assets;
    char *folder; // of the store
    bool tls, behind_proxy, loopback;
};

// The addresses of ODK Central: with the token of a device in the path, and
// without, for HTTP Basic.
#define TOKEN "/v1/key/{token}/projects/1/"
#define LOGIN "/v1/projects/1/"

static const struct vz_route routes[] = {
    {"GET", TOKEN "formList", VZ_PERMIT_DEVICE, &vz_form_list_endpoint},
    {"GET", TOKEN "forms/{form}.xml", VZ_PERMIT_DEVICE, &vz_form_xml_endpoint},
    {"GET", TOKEN "forms/{form}/manifest", VZ_PERMIT_DEVICE,
     &vz_manifest_endpoint},
    {"GET", TOKEN "forms/{form}/attachments/{name}", VZ_PERMIT_DEVICE,
     &vz_media_endpoint},
    {"HEAD", TOKEN "submission", VZ_PERMIT_DEVICE,
     &vz_submission_head_endpoint},
    {"POST", TOKEN "submission", VZ_PERMIT_DEVICE, &vz_submission_endpoint},
    {"GET", TOKEN "tombstones", VZ_PERMIT_DEVICE, &vz_tombstone_endpoint},
    {"POST", TOKEN "heartbeat", VZ_PERMIT_DEVICE, &vz_heartbeat_endpoint},
    {"POST", TOKEN "withdrawals", VZ_PERMIT_DEVICE,
     &vz_device_withdrawal_endpoint},
    {"GET", LOGIN "formList", VZ_PERMIT_DEVICE, &vz_form_list_endpoint},
    {"GET", LOGIN "forms/{form}.xml", VZ_PERMIT_READER, &vz_form_xml_endpoint},
    {"GET", LOGIN "forms/{form}/manifest", VZ_PERMIT_DEVICE,
     &vz_manifest_endpoint},
    {"GET", LOGIN "forms/{form}/attachments/{name}", VZ_PERMIT_READER,
     &vz_media_endpoint},
    {"HEAD", LOGIN "submission", VZ_PERMIT_DEVICE,
     &vz_submission_head_endpoint},
    {"POST", LOGIN "submission", VZ_PERMIT_DEVICE, &vz_submission_endpoint},
    {"GET", LOGIN "tombstones", VZ_PERMIT_DEVICE, &vz_tombstone_endpoint},
    {"POST", LOGIN "heartbeat", VZ_PERMIT_DEVICE, &vz_heartbeat_endpoint},
    {"POST", LOGIN "withdrawals", VZ_PERMIT_DEVICE,
     &vz_device_withdrawal_endpoint},
    {"POST", "/v1/enrol", VZ_PERMIT_ANYONE, &vz_enrol_endpoint},
    {"POST", "/v1/sessions", VZ_PERMIT_ANYONE, &vz_session_start_endpoint},
    {"GET", "/v1/sessions/restore", VZ_PERMIT_ANYONE,
     &vz_session_restore_endpoint},
    {"DELETE", "/v1/sessions/{session}", VZ_PERMIT_VIEWER,
     &vz_session_end_endpoint},
    {"GET", "/v1/users/current", VZ_PERMIT_VIEWER, &vz_user_current_endpoint},
    {"GET", "/v1/users", VZ_PERMIT_ADMIN, &vz_user_list_endpoint},
    {"POST", "/v1/users", VZ_PERMIT_ADMIN, &vz_user_add_endpoint},
    {"GET", "/v1/users/{user}", VZ_PERMIT_ADMIN, &vz_user_get_endpoint},
    {"PATCH", "/v1/users/{user}", VZ_PERMIT_ADMIN, &vz_user_role_endpoint},
    {"GET", "/v1/projects", VZ_PERMIT_VIEWER, &vz_project_list_endpoint},
    {"GET", "/v1/projects/1", VZ_PERMIT_VIEWER, &vz_project_get_endpoint},
    {"GET", LOGIN "app-users", VZ_PERMIT_ADMIN, &vz_app_user_list_endpoint},
    {"POST", LOGIN "app-users", VZ_PERMIT_ADMIN, &vz_app_user_add_endpoint},
    {"DELETE", LOGIN "app-users/{device}", VZ_PERMIT_ADMIN,
     &vz_app_user_revoke_endpoint},
    {"GET", LOGIN "forms", VZ_PERMIT_VIEWER, &vz_forms_rest_endpoint},
    {"POST", LOGIN "forms", VZ_PERMIT_ADMIN, &vz_form_publish_endpoint},
    {"GET", LOGIN "forms/{form}/versions", VZ_PERMIT_VIEWER,
     &vz_form_versions_endpoint},
    {"GET", LOGIN "forms/{form}/versions/{version}.xml", VZ_PERMIT_VIEWER,
     &vz_form_version_xml_endpoint},
    {"GET", LOGIN "forms/{form}/fields", VZ_PERMIT_VIEWER,
     &vz_form_fields_endpoint},
    {"GET", LOGIN "forms/{form}/attachments", VZ_PERMIT_VIEWER,
     &vz_form_attachments_endpoint},
    {"GET", LOGIN "forms/{form}.svc", VZ_PERMIT_VIEWER,
     &vz_odata_service_endpoint},
    {"GET", LOGIN "forms/{form}.svc/", VZ_PERMIT_VIEWER,
     &vz_odata_service_endpoint},
    {"GET", LOGIN "forms/{form}.svc/$metadata", VZ_PERMIT_VIEWER,
     &vz_odata_metadata_endpoint},
    {"GET", LOGIN "forms/{form}.svc/{table}", VZ_PERMIT_VIEWER,
     &vz_odata_table_endpoint},
    {"GET", LOGIN "forms/{form}.svc/{table}/{inner}", VZ_PERMIT_VIEWER,
     &vz_odata_inner_endpoint},
    {"GET", LOGIN "forms/{form}/submissions", VZ_PERMIT_VIEWER,
     &vz_submissions_rest_endpoint},
    {"GET", LOGIN "forms/{form}/submissions/{instance}.xml", VZ_PERMIT_VIEWER,
     &vz_submission_xml_endpoint},
    {"GET", LOGIN "forms/{form}/submissions/{instance}", VZ_PERMIT_VIEWER,
     &vz_submission_rest_endpoint},
    {"PATCH", LOGIN "forms/{form}/submissions/{instance}",
     VZ_PERMIT_COORDINATOR, &vz_submission_review_endpoint},
    {"GET", LOGIN "forms/{form}/submissions/{instance}/attachments",
     VZ_PERMIT_VIEWER, &vz_submission_files_endpoint},
    {"GET", LOGIN "forms/{form}/submissions/{instance}/attachments/{name}",
     VZ_PERMIT_VIEWER, &vz_submission_file_endpoint},
    {"GET", LOGIN "forms/{form}", VZ_PERMIT_VIEWER, &vz_form_rest_endpoint},
    {"GET", "/w", VZ_PERMIT_ANYONE, &vz_withdrawal_page_endpoint},
    {"POST", "/w", VZ_PERMIT_ANYONE, &vz_withdrawal_post_endpoint},
    {"GET", "/w/{name}", VZ_PERMIT_ANYONE, &vz_withdrawal_file_endpoint},
};
#define N_ROUTES (sizeof(routes) / sizeof(routes[0]))

// ------------------------------------------------------------------- access
struct vz_hub_store *vz_hub_server_lock(struct vz_hub_server *server) {
    pthread_mutex_lock(&server->reading);
    return server->reader;
}

void vz_hub_server_unlock(struct vz_hub_server *server) {
    pthread_mutex_unlock(&server->reading);
}

struct vz_form_catalogue *
vz_hub_server_catalogue(struct vz_hub_server *server) {
    return &server->catalogue;
}

struct vz_writer *vz_hub_server_writer(struct vz_hub_server *server) {
    return &server->writer;
}

struct vz_withdrawal_desk *vz_hub_server_desk(struct vz_hub_server *server) {
    return &server->desk;
}

struct vz_rate_limit *vz_hub_server_rate_limit(struct vz_hub_server *server) {
    return &server->rate_limit;
}

struct vz_rate_limit *vz_hub_server_login_limit(struct vz_hub_server *server) {
    return &server->login_limit;
}

const char *vz_hub_server_assets(const struct vz_hub_server *server) {
    return server->assets;
}

const char *vz_hub_server_folder(const struct vz_hub_server *server) {
    return server->folder;
}

// A Host header goes into the addresses that a reply names, so it may hold
// nothing but a name or an address and a port.
static bool is_host(const char *host) {
    if (!host || !*host || strlen(host) > 255) {
        return false;
    }
    for (; *host; host++) {
        if (!isalnum((unsigned char)*host) && !strchr(".-:[]_", *host)) {
            return false;
        }
    }
    return true;
}

bool vz_exchange_encrypted(const struct vz_exchange *exchange) {
    const char *forwarded =
        exchange->server->behind_proxy
            ? vz_http_header(exchange->request, "X-Forwarded-Proto")
            : NULL;
    return exchange->server->tls || (forwarded && !strcmp(forwarded, "https"));
}

bool vz_exchange_private(const struct vz_exchange *exchange) {
    return vz_exchange_encrypted(exchange) || exchange->server->loopback;
}

void vz_exchange_append_origin(struct vz_exchange *exchange,
                               struct vz_strbuf *out) {
    const char *host = vz_http_header(exchange->request, "Host");
    vz_strbuf_append(out,
                     vz_exchange_encrypted(exchange) ? "https://" : "http://");
    if (is_host(host)) {
        vz_strbuf_append(out, host);
    } else {
        vz_strbuf_printf(out, "127.0.0.1:%u",
                         vz_hub_server_port(exchange->server));
    }
}

// The last address of X-Forwarded-For is the one that the proxy itself saw;
// those before it are what the client says.
void vz_exchange_client(struct vz_exchange *exchange,
                        char out[VZ_HTTP_PEER_SIZE]) {
    const char *forwarded =
        exchange->server->behind_proxy
            ? vz_http_header(exchange->request, "X-Forwarded-For")
            : NULL;
    vz_http_peer(exchange->request, out);
    if (forwarded) {
        const char *comma = strrchr(forwarded, ',');
        const char *last = comma ? comma + 1 : forwarded;
        last += strspn(last, " \t");
        snprintf(out, VZ_HTTP_PEER_SIZE, "%s", last);
    }
}

// --------------------------------------------------------------- permission
static enum vz_status find_device(struct vz_exchange *exchange,
                                  const char *token, const char *name) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_device_by_token(store, token, name, &exchange->device_id);
    vz_hub_server_unlock(exchange->server);
    return status;
}

// The device's name and, as the password, its token.
static enum vz_status find_by_login(struct vz_exchange *exchange) {
    struct vz_http_login login;
    enum vz_status status = VZ_NOT_FOUND;
    if (!vz_exchange_private(exchange)) {
        return VZ_DENIED;
    }
    if (vz_http_login(exchange->request, &login)) {
        status = find_device(exchange, login.password, login.name);
    }
    explicit_bzero(&login, sizeof(login));
    return status;
}

static bool permit_device(struct vz_exchange *exchange) {
    const char *token = vz_route_param(&exchange->params, "token");
    enum vz_status status = token ? find_device(exchange, token, NULL)
                                  : find_by_login(exchange);
    switch (status) {
    case VZ_OK:
        return true;
    case VZ_NOT_FOUND:
        vz_http_reply_header(exchange->request, "WWW-Authenticate",
                             token ? "Bearer realm=\"vertelhub\""
                                   : "Basic realm=\"vertelhub\"");
        vz_openrosa_reply(exchange, 401,
                          token ? "This address holds no token that is known "
                                  "here. Enrol the device again."
                                : "Give the device's name as user name and its "
                                  "token as password.");
        return false;
    case VZ_DENIED:
        vz_openrosa_reply(exchange, 403, "A password is taken by https only.");
        return false;
    default:
        vz_openrosa_reply(exchange, 503, "The store cannot be read now.");
        return false;
    }
}

// A device shows itself by name and token; whoever does not may be a person.
static bool permit_reader(struct vz_exchange *exchange) {
    bool token = vz_route_param(&exchange->params, "token");
    const char *given = vz_http_header(exchange->request, "Authorization");
    bool person = !token &&
                  (given || vz_http_header(exchange->request, "Cookie"));
    if (person && find_by_login(exchange) == VZ_NOT_FOUND) {
        return vz_sign_in_permits(exchange, VZ_HUB_ROLE_VIEWER);
    }
    return exchange->device_id || permit_device(exchange);
}

static bool permit(struct vz_exchange *exchange) {
    switch (exchange->route->permission) {
    case VZ_PERMIT_ANYONE:
        return true;
    case VZ_PERMIT_DEVICE:
        return permit_device(exchange);
    case VZ_PERMIT_READER:
        return permit_reader(exchange);
    case VZ_PERMIT_VIEWER:
        return vz_sign_in_permits(exchange, VZ_HUB_ROLE_VIEWER);
    case VZ_PERMIT_COORDINATOR:
        return vz_sign_in_permits(exchange, VZ_HUB_ROLE_COORDINATOR);
    case VZ_PERMIT_ADMIN:
        return vz_sign_in_permits(exchange, VZ_HUB_ROLE_ADMIN);
    }
    return false;
}

// A path of the REST interface, whose clients expect JSON.
static bool is_rest(const struct vz_exchange *exchange) {
    const char *path = vz_http_path(exchange->request);
    return !strncmp(path, "/v1/", 4) && strncmp(path, "/v1/key/", 8) != 0;
}

// ---------------------------------------------------------------- callbacks
static void dispatch(struct vz_exchange *exchange) {
    char allow[VZ_ALLOW_SIZE];
    switch (vz_route_find(routes, N_ROUTES, vz_http_method(exchange->request),
                          vz_http_path(exchange->request), &exchange->route,
                          &exchange->params, allow)) {
    case VZ_ROUTE_FOUND:
        if (permit(exchange) && exchange->route->endpoint->begin) {
            exchange->route->endpoint->begin(exchange);
        }
        break;
    case VZ_ROUTE_NO_METHOD:
        vz_http_reply_header(exchange->request, "Allow", allow);
        vz_openrosa_reply(exchange, 405, "This address takes other requests.");
        break;
    case VZ_ROUTE_NO_PATH:
        if (is_rest(exchange)) {
            vz_rest_refuse(exchange, "404.1", NULL);
        } else {
            vz_openrosa_reply(exchange, 404,
                              "There is nothing at this address.");
        }
        break;
    }
}

static void on_begin(struct vz_http_request *request, void *userdata) {
    struct vz_exchange *exchange = calloc(1, sizeof(*exchange));
    vz_http_reply_header(request, "X-OpenRosa-Version", VZ_OPENROSA_VERSION);
    if (!exchange) {
        LOG_OOM();
        vz_http_reply(request, 503, NULL, NULL);
        return;
    }
    exchange->server = userdata;
    exchange->request = request;
    vz_http_set_state(request, exchange);
    dispatch(exchange);
}

static void on_body(struct vz_http_request *request, const char *bytes,
                    size_t len, void *userdata) {
    struct vz_exchange *exchange = vz_http_state(request);
    if (exchange->route->endpoint->body) {
        exchange->route->endpoint->body(exchange, bytes, len);
    }
}

static void on_end(struct vz_http_request *request, void *userdata) {
    struct vz_exchange *exchange = vz_http_state(request);
    exchange->route->endpoint->end(exchange);
}

static void on_close(struct vz_http_request *request, void *userdata) {
    struct vz_exchange *exchange = vz_http_state(request);
    if (exchange && exchange->free_state) {
        exchange->free_state(exchange->state);
    }
    free(exchange);
}

// ----------------------------------------------------------------- starting
static bool open_stores(struct vz_hub_server *server,
                        const struct vz_hub_place *place,
                        struct vz_error *error) {
    struct vz_hub_store *writer_store = NULL;
    if (vz_hub_store_open(&server->reader, place, VZ_HUB_CHECK, error) !=
            VZ_OK ||
        vz_hub_store_open(&writer_store, place, 0, error) != VZ_OK) {
        return false;
    }
    vz_form_catalogue_init(&server->catalogue, server->reader,
                           &server->reading);
    return vz_writer_start(&server->writer, writer_store) ||
           vz_error_set(error, VZ_NOMEM, "The writer thread did not start.");
}

// Without its template the page is a 503; who starts the hub hears of it now.
static void check_assets(const struct vz_hub_server *server) {
    struct vz_error error = {0};
    char *path = vz_web_asset(server->assets, "withdraw.html", &error);
    if (!path) {
        LOGW("nobody can take a story back at /w: %s", error.message);
    }
    free(path);
}

static bool start_desk(struct vz_hub_server *server,
                       const struct vz_hub_place *place,
                       struct vz_error *error) {
    struct vz_hub_store *store = NULL;
    return vz_hub_store_open(&store, place, 0, error) == VZ_OK &&
           vz_withdrawal_desk_start(&server->desk, store, error);
}

static bool start_http(struct vz_hub_server *server,
                       const struct vz_hub_server_params *params,
                       struct vz_error *error) {
    struct vz_http_params http = {
        .host = params->host,
        .port = params->port,
        .n_threads = THREADS,
        .timeout_s = TIMEOUT_S,
        .tls_certificate = params->tls_certificate,
        .tls_key = params->tls_key,
    };
    struct vz_http_callbacks callbacks = {.on_begin = on_begin,
                                          .on_body = on_body,
                                          .on_end = on_end,
                                          .on_close = on_close,
                                          .userdata = server};
    server->http = vz_http_server_start(&http, &callbacks, error);
    return server->http;
}

struct vz_hub_server *
vz_hub_server_start(const struct vz_hub_server_params *params,
                    struct vz_error *error) {
    struct vz_hub_server *server = calloc(1, sizeof(*server));
    if (!server || pthread_mutex_init(&server->reading, NULL) ||
        !vz_rate_limit_init(&server->rate_limit) ||
        !vz_rate_limit_init(&server->login_limit)) {
        vz_error_nomem(error);
        free(server);
        return NULL;
    }
    server->tls = params->tls_certificate != NULL;
    server->behind_proxy = params->behind_proxy;
    server->assets = params->assets;
    // What a proxy on this machine passes on may come from anywhere.
    server->loopback = vz_http_is_loopback(params->host) &&
                       !params->behind_proxy;
    server->folder = strdup(params->place->folder);
    if (!server->folder) {
        vz_error_nomem(error);
    } else if (open_stores(server, params->place, error) &&
               start_desk(server, params->place, error) &&
               start_http(server, params, error)) {
        check_assets(server);
        return server;
    }
    vz_hub_server_stop(server);
    return NULL;
}

uint16_t vz_hub_server_port(const struct vz_hub_server *server) {
    return vz_http_server_port(server->http);
}

// First no new connections, then everybody who waits for the disk is told,
// then the connections end, then what they used.
void vz_hub_server_stop(struct vz_hub_server *server) {
    if (!server) {
        return;
    }
    if (server->http) {
        vz_http_server_quiesce(server->http);
    }
    if (server->writer.store) {
        vz_writer_stop(&server->writer);
    }
    vz_withdrawal_desk_stop(&server->desk);
    vz_http_server_stop(server->http);
    vz_writer_finish(&server->writer);
    vz_withdrawal_desk_finish(&server->desk);
    vz_form_catalogue_finish(&server->catalogue);
    vz_hub_store_close(server->reader);
    vz_rate_limit_finish(&server->rate_limit);
    vz_rate_limit_finish(&server->login_limit);
    pthread_mutex_destroy(&server->reading);
    free(server->folder);
    free(server);
}
