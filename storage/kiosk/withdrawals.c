#include "withdrawals.h"

#include "kiosk_store_private.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

// An instance that holds the hash and of which no byte has left. What was
// sealed does not show its hash and is the hub's to find.
static enum vz_status find_unsent(struct vz_kiosk_store *store,
                                  const char *hash, char *id, size_t size) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT instance_id FROM instances WHERE maybe_sent = 0"
                   " AND state IN ('complete', 'submissionFailed')"
                   " AND instr(xml, CAST(? AS BLOB)) > 0");
    vz_stmt_bind_text(stmt, 1, hash);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        const char *found = vz_stmt_text(stmt, 0);
        snprintf(id, size, "%s", found ? found : "");
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status erase(struct vz_kiosk_store *store, const char *id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "DELETE FROM attachments WHERE instance_id = ?");
    vz_stmt_bind_text(stmt, 1, id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status != VZ_OK) {
        return status;
    }
    stmt = vz_db_prepare(store->db,
                         "UPDATE instances SET state = 'abandoned', xml = NULL,"
                         " xml_sha256 = NULL, reason = NULL, held = 0"
                         " WHERE instance_id = ?");
    vz_stmt_bind_text(stmt, 1, id);
    return vz_stmt_run(stmt);
}

static enum vz_status remember(struct vz_kiosk_store *store, const char *hash) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO withdrawals (code_hash, asked_at) VALUES (?, ?)"
                   " ON CONFLICT DO NOTHING");
    vz_stmt_bind_text(stmt, 1, hash);
    vz_stmt_bind_int(stmt, 2, vz_clock_wall_ms());
    return vz_stmt_run(stmt);
}

enum vz_status vz_withdrawal_ask(struct vz_kiosk_store *store, const char *hash,
                                 bool *gone) {
    char id[128];
    *gone = false;
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    status = find_unsent(store, hash, id, sizeof(id));
    bool found = status == VZ_OK;
    if (found) {
        status = erase(store, id);
    } else if (status == VZ_NOT_FOUND) {
        status = remember(store, hash);
    }
    status = vz_kiosk_store_end(store, status);
    if (status == VZ_OK && found) {
        *gone = true;
        vz_db_checkpoint(store->db); // out of the log too
    }
    return status;
}

enum vz_status vz_withdrawal_next(struct vz_kiosk_store *store,
                                  char hash[VZ_CODE_HASH_SIZE]) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT code_hash FROM withdrawals"
                                 " ORDER BY asked_at, code_hash LIMIT 1");
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        const char *text = vz_stmt_text(stmt, 0);
        snprintf(hash, VZ_CODE_HASH_SIZE, "%s", text ? text : "");
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_withdrawal_told(struct vz_kiosk_store *store,
                                  const char *hash) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM withdrawals WHERE code_hash = ?");
    vz_stmt_bind_text(stmt, 1, hash);
    return vz_stmt_run(stmt);
}

enum vz_status vz_withdrawals_waiting(struct vz_kiosk_store *store,
                                      int64_t *n) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT count(*) FROM withdrawals");
    enum vz_status status = vz_stmt_step(stmt);
    *n = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return status;
}
