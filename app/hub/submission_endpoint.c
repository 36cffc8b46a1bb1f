#include "submission_endpoint.h"

#include "hub_server.h"
#include "openrosa_reply.h"
#include "upload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    } else if (submission->form_status == VZ_CORRUPT) {
        vz_openrosa_reply(exchange, 500, "The hub cannot read this form.");
    } else if (submission->form_status != VZ_OK) {
        vz_openrosa_reply(exchange, 503, "The store cannot be read now.");
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
    vz_openrosa_reply_files(submission->exchange, 201,
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

const struct vz_endpoint vz_submission_head_endpoint = {
    .end = submission_head_end};
const struct vz_endpoint vz_submission_endpoint = {
    .begin = submission_begin,
    .body = submission_body,
    .end = submission_end,
};
