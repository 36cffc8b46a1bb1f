/*
 * A small OpenRosa server for tests of the client: real HTTP on loopback,
 * whose replies can be scripted, down to connections that are cut.
 *
 * Without a script it is a good server: HEAD answers 204, a submission is
 * stored by its instanceID and answered 201, documents are served.
 */
#ifndef VZ_TESTS_STORE_SERVER_H
#define VZ_TESTS_STORE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store_server;

enum store_fault {
    STORE_REPLY,      // as the step says
    STORE_CUT_BEFORE, // the connection closes before the body is read
    STORE_CUT_MIDDLE, // within the body
    STORE_CUT_AFTER,  // after the body, stored or not, without a reply
    STORE_STALL,      // no reply until the server stops
};

struct store_step {
    enum store_fault fault;
    bool stores; // what came is stored
    int status;
    bool no_header;   // X-OpenRosa-Version is missing
    const char *body; // NULL: an OpenRosaResponse
    const char *location;
    const char *retry_after;
    const char *accept_length; // X-OpenRosa-Accept-Content-Length
};

struct store_server *store_server_start(void);
// The same over TLS, with PEM texts (borrowed).
struct store_server *store_server_start_tls(const char *certificate,
                                            const char *key);
void store_server_stop(struct store_server *server);
// Base address, without a final '/'.
const char *store_server_url(const struct store_server *server);

// The next `n` requests of a method ("GET", "HEAD", "POST") are answered by
// these steps; later ones as by a good server. The steps are borrowed.
void store_server_script(struct store_server *server, const char *method,
                         const struct store_step *steps, size_t n);
// Every submission whose XML holds `needle` is answered so, for ever.
void store_server_poison(struct store_server *server, const char *needle,
                         const struct store_step *step);
// Requests for base + path are cut for as long as it stands; NULL: none.
void store_server_cut_path(struct store_server *server, const char *path);
// The good server names the SHA-256 of what it stored; `wrong` names others.
void store_server_name_files(struct store_server *server, bool wrong);
// Requests need this name and password, by Digest or else by Basic.
void store_server_lock(struct store_server *server, const char *username,
                       const char *password, bool digest);
// Serves `body` (copied) at base + path, with the OpenRosa header.
void store_server_document(struct store_server *server, const char *path,
                           const char *body);

// What was seen and stored so far.
int store_server_requests(struct store_server *server, const char *method);
size_t store_server_n_stored(struct store_server *server);
// Posts with a known instanceID and another XML: must stay 0.
int store_server_n_different(struct store_server *server);
// Posts whose first part was not xml_submission_file, or without a length, or
// without the headers and the query that OpenRosa asks for: must stay 0.
int store_server_n_malformed(struct store_server *server);
// True when a stored submission holds `xml`.
bool store_server_has(struct store_server *server, const char *xml);
// Posts that held this text, whatever was answered.
int store_server_n_posts_with(struct store_server *server, const char *text);
// True when a file of this name and bytes was stored with some submission.
bool store_server_has_file(struct store_server *server, const char *name,
                           const void *bytes, size_t len);
// The value of the last Date header.
void store_server_last_date(struct store_server *server, char out[64]);
// The Authorization header of the first request, "" = none.
void store_server_first_login(struct store_server *server, char out[256]);
// Waits until so many requests of a method have come whole. False after 10 s.
bool store_server_wait(struct store_server *server, const char *method, int n);

#endif
