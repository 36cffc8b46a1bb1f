/*
 * The kiosk's store: installed forms, instances, the outbox, and counters.
 *
 * One SQLite file. Every write is durable when the call answers VZ_OK. The
 * store thread and the sync thread each open the store for themselves.
 */
#ifndef VZ_STORAGE_KIOSK_KIOSK_STORE_H
#define VZ_STORAGE_KIOSK_KIOSK_STORE_H

#include "base/memory.h"
#include "base/status.h"

#include <stdint.h>

struct vz_kiosk_store;

// Opens DIR/kiosk.sqlite (made with its folder when missing), migrates, and,
// when `check`, tests the file and clears what an interrupted write left
// behind: the program's first opening asks for that. A damaged file is renamed
// to kiosk.sqlite.damaged-<time> with its WAL, reported by *damaged = true, and
// a new one started with what could be read of settings and counters: nothing
// is overwritten. With `damaged` NULL a damaged file is VZ_CORRUPT and stays.
enum vz_status vz_kiosk_store_open(struct vz_kiosk_store **out, const char *dir,
                                   bool check, bool *damaged,
                                   struct vz_error *error);
void vz_kiosk_store_close(struct vz_kiosk_store *store);

// Small named values that must survive: server address, token, device id.
// VZ_NOT_FOUND when not set. The text is for free(3).
enum vz_status vz_kiosk_store_get(struct vz_kiosk_store *store,
                                  const char *name, char **value);
enum vz_status vz_kiosk_store_set(struct vz_kiosk_store *store,
                                  const char *name, const char *value);

// -------------------------------------------------------------------- forms
struct vz_installed_media {
    const char *filename;
    const char *hash; // as the manifest gave it
    const void *bytes;
    size_t len;
};
struct vz_installed_form {
    const char *form_id;
    const char *version;
    const char *name;
    const char *hash; // as the form list gave it
    const char *xml;
    size_t xml_len;
    const struct vz_installed_media *media;
    size_t n_media;
};
// Installs a form with its media as one atomic set, replacing what was shown
// under this form_id (older versions stay as long as instances need them).
enum vz_status vz_kiosk_store_install_form(struct vz_kiosk_store *store,
                                           const struct vz_installed_form *f);
// Stops offering a form that the hub no longer lists.
enum vz_status vz_kiosk_store_retire_form(struct vz_kiosk_store *store,
                                          const char *form_id);
struct vz_kiosk_form {
    const char *form_id, *version, *name, *hash;
    const char *xml; // only from vz_kiosk_store_form; else NULL
    size_t xml_len;
};
struct vz_kiosk_form_list {
    struct vz_arena arena;
    struct vz_kiosk_form *items;
    size_t n;
};
enum vz_status vz_kiosk_store_forms(struct vz_kiosk_store *store,
                                    struct vz_kiosk_form_list *list);
// The form with its XML into `list` (n = 1). VZ_NOT_FOUND.
enum vz_status vz_kiosk_store_form(struct vz_kiosk_store *store,
                                   const char *form_id,
                                   struct vz_kiosk_form_list *list);
void vz_kiosk_form_list_finish(struct vz_kiosk_form_list *list);

struct vz_kiosk_media_list {
    struct vz_arena arena;
    struct vz_installed_media *items;
    size_t n;
};
// Names and hashes of an offered form's media, in order of name; bytes NULL.
enum vz_status vz_kiosk_store_media(struct vz_kiosk_store *store,
                                    const char *form_id,
                                    struct vz_kiosk_media_list *list);
// One file of it with its bytes (n = 1). VZ_NOT_FOUND.
enum vz_status vz_kiosk_store_media_file(struct vz_kiosk_store *store,
                                         const char *form_id,
                                         const char *filename,
                                         struct vz_kiosk_media_list *list);
void vz_kiosk_media_list_finish(struct vz_kiosk_media_list *list);

// ---------------------------------------------------------------- instances
// A visit begins: id, sequence number, form and state `incomplete` are stored
// before the first answer. *sequence is the device's next number (from 1,
// never reused, also when rows were pruned). VZ_EXISTS: the id is known.
enum vz_status vz_kiosk_store_begin(struct vz_kiosk_store *store,
                                    const char *instance_id,
                                    const char *form_id, const char *version,
                                    int64_t *sequence);
// It ends without being sent: the row stays, without answers. VZ_NOT_FOUND
// when no such instance is incomplete.
enum vz_status vz_kiosk_store_abandon(struct vz_kiosk_store *store,
                                      const char *instance_id);
// Every `incomplete` row left by a crash becomes `abandoned`. *n says how many.
enum vz_status vz_kiosk_store_abandon_left(struct vz_kiosk_store *store,
                                           int64_t *n);
struct vz_outbox_file {
    const char *name;
    const char *content_type;
    const void *bytes;
    size_t len;
};
// The last screen: the finalised XML and its files are stored and the instance
// is `complete`, in one transaction. Thanks may be shown after VZ_OK only.
// VZ_NOT_FOUND: never begun; VZ_EXISTS: complete already (the first stays);
// VZ_CONFLICT: abandoned; VZ_INVALID: two files of one name. After VZ_FULL and
// VZ_IO the instance is as before and the call may be made again.
enum vz_status vz_kiosk_store_complete(struct vz_kiosk_store *store,
                                       const char *instance_id, const char *xml,
                                       size_t xml_len,
                                       const struct vz_outbox_file *files,
                                       size_t n_files);

// ------------------------------------------------------------------- status
struct vz_kiosk_status {
    int64_t waiting;           // complete, to be sent
    int64_t held;              // kept back until staff looks
    int64_t sent;              // ever, also those pruned since
    int64_t abandoned;         // ever
    int64_t oldest_waiting_ms; // wall time, 0 = none
    int64_t last_sync_ms;      // last success, 0 = never
    char last_error[200]; // why the last try failed, in words; "" = it did not
};
enum vz_status vz_kiosk_store_status(struct vz_kiosk_store *store,
                                     struct vz_kiosk_status *status);

#endif
