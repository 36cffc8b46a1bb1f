#include "odata_options.h"

#include "http_server.h"
#include "url_encode.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct vz_odata_options *options;
    struct vz_error *error;
    enum vz_status status;
};

static bool read_number(struct reading *reading, const char *text,
                        int64_t *out) {
    char *end;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end || number < 0) {
        return vz_error_set(reading->error, VZ_INVALID,
                            "'%.40s' is no number of rows.", text);
    }
    *out = number;
    return true;
}

static bool read_bool(struct reading *reading, const char *text, bool *out) {
    *out = !strcmp(text, "true");
    return *out || !strcmp(text, "false") ||
           vz_error_set(reading->error, VZ_INVALID,
                        "'%.40s' is neither true nor false.", text);
}

static bool read_top(struct reading *reading, const char *text) {
    return read_number(reading, text, &reading->options->top);
}

static bool read_skip(struct reading *reading, const char *text) {
    return read_number(reading, text, &reading->options->skip);
}

static bool read_token(struct reading *reading, const char *text) {
    return read_number(reading, text, &reading->options->after);
}

static bool read_count(struct reading *reading, const char *text) {
    return read_bool(reading, text, &reading->options->count);
}

static bool read_wkt(struct reading *reading, const char *text) {
    return read_bool(reading, text, &reading->options->wkt);
}

static bool read_expand(struct reading *reading, const char *text) {
    reading->options->expand = !strcmp(text, "*");
    return reading->options->expand ||
           vz_error_set(reading->error, VZ_UNSUPPORTED,
                        "$expand is * and nothing else.");
}

static bool read_filter(struct reading *reading, const char *text) {
    return vz_row_filter_add(&reading->options->filter, text, reading->error);
}

// The hub numbers submissions as they come, so their order is that of
// submissionDate.
static bool read_order(struct reading *reading, const char *text) {
    static const char field[] = "__system/submissionDate";
    size_t len = strlen(field);
    const char *way = text + len;
    if (!strncmp(text, field, len)) {
        way += strspn(way, " ");
        reading->options->ascending = !*way || !strcmp(way, "asc");
        if (reading->options->ascending || !strcmp(way, "desc")) {
            return true;
        }
    }
    return vz_error_set(reading->error, VZ_UNSUPPORTED,
                        "$orderby is __system/submissionDate, asc or desc.");
}

static bool read_select(struct reading *reading, const char *text) {
    struct vz_odata_select *select = &reading->options->select;
    while (*text) {
        text += strspn(text, " ,");
        size_t len = strcspn(text, " ,");
        if (len == 0) {
            break;
        }
        if (select->n == sizeof(select->paths) / sizeof(select->paths[0])) {
            return vz_error_set(reading->error, VZ_LIMIT,
                                "$select names too much.");
        }
        select->paths[select->n] = vz_strndup(text, len);
        if (!select->paths[select->n]) {
            return vz_error_nomem(reading->error);
        }
        select->n++;
        text += len;
    }
    return true;
}

static bool read_format(struct reading *reading, const char *text) {
    return !strncmp(text, "json", 4) ||
           !strncmp(text, "application/json", 16) ||
           vz_error_set(reading->error, VZ_UNSUPPORTED,
                        "The rows come as JSON only.");
}

static const struct {
    const char *name;
    bool (*read)(struct reading *reading, const char *text);
} known[] = {
    {"$top", read_top},         {"$skip", read_skip},
    {"$skiptoken", read_token}, {"$count", read_count},
    {"$filter", read_filter},   {"$orderby", read_order},
    {"$select", read_select},   {"$expand", read_expand},
    {"$wkt", read_wkt},         {"$format", read_format},
};

static bool read_one(void *userdata, const char *name, const char *value) {
    struct reading *reading = userdata;
    if (*name != '$') {
        return true;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (!strcmp(known[i].name, name)) {
            return known[i].read(reading, value ? value : "");
        }
    }
    return vz_error_set(reading->error, VZ_UNSUPPORTED,
                        "The hub does not know %.40s.", name);
}

enum vz_status vz_odata_options_read(struct vz_odata_options *options,
                                     struct vz_http_request *request,
                                     struct vz_error *error) {
    struct reading reading = {.options = options, .error = error};
    *options = (struct vz_odata_options){.top = -1, .after = -1};
    vz_http_query_each(request, read_one, &reading);
    if (error->status == VZ_OK && options->expand && options->select.n) {
        vz_error_set(error, VZ_UNSUPPORTED,
                     "$select and $expand do not go together.");
    }
    if (error->status != VZ_OK) {
        vz_odata_options_finish(options);
    }
    return error->status;
}

void vz_odata_options_finish(struct vz_odata_options *options) {
    for (size_t i = 0; i < options->select.n; i++) {
        free(options->select.paths[i]);
    }
    vz_row_filter_finish(&options->filter);
    *options = (struct vz_odata_options){0};
}

// What the next page keeps of the query: not where this one began.
static bool keep_one(void *userdata, const char *name, const char *value) {
    struct vz_strbuf *out = userdata;
    if (strcmp(name, "$skip") && strcmp(name, "$skiptoken")) {
        vz_url_encode(out, name);
        vz_strbuf_append_char(out, '=');
        vz_url_encode(out, value ? value : "");
        vz_strbuf_append_char(out, '&');
    }
    return true;
}

void vz_odata_next_query(struct vz_strbuf *out, struct vz_http_request *request,
                         int64_t after) {
    vz_http_query_each(request, keep_one, out);
    vz_strbuf_printf(out, "%%24skiptoken=%lld", (long long)after);
}
