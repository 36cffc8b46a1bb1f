#include "support/hub_house.h"

#include "storage/db/db.h"
#include "support/hub_database.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEADLINE_MS 20000

static const char form_xml[] =
    "<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
    "xmlns:h=\"http://www.w3.org/1999/xhtml\" "
    "xmlns:orx=\"http://openrosa.org/xforms\">"
    "<h:head><h:title>Bezoek</h:title><model><instance>"
    "<data id=\"bezoek\" version=\"1\"><rating/><photo/>"
    "<pets><name/></pets><orx:meta><orx:instanceID/></orx:meta></data>"
    "</instance><bind nodeset=\"/data/rating\" type=\"int\"/>"
    "<bind nodeset=\"/data/photo\" type=\"binary\"/>"
    "<bind nodeset=\"/data/pets/name\" type=\"string\"/>"
    "</model></h:head><h:body><input ref=\"/data/rating\"><label>R</label>"
    "</input><upload ref=\"/data/photo\" mediatype=\"image/*\"><label>P"
    "</label></upload><group ref=\"/data/pets\"><label>Pets</label>"
    "<repeat nodeset=\"/data/pets\"><input ref=\"/data/pets/name\"><label>N"
    "</label></input></repeat></group></h:body></h:html>";

static void must(bool ok, const char *what) {
    if (!ok) {
        fprintf(stderr, "hub_house: %s: %s\n", what, strerror(errno));
        abort();
    }
}

static void fill_store(struct hub_house *house) {
    struct vz_hub_store *store;
    struct vz_schema schema;
    struct vz_error error = {0};
    bool added;
    must(vz_hub_store_open(&store, &house->place, VZ_HUB_CREATE, NULL) == VZ_OK,
         "store");
    must(vz_form_catalogue_read_schema(form_xml, strlen(form_xml), &schema,
                                       &error),
         error.message);
    struct vz_hub_media media = {"a b.txt", "media", 5};
    struct vz_hub_form_params params = {.schema = &schema,
                                        .xml = form_xml,
                                        .xml_len = strlen(form_xml),
                                        .media = &media,
                                        .n_media = 1,
                                        .actor = "test"};
    must(vz_hub_form_add(store, &params, &added, NULL) == VZ_OK, "form");
    must(vz_hub_device_add(store, "zuil", "test", house->token, NULL) == VZ_OK,
         "device");
    vz_schema_finish(&schema);
    vz_hub_store_close(store);
}

void hub_house_start(struct hub_house *house) {
    struct vz_error error = {0};
    struct vz_hub_server_params params = {.place = &house->place,
                                          .host = "127.0.0.1"};
    house->server = vz_hub_server_start(&params, &error);
    must(house->server, error.message);
    house->port = vz_hub_server_port(house->server);
}

void hub_house_stop(struct hub_house *house) {
    vz_hub_server_stop(house->server);
    house->server = NULL;
}

void hub_house_open(struct hub_house *house) {
    *house = (struct hub_house){0};
    store_folder_make(house->folder);
    house->place = hub_database_place(house->folder);
    fill_store(house);
    snprintf(house->base, sizeof(house->base), "/v1/key/%s/projects/1",
             house->token);
    hub_house_start(house);
}

void hub_house_close(struct hub_house *house) {
    hub_house_stop(house);
    store_folder_remove(house->folder);
}

int64_t hub_house_number(struct hub_house *house, const char *sql) {
    struct vz_hub_store *store;
    must(vz_hub_store_open(&store, &house->place, 0, NULL) == VZ_OK, "store");
    struct vz_stmt *stmt = vz_db_prepare_text(vz_hub_store_db(store), sql);
    must(vz_stmt_step(stmt) == VZ_OK, sql);
    int64_t number = vz_stmt_int(stmt, 0);
    vz_stmt_finish(stmt);
    vz_hub_store_close(store);
    return number;
}

// ------------------------------------------------------------------- client
int hub_connect(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof(address)),
         "connect");
    return fd;
}

// A server may end the connection before all is sent; that is its answer.
void hub_send(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        bytes += n;
        len -= (size_t)n;
    }
}

static bool receive_some(int fd, struct vz_strbuf *reply) {
    char piece[4096];
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    must(poll(&waiting, 1, DEADLINE_MS) > 0, "the hub did not answer");
    ssize_t n = recv(fd, piece, sizeof(piece), 0);
    if (n <= 0) {
        return false;
    }
    vz_strbuf_append_n(reply, piece, (size_t)n);
    return true;
}

static size_t whole_length(const struct vz_strbuf *reply) {
    const char *body = strstr(reply->data, "\r\n\r\n");
    if (!body) {
        return SIZE_MAX;
    }
    const char *length = strstr(reply->data, "\r\nContent-Length: ");
    return (size_t)(body + 4 - reply->data) +
           (length && length < body ? strtoul(length + 18, NULL, 10) : 0);
}

int hub_receive(int fd, struct vz_strbuf *reply) {
    size_t start = reply->len;
    vz_strbuf_reserve(reply, 1);
    while (reply->len < whole_length(reply)) {
        if (!receive_some(fd, reply)) {
            break;
        }
        if (!strncmp(reply->data + start, "HTTP/1.1 100", 12)) {
            vz_strbuf_clear(reply);
        }
    }
    int status = 0;
    return sscanf(reply->data + start, "HTTP/1.1 %d", &status) == 1 ? status
                                                                    : 0;
}

int hub_request(struct hub_house *house, const char *method, const char *path,
                const char *headers, const char *body, size_t body_len,
                struct vz_strbuf *reply) {
    struct vz_strbuf request = {0};
    struct vz_strbuf own = {0};
    bool absolute = !strncmp(path, "//", 2);
    vz_strbuf_printf(&request,
                     "%s %s%s HTTP/1.1\r\nHost: hub.test:%u\r\n"
                     "X-OpenRosa-Version: 1.0\r\n%s",
                     method, absolute ? "" : house->base,
                     absolute ? path + 1 : path, (unsigned)house->port,
                     headers);
    if (body) {
        vz_strbuf_printf(&request, "Content-Length: %zu\r\n", body_len);
    }
    vz_strbuf_append(&request, "\r\n");
    vz_strbuf_append_n(&request, body ? body : "", body ? body_len : 0);
    int fd = hub_connect(house->port);
    hub_send(fd, request.data, request.len);
    // The reply to HEAD announces a body that does not come.
    if (!strcmp(method, "HEAD")) {
        shutdown(fd, SHUT_WR);
    }
    struct vz_strbuf *into = reply ? reply : &own;
    vz_strbuf_clear(into);
    int status = hub_receive(fd, into);
    close(fd);
    vz_strbuf_finish(&request);
    vz_strbuf_finish(&own);
    return status;
}

void hub_expect(const struct vz_strbuf *reply, const char *text) {
    if (!strstr(vz_strbuf_text(reply), text)) {
        fprintf(stderr, "expected %s in\n%s\n", text, vz_strbuf_text(reply));
        abort();
    }
}

const char *hub_reply_body(const struct vz_strbuf *reply) {
    hub_expect(reply, "\r\n\r\n");
    return strstr(vz_strbuf_text(reply), "\r\n\r\n") + 4;
}

void hub_body(struct vz_strbuf *out, const char *xml,
              const struct hub_post_file *files, size_t n_files) {
    vz_strbuf_append(out, "--b0und\r\nContent-Disposition: form-data; "
                          "name=\"xml_submission_file\"; filename=\"s.xml\"\r\n"
                          "Content-Type: text/xml\r\n\r\n");
    vz_strbuf_append(out, xml);
    for (size_t i = 0; i < n_files; i++) {
        vz_strbuf_printf(out,
                         "\r\n--b0und\r\nContent-Disposition: form-data; "
                         "name=\"%s\"; filename=\"%s\"\r\n"
                         "Content-Type: image/png\r\n\r\n",
                         files[i].name, files[i].name);
        vz_strbuf_append_n(out, files[i].bytes, files[i].len);
    }
    vz_strbuf_append(out, "\r\n--b0und--\r\n");
}

void hub_visit(struct vz_strbuf *out, const char *id, const char *rating,
               const char *photo) {
    vz_strbuf_clear(out);
    vz_strbuf_printf(out,
                     "<data id=\"bezoek\" version=\"1\"><rating>%s</rating>"
                     "<photo>%s</photo><pets><name>Rex</name></pets>"
                     "<meta><instanceID>%s</instanceID></meta></data>",
                     rating, photo ? photo : "", id);
}

int hub_post(struct hub_house *house, const char *xml,
             const struct hub_post_file *files, size_t n_files,
             struct vz_strbuf *reply) {
    struct vz_strbuf body = {0};
    hub_body(&body, xml, files, n_files);
    int status = hub_request(house, "POST", "/submission", HUB_BODY_TYPE,
                             body.data, body.len, reply);
    vz_strbuf_finish(&body);
    return status;
}
