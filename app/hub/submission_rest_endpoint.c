#include "submission_rest_endpoint.h"

#include "hub_server.h"
#include "openrosa_reply.h"
#include "rest_reply.h"
#include "storage/hub/hub_attachments.h"
#include "submission_shown.h"
#include "url_encode.h"

#include <stdlib.h>
#include <string.h>

#define PIECE 250

static const char *param(const struct vz_exchange *exchange, const char *name) {
    return vz_route_param(&exchange->params, name);
}

static enum vz_consent audience(const struct vz_exchange *exchange) {
    return vz_hub_role_audience(exchange->person.role);
}

static json_t *submission_json(const struct vz_hub_submission *one) {
    return json_pack(
        "{s:s, s:I, s:s?, s:s?, s:s?, s:s, s:s?, s:n, s:{s:s, s:s, s:I, s:s, "
        "s:b}}",
        "instanceId", one->instance_id, "submitterId",
        (json_int_t)one->device_id, "submitterName", one->device, "deviceId",
        one->client_id, "reviewState", one->review_state, "createdAt",
        one->received_at, "updatedAt", one->reviewed_at, "userAgent",
        "currentVersion", "instanceId", one->instance_id, "formVersion",
        one->version, "submitterId", (json_int_t)one->device_id, "createdAt",
        one->received_at, "current", 1);
}

// --------------------------------------------------------------------- list
// A list that is written while it is sent, a piece at a time.
struct listing {
    struct vz_hub_server *server;
    char form[VZ_ROUTE_PARAM_SIZE];
    int64_t before, left, skip;
    bool begun;
};

static bool write_list(const struct vz_hub_submission_list *list,
                       struct listing *listing, struct vz_strbuf *out) {
    for (size_t i = 0; i < list->n; i++) {
        json_t *json = submission_json(&list->items[i]);
        char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
        json_decref(json);
        if (!text) {
            return false;
        }
        vz_strbuf_append(out, listing->begun ? "," : "");
        vz_strbuf_append(out, text);
        free(text);
        listing->begun = true;
        listing->before = list->items[i].submission_id;
    }
    return true;
}

static bool more(void *userdata, struct vz_strbuf *out, bool *broken) {
    struct listing *listing = userdata;
    struct vz_hub_submission_list list;
    int64_t want = listing->left < PIECE ? listing->left : PIECE;
    struct vz_hub_store *store = vz_hub_server_lock(listing->server);
    enum vz_status status = vz_hub_submissions(
        store, listing->form, listing->before, want, listing->skip, &list);
    vz_hub_server_unlock(listing->server);
    if (status != VZ_OK) {
        *broken = true;
        return false;
    }
    vz_strbuf_append(out, listing->begun ? "" : "[");
    *broken = !write_list(&list, listing, out);
    listing->left -= (int64_t)list.n;
    listing->skip = 0;
    bool again = (int64_t)list.n == want && listing->left > 0;
    if (!again) {
        vz_strbuf_append_char(out, ']');
    }
    vz_hub_submission_list_finish(&list);
    return again && !*broken;
}

static int64_t query_number(struct vz_exchange *exchange, const char *name,
                            int64_t otherwise) {
    const char *text = vz_http_query(exchange->request, name);
    int64_t number = text ? strtoll(text, NULL, 10) : otherwise;
    return number >= 0 ? number : otherwise;
}

static void list_end(struct vz_exchange *exchange) {
    struct vz_hub_form_list forms;
    struct listing *listing = calloc(1, sizeof(*listing));
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_forms_current(store, param(exchange, "form"), &forms);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK) {
        status = !forms.n ? VZ_NOT_FOUND : listing ? VZ_OK : VZ_NOMEM;
        vz_hub_form_list_finish(&forms);
    }
    if (status != VZ_OK) {
        free(listing);
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    listing->server = exchange->server;
    strcpy(listing->form, param(exchange, "form"));
    listing->before = INT64_MAX;
    listing->left = query_number(exchange, "limit", INT64_MAX);
    listing->skip = query_number(exchange, "offset", 0);
    vz_http_reply_header(exchange->request, "Cache-Control", "no-store");
    struct vz_http_stream stream = {more, free, listing};
    vz_http_reply_stream(exchange->request, 200, VZ_JSON_TYPE, &stream);
}

// ---------------------------------------------------------------------- one
// Finds the submission of the path; what is wrong was told.
static bool find(struct vz_exchange *exchange,
                 struct vz_submission_shown *shown) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_submission_shown_find(
        shown, store, param(exchange, "form"), param(exchange, "instance"));
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
    }
    return status == VZ_OK;
}

static void get_end(struct vz_exchange *exchange) {
    struct vz_submission_shown shown;
    if (find(exchange, &shown)) {
        vz_rest_reply(exchange, 200, submission_json(&shown.list.items[0]));
        vz_submission_shown_finish(&shown);
    }
}

// What came from outside is shown as a file and never as a page of this site.
static void guard(struct vz_exchange *exchange, const char *name) {
    struct vz_strbuf value = {0};
    vz_strbuf_append(&value, "attachment; filename*=UTF-8''");
    vz_url_encode(&value, name);
    vz_http_reply_header(exchange->request, "Content-Disposition",
                         vz_strbuf_text(&value));
    vz_http_reply_header(exchange->request, "X-Content-Type-Options",
                         "nosniff");
    vz_http_reply_header(exchange->request, "Cache-Control", "no-store");
    vz_strbuf_finish(&value);
}

static void xml_end(struct vz_exchange *exchange) {
    struct vz_submission_shown shown;
    struct vz_strbuf body = {0};
    if (!find(exchange, &shown)) {
        return;
    }
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_submission_shown_xml(
        &shown, store, param(exchange, "form"), audience(exchange), &body);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK) {
        guard(exchange, "submission.xml");
        vz_http_reply(exchange->request, 200, VZ_OPENROSA_TYPE, &body);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
    vz_strbuf_wipe(&body);
    vz_submission_shown_finish(&shown);
}

// -------------------------------------------------------------------- files
static bool shows(const struct vz_exchange *exchange,
                  const struct vz_submission_shown *shown,
                  const struct vz_hub_file_info *file) {
    return vz_hub_attachment_leaves(shown->asked, shown->consent,
                                    file->content_type, audience(exchange));
}

static enum vz_status read_files(struct vz_exchange *exchange,
                                 const struct vz_submission_shown *shown,
                                 struct vz_hub_file_list *files) {
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_submission_files(
        store, shown->list.items[0].submission_id, files);
    vz_hub_server_unlock(exchange->server);
    return status;
}

static void files_end(struct vz_exchange *exchange) {
    struct vz_submission_shown shown;
    struct vz_hub_file_list files;
    if (!find(exchange, &shown)) {
        return;
    }
    enum vz_status status = read_files(exchange, &shown, &files);
    if (status == VZ_OK) {
        json_t *list = json_array();
        for (size_t i = 0; i < files.n; i++) {
            if (shows(exchange, &shown, &files.items[i])) {
                json_array_append_new(
                    list, json_pack("{s:s, s:b}", "name", files.items[i].name,
                                    "exists", files.items[i].blob_id != 0));
            }
        }
        vz_rest_reply(exchange, 200, list);
        vz_hub_file_list_finish(&files);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
    vz_submission_shown_finish(&shown);
}

static enum vz_status read_file(struct vz_exchange *exchange,
                                const struct vz_submission_shown *shown,
                                const struct vz_hub_file_list *files,
                                struct vz_strbuf *body) {
    enum vz_status status = VZ_NOT_FOUND;
    for (size_t i = 0; i < files->n; i++) {
        const struct vz_hub_file_info *file = &files->items[i];
        if (file->blob_id && !strcmp(file->name, param(exchange, "name")) &&
            shows(exchange, shown, file)) {
            struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
            status = vz_hub_blob_read(store, file->blob_id, body);
            vz_hub_server_unlock(exchange->server);
        }
    }
    return status;
}

static void file_end(struct vz_exchange *exchange) {
    struct vz_submission_shown shown;
    struct vz_hub_file_list files;
    struct vz_strbuf body = {0};
    if (!find(exchange, &shown)) {
        return;
    }
    enum vz_status status = read_files(exchange, &shown, &files);
    if (status == VZ_OK) {
        status = read_file(exchange, &shown, &files, &body);
        vz_hub_file_list_finish(&files);
    }
    if (status == VZ_OK) {
        guard(exchange, param(exchange, "name"));
        vz_http_reply(exchange->request, 200, "application/octet-stream",
                      &body);
    } else {
        vz_rest_refuse_status(exchange, status, NULL);
    }
    vz_strbuf_wipe(&body);
    vz_submission_shown_finish(&shown);
}

// ------------------------------------------------------------------- review
static void review(struct vz_exchange *exchange, const json_t *object) {
    struct vz_submission_shown shown;
    if (!find(exchange, &shown)) {
        return;
    }
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_submission_review(
        store, &shown.list.items[0], vz_rest_text(object, "reviewState"),
        exchange->person.name);
    vz_hub_server_unlock(exchange->server);
    vz_submission_shown_finish(&shown);
    if (status == VZ_OK) {
        get_end(exchange);
    } else {
        vz_rest_refuse_status(exchange, status,
                              "The review is approved, rejected, hasIssues or "
                              "null.");
    }
}

static void review_end(struct vz_exchange *exchange) {
    json_t *object = vz_rest_object(exchange);
    if (!object) {
        return;
    }
    const json_t *state = json_object_get(object, "reviewState");
    if (json_is_string(state) || json_is_null(state)) {
        review(exchange, object);
    } else {
        vz_rest_refuse(exchange, "400.2", "Give a reviewState.");
    }
    json_decref(object);
}

const struct vz_endpoint vz_submissions_rest_endpoint = {.end = list_end};
const struct vz_endpoint vz_submission_rest_endpoint = {.end = get_end};
const struct vz_endpoint vz_submission_xml_endpoint = {.end = xml_end};
const struct vz_endpoint vz_submission_files_endpoint = {.end = files_end};
const struct vz_endpoint vz_submission_file_endpoint = {.end = file_end};
const struct vz_endpoint vz_submission_review_endpoint = {
    .begin = vz_rest_begin, .body = vz_rest_body, .end = review_end};
