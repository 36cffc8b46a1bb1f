#include "form_rest_endpoint.h"

#include "form_file.h"
#include "hub_server.h"
#include "odata_name.h"
#include "openrosa_reply.h"
#include "rest_reply.h"

#include <string.h>
#include <strings.h>

static bool is_true(const char *text) {
    return text && !strcasecmp(text, "true");
}

// ------------------------------------------------------------------ reading
static json_t *form_json(const struct vz_hub_form *form, bool counted) {
    json_t *json = json_pack(
        "{s:i, s:s, s:s, s:s, s:s, s:s, s:n, s:n, s:n, s:n, s:s, s:s, s:n}",
        "projectId", 1, "xmlFormId", form->xml_form_id, "name", form->title,
        "version", form->version, "hash", form->hash + strlen("md5:"), "state",
        "open", "enketoId", "enketoOnceId", "keyId", "draftToken", "createdAt",
        form->created_at, "publishedAt", form->created_at, "updatedAt");
    if (json && counted) {
        json_object_set_new(json, "submissions",
                            json_integer((json_int_t)form->n_submissions));
    }
    return json;
}

static void reply_list(struct vz_exchange *exchange, enum vz_status status,
                       struct vz_hub_form_list *forms, bool counted) {
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < forms->n; i++) {
        json_array_append_new(list, form_json(&forms->items[i], counted));
    }
    vz_hub_form_list_finish(forms);
    vz_rest_reply(exchange, 200, list);
}

static void forms_end(struct vz_exchange *exchange) {
    bool counted =
        is_true(vz_http_header(exchange->request, "X-Extended-Metadata"));
    struct vz_hub_form_list forms;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = counted ? vz_hub_forms(store, &forms)
                                    : vz_hub_forms_current(store, NULL, &forms);
    vz_hub_server_unlock(exchange->server);
    reply_list(exchange, status, &forms, counted);
}

static void reply_form(struct vz_exchange *exchange, const char *xml_form_id) {
    struct vz_hub_form_list forms;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_forms_current(store, xml_form_id, &forms);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK && forms.n) {
        vz_rest_reply(exchange, 200, form_json(&forms.items[0], false));
    } else {
        vz_rest_refuse_status(exchange, status == VZ_OK ? VZ_NOT_FOUND : status,
                              NULL);
    }
    if (status == VZ_OK) {
        vz_hub_form_list_finish(&forms);
    }
}

static const char *form_param(const struct vz_exchange *exchange) {
    return vz_route_param(&exchange->params, "form");
}

static void form_end(struct vz_exchange *exchange) {
    reply_form(exchange, form_param(exchange));
}

static void versions_end(struct vz_exchange *exchange) {
    struct vz_hub_form_list forms;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_form_versions(store, form_param(exchange), &forms);
    vz_hub_server_unlock(exchange->server);
    reply_list(exchange, status, &forms, false);
}

// A version without a name is written "___" in an address.
static void version_xml_end(struct vz_exchange *exchange) {
    const char *version = vz_route_param(&exchange->params, "version");
    struct vz_hub_form_list forms;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_form_version(store, form_param(exchange),
                            strcmp(version, "___") ? version : "", &forms);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    struct vz_strbuf body = {0};
    vz_strbuf_append_n(&body, forms.items[0].xml, forms.items[0].xml_len);
    vz_http_reply(exchange->request, body.failed ? 503 : 200, VZ_OPENROSA_TYPE,
                  body.failed ? NULL : &body);
    vz_strbuf_finish(&body);
    vz_hub_form_list_finish(&forms);
}

// ------------------------------------------------------------------- fields
static const char *const types[] = {
    [VZ_FIELD_STRING] = "string",
    [VZ_FIELD_INT] = "int",
    [VZ_FIELD_DECIMAL] = "decimal",
    [VZ_FIELD_BOOLEAN] = "boolean",
    [VZ_FIELD_DATE] = "date",
    [VZ_FIELD_TIME] = "time",
    [VZ_FIELD_DATETIME] = "dateTime",
    [VZ_FIELD_GEOPOINT] = "geopoint",
    [VZ_FIELD_GEOTRACE] = "geotrace",
    [VZ_FIELD_GEOSHAPE] = "geoshape",
    [VZ_FIELD_BINARY] = "binary",
    [VZ_FIELD_SELECT_ONE] = "string",
    [VZ_FIELD_SELECT_MULTIPLE] = "string",
    [VZ_FIELD_RANK] = "string",
    [VZ_FIELD_GROUP] = "structure",
    [VZ_FIELD_REPEAT] = "repeat",
};

static json_t *true_or_null(bool is) {
    return is ? json_true() : json_null();
}

static json_t *field_json(const struct vz_field *field, bool odata) {
    struct vz_strbuf path = {0}, name = {0};
    vz_strbuf_append_char(&path, '/');
    if (odata) {
        vz_odata_path(&path, field->path, '/');
        vz_odata_name(&name, field->name, strlen(field->name));
    } else {
        vz_strbuf_append(&path, field->path);
        vz_strbuf_append(&name, field->name);
    }
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:o, s:o}", "path", vz_strbuf_text(&path), "name",
        vz_strbuf_text(&name), "type", types[field->type], "binary",
        true_or_null(field->type == VZ_FIELD_BINARY), "selectMultiple",
        true_or_null(field->type == VZ_FIELD_SELECT_MULTIPLE));
    vz_strbuf_finish(&path);
    vz_strbuf_finish(&name);
    return json;
}

static void fields_end(struct vz_exchange *exchange) {
    bool odata = is_true(vz_http_query(exchange->request, "odata"));
    struct vz_hub_form_list forms;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_form_version(store, form_param(exchange), NULL, &forms);
    vz_hub_server_unlock(exchange->server);
    struct vz_schema schema = {0};
    struct vz_error error = {0};
    if (status == VZ_OK &&
        !vz_form_catalogue_read_schema(
            forms.items[0].xml, forms.items[0].xml_len, &schema, &error)) {
        vz_hub_form_list_finish(&forms);
        status = VZ_CORRUPT;
    }
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < schema.n_fields; i++) {
        json_array_append_new(list, field_json(&schema.fields[i], odata));
    }
    vz_rest_reply(exchange, 200, list);
    vz_schema_finish(&schema);
    vz_hub_form_list_finish(&forms);
}

// -------------------------------------------------------------- attachments
static const char *media_type(const char *name) {
    static const struct {
        const char *ending, *type;
    } known[] = {
        {".jpg", "image"}, {".jpeg", "image"}, {".png", "image"},
        {".svg", "image"}, {".gif", "image"},  {".mp3", "audio"},
        {".ogg", "audio"}, {".opus", "audio"}, {".wav", "audio"},
        {".m4a", "audio"}, {".mp4", "video"},  {".webm", "video"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof(known) / sizeof(known[0]); i++) {
        if (!strcasecmp(dot, known[i].ending)) {
            return known[i].type;
        }
    }
    return "file";
}

static void attachments_end(struct vz_exchange *exchange) {
    struct vz_hub_form_list forms;
    struct vz_hub_media_list media = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_hub_forms_current(store, form_param(exchange), &forms);
    if (status == VZ_OK) {
        status = forms.n ? vz_hub_form_media(
                               store, forms.items[0].form_version_id, &media)
                         : VZ_NOT_FOUND;
        vz_hub_form_list_finish(&forms);
    }
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        vz_rest_refuse_status(exchange, status, NULL);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < media.n; i++) {
        const struct vz_hub_media_item *item = &media.items[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:b, s:b, s:b, s:n}", "name",
                            item->name, "type", media_type(item->name), "hash",
                            item->hash + strlen("md5:"), "exists", 1,
                            "blobExists", 1, "datasetExists", 0, "updatedAt"));
    }
    vz_rest_reply(exchange, 200, list);
    vz_hub_media_list_finish(&media);
}

// --------------------------------------------------------------- publishing
static void tell(const struct vz_diagnostics *diagnostics,
                 struct vz_error *error) {
    struct vz_strbuf lines = {0};
    for (size_t i = 0; i < diagnostics->n; i++) {
        vz_strbuf_append(&lines, i ? "\n" : "");
        vz_diagnostic_format(&diagnostics->items[i], &lines);
    }
    vz_error_set(error, VZ_INVALID, "%s", vz_strbuf_text(&lines));
    vz_strbuf_finish(&lines);
}

static enum vz_status store_form(struct vz_exchange *exchange,
                                 const struct vz_strbuf *xml,
                                 const struct vz_schema *schema,
                                 struct vz_error *error) {
    struct vz_hub_form_params params = {.schema = schema,
                                        .xml = vz_strbuf_text(xml),
                                        .xml_len = xml->len,
                                        .actor = exchange->person.name};
    bool added = false;
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status = vz_hub_form_add(store, &params, &added, error);
    vz_hub_server_unlock(exchange->server);
    if (status == VZ_OK && !added) {
        vz_error_set(error, VZ_EXISTS, "This version is published already.");
        return VZ_EXISTS;
    }
    return status;
}

static bool publish(struct vz_exchange *exchange, struct vz_schema *schema,
                    struct vz_error *error) {
    struct vz_diagnostics diagnostics = {0};
    struct vz_strbuf xml = {0};
    const char *fallback =
        vz_http_header(exchange->request, "X-XlsForm-FormId-Fallback");
    bool ok = vz_form_file_xform(vz_rest_bytes(exchange), "form.xlsx", fallback,
                                 &xml, &diagnostics);
    if (!ok) {
        tell(&diagnostics, error);
    }
    ok = ok && vz_form_catalogue_read_schema(vz_strbuf_text(&xml), xml.len,
                                             schema, error);
    ok = ok && store_form(exchange, &xml, schema, error) == VZ_OK;
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return ok;
}

static void publish_end(struct vz_exchange *exchange) {
    struct vz_schema schema = {0};
    struct vz_error error = {0};
    if (!is_true(vz_http_query(exchange->request, "publish"))) {
        vz_rest_refuse(exchange, "501.1",
                       "The hub keeps no drafts: add publish=true.");
        return;
    }
    if (publish(exchange, &schema, &error)) {
        reply_form(exchange, schema.form_id);
    } else if (error.status == VZ_EXISTS || error.status == VZ_CONFLICT) {
        vz_rest_refuse(exchange, "409.6", error.message);
    } else {
        vz_rest_refuse_status(exchange, error.status, error.message);
    }
    vz_schema_finish(&schema);
}

const struct vz_endpoint vz_forms_rest_endpoint = {.end = forms_end};
const struct vz_endpoint vz_form_rest_endpoint = {.end = form_end};
const struct vz_endpoint vz_form_versions_endpoint = {.end = versions_end};
const struct vz_endpoint vz_form_version_xml_endpoint = {.end =
                                                             version_xml_end};
const struct vz_endpoint vz_form_fields_endpoint = {.end = fields_end};
const struct vz_endpoint vz_form_attachments_endpoint = {.end =
                                                             attachments_end};
const struct vz_endpoint vz_form_publish_endpoint = {
    .begin = vz_rest_begin, .body = vz_rest_body, .end = publish_end};
