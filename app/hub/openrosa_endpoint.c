#include "openrosa_endpoint.h"

#include "base/log.h"
#include "hub_server.h"
#include "openrosa/openrosa.h"
#include "upload.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XML_TYPE "text/xml; charset=utf-8"

// ------------------------------------------------------------------ replies
static void reply_files(struct vz_exchange *exchange, unsigned status,
                        const char *message, const struct vz_stored_file *files,
                        size_t n) {
    struct vz_strbuf body = {0};
    vz_response_write(&body, message, files, n);
    vz_http_reply(exchange->request, status, XML_TYPE, &body);
    vz_strbuf_finish(&body);
}

void vz_openrosa_reply(struct vz_exchange *exchange, unsigned status,
                       const char *message) {
    reply_files(exchange, status, message, NULL, 0);
}

static void reply_xml(struct vz_exchange *exchange, struct vz_strbuf *body) {
    if (body->failed) {
        LOG_OOM();
        vz_openrosa_reply(exchange, 503, "The hub is out of memory.");
    } else {
        vz_http_reply(exchange->request, 200, XML_TYPE, body);
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
static void append_encoded(struct vz_strbuf *out, const char *text) {
    for (; *text; text++) {
        if (isalnum((unsigned char)*text) || strchr("-._~", *text)) {
            vz_strbuf_append_char(out, *text);
        } else {
            vz_strbuf_printf(out, "%%%02X", (unsigned char)*text);
        }
    }
}

// The address of a form below the one that was asked, in the arena: origin,
// /v1, /key/TOKEN if the path has one, /projects/1/forms/FORM, suffix.
static const char *form_url(struct vz_exchange *exchange,
                            struct vz_arena *arena, const char *form_id,
                            const char *suffix, const char *name) {
    struct vz_strbuf url = {0};
    vz_exchange_append_origin(exchange, &url);
    const char *token = vz_route_param(&exchange->params, "token");
    vz_strbuf_append(&url, token ? "/v1/key/" : "/v1");
    append_encoded(&url, token ? token : "");
    vz_strbuf_append(&url, "/projects/1/forms/");
    append_encoded(&url, form_id);
    vz_strbuf_append(&url, suffix);
    if (name) {
        append_encoded(&url, name);
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

// --------------------------------------------------------------- submission
// A submission from the first byte of its body to the reply.
struct submission {
    struct vz_exchange *exchange;
    struct vz_upload upload;
    struct vz_submission parsed;
    const struct vz_form_catalogue_form *form; // found while the XML is read
    bool form_known;                           // its version too
    enum vz_status form_status;
    struct vz_writer_job job;
};

static void free_submission(void *state) {
    struct submission *submission = state;
    vz_submission_finish(&submission->parsed);
    vz_upload_finish(&submission->upload);
    free(submission);
}

// What went wrong with an upload before it reached the store.
static const struct {
    enum vz_status status;
    unsigned http;
    const char *message;
} upload_errors[] = {
    {VZ_UNSUPPORTED, 415, "A submission is sent as multipart/form-data."},
    {VZ_SYNTAX, 400,
     "The body is not a complete multipart message. Send it again."},
    {VZ_INVALID, 400,
     "The multipart message breaks a rule: its boundary, a file name or a "
     "second XML part."},
    {VZ_NOT_FOUND, 400, "There is no part named xml_submission_file."},
    {VZ_LIMIT, 413,
     "The submission is too large. Send its files in several requests."},
    {VZ_FULL, 507, "The disk of the hub is full. Send it again later."},
    {VZ_NOMEM, 503, "The hub is out of memory. Send it again later."},
};

static void reply_upload_error(struct vz_exchange *exchange,
                               enum vz_status status) {
    for (size_t i = 0; i < sizeof(upload_errors) / sizeof(upload_errors[0]);
         i++) {
        if (upload_errors[i].status == status) {
            vz_openrosa_reply(exchange, upload_errors[i].http,
                              upload_errors[i].message);
            return;
        }
    }
    vz_openrosa_reply(exchange, 500, "The submission could not be taken.");
}

static void accept_length(struct vz_exchange *exchange) {
    char limit[24];
    snprintf(limit, sizeof(limit), "%lld", (long long)VZ_UPLOAD_MAX);
    vz_http_reply_header(exchange->request, "X-OpenRosa-Accept-Content-Length",
                         limit);
}

static void submission_head_end(struct vz_exchange *exchange) {
    accept_length(exchange);
    vz_http_reply(exchange->request, 204, NULL, NULL);
}

static void submission_begin(struct vz_exchange *exchange) {
    accept_length(exchange);
    if (vz_http_content_length(exchange->request) > VZ_UPLOAD_MAX) {
        reply_upload_error(exchange, VZ_LIMIT);
        return;
    }
    struct submission *submission = calloc(1, sizeof(*submission));
    if (!submission) {
        reply_upload_error(exchange, VZ_NOMEM);
        return;
    }
    submission->exchange = exchange;
    exchange->state = submission;
    exchange->free_state = free_submission;
    enum vz_status status = vz_upload_init(
        &submission->upload, vz_http_header(exchange->request, "Content-Type"),
        vz_hub_server_folder(exchange->server));
    if (status != VZ_OK) {
        reply_upload_error(exchange, status);
    }
}

static void submission_body(struct vz_exchange *exchange, const char *bytes,
                            size_t len) {
    struct submission *submission = exchange->state;
    enum vz_status status = vz_upload_feed(&submission->upload, bytes, len);
    if (status != VZ_OK) {
        reply_upload_error(exchange, status);
    }
}

// The root's attributes are known when the first element below it is asked
// about, so the form is found in the middle of the one pass over the XML.
static void find_form(struct submission *submission) {
    const struct vz_submission *parsed = &submission->parsed;
    if (submission->form || submission->form_status != VZ_OK ||
        !parsed->form_id) {
        return;
    }
    submission->form_status = vz_form_catalogue_find(
        vz_hub_server_catalogue(submission->exchange->server), parsed->form_id,
        parsed->version ? parsed->version : "", &submission->form,
        &submission->form_known);
}

static bool is_repeat(const char *path, void *userdata) {
    struct submission *submission = userdata;
    find_form(submission);
    return submission->form &&
           vz_form_catalogue_is_repeat(submission->form, path);
}

// Reads the XML and finds its form; replies when that fails.
static bool read_submission(struct submission *submission) {
    struct vz_exchange *exchange = submission->exchange;
    struct vz_error error = {0};
    if (memchr(vz_strbuf_text(&submission->upload.xml), '\0',
               submission->upload.xml.len)) {
        // UTF-16, or no XML: the store keeps XML as text.
        vz_openrosa_reply(exchange, 400, "The XML is not in UTF-8.");
        return false;
    }
    enum vz_status status = vz_submission_parse(
        &submission->parsed, vz_strbuf_text(&submission->upload.xml),
        submission->upload.xml.len, is_repeat, submission, &error);
    if (status == VZ_LIMIT) {
        vz_openrosa_reply(exchange, 413, error.message);
    } else if (status == VZ_NOMEM) {
        reply_upload_error(exchange, status);
    } else if (status != VZ_OK) {
        vz_openrosa_reply(exchange, 400, error.message);
    } else if (!submission->parsed.form_id) {
        vz_openrosa_reply(exchange, 400,
                          "The XML names no form: its root has "
                          "no attribute id.");
    } else if (!submission->parsed.instance_id) {
        vz_openrosa_reply(exchange, 400, "The XML has no instanceID.");
    }
    if (vz_http_replied(exchange->request)) {
        return false;
    }
    find_form(submission);
    if (submission->form_status == VZ_NOT_FOUND) {
        vz_openrosa_reply(exchange, 404, "The hub has no form of this id.");
    } else if (submission->form_status != VZ_OK) {
        vz_openrosa_reply(exchange, 500, "The hub cannot read this form.");
    }
    return submission->form_status == VZ_OK;
}

static void reply_stored(struct submission *submission) {
    const struct vz_upload *upload = &submission->upload;
    struct vz_stored_file *files =
        vz_alloc_array(upload->n_files + 1, sizeof(*files));
    if (!files) {
        // It is durable; the client asks again and hears the same.
        vz_openrosa_reply(submission->exchange, 503,
                          "The hub is out of memory. Send it again.");
        return;
    }
    files[0] = (struct vz_stored_file){"", upload->xml_sha256};
    for (size_t i = 0; i < upload->n_files; i++) {
        files[i + 1].name = upload->result[i].name;
        files[i + 1].sha256 = upload->result[i].sha256;
    }
    reply_files(submission->exchange, 201,
                "full submission upload was successful!", files,
                upload->n_files + 1);
    free(files);
}

// On the writer's thread, after the commit.
static void stored(struct vz_writer_job *job) {
    struct submission *submission = job->owner;
    struct vz_exchange *exchange = submission->exchange;
    switch (job->status) {
    case VZ_OK:
        reply_stored(submission);
        break;
    case VZ_CONFLICT:
        vz_openrosa_reply(exchange, 409,
                          "This instanceID is known with other content. What "
                          "was stored first stays.");
        break;
    case VZ_FULL:
    case VZ_NOMEM:
        reply_upload_error(exchange, job->status);
        break;
    case VZ_BUSY:
        vz_openrosa_reply(exchange, 503,
                          "The store is busy. Send it again later.");
        break;
    default:
        vz_openrosa_reply(exchange, 500, "The submission was not stored.");
    }
    vz_http_resume(exchange->request);
}

static void submission_end(struct vz_exchange *exchange) {
    struct submission *submission = exchange->state;
    enum vz_status status = vz_upload_end(&submission->upload);
    if (status != VZ_OK) {
        reply_upload_error(exchange, status);
        return;
    }
    if (!read_submission(submission)) {
        return;
    }
    const struct vz_upload *upload = &submission->upload;
    const struct vz_form_catalogue_form *form = submission->form;
    submission->job = (struct vz_writer_job){
        .incoming = {.form_id = form->form_id,
                     .form_version_id =
                         submission->form_known ? form->form_version_id : 0,
                     .schema_version_id = form->form_version_id,
                     .schema = &form->schema,
                     .device_id = exchange->device_id,
                     .xml = upload->xml.data,
                     .xml_len = upload->xml.len,
                     .xml_sha256 = upload->xml_sha256,
                     .parsed = &submission->parsed,
                     .files = upload->result,
                     .n_files = upload->n_files},
        .done = stored,
        .owner = submission,
    };
    // Suspended first: the writer may be done before this function returns.
    vz_http_defer(exchange->request);
    if (!vz_writer_push(vz_hub_server_writer(exchange->server),
                        &submission->job)) {
        vz_openrosa_reply(exchange, 503, "The hub is stopping.");
        vz_http_resume(exchange->request);
    }
}

const struct vz_endpoint vz_form_list_endpoint = {.end = form_list_end};
const struct vz_endpoint vz_form_xml_endpoint = {.end = form_xml_end};
const struct vz_endpoint vz_manifest_endpoint = {.end = manifest_end};
const struct vz_endpoint vz_media_endpoint = {.end = media_end};
const struct vz_endpoint vz_submission_head_endpoint = {
    .end = submission_head_end};
const struct vz_endpoint vz_submission_endpoint = {
    .begin = submission_begin,
    .body = submission_body,
    .end = submission_end,
};
