// Instances from the first touch to the last screen, and what is on the disk.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "storage/kiosk/kiosk_store.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    return 0;
}

static int tear_down(void **state) {
    store_folder_remove(folder);
    return 0;
}

static struct vz_kiosk_store *open_store(void) {
    struct vz_kiosk_store *store;
    bool damaged;
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, &damaged, NULL),
                     VZ_OK);
    assert_false(damaged);
    return store;
}

static int64_t begin(struct vz_kiosk_store *store, const char *id) {
    int64_t sequence = 0;
    assert_int_equal(vz_kiosk_store_begin(store, id, "kort", "1", &sequence),
                     VZ_OK);
    return sequence;
}

static enum vz_status complete(struct vz_kiosk_store *store, const char *id,
                               const char *xml) {
    const struct vz_outbox_file file = {"v.ogg", "audio/ogg", "sound-canary",
                                        12};
    return vz_kiosk_store_complete(store, id, xml, strlen(xml), &file, 1);
}

static struct vz_kiosk_status status_of(struct vz_kiosk_store *store) {
    struct vz_kiosk_status status;
    assert_int_equal(vz_kiosk_store_status(store, &status), VZ_OK);
    return status;
}

static void numbers_go_up_and_survive_reopening(void **state) {
    struct vz_kiosk_store *store = open_store();
    assert_int_equal(begin(store, "uuid:1"), 1);
    assert_int_equal(begin(store, "uuid:2"), 2);
    vz_kiosk_store_close(store);
    store = open_store();
    assert_int_equal(begin(store, "uuid:3"), 3);
    int64_t sequence;
    assert_int_equal(
        vz_kiosk_store_begin(store, "uuid:3", "kort", "1", &sequence),
        VZ_EXISTS);
    assert_int_equal(begin(store, "uuid:4"), 4);
    vz_kiosk_store_close(store);
}

static void a_completed_instance_waits(void **state) {
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1");
    assert_int_equal(status_of(store).waiting, 0);
    assert_int_equal(complete(store, "uuid:1", "<d>story-canary</d>"), VZ_OK);
    assert_int_equal(status_of(store).waiting, 1);
    assert_true(status_of(store).oldest_waiting_ms > 0);
    vz_kiosk_store_close(store);
    assert_true(store_folder_holds(folder, "story-canary"));
    assert_true(store_folder_holds(folder, "sound-canary"));
    store = open_store();
    assert_int_equal(status_of(store).waiting, 1);
    vz_kiosk_store_close(store);
}

static void only_an_open_instance_can_be_completed(void **state) {
    struct vz_kiosk_store *store = open_store();
    assert_int_equal(complete(store, "uuid:0", "<d/>"), VZ_NOT_FOUND);
    begin(store, "uuid:1");
    assert_int_equal(complete(store, "uuid:1", "<d>first</d>"), VZ_OK);
    assert_int_equal(complete(store, "uuid:1", "<d>second</d>"), VZ_EXISTS);
    begin(store, "uuid:2");
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:2"), VZ_OK);
    assert_int_equal(complete(store, "uuid:2", "<d>late</d>"), VZ_CONFLICT);
    assert_int_equal(status_of(store).waiting, 1);
    vz_kiosk_store_close(store);
    assert_true(store_folder_holds(folder, "first"));
    assert_false(store_folder_holds(folder, "second"));
    assert_false(store_folder_holds(folder, "late"));
}

static void files_of_one_name_are_refused_whole(void **state) {
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1");
    const struct vz_outbox_file files[] = {{"a.ogg", "audio/ogg", "x", 1},
                                           {"a.ogg", "audio/ogg", "y", 1}};
    assert_int_equal(
        vz_kiosk_store_complete(store, "uuid:1", "<d/>", 4, files, 2),
        VZ_INVALID);
    assert_int_equal(status_of(store).waiting, 0);
    assert_int_equal(
        vz_kiosk_store_complete(store, "uuid:1", "<d/>", 4, files, 1), VZ_OK);
    vz_kiosk_store_close(store);
}

static void who_walks_away_leaves_a_number_only(void **state) {
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1");
    begin(store, "uuid:2");
    begin(store, "uuid:3");
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:1"), VZ_OK);
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:1"), VZ_NOT_FOUND);
    assert_int_equal(complete(store, "uuid:2", "<d/>"), VZ_OK);
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:2"), VZ_NOT_FOUND);
    vz_kiosk_store_close(store);

    store = open_store();
    int64_t n;
    assert_int_equal(vz_kiosk_store_abandon_left(store, &n), VZ_OK);
    assert_int_equal(n, 1);
    assert_int_equal(status_of(store).abandoned, 2);
    assert_int_equal(status_of(store).waiting, 1);
    assert_int_equal(vz_kiosk_store_abandon_left(store, &n), VZ_OK);
    assert_int_equal(n, 0);
    vz_kiosk_store_close(store);
}

static void settings_survive(void **state) {
    struct vz_kiosk_store *store = open_store();
    char *value;
    assert_int_equal(vz_kiosk_store_get(store, "server", &value), VZ_NOT_FOUND);
    assert_null(value);
    assert_int_equal(vz_kiosk_store_set(store, "server", "http://a"), VZ_OK);
    assert_int_equal(vz_kiosk_store_set(store, "server", "http://b"), VZ_OK);
    vz_kiosk_store_close(store);
    store = open_store();
    assert_int_equal(vz_kiosk_store_get(store, "server", &value), VZ_OK);
    assert_string_equal(value, "http://b");
    free(value);
    vz_kiosk_store_close(store);
}

static void a_damaged_file_is_set_aside_and_its_numbers_go_on(void **state) {
    struct vz_kiosk_store *store = open_store();
    assert_int_equal(vz_kiosk_store_set(store, "server", "http://a"), VZ_OK);
    char id[32];
    for (int i = 0; i < 60; i++) {
        snprintf(id, sizeof(id), "uuid:%d", i);
        begin(store, id);
        assert_int_equal(complete(store, id, "<d>kept-canary</d>"), VZ_OK);
    }
    vz_kiosk_store_close(store);

    char path[STORE_PATH_SIZE];
    store_folder_path(path, folder, "kiosk.sqlite");
    store_folder_damage(path, 12 * 4096, 3 * 4096);
    bool damaged = false;
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                     VZ_CORRUPT);
    assert_int_equal(store_folder_count(folder, "kiosk.sqlite.damaged-"), 0);
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, &damaged, NULL),
                     VZ_OK);
    assert_true(damaged);
    assert_true(store_folder_count(folder, "kiosk.sqlite.damaged-") > 0);
    assert_true(store_folder_holds(folder, "kept-canary"));
    assert_int_equal(begin(store, "uuid:new"), 61);
    char *value;
    assert_int_equal(vz_kiosk_store_get(store, "server", &value), VZ_OK);
    assert_string_equal(value, "http://a");
    free(value);
    vz_kiosk_store_close(store);
}

static void a_file_that_is_no_database_is_set_aside(void **state) {
    char path[STORE_PATH_SIZE];
    store_folder_path(path, folder, "kiosk.sqlite");
    FILE *file = fopen(path, "wb");
    for (int i = 0; i < 500; i++) {
        fputs("written by something else ", file);
    }
    fclose(file);
    struct vz_kiosk_store *store;
    bool damaged = false;
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, &damaged, NULL),
                     VZ_OK);
    assert_true(damaged);
    assert_int_equal(begin(store, "uuid:1"), 1);
    vz_kiosk_store_close(store);
    assert_true(store_folder_holds(folder, "written by something else"));
}

static void a_folder_that_cannot_be_made_is_told(void **state) {
    char path[STORE_PATH_SIZE];
    store_folder_path(path, folder, "file");
    FILE *file = fopen(path, "wb");
    fclose(file);
    store_folder_path(path, folder, "file/below");
    struct vz_kiosk_store *store;
    struct vz_error error = {0};
    assert_int_not_equal(vz_kiosk_store_open(&store, path, true, NULL, &error),
                         VZ_OK);
    assert_null(store);
    assert_true(error.message[0]);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(numbers_go_up_and_survive_reopening),
        T(a_completed_instance_waits),
        T(only_an_open_instance_can_be_completed),
        T(files_of_one_name_are_refused_whole),
        T(who_walks_away_leaves_a_number_only),
        T(settings_survive),
        T(a_damaged_file_is_set_aside_and_its_numbers_go_on),
        T(a_file_that_is_no_database_is_set_aside),
        T(a_folder_that_cannot_be_made_is_told),
    };
    return cmocka_run_group_tests_name("kiosk_instances", tests, NULL, NULL);
}
