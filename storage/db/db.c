/*
 * The part of db.h that every database shares.
 *
 * Statements are cached by the address of their SQL, for as long as the
 * connection lives.
 */
#include "db.h"

#include "base/log.h"
#include "db_driver.h"

#include <assert.h>
#include <string.h>

const char vz_db_rollback_sql[] = "ROLLBACK";

// ------------------------------------------------------------- connections

bool vz_db_is_server(const char *where) {
    return !strncmp(where, "postgresql://", 13) ||
           !strncmp(where, "postgres://", 11);
}

void vz_db_close(struct vz_db *db) {
    if (!db) {
        return;
    }
    for (size_t i = 0; i < VZ_DB_BUCKETS; i++) {
        struct vz_stmt *stmt = db->buckets[i];
        while (stmt) {
            struct vz_stmt *next = stmt->next;
            db->driver->finish(stmt);
            stmt = next;
        }
    }
    db->driver->close(db);
}

enum vz_status vz_db_check(struct vz_db *db) {
    return db->driver->check(db);
}

enum vz_status vz_db_checkpoint(struct vz_db *db) {
    return db->driver->checkpoint(db);
}

// -------------------------------------------------------------- migrations

enum vz_status vz_db_version(struct vz_db *db, int64_t *version) {
    return db->driver->version(db, version);
}

// One step in its own transaction. The version is read again under the lock:
// another process may have been here first.
static enum vz_status migrate_step(struct vz_db *db,
                                   const struct vz_migration *migrations,
                                   size_t step) {
    enum vz_status status = vz_db_begin(db);
    if (status != VZ_OK) {
        return status;
    }
    int64_t version;
    status = vz_db_version(db, &version);
    if (status == VZ_OK && version == (int64_t)step) {
        status = db->driver->exec(db, migrations[step].sql);
        if (status == VZ_OK) {
            status = db->driver->set_version(db, step + 1);
        }
    }
    if (status != VZ_OK) {
        vz_db_rollback(db);
        return status;
    }
    return vz_db_commit(db);
}

enum vz_status vz_db_migrate(struct vz_db *db,
                             const struct vz_migration *migrations, size_t n,
                             struct vz_error *error) {
    int64_t version;
    enum vz_status status = vz_db_version(db, &version);
    if (status == VZ_OK && version > (int64_t)n) {
        vz_error_set(error, VZ_NEWER,
                     "The database has version %lld and this program knows "
                     "version %zu: start a newer program.",
                     (long long)version, n);
        return VZ_NEWER;
    }
    for (size_t i = (size_t)version; status == VZ_OK && i < n; i++) {
        status = migrate_step(db, migrations, i);
    }
    if (status != VZ_OK) {
        vz_error_set(error, status,
                     "The database cannot be brought to version %zu: %s.", n,
                     vz_status_text(status));
    }
    return status;
}

// -------------------------------------------------------------- statements

static size_t bucket_of(const char *sql) {
    return (size_t)((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15) >> 58);
}

static struct vz_stmt *prepare(struct vz_db *db, const char *sql,
                               enum vz_stmt_kind kind) {
    enum vz_status status = VZ_NOMEM;
    struct vz_stmt *stmt = db->driver->prepare(db, sql, kind, &status);
    if (!stmt) {
        db->broken.db = db;
        db->broken.failed = status;
        return &db->broken;
    }
    stmt->db = db;
    return stmt;
}

struct vz_stmt *vz_db_prepare(struct vz_db *db, const char *sql) {
    struct vz_stmt **bucket = &db->buckets[bucket_of(sql) % VZ_DB_BUCKETS];
    for (struct vz_stmt *stmt = *bucket; stmt; stmt = stmt->next) {
        if (stmt->key == sql) {
            vz_stmt_reset(stmt);
            return stmt;
        }
    }
    struct vz_stmt *stmt = prepare(db, sql, VZ_STMT_KEPT);
    if (stmt != &db->broken) {
        stmt->key = sql;
        stmt->next = *bucket;
        *bucket = stmt;
    }
    return stmt;
}

struct vz_stmt *vz_db_prepare_text(struct vz_db *db, const char *sql) {
    return prepare(db, sql, VZ_STMT_ONCE);
}

struct vz_stmt *vz_db_prepare_scan(struct vz_db *db, const char *sql) {
    return prepare(db, sql, VZ_STMT_SCAN);
}

// The statement that stands for one that was not prepared has no driver's
// part.
static bool is_broken(const struct vz_stmt *stmt) {
    return stmt == &stmt->db->broken;
}

void vz_stmt_finish(struct vz_stmt *stmt) {
    if (!stmt || is_broken(stmt)) {
        return;
    }
    assert(!stmt->key);
    stmt->db->driver->finish(stmt);
}

void vz_stmt_reset(struct vz_stmt *stmt) {
    if (!stmt || is_broken(stmt)) {
        return;
    }
    stmt->db->driver->reset(stmt);
    stmt->failed = VZ_OK;
}

enum vz_status vz_stmt_failed(const struct vz_stmt *stmt) {
    return stmt->failed;
}

void vz_stmt_bind_text(struct vz_stmt *stmt, int index, const char *text) {
    if (stmt->failed != VZ_OK) {
        return;
    }
    if (text) {
        stmt->db->driver->bind_text(stmt, index, text);
    } else {
        stmt->db->driver->bind_null(stmt, index);
    }
}

void vz_stmt_bind_int(struct vz_stmt *stmt, int index, int64_t number) {
    if (stmt->failed == VZ_OK) {
        stmt->db->driver->bind_int(stmt, index, number);
    }
}

void vz_stmt_bind_double(struct vz_stmt *stmt, int index, double number) {
    if (stmt->failed == VZ_OK) {
        stmt->db->driver->bind_double(stmt, index, number);
    }
}

void vz_stmt_bind_bytes(struct vz_stmt *stmt, int index, const void *bytes,
                        size_t len) {
    if (stmt->failed == VZ_OK) {
        // No bytes are still bytes, not NULL.
        stmt->db->driver->bind_bytes(stmt, index, bytes ? bytes : "", len);
    }
}

void vz_stmt_bind_null(struct vz_stmt *stmt, int index) {
    if (stmt->failed == VZ_OK) {
        stmt->db->driver->bind_null(stmt, index);
    }
}

enum vz_status vz_stmt_step(struct vz_stmt *stmt) {
    return stmt->failed == VZ_OK ? stmt->db->driver->step(stmt) : stmt->failed;
}

enum vz_status vz_stmt_run(struct vz_stmt *stmt) {
    enum vz_status status = vz_stmt_step(stmt);
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_stmt_run_id(struct vz_stmt *stmt, int64_t *id) {
    enum vz_status status = vz_stmt_step(stmt);
    *id = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    if (status == VZ_OK) {
        // The insert is done when its last row has been taken.
        enum vz_status end = vz_stmt_step(stmt);
        status = end == VZ_NOT_FOUND ? VZ_OK : end;
    } else if (status == VZ_NOT_FOUND) {
        status = VZ_EXISTS;
    }
    vz_stmt_reset(stmt);
    return status;
}

const char *vz_stmt_text(struct vz_stmt *stmt, int column) {
    return stmt->db->driver->text(stmt, column);
}

int64_t vz_stmt_int(struct vz_stmt *stmt, int column) {
    return stmt->db->driver->integer(stmt, column);
}

double vz_stmt_double(struct vz_stmt *stmt, int column) {
    return stmt->db->driver->real(stmt, column);
}

const void *vz_stmt_bytes(struct vz_stmt *stmt, int column, size_t *len) {
    return stmt->db->driver->bytes(stmt, column, len);
}

enum vz_status vz_db_exec(struct vz_db *db, const char *sql) {
    return db->driver->exec(db, sql);
}

int64_t vz_db_changes(struct vz_db *db) {
    return db->driver->changes(db);
}

// ------------------------------------------------------------ transactions

static enum vz_status begin(struct vz_db *db, bool write, const char *file,
                            int line) {
    if (db->begin_file) {
        LOGE("%s:%d: a transaction is open since %s:%d", file, line,
             db->begin_file, db->begin_line);
        assert(!"transactions do not nest");
        return VZ_BUSY;
    }
    enum vz_status status = db->driver->begin(db, write);
    if (status == VZ_OK) {
        db->begin_file = file;
        db->begin_line = line;
    }
    return status;
}

enum vz_status vz_db_begin_at(struct vz_db *db, const char *file, int line) {
    return begin(db, true, file, line);
}

enum vz_status vz_db_begin_read_at(struct vz_db *db, const char *file,
                                   int line) {
    return begin(db, false, file, line);
}

enum vz_status vz_db_commit(struct vz_db *db) {
    assert(db->begin_file);
    enum vz_status status = db->driver->in_transaction(db)
                                ? vz_stmt_run(vz_db_prepare(db, "COMMIT"))
                                : db->driver->ended;
    if (status != VZ_OK) {
        LOGE("the transaction of %s:%d was undone", db->begin_file,
             db->begin_line);
        vz_db_rollback(db);
    }
    db->begin_file = NULL;
    return status;
}

void vz_db_rollback(struct vz_db *db) {
    if (db->driver->in_transaction(db)) {
        vz_stmt_run(vz_db_prepare(db, vz_db_rollback_sql));
    }
    db->begin_file = NULL;
}

enum vz_status vz_db_savepoint(struct vz_db *db) {
    return vz_stmt_run(vz_db_prepare(db, "SAVEPOINT one_row"));
}

enum vz_status vz_db_release(struct vz_db *db) {
    return vz_stmt_run(vz_db_prepare(db, "RELEASE one_row"));
}

void vz_db_rollback_to(struct vz_db *db) {
    // An error that ended the whole transaction took the savepoint with it.
    if (db->driver->in_transaction(db)) {
        vz_stmt_run(vz_db_prepare(db, "ROLLBACK TO one_row"));
        vz_stmt_run(vz_db_prepare(db, "RELEASE one_row"));
    }
}

void vz_db_quote(struct vz_strbuf *sql, const char *identifier) {
    vz_strbuf_append_char(sql, '"');
    for (const char *c = identifier; *c; c++) {
        if (*c == '"') {
            vz_strbuf_append_char(sql, '"');
        }
        vz_strbuf_append_char(sql, *c);
    }
    vz_strbuf_append_char(sql, '"');
}
