// How each kiosk is: what is owed, what somebody should look at, and counts.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/hub/fleet.h"
#include "support/hub_shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1795528800000)
#define HOUR_MS ((int64_t)3600 * 1000)

struct stage {
    struct hub_shelf shelf;
    int64_t device_id;
    struct vz_heartbeat beat; // a healthy one, until a test changes it
    struct vz_fleet fleet;
};

static void open_stage(struct stage *stage) {
    char token[VZ_TOKEN_SIZE];
    *stage = (struct stage){0};
    vz_clock_freeze(NOW);
    hub_shelf_open(&stage->shelf);
    assert_int_equal(
        vz_hub_device_add(stage->shelf.store, "zuil-1", "test", token, NULL),
        VZ_OK);
    assert_int_equal(vz_hub_device_by_token(stage->shelf.store, token, NULL,
                                            &stage->device_id),
                     VZ_OK);
    stage->beat = (struct vz_heartbeat){
        .app_version = "0.1.0",
        .client_id = "kiosk:1",
        .last_error = "",
        .forms = "[{\"form\":\"kort\",\"version\":\"1\"}]",
        .held = "[]",
        .clock_ms = NOW,
        .disk_free = INT64_C(5000000000),
        .battery = -1,
    };
}

static void close_stage(struct stage *stage) {
    vz_fleet_finish(&stage->fleet);
    hub_shelf_close(&stage->shelf);
    vz_clock_thaw();
}

static void tell(struct stage *stage) {
    assert_int_equal(
        vz_fleet_store(stage->shelf.store, stage->device_id, NOW, &stage->beat),
        VZ_OK);
}

static const struct vz_fleet_device *look(struct stage *stage, int64_t now_ms) {
    vz_fleet_finish(&stage->fleet);
    assert_int_equal(vz_fleet_read(stage->shelf.store, now_ms, &stage->fleet),
                     VZ_OK);
    assert_int_equal(stage->fleet.n, 1);
    return &stage->fleet.items[0];
}

static unsigned alerts(struct stage *stage) {
    tell(stage);
    return look(stage, NOW)->alerts;
}

// A submission with this number comes: from the device, or by stick.
static void receive(struct stage *stage, int64_t number, bool by_stick) {
    char sql[500], device[24];
    snprintf(device, sizeof(device), "%lld", (long long)stage->device_id);
    snprintf(sql, sizeof(sql),
             "INSERT INTO submissions (form_id, instance_id, version,"
             " device_id, client_id, sequence, xml, xml_sha256, encrypted,"
             " attachments_expected, attachments_present, received_at)"
             " VALUES (1, 'uuid:%lld', '1', %s, 'kiosk:1', %lld, '', '', 0, 0,"
             " 0, '2026-11-24T14:00:00.000Z')",
             (long long)number, by_stick ? "NULL" : device, (long long)number);
    struct vz_stmt *stmt =
        vz_db_prepare_text(vz_hub_store_db(stage->shelf.store), sql);
    assert_int_equal(vz_stmt_run(stmt), VZ_OK);
    vz_stmt_finish(stmt);
}

static void what_did_not_come_is_owed(void **state) {
    static const struct vz_fleet_range abandoned[] = {{3, 3}};
    static const struct vz_fleet_range waiting[] = {{7, 8}};
    struct stage stage;
    open_stage(&stage);
    receive(&stage, 1, false);
    receive(&stage, 2, false);
    receive(&stage, 6, false);
    stage.beat.begun = 9;
    stage.beat.ranges[VZ_FLEET_ABANDONED] = abandoned;
    stage.beat.n_ranges[VZ_FLEET_ABANDONED] = 1;
    stage.beat.ranges[VZ_FLEET_WAITING] = waiting;
    stage.beat.n_ranges[VZ_FLEET_WAITING] = 1;
    stage.beat.ranges[VZ_FLEET_OPEN] = &(struct vz_fleet_range){9, 9};
    stage.beat.n_ranges[VZ_FLEET_OPEN] = 1;
    assert_int_equal(alerts(&stage), VZ_FLEET_MISSING);
    const struct vz_fleet_device *one = look(&stage, NOW);
    assert_int_equal(one->n_gaps, 2);
    assert_int_equal(one->gaps[0].first, 4);
    assert_int_equal(one->gaps[0].last, 5);
    assert_int_equal(one->gaps[0].waiting, 0);
    assert_int_equal(one->gaps[1].first, 7);
    assert_int_equal(one->gaps[1].last, 8);
    assert_int_equal(one->gaps[1].waiting, 2);
    assert_int_equal(one->owed, 4);
    assert_int_equal(one->waiting, 2);
    // A stick brings the missing ones: only what waits is still owed.
    receive(&stage, 4, true);
    receive(&stage, 5, true);
    one = look(&stage, NOW);
    assert_int_equal(one->n_gaps, 1);
    assert_int_equal(one->alerts, 0);
    close_stage(&stage);
}

static void an_explained_number_stays_explained(void **state) {
    struct stage stage;
    open_stage(&stage);
    stage.beat.begun = 4;
    stage.beat.ranges[VZ_FLEET_ABANDONED] = &(struct vz_fleet_range){1, 3};
    stage.beat.n_ranges[VZ_FLEET_ABANDONED] = 1;
    stage.beat.ranges[VZ_FLEET_OPEN] = &(struct vz_fleet_range){4, 4};
    stage.beat.n_ranges[VZ_FLEET_OPEN] = 1;
    tell(&stage);
    assert_int_equal(look(&stage, NOW)->n_gaps, 0);
    // The kiosk has pruned its rows; of the open one it says no more.
    stage.beat.n_ranges[VZ_FLEET_ABANDONED] = 0;
    stage.beat.n_ranges[VZ_FLEET_OPEN] = 0;
    tell(&stage);
    const struct vz_fleet_device *one = look(&stage, NOW);
    assert_int_equal(one->n_gaps, 1);
    assert_int_equal(one->gaps[0].first, 4);
    assert_int_equal(one->gaps[0].last, 4);
    close_stage(&stage);
}

static void each_trouble_raises_its_alert(void **state) {
    struct stage stage;
    open_stage(&stage);
    struct vz_heartbeat good = stage.beat;
    assert_int_equal(alerts(&stage), 0);
    stage.beat.disk_free = 900000000;
    assert_int_equal(alerts(&stage), VZ_FLEET_DISK_LOW);
    stage.beat = good;
    stage.beat.n_held = 2;
    assert_int_equal(alerts(&stage), VZ_FLEET_HELD);
    stage.beat = good;
    stage.beat.clock_ms = NOW - 6 * 60 * 1000;
    assert_int_equal(alerts(&stage), VZ_FLEET_CLOCK);
    assert_int_equal(stage.fleet.items[0].clock_error_ms, -6 * 60 * 1000);
    stage.beat = good;
    stage.beat.battery = 19;
    assert_int_equal(alerts(&stage), VZ_FLEET_BATTERY);
    stage.beat.charging = true;
    assert_int_equal(alerts(&stage), 0);
    stage.beat = good;
    stage.beat.microphone = "silent";
    assert_int_equal(alerts(&stage), VZ_FLEET_NO_SOUND);
    stage.beat.microphone = "works";
    assert_int_equal(alerts(&stage), 0);
    close_stage(&stage);
}

static void a_silent_kiosk_is_noticed_after_a_day(void **state) {
    struct stage stage;
    open_stage(&stage);
    assert_int_equal(look(&stage, NOW + 25 * HOUR_MS)->alerts, VZ_FLEET_SILENT);
    tell(&stage);
    assert_int_equal(look(&stage, NOW + 23 * HOUR_MS)->alerts, 0);
    assert_int_equal(look(&stage, NOW + 25 * HOUR_MS)->alerts, VZ_FLEET_SILENT);
    assert_int_equal(vz_hub_device_revoke(stage.shelf.store, "zuil-1", "test"),
                     VZ_OK);
    assert_int_equal(look(&stage, NOW + 25 * HOUR_MS)->alerts, 0);
    close_stage(&stage);
}

// The kiosk's clock is a year ahead; what has waited for an hour still has.
static void ages_are_told_by_the_hubs_clock(void **state) {
    struct stage stage;
    open_stage(&stage);
    stage.beat.clock_ms = NOW + 365 * 24 * HOUR_MS;
    stage.beat.oldest_unsent_ms = stage.beat.clock_ms - HOUR_MS;
    tell(&stage);
    struct vz_datetime hour_ago = vz_clock_utc(NOW - HOUR_MS);
    char text[VZ_ISO_SIZE];
    vz_clock_format_iso(&hour_ago, text, sizeof(text));
    assert_string_equal(look(&stage, NOW)->oldest_unsent_at, text);
    close_stage(&stage);
}

static void the_counts_of_a_day_replace_those_before(void **state) {
    struct stage stage;
    open_stage(&stage);
    struct vz_fleet_day days[] = {{"2026-11-23", "kort", 5, 4, 1},
                                  {"2026-11-24", "kort", 2, 1, 0}};
    stage.beat.days = days;
    stage.beat.n_days = 2;
    tell(&stage);
    tell(&stage);
    days[1] = (struct vz_fleet_day){"2026-11-24", "kort", 3, 2, 1};
    tell(&stage);
    assert_int_equal(
        hub_shelf_number(&stage.shelf, "SELECT count(*) FROM device_days"), 2);
    assert_int_equal(hub_shelf_number(&stage.shelf,
                                      "SELECT CAST(sum(started) * 100 +"
                                      " sum(completed) * 10 + sum(abandoned)"
                                      " AS INTEGER) FROM device_days"),
                     862);
    close_stage(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_did_not_come_is_owed),
        cmocka_unit_test(an_explained_number_stays_explained),
        cmocka_unit_test(each_trouble_raises_its_alert),
        cmocka_unit_test(a_silent_kiosk_is_noticed_after_a_day),
        cmocka_unit_test(ages_are_told_by_the_hubs_clock),
        cmocka_unit_test(the_counts_of_a_day_replace_those_before),
    };
    return cmocka_run_group_tests_name("fleet", tests, NULL, NULL);
}
