/*
 * One small SQL interface over SQLite and PostgreSQL.
 *
 * Statements are constants with `?` or `?1` parameters; the only text built at
 * run time goes through vz_db_quote. A connection belongs to one thread.
 * Errors are logged here once, with the SQL text and never with a bound value.
 *
 * The SQL is what both understand. Tables are declared with these words for
 * types: INTEGER (64 bits; as PRIMARY KEY it numbers itself when it is left
 * out), REAL, TEXT (compared by its bytes), BLOB, and NUMERIC for a value that
 * should be a number and is kept as it came when it is none. A truth is written
 * as a comparison (`expected = 1`), and the first use of a parameter shows its
 * type (`name = ?1 OR ?1 IS NULL`). A failure inside a transaction leaves only
 * vz_db_rollback and vz_db_rollback_to, so a row that may be there already is
 * inserted with ON CONFLICT.
 */
#ifndef VZ_STORAGE_DB_DB_H
#define VZ_STORAGE_DB_DB_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vz_db;
struct vz_stmt;

enum vz_db_flags {
    VZ_DB_READ_ONLY = 1 << 0,
    // Check the whole file when it is opened (quick_check): VZ_CORRUPT.
    VZ_DB_CHECK = 1 << 1,
    // Caches for a file of many gigabytes.
    VZ_DB_LARGE = 1 << 2,
};

// Whether `where` is the address of a server (postgresql://...), not a path.
bool vz_db_is_server(const char *where);

// Opens (and creates) an SQLite file: WAL, synchronous=FULL, foreign keys,
// busy time-out 5 s, freed pages overwritten, temporary tables in memory only.
// VZ_CORRUPT: the file is damaged or no database; it is not touched.
enum vz_status vz_db_open(struct vz_db **out, const char *path, unsigned flags,
                          struct vz_error *error);
// Connects to a PostgreSQL server; the tables are those of the first schema in
// its search_path. Of the flags only VZ_DB_READ_ONLY counts. VZ_NETWORK: the
// server cannot be reached. VZ_INVALID: the address holds a password, or the
// database is not in UTF-8. A connection that is lost fails what runs on it
// (VZ_NETWORK) and is made anew by the next statement or transaction.
enum vz_status vz_db_connect(struct vz_db **out, const char *address,
                             unsigned flags, struct vz_error *error);
void vz_db_close(struct vz_db *db);

// Reads the whole file and compares its structure (PRAGMA quick_check); asks a
// server only whether it answers. VZ_CORRUPT (logged) when it is damaged.
enum vz_status vz_db_check(struct vz_db *db);

// Writes the log back into the file and empties it, so that what was deleted
// is gone from both. VZ_BUSY while another connection reads or writes. A
// server does this in its own time (VACUUM).
enum vz_status vz_db_checkpoint(struct vz_db *db);

// One step of a schema's history; applied in order, each in a transaction with
// the new user_version.
struct vz_migration {
    const char *sql; // statements separated by ';'
};
// The schema's version; 0: an empty database.
enum vz_status vz_db_version(struct vz_db *db, int64_t *version);
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
// The same for a query of very many rows: within a transaction they come a
// few hundred at a time, never as a whole.
struct vz_stmt *vz_db_prepare_scan(struct vz_db *db, const char *sql);
void vz_stmt_finish(struct vz_stmt *stmt); // only for prepare_text and _scan
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
// Runs an insert of one row that ends in RETURNING its number, and resets it.
// VZ_EXISTS: its ON CONFLICT ... DO NOTHING applied.
enum vz_status vz_stmt_run_id(struct vz_stmt *stmt, int64_t *id);
void vz_stmt_reset(struct vz_stmt *stmt);

// Columns of the present row, from 0; valid until the next step or reset.
const char *vz_stmt_text(struct vz_stmt *stmt, int column); // NULL = NULL
int64_t vz_stmt_int(struct vz_stmt *stmt, int column);
double vz_stmt_double(struct vz_stmt *stmt, int column);
const void *vz_stmt_bytes(struct vz_stmt *stmt, int column, size_t *len);

// Runs constant SQL without parameters (several statements allowed).
enum vz_status vz_db_exec(struct vz_db *db, const char *sql);
int64_t vz_db_changes(struct vz_db *db); // rows changed by the last statement

// Transactions, which do not nest. One that may write waits until no other
// connection, of this process or another, is in one. A failed commit rolls
// back. They know where they were begun, for the log.
#define vz_db_begin(db) vz_db_begin_at(db, __FILE__, __LINE__)
enum vz_status vz_db_begin_at(struct vz_db *db, const char *file, int line);
// For reading only: all statements up to vz_db_rollback see
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
