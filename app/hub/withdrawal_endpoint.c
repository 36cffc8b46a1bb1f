#include "withdrawal_endpoint.h"

#include "hub_server.h"
#include "web_assets.h"
#include "withdrawal_page.h"

#include "base/file.h"
#include "base/log.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BODY_MAX 1024
#define FILE_MAX ((size_t)256 * 1024)

// A code from the first byte of its form to the reply.
struct withdrawal {
    struct vz_exchange *exchange;
    char body[BODY_MAX + 1];
    size_t len;
    const char *language;
    struct vz_withdrawal_job job;
};

static void free_withdrawal(void *state) {
    sodium_memzero(state, sizeof(struct withdrawal));
    free(state);
}

// ------------------------------------------------------------------ replies
static const struct {
    const char *name, *value;
} page_headers[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
};

static void set_headers(struct vz_http_request *request) {
    for (size_t i = 0; i < sizeof(page_headers) / sizeof(page_headers[0]);
         i++) {
        vz_http_reply_header(request, page_headers[i].name,
                             page_headers[i].value);
    }
}

static char *asset_path(struct vz_exchange *exchange, const char *name) {
    struct vz_error error = {0};
    char *path =
        vz_web_asset(vz_hub_server_assets(exchange->server), name, &error);
    if (!path) {
        LOGE("%s", error.message);
    }
    return path;
}

static void reply_page(struct vz_exchange *exchange, unsigned status,
                       enum vz_withdrawal_view view, const char *language) {
    struct vz_error error = {0};
    struct vz_strbuf body = {0};
    char *path = asset_path(exchange, "withdraw.html");
    bool ok = path && vz_withdrawal_page(view, language, path, &body, &error);
    free(path);
    if (*error.message) {
        LOGE("%s", error.message);
    }
    set_headers(exchange->request);
    vz_http_reply_header(exchange->request, "Content-Language", language);
    vz_http_reply(exchange->request, ok ? status : 503,
                  ok ? "text/html; charset=utf-8" : NULL, ok ? &body : NULL);
    vz_strbuf_finish(&body);
}

static const char *language_of(struct vz_exchange *exchange) {
    return vz_withdrawal_language(
        vz_http_header(exchange->request, "Accept-Language"));
}

static void page_end(struct vz_exchange *exchange) {
    reply_page(exchange, 200, VZ_WITHDRAWAL_ASK, language_of(exchange));
}

// --------------------------------------------------------------- page files
static const struct {
    const char *name, *type;
} files[] = {
    {"withdraw.css", "text/css; charset=utf-8"},
    {"withdraw.js", "text/javascript; charset=utf-8"},
};

static const char *type_of(const char *name) {
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        if (!strcmp(files[i].name, name)) {
            return files[i].type;
        }
    }
    return NULL;
}

static void file_end(struct vz_exchange *exchange) {
    const char *name = vz_route_param(&exchange->params, "name");
    const char *type = type_of(name);
    struct vz_strbuf body = {0};
    char *path = type ? asset_path(exchange, name) : NULL;
    bool ok = path && vz_file_read(path, FILE_MAX, &body) == VZ_OK;
    free(path);
    set_headers(exchange->request);
    vz_http_reply(exchange->request, ok ? 200 : 404, ok ? type : NULL,
                  ok ? &body : NULL);
    vz_strbuf_finish(&body);
}

// --------------------------------------------------------------------- form
static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

// Decodes a value of application/x-www-form-urlencoded in place.
static void decode(char *text) {
    char *to = text;
    for (const char *at = text; *at; at++) {
        int high = *at == '%' ? hex_digit(at[1]) : -1;
        int low = high >= 0 ? hex_digit(at[2]) : -1;
        if (low >= 0) {
            *to++ = (char)(high * 16 + low);
            at += 2;
        } else {
            *to++ = *at == '+' ? ' ' : *at;
        }
    }
    *to = '\0';
}

// The code in the field `code` of the form.
static bool read_code(struct withdrawal *withdrawal, char code[VZ_CODE_SIZE]) {
    char *save = NULL;
    for (char *field = strtok_r(withdrawal->body, "&", &save); field;
         field = strtok_r(NULL, "&", &save)) {
        if (!strncmp(field, "code=", 5)) {
            decode(field + 5);
            return vz_code_read(field + 5, code);
        }
    }
    return false;
}

static void post_begin(struct vz_exchange *exchange) {
    const char *type = vz_http_header(exchange->request, "Content-Type");
    static const char form[] = "application/x-www-form-urlencoded";
    struct withdrawal *withdrawal = calloc(1, sizeof(*withdrawal));
    if (!withdrawal) {
        reply_page(exchange, 503, VZ_WITHDRAWAL_FAILED, language_of(exchange));
        return;
    }
    withdrawal->exchange = exchange;
    withdrawal->language = language_of(exchange);
    exchange->state = withdrawal;
    exchange->free_state = free_withdrawal;
    if (!type || strncasecmp(type, form, sizeof(form) - 1) != 0) {
        reply_page(exchange, 415, VZ_WITHDRAWAL_ASK, withdrawal->language);
    } else if (vz_http_content_length(exchange->request) > BODY_MAX) {
        reply_page(exchange, 413, VZ_WITHDRAWAL_WRONG, withdrawal->language);
    }
}

static void post_body(struct vz_exchange *exchange, const char *bytes,
                      size_t len) {
    struct withdrawal *withdrawal = exchange->state;
    if (len > BODY_MAX - withdrawal->len) {
        reply_page(exchange, 413, VZ_WITHDRAWAL_WRONG, withdrawal->language);
        return;
    }
    memcpy(withdrawal->body + withdrawal->len, bytes, len);
    withdrawal->len += len;
}

// On the desk's thread, after the commit.
static void served(struct vz_withdrawal_job *job) {
    struct withdrawal *withdrawal = job->owner;
    struct vz_exchange *exchange = withdrawal->exchange;
    if (job->status != VZ_OK) {
        reply_page(exchange, 503, VZ_WITHDRAWAL_FAILED, withdrawal->language);
    } else if (job->erased.n_found) {
        reply_page(exchange, 200, VZ_WITHDRAWAL_DONE, withdrawal->language);
    } else {
        reply_page(exchange, 202, VZ_WITHDRAWAL_WAITING, withdrawal->language);
    }
    vz_http_resume(exchange->request);
}

// Only a code that can be one counts as a try: the others cost nothing and
// tell a guesser nothing.
static bool may_try(struct vz_exchange *exchange) {
    char client[VZ_HTTP_PEER_SIZE], seconds[24];
    vz_exchange_client(exchange, client);
    int64_t wait =
        vz_rate_limit_take(vz_hub_server_rate_limit(exchange->server), client);
    if (wait) {
        snprintf(seconds, sizeof(seconds), "%lld", (long long)wait);
        vz_http_reply_header(exchange->request, "Retry-After", seconds);
    }
    return !wait;
}

static void post_end(struct vz_exchange *exchange) {
    struct withdrawal *withdrawal = exchange->state;
    struct vz_withdrawal_job *job = &withdrawal->job;
    if (!read_code(withdrawal, job->code)) {
        reply_page(exchange, 400, VZ_WITHDRAWAL_WRONG, withdrawal->language);
        return;
    }
    if (!may_try(exchange)) {
        reply_page(exchange, 429, VZ_WITHDRAWAL_BUSY, withdrawal->language);
        return;
    }
    job->done = served;
    job->owner = withdrawal;
    // Suspended first: the desk may be done before this function returns.
    vz_http_defer(exchange->request);
    if (!vz_withdrawal_desk_push(vz_hub_server_desk(exchange->server), job)) {
        reply_page(exchange, 503, VZ_WITHDRAWAL_FAILED, withdrawal->language);
        vz_http_resume(exchange->request);
    }
}

const struct vz_endpoint vz_withdrawal_page_endpoint = {.end = page_end};
const struct vz_endpoint vz_withdrawal_file_endpoint = {.end = file_end};
const struct vz_endpoint vz_withdrawal_post_endpoint = {
    .begin = post_begin,
    .body = post_body,
    .end = post_end,
};
