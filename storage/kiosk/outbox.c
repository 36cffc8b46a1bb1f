#include "outbox.h"

#include "kiosk_store_private.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_MS (INT64_C(24) * 3600 * 1000)

// What may be sent: held = 1 waits for staff, held = 2 for its daily try.
#define SENDABLE "state IN ('complete', 'submissionFailed') AND held <> 1"

// ----------------------------------------------------------------- reading

static bool copy_text(struct vz_arena *arena, struct vz_stmt *stmt, int column,
                      const char **text) {
    const char *value = vz_stmt_text(stmt, column);
    *text = vz_arena_strdup(arena, value ? value : "");
    return *text;
}

static enum vz_status take_record(struct vz_outbox_record *record,
                                  struct vz_stmt *stmt) {
    struct vz_arena *arena = &record->arena;
    record->xml = vz_kiosk_copy_bytes(arena, stmt, 4, &record->xml_len);
    record->sequence = vz_stmt_int(stmt, 3);
    record->xml_stored = vz_stmt_int(stmt, 6);
    record->hub_names = vz_stmt_int(stmt, 7);
    record->maybe_sent = vz_stmt_int(stmt, 8);
    record->attempts = (int)vz_stmt_int(stmt, 9);
    record->conflicts = (int)vz_stmt_int(stmt, 10);
    return copy_text(arena, stmt, 0, &record->instance_id) &&
                   copy_text(arena, stmt, 1, &record->form_id) &&
                   copy_text(arena, stmt, 2, &record->version) &&
                   copy_text(arena, stmt, 5, &record->xml_sha256) && record->xml
               ? VZ_OK
               : VZ_NOMEM;
}

static bool take_attachment(struct vz_arena *arena, struct vz_stmt *stmt,
                            struct vz_outbox_attachment *file) {
    file->bytes = vz_kiosk_copy_bytes(arena, stmt, 2, &file->len);
    file->accepted = vz_stmt_int(stmt, 4);
    file->stored = vz_stmt_int(stmt, 5);
    return copy_text(arena, stmt, 0, &file->name) &&
           copy_text(arena, stmt, 1, &file->content_type) &&
           copy_text(arena, stmt, 3, &file->sha256) && file->bytes;
}

static enum vz_status read_attachments(struct vz_kiosk_store *store,
                                       struct vz_outbox_record *record) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT name, content_type, bytes, sha256, accepted, stored"
                   " FROM attachments WHERE instance_id = ?"
                   " ORDER BY position");
    vz_stmt_bind_text(stmt, 1, record->instance_id);
    size_t cap = 0;
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!vz_arena_grow(&record->arena, &record->files, &cap,
                           record->n_files, sizeof(*record->files)) ||
            !take_attachment(&record->arena, stmt,
                             &record->files[record->n_files])) {
            status = VZ_NOMEM;
            break;
        }
        record->n_files++;
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// Takes the one row of a statement with the columns of take_record.
static enum vz_status read_record(struct vz_kiosk_store *store,
                                  struct vz_stmt *stmt,
                                  struct vz_outbox_record *record) {
    *record = (struct vz_outbox_record){0};
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        status = take_record(record, stmt);
    }
    vz_stmt_reset(stmt);
    if (status == VZ_OK) {
        status = read_attachments(store, record);
    }
    if (status != VZ_OK) {
        vz_outbox_record_finish(record);
    }
    return status;
}

#define COLUMNS                                                     \
    "instance_id, xml_form_id, version, sequence, xml, xml_sha256," \
    " xml_stored, hub_names, maybe_sent, attempts, conflicts"

enum vz_status vz_outbox_next(struct vz_kiosk_store *store, int64_t now_ms,
                              struct vz_outbox_record *record) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        // The inner one keeps the bytes out of the sorting.
        "SELECT " COLUMNS
        " FROM instances WHERE instance_id = (SELECT instance_id"
        " FROM instances WHERE " SENDABLE
        " AND (next_attempt_at <= ?1 OR next_attempt_at > ?1 + ?2)"
        " ORDER BY attempts, sequence LIMIT 1)");
    vz_stmt_bind_int(stmt, 1, now_ms);
    vz_stmt_bind_int(stmt, 2, VZ_OUTBOX_MAX_PAUSE_MS);
    return read_record(store, stmt, record);
}

enum vz_status vz_outbox_from(struct vz_kiosk_store *store, int64_t sequence,
                              struct vz_outbox_record *record) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT " COLUMNS " FROM instances WHERE sequence >= ?"
                   " AND state IN ('complete', 'submissionFailed')"
                   " ORDER BY sequence LIMIT 1");
    vz_stmt_bind_int(stmt, 1, sequence);
    return read_record(store, stmt, record);
}

void vz_outbox_record_finish(struct vz_outbox_record *record) {
    if (record) {
        vz_arena_finish(&record->arena);
        *record = (struct vz_outbox_record){0};
    }
}

enum vz_status vz_outbox_next_due(struct vz_kiosk_store *store,
                                  int64_t *due_ms) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT min(next_attempt_at) FROM instances WHERE " SENDABLE
                   " HAVING count(*) > 0");
    enum vz_status status = vz_stmt_step(stmt);
    *due_ms = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return status;
}

// ----------------------------------------------------------------- marking

enum vz_status vz_outbox_mark_sending(struct vz_kiosk_store *store,
                                      struct vz_outbox_record *record) {
    if (record->maybe_sent) {
        return VZ_OK;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE instances SET maybe_sent = 1 WHERE instance_id = ?"
                   " AND xml IS NOT NULL"); // it may just have been taken back
    vz_stmt_bind_text(stmt, 1, record->instance_id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        status = VZ_CONFLICT;
    }
    record->maybe_sent = status == VZ_OK;
    return status;
}

// Notes in the record what the hub named. False: it named another digest.
static bool note_stored(struct vz_outbox_record *record,
                        const struct vz_stored_file *stored) {
    record->hub_names = true;
    if (!*stored->name) {
        record->xml_stored = !strcmp(stored->sha256, record->xml_sha256);
        return record->xml_stored;
    }
    for (size_t i = 0; i < record->n_files; i++) {
        struct vz_outbox_attachment *file = &record->files[i];
        if (!strcmp(file->name, stored->name)) {
            file->stored = !strcmp(file->sha256, stored->sha256);
            return file->stored;
        }
    }
    return true; // a file of an earlier edit, or one that we do not know
}

static enum vz_status write_flags(struct vz_kiosk_store *store,
                                  const struct vz_outbox_record *record) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE instances SET hub_names = ?, xml_stored = ?"
                   " WHERE instance_id = ?");
    vz_stmt_bind_int(stmt, 1, record->hub_names);
    vz_stmt_bind_int(stmt, 2, record->xml_stored);
    vz_stmt_bind_text(stmt, 3, record->instance_id);
    enum vz_status status = vz_stmt_run(stmt);
    for (size_t i = 0; status == VZ_OK && i < record->n_files; i++) {
        stmt = vz_db_prepare(store->db,
                             "UPDATE attachments SET accepted = ?, stored = ?"
                             " WHERE instance_id = ? AND name = ?");
        vz_stmt_bind_int(stmt, 1, record->files[i].accepted);
        vz_stmt_bind_int(stmt, 2, record->files[i].stored);
        vz_stmt_bind_text(stmt, 3, record->instance_id);
        vz_stmt_bind_text(stmt, 4, record->files[i].name);
        status = vz_stmt_run(stmt);
    }
    return status;
}

static enum vz_status
write_flags_at_once(struct vz_kiosk_store *store,
                    const struct vz_outbox_record *record) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    return vz_kiosk_store_end(store, write_flags(store, record));
}

enum vz_status vz_outbox_mark_accepted(struct vz_kiosk_store *store,
                                       struct vz_outbox_record *record,
                                       size_t first, size_t n,
                                       const struct vz_stored_file *stored,
                                       size_t n_stored) {
    bool same = true;
    for (size_t i = 0; i < n_stored; i++) {
        same = note_stored(record, &stored[i]) && same;
    }
    for (size_t i = first; same && i < first + n && i < record->n_files; i++) {
        record->files[i].accepted = true;
    }
    enum vz_status status = write_flags_at_once(store, record);
    return status == VZ_OK && !same ? VZ_CONFLICT : status;
}

bool vz_outbox_is_stored(const struct vz_outbox_record *record) {
    bool stored = !record->hub_names || record->xml_stored;
    for (size_t i = 0; stored && i < record->n_files; i++) {
        stored = record->files[i].accepted &&
                 (!record->hub_names || record->files[i].stored);
    }
    return stored;
}

enum vz_status vz_outbox_forget_accepted(struct vz_kiosk_store *store,
                                         struct vz_outbox_record *record) {
    for (size_t i = 0; i < record->n_files; i++) {
        record->files[i].accepted = false;
    }
    return write_flags_at_once(store, record);
}

static enum vz_status set_submitted(struct vz_kiosk_store *store,
                                    const char *instance_id, int64_t now_ms) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE instances SET state = 'submitted', held = 0,"
                   " reason = NULL, attempts = 0, submitted_at = ?"
                   " WHERE instance_id = ? AND state <> 'submitted'");
    vz_stmt_bind_int(stmt, 1, now_ms);
    vz_stmt_bind_text(stmt, 2, instance_id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) > 0) {
        return vz_kiosk_store_count(store, "submitted");
    }
    return status;
}

enum vz_status vz_outbox_mark_submitted(struct vz_kiosk_store *store,
                                        const struct vz_outbox_record *record) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    return vz_kiosk_store_end(
        store, set_submitted(store, record->instance_id, vz_clock_wall_ms()));
}

enum vz_status vz_outbox_mark_failed(struct vz_kiosk_store *store,
                                     const struct vz_outbox_record *record,
                                     const struct vz_outbox_failure *failure) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE instances SET state = 'submissionFailed',"
                   " attempts = attempts + 1, conflicts = conflicts + ?,"
                   " next_attempt_at = ?, pause_asked = ?, held = ?,"
                   " reason = ? WHERE instance_id = ?"
                   " AND state IN ('complete', 'submissionFailed')");
    vz_stmt_bind_int(stmt, 1, failure->conflict);
    vz_stmt_bind_int(stmt, 2, failure->next_attempt_ms);
    vz_stmt_bind_int(stmt, 3, failure->pause_asked);
    vz_stmt_bind_int(stmt, 4, failure->hold);
    vz_stmt_bind_text(stmt, 5, failure->reason);
    vz_stmt_bind_text(stmt, 6, record->instance_id);
    return vz_stmt_run(stmt);
}

enum vz_status vz_outbox_forget_pauses(struct vz_kiosk_store *store) {
    return vz_stmt_run(vz_db_prepare(
        store->db, "UPDATE instances SET next_attempt_at = 0"
                   " WHERE state = 'submissionFailed' AND held = 0"
                   " AND pause_asked = 0 AND next_attempt_at <> 0"));
}

enum vz_status vz_outbox_release_held(struct vz_kiosk_store *store) {
    return vz_stmt_run(vz_db_prepare(
        store->db, "UPDATE instances SET held = 0, conflicts = 0,"
                   " next_attempt_at = 0, pause_asked = 0"
                   " WHERE state = 'submissionFailed' AND held <> 0"));
}

// ------------------------------------------------------------------- notes

enum vz_status vz_outbox_note_success(struct vz_kiosk_store *store,
                                      int64_t now_ms) {
    char time[24];
    snprintf(time, sizeof(time), "%" PRId64, now_ms);
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    status = vz_kiosk_store_set(store, VZ_KIOSK_LAST_SYNC, time);
    if (status == VZ_OK) {
        status = vz_kiosk_store_set(store, VZ_KIOSK_LAST_ERROR, "");
    }
    return vz_kiosk_store_end(store, status);
}

enum vz_status vz_outbox_note_error(struct vz_kiosk_store *store,
                                    const char *words) {
    return vz_kiosk_store_set(store, VZ_KIOSK_LAST_ERROR, words);
}

static enum vz_status take_held(struct vz_outbox_held_list *list,
                                struct vz_stmt *stmt) {
    size_t cap = 0;
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!vz_arena_grow(&list->arena, &list->items, &cap, list->n,
                           sizeof(*list->items))) {
            return VZ_NOMEM;
        }
        struct vz_outbox_held_record *item = &list->items[list->n];
        item->sequence = vz_stmt_int(stmt, 0);
        if (!copy_text(&list->arena, stmt, 1, &item->form_id) ||
            !copy_text(&list->arena, stmt, 2, &item->reason)) {
            return VZ_NOMEM;
        }
        list->n++;
    }
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_outbox_held(struct vz_kiosk_store *store,
                              struct vz_outbox_held_list *list) {
    *list = (struct vz_outbox_held_list){0};
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT sequence, xml_form_id, reason FROM instances"
                   " WHERE state = 'submissionFailed' AND held <> 0"
                   " ORDER BY sequence");
    enum vz_status status = take_held(list, stmt);
    vz_stmt_reset(stmt);
    if (status != VZ_OK) {
        vz_outbox_held_list_finish(list);
    }
    return status;
}

void vz_outbox_held_list_finish(struct vz_outbox_held_list *list) {
    if (list) {
        vz_arena_finish(&list->arena);
        *list = (struct vz_outbox_held_list){0};
    }
}

// ----------------------------------------------------------------- pruning

enum vz_status vz_outbox_prune(struct vz_kiosk_store *store, int64_t now_ms,
                               int keep_days, int64_t *n) {
    *n = 0;
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "DELETE FROM instances WHERE"
        " (state = 'abandoned' AND ended_at <= ?1)"
        " OR (state = 'submitted' AND submitted_at <= ?1"
        "  AND (hub_names = 0 OR (xml_stored = 1 AND NOT EXISTS ("
        "   SELECT 1 FROM attachments WHERE stored = 0"
        "   AND attachments.instance_id = instances.instance_id))))");
    vz_stmt_bind_int(stmt, 1, now_ms - keep_days * DAY_MS);
    enum vz_status status = vz_stmt_run(stmt);
    if (status != VZ_OK) {
        return status;
    }
    *n = vz_db_changes(store->db);
    if (*n > 0) {
        // What was pruned must be gone from the log too. A reader in the way
        // only puts that off to the next checkpoint.
        vz_db_checkpoint(store->db);
    }
    return VZ_OK;
}
