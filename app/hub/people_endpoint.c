#include "people_endpoint.h"

#include "hub_server.h"
#include "rest_reply.h"
#include "sign_in.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

// ----------------------------------------------------------------- sessions
static void reply_session(struct vz_exchange *exchange,
                          const struct vz_hub_person *person) {
    struct vz_hub_session session;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_session_start(store, person, &session);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    vz_sign_in_cookie(exchange, &session);
    vz_rest_reply(exchange, 200,
                  json_pack("{s:s, s:s, s:s, s:s}", "token", session.token,
                            "csrf", session.csrf, "createdAt",
                            session.created_at, "expiresAt",
                            session.expires_at));
    sodium_memzero(&session, sizeof(session));
}

static void session_start_end(struct vz_exchange *exchange) {
    json_t *object = vz_rest_object(exchange);
    if (!object) {
        return;
    }
    const char *name = vz_rest_text(object, "email");
    const char *password = vz_rest_text(object, "password");
    struct vz_hub_person person;
    if (!name || !password) {
        vz_rest_refuse(exchange, "400.3", "Give email and password.");
    } else {
        enum vz_status status =
            vz_sign_in_password(exchange, name, password, &person);
        if (status == VZ_OK) {
            reply_session(exchange, &person);
        } else {
            vz_sign_in_refuse(exchange, status);
        }
    }
    json_decref(object);
}

static void session_restore_end(struct vz_exchange *exchange) {
    enum vz_status status = vz_sign_in(exchange);
    const struct vz_hub_session *session = &exchange->session;
    if (status == VZ_OK && *session->token) {
        vz_rest_reply(exchange, 200,
                      json_pack("{s:s, s:s, s:s}", "csrf", session->csrf,
                                "createdAt", session->created_at, "expiresAt",
                                session->expires_at));
    } else if (status == VZ_OK || status == VZ_NOT_FOUND) {
        vz_rest_refuse(exchange, "404.1", "Nobody is signed in.");
    } else {
        vz_sign_in_refuse(exchange, status);
    }
}

// One's own session, named `current` or by its token; an administrator ends
// that of anybody who gave away their token.
static void session_end_end(struct vz_exchange *exchange) {
    const char *token = vz_route_param(&exchange->params, "session");
    const char *own = exchange->session.token;
    if (!strcmp(token, "current")) {
        token = own;
    }
    if (strcmp(token, own) && exchange->person.role < VZ_HUB_ROLE_ADMIN) {
        vz_rest_refuse(exchange, "403.1", NULL);
        return;
    }
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_session_end(store, token, exchange->person.name);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    vz_sign_in_cookie(exchange, NULL);
    vz_rest_success(exchange);
}

// ------------------------------------------------------------------- people
static json_t *person_json(const struct vz_hub_person *person) {
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:n}", "id",
                     (json_int_t)person->user_id, "type", "user", "displayName",
                     person->name, "email", person->name, "role",
                     vz_hub_role_name(person->role), "createdAt",
                     person->created_at, "updatedAt");
}

static void user_current_end(struct vz_exchange *exchange) {
    vz_rest_reply(exchange, 200, person_json(&exchange->person));
}

static void user_list_end(struct vz_exchange *exchange) {
    struct vz_hub_person_list people = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_people(store, &people);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK) {
        json_t *list = json_array();
        for (size_t i = 0; i < people.n; i++) {
            json_array_append_new(list, person_json(&people.items[i]));
        }
        vz_rest_reply(exchange, 200, list);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
    free(people.items);
}

static void reply_person(struct vz_exchange *exchange, enum vz_status status,
                         const struct vz_hub_person *person,
                         const struct vz_error *error) {
    if (status == VZ_OK) {
        vz_rest_reply(exchange, 200, person_json(person));
    } else {
        vz_rest_refuse_status(exchange, status,
                              *error->message ? error->message : NULL);
    }
}

static int64_t person_id(const struct vz_exchange *exchange) {
    return strtoll(vz_route_param(&exchange->params, "user"), NULL, 10);
}

static void user_get_end(struct vz_exchange *exchange) {
    struct vz_hub_person person;
    struct vz_error error = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_person_find(store, NULL, person_id(exchange), &person);
    vz_hub_server_unlock(exchange->server);
    reply_person(exchange, status, &person, &error);
}

static enum vz_status add(struct vz_exchange *exchange, const json_t *object,
                          struct vz_hub_person *person,
                          struct vz_error *error) {
    const char *name = vz_rest_text(object, "email");
    const char *password = vz_rest_text(object, "password");
    const char *role_name = vz_rest_text(object, "role");
    enum vz_hub_role role = VZ_HUB_ROLE_VIEWER;
    if (!name || !password ||
        (role_name && !vz_hub_role_parse(role_name, &role))) {
        vz_error_set(error, VZ_INVALID,
                     "Give email, password, and as role admin, coordinator or "
                     "viewer.");
        return VZ_INVALID;
    }
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_user_add(store, name, password,
                                            vz_hub_role_name(role),
                                            exchange->person.name, error);
    if (status == VZ_OK) {
        status = vz_hub_person_find(store, name, 0, person);
    }
    vz_hub_server_unlock(exchange->server);
    return status;
}

static void user_add_end(struct vz_exchange *exchange) {
    json_t *object = vz_rest_object(exchange);
    struct vz_hub_person person;
    struct vz_error error = {0};
    if (object) {
        enum vz_status status = add(exchange, object, &person, &error);
        reply_person(exchange, status, &person, &error);
        json_decref(object);
    }
}

static void user_role_end(struct vz_exchange *exchange) {
    json_t *object = vz_rest_object(exchange);
    struct vz_hub_person person;
    struct vz_error error = {0};
    enum vz_hub_role role;
    if (!object) {
        return;
    }
    if (!vz_hub_role_parse(vz_rest_text(object, "role"), &role)) {
        vz_rest_refuse(exchange, "400.8",
                       "The role is admin, coordinator or viewer.");
    } else {
        struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
        enum vz_status status = vz_hub_person_set_role(
            store, person_id(exchange), role, exchange->person.name, &error);
        if (status == VZ_OK) {
            status =
                vz_hub_person_find(store, NULL, person_id(exchange), &person);
        }
        vz_hub_server_unlock(exchange->server);
        reply_person(exchange, status, &person, &error);
    }
    json_decref(object);
}

#define READS(name) \
    const struct vz_endpoint vz_##name##_endpoint = {.end = name##_end}
#define WRITES(name)                                  \
    const struct vz_endpoint vz_##name##_endpoint = { \
        .begin = vz_rest_begin, .body = vz_rest_body, .end = name##_end}
WRITES(session_start);
READS(session_restore);
READS(session_end);
READS(user_current);
READS(user_list);
READS(user_get);
WRITES(user_add);
WRITES(user_role);
