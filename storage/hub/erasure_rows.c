#include "erasure_rows.h"

#include "hub_private.h"

#include <stdio.h>
#include <string.h>

static enum vz_status hash_instance(const char *instance_id,
                                    struct vz_erasure_line *line) {
    line->kind = VZ_ERASURE_INSTANCE;
    vz_sha256_hex(instance_id, strlen(instance_id), line->hash);
    return *line->hash ? VZ_OK : VZ_NOMEM;
}

enum vz_status vz_erasure_find(struct vz_hub_store *store,
                               const struct vz_erasure_line *line,
                               bool *found) {
    struct vz_stmt *stmt =
        line->kind == VZ_ERASURE_INSTANCE
            ? vz_db_prepare(store->db, "SELECT 1 FROM tombstones"
                                       " WHERE instance_sha256 = ?")
            : vz_db_prepare(store->db, "SELECT 1 FROM withdrawals"
                                       " WHERE withdrawal = ?");
    vz_stmt_bind_text(stmt, 1, line->hash);
    enum vz_status status = vz_stmt_step(stmt);
    *found = status == VZ_OK;
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_tombstone_find(struct vz_hub_store *store,
                                 const char *instance_id, bool *found) {
    struct vz_erasure_line line;
    enum vz_status status = hash_instance(instance_id, &line);
    return status == VZ_OK ? vz_erasure_find(store, &line, found) : status;
}

enum vz_status vz_withdrawal_find(struct vz_hub_store *store,
                                  const char *withdrawal, bool *found) {
    struct vz_erasure_line line = {.kind = VZ_ERASURE_WITHDRAWAL};
    snprintf(line.hash, sizeof(line.hash), "%s", withdrawal);
    return vz_erasure_find(store, &line, found);
}

enum vz_status vz_erasure_add(struct vz_hub_store *store,
                              const struct vz_erasure_line *line, bool *added) {
    struct vz_stmt *stmt =
        line->kind == VZ_ERASURE_INSTANCE
            ? vz_db_prepare(store->db,
                            "INSERT INTO tombstones"
                            " (instance_sha256, erased_at) VALUES (?, ?)"
                            " ON CONFLICT (instance_sha256) DO NOTHING")
            : vz_db_prepare(store->db,
                            "INSERT INTO withdrawals"
                            " (withdrawal, withdrawn_at) VALUES (?, ?)"
                            " ON CONFLICT (withdrawal) DO NOTHING");
    vz_stmt_bind_text(stmt, 1, line->hash);
    vz_stmt_bind_text(stmt, 2, line->at);
    enum vz_status status = vz_stmt_run(stmt);
    *added = status == VZ_OK && vz_db_changes(store->db) > 0;
    return status;
}

enum vz_status vz_erasure_entomb(struct vz_hub_store *store,
                                 const char *instance_id, const char *actor,
                                 const char *now) {
    struct vz_erasure_line line;
    bool added = false;
    enum vz_status status = hash_instance(instance_id, &line);
    if (status == VZ_OK) {
        snprintf(line.at, sizeof(line.at), "%s", now);
        status = vz_erasure_add(store, &line, &added);
    }
    if (status == VZ_OK) {
        status =
            vz_hub_audit(store, actor, "submission.erase", line.hash, NULL);
    }
    // Last, as it cannot be undone.
    return status == VZ_OK && added
               ? vz_erasure_log_append(store->place.erasure_log, &line)
               : status;
}

enum vz_status vz_erasure_mark(struct vz_hub_store *store,
                               int64_t submission_id, const char *now) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE submissions SET erased_at = ?,"
                   " attachments_expected = 0, attachments_present = 0"
                   " WHERE submission_id = ?");
    vz_stmt_bind_text(stmt, 1, now);
    vz_stmt_bind_int(stmt, 2, submission_id);
    return vz_stmt_run(stmt);
}

bool vz_erasure_is_repeat(const char *path, void *schema) {
    const struct vz_field *field = vz_schema_field(schema, path);
    return field && field->type == VZ_FIELD_REPEAT;
}
