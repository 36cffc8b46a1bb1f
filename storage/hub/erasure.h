/*
 * Erasure: a story leaves, its counts stay.
 *
 * The masked XML takes the place of the XML and only the original's SHA-256
 * stays, so that a late retry is still known. Files go, typed rows are written
 * anew, conflicts lose their XML; edits of a submission go with it. A
 * tombstone and an audit row are written in the same transaction, and a line
 * of the erasure log before it is committed: after a power cut in between, the
 * replay ends what was begun.
 */
#ifndef VZ_STORAGE_HUB_ERASURE_H
#define VZ_STORAGE_HUB_ERASURE_H

#include "base/schema.h"
#include "hub_store.h"

// Where the schemas come from; storage does not read forms.
struct vz_hub_erasure {
    // The schema of a form's version (0: of the current one) and its id, valid
    // until the erasure is done; NULL with error: it cannot be read.
    const struct vz_schema *(*schema_for)(void *userdata,
                                          const char *xml_form_id,
                                          int64_t form_version_id,
                                          int64_t *schema_version_id,
                                          struct vz_error *error);
    void *userdata;
    const char *actor; // for the audit
};

struct vz_hub_erased {
    size_t n_found;  // submissions of this code or id, with their edits
    size_t n_erased; // of these now; the others were erased before
};

// Erases what holds this hash of a withdrawal code (64 hexadecimal digits).
// The code is remembered: found nothing, what comes with it later is masked at
// arrival. VZ_LIMIT: too many codes wait for a submission. On any failure
// nothing is changed.
enum vz_status vz_hub_erase_withdrawn(struct vz_hub_store *store,
                                      const char *withdrawal,
                                      const struct vz_hub_erasure *erasure,
                                      struct vz_hub_erased *erased,
                                      struct vz_error *error);
// Erases the submission of this instanceID. VZ_NOT_FOUND.
enum vz_status vz_hub_erase_instance(struct vz_hub_store *store,
                                     const char *instance_id,
                                     const struct vz_hub_erasure *erasure,
                                     struct vz_hub_erased *erased,
                                     struct vz_error *error);

// Erases again what the log names and the database does not know of, because a
// backup was restored or the power was lost. Quick when there is nothing.
enum vz_status vz_hub_erasures_replay(struct vz_hub_store *store,
                                      const struct vz_hub_erasure *erasure,
                                      size_t *n_erased, struct vz_error *error);

// Appends the hashes of instanceIDs erased since `since_ms` (wall time), one a
// line, sorted.
enum vz_status vz_hub_tombstones(struct vz_hub_store *store, int64_t since_ms,
                                 struct vz_strbuf *out);

// Overwrites what was erased in the write-ahead log too. VZ_BUSY: somebody
// reads; try again.
enum vz_status vz_hub_erasure_settle(struct vz_hub_store *store);

// The organisation's salt for the hashes of withdrawal codes, made when the
// store has none.
#define VZ_HUB_SALT_SIZE 33
enum vz_status vz_hub_withdrawal_salt(struct vz_hub_store *store,
                                      char salt[VZ_HUB_SALT_SIZE]);

#endif
