/*
 * Stored files by content. A file is written in pieces of 256 KB, so that
 * neither writing nor reading needs it in memory twice.
 */
#include "hub_private.h"

#define CHUNK ((size_t)256 * 1024)
// No stored file is larger; a size above it means a damaged row.
#define BLOB_MAX ((int64_t)1024 * 1024 * 1024)

static enum vz_status write_chunks(struct vz_hub_store *store, int64_t blob_id,
                                   const char *bytes, size_t len) {
    for (size_t at = 0; at < len; at += CHUNK) {
        struct vz_stmt *stmt = vz_db_prepare(
            store->db, "INSERT INTO blob_chunks (blob_id, number, bytes)"
                       " VALUES (?, ?, ?)");
        size_t n = len - at < CHUNK ? len - at : CHUNK;
        vz_stmt_bind_int(stmt, 1, blob_id);
        vz_stmt_bind_int(stmt, 2, (int64_t)(at / CHUNK));
        vz_stmt_bind_bytes(stmt, 3, bytes + at, n);
        enum vz_status status = vz_stmt_run(stmt);
        if (status != VZ_OK) {
            return status;
        }
    }
    return VZ_OK;
}

static enum vz_status find_blob(struct vz_hub_store *store, const char *sha256,
                                int64_t *blob_id) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT blob_id FROM blobs WHERE sha256 = ?");
    vz_stmt_bind_text(stmt, 1, sha256);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *blob_id = vz_stmt_int(stmt, 0);
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_hub_blob_add(struct vz_hub_store *store, const char *sha256,
                               const void *bytes, size_t len,
                               int64_t *blob_id) {
    enum vz_status status = find_blob(store, sha256, blob_id);
    if (status != VZ_NOT_FOUND) {
        return status;
    }
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO blobs (sha256, size) VALUES (?, ?)"
                   " RETURNING blob_id");
    vz_stmt_bind_text(stmt, 1, sha256);
    vz_stmt_bind_int(stmt, 2, (int64_t)len);
    status = vz_stmt_run_id(stmt, blob_id);
    return status == VZ_OK ? write_chunks(store, *blob_id, bytes, len) : status;
}

static enum vz_status blob_size(struct vz_hub_store *store, int64_t blob_id,
                                int64_t *size) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT size FROM blobs WHERE blob_id = ?");
    vz_stmt_bind_int(stmt, 1, blob_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        *size = vz_stmt_int(stmt, 0);
        status = *size < 0 || *size > BLOB_MAX ? VZ_CORRUPT : VZ_OK;
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status read_chunks(struct vz_hub_store *store, int64_t blob_id,
                                  struct vz_strbuf *out) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT bytes FROM blob_chunks WHERE blob_id = ?"
                   " ORDER BY number");
    vz_stmt_bind_int(stmt, 1, blob_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        size_t len;
        const void *bytes = vz_stmt_bytes(stmt, 0, &len);
        vz_strbuf_append_n(out, bytes, len);
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_hub_blob_read(struct vz_hub_store *store, int64_t blob_id,
                                struct vz_strbuf *out) {
    int64_t size = 0;
    enum vz_status status = blob_size(store, blob_id, &size);
    if (status != VZ_OK) {
        return status;
    }
    if (!vz_strbuf_reserve(out, (size_t)size)) {
        return VZ_NOMEM;
    }
    size_t before = out->len;
    status = read_chunks(store, blob_id, out);
    if (status == VZ_OK && out->failed) {
        return VZ_NOMEM;
    }
    if (status == VZ_OK && out->len - before != (size_t)size) {
        return VZ_CORRUPT;
    }
    return status;
}
