/*
 * PostgreSQL behind the interface of db.h. The only file that includes libpq.
 *
 * Statements are prepared on the server once and run with parameters and
 * results as text. What fails is logged with its SQLSTATE and its SQL; the
 * server's own sentence is not, as it may quote a value.
 */
#include "db_driver.h"

#include "base/log.h"
#include "base/memory.h"
#include "postgres_sql.h"

#include <libpq-fe.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Types as the server numbers them (pg_type.dat).
#define OID_BOOL 16
#define OID_BYTEA 17

#define NUMBER_SIZE 32
#define NAME_SIZE 24
#define SCAN_ROWS "500"

struct pg_db {
    struct vz_db base;
    PGconn *conn;
    const char *settings; // SQL for each new connection
    unsigned generation;  // counts connections, from 1
    unsigned n_names;     // names given to statements and cursors
    int64_t changes;
};

struct pg_stmt {
    struct vz_stmt base;
    char *sql; // in PostgreSQL's words
    char name[NAME_SIZE];
    char cursor[NAME_SIZE]; // "" = none is open
    enum vz_stmt_kind kind;
    unsigned generation; // of the connection that knows it
    int n_parameters;
    const char **values; // borrowed, or in numbers; NULL = NULL
    int *lengths, *formats;
    char (*numbers)[NUMBER_SIZE];
    PGresult *result; // NULL until the first step
    int row;
    unsigned char **decoded; // bytes of the present row, from libpq
    size_t n_decoded, decoded_cap;
};

static struct pg_db *db_of(struct vz_db *db) {
    return (struct pg_db *)db;
}

static struct pg_stmt *stmt_of(struct vz_stmt *stmt) {
    return (struct pg_stmt *)stmt;
}

// ------------------------------------------------------------------ errors

// The first that fits the begin of an SQLSTATE (appendix A of the manual).
static const struct {
    const char *begin;
    enum vz_status status;
} states[] = {
    {"23505", VZ_EXISTS}, // unique_violation
    {"23", VZ_INVALID},   // other integrity constraints
    {"22", VZ_INVALID},   // data exceptions
    {"25006", VZ_DENIED}, // read-only transaction
    {"42501", VZ_DENIED}, // insufficient privilege
    {"28", VZ_DENIED},    // authorisation
    {"53100", VZ_FULL},   // disk full
    {"53200", VZ_NOMEM},  // out of memory
    {"53", VZ_BUSY},      // other lacks of resources
    {"40", VZ_BUSY},      // serialisation failure, deadlock
    {"55P03", VZ_BUSY},   // lock not available
    {"57", VZ_NETWORK},   // the server is going down
    {"08", VZ_NETWORK},   // connection exceptions
    {"54", VZ_LIMIT},     // program limit exceeded
    {"XX001", VZ_CORRUPT}, {"XX002", VZ_CORRUPT},
};

static enum vz_status status_of(const char *state) {
    for (size_t i = 0; state && i < sizeof(states) / sizeof(states[0]); i++) {
        if (!strncmp(state, states[i].begin, strlen(states[i].begin))) {
            return states[i].status;
        }
    }
    // What the server did not say, libpq says: it could not be asked.
    return state ? VZ_IO : VZ_NETWORK;
}

// Takes the failed result, which may be NULL.
static enum vz_status fail(struct pg_db *db, PGresult *result,
                           const char *sql) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum vz_status status = status_of(state);
    if (status != VZ_EXISTS) {
        LOGE("database: SQLSTATE %s: %.300s", state ? state : "none", sql);
    }
    PQclear(result);
    return status;
}

static bool is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static enum vz_status exec_raw(struct pg_db *db, const char *sql) {
    PGresult *result = PQexec(db->conn, sql);
    if (!is_good(result)) {
        return fail(db, result, sql);
    }
    PQclear(result);
    return VZ_OK;
}

// ------------------------------------------------------------- connections

#define SETTINGS                                                  \
    "SET client_encoding = 'UTF8'; SET bytea_output = 'hex';"     \
    " SET standard_conforming_strings = on; SET TIME ZONE 'UTC';" \
    " SET lock_timeout = '5s'; SET synchronous_commit = on;"      \
    " SET client_min_messages = warning"
static const char settings[] = SETTINGS;
static const char settings_read_only[] = SETTINGS
    "; SET default_transaction_read_only = on";

static void drop_notice(void *userdata, const char *message) {
}

static enum vz_status set_up(struct pg_db *db) {
    db->generation++;
    PQsetNoticeProcessor(db->conn, drop_notice, NULL);
    return exec_raw(db, db->settings);
}

// A lost connection is made anew, but never within a transaction: what that
// one did is gone.
static enum vz_status ensure_connection(struct pg_db *db) {
    if (PQstatus(db->conn) == CONNECTION_OK) {
        return VZ_OK;
    }
    if (db->base.begin_file) {
        return VZ_NETWORK;
    }
    PQreset(db->conn);
    if (PQstatus(db->conn) != CONNECTION_OK) {
        LOGE("database: %s", PQerrorMessage(db->conn));
        return VZ_NETWORK;
    }
    LOGI("database: connected again");
    return set_up(db);
}

static void pg_close(struct vz_db *db) {
    PQfinish(db_of(db)->conn);
    free(db);
}

static enum vz_status pg_check(struct vz_db *db) {
    return exec_raw(db_of(db), "SELECT 1");
}

static enum vz_status pg_checkpoint(struct vz_db *db) {
    return VZ_OK;
}

static enum vz_status pg_exec(struct vz_db *db, const char *sql) {
    struct vz_strbuf theirs = {0};
    int n_parameters;
    vz_postgres_sql(&theirs, sql, &n_parameters);
    enum vz_status status = theirs.failed ? VZ_NOMEM
                                          : ensure_connection(db_of(db));
    if (status == VZ_OK) {
        status = exec_raw(db_of(db), theirs.data);
    }
    vz_strbuf_finish(&theirs);
    return status;
}

// ------------------------------------------------------------ the version

static bool read_number(struct vz_stmt *stmt, int64_t *number,
                        enum vz_status *status) {
    *status = vz_stmt_step(stmt);
    *number = *status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_reset(stmt);
    return *status == VZ_OK;
}

static enum vz_status pg_version(struct vz_db *db, int64_t *version) {
    enum vz_status status;
    int64_t there;
    *version = 0;
    if (read_number(vz_db_prepare(db, "SELECT to_regclass('schema_version')"
                                      " IS NOT NULL"),
                    &there, &status) &&
        there) {
        read_number(vz_db_prepare(db, "SELECT version FROM schema_version"),
                    version, &status);
    }
    return status;
}

static enum vz_status pg_set_version(struct vz_db *db, size_t version) {
    char sql[160];
    snprintf(sql, sizeof(sql),
             "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT"
             " NULL); DELETE FROM schema_version;"
             " INSERT INTO schema_version VALUES (%zu)",
             version);
    return exec_raw(db_of(db), sql);
}

// ------------------------------------------------------------- preparing

// A server that was restarted is noticed only by asking. True when that has
// just happened and nothing was under way: then it may be asked again.
static bool was_lost(const struct pg_db *db) {
    return PQstatus(db->conn) == CONNECTION_BAD && !db->base.begin_file;
}

static enum vz_status prepare_on_server(struct pg_db *db,
                                        struct pg_stmt *stmt) {
    enum vz_status status = ensure_connection(db);
    PGresult *result = NULL;
    for (int tries = 0; status == VZ_OK && tries < 2; tries++) {
        PQclear(result);
        result = PQprepare(db->conn, stmt->name, stmt->sql, 0, NULL);
        if (!was_lost(db)) {
            break;
        }
        status = ensure_connection(db);
    }
    if (status == VZ_OK && !is_good(result)) {
        return fail(db, result, stmt->sql);
    }
    PQclear(result);
    stmt->generation = db->generation;
    return status;
}

static bool alloc_parameters(struct pg_stmt *stmt) {
    size_t n = (size_t)stmt->n_parameters;
    stmt->values = vz_alloc_array(n, sizeof(*stmt->values));
    stmt->lengths = vz_alloc_array(n, sizeof(*stmt->lengths));
    stmt->formats = vz_alloc_array(n, sizeof(*stmt->formats));
    stmt->numbers = vz_alloc_array(n, sizeof(*stmt->numbers));
    return stmt->values && stmt->lengths && stmt->formats && stmt->numbers;
}

static void free_stmt(struct pg_stmt *stmt) {
    if (!stmt) {
        return;
    }
    free(stmt->sql);
    free(stmt->values);
    free(stmt->lengths);
    free(stmt->formats);
    free(stmt->numbers);
    free(stmt->decoded);
    free(stmt);
}

static struct pg_stmt *make_stmt(const char *sql) {
    struct vz_strbuf theirs = {0};
    struct pg_stmt *stmt = calloc(1, sizeof(*stmt));
    if (stmt) {
        vz_postgres_sql(&theirs, sql, &stmt->n_parameters);
        stmt->sql = vz_strbuf_take(&theirs);
    }
    if (!stmt || !stmt->sql || !alloc_parameters(stmt)) {
        LOG_OOM();
        free_stmt(stmt);
        return NULL;
    }
    return stmt;
}

static struct vz_stmt *pg_prepare(struct vz_db *base, const char *sql,
                                  enum vz_stmt_kind kind,
                                  enum vz_status *status) {
    struct pg_db *db = db_of(base);
    struct pg_stmt *stmt = make_stmt(sql);
    if (!stmt) {
        *status = VZ_NOMEM;
        return NULL;
    }
    stmt->kind = kind;
    snprintf(stmt->name, sizeof(stmt->name), "s%u", db->n_names++);
    *status = prepare_on_server(db, stmt);
    if (*status != VZ_OK) {
        free_stmt(stmt);
        return NULL;
    }
    return &stmt->base;
}

static void free_decoded(struct pg_stmt *stmt) {
    for (size_t i = 0; i < stmt->n_decoded; i++) {
        PQfreemem(stmt->decoded[i]);
    }
    stmt->n_decoded = 0;
}

static void close_cursor(struct pg_stmt *stmt) {
    struct pg_db *db = db_of(stmt->base.db);
    char sql[NAME_SIZE + 8];
    // Where the transaction has failed or ended the cursor is gone with it.
    if (*stmt->cursor && PQtransactionStatus(db->conn) == PQTRANS_INTRANS) {
        snprintf(sql, sizeof(sql), "CLOSE %s", stmt->cursor);
        exec_raw(db, sql);
    }
    *stmt->cursor = '\0';
}

static void pg_reset(struct vz_stmt *base) {
    struct pg_stmt *stmt = stmt_of(base);
    close_cursor(stmt);
    free_decoded(stmt);
    PQclear(stmt->result);
    stmt->result = NULL;
    for (int i = 0; i < stmt->n_parameters; i++) {
        stmt->values[i] = NULL;
        stmt->formats[i] = 0;
    }
}

static void pg_finish(struct vz_stmt *base) {
    struct pg_stmt *stmt = stmt_of(base);
    struct pg_db *db = db_of(base->db);
    PGTransactionStatusType state = PQtransactionStatus(db->conn);
    char sql[NAME_SIZE + 16];
    pg_reset(base);
    // A connection that closes forgets its statements by itself.
    if (stmt->kind != VZ_STMT_KEPT && stmt->generation == db->generation &&
        (state == PQTRANS_IDLE || state == PQTRANS_INTRANS)) {
        snprintf(sql, sizeof(sql), "DEALLOCATE %s", stmt->name);
        exec_raw(db, sql);
    }
    free_stmt(stmt);
}

// --------------------------------------------------------------- binding

// Answers where parameter `index` is kept, -1 and a failed statement when
// there is none.
static int slot_of(struct vz_stmt *base, int index) {
    struct pg_stmt *stmt = stmt_of(base);
    if (index < 1 || index > stmt->n_parameters) {
        LOGE("database: there is no parameter %d: %.300s", index, stmt->sql);
        base->failed = VZ_IO;
        return -1;
    }
    return index - 1;
}

static void pg_bind_text(struct vz_stmt *base, int index, const char *text) {
    int slot = slot_of(base, index);
    if (slot >= 0) {
        stmt_of(base)->values[slot] = text;
        stmt_of(base)->formats[slot] = 0;
    }
}

static void pg_bind_null(struct vz_stmt *base, int index) {
    pg_bind_text(base, index, NULL);
}

static void pg_bind_int(struct vz_stmt *base, int index, int64_t number) {
    int slot = slot_of(base, index);
    if (slot >= 0) {
        char *text = stmt_of(base)->numbers[slot];
        snprintf(text, NUMBER_SIZE, "%" PRId64, number);
        pg_bind_text(base, index, text);
    }
}

static void pg_bind_double(struct vz_stmt *base, int index, double number) {
    int slot = slot_of(base, index);
    if (slot >= 0) {
        char *text = stmt_of(base)->numbers[slot];
        snprintf(text, NUMBER_SIZE, "%.17g", number);
        pg_bind_text(base, index, text);
    }
}

static void pg_bind_bytes(struct vz_stmt *base, int index, const void *bytes,
                          size_t len) {
    int slot = slot_of(base, index);
    if (slot < 0) {
        return;
    }
    if (len > INT32_MAX) {
        base->failed = VZ_LIMIT;
        return;
    }
    struct pg_stmt *stmt = stmt_of(base);
    stmt->values[slot] = bytes;
    stmt->lengths[slot] = (int)len;
    stmt->formats[slot] = 1;
}

// --------------------------------------------------------------- stepping

static enum vz_status fetch(struct pg_db *db, struct pg_stmt *stmt) {
    char sql[NAME_SIZE + 40];
    snprintf(sql, sizeof(sql), "FETCH FORWARD " SCAN_ROWS " FROM %s",
             stmt->cursor);
    PQclear(stmt->result);
    stmt->row = 0;
    stmt->result = PQexec(db->conn, sql);
    if (PQresultStatus(stmt->result) == PGRES_TUPLES_OK) {
        return VZ_OK;
    }
    PGresult *failed = stmt->result;
    stmt->result = NULL;
    return fail(db, failed, stmt->sql);
}

static enum vz_status open_cursor(struct pg_db *db, struct pg_stmt *stmt) {
    struct vz_strbuf sql = {0};
    snprintf(stmt->cursor, sizeof(stmt->cursor), "c%u", db->n_names++);
    vz_strbuf_printf(&sql, "DECLARE %s NO SCROLL CURSOR FOR %s", stmt->cursor,
                     stmt->sql);
    if (sql.failed) {
        vz_strbuf_finish(&sql);
        return VZ_NOMEM;
    }
    PGresult *result = PQexecParams(db->conn, sql.data, stmt->n_parameters,
                                    NULL, stmt->values, stmt->lengths,
                                    stmt->formats, 0);
    vz_strbuf_finish(&sql);
    if (!is_good(result)) {
        *stmt->cursor = '\0';
        return fail(db, result, stmt->sql);
    }
    PQclear(result);
    return fetch(db, stmt);
}

static enum vz_status run_prepared(struct pg_db *db, struct pg_stmt *stmt) {
    enum vz_status status = ensure_connection(db);
    if (status == VZ_OK && stmt->generation != db->generation) {
        status = prepare_on_server(db, stmt);
    }
    if (status == VZ_OK) {
        stmt->result = PQexecPrepared(db->conn, stmt->name, stmt->n_parameters,
                                      stmt->values, stmt->lengths,
                                      stmt->formats, 0);
    }
    return status;
}

static bool has_no_effect(const struct pg_stmt *stmt) {
    return !strncmp(stmt->sql, "BEGIN", 5) || !strncmp(stmt->sql, "SELECT", 6);
}

static enum vz_status execute(struct pg_db *db, struct pg_stmt *stmt) {
    if (stmt->kind == VZ_STMT_SCAN && db->base.begin_file) {
        return open_cursor(db, stmt);
    }
    enum vz_status status = run_prepared(db, stmt);
    if (status == VZ_OK && was_lost(db) && has_no_effect(stmt)) {
        PQclear(stmt->result);
        stmt->result = NULL;
        status = run_prepared(db, stmt);
    }
    if (status != VZ_OK) {
        return status;
    }
    if (!is_good(stmt->result)) {
        PGresult *failed = stmt->result;
        stmt->result = NULL;
        return fail(db, failed, stmt->sql);
    }
    // The server answers the commit of a failed transaction by undoing it.
    if (!strcmp(stmt->sql, "COMMIT") &&
        strcmp(PQcmdStatus(stmt->result), "COMMIT") != 0) {
        return VZ_IO;
    }
    db->changes = strtoll(PQcmdTuples(stmt->result), NULL, 10);
    stmt->row = 0;
    return VZ_OK;
}

static enum vz_status pg_step(struct vz_stmt *base) {
    struct pg_stmt *stmt = stmt_of(base);
    struct pg_db *db = db_of(base->db);
    enum vz_status status = VZ_OK;
    free_decoded(stmt);
    if (!stmt->result) {
        status = execute(db, stmt);
    } else {
        stmt->row++;
    }
    if (status == VZ_OK && *stmt->cursor &&
        stmt->row == PQntuples(stmt->result) && stmt->row > 0) {
        status = fetch(db, stmt);
    }
    if (status != VZ_OK) {
        return status;
    }
    return stmt->row < PQntuples(stmt->result) ? VZ_OK : VZ_NOT_FOUND;
}

// ---------------------------------------------------------------- reading

static const char *pg_text(struct vz_stmt *base, int column) {
    struct pg_stmt *stmt = stmt_of(base);
    return PQgetisnull(stmt->result, stmt->row, column)
               ? NULL
               : PQgetvalue(stmt->result, stmt->row, column);
}

static int64_t pg_integer(struct vz_stmt *base, int column) {
    const char *text = pg_text(base, column);
    if (!text) {
        return 0;
    }
    return PQftype(stmt_of(base)->result, column) == OID_BOOL
               ? *text == 't'
               : strtoll(text, NULL, 10);
}

static double pg_real(struct vz_stmt *base, int column) {
    const char *text = pg_text(base, column);
    return text ? strtod(text, NULL) : 0;
}

static const void *pg_bytes(struct vz_stmt *base, int column, size_t *len) {
    struct pg_stmt *stmt = stmt_of(base);
    const char *text = pg_text(base, column);
    *len = 0;
    if (!text) {
        return NULL;
    }
    if (PQftype(stmt->result, column) != OID_BYTEA) {
        *len = (size_t)PQgetlength(stmt->result, stmt->row, column);
        return text;
    }
    if (!vz_grow(&stmt->decoded, &stmt->decoded_cap, stmt->n_decoded,
                 sizeof(*stmt->decoded))) {
        LOG_OOM();
        return NULL;
    }
    unsigned char *bytes = PQunescapeBytea((const unsigned char *)text, len);
    if (!bytes) {
        LOG_OOM();
        return NULL;
    }
    stmt->decoded[stmt->n_decoded++] = bytes;
    return bytes;
}

// ------------------------------------------------------------ transactions

static int64_t pg_changes(struct vz_db *db) {
    return db_of(db)->changes;
}

static bool pg_in_transaction(struct vz_db *db) {
    PGTransactionStatusType state = PQtransactionStatus(db_of(db)->conn);
    return state == PQTRANS_INTRANS || state == PQTRANS_INERROR;
}

// One writer at a time, as with a file: an erasure then sees every submission
// that was stored before it, and each that comes later sees the erasure.
static enum vz_status lock_writing(struct vz_db *db) {
    struct vz_stmt *stmt =
        vz_db_prepare(db, "SELECT pg_advisory_xact_lock(hashtext('vertelzuil '"
                          " || current_schema()))");
    enum vz_status status = vz_stmt_step(stmt);
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status pg_begin(struct vz_db *db, bool write) {
    if (!write) {
        return vz_stmt_run(vz_db_prepare(
            db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    }
    enum vz_status status = vz_stmt_run(vz_db_prepare(db, "BEGIN"));
    if (status == VZ_OK) {
        status = lock_writing(db);
        // A connection that was lost in between has no transaction any more.
        if (status == VZ_OK && !pg_in_transaction(db)) {
            status = VZ_NETWORK;
        }
        if (status != VZ_OK) {
            vz_db_rollback(db);
        }
    }
    return status;
}

static const struct vz_db_driver driver = {
    .close = pg_close,
    .check = pg_check,
    .checkpoint = pg_checkpoint,
    .version = pg_version,
    .set_version = pg_set_version,
    .exec = pg_exec,
    .changes = pg_changes,
    .begin = pg_begin,
    .in_transaction = pg_in_transaction,
    .ended = VZ_NETWORK, // with its connection
    .prepare = pg_prepare,
    .finish = pg_finish,
    .reset = pg_reset,
    .bind_text = pg_bind_text,
    .bind_int = pg_bind_int,
    .bind_double = pg_bind_double,
    .bind_bytes = pg_bind_bytes,
    .bind_null = pg_bind_null,
    .step = pg_step,
    .text = pg_text,
    .integer = pg_integer,
    .real = pg_real,
    .bytes = pg_bytes,
};

// ---------------------------------------------------------------- opening

// Arguments and logs are read by others.
static bool holds_password(const char *address) {
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    bool holds = false;
    for (PQconninfoOption *o = options; o && o->keyword; o++) {
        holds = holds || (!strcmp(o->keyword, "password") && o->val);
    }
    PQconninfoFree(options);
    return holds;
}

static enum vz_status connect_server(struct pg_db *db, const char *address,
                                     struct vz_error *error) {
    if (holds_password(address)) {
        vz_error_set(error, VZ_INVALID,
                     "The address of the database holds a password, which "
                     "others on this machine could read. Put it in a password "
                     "file (~/.pgpass, or PGPASSFILE) instead.");
        return VZ_INVALID;
    }
    db->conn = PQconnectdb(address);
    if (PQstatus(db->conn) != CONNECTION_OK) {
        vz_error_set(error, VZ_NETWORK,
                     "The database server does not let us in: %s",
                     db->conn ? PQerrorMessage(db->conn) : "out of memory");
        return VZ_NETWORK;
    }
    const char *encoding = PQparameterStatus(db->conn, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        vz_error_set(error, VZ_INVALID,
                     "The database stores text as %s. Make one with: createdb "
                     "--encoding=UTF8",
                     encoding ? encoding : "nothing known");
        return VZ_INVALID;
    }
    enum vz_status status = set_up(db);
    if (status != VZ_OK) {
        vz_error_set(error, status, "The database cannot be used: %s.",
                     vz_status_text(status));
    }
    return status;
}

enum vz_status vz_db_connect(struct vz_db **out, const char *address,
                             unsigned flags, struct vz_error *error) {
    *out = NULL;
    struct pg_db *db = calloc(1, sizeof(*db));
    if (!db) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    db->base.driver = &driver;
    db->settings = flags & VZ_DB_READ_ONLY ? settings_read_only : settings;
    enum vz_status status = connect_server(db, address, error);
    if (status != VZ_OK) {
        pg_close(&db->base);
        return status;
    }
    *out = &db->base;
    return VZ_OK;
}
