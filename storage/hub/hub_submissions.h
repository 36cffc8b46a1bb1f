/*
 * Submissions: the set that only grows, keyed by instanceID.
 *
 * Adding is idempotent by the database's own uniqueness: the first post makes
 * the row, the same XML again adds the files that are still missing, other
 * XML under the same id is refused and kept apart as a conflict.
 */
#ifndef VZ_STORAGE_HUB_HUB_SUBMISSIONS_H
#define VZ_STORAGE_HUB_HUB_SUBMISSIONS_H

#include "openrosa/openrosa.h"
#include "hub_store.h"

struct vz_hub_file {
    const char *name;
    const char *content_type; // or NULL
    const char *sha256;       // hex
    const void *bytes;
    size_t len;
};

struct vz_hub_incoming {
    int64_t form_id;
    int64_t form_version_id;        // 0: a version that the hub does not know
    int64_t schema_version_id;      // the version whose schema is used
    const struct vz_schema *schema; // its schema
    int64_t device_id;              // 0 = none
    const char *xml;
    size_t xml_len;
    const char *xml_sha256;
    const struct vz_submission *parsed; // has an instance_id
    const struct vz_hub_file *files;
    size_t n_files;
};

// What happened, for the answer to the sender.
struct vz_hub_receipt {
    int64_t submission_id;
    bool is_new;
    bool complete;      // every file that the XML names is there
    bool conflict_kept; // VZ_CONFLICT, and the other XML was written down
};

// Stores a submission within the caller's transaction (vz_hub_store_begin), or
// in one of its own. It is durable when that transaction has committed. On a
// failure nothing of it is left and the caller's transaction goes on.
// VZ_CONFLICT: the id is known with other XML (which is kept in `conflicts`),
// or a file of this name with other bytes, or the edited submission was
// edited already. Otherwise as db.h says.
enum vz_status vz_hub_submission_add(struct vz_hub_store *store,
                                     const struct vz_hub_incoming *incoming,
                                     struct vz_hub_receipt *receipt);

// Number of submissions of a form that no edit has replaced.
enum vz_status vz_hub_submission_count(struct vz_hub_store *store,
                                       int64_t form_id, int64_t *n);

// Fills a form's typed tables anew from the XML, or leaves them as they were.
// `schema_for` gives the schema of a version (0: of the current one) and its
// id; never NULL, and valid until the rebuild is done.
struct vz_hub_schema_source {
    const struct vz_schema *(*schema_for)(void *userdata,
                                          int64_t form_version_id,
                                          int64_t *schema_version_id);
    bool (*is_repeat)(const char *path, void *userdata);
    void *userdata;
};
enum vz_status vz_hub_rebuild(struct vz_hub_store *store, int64_t form_id,
                              const struct vz_hub_schema_source *source,
                              int64_t *n, struct vz_error *error);

#endif
