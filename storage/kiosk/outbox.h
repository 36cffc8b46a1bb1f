/*
 * The outbox: complete submissions on their road to the hub.
 *
 * What a reply means is decided in storage/sync/outbox_policy.h; here its
 * outcome is written down. Nothing in this file deletes a submission but
 * vz_outbox_prune, by age and only when the hub has it.
 */
#ifndef VZ_STORAGE_KIOSK_OUTBOX_H
#define VZ_STORAGE_KIOSK_OUTBOX_H

#include "kiosk_store.h"
#include "openrosa/openrosa.h"

// The longest pause that is ever written down. A later next attempt means
// that the kiosk's clock jumped, and the record is due.
#define VZ_OUTBOX_MAX_PAUSE_MS (INT64_C(25) * 3600 * 1000)
#define VZ_OUTBOX_KEEP_DAYS 30

struct vz_outbox_attachment {
    const char *name;
    const char *content_type;
    const void *bytes;
    size_t len;
    const char *sha256;
    bool accepted; // a post that held it was answered with success
    bool stored;   // the hub named this digest
};

// A submission as it stands, with its bytes; all in the arena.
struct vz_outbox_record {
    struct vz_arena arena;
    const char *instance_id;
    const char *form_id;
    const char *version;
    int64_t sequence;
    const char *xml;
    size_t xml_len;
    const char *xml_sha256;
    bool xml_stored;
    bool hub_names; // the hub names what it stores
    bool maybe_sent;
    int attempts;  // failed ones
    int conflicts; // refusals that were tried once more
    struct vz_outbox_attachment *files;
    size_t n_files;
};

// The next record that is due at wall time `now_ms`: those that failed least
// often first, then by sequence, so that none stands in the way of others.
// VZ_NOT_FOUND: none.
enum vz_status vz_outbox_next(struct vz_kiosk_store *store, int64_t now_ms,
                              struct vz_outbox_record *record);
void vz_outbox_record_finish(struct vz_outbox_record *record);

// The first record from this sequence number on that the hub has not confirmed,
// whether it is due or not. VZ_NOT_FOUND: none.
enum vz_status vz_outbox_from(struct vz_kiosk_store *store, int64_t sequence,
                              struct vz_outbox_record *record);

// When the next record is due (wall ms, 0 = now). VZ_NOT_FOUND: nothing waits.
enum vz_status vz_outbox_next_due(struct vz_kiosk_store *store,
                                  int64_t *due_ms);

// Must answer VZ_OK before the first byte leaves: from then on the hub may
// have the record, and the same bytes are all that is ever sent for it.
// VZ_CONFLICT: it was taken back meanwhile and must not be sent.
enum vz_status vz_outbox_mark_sending(struct vz_kiosk_store *store,
                                      struct vz_outbox_record *record);

// A post with the attachments first..first+n-1 was answered with success.
// `stored` is what the hub named. Updates rows and record. VZ_CONFLICT when the
// hub named another digest for a file: it does not hold what we sent.
enum vz_status vz_outbox_mark_accepted(struct vz_kiosk_store *store,
                                       struct vz_outbox_record *record,
                                       size_t first, size_t n,
                                       const struct vz_stored_file *stored,
                                       size_t n_stored);

// True when every attachment was accepted and, where the hub names what it
// stores, each digest was named.
bool vz_outbox_is_stored(const struct vz_outbox_record *record);

// All of it is at the hub: state `submitted`. The bytes stay until pruned.
enum vz_status vz_outbox_mark_submitted(struct vz_kiosk_store *store,
                                        const struct vz_outbox_record *record);

// The accepted marks are void (the hub does not have the files after all):
// everything is sent again.
enum vz_status vz_outbox_forget_accepted(struct vz_kiosk_store *store,
                                         struct vz_outbox_record *record);

enum vz_outbox_hold {
    VZ_OUTBOX_NOT_HELD,
    VZ_OUTBOX_HELD,       // until staff looks
    VZ_OUTBOX_HELD_DAILY, // and tried again at next_attempt_ms
};
struct vz_outbox_failure {
    int64_t next_attempt_ms; // wall time
    bool pause_asked;        // by the server: a wake does not shorten it
    bool conflict;           // counts as a refusal that is tried once more
    enum vz_outbox_hold hold;
    const char *reason; // in words for staff, without personal data
};
// State `submissionFailed`, to be tried again as the failure says.
enum vz_status vz_outbox_mark_failed(struct vz_kiosk_store *store,
                                     const struct vz_outbox_record *record,
                                     const struct vz_outbox_failure *failure);

// Records that wait only by our own pause are due now.
enum vz_status vz_outbox_forget_pauses(struct vz_kiosk_store *store);
// Staff has looked: what was held is due now.
enum vz_status vz_outbox_release_held(struct vz_kiosk_store *store);

// A whole round succeeded at `now_ms`: the last error is gone.
enum vz_status vz_outbox_note_success(struct vz_kiosk_store *store,
                                      int64_t now_ms);
// Why nothing moves, for the staff screen.
enum vz_status vz_outbox_note_error(struct vz_kiosk_store *store,
                                    const char *words);

struct vz_outbox_held_record {
    int64_t sequence;
    const char *form_id;
    const char *reason;
};
struct vz_outbox_held_list {
    struct vz_arena arena;
    struct vz_outbox_held_record *items;
    size_t n;
};
// What is held and why, in order of sequence, for the staff screen.
enum vz_status vz_outbox_held(struct vz_kiosk_store *store,
                              struct vz_outbox_held_list *list);
void vz_outbox_held_list_finish(struct vz_outbox_held_list *list);

// Removes what was submitted, or abandoned, over `keep_days` before `now_ms`;
// where the hub names what it stores only when each digest was named. *n says
// how many rows went. A row dated after `now_ms` stays (the clock was wrong).
enum vz_status vz_outbox_prune(struct vz_kiosk_store *store, int64_t now_ms,
                               int keep_days, int64_t *n);

#endif
