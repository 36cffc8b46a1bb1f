/*
 * One small SQL interface over SQLite (and, later, PostgreSQL).
 *
 * Statements are constants with `?` parameters; the only text built at run
 * time goes through vz_db_quote. A connection belongs to one thread. Errors
 * are logged here once, with the SQL text and never with a bound value.
 */
#ifndef VZ_STORAGE_DB_DB_H
#define VZ_STORAGE_DB_DB_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

struct vz_db;
struct vz_stmt;

enum vz_db_flags {
    VZ_DB_READ_ONLY = 1 << 0,
    // Check the whole file when it is opened (quick_check): VZ_CORRUPT.
    VZ_DB_CHECK = 1 << 1,
};

// Opens (and creates) a database file: WAL, synchronous=FULL, foreign keys,
// busy time-out 5 s, freed pages overwritten, temporary tables in memory only.
// VZ_CORRUPT: the file is damaged or no database; it is not touched.
enum vz_status vz_db_open(struct vz_db **out, const char *path, unsigned flags,
                          struct vz_error *error);
void vz_db_close(struct vz_db *db);

// Reads the whole file and compares its structure (PRAGMA quick_check).
// VZ_CORRUPT (logged) when it is damaged.
enum vz_status vz_db_check(struct vz_db *db);

// Writes the log back into the file and empties it, so that what was deleted
// is gone from both. VZ_BUSY while another connection reads or writes.
enum vz_status vz_db_checkpoint(struct vz_db *db);

// One step of a schema's history; applied in order, each in a transaction with
// the new user_version.
struct vz_migration {
    const char *sql; // statements separated by ';'
};
// Brings the schema to version `n`. VZ_NEWER when the file's version is higher
// than n: made by a newer program, not touched.
enum vz_status vz_db_migrate(struct vz_db *db,
                             const struct vz_migration *migrations, size_t n,
                             struct vz_error *error);

// A prepared statement from the connection's cache, reset and without
// bindings. `sql` must be a constant: its address is the cache's key. Never
// NULL: a failure (logged) shows at the first step, as those of binding do.
struct vz_stmt *vz_db_prepare(struct vz_db *db, const char *sql);
// For SQL that was built from quoted identifiers; the caller finishes it.
struct vz_stmt *vz_db_prepare_text(struct vz_db *db, const char *sql);
void vz_stmt_finish(struct vz_stmt *stmt); // only for prepare_text
// What preparing or binding it failed with; VZ_OK: nothing. For a statement
// that is kept: the others learn it at their first step.
enum vz_status vz_stmt_failed(const struct vz_stmt *stmt);

// Bind parameter `index` (from 1). Text and bytes are borrowed until the next
// reset of the statement. NULL text binds NULL. Failures show at step.
void vz_stmt_bind_text(struct vz_stmt *stmt, int index, const char *text);
void vz_stmt_bind_int(struct vz_stmt *stmt, int index, int64_t number);
void vz_stmt_bind_double(struct vz_stmt *stmt, int index, double number);
void vz_stmt_bind_bytes(struct vz_stmt *stmt, int index, const void *bytes,
                        size_t len);
void vz_stmt_bind_null(struct vz_stmt *stmt, int index);

// VZ_OK: a row is there. VZ_NOT_FOUND: done, no (more) rows. VZ_EXISTS: a
// uniqueness rule refused it. VZ_INVALID: another rule of the schema did.
// VZ_FULL, VZ_IO, VZ_BUSY, VZ_CORRUPT, VZ_NOMEM. Reset before the next use of
// the same SQL: a statement that stands on a row holds its snapshot.
enum vz_status vz_stmt_step(struct vz_stmt *stmt);
// Runs a statement without rows, and resets it. VZ_OK when done.
enum vz_status vz_stmt_run(struct vz_stmt *stmt);
void vz_stmt_reset(struct vz_stmt *stmt);

// Columns of the present row, from 0; valid until the next step or reset.
const char *vz_stmt_text(struct vz_stmt *stmt, int column); // NULL = NULL
int64_t vz_stmt_int(struct vz_stmt *stmt, int column);
double vz_stmt_double(struct vz_stmt *stmt, int column);
const void *vz_stmt_bytes(struct vz_stmt *stmt, int column, size_t *len);

// Runs constant SQL without parameters (several statements allowed).
enum vz_status vz_db_exec(struct vz_db *db, const char *sql);
int64_t vz_db_changes(struct vz_db *db); // rows changed by the last statement
int64_t vz_db_last_id(struct vz_db *db); // row id of the last insert

// Transactions (BEGIN IMMEDIATE), which do not nest. A failed commit rolls
// back. They know where they were begun, for the log.
#define vz_db_begin(db) vz_db_begin_at(db, __FILE__, __LINE__)
enum vz_status vz_db_begin_at(struct vz_db *db, const char *file, int line);
// For reading only (BEGIN DEFERRED): all statements up to vz_db_rollback see
// what the first one saw, and no writer waits for it.
#define vz_db_begin_read(db) vz_db_begin_read_at(db, __FILE__, __LINE__)
enum vz_status vz_db_begin_read_at(struct vz_db *db, const char *file,
                                   int line);
enum vz_status vz_db_commit(struct vz_db *db);
void vz_db_rollback(struct vz_db *db);
// A savepoint within a transaction, so that one row of a group can fail alone.
// It ends with release (kept) or rollback_to (undone); they do not nest.
enum vz_status vz_db_savepoint(struct vz_db *db);
enum vz_status vz_db_release(struct vz_db *db);
void vz_db_rollback_to(struct vz_db *db);

// Appends an identifier in double quotes, quotes in it doubled.
void vz_db_quote(struct vz_strbuf *sql, const char *identifier);

#endif
