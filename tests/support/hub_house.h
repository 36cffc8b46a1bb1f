/*
 * A hub that serves on a port of its own in this process, and a client that
 * sends whatever bytes a test wants.
 */
#ifndef VZ_TESTS_HUB_HOUSE_H
#define VZ_TESTS_HUB_HOUSE_H

#include "base/strbuf.h"
#include "hub/hub_server.h"
#include "support/store_folder.h"

struct hub_house {
    char folder[STORE_PATH_SIZE];
    struct vz_hub_place place;
    char token[VZ_TOKEN_SIZE];
    char base[120]; // "/v1/key/TOKEN/projects/1"
    struct vz_hub_server *server;
    uint16_t port;
};

// A store with the form `bezoek` version 1 (rating, photo, repeat pets with
// name) with one media file "a b.txt", a device, and a server.
void hub_house_open(struct hub_house *house);
void hub_house_close(struct hub_house *house);
// The server alone, for restarts.
void hub_house_stop(struct hub_house *house);
void hub_house_start(struct hub_house *house);

// A number that a query of the store answers, on a connection of its own.
int64_t hub_house_number(struct hub_house *house, const char *sql);

// A connection; ends the test program when it cannot be made.
int hub_connect(uint16_t port);
void hub_send(int fd, const char *bytes, size_t len);
// Reads one reply with its body into `reply`; answers the status, 0 when the
// connection ended without one.
int hub_receive(int fd, struct vz_strbuf *reply);

// One request on a connection of its own: method, path below the base (or
// absolute when it begins with "//"), extra header lines, body.
int hub_request(struct hub_house *house, const char *method, const char *path,
                const char *headers, const char *body, size_t body_len,
                struct vz_strbuf *reply);

// Ends the test program, telling both, unless the reply holds the text.
void hub_expect(const struct vz_strbuf *reply, const char *text);
// What follows the reply's headers.
const char *hub_reply_body(const struct vz_strbuf *reply);

// The body of a submission: its XML, and files of name, bytes (NULL ends).
struct hub_post_file {
    const char *name;
    const char *bytes;
    size_t len;
};
void hub_body(struct vz_strbuf *out, const char *xml,
              const struct hub_post_file *files, size_t n_files);
#define HUB_BODY_TYPE "Content-Type: multipart/form-data; boundary=b0und\r\n"

// XML of form `bezoek`.
void hub_visit(struct vz_strbuf *out, const char *id, const char *rating,
               const char *photo);

// Posts a submission; answers the status.
int hub_post(struct hub_house *house, const char *xml,
             const struct hub_post_file *files, size_t n_files,
             struct vz_strbuf *reply);

#endif
