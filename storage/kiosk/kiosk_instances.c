/*
 * Instances from the first touch to the last screen.
 */
#include "kiosk_store.h"

#include "kiosk_store_private.h"

#include "base/clock.h"
#include "openrosa/openrosa.h"

#include <string.h>

static enum vz_status next_sequence(struct vz_kiosk_store *store,
                                    int64_t *sequence) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "UPDATE counters SET value = value + 1"
                                 " WHERE name = 'begun' RETURNING value");
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *sequence = vz_stmt_int(stmt, 0);
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status insert_instance(struct vz_kiosk_store *store,
                                      const char *instance_id,
                                      const char *form_id, const char *version,
                                      int64_t sequence) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO instances (instance_id, sequence, xml_form_id,"
                   " version, state, begun_at)"
                   " VALUES (?, ?, ?, ?, 'incomplete', ?)");
    vz_stmt_bind_text(stmt, 1, instance_id);
    vz_stmt_bind_int(stmt, 2, sequence);
    vz_stmt_bind_text(stmt, 3, form_id);
    vz_stmt_bind_text(stmt, 4, version ? version : "");
    vz_stmt_bind_int(stmt, 5, vz_clock_wall_ms());
    return vz_stmt_run(stmt);
}

enum vz_status vz_kiosk_store_begin(struct vz_kiosk_store *store,
                                    const char *instance_id,
                                    const char *form_id, const char *version,
                                    int64_t *sequence) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    status = next_sequence(store, sequence);
    if (status == VZ_OK) {
        status =
            insert_instance(store, instance_id, form_id, version, *sequence);
    }
    if (status == VZ_OK) {
        status = vz_day_counts_add(store, VZ_DAY_STARTED, instance_id);
    }
    return vz_kiosk_store_end(store, status);
}

static enum vz_status count_abandoned(struct vz_kiosk_store *store, int64_t n) {
    struct vz_stmt *stmt = vz_db_prepare(store->db,
                                         "UPDATE counters SET value = value + ?"
                                         " WHERE name = 'abandoned'");
    vz_stmt_bind_int(stmt, 1, n);
    return vz_stmt_run(stmt);
}

// Every incomplete instance (NULL), or one of them.
static enum vz_status abandon(struct vz_kiosk_store *store,
                              const char *instance_id, int64_t *n) {
    *n = 0;
    enum vz_status status =
        vz_day_counts_add(store, VZ_DAY_ABANDONED, instance_id);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE instances SET state = 'abandoned', ended_at = ?1"
                   " WHERE state = 'incomplete'"
                   " AND (?2 IS NULL OR instance_id = ?2)");
    vz_stmt_bind_int(stmt, 1, vz_clock_wall_ms());
    vz_stmt_bind_text(stmt, 2, instance_id);
    status = vz_stmt_run(stmt);
    if (status != VZ_OK) {
        return status;
    }
    *n = vz_db_changes(store->db);
    return count_abandoned(store, *n);
}

enum vz_status vz_kiosk_store_abandon(struct vz_kiosk_store *store,
                                      const char *instance_id) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    int64_t n;
    status = abandon(store, instance_id, &n);
    if (status == VZ_OK && n == 0) {
        status = VZ_NOT_FOUND;
    }
    return vz_kiosk_store_end(store, status);
}

enum vz_status vz_kiosk_store_abandon_left(struct vz_kiosk_store *store,
                                           int64_t *n) {
    *n = 0;
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    return vz_kiosk_store_end(store, abandon(store, NULL, n));
}

// ---------------------------------------------------------------- complete

// Why an instance cannot be completed.
static enum vz_status why_not(struct vz_kiosk_store *store,
                              const char *instance_id) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT state FROM instances WHERE instance_id = ?");
    vz_stmt_bind_text(stmt, 1, instance_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        const char *state = vz_stmt_text(stmt, 0);
        status = state && !strcmp(state, "abandoned") ? VZ_CONFLICT : VZ_EXISTS;
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status store_xml(struct vz_kiosk_store *store,
                                const char *instance_id, const char *xml,
                                size_t xml_len) {
    char sha256[VZ_SHA256_HEX];
    vz_sha256_hex(xml, xml_len, sha256);
    if (!*sha256) {
        return VZ_NOMEM;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE instances SET state = 'complete', xml = ?,"
                   " xml_sha256 = ?, ended_at = ?"
                   " WHERE instance_id = ? AND state = 'incomplete'");
    vz_stmt_bind_bytes(stmt, 1, xml, xml_len);
    vz_stmt_bind_text(stmt, 2, sha256);
    vz_stmt_bind_int(stmt, 3, vz_clock_wall_ms());
    vz_stmt_bind_text(stmt, 4, instance_id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK && vz_db_changes(store->db) == 0) {
        return why_not(store, instance_id);
    }
    return status;
}

static enum vz_status store_file(struct vz_kiosk_store *store,
                                 const char *instance_id, size_t position,
                                 const struct vz_outbox_file *file) {
    char sha256[VZ_SHA256_HEX];
    vz_sha256_hex(file->bytes, file->len, sha256);
    if (!*sha256) {
        return VZ_NOMEM;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO attachments (instance_id, position, name,"
                   " content_type, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?)");
    vz_stmt_bind_text(stmt, 1, instance_id);
    vz_stmt_bind_int(stmt, 2, (int64_t)position);
    vz_stmt_bind_text(stmt, 3, file->name);
    vz_stmt_bind_text(stmt, 4, file->content_type);
    vz_stmt_bind_bytes(stmt, 5, file->bytes, file->len);
    vz_stmt_bind_text(stmt, 6, sha256);
    enum vz_status status = vz_stmt_run(stmt);
    return status == VZ_EXISTS ? VZ_INVALID : status;
}

enum vz_status vz_kiosk_store_complete(struct vz_kiosk_store *store,
                                       const char *instance_id, const char *xml,
                                       size_t xml_len,
                                       const struct vz_outbox_file *files,
                                       size_t n_files) {
    enum vz_status status = vz_db_begin(store->db);
    if (status != VZ_OK) {
        return status;
    }
    status = vz_day_counts_add(store, VZ_DAY_COMPLETED, instance_id);
    if (status == VZ_OK) {
        status = store_xml(store, instance_id, xml, xml_len);
    }
    for (size_t i = 0; status == VZ_OK && i < n_files; i++) {
        status = store_file(store, instance_id, i, &files[i]);
    }
    if (status == VZ_OK) {
        status = vz_kiosk_store_count(store, "completed");
    }
    status = vz_kiosk_store_end(store, status);
    if (status == VZ_FULL || status == VZ_IO) {
        // Part of it may lie in the log; nobody was thanked for it.
        vz_db_checkpoint(store->db);
    }
    return status;
}
