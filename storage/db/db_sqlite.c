/*
 * SQLite behind the interface of db.h. The only file that includes sqlite3.h.
 *
 * Statements are cached by the address of their SQL, for as long as the
 * connection lives. What fails is logged here with its SQL, whose values are
 * `?`: nothing that was bound can reach the log.
 */
#include "db.h"

#include "base/log.h"
#include "base/memory.h"

#include <sqlite3.h>

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSY_MS 5000
#define N_BUCKETS 64

static const char rollback_sql[] = "ROLLBACK";

struct vz_stmt {
    struct vz_db *db;
    sqlite3_stmt *handle;
    const char *key;       // address of the SQL; NULL when not cached
    struct vz_stmt *next;  // in its bucket
    enum vz_status failed; // of prepare or bind, answered by step
};

struct vz_db {
    sqlite3 *handle;
    struct vz_stmt *buckets[N_BUCKETS];
    struct vz_stmt broken;  // stands for a statement that was not prepared
    const char *begin_file; // where the open transaction was begun
    int begin_line;
};

static enum vz_status status_of_io(sqlite3 *handle, int code) {
    if (code == SQLITE_IOERR_NOMEM) {
        return VZ_NOMEM;
    }
    return sqlite3_system_errno(handle) == ENOSPC ? VZ_FULL : VZ_IO;
}

static enum vz_status status_of_constraint(int code) {
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return VZ_EXISTS;
    default:
        return VZ_INVALID;
    }
}

static enum vz_status status_of(sqlite3 *handle, int code) {
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
        return VZ_OK;
    case SQLITE_DONE:
        return VZ_NOT_FOUND;
    case SQLITE_CONSTRAINT:
        return status_of_constraint(code);
    case SQLITE_FULL:
        return VZ_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return VZ_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return VZ_CORRUPT;
    case SQLITE_NOMEM:
        return VZ_NOMEM;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return VZ_DENIED;
    case SQLITE_TOOBIG:
        return VZ_LIMIT;
    case SQLITE_IOERR:
        return status_of_io(handle, code);
    default:
        return VZ_IO;
    }
}

// Logs what went wrong, but for the answers that callers ask for.
static enum vz_status fail(sqlite3 *handle, int code, const char *sql) {
    enum vz_status status = status_of(handle, code);
    if (status != VZ_EXISTS) {
        LOGE("database: %s (%d): %.300s", sqlite3_errstr(code), code, sql);
    }
    return status;
}

// ---------------------------------------------------------------- opening

static enum vz_status exec_raw(sqlite3 *handle, const char *sql) {
    int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        return VZ_OK;
    }
    return fail(handle, sqlite3_extended_errcode(handle), sql);
}

enum vz_status vz_db_check(struct vz_db *db) {
    static const char sql[] = "PRAGMA quick_check(1)";
    struct vz_stmt *stmt = vz_db_prepare(db, sql);
    enum vz_status status = vz_stmt_step(stmt);
    const char *verdict = status == VZ_OK ? vz_stmt_text(stmt, 0) : NULL;
    if (status == VZ_OK && (!verdict || strcmp(verdict, "ok") != 0)) {
        LOGE("database: the check found damage: %.200s",
             verdict ? verdict : "no verdict");
        status = VZ_CORRUPT;
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_db_checkpoint(struct vz_db *db) {
    int code = sqlite3_wal_checkpoint_v2(
        db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK) {
        return VZ_OK;
    }
    return (code & 0xff) == SQLITE_BUSY ? VZ_BUSY
                                        : fail(db->handle, code, "checkpoint");
}

// Set before the file is read. Temporary data stays in memory, so that no
// answer ever lies in a file that nobody looks after.
static const char settings_sql[] = "PRAGMA foreign_keys = ON;"
                                   "PRAGMA secure_delete = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cell_size_check = ON;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA synchronous = FULL;";

// Two connections that turn a new file to WAL at once may refuse each other
// without asking the busy handler; the loser tries again.
static enum vz_status use_wal(struct vz_db *db) {
    static const char sql[] = "PRAGMA journal_mode = WAL";
    int code = SQLITE_OK;
    for (int tries = 0; tries < 50; tries++) {
        code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
        if ((code & 0xff) != SQLITE_BUSY) {
            break;
        }
        sqlite3_sleep(20);
    }
    return code == SQLITE_OK ? VZ_OK : fail(db->handle, code, sql);
}

static enum vz_status set_up(struct vz_db *db, unsigned flags) {
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    enum vz_status status = exec_raw(db->handle, settings_sql);
    // The first look at the file: tells a damaged header.
    if (status == VZ_OK) {
        status = exec_raw(db->handle, "SELECT count(*) FROM sqlite_schema");
    }
    if (status == VZ_OK && (flags & VZ_DB_CHECK)) {
        status = vz_db_check(db);
    }
    if (status == VZ_OK && !(flags & VZ_DB_READ_ONLY)) {
        status = use_wal(db);
    }
    // Prepared now, so that undoing never needs memory.
    if (status == VZ_OK) {
        status = vz_db_prepare(db, rollback_sql)->failed;
    }
    return status;
}

enum vz_status vz_db_open(struct vz_db **out, const char *path, unsigned flags,
                          struct vz_error *error) {
    *out = NULL;
    struct vz_db *db = calloc(1, sizeof(*db));
    if (!db) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    db->broken.db = db;
    int mode = flags & VZ_DB_READ_ONLY
                   ? SQLITE_OPEN_READONLY
                   : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code =
        sqlite3_open_v2(path, &db->handle, mode | SQLITE_OPEN_NOMUTEX, NULL);
    enum vz_status status = code == SQLITE_OK ? set_up(db, flags)
                                              : fail(db->handle, code, "open");
    if (status == VZ_OK) {
        *out = db;
        return VZ_OK;
    }
    vz_error_set(error, status, "The database %s cannot be opened: %s.", path,
                 vz_status_text(status));
    // Closing would otherwise copy the log into a file that is damaged.
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    vz_db_close(db);
    return status;
}

void vz_db_close(struct vz_db *db) {
    if (!db) {
        return;
    }
    for (size_t i = 0; i < N_BUCKETS; i++) {
        struct vz_stmt *stmt = db->buckets[i];
        while (stmt) {
            struct vz_stmt *next = stmt->next;
            sqlite3_finalize(stmt->handle);
            free(stmt);
            stmt = next;
        }
    }
    sqlite3_close_v2(db->handle);
    free(db);
}

// -------------------------------------------------------------- migrations

static enum vz_status user_version(struct vz_db *db, int64_t *version) {
    struct vz_stmt *stmt = vz_db_prepare(db, "PRAGMA user_version");
    enum vz_status status = vz_stmt_step(stmt);
    *version = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status set_user_version(struct vz_db *db, size_t version) {
    char sql[64];
    // A pragma takes no parameter; the number is ours.
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %zu", version);
    return exec_raw(db->handle, sql);
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
    status = user_version(db, &version);
    if (status == VZ_OK && version == (int64_t)step) {
        status = exec_raw(db->handle, migrations[step].sql);
        if (status == VZ_OK) {
            status = set_user_version(db, step + 1);
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
    enum vz_status status = user_version(db, &version);
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

static struct vz_stmt *broken(struct vz_db *db, enum vz_status status) {
    db->broken.failed = status;
    return &db->broken;
}

static struct vz_stmt *prepare(struct vz_db *db, const char *sql,
                               unsigned flags) {
    struct vz_stmt *stmt = calloc(1, sizeof(*stmt));
    if (!stmt) {
        LOG_OOM();
        return broken(db, VZ_NOMEM);
    }
    stmt->db = db;
    int code =
        sqlite3_prepare_v3(db->handle, sql, -1, flags, &stmt->handle, NULL);
    if (code != SQLITE_OK) {
        free(stmt);
        return broken(db, fail(db->handle, code, sql));
    }
    return stmt;
}

static size_t bucket_of(const char *sql) {
    return (size_t)((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15) >> 58);
}

struct vz_stmt *vz_db_prepare(struct vz_db *db, const char *sql) {
    struct vz_stmt **bucket = &db->buckets[bucket_of(sql) % N_BUCKETS];
    for (struct vz_stmt *stmt = *bucket; stmt; stmt = stmt->next) {
        if (stmt->key == sql) {
            vz_stmt_reset(stmt);
            return stmt;
        }
    }
    struct vz_stmt *stmt = prepare(db, sql, SQLITE_PREPARE_PERSISTENT);
    if (stmt != &db->broken) {
        stmt->key = sql;
        stmt->next = *bucket;
        *bucket = stmt;
    }
    return stmt;
}

struct vz_stmt *vz_db_prepare_text(struct vz_db *db, const char *sql) {
    return prepare(db, sql, 0);
}

void vz_stmt_finish(struct vz_stmt *stmt) {
    if (!stmt || stmt == &stmt->db->broken) {
        return;
    }
    assert(!stmt->key);
    sqlite3_finalize(stmt->handle);
    free(stmt);
}

void vz_stmt_reset(struct vz_stmt *stmt) {
    if (!stmt || !stmt->handle) {
        return;
    }
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
    stmt->failed = VZ_OK;
}

enum vz_status vz_stmt_failed(const struct vz_stmt *stmt) {
    return stmt->failed;
}

static void note_bind(struct vz_stmt *stmt, int code) {
    if (code != SQLITE_OK && stmt->failed == VZ_OK) {
        stmt->failed = fail(stmt->db->handle, code, sqlite3_sql(stmt->handle));
    }
}

void vz_stmt_bind_text(struct vz_stmt *stmt, int index, const char *text) {
    if (stmt->handle) {
        note_bind(stmt, sqlite3_bind_text(stmt->handle, index, text, -1,
                                          SQLITE_STATIC));
    }
}

void vz_stmt_bind_int(struct vz_stmt *stmt, int index, int64_t number) {
    if (stmt->handle) {
        note_bind(stmt, sqlite3_bind_int64(stmt->handle, index, number));
    }
}

void vz_stmt_bind_double(struct vz_stmt *stmt, int index, double number) {
    if (stmt->handle) {
        note_bind(stmt, sqlite3_bind_double(stmt->handle, index, number));
    }
}

void vz_stmt_bind_bytes(struct vz_stmt *stmt, int index, const void *bytes,
                        size_t len) {
    if (stmt->handle) {
        // A NULL pointer would bind NULL; no bytes are still bytes.
        note_bind(stmt,
                  sqlite3_bind_blob64(stmt->handle, index, bytes ? bytes : "",
                                      len, SQLITE_STATIC));
    }
}

void vz_stmt_bind_null(struct vz_stmt *stmt, int index) {
    if (stmt->handle) {
        note_bind(stmt, sqlite3_bind_null(stmt->handle, index));
    }
}

enum vz_status vz_stmt_step(struct vz_stmt *stmt) {
    if (stmt->failed != VZ_OK) {
        return stmt->failed;
    }
    int code = sqlite3_step(stmt->handle);
    if (code == SQLITE_ROW) {
        return VZ_OK;
    }
    if (code == SQLITE_DONE) {
        return VZ_NOT_FOUND;
    }
    return fail(stmt->db->handle, code, sqlite3_sql(stmt->handle));
}

enum vz_status vz_stmt_run(struct vz_stmt *stmt) {
    enum vz_status status = vz_stmt_step(stmt);
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

const char *vz_stmt_text(struct vz_stmt *stmt, int column) {
    return (const char *)sqlite3_column_text(stmt->handle, column);
}

int64_t vz_stmt_int(struct vz_stmt *stmt, int column) {
    return sqlite3_column_int64(stmt->handle, column);
}

double vz_stmt_double(struct vz_stmt *stmt, int column) {
    return sqlite3_column_double(stmt->handle, column);
}

const void *vz_stmt_bytes(struct vz_stmt *stmt, int column, size_t *len) {
    const void *bytes = sqlite3_column_blob(stmt->handle, column);
    *len = (size_t)sqlite3_column_bytes(stmt->handle, column);
    return bytes;
}

enum vz_status vz_db_exec(struct vz_db *db, const char *sql) {
    return exec_raw(db->handle, sql);
}

int64_t vz_db_changes(struct vz_db *db) {
    return sqlite3_changes64(db->handle);
}

int64_t vz_db_last_id(struct vz_db *db) {
    return sqlite3_last_insert_rowid(db->handle);
}

// ------------------------------------------------------------ transactions

static enum vz_status begin(struct vz_db *db, const char *sql, const char *file,
                            int line) {
    if (db->begin_file) {
        LOGE("%s:%d: a transaction is open since %s:%d", file, line,
             db->begin_file, db->begin_line);
        assert(!"transactions do not nest");
        return VZ_BUSY;
    }
    enum vz_status status = vz_stmt_run(vz_db_prepare(db, sql));
    if (status == VZ_OK) {
        db->begin_file = file;
        db->begin_line = line;
    }
    return status;
}

enum vz_status vz_db_begin_at(struct vz_db *db, const char *file, int line) {
    return begin(db, "BEGIN IMMEDIATE", file, line);
}

enum vz_status vz_db_begin_read_at(struct vz_db *db, const char *file,
                                   int line) {
    return begin(db, "BEGIN DEFERRED", file, line);
}

enum vz_status vz_db_commit(struct vz_db *db) {
    assert(db->begin_file);
    // A full disk or an I/O error has ended the transaction already, undone.
    enum vz_status status = sqlite3_get_autocommit(db->handle)
                                ? VZ_IO
                                : vz_stmt_run(vz_db_prepare(db, "COMMIT"));
    if (status != VZ_OK) {
        LOGE("the transaction of %s:%d was undone", db->begin_file,
             db->begin_line);
        vz_db_rollback(db);
    }
    db->begin_file = NULL;
    return status;
}

void vz_db_rollback(struct vz_db *db) {
    if (!sqlite3_get_autocommit(db->handle)) {
        vz_stmt_run(vz_db_prepare(db, rollback_sql));
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
    if (!sqlite3_get_autocommit(db->handle)) {
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
