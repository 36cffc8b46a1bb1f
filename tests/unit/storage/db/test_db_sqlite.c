// The SQL interface over SQLite: values, rules, transactions, migrations,
// damage.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "base/thread.h"
#include "storage/db/db.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];
static char path[STORE_PATH_SIZE];

static const struct vz_migration steps[] = {
    {"CREATE TABLE things (thing_id INTEGER PRIMARY KEY, name TEXT UNIQUE,"
     " size REAL, bytes BLOB, CHECK (size IS NULL OR size >= 0));"},
    {"CREATE TABLE parts (part_id INTEGER PRIMARY KEY, thing_id INTEGER"
     " NOT NULL REFERENCES things ON DELETE CASCADE);"
     "CREATE INDEX parts_of ON parts (thing_id);"},
};

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    store_folder_path(path, folder, "test.sqlite");
    return 0;
}

static int tear_down(void **state) {
    store_folder_remove(folder);
    return 0;
}

static struct vz_db *open_db(void) {
    struct vz_db *db;
    struct vz_error error = {0};
    assert_int_equal(vz_db_open(&db, path, VZ_DB_CHECK, &error), VZ_OK);
    assert_int_equal(vz_db_migrate(db, steps, 2, &error), VZ_OK);
    return db;
}

static enum vz_status insert(struct vz_db *db, const char *name) {
    struct vz_stmt *stmt =
        vz_db_prepare(db, "INSERT INTO things (name, size) VALUES (?, 1)");
    vz_stmt_bind_text(stmt, 1, name);
    return vz_stmt_run(stmt);
}

static int64_t count(struct vz_db *db) {
    struct vz_stmt *stmt = vz_db_prepare(db, "SELECT count(*) FROM things");
    assert_int_equal(vz_stmt_step(stmt), VZ_OK);
    int64_t n = vz_stmt_int(stmt, 0);
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
    vz_stmt_bind_bytes(stmt, 4, "a\0b", 3);
    assert_int_equal(vz_stmt_run(stmt), VZ_OK);
    assert_int_equal(vz_db_changes(db), 1);

    stmt = vz_db_prepare(db, "SELECT thing_id, name, size, bytes FROM things");
    assert_int_equal(vz_stmt_step(stmt), VZ_OK);
    assert_int_equal(vz_stmt_int(stmt, 0), INT64_MAX);
    assert_string_equal(vz_stmt_text(stmt, 1), "thé ☕");
    assert_true(vz_stmt_double(stmt, 2) == 0.1);
    size_t len;
    assert_memory_equal(vz_stmt_bytes(stmt, 3, &len), "a\0b", 3);
    assert_int_equal(len, 3);
    assert_int_equal(vz_stmt_step(stmt), VZ_NOT_FOUND);
    vz_db_close(db);
}

static void null_text_is_null_and_no_bytes_are_bytes(void **state) {
    struct vz_db *db = open_db();
    struct vz_stmt *stmt =
        vz_db_prepare(db, "SELECT ? IS NULL, ? IS NOT NULL, ? IS NULL");
    vz_stmt_bind_text(stmt, 1, NULL);
    vz_stmt_bind_bytes(stmt, 2, NULL, 0);
    vz_stmt_bind_null(stmt, 3);
    assert_int_equal(vz_stmt_step(stmt), VZ_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(vz_stmt_int(stmt, i), 1);
    }
    vz_db_close(db);
}

static void broken_rules_are_told_apart(void **state) {
    struct vz_db *db = open_db();
    assert_int_equal(insert(db, "one"), VZ_OK);
    assert_int_equal(insert(db, "one"), VZ_EXISTS);
    struct vz_stmt *stmt =
        vz_db_prepare(db, "INSERT INTO parts (thing_id) VALUES (?)");
    vz_stmt_bind_int(stmt, 1, 99);
    assert_int_equal(vz_stmt_run(stmt), VZ_INVALID);
    stmt = vz_db_prepare(db, "INSERT INTO things (size) VALUES (-1)");
    assert_int_equal(vz_stmt_run(stmt), VZ_INVALID);
    vz_db_close(db);
}

static void a_wrong_statement_fails_at_its_step(void **state) {
    struct vz_db *db = open_db();
    struct vz_stmt *stmt = vz_db_prepare(db, "SELECT nothing FROM nowhere");
    vz_stmt_bind_text(stmt, 1, "ignored");
    assert_int_equal(vz_stmt_failed(stmt), VZ_IO);
    assert_int_equal(vz_stmt_step(stmt), VZ_IO);
    stmt = vz_db_prepare_text(db, "SELECT 7");
    assert_int_equal(vz_stmt_failed(stmt), VZ_OK);
    vz_stmt_bind_int(stmt, 3, 1); // there is no such parameter
    assert_int_equal(vz_stmt_step(stmt), VZ_IO);
    vz_stmt_finish(stmt);
    assert_int_equal(count(db), 0);
    vz_db_close(db);
}

static void a_reader_sees_what_it_saw_first(void **state) {
    struct vz_db *reader = open_db(), *writer;
    assert_int_equal(vz_db_open(&writer, path, 0, NULL), VZ_OK);
    insert(reader, "before");
    assert_int_equal(vz_db_begin_read(reader), VZ_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(insert(writer, "after"), VZ_OK);
    assert_int_equal(count(reader), 1);
    vz_db_rollback(reader);
    assert_int_equal(count(reader), 2);
    vz_db_close(writer);
    vz_db_close(reader);
}

static void rollback_undoes_and_savepoint_undoes_one_row(void **state) {
    struct vz_db *db = open_db();
    assert_int_equal(vz_db_begin(db), VZ_OK);
    insert(db, "gone");
    vz_db_rollback(db);
    assert_int_equal(count(db), 0);

    assert_int_equal(vz_db_begin(db), VZ_OK);
    assert_int_equal(vz_db_savepoint(db), VZ_OK);
    insert(db, "kept");
    assert_int_equal(vz_db_release(db), VZ_OK);
    assert_int_equal(vz_db_savepoint(db), VZ_OK);
    insert(db, "undone");
    vz_db_rollback_to(db);
    assert_int_equal(vz_db_savepoint(db), VZ_OK);
    insert(db, "kept too");
    assert_int_equal(vz_db_release(db), VZ_OK);
    assert_int_equal(vz_db_commit(db), VZ_OK);
    assert_int_equal(count(db), 2);
    vz_db_close(db);
}

static void what_was_committed_is_there_after_reopening(void **state) {
    struct vz_db *db = open_db();
    insert(db, "stays");
    vz_db_close(db);
    db = open_db();
    assert_int_equal(count(db), 1);
    vz_db_close(db);
}

static void a_failing_migration_leaves_the_former_version(void **state) {
    struct vz_db *db = open_db();
    const struct vz_migration more[] = {
        steps[0], steps[1], {"CREATE TABLE new (a); CREATE TABLE things (b)"}};
    struct vz_error error = {0};
    assert_int_not_equal(vz_db_migrate(db, more, 3, &error), VZ_OK);
    assert_true(error.message[0]);
    assert_int_equal(vz_db_migrate(db, steps, 2, &error), VZ_OK);
    struct vz_stmt *stmt = vz_db_prepare_text(db, "SELECT a FROM new");
    assert_int_not_equal(vz_stmt_step(stmt), VZ_NOT_FOUND);
    vz_stmt_finish(stmt);
    vz_db_close(db);
}

static void a_newer_file_is_refused(void **state) {
    struct vz_db *db = open_db();
    struct vz_error error = {0};
    assert_int_equal(vz_db_migrate(db, steps, 1, &error), VZ_NEWER);
    assert_int_equal(error.status, VZ_NEWER);
    vz_db_close(db);
}

static void a_file_that_is_no_database_is_corrupt(void **state) {
    FILE *file = fopen(path, "wb");
    for (int i = 0; i < 1000; i++) {
        fputs("this is no database", file);
    }
    fclose(file);
    struct vz_db *db;
    struct vz_error error = {0};
    assert_int_equal(vz_db_open(&db, path, 0, &error), VZ_CORRUPT);
    assert_null(db);
    assert_true(store_folder_holds(folder, "this is no database"));
}

static void damage_inside_is_found_by_the_check(void **state) {
    struct vz_db *db = open_db();
    char name[40];
    for (int i = 0; i < 400; i++) {
        snprintf(name, sizeof(name), "a rather long name, number %d", i);
        insert(db, name);
    }
    vz_db_close(db);
    store_folder_damage(path, 4096, 600);
    struct vz_error error = {0};
    assert_int_equal(vz_db_open(&db, path, VZ_DB_CHECK, &error), VZ_CORRUPT);
}

static void a_deleted_text_is_on_the_disk_no_more(void **state) {
    struct vz_db *db = open_db();
    insert(db, "canary-7f3a");
    insert(db, "other");
    assert_true(store_folder_holds(folder, "canary-7f3a"));
    assert_int_equal(vz_db_exec(db, "DELETE FROM things WHERE name LIKE 'c%'"),
                     VZ_OK);
    assert_int_equal(vz_db_checkpoint(db), VZ_OK);
    assert_false(store_folder_holds(folder, "canary-7f3a"));
    assert_true(store_folder_holds(folder, "other"));
    vz_db_close(db);
}

static void readers_do_not_write(void **state) {
    struct vz_db *db = open_db();
    insert(db, "one");
    struct vz_db *reader;
    assert_int_equal(vz_db_open(&reader, path, VZ_DB_READ_ONLY, NULL), VZ_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(insert(reader, "two"), VZ_DENIED);
    vz_db_close(reader);
    vz_db_close(db);
}

static void identifiers_are_quoted(void **state) {
    struct vz_strbuf sql = {0};
    vz_strbuf_append(&sql, "CREATE TABLE ");
    vz_db_quote(&sql, "a\"; DROP TABLE things; --");
    vz_strbuf_append(&sql, " (x)");
    struct vz_db *db = open_db();
    struct vz_stmt *stmt = vz_db_prepare_text(db, sql.data);
    assert_int_equal(vz_stmt_run(stmt), VZ_OK);
    vz_stmt_finish(stmt);
    assert_int_equal(count(db), 0);
    vz_db_close(db);
    vz_strbuf_finish(&sql);
}

// Two connections open, migrate and write the same new file at once.
static void open_and_insert(void *userdata) {
    bool *ok = userdata;
    struct vz_db *db;
    *ok = vz_db_open(&db, path, 0, NULL) == VZ_OK &&
          vz_db_migrate(db, steps, 2, NULL) == VZ_OK;
    for (int i = 0; *ok && i < 50; i++) {
        *ok = insert(db, NULL) == VZ_OK;
    }
    vz_db_close(db);
}

static void two_connections_share_a_new_file(void **state) {
    struct vz_thread threads[2] = {0};
    bool ok[2] = {false, false};
    for (int i = 0; i < 2; i++) {
        assert_true(
            vz_thread_start(&threads[i], "db", open_and_insert, &ok[i]));
    }
    for (int i = 0; i < 2; i++) {
        vz_thread_join(&threads[i]);
    }
    assert_true(ok[0] && ok[1]);
    struct vz_db *db = open_db();
    assert_int_equal(count(db), 100);
    vz_db_close(db);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(values_come_back_as_they_were),
        T(null_text_is_null_and_no_bytes_are_bytes),
        T(broken_rules_are_told_apart),
        T(a_wrong_statement_fails_at_its_step),
        T(a_reader_sees_what_it_saw_first),
        T(rollback_undoes_and_savepoint_undoes_one_row),
        T(what_was_committed_is_there_after_reopening),
        T(a_failing_migration_leaves_the_former_version),
        T(a_newer_file_is_refused),
        T(a_file_that_is_no_database_is_corrupt),
        T(damage_inside_is_found_by_the_check),
        T(a_deleted_text_is_on_the_disk_no_more),
        T(readers_do_not_write),
        T(identifiers_are_quoted),
        T(two_connections_share_a_new_file),
    };
    return cmocka_run_group_tests_name("db_sqlite", tests, NULL, NULL);
}
