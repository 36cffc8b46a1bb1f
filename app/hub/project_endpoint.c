#include "project_endpoint.h"

#include "hub_server.h"
#include "rest_reply.h"
#include "storage/hub/hub_devices.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

// ------------------------------------------------------------------ project
// The project is as old as the first person of this hub.
static json_t *project_json(const struct vz_hub_person_list *people) {
    const char *since = "";
    for (size_t i = 0; i < people->n; i++) {
        const char *at = people->items[i].created_at;
        since = i == 0 || strcmp(at, since) < 0 ? at : since;
    }
    return json_pack("{s:i, s:s, s:n, s:b, s:n, s:s, s:n, s:n}", "id", 1,
                     "name", "Vertelzuil", "description", "archived", 0,
                     "keyId", "createdAt", since, "updatedAt", "deletedAt");
}

static void reply_project(struct vz_exchange *exchange, bool as_list) {
    struct vz_hub_person_list people = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_people(store, &people);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
    } else {
        json_t *project = project_json(&people);
        vz_rest_reply(exchange, 200,
                      as_list ? json_pack("[o]", project) : project);
    }
    free(people.items);
}

static void project_list_end(struct vz_exchange *exchange) {
    reply_project(exchange, true);
}

static void project_get_end(struct vz_exchange *exchange) {
    reply_project(exchange, false);
}

// ---------------------------------------------------------------- app users
static json_t *device_json(const struct vz_hub_device *device,
                           const char *token) {
    return json_pack("{s:I, s:i, s:s, s:s, s:s?, s:b, s:s, s:n, s:n}", "id",
                     (json_int_t)device->device_id, "projectId", 1, "type",
                     "field_key", "displayName", device->name, "token", token,
                     "revoked", device->revoked, "createdAt",
                     device->created_at, "updatedAt", "lastUsed");
}

static void app_user_list_end(struct vz_exchange *exchange) {
    struct vz_hub_device_list devices = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_devices(store, 0, &devices);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK) {
        json_t *list = json_array();
        for (size_t i = 0; i < devices.n; i++) {
            json_array_append_new(list, device_json(&devices.items[i], NULL));
        }
        vz_rest_reply(exchange, 200, list);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
    free(devices.items);
}

static enum vz_status add_device(struct vz_exchange *exchange, const char *name,
                                 char token[VZ_TOKEN_SIZE],
                                 struct vz_hub_device_list *devices,
                                 struct vz_error *error) {
    int64_t id = 0;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_device_add(store, name, exchange->person.name, token, error);
    if (status == VZ_OK) {
        status = vz_hub_device_by_token(store, token, name, &id);
    }
    if (status == VZ_OK) {
        status = vz_hub_devices(store, id, devices);
    }
    vz_hub_server_unlock(exchange->server);
    return status;
}

static void app_user_add_end(struct vz_exchange *exchange) {
    json_t *object = vz_rest_object(exchange);
    if (!object) {
        return;
    }
    const char *name = vz_rest_text(object, "displayName");
    char token[VZ_TOKEN_SIZE] = "";
    struct vz_hub_device_list devices = {0};
    struct vz_error error = {0};
    enum vz_status status =
        name ? add_device(exchange, name, token, &devices, &error) : VZ_INVALID;
    if (status == VZ_OK && devices.n) {
        vz_rest_reply(exchange, 200, device_json(&devices.items[0], token));
    } else {
        vz_rest_refuse_status(exchange, status,
                              name ? error.message : "Give a displayName.");
    }
    sodium_memzero(token, sizeof(token));
    free(devices.items);
    json_decref(object);
}

static void app_user_revoke_end(struct vz_exchange *exchange) {
    int64_t id = strtoll(vz_route_param(&exchange->params, "device"), NULL, 10);
    struct vz_hub_device_list devices = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = id > 0 ? vz_hub_devices(store, id, &devices)
                                   : VZ_OK;
    if (status == VZ_OK) {
        status = devices.n ? vz_hub_device_revoke(store, devices.items[0].name,
                                                  exchange->person.name)
                           : VZ_NOT_FOUND;
    }
    vz_hub_server_unlock(exchange->server);
    free(devices.items);
    if (status == VZ_OK) {
        vz_rest_success(exchange);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
}

const struct vz_endpoint vz_project_list_endpoint = {.end = project_list_end};
const struct vz_endpoint vz_project_get_endpoint = {.end = project_get_end};
const struct vz_endpoint vz_app_user_list_endpoint = {.end = app_user_list_end};
const struct vz_endpoint vz_app_user_add_endpoint = {
    .begin = vz_rest_begin, .body = vz_rest_body, .end = app_user_add_end};
const struct vz_endpoint vz_app_user_revoke_endpoint = {
    .end = app_user_revoke_end};
