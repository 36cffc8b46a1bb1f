// The outbox against a hostile server over real HTTP: nothing is lost, nothing
// arrives as a different record, and none stands in the way of others.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "storage/kiosk/outbox.h"
#include "storage/sync/sync.h"
#include "support/store_folder.h"
#include "support/store_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1800000000000)
#define LOGIN_PAGE "<!DOCTYPE html><html><body>Wifi login<br></body></html>"

static char folder[STORE_PATH_SIZE];
static struct vz_kiosk_store *store;
static struct store_server *server;

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    vz_clock_freeze(NOW);
    store_folder_make(folder);
    server = store_server_start();
    store_server_document(
        server, "/formList",
        "<xforms xmlns='http://openrosa.org/xforms/xformsList'/>");
    return vz_kiosk_store_open(&store, folder, true, NULL, NULL);
}

static int tear_down(void **state) {
    assert_int_equal(store_server_n_different(server), 0);
    assert_int_equal(store_server_n_malformed(server), 0);
    vz_kiosk_store_close(store);
    store_server_stop(server);
    store_folder_remove(folder);
    vz_clock_thaw();
    return 0;
}

static void add_with(const char *id, const struct vz_outbox_file *files,
                     size_t n) {
    int64_t sequence;
    assert_int_equal(vz_kiosk_store_begin(store, id, "kort", "1", &sequence),
                     VZ_OK);
    char xml[200];
    snprintf(xml, sizeof(xml),
             "<data id=\"kort\"><hoe>%s</hoe><meta><instanceID>%s"
             "</instanceID></meta></data>",
             id, id);
    assert_int_equal(
        vz_kiosk_store_complete(store, id, xml, strlen(xml), files, n), VZ_OK);
}

static void add(const char *id) {
    const struct vz_outbox_file file = {"stem \"1\".ogg", "audio/ogg",
                                        "\r\n--\0sound", 10};
    add_with(id, &file, 1);
}

static enum vz_status sync_now(void) {
    const struct vz_sync_params params = {.dir = folder,
                                          .server = store_server_url(server),
                                          .device_id = "kiosk:1 &"};
    struct vz_error error;
    return vz_sync_once(&params, &error);
}

static struct vz_kiosk_status status_now(void) {
    struct vz_kiosk_status status;
    assert_int_equal(vz_kiosk_store_status(store, &status), VZ_OK);
    return status;
}

static void assert_counts(int64_t waiting, int64_t held, int64_t sent) {
    struct vz_kiosk_status status = status_now();
    assert_int_equal(status.waiting, waiting);
    assert_int_equal(status.held, held);
    assert_int_equal(status.sent, sent);
}

// The fault is over: the record arrives whole and as one.
static void assert_arrives(const char *id) {
    assert_int_equal(sync_now(), VZ_OK);
    assert_counts(0, 0, 1);
    assert_int_equal(store_server_n_stored(server), 1);
    assert_true(store_server_has(server, id));
    assert_true(
        store_server_has_file(server, "stem %221%22.ogg", "\r\n--\0sound", 10));
}

static void a_good_server_gets_everything_once(void **state) {
    add("uuid:1");
    assert_arrives("uuid:1");
    assert_int_equal(status_now().last_sync_ms, NOW);
    assert_string_equal(status_now().last_error, "");
    int posts = store_server_requests(server, "POST");
    assert_int_equal(sync_now(), VZ_OK);
    assert_int_equal(store_server_requests(server, "POST"), posts);
}

// Each of these replies keeps the record, and it arrives later.
static void replies_that_prove_nothing_keep_the_record(void **state) {
    static const struct store_step steps[] = {
        {.status = 200, .no_header = true, .body = LOGIN_PAGE},
        {.status = 200},
        {.status = 201, .no_header = true},
        {.status = 201, .body = LOGIN_PAGE},
        {.status = 204, .body = ""},
        {.status = 302, .location = "http://login.invalid/"},
        {.status = 307, .location = "/elsewhere"},
        {.status = 404, .no_header = true, .body = LOGIN_PAGE},
        {.status = 401},
        {.status = 403},
        {.status = 408},
        {.status = 423},
        {.status = 429},
        {.status = 500, .no_header = true, .body = "oops"},
        {.status = 502, .no_header = true, .body = LOGIN_PAGE},
        {.status = 503, .body = ""},
        {.fault = STORE_CUT_BEFORE},
        {.fault = STORE_CUT_MIDDLE},
        {.fault = STORE_CUT_AFTER},
        {.fault = STORE_CUT_AFTER, .stores = true},
        {.status = 500, .stores = true},
        {.status = 200, .stores = true, .no_header = true, .body = "<html/>"},
    };
    add("uuid:1");
    // Two equal steps a try: a cut on a kept connection is repeated by curl.
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        struct store_step twice[2] = {steps[i], steps[i]};
        store_server_script(server, "POST", twice, 2);
        assert_int_not_equal(sync_now(), VZ_OK);
        store_server_script(server, "POST", NULL, 0);
        if (status_now().waiting != 1) {
            print_message("step %zu\n", i);
        }
        assert_counts(1, 0, 0);
        assert_true(status_now().last_error[0]);
        assert_int_equal(status_now().last_sync_ms, 0);
    }
    assert_arrives("uuid:1");
}

// These say that it will not do: the record is held, staff releases it.
static void replies_that_refuse_hold_the_record(void **state) {
    static const struct store_step steps[] = {
        {.status = 400},
        {.status = 402},
        {.status = 404},
        {.status = 405},
        {.status = 413},
        {.status = 415},
        {.status = 409, .body = "{\"code\":409.2}"},
    };
    add("uuid:1");
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        store_server_script(server, "POST", &steps[i], 1);
        sync_now();
        assert_counts(0, 1, 0);
        // Held: the next round leaves it alone.
        int posts = store_server_requests(server, "POST");
        sync_now();
        assert_int_equal(store_server_requests(server, "POST"), posts);
        assert_int_equal(vz_outbox_release_held(store), VZ_OK);
        assert_counts(1, 0, 0);
    }
    assert_arrives("uuid:1");
}

static void a_conflict_is_tried_once_more_and_then_held(void **state) {
    static const struct store_step steps[] = {
        {.status = 409, .body = "{\"code\":409.18}"}, {.status = 410}};
    add("uuid:1");
    store_server_script(server, "POST", steps, 2);
    sync_now();
    assert_counts(1, 0, 0);
    sync_now();
    assert_counts(0, 1, 0);
    assert_int_equal(vz_outbox_release_held(store), VZ_OK);
    assert_arrives("uuid:1");
}

static void one_poisoned_record_blocks_no_other(void **state) {
    static const struct store_step poisons[] = {
        {.status = 500},
        {.status = 400},
        {.status = 409},
        {.fault = STORE_CUT_AFTER},
        {.status = 503, .retry_after = "60"},
    };
    char id[32];
    for (size_t i = 0; i < sizeof(poisons) / sizeof(*poisons); i++) {
        store_server_poison(server, "uuid:bad", &poisons[i]);
        snprintf(id, sizeof(id), "uuid:bad%zu", i);
        add(id);
        snprintf(id, sizeof(id), "uuid:good%zu", i);
        add(id);
        sync_now();
        sync_now();
        assert_int_equal(status_now().sent, i + 1);
        assert_true(store_server_has(server, id));
        vz_clock_advance(61000);
    }
    store_server_poison(server, NULL, NULL);
    assert_int_equal(vz_outbox_release_held(store), VZ_OK);
    assert_int_equal(sync_now(), VZ_OK);
    assert_counts(0, 0, 10);
    assert_int_equal(store_server_n_stored(server), 10);
}

static void a_wrong_key_stops_the_queue(void **state) {
    static const struct store_step step = {.status = 401};
    add("uuid:1");
    add("uuid:2");
    store_server_script(server, "HEAD", &step, 1);
    assert_int_equal(sync_now(), VZ_DENIED);
    assert_int_equal(store_server_requests(server, "POST"), 0);
    store_server_script(server, "POST", &step, 1);
    assert_int_equal(sync_now(), VZ_DENIED);
    assert_int_equal(store_server_requests(server, "POST"), 1);
    assert_counts(2, 0, 0);
    assert_non_null(strstr(status_now().last_error, "key"));
    assert_int_equal(sync_now(), VZ_OK);
    assert_counts(0, 0, 2);
}

static void an_account_over_its_limit_holds_all(void **state) {
    static const struct store_step step = {.status = 402};
    add("uuid:1");
    add("uuid:2");
    store_server_script(server, "POST", &step, 1);
    assert_int_equal(sync_now(), VZ_LIMIT);
    assert_int_equal(store_server_requests(server, "POST"), 1);
    assert_counts(1, 1, 0);
    vz_clock_advance(INT64_C(24) * 3600 * 1000);
    assert_int_equal(sync_now(), VZ_OK);
    assert_counts(0, 0, 2);
}

static void the_probe_meets_a_portal(void **state) {
    static const struct store_step portals[] = {
        {.status = 200, .no_header = true, .body = LOGIN_PAGE},
        {.status = 204, .no_header = true},
        {.status = 200},
        {.status = 302, .location = "http://login.invalid/"},
        {.status = 404},
        {.status = 404, .no_header = true},
        {.fault = STORE_CUT_BEFORE},
    };
    add("uuid:1");
    for (size_t i = 0; i < sizeof(portals) / sizeof(*portals); i++) {
        struct store_step twice[2] = {portals[i], portals[i]};
        store_server_script(server, "HEAD", twice, 2);
        assert_int_equal(sync_now(), VZ_NETWORK);
        store_server_script(server, "HEAD", NULL, 0);
        assert_counts(1, 0, 0);
    }
    assert_int_equal(store_server_requests(server, "POST"), 0);
    assert_arrives("uuid:1");
}

static void a_server_without_head_is_still_posted_to(void **state) {
    static const struct store_step step = {.status = 405, .no_header = true};
    add("uuid:1");
    store_server_script(server, "HEAD", &step, 1);
    assert_arrives("uuid:1");
}

static void no_server_at_all(void **state) {
    add("uuid:1");
    const struct vz_sync_params params = {.dir = folder,
                                          .server = "http://127.0.0.1:1"};
    struct vz_error error = {0};
    assert_int_equal(vz_sync_once(&params, &error), VZ_NETWORK);
    assert_true(error.message[0]);
    assert_counts(1, 0, 0);
    assert_arrives("uuid:1");
}

// -------------------------------------------------------------- large records

static char big[3][9000];

static void add_big(const char *id) {
    struct vz_outbox_file files[3];
    static const char *const names[] = {"a.ogg", "b.ogg", "c.ogg"};
    for (size_t i = 0; i < 3; i++) {
        memset(big[i], (int)('a' + i), sizeof(big[i]));
        files[i] = (struct vz_outbox_file){names[i], "audio/ogg", big[i],
                                           sizeof(big[i])};
    }
    add_with(id, files, 3);
}

static void assert_big_arrived(void) {
    assert_counts(0, 0, 1);
    assert_int_equal(store_server_n_stored(server), 1);
    assert_true(store_server_has_file(server, "a.ogg", big[0], 9000));
    assert_true(store_server_has_file(server, "b.ogg", big[1], 9000));
    assert_true(store_server_has_file(server, "c.ogg", big[2], 9000));
}

static void what_is_over_the_limit_goes_in_parts(void **state) {
    static const struct store_step head = {.status = 204,
                                           .accept_length = "21000"};
    add_big("uuid:big");
    store_server_script(server, "HEAD", &head, 1);
    assert_int_equal(sync_now(), VZ_OK);
    assert_big_arrived();
    assert_int_equal(store_server_requests(server, "POST"), 2);
    assert_int_equal(store_server_n_posts_with(server, "*isIncomplete*"), 1);
}

static void a_file_over_the_limit_goes_alone(void **state) {
    static const struct store_step head = {.status = 204,
                                           .accept_length = "100"};
    add_big("uuid:big");
    store_server_script(server, "HEAD", &head, 1);
    assert_int_equal(sync_now(), VZ_OK);
    assert_big_arrived();
    assert_int_equal(store_server_requests(server, "POST"), 3);
}

static void a_proxy_with_a_lower_limit_gets_smaller_posts(void **state) {
    static const struct store_step steps[] = {
        {.status = 413, .no_header = true, .body = LOGIN_PAGE}};
    add_big("uuid:big");
    store_server_script(server, "POST", steps, 1);
    assert_int_equal(sync_now(), VZ_OK);
    assert_big_arrived();
}

static void a_record_cut_between_parts_sends_the_rest(void **state) {
    static const struct store_step head = {.status = 204,
                                           .accept_length = "100"};
    static const struct store_step posts[] = {{.status = 201, .stores = true},
                                              {.status = 500}};
    add_big("uuid:big");
    store_server_script(server, "HEAD", &head, 1);
    store_server_script(server, "POST", posts, 2);
    assert_int_not_equal(sync_now(), VZ_OK);
    assert_counts(1, 0, 0);
    assert_int_equal(sync_now(), VZ_OK);
    assert_big_arrived();
    // The first file was accepted and is not sent again.
    char bytes[600];
    memset(bytes, 'a', sizeof(bytes) - 1);
    bytes[sizeof(bytes) - 1] = '\0';
    assert_int_equal(store_server_n_posts_with(server, bytes), 1);
}

// ------------------------------------------------------------------- digests

static void the_hub_names_what_it_stored(void **state) {
    store_server_name_files(server, false);
    add("uuid:1");
    // The name of the file was escaped on the way: the hub knows another.
    assert_int_not_equal(sync_now(), VZ_OK);
    assert_counts(1, 0, 0);
    add_big("uuid:big");
    sync_now();
    assert_counts(1, 0, 1);
}

static void other_digests_hold_the_record(void **state) {
    store_server_name_files(server, true);
    add_big("uuid:big");
    sync_now();
    assert_counts(0, 1, 0);
    store_server_name_files(server, false);
    assert_int_equal(vz_outbox_release_held(store), VZ_OK);
    assert_int_equal(sync_now(), VZ_OK);
    assert_big_arrived();
}

// An older copy of the store comes back: everything is sent again, and the
// server has each record once.
static void a_restored_store_makes_no_second_record(void **state) {
    add_big("uuid:big");
    assert_int_equal(sync_now(), VZ_OK);
    char path[STORE_PATH_SIZE], command[2 * STORE_PATH_SIZE + 80];
    vz_kiosk_store_close(store);
    store_folder_path(path, folder, "kiosk.sqlite");
    snprintf(command, sizeof(command),
             "sqlite3 '%s' \"UPDATE instances SET state = 'complete';"
             " UPDATE attachments SET accepted = 0\"",
             path);
    assert_int_equal(system(command), 0);
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                     VZ_OK);
    assert_int_equal(status_now().waiting, 1);
    assert_int_equal(sync_now(), VZ_OK);
    assert_int_equal(store_server_requests(server, "POST"), 2);
    assert_int_equal(store_server_n_stored(server), 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_good_server_gets_everything_once),
        T(replies_that_prove_nothing_keep_the_record),
        T(replies_that_refuse_hold_the_record),
        T(a_conflict_is_tried_once_more_and_then_held),
        T(one_poisoned_record_blocks_no_other),
        T(a_wrong_key_stops_the_queue),
        T(an_account_over_its_limit_holds_all),
        T(the_probe_meets_a_portal),
        T(a_server_without_head_is_still_posted_to),
        T(no_server_at_all),
        T(what_is_over_the_limit_goes_in_parts),
        T(a_file_over_the_limit_goes_alone),
        T(a_proxy_with_a_lower_limit_gets_smaller_posts),
        T(a_record_cut_between_parts_sends_the_rest),
        T(the_hub_names_what_it_stored),
        T(other_digests_hold_the_record),
        T(a_restored_store_makes_no_second_record),
    };
    return cmocka_run_group_tests_name("outbox_sender", tests, NULL, NULL);
}
