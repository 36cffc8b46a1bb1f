/*
 * SQLite behind the interface of db.h. The only file that includes sqlite3.h.
 *
 * What fails is logged here with its SQL, whose values are `?`: nothing that
 * was bound can reach the log.
 */
#include "db_driver.h"

#include "base/log.h"
#include "base/memory.h"

#include <sqlite3.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSY_MS 5000

struct sqlite_stmt {
    struct vz_stmt base;
    sqlite3_stmt *handle;
};

struct sqlite_db {
    struct vz_db base;
    sqlite3 *handle;
};

static sqlite3 *handle_of(struct vz_db *db) {
    return ((struct sqlite_db *)db)->handle;
}

static sqlite3_stmt *stmt_of(struct vz_stmt *stmt) {
    return ((struct sqlite_stmt *)stmt)->handle;
}

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

static enum vz_status exec_raw(sqlite3 *handle, const char *sql) {
    int code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        return VZ_OK;
    }
    return fail(handle, sqlite3_extended_errcode(handle), sql);
}

static enum vz_status sqlite_exec(struct vz_db *db, const char *sql) {
    return exec_raw(handle_of(db), sql);
}

// ------------------------------------------------------------ the file

static enum vz_status sqlite_check(struct vz_db *db) {
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

static enum vz_status sqlite_checkpoint(struct vz_db *db) {
    int code = sqlite3_wal_checkpoint_v2(
        handle_of(db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK) {
        return VZ_OK;
    }
    return (code & 0xff) == SQLITE_BUSY
               ? VZ_BUSY
               : fail(handle_of(db), code, "checkpoint");
}

static void sqlite_close(struct vz_db *db) {
    sqlite3_close_v2(handle_of(db));
    free(db);
}

static enum vz_status sqlite_version(struct vz_db *db, int64_t *version) {
    struct vz_stmt *stmt = vz_db_prepare(db, "PRAGMA user_version");
    enum vz_status status = vz_stmt_step(stmt);
    *version = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status sqlite_set_version(struct vz_db *db, size_t version) {
    char sql[64];
    // A pragma takes no parameter; the number is ours.
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %zu", version);
    return sqlite_exec(db, sql);
}

static int64_t sqlite_changes(struct vz_db *db) {
    return sqlite3_changes64(handle_of(db));
}

static enum vz_status sqlite_begin(struct vz_db *db, bool write) {
    return vz_stmt_run(write ? vz_db_prepare(db, "BEGIN IMMEDIATE")
                             : vz_db_prepare(db, "BEGIN DEFERRED"));
}

static bool sqlite_in_transaction(struct vz_db *db) {
    return !sqlite3_get_autocommit(handle_of(db));
}

// -------------------------------------------------------------- statements

static struct vz_stmt *sqlite_prepare(struct vz_db *db, const char *sql,
                                      enum vz_stmt_kind kind,
                                      enum vz_status *status) {
    struct sqlite_stmt *stmt = calloc(1, sizeof(*stmt));
    if (!stmt) {
        LOG_OOM();
        *status = VZ_NOMEM;
        return NULL;
    }
    unsigned flags = kind == VZ_STMT_KEPT ? SQLITE_PREPARE_PERSISTENT : 0;
    int code =
        sqlite3_prepare_v3(handle_of(db), sql, -1, flags, &stmt->handle, NULL);
    if (code != SQLITE_OK) {
        free(stmt);
        *status = fail(handle_of(db), code, sql);
        return NULL;
    }
    return &stmt->base;
}

static void sqlite_finish(struct vz_stmt *stmt) {
    sqlite3_finalize(stmt_of(stmt));
    free(stmt);
}

static void sqlite_reset(struct vz_stmt *stmt) {
    sqlite3_reset(stmt_of(stmt));
    sqlite3_clear_bindings(stmt_of(stmt));
}

static void note_bind(struct vz_stmt *stmt, int code) {
    if (code != SQLITE_OK) {
        stmt->failed =
            fail(handle_of(stmt->db), code, sqlite3_sql(stmt_of(stmt)));
    }
}

static void sqlite_bind_text(struct vz_stmt *stmt, int index,
                             const char *text) {
    note_bind(stmt,
              sqlite3_bind_text(stmt_of(stmt), index, text, -1, SQLITE_STATIC));
}

static void sqlite_bind_int(struct vz_stmt *stmt, int index, int64_t number) {
    note_bind(stmt, sqlite3_bind_int64(stmt_of(stmt), index, number));
}

static void sqlite_bind_double(struct vz_stmt *stmt, int index, double number) {
    note_bind(stmt, sqlite3_bind_double(stmt_of(stmt), index, number));
}

static void sqlite_bind_bytes(struct vz_stmt *stmt, int index,
                              const void *bytes, size_t len) {
    note_bind(stmt, sqlite3_bind_blob64(stmt_of(stmt), index, bytes, len,
                                        SQLITE_STATIC));
}

static void sqlite_bind_null(struct vz_stmt *stmt, int index) {
    note_bind(stmt, sqlite3_bind_null(stmt_of(stmt), index));
}

static enum vz_status sqlite_step(struct vz_stmt *stmt) {
    int code = sqlite3_step(stmt_of(stmt));
    if (code == SQLITE_ROW) {
        return VZ_OK;
    }
    if (code == SQLITE_DONE) {
        return VZ_NOT_FOUND;
    }
    return fail(handle_of(stmt->db), code, sqlite3_sql(stmt_of(stmt)));
}

static const char *sqlite_text(struct vz_stmt *stmt, int column) {
    return (const char *)sqlite3_column_text(stmt_of(stmt), column);
}

static int64_t sqlite_integer(struct vz_stmt *stmt, int column) {
    return sqlite3_column_int64(stmt_of(stmt), column);
}

static double sqlite_real(struct vz_stmt *stmt, int column) {
    return sqlite3_column_double(stmt_of(stmt), column);
}

static const void *sqlite_bytes(struct vz_stmt *stmt, int column, size_t *len) {
    const void *bytes = sqlite3_column_blob(stmt_of(stmt), column);
    *len = (size_t)sqlite3_column_bytes(stmt_of(stmt), column);
    return bytes;
}

static const struct vz_db_driver driver = {
    .close = sqlite_close,
    .check = sqlite_check,
    .checkpoint = sqlite_checkpoint,
    .version = sqlite_version,
    .set_version = sqlite_set_version,
    .exec = sqlite_exec,
    .changes = sqlite_changes,
    .begin = sqlite_begin,
    .in_transaction = sqlite_in_transaction,
    .ended = VZ_IO, // by a full disk or an I/O error
    .prepare = sqlite_prepare,
    .finish = sqlite_finish,
    .reset = sqlite_reset,
    .bind_text = sqlite_bind_text,
    .bind_int = sqlite_bind_int,
    .bind_double = sqlite_bind_double,
    .bind_bytes = sqlite_bind_bytes,
    .bind_null = sqlite_bind_null,
    .step = sqlite_step,
    .text = sqlite_text,
    .integer = sqlite_integer,
    .real = sqlite_real,
    .bytes = sqlite_bytes,
};

// ---------------------------------------------------------------- opening

// Set before the file is read. Temporary data stays in memory, so that no
// answer ever lies in a file that nobody looks after.
static const char settings_sql[] = "PRAGMA foreign_keys = ON;"
                                   "PRAGMA secure_delete = ON;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA cell_size_check = ON;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA synchronous = FULL;";

// 16 MB of pages: the index of instance ids of a year stays in memory. The log
// is copied back every 16 MB, so that pages written often are copied once.
static const char large_sql[] = "PRAGMA cache_size = -16384;"
                                "PRAGMA wal_autocheckpoint = 4096;";

// Two connections that turn a new file to WAL at once may refuse each other
// without asking the busy handler; the loser tries again.
static enum vz_status use_wal(sqlite3 *handle) {
    static const char sql[] = "PRAGMA journal_mode = WAL";
    int code = SQLITE_OK;
    for (int tries = 0; tries < 50; tries++) {
        code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
        if ((code & 0xff) != SQLITE_BUSY) {
            break;
        }
        sqlite3_sleep(20);
    }
    return code == SQLITE_OK ? VZ_OK : fail(handle, code, sql);
}

static enum vz_status set_up(struct sqlite_db *db, unsigned flags) {
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    enum vz_status status = exec_raw(db->handle, settings_sql);
    // The first look at the file: tells a damaged header.
    if (status == VZ_OK) {
        status = exec_raw(db->handle, "SELECT count(*) FROM sqlite_schema");
    }
    if (status == VZ_OK && (flags & VZ_DB_CHECK)) {
        status = sqlite_check(&db->base);
    }
    if (status == VZ_OK && !(flags & VZ_DB_READ_ONLY)) {
        status = use_wal(db->handle);
    }
    if (status == VZ_OK && (flags & VZ_DB_LARGE)) {
        status = exec_raw(db->handle, large_sql);
    }
    // Prepared now, so that undoing never needs memory.
    if (status == VZ_OK) {
        status = vz_stmt_failed(vz_db_prepare(&db->base, vz_db_rollback_sql));
    }
    return status;
}

enum vz_status vz_db_open(struct vz_db **out, const char *path, unsigned flags,
                          struct vz_error *error) {
    *out = NULL;
    struct sqlite_db *db = calloc(1, sizeof(*db));
    if (!db) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    db->base.driver = &driver;
    int mode = flags & VZ_DB_READ_ONLY
                   ? SQLITE_OPEN_READONLY
                   : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code =
        sqlite3_open_v2(path, &db->handle, mode | SQLITE_OPEN_NOMUTEX, NULL);
    enum vz_status status = code == SQLITE_OK ? set_up(db, flags)
                                              : fail(db->handle, code, "open");
    if (status == VZ_OK) {
        *out = &db->base;
        return VZ_OK;
    }
    vz_error_set(error, status, "The database %s cannot be opened: %s.", path,
                 vz_status_text(status));
    // Closing would otherwise copy the log into a file that is damaged.
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    vz_db_close(&db->base);
    return status;
}
