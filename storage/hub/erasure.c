#include "erasure.h"

#include "base/log.h"
#include "erasure_rows.h"
#include "hub_private.h"
#include "masking.h"
#include "typed_table.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A guesser must not fill the disk with codes that nobody has.
#define WAITING_MAX 1000000

struct ids {
    int64_t *items;
    size_t n, cap;
};

// What one erasure needs at hand.
struct work {
    struct vz_hub_store *store;
    const struct vz_hub_erasure *erasure;
    struct vz_hub_erased *erased;
    struct vz_error *error;
    char now[VZ_ISO_SIZE];
};

static bool ids_add(struct ids *ids, int64_t id) {
    if (!vz_grow(&ids->items, &ids->cap, ids->n, sizeof(*ids->items))) {
        return false;
    }
    ids->items[ids->n++] = id;
    return true;
}

// The first column of every row; resets the statement.
static enum vz_status ids_read(struct ids *ids, struct vz_stmt *stmt) {
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!ids_add(ids, vz_stmt_int(stmt, 0))) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// -------------------------------------------------------------------- files
// Equal files are stored once, so one that another submission or a form uses
// stays.
static enum vz_status drop_blob(struct vz_hub_store *store, int64_t blob_id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "DELETE FROM blobs WHERE blob_id = ?1"
        " AND NOT EXISTS (SELECT 1 FROM attachments WHERE blob_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM form_media WHERE blob_id = ?1)");
    vz_stmt_bind_int(stmt, 1, blob_id);
    return vz_stmt_run(stmt);
}

static enum vz_status drop_files(struct vz_hub_store *store, int64_t id) {
    struct ids blobs = {0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT blob_id FROM attachments WHERE submission_id = ?"
                   " AND blob_id IS NOT NULL");
    vz_stmt_bind_int(stmt, 1, id);
    enum vz_status status = ids_read(&blobs, stmt);
    if (status == VZ_OK) {
        stmt = vz_db_prepare(store->db,
                             "DELETE FROM attachments WHERE submission_id = ?");
        vz_stmt_bind_int(stmt, 1, id);
        status = vz_stmt_run(stmt);
    }
    for (size_t i = 0; i < blobs.n && status == VZ_OK; i++) {
        status = drop_blob(store, blobs.items[i]);
    }
    free(blobs.items);
    return status;
}

// ----------------------------------------------------------- one submission
struct stored {
    struct vz_arena arena;
    struct vz_strbuf xml;
    int64_t submission_id, form_id, form_version_id, received_ms;
    const char *xml_form_id, *instance_id;
    const char *withdrawal, *deprecated_id; // "" = none
    bool superseded, erased;
};

static enum vz_status load_stored(struct vz_hub_store *store,
                                  struct stored *stored) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT form_id, form_version_id, xml_form_id, instance_id,"
                   " withdrawal, deprecated_id, received_at,"
                   " superseded_by IS NOT NULL, erased_at IS NOT NULL, xml"
                   " FROM submissions JOIN forms USING (form_id)"
                   " WHERE submission_id = ?");
    vz_stmt_bind_int(stmt, 1, stored->submission_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        size_t len;
        stored->form_id = vz_stmt_int(stmt, 0);
        stored->form_version_id = vz_stmt_int(stmt, 1);
        stored->xml_form_id = vz_hub_column(&stored->arena, stmt, 2);
        stored->instance_id = vz_hub_column(&stored->arena, stmt, 3);
        stored->withdrawal = vz_hub_column(&stored->arena, stmt, 4);
        stored->deprecated_id = vz_hub_column(&stored->arena, stmt, 5);
        stored->received_ms = vz_hub_iso_ms(vz_stmt_text(stmt, 6));
        stored->superseded = vz_stmt_int(stmt, 7);
        stored->erased = vz_stmt_int(stmt, 8);
        const void *xml = vz_stmt_bytes(stmt, 9, &len);
        vz_strbuf_append_n(&stored->xml, xml, len);
        bool whole = stored->xml_form_id && stored->instance_id &&
                     stored->withdrawal && stored->deprecated_id &&
                     !stored->xml.failed;
        status = whole ? VZ_OK : VZ_NOMEM;
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status put_xml(struct vz_hub_store *store, int64_t id,
                              const char *xml) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE submissions SET xml = ? WHERE submission_id = ?");
    vz_stmt_bind_text(stmt, 1, xml);
    vz_stmt_bind_int(stmt, 2, id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK) {
        stmt = vz_db_prepare(
            store->db, "UPDATE conflicts SET xml = '' WHERE submission_id = ?");
        vz_stmt_bind_int(stmt, 1, id);
        status = vz_stmt_run(stmt);
    }
    return status;
}

// The masked XML in the place of the XML, and its typed rows in the place of
// the typed rows. What an edit replaced has none.
static enum vz_status put_masked(struct work *work, const struct stored *stored,
                                 struct vz_typed_row *row,
                                 const struct vz_strbuf *masked) {
    struct vz_submission parsed = {0};
    enum vz_status status =
        vz_submission_parse(&parsed, masked->data, masked->len,
                            vz_erasure_is_repeat, (void *)row->schema, NULL);
    if (status == VZ_OK) {
        status = put_xml(work->store, stored->submission_id, masked->data);
    }
    if (status == VZ_OK) {
        status = vz_typed_delete(work->store, stored->form_id,
                                 stored->submission_id);
    }
    if (status == VZ_OK && !stored->superseded) {
        row->parsed = &parsed;
        status = vz_typed_insert(work->store, row);
    }
    vz_submission_finish(&parsed);
    return status;
}

static enum vz_status mask_stored(struct work *work,
                                  const struct stored *stored) {
    struct vz_typed_row row = {
        .form_id = stored->form_id,
        .submission_id = stored->submission_id,
        .received_ms = stored->received_ms,
    };
    row.schema = work->erasure->schema_for(
        work->erasure->userdata, stored->xml_form_id, stored->form_version_id,
        &row.schema_version_id, work->error);
    if (!row.schema) {
        return VZ_CORRUPT;
    }
    struct vz_submission parsed;
    struct vz_strbuf masked = {0};
    enum vz_status status = vz_submission_parse(
        &parsed, stored->xml.data, stored->xml.len, vz_erasure_is_repeat,
        (void *)row.schema, work->error);
    if (status == VZ_OK) {
        status = vz_hub_mask(row.schema, &parsed, stored->xml.data,
                             stored->xml.len, &masked);
        vz_submission_finish(&parsed);
    }
    if (status == VZ_OK) {
        status = put_masked(work, stored, &row, &masked);
    }
    vz_strbuf_finish(&masked);
    return status;
}

// An original that comes after its edit was erased is known by these.
static enum vz_status remember_kin(struct work *work,
                                   const struct stored *stored) {
    struct vz_erasure_line line = {.kind = VZ_ERASURE_WITHDRAWAL};
    enum vz_status status = VZ_OK;
    if (*stored->withdrawal) {
        bool added;
        snprintf(line.hash, sizeof(line.hash), "%s", stored->withdrawal);
        snprintf(line.at, sizeof(line.at), "%s", work->now);
        status = vz_erasure_add(work->store, &line, &added);
    }
    if (status == VZ_OK && *stored->deprecated_id) {
        status = vz_erasure_entomb(work->store, stored->deprecated_id,
                                   work->erasure->actor, work->now);
    }
    return status;
}

static enum vz_status erase_stored(struct work *work,
                                   const struct stored *stored) {
    enum vz_status status = mask_stored(work, stored);
    if (status == VZ_OK) {
        status = drop_files(work->store, stored->submission_id);
    }
    if (status == VZ_OK) {
        status = vz_erasure_mark(work->store, stored->submission_id, work->now);
    }
    if (status == VZ_OK) {
        status = remember_kin(work, stored);
    }
    if (status == VZ_OK) {
        status = vz_erasure_entomb(work->store, stored->instance_id,
                                   work->erasure->actor, work->now);
    }
    return status;
}

static enum vz_status erase_one(struct work *work, int64_t id) {
    struct stored stored = {.submission_id = id};
    enum vz_status status = load_stored(work->store, &stored);
    if (status == VZ_OK && !stored.erased) {
        status = erase_stored(work, &stored);
        work->erased->n_erased += status == VZ_OK;
    }
    vz_strbuf_wipe(&stored.xml);
    vz_arena_wipe(&stored.arena);
    return status;
}

// ------------------------------------------------------------------ finding
// A submission with the edits that replaced it and those that it replaced.
#define CHAIN_OF(first)                                                     \
    "WITH RECURSIVE chain (id) AS ("                                        \
    " SELECT submission_id FROM submissions WHERE " first                   \
    " UNION SELECT CASE s.superseded_by WHEN chain.id THEN s.submission_id" \
    " ELSE s.superseded_by END FROM chain JOIN submissions AS s"            \
    " ON s.superseded_by = chain.id OR s.submission_id = chain.id"          \
    " WHERE s.superseded_by IS NOT NULL)"                                   \
    " SELECT id FROM chain"

static enum vz_status erase_all(struct work *work, struct vz_stmt *stmt) {
    struct ids ids = {0};
    enum vz_status status = ids_read(&ids, stmt);
    for (size_t i = 0; i < ids.n && status == VZ_OK; i++) {
        status = erase_one(work, ids.items[i]);
    }
    work->erased->n_found = ids.n;
    free(ids.items);
    return status;
}

static enum vz_status work_begin(struct work *work, bool *began) {
    *work->erased = (struct vz_hub_erased){0};
    vz_hub_now(work->now);
    return vz_hub_enter(work->store, began);
}

static enum vz_status work_end(struct work *work, bool began,
                               enum vz_status status) {
    status = vz_hub_leave(work->store, began, status);
    if (status != VZ_OK) {
        work->erased->n_erased = 0;
        if (work->error && !*work->error->message) {
            vz_error_set(work->error, status, "Nothing was erased: %s.",
                         vz_status_text(status));
        }
    }
    return status;
}

// ------------------------------------------------------------------ by code
static enum vz_status check_room(struct vz_hub_store *store) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT count(*) FROM withdrawals");
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK && vz_stmt_int(stmt, 0) >= WAITING_MAX) {
        status = VZ_LIMIT;
    }
    vz_stmt_reset(stmt);
    return status;
}

// Nothing has come with this code yet.
static enum vz_status keep_waiting(struct work *work, const char *withdrawal) {
    struct vz_erasure_line line = {.kind = VZ_ERASURE_WITHDRAWAL};
    bool added = false;
    snprintf(line.hash, sizeof(line.hash), "%s", withdrawal);
    snprintf(line.at, sizeof(line.at), "%s", work->now);
    enum vz_status status = check_room(work->store);
    if (status == VZ_OK) {
        status = vz_erasure_add(work->store, &line, &added);
    }
    if (status != VZ_OK || !added) {
        return status;
    }
    status = vz_hub_audit(work->store, work->erasure->actor, "withdrawal.wait",
                          line.hash, NULL);
    return status == VZ_OK
               ? vz_erasure_log_append(work->store->place.erasure_log, &line)
               : status;
}

enum vz_status vz_hub_erase_withdrawn(struct vz_hub_store *store,
                                      const char *withdrawal,
                                      const struct vz_hub_erasure *erasure,
                                      struct vz_hub_erased *erased,
                                      struct vz_error *error) {
    struct work work = {store, erasure, erased, error, ""};
    bool began;
    enum vz_status status = work_begin(&work, &began);
    if (status != VZ_OK) {
        return work_end(&work, false, status);
    }
    struct vz_stmt *stmt = vz_db_prepare(store->db, CHAIN_OF("withdrawal = ?"));
    vz_stmt_bind_text(stmt, 1, withdrawal);
    status = erase_all(&work, stmt);
    if (status == VZ_OK && erased->n_found == 0) {
        status = keep_waiting(&work, withdrawal);
    }
    return work_end(&work, began, status);
}

// -------------------------------------------------------------- by instance
enum vz_status vz_hub_erase_instance(struct vz_hub_store *store,
                                     const char *instance_id,
                                     const struct vz_hub_erasure *erasure,
                                     struct vz_hub_erased *erased,
                                     struct vz_error *error) {
    struct work work = {store, erasure, erased, error, ""};
    bool began;
    enum vz_status status = work_begin(&work, &began);
    if (status != VZ_OK) {
        return work_end(&work, false, status);
    }
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, CHAIN_OF("instance_id = ?"));
    vz_stmt_bind_text(stmt, 1, instance_id);
    status = erase_all(&work, stmt);
    if (status == VZ_OK && erased->n_found == 0) {
        status = VZ_NOT_FOUND;
        vz_error_set(error, status, "There is no submission of this id.");
    }
    return work_end(&work, began, status);
}

// ------------------------------------------------------------------- replay
// Keeps the lines that the database does not know of.
static enum vz_status keep_unknown(struct vz_hub_store *store,
                                   struct vz_erasure_lines *lines) {
    size_t n = 0;
    for (size_t i = 0; i < lines->n; i++) {
        bool found;
        enum vz_status status =
            vz_erasure_find(store, &lines->items[i], &found);
        if (status != VZ_OK) {
            return status;
        }
        if (!found) {
            lines->items[n++] = lines->items[i];
        }
    }
    lines->n = n;
    return VZ_OK;
}

static enum vz_status find_entombed(struct vz_hub_store *store,
                                    struct ids *ids) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT submission_id, instance_id FROM submissions"
                   " WHERE erased_at IS NULL");
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        bool found;
        status = vz_tombstone_find(store, vz_stmt_text(stmt, 1), &found);
        if (status == VZ_OK && found && !ids_add(ids, vz_stmt_int(stmt, 0))) {
            status = VZ_NOMEM;
        }
        if (status != VZ_OK) {
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status replay_lines(struct work *work,
                                   const struct vz_erasure_lines *lines) {
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < lines->n && status == VZ_OK; i++) {
        bool added;
        status = vz_erasure_add(work->store, &lines->items[i], &added);
    }
    struct ids ids = {0};
    if (status == VZ_OK) {
        status = find_entombed(work->store, &ids);
    }
    if (status == VZ_OK) {
        status =
            ids_read(&ids, vz_db_prepare(work->store->db,
                                         "SELECT submission_id FROM submissions"
                                         " JOIN withdrawals USING (withdrawal)"
                                         " WHERE erased_at IS NULL"));
    }
    for (size_t i = 0; i < ids.n && status == VZ_OK; i++) {
        status = erase_one(work, ids.items[i]);
    }
    free(ids.items);
    return status;
}

enum vz_status vz_hub_erasures_replay(struct vz_hub_store *store,
                                      const struct vz_hub_erasure *erasure,
                                      size_t *n_erased,
                                      struct vz_error *error) {
    struct vz_hub_erased erased = {0};
    struct work work = {store, erasure, &erased, error, ""};
    struct vz_erasure_lines lines;
    bool began = false;
    enum vz_status status =
        vz_erasure_log_read(store->place.erasure_log, &lines);
    if (status == VZ_OK) {
        status = keep_unknown(store, &lines);
    }
    if (status == VZ_OK && lines.n) {
        status = work_begin(&work, &began);
        if (status == VZ_OK) {
            status = replay_lines(&work, &lines);
        }
    }
    status = work_end(&work, began, status);
    free(lines.items);
    *n_erased = erased.n_erased;
    if (erased.n_erased) {
        LOGW("%zu submissions were erased again: the log names them and the "
             "database, perhaps a restored backup, still had their words",
             erased.n_erased);
    }
    return status;
}

// ------------------------------------------------------------------ telling
enum vz_status vz_hub_tombstones(struct vz_hub_store *store, int64_t since_ms,
                                 struct vz_strbuf *out) {
    char since[VZ_ISO_SIZE];
    struct vz_datetime time = vz_clock_utc(since_ms);
    vz_clock_format_iso(&time, since, sizeof(since));
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT instance_sha256 FROM tombstones"
                   " WHERE erased_at >= ? ORDER BY instance_sha256");
    vz_stmt_bind_text(stmt, 1, since);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        vz_strbuf_append(out, vz_stmt_text(stmt, 0));
        vz_strbuf_append_char(out, '\n');
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// ---------------------------------------------------------- settling, salt
enum vz_status vz_hub_erasure_settle(struct vz_hub_store *store) {
    return vz_db_checkpoint(store->db);
}

static enum vz_status read_salt(struct vz_hub_store *store,
                                char salt[VZ_HUB_SALT_SIZE]) {
    struct vz_stmt *stmt = vz_db_prepare(store->db,
                                         "SELECT value FROM settings"
                                         " WHERE name = 'withdrawal_salt'");
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        snprintf(salt, VZ_HUB_SALT_SIZE, "%s", vz_stmt_text(stmt, 0));
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_hub_withdrawal_salt(struct vz_hub_store *store,
                                      char salt[VZ_HUB_SALT_SIZE]) {
    enum vz_status status = read_salt(store, salt);
    if (status != VZ_NOT_FOUND) {
        return status;
    }
    unsigned char bytes[(VZ_HUB_SALT_SIZE - 1) / 2];
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(salt, VZ_HUB_SALT_SIZE, bytes, sizeof(bytes));
    // Another process may have made one meanwhile; the first one counts.
    struct vz_stmt *stmt = vz_db_prepare(store->db,
                                         "INSERT INTO settings (name, value)"
                                         " VALUES ('withdrawal_salt', ?)"
                                         " ON CONFLICT (name) DO NOTHING");
    vz_stmt_bind_text(stmt, 1, salt);
    status = vz_stmt_run(stmt);
    return status == VZ_OK ? read_salt(store, salt) : status;
}
