#include "sign_in.h"

#include "hub_server.h"
#include "rest_reply.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// The name says to a browser that the cookie came by https from this host.
#define COOKIE_TLS "__Host-session"
#define COOKIE_PLAIN "session"

static const char *cookie_name(struct vz_exchange *exchange) {
    return vz_exchange_encrypted(exchange) ? COOKIE_TLS : COOKIE_PLAIN;
}

// The value of a cookie of `Cookie: a=1; b=2`.
static bool read_cookie(const char *header, const char *name,
                        char out[VZ_TOKEN_SIZE]) {
    size_t name_len = strlen(name);
    while (header && *header) {
        header += strspn(header, "; ");
        size_t len = strcspn(header, ";");
        if (len > name_len && !strncmp(header, name, name_len) &&
            header[name_len] == '=') {
            size_t value = len - name_len - 1;
            if (value != VZ_TOKEN_SIZE - 1) {
                return false;
            }
            memcpy(out, header + name_len + 1, value);
            out[value] = '\0';
            return true;
        }
        header += len;
    }
    return false;
}

static bool only_reads(struct vz_exchange *exchange) {
    const char *method = vz_http_method(exchange->request);
    return !strcmp(method, "GET") || !strcmp(method, "HEAD");
}

static bool csrf_fits(struct vz_exchange *exchange) {
    const char *given = vz_http_header(exchange->request, "X-CSRF-Token");
    const char *own = exchange->session.csrf;
    return given && strlen(given) == strlen(own) &&
           !sodium_memcmp(given, own, strlen(own));
}

static enum vz_status find_session(struct vz_exchange *exchange,
                                   const char *token) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_session_find(store, token, &exchange->person,
                                                &exchange->session);
    vz_hub_server_unlock(exchange->server);
    return status;
}

static enum vz_status by_cookie(struct vz_exchange *exchange) {
    char token[VZ_TOKEN_SIZE];
    if (!read_cookie(vz_http_header(exchange->request, "Cookie"),
                     cookie_name(exchange), token)) {
        return VZ_NOT_FOUND;
    }
    enum vz_status status = find_session(exchange, token);
    if (status == VZ_OK && !only_reads(exchange) && !csrf_fits(exchange)) {
        exchange->person = (struct vz_hub_person){0};
        status = VZ_CONFLICT;
    }
    sodium_memzero(token, sizeof(token));
    return status;
}

// ----------------------------------------------------------------- password
// Whether another try is allowed from this address; it counts as one.
static bool may_try(struct vz_exchange *exchange, const char *client) {
    char seconds[24];
    int64_t wait =
        vz_rate_limit_take(vz_hub_server_login_limit(exchange->server), client);
    if (wait) {
        snprintf(seconds, sizeof(seconds), "%lld", (long long)wait);
        vz_http_reply_header(exchange->request, "Retry-After", seconds);
    }
    return !wait;
}

static enum vz_status read_hash(struct vz_exchange *exchange, const char *name,
                                char hash[VZ_PASSWORD_HASH_SIZE],
                                struct vz_hub_person *person) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_password_hash(store, name, hash);
    if (status == VZ_OK) {
        status = vz_hub_person_find(store, name, 0, person);
    }
    vz_hub_server_unlock(exchange->server);
    return status;
}

// What was typed as a name may be a password, so only a known one is written.
static void audit_wrong(struct vz_exchange *exchange, const char *known) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    vz_hub_audit(store, known, "session.refuse", known, NULL);
    vz_hub_server_unlock(exchange->server);
}

enum vz_status vz_sign_in_password(struct vz_exchange *exchange,
                                   const char *name, const char *password,
                                   struct vz_hub_person *person) {
    char client[VZ_HTTP_PEER_SIZE], hash[VZ_PASSWORD_HASH_SIZE];
    if (!vz_exchange_private(exchange)) {
        return VZ_DENIED;
    }
    vz_exchange_client(exchange, client);
    if (!may_try(exchange, client)) {
        return VZ_BUSY;
    }
    enum vz_status status = read_hash(exchange, name, hash, person);
    if (status != VZ_OK && status != VZ_NOT_FOUND) {
        return status;
    }
    bool fits = vz_hub_password_fits(hash, password) && status == VZ_OK;
    sodium_memzero(hash, sizeof(hash));
    if (fits) {
        vz_rate_limit_give_back(vz_hub_server_login_limit(exchange->server),
                                client);
        return VZ_OK;
    }
    audit_wrong(exchange, status == VZ_OK ? person->name : "unknown");
    *person = (struct vz_hub_person){0};
    return VZ_NOT_FOUND;
}

static enum vz_status by_basic(struct vz_exchange *exchange) {
    struct vz_http_login login;
    enum vz_status status = VZ_NOT_FOUND;
    if (vz_http_login(exchange->request, &login)) {
        status = vz_sign_in_password(exchange, login.name, login.password,
                                     &exchange->person);
    }
    sodium_memzero(&login, sizeof(login));
    return status;
}

enum vz_status vz_sign_in(struct vz_exchange *exchange) {
    const char *given = vz_http_header(exchange->request, "Authorization");
    if (!given) {
        return by_cookie(exchange);
    }
    if (!strncasecmp(given, "Bearer ", 7)) {
        return find_session(exchange, given + 7 + strspn(given + 7, " "));
    }
    return by_basic(exchange);
}

// ------------------------------------------------------------------ refusal
void vz_sign_in_refuse(struct vz_exchange *exchange, enum vz_status status) {
    switch (status) {
    case VZ_NOT_FOUND:
        vz_http_reply_header(exchange->request, "WWW-Authenticate",
                             "Bearer realm=\"vertelhub\"");
        vz_rest_refuse(exchange, "401.2", NULL);
        break;
    case VZ_CONFLICT:
        vz_rest_refuse(exchange, "401.2",
                       "The header X-CSRF-Token does not fit the session.");
        break;
    case VZ_DENIED:
        vz_rest_refuse(exchange, "401.3", NULL);
        break;
    case VZ_BUSY:
        vz_rest_refuse(exchange, "429.1", NULL);
        break;
    default:
        vz_rest_refuse(exchange, "503.1", NULL);
        break;
    }
}

static void audit_refusal(struct vz_exchange *exchange) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    vz_hub_audit(store, exchange->person.name, "access.refuse",
                 exchange->route->pattern, vz_http_method(exchange->request));
    vz_hub_server_unlock(exchange->server);
}

bool vz_sign_in_permits(struct vz_exchange *exchange, enum vz_hub_role role) {
    enum vz_status status = vz_sign_in(exchange);
    if (status != VZ_OK) {
        vz_sign_in_refuse(exchange, status);
        return false;
    }
    if (exchange->person.role < role) {
        audit_refusal(exchange);
        vz_rest_refuse(exchange, "403.1", NULL);
        return false;
    }
    return true;
}

void vz_sign_in_cookie(struct vz_exchange *exchange,
                       const struct vz_hub_session *session) {
    char value[200];
    snprintf(value, sizeof(value),
             "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
             cookie_name(exchange), session ? session->token : "",
             session ? VZ_SESSION_HOURS * 3600 : 0,
             vz_exchange_encrypted(exchange) ? "; Secure" : "");
    vz_http_reply_header(exchange->request, "Set-Cookie", value);
    sodium_memzero(value, sizeof(value));
}
