// So many tries from one address, so many from all, and then a pause.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "hub/rate_limit.h"

#include <stdio.h>

static int take_clock(void **state) {
    vz_clock_freeze(1000000);
    return 0;
}

static int give_clock(void **state) {
    vz_clock_thaw();
    return 0;
}

static void one_address_waits_and_others_do_not(void **state) {
    struct vz_rate_limit limit;
    assert_true(vz_rate_limit_init(&limit));
    for (int i = 0; i < VZ_RATE_ONE; i++) {
        assert_int_equal(vz_rate_limit_take(&limit, "192.0.2.1"), 0);
    }
    vz_clock_advance(60 * 1000);
    assert_in_range(vz_rate_limit_take(&limit, "192.0.2.1"), 539, 541);
    assert_int_equal(vz_rate_limit_take(&limit, "192.0.2.2"), 0);
    vz_clock_advance(VZ_RATE_WINDOW_MS - 60 * 1000);
    assert_int_equal(vz_rate_limit_take(&limit, "192.0.2.1"), 0);
    vz_rate_limit_finish(&limit);
}

static void many_addresses_are_limited_together(void **state) {
    struct vz_rate_limit limit;
    char address[32];
    int taken = 0;
    assert_true(vz_rate_limit_init(&limit));
    for (int i = 0; i < 3 * VZ_RATE_ALL; i++) {
        snprintf(address, sizeof(address), "198.51.100.%d", i);
        taken += vz_rate_limit_take(&limit, address) == 0;
    }
    assert_int_equal(taken, VZ_RATE_ALL);
    vz_clock_advance(VZ_RATE_WINDOW_MS);
    assert_int_equal(vz_rate_limit_take(&limit, "198.51.100.1"), 0);
    vz_rate_limit_finish(&limit);
}

static void a_house_with_ipv6_is_one_address(void **state) {
    struct vz_rate_limit limit;
    char address[48];
    assert_true(vz_rate_limit_init(&limit));
    for (int i = 0; i < VZ_RATE_ONE; i++) {
        snprintf(address, sizeof(address), "2001:db8:1:2::%d", i);
        assert_int_equal(vz_rate_limit_take(&limit, address), 0);
    }
    assert_int_not_equal(vz_rate_limit_take(&limit, "2001:db8:1:2:9::1"), 0);
    assert_int_equal(vz_rate_limit_take(&limit, "2001:db8:1:3::1"), 0);
    vz_rate_limit_finish(&limit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_address_waits_and_others_do_not,
                                        take_clock, give_clock),
        cmocka_unit_test_setup_teardown(many_addresses_are_limited_together,
                                        take_clock, give_clock),
        cmocka_unit_test_setup_teardown(a_house_with_ipv6_is_one_address,
                                        take_clock, give_clock),
    };
    return cmocka_run_group_tests_name("rate_limit", tests, NULL, NULL);
}
