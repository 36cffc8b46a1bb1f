#include "intake.h"

#include <stdlib.h>
#include <string.h>

// What went wrong with an upload before it reached the store.
static const struct {
    enum vz_status status;
    struct vz_intake_reply reply;
} upload_errors[] = {
    {VZ_UNSUPPORTED, {415, "A submission is sent as multipart/form-data."}},
    {VZ_SYNTAX,
     {400, "The body is not a complete multipart message. Send it again."}},
    {VZ_INVALID,
     {400, "The multipart message breaks a rule: its boundary, a file name or "
           "a second XML part."}},
    {VZ_NOT_FOUND, {400, "There is no part named xml_submission_file."}},
    {VZ_LIMIT,
     {413, "The submission is too large. Send its files in several requests."}},
    {VZ_FULL, {507, "The disk of the hub is full. Send it again later."}},
    {VZ_NOMEM, {503, "The hub is out of memory. Send it again later."}},
};

static const struct vz_intake_reply well = {0, NULL};

struct vz_intake_reply vz_intake_refusal(enum vz_status status) {
    for (size_t i = 0; i < sizeof(upload_errors) / sizeof(upload_errors[0]);
         i++) {
        if (upload_errors[i].status == status) {
            return upload_errors[i].reply;
        }
    }
    return status == VZ_OK ? well
                           : (struct vz_intake_reply){
                                 500, "The submission could not be taken."};
}

struct vz_intake_reply vz_intake_init(struct vz_intake *intake,
                                      struct vz_form_catalogue *catalogue,
                                      const char *content_type,
                                      const char *dir) {
    *intake = (struct vz_intake){.catalogue = catalogue};
    return vz_intake_refusal(
        vz_upload_init(&intake->upload, content_type, dir));
}

void vz_intake_finish(struct vz_intake *intake) {
    vz_submission_finish(&intake->parsed);
    vz_upload_finish(&intake->upload);
}

struct vz_intake_reply vz_intake_feed(struct vz_intake *intake,
                                      const char *bytes, size_t len) {
    return vz_intake_refusal(vz_upload_feed(&intake->upload, bytes, len));
}

// ------------------------------------------------------------------ reading
// The root's attributes are known when the first element below it is asked
// about, so the form is found in the middle of the one pass over the XML.
static void find_form(struct vz_intake *intake) {
    const struct vz_submission *parsed = &intake->parsed;
    if (intake->form || intake->form_status != VZ_OK || !parsed->form_id) {
        return;
    }
    intake->form_status =
        vz_form_catalogue_find(intake->catalogue, parsed->form_id,
                               parsed->version ? parsed->version : "",
                               &intake->form, &intake->form_known);
}

static bool is_repeat(const char *path, void *userdata) {
    struct vz_intake *intake = userdata;
    find_form(intake);
    return intake->form && vz_form_catalogue_is_repeat(intake->form, path);
}

static struct vz_intake_reply parse(struct vz_intake *intake) {
    const char *xml = vz_strbuf_text(&intake->upload.xml);
    if (memchr(xml, '\0', intake->upload.xml.len)) {
        // UTF-16, or no XML: the store keeps XML as text.
        return (struct vz_intake_reply){400, "The XML is not in UTF-8."};
    }
    enum vz_status status =
        vz_submission_parse(&intake->parsed, xml, intake->upload.xml.len,
                            is_repeat, intake, &intake->error);
    if (status == VZ_NOMEM) {
        return vz_intake_refusal(status);
    }
    if (status != VZ_OK) {
        return (struct vz_intake_reply){status == VZ_LIMIT ? 413u : 400u,
                                        intake->error.message};
    }
    if (!intake->parsed.form_id) {
        return (struct vz_intake_reply){
            400, "The XML names no form: its root has no attribute id."};
    }
    if (!intake->parsed.instance_id) {
        return (struct vz_intake_reply){400, "The XML has no instanceID."};
    }
    return well;
}

static struct vz_intake_reply form_reply(enum vz_status status) {
    return status == VZ_OK ? well
           : status == VZ_NOT_FOUND
               ? (struct vz_intake_reply){404,
                                          "The hub has no form of this id."}
           : status == VZ_CORRUPT
               ? (struct vz_intake_reply){500, "The hub cannot read this form."}
               : (struct vz_intake_reply){503, "The store cannot be read now."};
}

struct vz_intake_reply vz_intake_end(struct vz_intake *intake,
                                     int64_t device_id,
                                     struct vz_hub_incoming *incoming) {
    struct vz_intake_reply reply =
        vz_intake_refusal(vz_upload_end(&intake->upload));
    if (!reply.status) {
        reply = parse(intake);
    }
    if (!reply.status) {
        find_form(intake);
        reply = form_reply(intake->form_status);
    }
    if (reply.status) {
        return reply;
    }
    const struct vz_upload *upload = &intake->upload;
    const struct vz_form_catalogue_form *form = intake->form;
    *incoming = (struct vz_hub_incoming){
        .form_id = form->form_id,
        .form_version_id = intake->form_known ? form->form_version_id : 0,
        .schema_version_id = form->form_version_id,
        .schema = &form->schema,
        .device_id = device_id,
        .xml = upload->xml.data,
        .xml_len = upload->xml.len,
        .xml_sha256 = upload->xml_sha256,
        .parsed = &intake->parsed,
        .files = upload->result,
        .n_files = upload->n_files,
    };
    return well;
}

// ------------------------------------------------------------------- stored
struct vz_intake_reply vz_intake_stored(enum vz_status status) {
    switch (status) {
    case VZ_OK:
        return (struct vz_intake_reply){201, VZ_INTAKE_THANKS};
    case VZ_CONFLICT:
        return (struct vz_intake_reply){
            409, "This instanceID is known with other content. What was "
                 "stored first stays."};
    case VZ_FULL:
    case VZ_NOMEM:
        return vz_intake_refusal(status);
    case VZ_BUSY:
    case VZ_NETWORK: // a database server that is away
        return (struct vz_intake_reply){
            503, "The store is busy. Send it again later."};
    default:
        return (struct vz_intake_reply){500, "The submission was not stored."};
    }
}

bool vz_intake_receipt(const struct vz_intake *intake, struct vz_strbuf *body) {
    const struct vz_upload *upload = &intake->upload;
    struct vz_stored_file *files =
        vz_alloc_array(upload->n_files + 1, sizeof(*files));
    if (!files) {
        return false;
    }
    files[0] = (struct vz_stored_file){"", upload->xml_sha256};
    for (size_t i = 0; i < upload->n_files; i++) {
        files[i + 1].name = upload->result[i].name;
        files[i + 1].sha256 = upload->result[i].sha256;
    }
    vz_response_write(body, VZ_INTAKE_THANKS, files, upload->n_files + 1);
    free(files);
    return !body->failed;
}
