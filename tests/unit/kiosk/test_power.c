// The battery, from a folder like the system's.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/power.h"
#include "support/store_folder.h"

#include <stdio.h>
#include <string.h>

static char folder[STORE_PATH_SIZE];

static int set_up(void **state) {
    store_folder_make(folder);
    return 0;
}

static int tear_down(void **state) {
    store_folder_remove(folder);
    return 0;
}

static void put(const char *supply, const char *field, const char *value) {
    char path[2 * STORE_PATH_SIZE];
    snprintf(path, sizeof(path), "%s/%s", folder, supply);
    assert_int_equal(vz_dir_make(path), VZ_OK);
    snprintf(path, sizeof(path), "%s/%s/%s", folder, supply, field);
    assert_int_equal(vz_file_replace(path, value, strlen(value)), VZ_OK);
}

static void battery(const char *name, const char *percent, const char *status) {
    put(name, "type", "Battery\n");
    put(name, "capacity", percent);
    put(name, "status", status);
}

static void a_kiosk_on_the_mains_has_none(void **state) {
    assert_false(vz_power_read("/nonexistent").battery);
    put("AC", "type", "Mains\n");
    put("AC", "online", "1\n");
    struct vz_power power = vz_power_read(folder);
    assert_false(power.battery);
    assert_false(vz_power_is_low(&power));
}

static void a_low_one_is_told_unless_it_charges(void **state) {
    battery("BAT0", "19\n", "Discharging\n");
    struct vz_power power = vz_power_read(folder);
    assert_true(power.battery);
    assert_int_equal(power.percent, 19);
    assert_true(vz_power_is_low(&power));
    battery("BAT0", "19\n", "Charging\n");
    power = vz_power_read(folder);
    assert_false(vz_power_is_low(&power));
    battery("BAT0", "20\n", "Discharging\n");
    power = vz_power_read(folder);
    assert_false(vz_power_is_low(&power));
}

static void the_emptiest_counts_and_a_mouse_does_not(void **state) {
    battery("BAT0", "80\n", "Discharging\n");
    battery("BAT1", "12\n", "Discharging\n");
    battery("hid-mouse", "3\n", "Discharging\n");
    put("hid-mouse", "scope", "Device\n");
    assert_int_equal(vz_power_read(folder).percent, 12);
}

static void nonsense_is_no_battery(void **state) {
    put("BAT0", "type", "");
    assert_false(vz_power_read(folder).battery);
    put("BAT0", "type", "Battery\n");
    assert_false(vz_power_read(folder).battery); // no capacity
    battery("BAT0", "-7\n", "Discharging\n");
    assert_int_equal(vz_power_read(folder).percent, 0);
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_kiosk_on_the_mains_has_none),
        TEST(a_low_one_is_told_unless_it_charges),
        TEST(the_emptiest_counts_and_a_mouse_does_not),
        TEST(nonsense_is_no_battery),
    };
    return cmocka_run_group_tests_name("power", tests, NULL, NULL);
}
