// Visits counted per form and day, and nothing else of them.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "storage/kiosk/day_counts.h"
#include "support/store_folder.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS (INT64_C(86400) * 1000)
#define NOON INT64_C(1790000000000) // 2026-09-21, noon in UTC

static char folder[STORE_PATH_SIZE];

static int set_up(void **state) {
    vz_log_set_level(VZ_LOG_ERROR + 1);
    setenv("TZ", "UTC", 1);
    vz_clock_freeze(NOON);
    store_folder_make(folder);
    return 0;
}

static int tear_down(void **state) {
    store_folder_remove(folder);
    vz_clock_thaw();
    return 0;
}

static struct vz_kiosk_store *open_store(void) {
    struct vz_kiosk_store *store;
    assert_int_equal(vz_kiosk_store_open(&store, folder, true, NULL, NULL),
                     VZ_OK);
    return store;
}

static void begin(struct vz_kiosk_store *store, const char *id,
                  const char *form) {
    int64_t sequence;
    assert_int_equal(vz_kiosk_store_begin(store, id, form, "1", &sequence),
                     VZ_OK);
}

static void complete(struct vz_kiosk_store *store, const char *id) {
    assert_int_equal(vz_kiosk_store_complete(store, id, "<data/>", 7, NULL, 0),
                     VZ_OK);
}

static void assert_json(struct vz_kiosk_store *store, const char *since,
                        const char *expected) {
    char *json;
    assert_int_equal(vz_day_counts_json(store, since, &json), VZ_OK);
    assert_string_equal(json, expected);
    free(json);
}

static void each_form_and_day_has_its_counts(void **state) {
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1", "kort");
    complete(store, "uuid:1");
    begin(store, "uuid:2", "kort");
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:2"), VZ_OK);
    begin(store, "uuid:3", "verhaal");
    vz_clock_advance(DAY_MS);
    complete(store, "uuid:3"); // it counts under the day on which it began
    begin(store, "uuid:4", "kort");
    assert_json(store, "",
                "[{\"day\":\"2026-09-21\",\"form\":\"kort\",\"started\":2,"
                "\"completed\":1,\"abandoned\":1},"
                "{\"day\":\"2026-09-21\",\"form\":\"verhaal\",\"started\":1,"
                "\"completed\":1,\"abandoned\":0},"
                "{\"day\":\"2026-09-22\",\"form\":\"kort\",\"started\":1,"
                "\"completed\":0,\"abandoned\":0}]");
    assert_json(store, "2026-09-22",
                "[{\"day\":\"2026-09-22\",\"form\":\"kort\",\"started\":1,"
                "\"completed\":0,\"abandoned\":0}]");
    assert_json(store, "2026-09-23", "[]");
    vz_kiosk_store_close(store);
}

static void nothing_counts_twice(void **state) {
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1", "kort");
    complete(store, "uuid:1");
    assert_int_equal(
        vz_kiosk_store_complete(store, "uuid:1", "<data/>", 7, NULL, 0),
        VZ_EXISTS);
    assert_int_equal(vz_kiosk_store_abandon(store, "uuid:1"), VZ_NOT_FOUND);
    struct vz_day_count_list list;
    assert_int_equal(vz_day_counts_read(store, "", &list), VZ_OK);
    assert_int_equal(list.n, 1);
    assert_int_equal(list.items[0].started, 1);
    assert_int_equal(list.items[0].completed, 1);
    assert_int_equal(list.items[0].abandoned, 0);
    vz_day_count_list_finish(&list);
    vz_kiosk_store_close(store);
}

static void what_a_crash_left_counts_as_abandoned(void **state) {
    struct vz_kiosk_store *store = open_store();
    begin(store, "uuid:1", "kort");
    vz_clock_advance(DAY_MS);
    begin(store, "uuid:2", "verhaal");
    vz_kiosk_store_close(store);
    store = open_store();
    int64_t n;
    assert_int_equal(vz_kiosk_store_abandon_left(store, &n), VZ_OK);
    assert_int_equal(n, 2);
    struct vz_day_count_list list;
    assert_int_equal(vz_day_counts_read(store, "", &list), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].day, "2026-09-21");
    assert_int_equal(list.items[0].abandoned, 1);
    assert_string_equal(list.items[1].form_id, "verhaal");
    assert_int_equal(list.items[1].abandoned, 1);
    vz_day_count_list_finish(&list);
    vz_kiosk_store_close(store);
}

// A kiosk whose battery was empty begins in 1970, and one after 2038 goes on.
static void a_clock_that_is_far_off_counts_too(void **state) {
    struct vz_kiosk_store *store = open_store();
    vz_clock_set_wall(0);
    begin(store, "uuid:1", "kort");
    vz_clock_set_wall(INT64_C(2200000000000)); // 2039
    begin(store, "uuid:2", "kort");
    complete(store, "uuid:1");
    complete(store, "uuid:2");
    struct vz_day_count_list list;
    assert_int_equal(vz_day_counts_read(store, "", &list), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].day, "1970-01-01");
    assert_string_equal(list.items[1].day, "2039-09-18");
    assert_int_equal(list.items[0].completed + list.items[1].completed, 2);
    vz_day_count_list_finish(&list);
    vz_kiosk_store_close(store);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_form_and_day_has_its_counts),
        TEST(nothing_counts_twice),
        TEST(what_a_crash_left_counts_as_abandoned),
        TEST(a_clock_that_is_far_off_counts_too),
    };
    return cmocka_run_group_tests_name("day counts", tests, NULL, NULL);
}
