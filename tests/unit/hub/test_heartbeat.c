// A kiosk tells the hub how it is, over HTTP; and what is no heartbeat.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "storage/hub/fleet.h"
#include "storage/sync/heartbeat_sender.h"
#include "storage/sync/sync.h"
#include "support/hub_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS ((int64_t)60 * 1000)
#define WORDS "Zonnebloemkwartier"
#define JSON_TYPE "Content-Type: application/json\r\n"
#define EMPTY                                            \
    "\"forms\":[],\"held\":[],\"abandoned_numbers\":[]," \
    "\"open_numbers\":[],\"waiting_numbers\":[]"

struct stage {
    struct hub_house house;
    char folder[STORE_PATH_SIZE]; // of the kiosk
    char url[200];
    struct vz_kiosk_store *kiosk;
    struct vz_fleet fleet;
};

static void open_stage(struct stage *stage) {
    *stage = (struct stage){0};
    vz_log_set_level(VZ_LOG_ERROR + 1);
    hub_house_open(&stage->house);
    store_folder_make(stage->folder);
    snprintf(stage->url, sizeof(stage->url), "http://127.0.0.1:%u%s",
             stage->house.port, stage->house.base);
    assert_int_equal(
        vz_kiosk_store_open(&stage->kiosk, stage->folder, true, NULL, NULL),
        VZ_OK);
}

static void close_stage(struct stage *stage) {
    vz_fleet_finish(&stage->fleet);
    vz_kiosk_store_close(stage->kiosk);
    store_folder_remove(stage->folder);
    hub_house_close(&stage->house);
}

static const struct vz_fleet_device *look(struct stage *stage) {
    struct vz_hub_store *store;
    vz_fleet_finish(&stage->fleet);
    assert_int_equal(vz_hub_store_open(&store, &stage->house.place, 0, NULL),
                     VZ_OK);
    assert_int_equal(vz_fleet_read(store, vz_clock_wall_ms(), &stage->fleet),
                     VZ_OK);
    vz_hub_store_close(store);
    return &stage->fleet.items[0];
}

static void begin(struct stage *stage, const char *id) {
    int64_t number;
    assert_int_equal(
        vz_kiosk_store_begin(stage->kiosk, id, "bezoek", "1", &number), VZ_OK);
}

// A visit with words in it, of a form that the hub does not know.
static void complete(struct stage *stage, const char *id) {
    char xml[400];
    snprintf(xml, sizeof(xml),
             "<data id=\"nergens\"><story>%s</story><meta><instanceID>%s"
             "</instanceID></meta></data>",
             WORDS, id);
    assert_int_equal(
        vz_kiosk_store_complete(stage->kiosk, id, xml, strlen(xml), NULL, 0),
        VZ_OK);
}

static void a_round_tells_the_hub(void **state) {
    struct stage stage;
    struct vz_error error = {0};
    open_stage(&stage);
    begin(&stage, "uuid:1");
    begin(&stage, "uuid:2");
    assert_int_equal(vz_kiosk_store_abandon(stage.kiosk, "uuid:1"), VZ_OK);
    complete(&stage, "uuid:2");
    begin(&stage, "uuid:3");
    const struct vz_sync_params params = {
        .dir = stage.folder, .server = stage.url, .device_id = "kiosk:1"};
    vz_sync_once(&params, &error); // the hub refuses the unknown form
    const struct vz_fleet_device *one = look(&stage);
    assert_true(one->told);
    assert_string_equal(one->app_version, VZ_VERSION);
    assert_int_equal(one->begun, 3);
    assert_int_equal(one->abandoned, 1);
    assert_int_equal(one->completed, 1);
    assert_int_equal(one->unsent, 1);
    assert_int_equal(one->owed, 1);
    assert_int_equal(one->gaps[0].first, 2);
    assert_int_equal(one->gaps[0].waiting, 1);
    assert_true(one->disk_free > 0);
    assert_int_equal(one->battery, -1);
    assert_true(llabs(one->clock_error_ms) < MINUTE_MS);
    assert_non_null(strstr(one->forms, "\"bezoek\""));
    assert_int_equal(hub_house_number(&stage.house,
                                      "SELECT started * 100 + completed * 10 +"
                                      " abandoned FROM device_days"),
                     311);
    assert_false(store_folder_holds(stage.house.folder, WORDS));
    close_stage(&stage);
}

static void fill(struct vz_heartbeat_facts *facts, void *userdata) {
    facts->battery_percent = *(int *)userdata;
    facts->microphone = VZ_MICROPHONE_SILENT;
}

// Which battery the hub heard of: the number of the heartbeat that it had last.
static int64_t heard(struct stage *stage) {
    return hub_house_number(&stage->house,
                            "SELECT coalesce(max(battery), 0) FROM heartbeats");
}

static void it_is_told_often_but_not_too_often(void **state) {
    struct stage stage;
    open_stage(&stage);
    int n = 1;
    struct vz_http_client *http = vz_http_client_create(
        &(struct vz_http_client_params){.server = stage.url}, NULL);
    struct vz_sync_link link = {
        .store = stage.kiosk,
        .http = http,
        .server = stage.url,
        .device_id = "kiosk:1",
        .callbacks = {.on_heartbeat = fill, .userdata = &n}};
    struct vz_heartbeat_sender sender = {0};
    vz_heartbeat_sender_run(&sender, &link, stage.folder, false);
    assert_int_equal(heard(&stage), 0);
    vz_heartbeat_sender_run(&sender, &link, stage.folder, true);
    assert_int_equal(heard(&stage), 1);
    assert_string_equal(look(&stage)->microphone, "silent");
    n = 2;
    vz_heartbeat_sender_run(&sender, &link, stage.folder, true);
    assert_int_equal(heard(&stage), 1);
    vz_clock_advance(11 * MINUTE_MS);
    vz_heartbeat_sender_run(&sender, &link, stage.folder, false);
    assert_int_equal(heard(&stage), 1);
    vz_heartbeat_sender_run(&sender, &link, stage.folder, true);
    assert_int_equal(heard(&stage), 2);
    n = 3;
    vz_clock_advance(61 * MINUTE_MS);
    vz_heartbeat_sender_run(&sender, &link, stage.folder, false);
    assert_int_equal(heard(&stage), 3);
    vz_http_client_destroy(http);
    close_stage(&stage);
}

static void a_server_without_an_address_for_it_is_left_alone(void **state) {
    struct stage stage;
    open_stage(&stage);
    int n = 1;
    char other[300];
    snprintf(other, sizeof(other), "%s/forms", stage.url); // answers 404
    struct vz_http_client *http = vz_http_client_create(
        &(struct vz_http_client_params){.server = stage.url}, NULL);
    struct vz_sync_link link = {
        .store = stage.kiosk,
        .http = http,
        .server = other,
        .callbacks = {.on_heartbeat = fill, .userdata = &n}};
    struct vz_heartbeat_sender sender = {0};
    vz_heartbeat_sender_run(&sender, &link, stage.folder, true);
    assert_true(sender.refused);
    link.server = stage.url; // where it would be taken
    vz_clock_advance(120 * MINUTE_MS);
    vz_heartbeat_sender_run(&sender, &link, stage.folder, true);
    assert_int_equal(heard(&stage), 0);
    vz_http_client_destroy(http);
    close_stage(&stage);
}

static int post(struct stage *stage, const char *json, size_t len) {
    struct vz_strbuf reply = {0};
    int status = hub_request(&stage->house, "POST", "/heartbeat", JSON_TYPE,
                             json, len, &reply);
    vz_strbuf_finish(&reply);
    return status;
}

static void what_is_no_heartbeat_changes_nothing(void **state) {
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"version\":1," EMPTY ",\"days\":[]}",
        "{\"version\":\"1\"," EMPTY "}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[],\"begun\":-1}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[],\"begun\":1.5}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[],\"begun\":\"1\"}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[],\"battery\":101}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[],\"clock_ms\":1e300}",
        "{\"version\":\"1\"," EMPTY
        ",\"days\":[],\"clock_ms\":9223372036854775807}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[],\"microphone\":\"<b>\"}",
        "{\"version\":\"1\"," EMPTY ",\"days\":[7]}",
        "{\"version\":\"1\"," EMPTY
        ",\"days\":[{\"day\":\"2026-1-1\",\"form\":\"a\"}]}",
        "{\"version\":\"1\"," EMPTY
        ",\"days\":[{\"day\":\"2026-11-24\",\"form\":null}]}",
        "{\"version\":\"1\",\"forms\":[],\"held\":[],\"open_numbers\":[[1]],"
        "\"abandoned_numbers\":[],\"waiting_numbers\":[],\"days\":[]}",
        "{\"version\":\"1\",\"forms\":[],\"held\":[],\"open_numbers\":[[3,2]],"
        "\"abandoned_numbers\":[],\"waiting_numbers\":[],\"days\":[]}",
        "{\"version\":\"1\",\"forms\":[{}],\"held\":[],\"open_numbers\":[],"
        "\"abandoned_numbers\":[],\"waiting_numbers\":[],\"days\":[]}",
        "{\"version\":\"1\",\"version\":\"1\"," EMPTY ",\"days\":[]}",
    };
    struct stage stage;
    open_stage(&stage);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(post(&stage, bad[i], strlen(bad[i])), 400);
    }
    size_t huge = (size_t)600 * 1024;
    char *text = malloc(huge);
    assert_non_null(text);
    memset(text, '[', huge);
    assert_int_equal(post(&stage, text, huge), 413);
    assert_int_equal(post(&stage, text, 100 * 1000), 400);
    free(text);
    assert_false(look(&stage)->told);
    static const char good[] = "{\"version\":\"1\"," EMPTY ",\"days\":[]}";
    assert_int_equal(post(&stage, good, strlen(good)), 204);
    assert_true(look(&stage)->told);
    close_stage(&stage);
}

static void only_a_device_may_tell(void **state) {
    static const char good[] = "{\"version\":\"1\"," EMPTY ",\"days\":[]}";
    struct stage stage;
    struct vz_strbuf reply = {0};
    open_stage(&stage);
    assert_int_equal(hub_request(&stage.house, "POST",
                                 "//v1/key/unknown/projects/1/heartbeat",
                                 JSON_TYPE, good, strlen(good), &reply),
                     401);
    assert_int_equal(hub_request(&stage.house, "POST",
                                 "//v1/projects/1/heartbeat", JSON_TYPE, good,
                                 strlen(good), &reply),
                     401);
    assert_false(look(&stage)->told);
    vz_strbuf_finish(&reply);
    close_stage(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_tells_the_hub),
        cmocka_unit_test(it_is_told_often_but_not_too_often),
        cmocka_unit_test(a_server_without_an_address_for_it_is_left_alone),
        cmocka_unit_test(what_is_no_heartbeat_changes_nothing),
        cmocka_unit_test(only_a_device_may_tell),
    };
    return cmocka_run_group_tests_name("heartbeat", tests, NULL, NULL);
}
