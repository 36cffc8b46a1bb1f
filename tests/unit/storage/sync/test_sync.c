// The sync thread: empties the outbox on a wake, and stops in any state.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "storage/kiosk/outbox.h"
#include "storage/sync/sync.h"
#include "support/store_folder.h"
#include "support/store_server.h"

#include <stdio.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];
static struct vz_kiosk_store *store;
static struct store_server *server;
static struct vz_queue events; // one item each time the thread reports

static int event; // what the queue's items point to

static void on_event(void *userdata) {
    vz_queue_push(&events, &event);
}

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    store_folder_make(folder);
    server = store_server_start();
    store_server_document(
        server, "/formList",
        "<xforms xmlns='http://openrosa.org/xforms/xformsList'/>");
    assert_true(vz_queue_init(&events));
    return vz_kiosk_store_open(&store, folder, true, NULL, NULL);
}

static int tear_down(void **state) {
    assert_int_equal(store_server_n_different(server), 0);
    assert_int_equal(store_server_n_malformed(server), 0);
    vz_kiosk_store_close(store);
    store_server_stop(server);
    store_folder_remove(folder);
    vz_queue_finish(&events);
    return 0;
}

static void add(const char *id) {
    int64_t sequence;
    assert_int_equal(vz_kiosk_store_begin(store, id, "kort", "1", &sequence),
                     VZ_OK);
    char xml[200];
    snprintf(xml, sizeof(xml),
             "<data id=\"kort\"><meta><instanceID>%s</instanceID></meta>"
             "</data>",
             id);
    assert_int_equal(
        vz_kiosk_store_complete(store, id, xml, strlen(xml), NULL, 0), VZ_OK);
}

static struct vz_sync_params params_of(const char *url) {
    return (struct vz_sync_params){
        .dir = folder, .server = url, .device_id = "kiosk:1"};
}

static struct vz_sync *start(void) {
    const struct vz_sync_params params = params_of(store_server_url(server));
    const struct vz_sync_callbacks callbacks = {.on_status = on_event,
                                                .on_forms = on_event};
    struct vz_sync *sync = vz_sync_start(&params, &callbacks);
    assert_non_null(sync);
    return sync;
}

static struct vz_kiosk_status status_now(void) {
    struct vz_kiosk_status status;
    assert_int_equal(vz_kiosk_store_status(store, &status), VZ_OK);
    return status;
}

// Waits for the thread's reports until so many were sent.
static void wait_for_sent(int64_t n) {
    while (status_now().sent < n) {
        assert_non_null(vz_queue_pop(&events, 10000));
    }
}

static void what_is_completed_is_sent_after_a_wake(void **state) {
    struct vz_sync *sync = start();
    add("uuid:1");
    vz_sync_wake(sync);
    wait_for_sent(1);
    add("uuid:2");
    vz_sync_wake(sync);
    wait_for_sent(2);
    vz_sync_stop(sync);
    assert_int_equal(store_server_n_stored(server), 2);
    assert_true(status_now().last_sync_ms > 0);
}

static void what_waits_at_the_start_is_sent(void **state) {
    add("uuid:1");
    add("uuid:2");
    struct vz_sync *sync = start();
    wait_for_sent(2);
    vz_sync_stop(sync);
    assert_int_equal(store_server_n_stored(server), 2);
}

static void many_wakes_send_once(void **state) {
    struct vz_sync *sync = start();
    add("uuid:1");
    for (int i = 0; i < 50; i++) {
        vz_sync_wake(sync);
    }
    wait_for_sent(1);
    vz_sync_stop(sync);
    assert_int_equal(store_server_requests(server, "POST"), 1);
}

static void a_wake_forgets_pauses(void **state) {
    static const struct store_step steps[] = {{.status = 500}};
    store_server_script(server, "POST", steps, 1);
    add("uuid:1");
    struct vz_sync *sync = start();
    while (!status_now().last_error[0]) {
        assert_non_null(vz_queue_pop(&events, 10000));
    }
    assert_int_equal(status_now().sent, 0);
    vz_sync_wake(sync);
    wait_for_sent(1);
    vz_sync_stop(sync);
}

static void staff_releases_what_is_held(void **state) {
    static const struct store_step steps[] = {{.status = 404}};
    store_server_script(server, "POST", steps, 1);
    add("uuid:1");
    struct vz_sync *sync = start();
    while (!status_now().held) {
        assert_non_null(vz_queue_pop(&events, 10000));
    }
    vz_sync_retry_held(sync);
    wait_for_sent(1);
    vz_sync_stop(sync);
}

// A transfer that stands still would end by itself after 60 s.
static void stop_quickly(struct vz_sync *sync) {
    int64_t before = vz_clock_monotonic_ms();
    vz_sync_stop(sync);
    assert_true(vz_clock_monotonic_ms() - before < 10000);
}

static void it_stops_in_every_state(void **state) {
    static const struct store_step stall = {.fault = STORE_STALL};
    static const char *const methods[] = {"GET", "HEAD", "POST"};
    add("uuid:1");
    for (size_t i = 0; i < 3; i++) {
        int before = store_server_requests(server, methods[i]);
        store_server_script(server, methods[i], &stall, 1);
        struct vz_sync *sync = start();
        assert_true(store_server_wait(server, methods[i], before + 1));
        stop_quickly(sync);
        assert_int_equal(status_now().waiting, 1);
        assert_string_equal(status_now().last_error, "");
    }
    stop_quickly(start());
    vz_sync_stop(NULL);
}

static void a_send_that_was_cancelled_is_one_record(void **state) {
    static const struct store_step stall = {.fault = STORE_STALL,
                                            .stores = true};
    store_server_script(server, "POST", &stall, 1);
    add("uuid:1");
    struct vz_sync *sync = start();
    assert_true(store_server_wait(server, "POST", 1));
    add("uuid:2"); // somebody is through while the upload stands still
    stop_quickly(sync);
    assert_int_equal(status_now().waiting, 2);
    struct vz_outbox_record record;
    assert_int_equal(vz_outbox_next(store, vz_clock_wall_ms(), &record), VZ_OK);
    assert_true(record.maybe_sent);
    vz_outbox_record_finish(&record);
    sync = start();
    wait_for_sent(2);
    vz_sync_stop(sync);
    assert_int_equal(store_server_n_stored(server), 2);
}

static void a_kiosk_without_a_server_only_waits(void **state) {
    const struct vz_sync_params params = params_of(NULL);
    add("uuid:1");
    struct vz_sync *sync = vz_sync_start(&params, NULL);
    assert_non_null(sync);
    vz_sync_wake(sync);
    stop_quickly(sync);
    assert_int_equal(status_now().waiting, 1);
    struct vz_error error = {0};
    assert_int_equal(vz_sync_once(&params, &error), VZ_INVALID);
    assert_true(error.message[0]);
}

static void an_odd_address_does_not_start(void **state) {
    const struct vz_sync_params params = params_of("hub.example");
    assert_null(vz_sync_start(&params, NULL));
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(what_is_completed_is_sent_after_a_wake),
        T(what_waits_at_the_start_is_sent),
        T(many_wakes_send_once),
        T(a_wake_forgets_pauses),
        T(staff_releases_what_is_held),
        T(it_stops_in_every_state),
        T(a_send_that_was_cancelled_is_one_record),
        T(a_kiosk_without_a_server_only_waits),
        T(an_odd_address_does_not_start),
    };
    return cmocka_run_group_tests_name("sync", tests, NULL, NULL);
}
