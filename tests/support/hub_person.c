#include "support/hub_person.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void hub_person_add_all(struct hub_house *house) {
    static const char *const people[][2] = {
        {"ada", "admin"}, {"cor", "coordinator"}, {"vic", "viewer"}};
    struct vz_hub_store *store;
    if (vz_hub_store_open(&store, &house->place, 0, NULL) != VZ_OK) {
        abort();
    }
    for (size_t i = 0; i < 3; i++) {
        if (vz_hub_user_add(store, people[i][0], HUB_PASSWORD, people[i][1],
                            "test", NULL) != VZ_OK) {
            abort();
        }
    }
    vz_hub_store_close(store);
}

int hub_person_ask(struct hub_house *house, const char *method,
                   const char *path, const char *header, const char *json,
                   struct vz_strbuf *reply) {
    char whole[1000];
    snprintf(whole, sizeof(whole), "//v1%s", path);
    return hub_request(house, method, whole, header ? header : "", json,
                       json ? strlen(json) : 0, reply);
}

// HTTP/1.0: the hub ends the connection behind the reply.
void hub_person_read_all(struct hub_house *house, const char *path,
                         const char *header, struct vz_strbuf *reply) {
    char request[800], piece[4096];
    int len = snprintf(request, sizeof(request), "GET /v1%s HTTP/1.0\r\n%s\r\n",
                       path, header);
    int fd = hub_connect(house->port);
    ssize_t n;
    hub_send(fd, request, (size_t)len);
    vz_strbuf_clear(reply);
    while ((n = recv(fd, piece, sizeof(piece), 0)) > 0) {
        vz_strbuf_append_n(reply, piece, (size_t)n);
    }
    close(fd);
}

void hub_person_value(const struct vz_strbuf *reply, const char *key, char *out,
                      size_t size) {
    char wanted[100];
    snprintf(wanted, sizeof(wanted), "\"%s\":\"", key);
    hub_expect(reply, wanted);
    const char *from = strstr(reply->data, wanted) + strlen(wanted);
    snprintf(out, size, "%.*s", (int)strcspn(from, "\""), from);
}

void hub_person_sign_in(struct hub_house *house, const char *name,
                        char header[HUB_HEADER_SIZE]) {
    struct vz_strbuf reply = {0};
    char body[200], token[100];
    snprintf(body, sizeof(body), "{\"email\":\"%s\",\"password\":\"%s\"}", name,
             HUB_PASSWORD);
    if (hub_person_ask(house, "POST", "/sessions", NULL, body, &reply) != 200) {
        fprintf(stderr, "hub_person: %s\n", vz_strbuf_text(&reply));
        abort();
    }
    hub_person_value(&reply, "token", token, sizeof(token));
    snprintf(header, HUB_HEADER_SIZE, "Authorization: Bearer %s\r\n", token);
    vz_strbuf_finish(&reply);
}

void hub_person_basic(const char *name, const char *password,
                      char header[HUB_HEADER_SIZE]) {
    char text[150], encoded[250];
    int len = snprintf(text, sizeof(text), "%s:%s", name, password);
    sodium_bin2base64(encoded, sizeof(encoded), (unsigned char *)text,
                      (size_t)len, sodium_base64_VARIANT_ORIGINAL);
    snprintf(header, HUB_HEADER_SIZE, "Authorization: Basic %s\r\n", encoded);
}
