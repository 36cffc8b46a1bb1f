#include "store_server.h"

#include "base/strbuf.h"
#include "base/thread.h"
#include "openrosa/openrosa.h"

#include <microhttpd.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_ITEMS 64
#define BASE "/v1/key/abc/projects/1"

struct file {
    char *name;
    struct vz_strbuf bytes;
};

struct submission {
    char *instance_id;
    struct vz_strbuf xml;
    struct file files[MAX_ITEMS];
    size_t n_files;
};

struct script {
    const char *method;
    const struct store_step *steps;
    size_t n, next;
    int requests;
};

struct document {
    char *path;
    char *body;
};

struct store_server {
    struct MHD_Daemon *daemon;
    char url[80];
    pthread_mutex_t mutex; // guards all that follows
    pthread_cond_t changed;
    struct script scripts[3];
    const char *needle;
    const struct store_step *poison;
    const char *cut_path;
    bool names_files, names_wrong;
    const char *username, *password;
    bool digest;
    struct document documents[MAX_ITEMS];
    size_t n_documents;
    struct submission *submissions;
    size_t n_submissions, submissions_cap;
    struct vz_strbuf *posts;
    size_t n_posts, posts_cap;
    int n_different, n_malformed;
    char last_date[64];
    char first_login[256];
    bool seen_any;
    struct MHD_Connection *stalled[MAX_ITEMS];
    size_t n_stalled;
};

// A request on its way in.
struct request {
    struct vz_strbuf body;
    const struct store_step *step; // NULL: as a good server
    bool chosen;
    bool stalled;
};

static struct script *script_of(struct store_server *server,
                                const char *method) {
    for (size_t i = 0; i < 3; i++) {
        if (!strcmp(server->scripts[i].method, method)) {
            return &server->scripts[i];
        }
    }
    abort();
}

// ----------------------------------------------------------------- multipart

struct part {
    char name[200];
    const char *bytes;
    size_t len;
};

static bool read_name(const char *head, size_t len, char out[200]) {
    const char *at = memmem(head, len, " name=\"", 7);
    if (!at) {
        return false;
    }
    at += 7;
    const char *end = memchr(at, '"', len - (size_t)(at - head));
    if (!end || end - at >= 200) {
        return false;
    }
    memcpy(out, at, (size_t)(end - at));
    out[end - at] = '\0';
    return true;
}

// The next part from *at on. False: no more.
static bool next_part(const struct vz_strbuf *body, const char *boundary,
                      size_t *at, struct part *part) {
    size_t boundary_len = strlen(boundary);
    const char *end = body->data + body->len;
    const char *start =
        memmem(body->data + *at, body->len - *at, boundary, boundary_len);
    if (!start) {
        return false;
    }
    start += boundary_len;
    const char *head_end = memmem(start, (size_t)(end - start), "\r\n\r\n", 4);
    if (!head_end) {
        return false;
    }
    if (!read_name(start, (size_t)(head_end - start), part->name)) {
        return false;
    }
    part->bytes = head_end + 4;
    const char *stop = memmem(part->bytes, (size_t)(end - part->bytes),
                              boundary, boundary_len);
    if (!stop) {
        return false;
    }
    part->len = (size_t)(stop - part->bytes) - 2;
    *at = (size_t)(stop - body->data);
    return true;
}

// ------------------------------------------------------------------- storing

static struct submission *find(struct store_server *server,
                               const char *instance_id) {
    for (size_t i = 0; i < server->n_submissions; i++) {
        if (!strcmp(server->submissions[i].instance_id, instance_id)) {
            return &server->submissions[i];
        }
    }
    return NULL;
}

static struct submission *find_or_add(struct store_server *server,
                                      const char *xml, size_t len) {
    struct vz_submission parsed;
    if (vz_submission_parse(&parsed, xml, len, NULL, NULL, NULL) != VZ_OK ||
        !parsed.instance_id) {
        server->n_malformed++;
        vz_submission_finish(&parsed);
        return NULL;
    }
    struct submission *submission = find(server, parsed.instance_id);
    if (!submission) {
        if (!vz_grow(&server->submissions, &server->submissions_cap,
                     server->n_submissions, sizeof(*submission))) {
            abort();
        }
        submission = &server->submissions[server->n_submissions++];
        *submission =
            (struct submission){.instance_id = strdup(parsed.instance_id)};
        vz_strbuf_append_n(&submission->xml, xml, len);
    } else if (submission->xml.len != len ||
               memcmp(submission->xml.data, xml, len) != 0) {
        server->n_different++;
    }
    vz_submission_finish(&parsed);
    return submission;
}

static void add_file(struct submission *submission, const struct part *part) {
    for (size_t i = 0; i < submission->n_files; i++) {
        if (!strcmp(submission->files[i].name, part->name)) {
            return;
        }
    }
    struct file *file = &submission->files[submission->n_files++];
    file->name = strdup(part->name);
    vz_strbuf_append_n(&file->bytes, part->bytes, part->len);
}

static const char *boundary_of(struct MHD_Connection *connection,
                               char out[120]) {
    const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                   "Content-Type");
    const char *at = type ? strstr(type, "boundary=") : NULL;
    snprintf(out, 120, "--%s", at ? at + 9 : "?");
    return out;
}

// Stores a post. NULL when it is malformed.
static struct submission *store(struct store_server *server,
                                struct MHD_Connection *connection,
                                const struct vz_strbuf *body) {
    char boundary[120];
    boundary_of(connection, boundary);
    size_t at = 0;
    struct part part;
    if (!next_part(body, boundary, &at, &part) ||
        strcmp(part.name, "xml_submission_file") != 0) {
        server->n_malformed++;
        return NULL;
    }
    struct submission *submission = find_or_add(server, part.bytes, part.len);
    while (submission && next_part(body, boundary, &at, &part)) {
        if (strcmp(part.name, "*isIncomplete*") != 0) {
            add_file(submission, &part);
        }
    }
    return submission;
}

// ------------------------------------------------------------------- replies

static enum MHD_Result send_reply(struct MHD_Connection *connection,
                                  const struct store_step *step,
                                  const char *body) {
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(body), (void *)body, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type",
                            step->no_header ? "text/html"
                                            : "text/xml; charset=utf-8");
    if (!step->no_header) {
        MHD_add_response_header(response, "X-OpenRosa-Version", "1.0");
    }
    if (step->location) {
        MHD_add_response_header(response, "Location", step->location);
    }
    if (step->retry_after) {
        MHD_add_response_header(response, "Retry-After", step->retry_after);
    }
    if (step->accept_length) {
        MHD_add_response_header(response, "X-OpenRosa-Accept-Content-Length",
                                step->accept_length);
    }
    enum MHD_Result result =
        MHD_queue_response(connection, (unsigned)step->status, response);
    MHD_destroy_response(response);
    return result;
}

static void add_name(struct vz_stored_file *file, const char *name,
                     const struct vz_strbuf *bytes, bool wrong,
                     char sha256[VZ_SHA256_HEX]) {
    vz_sha256_hex(vz_strbuf_text(bytes), wrong ? 0 : bytes->len, sha256);
    file->name = name;
    file->sha256 = sha256;
}

// The answer of a good server, with the names of what it has.
static void write_answer(struct store_server *server,
                         const struct submission *submission,
                         struct vz_strbuf *out) {
    struct vz_stored_file files[MAX_ITEMS + 1];
    char digests[MAX_ITEMS + 1][VZ_SHA256_HEX];
    size_t n = 0;
    if (server->names_files && submission) {
        add_name(&files[n], "", &submission->xml, server->names_wrong,
                 digests[n]);
        n++;
        for (size_t i = 0; i < submission->n_files; i++, n++) {
            add_name(&files[n], submission->files[i].name,
                     &submission->files[i].bytes, server->names_wrong,
                     digests[n]);
        }
    }
    vz_response_write(out, "full submission upload was successful!", files, n);
}

static void note_headers(struct store_server *server,
                         struct MHD_Connection *connection,
                         const char *method) {
    const char *date =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Date");
    const char *version = MHD_lookup_connection_value(
        connection, MHD_HEADER_KIND, "X-OpenRosa-Version");
    const char *device = MHD_lookup_connection_value(
        connection, MHD_GET_ARGUMENT_KIND, "deviceID");
    const char *length = MHD_lookup_connection_value(
        connection, MHD_HEADER_KIND, "Content-Length");
    const char *login = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                    "Authorization");
    snprintf(server->last_date, sizeof(server->last_date), "%s",
             date ? date : "");
    if (!server->seen_any) {
        server->seen_any = true;
        snprintf(server->first_login, sizeof(server->first_login), "%s",
                 login ? login : "");
    }
    if (!version || strcmp(version, "1.0") != 0 || !date ||
        (!strcmp(method, "POST") && (!device || !length))) {
        server->n_malformed++;
    }
}

static bool is_allowed(struct store_server *server,
                       struct MHD_Connection *connection) {
    if (!server->username) {
        return true;
    }
    if (server->digest) {
        return MHD_digest_auth_check(connection, "hub", server->username,
                                     server->password, 300) == MHD_YES;
    }
    char *password = NULL;
    char *username =
        MHD_basic_auth_get_username_password(connection, &password);
    bool allowed = username && password &&
                   !strcmp(username, server->username) &&
                   !strcmp(password, server->password);
    MHD_free(username);
    MHD_free(password);
    return allowed;
}

static enum MHD_Result refuse_login(struct store_server *server,
                                    struct MHD_Connection *connection) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "X-OpenRosa-Version", "1.0");
    enum MHD_Result result;
    if (server->digest) {
        result = MHD_queue_auth_fail_response(connection, "hub", "opaque",
                                              response, MHD_NO);
    } else {
        result =
            MHD_queue_basic_auth_fail_response(connection, "hub", response);
    }
    MHD_destroy_response(response);
    return result;
}

static const char *document_at(struct store_server *server, const char *url) {
    for (size_t i = 0; i < server->n_documents; i++) {
        size_t len = strlen(BASE);
        if (!strncmp(url, BASE, len) &&
            !strcmp(url + len, server->documents[i].path)) {
            return server->documents[i].body;
        }
    }
    return NULL;
}

static void keep_post(struct store_server *server,
                      const struct vz_strbuf *body) {
    if (!vz_grow(&server->posts, &server->posts_cap, server->n_posts,
                 sizeof(*server->posts))) {
        abort();
    }
    server->posts[server->n_posts] = (struct vz_strbuf){0};
    vz_strbuf_append_n(&server->posts[server->n_posts++], vz_strbuf_text(body),
                       body->len);
}

static enum MHD_Result answer_good(struct store_server *server,
                                   struct MHD_Connection *connection,
                                   const char *url, const char *method,
                                   const struct vz_strbuf *body) {
    struct store_step step = {.status = 404};
    struct vz_strbuf text = {0};
    if (!strcmp(method, "HEAD")) {
        step.status = 204;
    } else if (!strcmp(method, "POST")) {
        struct submission *submission = store(server, connection, body);
        step.status = submission ? 201 : 400;
        write_answer(server, submission, &text);
    } else if (document_at(server, url)) {
        step.status = 200;
        vz_strbuf_append(&text, document_at(server, url));
    }
    enum MHD_Result result =
        send_reply(connection, &step, vz_strbuf_text(&text));
    vz_strbuf_finish(&text);
    return result;
}

static enum MHD_Result stall(struct store_server *server,
                             struct MHD_Connection *connection,
                             struct request *request) {
    request->stalled = true;
    server->stalled[server->n_stalled++] = connection;
    MHD_suspend_connection(connection);
    return MHD_YES;
}

static enum MHD_Result answer_step(struct store_server *server,
                                   struct MHD_Connection *connection,
                                   struct request *request) {
    const struct store_step *step = request->step;
    struct submission *submission = NULL;
    if (step->stores) {
        submission = store(server, connection, &request->body);
    }
    if (step->fault == STORE_STALL && !request->stalled) {
        return stall(server, connection, request);
    }
    if (step->fault != STORE_REPLY) {
        return MHD_NO;
    }
    struct vz_strbuf text = {0};
    if (step->body) {
        vz_strbuf_append(&text, step->body);
    } else {
        write_answer(server, submission, &text);
    }
    enum MHD_Result result =
        send_reply(connection, step, vz_strbuf_text(&text));
    vz_strbuf_finish(&text);
    return result;
}

static void choose(struct store_server *server, const char *method,
                   struct request *request) {
    struct script *script = script_of(server, method);
    if (script->next < script->n) {
        request->step = &script->steps[script->next++];
    }
    request->chosen = true;
}

// Another server than the hub: it takes no heartbeats, and they count nowhere.
static bool is_heartbeat(const char *url) {
    return !strcmp(url, BASE "/heartbeat");
}

static enum MHD_Result refuse_heartbeat(struct MHD_Connection *connection,
                                        struct request *request, size_t *size) {
    if (!request->chosen || *size > 0) {
        request->chosen = true;
        *size = 0;
        return MHD_YES;
    }
    return send_reply(connection, &(struct store_step){.status = 404}, "");
}

static enum MHD_Result handle(struct store_server *server,
                              struct MHD_Connection *connection,
                              const char *url, const char *method,
                              struct request *request, const char *data,
                              size_t *size) {
    if (is_heartbeat(url)) {
        return refuse_heartbeat(connection, request, size);
    }
    if (!request->chosen) {
        note_headers(server, connection, method);
        if (!is_allowed(server, connection)) {
            return refuse_login(server, connection);
        }
        choose(server, method, request);
        bool cut =
            (request->step && request->step->fault == STORE_CUT_BEFORE) ||
            (server->cut_path && !strcmp(url + strlen(BASE), server->cut_path));
        script_of(server, method)->requests += cut;
        return cut ? MHD_NO : MHD_YES;
    }
    if (*size > 0) {
        vz_strbuf_append_n(&request->body, data, *size);
        *size = 0;
        bool cut = request->step && request->step->fault == STORE_CUT_MIDDLE;
        script_of(server, method)->requests += cut;
        return cut ? MHD_NO : MHD_YES;
    }
    if (!request->stalled) {
        script_of(server, method)->requests++;
        keep_post(server, &request->body);
        pthread_cond_broadcast(&server->changed);
    }
    if (server->needle && request->body.data &&
        memmem(request->body.data, request->body.len, server->needle,
               strlen(server->needle))) {
        request->step = server->poison;
    }
    return request->step
               ? answer_step(server, connection, request)
               : answer_good(server, connection, url, method, &request->body);
}

static enum MHD_Result on_request(void *userdata,
                                  struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *data,
                                  size_t *size, void **state) {
    struct store_server *server = userdata;
    if (!*state) {
        *state = calloc(1, sizeof(struct request));
    }
    pthread_mutex_lock(&server->mutex);
    enum MHD_Result result =
        handle(server, connection, url, method, *state, data, size);
    pthread_mutex_unlock(&server->mutex);
    return result;
}

static void on_completed(void *userdata, struct MHD_Connection *connection,
                         void **state, enum MHD_RequestTerminationCode code) {
    struct request *request = *state;
    if (request) {
        vz_strbuf_finish(&request->body);
        free(request);
    }
}

// ------------------------------------------------------------------ lifetime

struct store_server *store_server_start(void) {
    return store_server_start_tls(NULL, NULL);
}

struct store_server *store_server_start_tls(const char *certificate,
                                            const char *key) {
    struct store_server *server = calloc(1, sizeof(*server));
    pthread_mutex_init(&server->mutex, NULL);
    pthread_cond_init(&server->changed, NULL);
    server->scripts[0].method = "GET";
    server->scripts[1].method = "HEAD";
    server->scripts[2].method = "POST";
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD |
                     MHD_ALLOW_SUSPEND_RESUME | (certificate ? MHD_USE_TLS : 0);
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, NULL, MHD_OPTION_DIGEST_AUTH_RANDOM, (size_t)8,
        "01234567", MHD_OPTION_NONCE_NC_SIZE, 100u,
        certificate ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, certificate,
        MHD_OPTION_HTTPS_MEM_KEY, key, MHD_OPTION_END);
    if (!server->daemon) {
        abort();
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    snprintf(server->url, sizeof(server->url), "%s://127.0.0.1:%u" BASE,
             certificate ? "https" : "http", (unsigned)info->port);
    return server;
}

static void free_all(struct store_server *server) {
    for (size_t i = 0; i < server->n_submissions; i++) {
        struct submission *submission = &server->submissions[i];
        for (size_t j = 0; j < submission->n_files; j++) {
            free(submission->files[j].name);
            vz_strbuf_finish(&submission->files[j].bytes);
        }
        free(submission->instance_id);
        vz_strbuf_finish(&submission->xml);
    }
    for (size_t i = 0; i < server->n_posts; i++) {
        vz_strbuf_finish(&server->posts[i]);
    }
    for (size_t i = 0; i < server->n_documents; i++) {
        free(server->documents[i].path);
        free(server->documents[i].body);
    }
    free(server->submissions);
    free(server->posts);
    free(server);
}

void store_server_stop(struct store_server *server) {
    pthread_mutex_lock(&server->mutex);
    for (size_t i = 0; i < server->n_stalled; i++) {
        MHD_resume_connection(server->stalled[i]);
    }
    server->n_stalled = 0;
    pthread_mutex_unlock(&server->mutex);
    MHD_stop_daemon(server->daemon);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->mutex);
    free_all(server);
}

const char *store_server_url(const struct store_server *server) {
    return server->url;
}

// -------------------------------------------------------------------- set-up

#define LOCKED(server) pthread_mutex_lock(&(server)->mutex)
#define UNLOCK(server) pthread_mutex_unlock(&(server)->mutex)

void store_server_script(struct store_server *server, const char *method,
                         const struct store_step *steps, size_t n) {
    LOCKED(server);
    struct script *script = script_of(server, method);
    script->steps = steps;
    script->n = n;
    script->next = 0;
    UNLOCK(server);
}

void store_server_poison(struct store_server *server, const char *needle,
                         const struct store_step *step) {
    LOCKED(server);
    server->needle = needle;
    server->poison = step;
    UNLOCK(server);
}

void store_server_cut_path(struct store_server *server, const char *path) {
    LOCKED(server);
    server->cut_path = path;
    UNLOCK(server);
}

void store_server_name_files(struct store_server *server, bool wrong) {
    LOCKED(server);
    server->names_files = true;
    server->names_wrong = wrong;
    UNLOCK(server);
}

void store_server_lock(struct store_server *server, const char *username,
                       const char *password, bool digest) {
    LOCKED(server);
    server->username = username;
    server->password = password;
    server->digest = digest;
    UNLOCK(server);
}

void store_server_document(struct store_server *server, const char *path,
                           const char *body) {
    LOCKED(server);
    size_t i = 0;
    while (i < server->n_documents &&
           strcmp(server->documents[i].path, path) != 0) {
        i++;
    }
    if (i == MAX_ITEMS) {
        abort();
    }
    struct document *document = &server->documents[i];
    if (i == server->n_documents) {
        server->n_documents++;
        document->path = strdup(path);
    }
    free(document->body);
    document->body = strdup(body);
    UNLOCK(server);
}

// ------------------------------------------------------------------ questions

int store_server_requests(struct store_server *server, const char *method) {
    LOCKED(server);
    int n = script_of(server, method)->requests;
    UNLOCK(server);
    return n;
}

size_t store_server_n_stored(struct store_server *server) {
    LOCKED(server);
    size_t n = server->n_submissions;
    UNLOCK(server);
    return n;
}

int store_server_n_different(struct store_server *server) {
    LOCKED(server);
    int n = server->n_different;
    UNLOCK(server);
    return n;
}

int store_server_n_malformed(struct store_server *server) {
    LOCKED(server);
    int n = server->n_malformed;
    UNLOCK(server);
    return n;
}

bool store_server_has(struct store_server *server, const char *xml) {
    LOCKED(server);
    bool found = false;
    for (size_t i = 0; i < server->n_submissions; i++) {
        found = found || strstr(server->submissions[i].xml.data, xml);
    }
    UNLOCK(server);
    return found;
}

int store_server_n_posts_with(struct store_server *server, const char *text) {
    LOCKED(server);
    int n = 0;
    for (size_t i = 0; i < server->n_posts; i++) {
        const struct vz_strbuf *post = &server->posts[i];
        n += post->len &&
             memmem(post->data, post->len, text, strlen(text)) != NULL;
    }
    UNLOCK(server);
    return n;
}

static bool submission_has_file(const struct submission *submission,
                                const char *name, const void *bytes,
                                size_t len) {
    for (size_t i = 0; i < submission->n_files; i++) {
        const struct file *file = &submission->files[i];
        if (!strcmp(file->name, name) && file->bytes.len == len &&
            !memcmp(vz_strbuf_text(&file->bytes), bytes, len)) {
            return true;
        }
    }
    return false;
}

bool store_server_has_file(struct store_server *server, const char *name,
                           const void *bytes, size_t len) {
    LOCKED(server);
    bool found = false;
    for (size_t i = 0; i < server->n_submissions; i++) {
        found = found ||
                submission_has_file(&server->submissions[i], name, bytes, len);
    }
    UNLOCK(server);
    return found;
}

void store_server_last_date(struct store_server *server, char out[64]) {
    LOCKED(server);
    snprintf(out, 64, "%s", server->last_date);
    UNLOCK(server);
}

void store_server_first_login(struct store_server *server, char out[256]) {
    LOCKED(server);
    snprintf(out, 256, "%s", server->first_login);
    UNLOCK(server);
}

bool store_server_wait(struct store_server *server, const char *method, int n) {
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += 10;
    LOCKED(server);
    int late = 0;
    while (!late && script_of(server, method)->requests < n) {
        late =
            pthread_cond_timedwait(&server->changed, &server->mutex, &deadline);
    }
    UNLOCK(server);
    return !late;
}
