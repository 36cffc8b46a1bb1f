// The kiosk drops its copy of what was taken back, and nothing else.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"
#include "openrosa/openrosa.h"
#include "storage/kiosk/outbox.h"
#include "storage/sync/sync.h"
#include "support/store_folder.h"
#include "support/store_server.h"

#include <stdio.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];
static struct store_server *server;

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    server = store_server_start();
    store_server_document(
        server, "/formList",
        "<xforms xmlns='http://openrosa.org/xforms/xformsList'/>");
    return 0;
}

static int tear_down(void **state) {
    store_server_stop(server);
    store_folder_remove(folder);
    return 0;
}

static void add(const char *id, const char *words) {
    struct vz_kiosk_store *store;
    int64_t sequence;
    char xml[200];
    snprintf(xml, sizeof(xml),
             "<data id=\"kort\"><story>%s</story><meta><instanceID>%s"
             "</instanceID></meta></data>",
             words, id);
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                     VZ_OK);
    assert_int_equal(vz_kiosk_store_begin(store, id, "kort", "1", &sequence),
                     VZ_OK);
    assert_int_equal(
        vz_kiosk_store_complete(store, id, xml, strlen(xml), NULL, 0), VZ_OK);
    vz_kiosk_store_close(store);
}

static void sync_once(void) {
    struct vz_sync_params params = {.dir = folder,
                                    .server = store_server_url(server),
                                    .device_id = "kiosk:1"};
    assert_int_equal(vz_sync_once(&params, NULL), VZ_OK);
}

static void tell_erased(const char *title, const char *id, const char *more) {
    char hash[VZ_SHA256_HEX], text[400];
    vz_sha256_hex(id, strlen(id), hash);
    snprintf(text, sizeof(text), "%s\n%s\n%s", title, hash, more);
    store_server_document(server, "/tombstones", text);
}

static bool keeps(const char *words) {
    return store_folder_holds(folder, words);
}

static void the_copy_of_an_erased_story_goes(void **state) {
    store_server_name_files(server, false);
    add("uuid:1", "eerste-verhaal");
    add("uuid:2", "tweede-verhaal");
    sync_once();
    sync_once();
    assert_true(keeps("eerste-verhaal") && keeps("tweede-verhaal"));
    tell_erased(VZ_TOMBSTONES_TITLE, "uuid:1", "");
    sync_once();
    assert_false(keeps("eerste-verhaal"));
    assert_true(keeps("tweede-verhaal"));
}

static void what_is_no_list_removes_nothing(void **state) {
    store_server_name_files(server, false);
    add("uuid:1", "eerste-verhaal");
    sync_once();
    tell_erased("<html>", "uuid:1", "");
    sync_once();
    tell_erased(VZ_TOMBSTONES_TITLE, "uuid:1", "half a line");
    sync_once();
    tell_erased(VZ_TOMBSTONES_TITLE, "uuid:1",
                "0000000000000000000000000000000000000000000000000000000000000"
                "000\n0000000000000000000000000000000000000000000000000000000"
                "000000000\n");
    sync_once();
    assert_true(keeps("eerste-verhaal"));
}

static void what_was_not_sent_stays(void **state) {
    static const struct store_step broken[] = {{.status = 500}};
    store_server_name_files(server, false);
    tell_erased(VZ_TOMBSTONES_TITLE, "uuid:1", "");
    add("uuid:1", "eerste-verhaal");
    store_server_script(server, "POST", broken, 1);
    struct vz_sync_params params = {.dir = folder,
                                    .server = store_server_url(server),
                                    .device_id = "kiosk:1"};
    assert_int_not_equal(vz_sync_once(&params, NULL), VZ_OK);
    assert_true(keeps("eerste-verhaal"));
}

// Servers that do not name what they store know nothing of erasures.
static void other_servers_are_not_asked(void **state) {
    add("uuid:1", "eerste-verhaal");
    sync_once();
    int before = store_server_requests(server, "GET");
    sync_once();
    assert_int_equal(store_server_requests(server, "GET"), before + 1);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_copy_of_an_erased_story_goes),
        TEST(what_is_no_list_removes_nothing),
        TEST(what_was_not_sent_stays),
        TEST(other_servers_are_not_asked),
    };
    return cmocka_run_group_tests_name("tombstone_fetcher", tests, NULL, NULL);
}
