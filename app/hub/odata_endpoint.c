#include "odata_endpoint.h"

#include "hub_server.h"
#include "odata_feed.h"
#include "odata_metadata.h"
#include "rest_reply.h"
#include "url_encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ODATA_JSON "application/json; charset=utf-8; odata.metadata=minimal"
#define NAME_SIZE 300

static void refuse(struct vz_exchange *exchange, const struct vz_error *error) {
    if (error->status == VZ_UNSUPPORTED) {
        vz_rest_refuse(exchange, "501.1", error->message);
    } else if (error->status == VZ_NOT_FOUND) {
        vz_rest_refuse(exchange, "404.1", NULL);
    } else {
        vz_rest_refuse_status(exchange, error->status, error->message);
    }
}

// True when the client takes what there is, else that was told.
static bool negotiate(struct vz_exchange *exchange, const char *type,
                      const char *brief) {
    const char *accept = vz_http_header(exchange->request, "Accept");
    const char *format = vz_http_query(exchange->request, "$format");
    const char *newest = vz_http_header(exchange->request, "OData-MaxVersion");
    if (newest && atof(newest) < 4.0) {
        vz_rest_refuse(exchange, "404.1", "The hub speaks OData 4.0.");
        return false;
    }
    bool takes = format
                     ? strstr(format, brief) != NULL
                     : !accept || strstr(accept, type) || strstr(accept, "*/*");
    if (!takes) {
        vz_rest_refuse(exchange, "406.1", "The hub answers this otherwise.");
        return false;
    }
    vz_http_reply_header(exchange->request, "OData-Version", "4.0");
    return true;
}

static const char *form_of(const struct vz_exchange *exchange) {
    return vz_route_param(&exchange->params, "form");
}

// ---------------------------------------------------------------- documents
static bool load(struct vz_exchange *exchange,
                 struct vz_form_history *history) {
    struct vz_error error = {0};
    struct vz_hub_store *store = vz_hub_server_lock(exchange->server);
    enum vz_status status =
        vz_form_history_load(history, store, form_of(exchange), &error);
    vz_hub_server_unlock(exchange->server);
    if (status != VZ_OK) {
        error.status = status;
        refuse(exchange, &error);
    }
    return status == VZ_OK;
}

static void reply(struct vz_exchange *exchange, const char *type,
                  struct vz_strbuf *body) {
    vz_http_reply(exchange->request, body->failed ? 503 : 200,
                  body->failed ? NULL : type, body->failed ? NULL : body);
    vz_strbuf_finish(body);
}

static void service_end(struct vz_exchange *exchange) {
    struct vz_form_history history;
    struct vz_strbuf root = {0}, body = {0};
    if (!negotiate(exchange, "json", "json") || !load(exchange, &history)) {
        return;
    }
    vz_exchange_append_origin(exchange, &root);
    vz_strbuf_append(&root, "/v1/projects/1/forms/");
    vz_url_encode(&root, form_of(exchange));
    vz_strbuf_append(&root, ".svc");
    vz_odata_write_service(&body, &history.merged, vz_strbuf_text(&root));
    reply(exchange, ODATA_JSON, &body);
    vz_strbuf_finish(&root);
    vz_form_history_finish(&history);
}

static void metadata_end(struct vz_exchange *exchange) {
    struct vz_form_history history;
    struct vz_strbuf body = {0};
    if (negotiate(exchange, "xml", "xml") && load(exchange, &history)) {
        vz_odata_write_metadata(&body, &history.merged);
        reply(exchange, "application/xml; charset=utf-8", &body);
        vz_form_history_finish(&history);
    }
}

// --------------------------------------------------------------------- rows
// "Submissions('it''s')" -> "Submissions" and "it's"; false: neither that nor
// a plain name.
static bool split(const char *text, char table[NAME_SIZE],
                  char instance[NAME_SIZE], bool *has_instance) {
    size_t len = strcspn(text, "(");
    if (len >= NAME_SIZE) {
        return false;
    }
    memcpy(table, text, len);
    table[len] = '\0';
    *has_instance = text[len] == '(';
    if (!*has_instance) {
        return true;
    }
    const char *at = text + len + 1;
    size_t n = 0;
    if (*at++ != '\'') {
        return false;
    }
    while (*at && n + 1 < NAME_SIZE && (*at != '\'' || *++at == '\'')) {
        instance[n++] = *at++;
    }
    instance[n] = '\0';
    return !strcmp(at, ")");
}

static void reply_rows(struct vz_exchange *exchange,
                       const struct vz_odata_request *request) {
    struct vz_odata_options options;
    struct vz_error error = {0};
    if (!negotiate(exchange, "json", "json")) {
        return;
    }
    if (vz_odata_options_read(&options, exchange->request, &error) != VZ_OK) {
        refuse(exchange, &error);
        return;
    }
    struct vz_odata_feed *feed =
        vz_odata_feed_open(exchange, request, &options, &error);
    if (!feed) {
        refuse(exchange, &error);
        return;
    }
    vz_http_reply_header(exchange->request, "Cache-Control", "no-store");
    struct vz_strbuf *whole = vz_odata_feed_whole(feed);
    if (whole) {
        vz_http_reply(exchange->request, 200, ODATA_JSON, whole);
        vz_odata_feed_close(feed);
        return;
    }
    struct vz_http_stream stream = {.more = vz_odata_feed_more,
                                    .close = vz_odata_feed_close,
                                    .userdata = feed};
    vz_http_reply_stream(exchange->request, 200, ODATA_JSON, &stream);
}

static void table_end(struct vz_exchange *exchange) {
    char table[NAME_SIZE], instance[NAME_SIZE];
    bool has;
    if (!split(vz_route_param(&exchange->params, "table"), table, instance,
               &has) ||
        (has && strcmp(table, "Submissions") != 0)) {
        vz_rest_refuse(exchange, "404.1", NULL);
        return;
    }
    struct vz_odata_request request = {.form = form_of(exchange),
                                       .table = table,
                                       .instance = has ? instance : NULL};
    reply_rows(exchange, &request);
}

static void inner_end(struct vz_exchange *exchange) {
    char table[NAME_SIZE], instance[NAME_SIZE], inner[2 * NAME_SIZE];
    bool has;
    if (!split(vz_route_param(&exchange->params, "table"), table, instance,
               &has) ||
        !has || strcmp(table, "Submissions") != 0) {
        vz_rest_refuse(exchange, "404.1", NULL);
        return;
    }
    snprintf(inner, sizeof(inner), "Submissions.%s",
             vz_route_param(&exchange->params, "inner"));
    struct vz_odata_request request = {
        .form = form_of(exchange), .table = inner, .instance = instance};
    reply_rows(exchange, &request);
}

const struct vz_endpoint vz_odata_service_endpoint = {.end = service_end};
const struct vz_endpoint vz_odata_metadata_endpoint = {.end = metadata_end};
const struct vz_endpoint vz_odata_table_endpoint = {.end = table_end};
const struct vz_endpoint vz_odata_inner_endpoint = {.end = inner_end};
