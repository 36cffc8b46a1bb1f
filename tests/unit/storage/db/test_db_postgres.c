// The SQL interface over a PostgreSQL server of the test's own: what is not
// tested by running the hub's store on one.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "storage/db/db.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];
static char address[2 * STORE_PATH_SIZE];

static const struct vz_migration steps[] = {
    {"CREATE TABLE things (thing_id INTEGER PRIMARY KEY, name TEXT UNIQUE,"
     " size REAL, bytes BLOB, CHECK (size IS NULL OR size >= 0));"},
    {"CREATE TABLE parts (part_id INTEGER PRIMARY KEY, thing_id INTEGER"
     " NOT NULL REFERENCES things ON DELETE CASCADE);"
     "CREATE INDEX parts_of ON parts (thing_id);"},
};

// Runs a function of postgres.sh; what it prints is put in `out`.
static bool server(const char *function, char *out, size_t size) {
    char command[2 * STORE_PATH_SIZE];
    snprintf(command, sizeof(command),
             ". tests/support/postgres.sh; postgres_data=%s/data; %s", folder,
             function);
    FILE *pipe = popen(command, "r");
    size_t len = pipe ? fread(out, 1, size - 1, pipe) : 0;
    out[len] = '\0';
    return pipe && pclose(pipe) == 0;
}

static void restart(void) {
    char out[8];
    assert_true(server("postgres_restart", out, sizeof(out)));
}

static int start(void **state) {
    char command[2 * STORE_PATH_SIZE];
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    snprintf(command, sizeof(command),
             "[ -z \"$postgres_bin\" ] || { postgres_start %s &&"
             " printf %%s \"$postgres_address\"; }",
             folder);
    return server(command, address, sizeof(address)) ? 0 : -1;
}

static int stop(void **state) {
    char out[8];
    if (*address) {
        server("postgres_kill", out, sizeof(out));
    }
    store_folder_remove(folder);
    return 0;
}

static int each(void **state) {
    struct vz_db *db;
    if (!*address) {
        return 0;
    }
    return vz_db_connect(&db, address, 0, NULL) == VZ_OK &&
                   vz_db_exec(db, "DROP SCHEMA public CASCADE;"
                                  "CREATE SCHEMA public") == VZ_OK &&
                   (vz_db_close(db), true)
               ? 0
               : -1;
}

static struct vz_db *open_db(void) {
    struct vz_db *db;
    if (!*address) {
        skip(); // the package is not there
    }
    assert_int_equal(vz_db_connect(&db, address, 0, NULL), VZ_OK);
    assert_int_equal(vz_db_migrate(db, steps, 2, NULL), VZ_OK);
    return db;
}

static enum vz_status insert(struct vz_db *db, const char *name, int64_t *id) {
    struct vz_stmt *stmt =
        vz_db_prepare(db, "INSERT INTO things (name, size) VALUES (?, 1)"
                          " ON CONFLICT (name) DO NOTHING RETURNING thing_id");
    vz_stmt_bind_text(stmt, 1, name);
    return vz_stmt_run_id(stmt, id);
}

static int64_t count(struct vz_db *db) {
    struct vz_stmt *stmt = vz_db_prepare(db, "SELECT count(*) FROM things");
    int64_t n = vz_stmt_step(stmt) == VZ_OK ? vz_stmt_int(stmt, 0) : -1;
    vz_stmt_reset(stmt);
    return n;
}

static void values_come_back_as_they_were(void **state) {
    struct vz_db *db = open_db();
    struct vz_stmt *stmt =
        vz_db_prepare(db, "INSERT INTO things (thing_id, name, size, bytes)"
                          " VALUES (?, ?, ?, ?)");
    vz_stmt_bind_int(stmt, 1, INT64_MAX);
    vz_stmt_bind_text(stmt, 2, "thé ☕");
    vz_stmt_bind_double(stmt, 3, 0.1);
    vz_stmt_bind_bytes(stmt, 4, "a\0\\x'", 5);
    assert_int_equal(vz_stmt_run(stmt), VZ_OK);
    assert_int_equal(vz_db_changes(db), 1);
    stmt = vz_db_prepare(db, "INSERT INTO things (name, bytes) VALUES (?, ?)");
    vz_stmt_bind_text(stmt, 1, NULL);
    vz_stmt_bind_bytes(stmt, 2, NULL, 0);
    assert_int_equal(vz_stmt_run(stmt), VZ_OK);

    stmt = vz_db_prepare(db, "SELECT thing_id, name, size, bytes, name IS NULL"
                             " FROM things ORDER BY thing_id DESC");
    assert_int_equal(vz_stmt_step(stmt), VZ_OK);
    assert_int_equal(vz_stmt_int(stmt, 0), INT64_MAX);
    assert_string_equal(vz_stmt_text(stmt, 1), "thé ☕");
    assert_true(vz_stmt_double(stmt, 2) == 0.1);
    size_t len;
    assert_memory_equal(vz_stmt_bytes(stmt, 3, &len), "a\0\\x'", 5);
    assert_int_equal(len, 5);
    assert_int_equal(vz_stmt_int(stmt, 4), 0);
    assert_int_equal(vz_stmt_step(stmt), VZ_OK);
    assert_null(vz_stmt_text(stmt, 1));
    assert_non_null(vz_stmt_bytes(stmt, 3, &len));
    assert_int_equal(len, 0);
    assert_int_equal(vz_stmt_int(stmt, 4), 1);
    assert_int_equal(vz_stmt_step(stmt), VZ_NOT_FOUND);
    vz_db_close(db);
}

static void broken_rules_are_told_apart(void **state) {
    struct vz_db *db = open_db();
    int64_t id;
    assert_int_equal(insert(db, "one", &id), VZ_OK);
    assert_int_equal(id, 1);
    assert_int_equal(insert(db, "one", &id), VZ_EXISTS);
    static const struct {
        const char *sql;
        enum vz_status status;
    } cases[] = {
        {"INSERT INTO things (name) VALUES ('one')", VZ_EXISTS},
        {"INSERT INTO parts (thing_id) VALUES (99)", VZ_INVALID},
        {"INSERT INTO things (size) VALUES (-1)", VZ_INVALID},
        {"SELECT nothing FROM nowhere", VZ_IO},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vz_stmt *stmt = vz_db_prepare_text(db, cases[i].sql);
        assert_int_equal(vz_stmt_run(stmt), cases[i].status);
        vz_stmt_finish(stmt);
    }
    struct vz_stmt *stmt = vz_db_prepare_text(db, "SELECT 7");
    vz_stmt_bind_int(stmt, 3, 1); // there is no such parameter
    assert_int_equal(vz_stmt_step(stmt), VZ_IO);
    vz_stmt_finish(stmt);
    vz_db_close(db);
}

static void the_commit_of_a_failed_transaction_fails(void **state) {
    struct vz_db *db = open_db();
    int64_t id;
    assert_int_equal(vz_db_begin(db), VZ_OK);
    assert_int_equal(insert(db, "gone", &id), VZ_OK);
    assert_int_not_equal(vz_db_exec(db, "SELECT 1/0"), VZ_OK);
    assert_int_equal(vz_db_commit(db), VZ_IO);
    assert_int_equal(count(db), 0);
    vz_db_close(db);
}

static void a_failed_row_leaves_the_group(void **state) {
    struct vz_db *db = open_db();
    int64_t id;
    assert_int_equal(vz_db_begin(db), VZ_OK);
    assert_int_equal(vz_db_savepoint(db), VZ_OK);
    insert(db, "kept", &id);
    assert_int_equal(vz_db_release(db), VZ_OK);
    assert_int_equal(vz_db_savepoint(db), VZ_OK);
    assert_int_not_equal(vz_db_exec(db, "SELECT 1/0"), VZ_OK);
    vz_db_rollback_to(db);
    assert_int_equal(vz_db_commit(db), VZ_OK);
    assert_int_equal(count(db), 1);
    vz_db_close(db);
}

static void a_reader_sees_what_it_saw_first_and_writes_nothing(void **state) {
    struct vz_db *reader = open_db(), *writer = open_db();
    int64_t id;
    insert(reader, "before", &id);
    assert_int_equal(vz_db_begin_read(reader), VZ_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(insert(writer, "after", &id), VZ_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(insert(reader, "no", &id), VZ_DENIED);
    vz_db_rollback(reader);
    assert_int_equal(count(reader), 2);
    vz_db_close(writer);
    assert_int_equal(vz_db_connect(&writer, address, VZ_DB_READ_ONLY, NULL),
                     VZ_OK);
    assert_int_equal(insert(writer, "no", &id), VZ_DENIED);
    vz_db_close(writer);
    vz_db_close(reader);
}

static void two_do_not_write_at_once(void **state) {
    struct vz_db *one = open_db(), *other = open_db();
    assert_int_equal(vz_db_begin(one), VZ_OK);
    assert_int_equal(vz_db_exec(other, "SET lock_timeout = '20ms'"), VZ_OK);
    assert_int_equal(vz_db_begin(other), VZ_BUSY);
    assert_int_equal(vz_db_commit(one), VZ_OK);
    assert_int_equal(vz_db_begin(other), VZ_OK);
    vz_db_rollback(other);
    vz_db_close(one);
    vz_db_close(other);
}

static void many_rows_come_while_other_queries_run(void **state) {
    struct vz_db *db = open_db();
    assert_int_equal(vz_db_exec(db, "INSERT INTO things (name) SELECT"
                                    " 'thing ' || n FROM"
                                    " generate_series(1, 1234) AS n"),
                     VZ_OK);
    assert_int_equal(vz_db_begin_read(db), VZ_OK);
    struct vz_stmt *scan = vz_db_prepare_scan(
        db, "SELECT thing_id FROM things WHERE thing_id > ? ORDER BY thing_id");
    vz_stmt_bind_int(scan, 1, 34);
    int64_t n = 34;
    while (vz_stmt_step(scan) == VZ_OK) {
        assert_int_equal(vz_stmt_int(scan, 0), ++n);
        assert_int_equal(count(db), 1234);
    }
    assert_int_equal(n, 1234);
    assert_int_equal(vz_stmt_step(scan), VZ_NOT_FOUND);
    vz_stmt_finish(scan);
    vz_db_rollback(db);
    vz_db_close(db);
}

static void a_server_that_comes_back_is_used_again(void **state) {
    struct vz_db *db = open_db();
    int64_t id;
    assert_int_equal(insert(db, "before", &id), VZ_OK);
    restart();
    assert_int_equal(count(db), 1);
    restart();
    assert_int_equal(vz_db_begin(db), VZ_OK);
    assert_int_equal(insert(db, "after", &id), VZ_OK);
    assert_int_equal(vz_db_commit(db), VZ_OK);
    assert_int_equal(count(db), 2);
    vz_db_close(db);
}

static void what_was_begun_before_a_restart_is_undone(void **state) {
    struct vz_db *db = open_db();
    int64_t id;
    assert_int_equal(vz_db_begin(db), VZ_OK);
    assert_int_equal(insert(db, "lost", &id), VZ_OK);
    restart();
    assert_int_equal(insert(db, "lost too", &id), VZ_NETWORK);
    assert_int_equal(insert(db, "this too", &id), VZ_NETWORK);
    assert_int_not_equal(vz_db_commit(db), VZ_OK);
    assert_int_equal(count(db), 0);
    vz_db_close(db);
}

static void migrations_are_whole_and_never_go_back(void **state) {
    struct vz_db *db = open_db();
    const struct vz_migration more[] = {
        steps[0],
        steps[1],
        {"CREATE TABLE new (a TEXT); CREATE TABLE things (b TEXT)"}};
    assert_int_not_equal(vz_db_migrate(db, more, 3, NULL), VZ_OK);
    int64_t version;
    assert_int_equal(vz_db_version(db, &version), VZ_OK);
    assert_int_equal(version, 2);
    struct vz_stmt *stmt = vz_db_prepare_text(db, "SELECT a FROM new");
    assert_int_equal(vz_stmt_step(stmt), VZ_IO);
    vz_stmt_finish(stmt);
    assert_int_equal(vz_db_migrate(db, steps, 1, NULL), VZ_NEWER);
    vz_db_close(db);
}

static void a_wrong_address_is_told(void **state) {
    struct vz_db *db = open_db();
    struct vz_error error = {0};
    vz_db_close(db);
    assert_int_equal(
        vz_db_connect(&db, "postgresql:///x?host=/nowhere", 0, &error),
        VZ_NETWORK);
    assert_null(db);
    assert_non_null(strstr(error.message, "/nowhere"));
    assert_int_equal(
        vz_db_connect(&db, "postgresql://hub:s3cret@localhost/x", 0, &error),
        VZ_INVALID);
    assert_null(strstr(error.message, "s3cret"));
    assert_true(vz_db_is_server("postgres://x") &&
                !vz_db_is_server("hub.sqlite"));
}

#define T(name) cmocka_unit_test_setup(name, each)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(values_come_back_as_they_were),
        T(broken_rules_are_told_apart),
        T(the_commit_of_a_failed_transaction_fails),
        T(a_failed_row_leaves_the_group),
        T(a_reader_sees_what_it_saw_first_and_writes_nothing),
        T(two_do_not_write_at_once),
        T(many_rows_come_while_other_queries_run),
        T(a_server_that_comes_back_is_used_again),
        T(what_was_begun_before_a_restart_is_undone),
        T(migrations_are_whole_and_never_go_back),
        T(a_wrong_address_is_told),
    };
    return cmocka_run_group_tests_name("db_postgres", tests, start, stop);
}
