/*
 * HTTP over libcurl. The only file that includes curl.
 *
 * One easy handle is kept, so that connections and the state of Digest last.
 * It runs in a multi handle, because only that can be woken from outside.
 */
#include "http_client.h"

#include "base/clock.h"
#include "base/log.h"

#include <curl/curl.h>

#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_MS 15000L
#define STALL_S 60L
#define MAX_REPLY (256u * 1024)
#define MAX_REDIRECTS 3
#define POLL_MS 1000

struct vz_http_client {
    CURL *easy;
    CURLM *multi;
    atomic_bool interrupted;
    CURLU *server; // scheme, host and port that we talk to
    char *username, *password, *ca_file;
    bool basic_allowed; // TLS, or this machine
    bool use_digest;
    long connect_ms, stall_s;
};

// A request on its way.
struct exchange {
    struct vz_http_client *client;
    const struct vz_http_request *request;
    struct vz_http_reply *reply;
    struct curl_slist *headers;
    bool too_large;
    bool no_memory;
    bool offers_digest;
    char location[2048];
};

// --------------------------------------------------------------- addresses

// A part of an address for curl_free, or NULL when it has none.
static char *part_of(CURLU *url, CURLUPart part) {
    char *text = NULL;
    if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) {
        return NULL;
    }
    return text;
}

static bool has_part(CURLU *url, CURLUPart part) {
    char *text = part_of(url, part);
    curl_free(text);
    return text;
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart part) {
    char *of_a = part_of(a, part), *of_b = part_of(b, part);
    bool same = of_a && of_b && curl_strequal(of_a, of_b);
    curl_free(of_a);
    curl_free(of_b);
    return same;
}

// True when `url` is at our server. TLS is never given up for plain HTTP.
static bool is_ours(struct vz_http_client *client, const char *url) {
    CURLU *parsed = curl_url();
    bool ours = parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == 0 &&
                !has_part(parsed, CURLUPART_USER) &&
                same_part(parsed, client->server, CURLUPART_SCHEME) &&
                same_part(parsed, client->server, CURLUPART_HOST) &&
                same_part(parsed, client->server, CURLUPART_PORT);
    curl_url_cleanup(parsed);
    return ours;
}

static bool is_this_machine(const char *host) {
    struct in_addr v4;
    return !strcmp(host, "localhost") || !strcmp(host, "[::1]") ||
           (inet_pton(AF_INET, host, &v4) == 1 &&
            (ntohl(v4.s_addr) >> 24) == 127);
}

static bool is_basic_allowed(CURLU *server) {
    char *scheme = part_of(server, CURLUPART_SCHEME);
    char *host = part_of(server, CURLUPART_HOST);
    bool allowed = scheme && host &&
                   (!strcmp(scheme, "https") || is_this_machine(host));
    curl_free(scheme);
    curl_free(host);
    return allowed;
}

static bool is_http(CURLU *url) {
    char *scheme = part_of(url, CURLUPART_SCHEME);
    bool http = scheme && (!strcmp(scheme, "http") || !strcmp(scheme, "https"));
    curl_free(scheme);
    return http;
}

void vz_http_append_query(struct vz_strbuf *url, const char *name,
                          const char *value) {
    char *escaped = curl_easy_escape(NULL, value, 0);
    if (!escaped) {
        url->failed = true;
        return;
    }
    vz_strbuf_append_char(url, strchr(vz_strbuf_text(url), '?') ? '&' : '?');
    vz_strbuf_printf(url, "%s=%s", name, escaped);
    curl_free(escaped);
}

// ---------------------------------------------------------------- lifetime

static bool copy_text(char **to, const char *text) {
    *to = text ? strdup(text) : NULL;
    return *to || !text;
}

static bool set_server(struct vz_http_client *client, const char *server,
                       struct vz_error *error) {
    client->server = curl_url();
    if (!client->server) {
        return vz_error_nomem(error);
    }
    if (curl_url_set(client->server, CURLUPART_URL, server, 0) != CURLUE_OK ||
        !is_http(client->server) || has_part(client->server, CURLUPART_USER)) {
        return vz_error_set(error, VZ_INVALID,
                            "The server's address must begin with http:// or "
                            "https:// and hold no name or password.");
    }
    client->basic_allowed = is_basic_allowed(client->server);
    client->use_digest = !client->basic_allowed;
    return true;
}

struct vz_http_client *
vz_http_client_create(const struct vz_http_client_params *params,
                      struct vz_error *error) {
    struct vz_http_client *client = calloc(1, sizeof(*client));
    if (!client || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        vz_error_nomem(error);
        free(client);
        return NULL;
    }
    client->connect_ms = params->connect_ms ? params->connect_ms : CONNECT_MS;
    client->stall_s = params->stall_s ? params->stall_s : STALL_S;
    atomic_init(&client->interrupted, false);
    client->easy = curl_easy_init();
    client->multi = curl_multi_init();
    if (!client->easy || !client->multi ||
        !copy_text(&client->username, params->username) ||
        !copy_text(&client->password, params->password) ||
        !copy_text(&client->ca_file, params->ca_file)) {
        vz_error_nomem(error);
    } else if (set_server(client, params->server, error)) {
        return client;
    }
    vz_http_client_destroy(client);
    return NULL;
}

void vz_http_client_destroy(struct vz_http_client *client) {
    if (!client) {
        return;
    }
    curl_easy_cleanup(client->easy);
    curl_multi_cleanup(client->multi);
    curl_url_cleanup(client->server);
    free(client->username);
    if (client->password) {
        explicit_bzero(client->password, strlen(client->password));
    }
    free(client->password);
    free(client->ca_file);
    free(client);
    curl_global_cleanup();
}

void vz_http_client_interrupt(struct vz_http_client *client) {
    atomic_store(&client->interrupted, true);
    curl_multi_wakeup(client->multi);
}

void vz_http_reply_finish(struct vz_http_reply *reply) {
    if (reply) {
        vz_strbuf_finish(&reply->content_type);
        vz_strbuf_finish(&reply->url);
        vz_strbuf_finish(&reply->body);
        *reply = (struct vz_http_reply){0};
    }
}

// --------------------------------------------------------------- callbacks

static size_t on_body(char *bytes, size_t size, size_t n, void *userdata) {
    struct exchange *exchange = userdata;
    struct vz_http_reply *reply = exchange->reply;
    size_t max = exchange->request->max_reply ? exchange->request->max_reply
                                              : MAX_REPLY;
    if (n > max - reply->body.len) {
        exchange->too_large = true;
        return 0;
    }
    vz_strbuf_append_n(&reply->body, bytes, n);
    exchange->no_memory = reply->body.failed;
    return exchange->no_memory ? 0 : n;
}

// The value when the header line has this name, without space around it.
static const char *header_value(const char *line, const char *name) {
    size_t len = strlen(name);
    if (!curl_strnequal(line, name, len) || line[len] != ':') {
        return NULL;
    }
    line += len + 1;
    return line + strspn(line, " \t");
}

static int64_t parse_number(const char *text) {
    char *end;
    long long number = strtoll(text, &end, 10);
    return end == text || number < 0 ? 0 : number;
}

// A status line begins a new block of headers (after 401, after 100).
static void begin_headers(struct exchange *exchange) {
    struct vz_http_reply *reply = exchange->reply;
    reply->openrosa = false;
    reply->accept_length = reply->retry_after_s = 0;
    vz_strbuf_clear(&reply->content_type);
    exchange->offers_digest = false;
    exchange->location[0] = '\0';
}

static void take_header(struct exchange *exchange, const char *line) {
    struct vz_http_reply *reply = exchange->reply;
    const char *value;
    if (!strncmp(line, "HTTP/", 5)) {
        begin_headers(exchange);
    } else if ((value = header_value(line, "X-OpenRosa-Version"))) {
        reply->openrosa = true;
    } else if ((value =
                    header_value(line, "X-OpenRosa-Accept-Content-Length"))) {
        reply->accept_length = parse_number(value);
    } else if ((value = header_value(line, "Retry-After"))) {
        reply->retry_after_s = parse_number(value);
    } else if ((value = header_value(line, "Content-Type"))) {
        vz_strbuf_clear(&reply->content_type);
        vz_strbuf_append(&reply->content_type, value);
    } else if ((value = header_value(line, "WWW-Authenticate"))) {
        exchange->offers_digest |= curl_strnequal(value, "Digest", 6);
    } else if ((value = header_value(line, "Location"))) {
        snprintf(exchange->location, sizeof(exchange->location), "%s", value);
    }
}

static size_t on_header(char *bytes, size_t size, size_t n, void *userdata) {
    char line[2048];
    size_t len = n < sizeof(line) ? n : sizeof(line) - 1;
    memcpy(line, bytes, len);
    line[len] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    take_header(userdata, line);
    return n;
}

static int on_progress(void *userdata, curl_off_t down_total, curl_off_t down,
                       curl_off_t up_total, curl_off_t up) {
    struct exchange *exchange = userdata;
    return atomic_load(&exchange->client->interrupted) ? 1 : 0;
}

// ---------------------------------------------------------------- requests

// RFC 7231: 24 hours, always GMT, English names whatever the locale.
static void format_date(char out[40]) {
    static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun",
                                    "Mon", "Tue", "Wed"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr",
                                       "May", "Jun", "Jul", "Aug",
                                       "Sep", "Oct", "Nov", "Dec"};
    struct vz_datetime now = vz_clock_utc(vz_clock_wall_ms());
    int64_t day = vz_days_from_date(now.year, now.month, now.day);
    snprintf(out, 40, "%s, %02d %s %04d %02d:%02d:%02d GMT",
             days[(day % 7 + 7) % 7], now.day, months[now.month - 1], now.year,
             now.hour, now.minute, now.second);
}

static bool add_header(struct exchange *exchange, const char *line) {
    struct curl_slist *more = curl_slist_append(exchange->headers, line);
    if (more) {
        exchange->headers = more;
    }
    return more;
}

static bool add_headers(struct exchange *exchange) {
    char date[40], line[256];
    format_date(date);
    snprintf(line, sizeof(line), "Date: %s", date);
    bool ok = add_header(exchange, "X-OpenRosa-Version: 1.0") &&
              add_header(exchange, line) && add_header(exchange, "Expect:");
    if (exchange->request->content_type) {
        snprintf(line, sizeof(line), "Content-Type: %s",
                 exchange->request->content_type);
        ok = ok && add_header(exchange, line);
    }
    return ok;
}

static void set_method(CURL *easy, const struct vz_http_request *request) {
    switch (request->method) {
    case VZ_HTTP_GET:
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        break;
    case VZ_HTTP_HEAD:
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        break;
    case VZ_HTTP_POST:
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)request->body_len);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
        break;
    }
}

static void set_login(struct vz_http_client *client) {
    if (client->username) {
        curl_easy_setopt(client->easy, CURLOPT_HTTPAUTH,
                         client->use_digest ? CURLAUTH_DIGEST : CURLAUTH_BASIC);
        curl_easy_setopt(client->easy, CURLOPT_USERNAME, client->username);
        curl_easy_setopt(client->easy, CURLOPT_PASSWORD,
                         client->password ? client->password : "");
    }
}

static void set_options(struct exchange *exchange, const char *url) {
    struct vz_http_client *client = exchange->client;
    CURL *easy = client->easy;
    // Keeps connections and the state of Digest, drops every option.
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "vertelzuil/" VZ_VERSION);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, client->connect_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, client->stall_s);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, exchange);
    if (client->ca_file) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, client->ca_file);
    }
    set_method(easy, exchange->request);
    set_login(client);
}

// Runs the multi handle until the transfer ends or is interrupted.
static CURLcode perform(struct vz_http_client *client) {
    if (curl_multi_add_handle(client->multi, client->easy) != CURLM_OK) {
        return CURLE_OUT_OF_MEMORY;
    }
    CURLcode result = CURLE_ABORTED_BY_CALLBACK;
    int running = 1;
    while (running && !atomic_load(&client->interrupted)) {
        if (curl_multi_perform(client->multi, &running) != CURLM_OK ||
            (running && curl_multi_poll(client->multi, NULL, 0, POLL_MS,
                                        NULL) != CURLM_OK)) {
            result = CURLE_OUT_OF_MEMORY;
            break;
        }
    }
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(client->multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            result = message->data.result;
        }
    }
    curl_multi_remove_handle(client->multi, client->easy);
    return result;
}

// Errors before a byte of the request can have left.
static bool is_unreached(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_URL_MALFORMAT:
        return true;
    default:
        return false;
    }
}

// A time-out while connecting and one after sending share their code.
static bool has_connected(CURL *easy) {
    curl_off_t connected_us = 0;
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected_us);
    return connected_us > 0;
}

static enum vz_http_outcome outcome_of(struct exchange *exchange,
                                       CURLcode code) {
    struct vz_http_client *client = exchange->client;
    if (code == CURLE_OK) {
        return VZ_HTTP_REPLIED;
    }
    if (atomic_load(&client->interrupted)) {
        return VZ_HTTP_INTERRUPTED;
    }
    if (exchange->too_large) {
        return VZ_HTTP_TOO_LARGE;
    }
    return is_unreached(code) || !has_connected(client->easy)
               ? VZ_HTTP_UNREACHED
               : VZ_HTTP_UNKNOWN;
}

// One exchange with the server, redirects not followed.
static void exchange_once(struct exchange *exchange, const char *url) {
    struct vz_http_reply *reply = exchange->reply;
    vz_strbuf_clear(&reply->body);
    set_options(exchange, url);
    CURLcode code = perform(exchange->client);
    reply->outcome = outcome_of(exchange, code);
    long status = 0;
    curl_easy_getinfo(exchange->client->easy, CURLINFO_RESPONSE_CODE, &status);
    reply->status = (int)status;
    if (code != CURLE_OK) {
        snprintf(reply->problem, sizeof(reply->problem), "%s",
                 curl_easy_strerror(code));
    }
}

static bool wants_digest(const struct exchange *exchange) {
    return exchange->reply->outcome == VZ_HTTP_REPLIED &&
           exchange->reply->status == 401 && exchange->offers_digest &&
           exchange->client->username && !exchange->client->use_digest;
}

static bool is_redirect(const struct exchange *exchange) {
    int status = exchange->reply->status;
    return exchange->reply->outcome == VZ_HTTP_REPLIED && status >= 300 &&
           status < 400 && status != 304 && exchange->location[0];
}

// Where a redirect points, made whole, into `url`. False: to another host.
static bool follow(struct exchange *exchange, struct vz_strbuf *url) {
    CURLU *target = curl_url();
    char *whole = NULL;
    bool ok = target &&
              curl_url_set(target, CURLUPART_URL, url->data, 0) == 0 &&
              curl_url_set(target, CURLUPART_URL, exchange->location, 0) == 0 &&
              curl_url_get(target, CURLUPART_URL, &whole, 0) == 0 &&
              is_ours(exchange->client, whole);
    if (ok) {
        vz_strbuf_clear(url);
        vz_strbuf_append(url, whole);
    }
    curl_free(whole);
    curl_url_cleanup(target);
    return ok && !url->failed;
}

static void exchange_whole(struct exchange *exchange, struct vz_strbuf *url) {
    exchange_once(exchange, url->data);
    if (wants_digest(exchange)) {
        exchange->client->use_digest = true;
        exchange_once(exchange, url->data);
    }
    int redirects = 0;
    while (is_redirect(exchange)) {
        struct vz_strbuf target = {0};
        vz_strbuf_append(&target, url->data);
        bool ours = follow(exchange, &target);
        bool again = ours && redirects++ < MAX_REDIRECTS &&
                     exchange->request->method != VZ_HTTP_POST;
        if (again) {
            vz_strbuf_clear(url);
            vz_strbuf_append(url, target.data);
            exchange_once(exchange, url->data);
        } else if (!ours) {
            exchange->reply->outcome = VZ_HTTP_ELSEWHERE;
        }
        vz_strbuf_finish(&target);
        if (!again) {
            return;
        }
    }
}

void vz_http_client_send(struct vz_http_client *client,
                         const struct vz_http_request *request,
                         struct vz_http_reply *reply) {
    vz_http_reply_finish(reply);
    struct exchange exchange = {
        .client = client, .request = request, .reply = reply};
    vz_strbuf_append(&reply->url, request->url);
    if (!is_ours(client, request->url)) {
        reply->outcome = VZ_HTTP_ELSEWHERE;
        snprintf(reply->problem, sizeof(reply->problem),
                 "the address is on another host");
    } else if (reply->url.failed || !add_headers(&exchange)) {
        reply->outcome = VZ_HTTP_UNREACHED;
        LOG_OOM();
    } else {
        exchange_whole(&exchange, &reply->url);
    }
    curl_slist_free_all(exchange.headers);
}
