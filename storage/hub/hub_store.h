/*
 * The hub's store: forms, devices, users, submissions and the tables that are
 * derived from them.
 *
 * One database holds everything, attachments too, so that one commit makes a
 * submission and all its files durable and one backup is whole: an SQLite file,
 * or a schema of a PostgreSQL server. A store is one connection and belongs to
 * one thread at a time; threads and processes each open their own.
 */
#ifndef VZ_STORAGE_HUB_HUB_STORE_H
#define VZ_STORAGE_HUB_HUB_STORE_H

#include "base/memory.h"
#include "base/schema.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "hub_place.h"

#include <stdint.h>

struct vz_hub_store;
struct vz_db;

enum vz_hub_open_flags {
    VZ_HUB_CREATE = 1 << 0, // make the store and its folder when missing
    VZ_HUB_CHECK = 1 << 1,  // test the whole file: VZ_CORRUPT
};

// Opens the store and brings its schema up to date. VZ_NOT_FOUND when there is
// none and VZ_HUB_CREATE is not set. VZ_NEWER: a newer program made it.
enum vz_status vz_hub_store_open(struct vz_hub_store **out,
                                 const struct vz_hub_place *place,
                                 unsigned flags, struct vz_error *error);
void vz_hub_store_close(struct vz_hub_store *store);

// The connection, for code of this folder and for tests.
struct vz_db *vz_hub_store_db(struct vz_hub_store *store);

// Transactions for callers that group several calls below. Without them each
// writing call is one transaction of its own.
enum vz_status vz_hub_store_begin(struct vz_hub_store *store);
enum vz_status vz_hub_store_commit(struct vz_hub_store *store);
void vz_hub_store_rollback(struct vz_hub_store *store);

// -------------------------------------------------------------------- forms
struct vz_hub_form {
    int64_t form_id; // of the row, from 1
    int64_t form_version_id;
    const char *xml_form_id; // the formID
    const char *version;     // "" = none
    const char *title;
    const char *hash;       // "md5:" + hex of the XML
    const char *created_at; // ISO 8601, UTC
    int64_t n_media;
    int64_t n_submissions; // of the form; only from vz_hub_forms
    const char *xml;       // only where said
    size_t xml_len;
};
struct vz_hub_form_list {
    struct vz_arena arena;
    struct vz_hub_form *items;
    size_t n;
};
void vz_hub_form_list_finish(struct vz_hub_form_list *list);

// A form version with its media, to be published.
struct vz_hub_media {
    const char *name;
    const void *bytes;
    size_t len;
};
struct vz_hub_form_params {
    const struct vz_schema *schema; // form_id, version and title are its own
    const char *xml;
    size_t xml_len;
    const struct vz_hub_media *media;
    size_t n_media;
    const char *actor; // who does it, for the audit
};
// Publishes a version: it becomes the form's current one, and the typed tables
// grow the columns that it needs. *added is false when exactly this version
// was there already; media that it lacked are added to it. VZ_CONFLICT: the
// version, or one of its media, is known with other content.
enum vz_status vz_hub_form_add(struct vz_hub_store *store,
                               const struct vz_hub_form_params *params,
                               bool *added, struct vz_error *error);

// The current version of each form, by formID, without XML.
enum vz_status vz_hub_forms(struct vz_hub_store *store,
                            struct vz_hub_form_list *list);
// As above without the counts, which cost time; `xml_form_id` NULL = all.
enum vz_status vz_hub_forms_current(struct vz_hub_store *store,
                                    const char *xml_form_id,
                                    struct vz_hub_form_list *list);
// One version with its XML; `version` NULL = the current one. VZ_NOT_FOUND.
enum vz_status vz_hub_form_version(struct vz_hub_store *store,
                                   const char *xml_form_id, const char *version,
                                   struct vz_hub_form_list *list);
// All versions with their XML, newest first. VZ_NOT_FOUND: no such form.
enum vz_status vz_hub_form_versions(struct vz_hub_store *store,
                                    const char *xml_form_id,
                                    struct vz_hub_form_list *list);

struct vz_hub_media_item {
    const char *name;
    const char *hash; // "md5:" + hex
    int64_t blob_id;
    int64_t size;
};
struct vz_hub_media_list {
    struct vz_arena arena;
    struct vz_hub_media_item *items;
    size_t n;
};
enum vz_status vz_hub_form_media(struct vz_hub_store *store,
                                 int64_t form_version_id,
                                 struct vz_hub_media_list *list);
void vz_hub_media_list_finish(struct vz_hub_media_list *list);

// Appends the bytes of a stored file. VZ_NOT_FOUND, VZ_NOMEM, VZ_CORRUPT.
enum vz_status vz_hub_blob_read(struct vz_hub_store *store, int64_t blob_id,
                                struct vz_strbuf *out);

// ------------------------------------------------------------------ devices
// Bytes of a device token as text, with the final NUL.
#define VZ_TOKEN_SIZE 44
// Makes a device and its token. Only the token's hash is stored: this is the
// one time it can be shown. VZ_EXISTS: the name is taken.
enum vz_status vz_hub_device_add(struct vz_hub_store *store, const char *name,
                                 const char *actor, char token[VZ_TOKEN_SIZE],
                                 struct vz_error *error);
// The device behind a token; `name` NULL: whatever its name is. VZ_NOT_FOUND:
// unknown, revoked, or of another name.
enum vz_status vz_hub_device_by_token(struct vz_hub_store *store,
                                      const char *token, const char *name,
                                      int64_t *device_id);
// The token stops working; what the device sent stays. VZ_NOT_FOUND.
enum vz_status vz_hub_device_revoke(struct vz_hub_store *store,
                                    const char *name, const char *actor);

// -------------------------------------------------------------------- users
// Adds a web user, or VZ_EXISTS. The password is hashed with Argon2id (19 MB,
// 2 passes). VZ_INVALID: shorter than 10 characters.
enum vz_status vz_hub_user_add(struct vz_hub_store *store, const char *name,
                               const char *password, const char *role,
                               const char *actor, struct vz_error *error);
// VZ_DENIED: no such user or a wrong password; both take the same time.
enum vz_status vz_hub_user_check(struct vz_hub_store *store, const char *name,
                                 const char *password);

// The same in two halves, so that nobody waits for the store while Argon2id
// works: the hash of a user, or one that nothing matches when there is none
// (VZ_NOT_FOUND; the hash is filled all the same), and the comparison.
#define VZ_PASSWORD_HASH_SIZE 128
enum vz_status vz_hub_password_hash(struct vz_hub_store *store,
                                    const char *name,
                                    char hash[VZ_PASSWORD_HASH_SIZE]);
bool vz_hub_password_fits(const char hash[VZ_PASSWORD_HASH_SIZE],
                          const char *password);

// ------------------------------------------------------------------- audits
// Writes who did what to what. `details` holds no personal data; NULL = none.
enum vz_status vz_hub_audit(struct vz_hub_store *store, const char *actor,
                            const char *action, const char *subject,
                            const char *details);

#endif
