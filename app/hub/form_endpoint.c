#include "form_endpoint.h"

#include "base/log.h"
#include "hub_server.h"
#include "openrosa_reply.h"
#include "url_encode.h"

#include <string.h>

// ------------------------------------------------------------------ replies
static void reply_xml(struct vz_exchange *exchange, struct vz_strbuf *body) {
    if (body->failed) {
        LOG_OOM();
        vz_openrosa_reply(exchange, 503, "The hub is out of memory.");
    } else {
        vz_http_reply(exchange->request, 200, VZ_OPENROSA_TYPE, body);
    }
    vz_strbuf_finish(body);
}

static void reply_read_error(struct vz_exchange *exchange,
                             enum vz_status status) {
    if (status == VZ_NOT_FOUND) {
        vz_openrosa_reply(exchange, 404, "There is no such form or file.");
    } else {
        vz_openrosa_reply(exchange, 503, "The store cannot be read now.");
    }
}

// ---------------------------------------------------------------- addresses
// The address of a form below the one that was asked, in the arena: origin,
// /v1, /key/TOKEN if the path has one, /projects/1/forms/FORM, suffix.
static const char *form_url(struct vz_exchange *exchange,
                            struct vz_arena *arena, const char *form_id,
                            const char *suffix, const char *name) {
    struct vz_strbuf url = {0};
    vz_exchange_append_origin(exchange, &url);
    const char *token = vz_route_param(&exchange->params, "token");
    vz_strbuf_append(&url, token ? "/v1/key/" : "/v1");
    vz_url_encode(&url, token ? token : "");
    vz_strbuf_append(&url, "/projects/1/forms/");
    vz_url_encode(&url, form_id);
    vz_strbuf_append(&url, suffix);
    if (name) {
        vz_url_encode(&url, name);
    }
    const char *kept = url.failed ? NULL : vz_arena_strdup(arena, url.data);
    vz_strbuf_finish(&url);
    return kept;
}

// ---------------------------------------------------------------- form list
static bool fill_item(struct vz_exchange *exchange, struct vz_arena *arena,
                      const struct vz_hub_form *form,
                      struct vz_formlist_item *item) {
    item->form_id = form->xml_form_id;
    item->name = form->title;
    item->version = form->version;
    item->hash = form->hash;
    item->download_url =
        form_url(exchange, arena, form->xml_form_id, ".xml", NULL);
    if (form->n_media) {
        item->manifest_url =
            form_url(exchange, arena, form->xml_form_id, "/manifest", NULL);
    }
    return item->download_url && (item->manifest_url || !form->n_media);
}

static void write_list(struct vz_exchange *exchange,
                       struct vz_hub_form_list *list, struct vz_strbuf *body) {
    struct vz_formlist_item *items =
        vz_arena_alloc_array(&list->arena, list->n, sizeof(*items));
    for (size_t i = 0; i < list->n && items; i++) {
        if (!fill_item(exchange, &list->arena, &list->items[i], &items[i])) {
            items = NULL;
        }
    }
    if (items) {
        vz_formlist_write(body, items, list->n);
    } else {
        body->failed = true;
    }
}

static void form_list_end(struct vz_exchange *exchange) {
    struct vz_hub_form_list list;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_forms_current(
        store, vz_http_query(exchange->request, "formID"), &list);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        reply_read_error(exchange, status);
        return;
    }
    struct vz_strbuf body = {0};
    write_list(exchange, &list, &body);
    reply_xml(exchange, &body);
    vz_hub_form_list_finish(&list);
}

// ---------------------------------------------------------- form and media
static void form_xml_end(struct vz_exchange *exchange) {
    struct vz_hub_form_list list;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_form_version(
        store, vz_route_param(&exchange->params, "form"), NULL, &list);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        reply_read_error(exchange, status);
        return;
    }
    struct vz_strbuf body = {0};
    vz_strbuf_append_n(&body, list.items[0].xml, list.items[0].xml_len);
    reply_xml(exchange, &body);
    vz_hub_form_list_finish(&list);
}

// The media of a form's current version.
static enum vz_status find_media(struct vz_hub_store *store, const char *form,
                                 struct vz_hub_media_list *media) {
    struct vz_hub_form_list list;
    *media = (struct vz_hub_media_list){0};
    enum vz_status status = vz_hub_forms_current(store, form, &list);
    if (status == VZ_OK) {
        status =
            list.n
                ? vz_hub_form_media(store, list.items[0].form_version_id, media)
                : VZ_NOT_FOUND;
        vz_hub_form_list_finish(&list);
    }
    return status;
}

static void write_manifest(struct vz_exchange *exchange, const char *form,
                           struct vz_hub_media_list *media,
                           struct vz_strbuf *body) {
    struct vz_manifest_item *items =
        vz_arena_alloc_array(&media->arena, media->n, sizeof(*items));
    for (size_t i = 0; i < media->n && items; i++) {
        items[i].filename = media->items[i].name;
        items[i].hash = media->items[i].hash;
        items[i].download_url = form_url(exchange, &media->arena, form,
                                         "/attachments/", media->items[i].name);
        if (!items[i].download_url) {
            items = NULL;
        }
    }
    if (items) {
        vz_manifest_write(body, items, media->n);
    } else {
        body->failed = true;
    }
}

static void manifest_end(struct vz_exchange *exchange) {
    const char *form = vz_route_param(&exchange->params, "form");
    struct vz_hub_media_list media;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = find_media(store, form, &media);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        reply_read_error(exchange, status);
        return;
    }
    struct vz_strbuf body = {0};
    write_manifest(exchange, form, &media, &body);
    reply_xml(exchange, &body);
    vz_hub_media_list_finish(&media);
}

static enum vz_status read_media(struct vz_hub_store *store, const char *form,
                                 const char *name, struct vz_strbuf *out) {
    struct vz_hub_media_list media;
    enum vz_status status = find_media(store, form, &media);
    if (status != VZ_OK) {
        return status;
    }
    status = VZ_NOT_FOUND;
    for (size_t i = 0; i < media.n; i++) {
        if (!strcmp(media.items[i].name, name)) {
            status = vz_hub_blob_read(store, media.items[i].blob_id, out);
            break;
        }
    }
    vz_hub_media_list_finish(&media);
    return status;
}

static void media_end(struct vz_exchange *exchange) {
    struct vz_strbuf body = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        read_media(store, vz_route_param(&exchange->params, "form"),
                   vz_route_param(&exchange->params, "name"), &body);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        reply_read_error(exchange, status);
    } else {
        vz_http_reply_header(exchange->request, "X-Content-Type-Options",
                             "nosniff");
        vz_http_reply(exchange->request, 200, "application/octet-stream",
                      &body);
    }
    vz_strbuf_finish(&body);
}

const struct vz_endpoint vz_form_list_endpoint = {.end = form_list_end};
const struct vz_endpoint vz_form_xml_endpoint = {.end = form_xml_end};
const struct vz_endpoint vz_manifest_endpoint = {.end = manifest_end};
const struct vz_endpoint vz_media_endpoint = {.end = media_end};
