/*
 * Who asks: people, by a session or by name and password.
 *
 * A session's token comes as Bearer or in a cookie. With a cookie a browser
 * sends it whoever made the page, so what changes something also needs the
 * session's CSRF token, in the header X-CSRF-Token. A name and password (HTTP
 * Basic) are taken over TLS and on this machine only; wrong ones are counted.
 */
#ifndef VZ_HUB_SIGN_IN_H
#define VZ_HUB_SIGN_IN_H

#include "base/status.h"
#include "storage/hub/hub_sessions.h"

struct vz_exchange;

// Fills exchange->person and exchange->session (empty with a password).
// VZ_NOT_FOUND: nobody, or a wrong password. VZ_DENIED: a password in the
// clear. VZ_BUSY: too many wrong passwords (Retry-After is set). VZ_CONFLICT:
// the CSRF token is missing. Otherwise what db.h says.
enum vz_status vz_sign_in(struct vz_exchange *exchange);

// Compares a password, counting wrong ones by address and auditing them.
// VZ_OK with the person, VZ_NOT_FOUND, VZ_BUSY, VZ_DENIED as above.
enum vz_status vz_sign_in_password(struct vz_exchange *exchange,
                                   const char *name, const char *password,
                                   struct vz_hub_person *person);

// True when this request may do what `role` may; else that was told, and
// audited when it was a person without the right.
bool vz_sign_in_permits(struct vz_exchange *exchange, enum vz_hub_role role);

// Tells why somebody is not let in.
void vz_sign_in_refuse(struct vz_exchange *exchange, enum vz_status status);

// The header Set-Cookie that gives a browser its session; NULL ends it.
void vz_sign_in_cookie(struct vz_exchange *exchange,
                       const struct vz_hub_session *session);

#endif
