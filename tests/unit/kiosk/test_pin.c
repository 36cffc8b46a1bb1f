// PINs: right and wrong ones, and the brake that survives a restart.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "kiosk/pin.h"
#include "support/store_folder.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE 60000

struct fixture {
    char dir[STORE_PATH_SIZE];
    struct vz_kiosk_store *store;
    char hash[VZ_PIN_HASH_SIZE];
};

static void open_store(struct fixture *f) {
    bool damaged;
    struct vz_error error = {0};
    assert_int_equal(
        vz_kiosk_store_open(&f->store, f->dir, false, &damaged, &error), VZ_OK);
}

static void restart(struct fixture *f) {
    vz_kiosk_store_close(f->store);
    open_store(f);
}

static int set_up(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    vz_clock_freeze(1790000000000);
    assert_true(vz_pin_init());
    store_folder_make(f->dir);
    open_store(f);
    assert_true(vz_pin_hash("4711", f->hash));
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    vz_kiosk_store_close(f->store);
    store_folder_remove(f->dir);
    free(f);
    vz_clock_thaw();
    return 0;
}

static struct vz_pin_verdict try_pin(struct fixture *f, const char *pin) {
    return vz_pin_check(f->store, "07", f->hash, pin);
}

static void a_right_pin_opens(void **state) {
    struct fixture *f = *state;
    assert_int_equal(try_pin(f, "4711").result, VZ_PIN_RIGHT);
    assert_int_equal(try_pin(f, "4712").result, VZ_PIN_WRONG);
    assert_int_equal(try_pin(f, "").result, VZ_PIN_WRONG);
}

static void an_unknown_number_never_opens(void **state) {
    struct fixture *f = *state;
    struct vz_pin_verdict verdict = vz_pin_check(f->store, "31", NULL, "4711");
    assert_int_equal(verdict.result, VZ_PIN_WRONG);
    assert_int_equal(verdict.tries_left, 4);
}

static void after_five_errors_waits_grow(void **state) {
    static const int waits_s[] = {60, 120, 300, 900, 900};
    struct fixture *f = *state;
    for (int left = 4; left > 0; left--) {
        struct vz_pin_verdict verdict = try_pin(f, "0000");
        assert_int_equal(verdict.result, VZ_PIN_WRONG);
        assert_int_equal(verdict.tries_left, left);
        assert_int_equal(verdict.wait_s, 0);
    }
    for (size_t i = 0; i < 5; i++) {
        struct vz_pin_verdict verdict = try_pin(f, "0000");
        assert_int_equal(verdict.result, VZ_PIN_WRONG);
        assert_int_equal(verdict.wait_s, waits_s[i]);
        // Meanwhile even the right PIN is not looked at.
        vz_clock_advance(waits_s[i] * 1000 - 1);
        verdict = try_pin(f, "4711");
        assert_int_equal(verdict.result, VZ_PIN_WAIT);
        assert_int_equal(verdict.wait_s, 1);
        vz_clock_advance(1);
    }
    assert_int_equal(try_pin(f, "4711").result, VZ_PIN_RIGHT);
    assert_int_equal(try_pin(f, "0000").tries_left, 4);
}

static void errors_survive_a_restart(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++) {
        try_pin(f, "0000");
        restart(f);
    }
    assert_int_equal(try_pin(f, "4711").result, VZ_PIN_WAIT);
    vz_clock_advance(MINUTE);
    assert_int_equal(try_pin(f, "4711").result, VZ_PIN_RIGHT);
}

static void numbers_are_braked_apart(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++) {
        vz_pin_check(f->store, "staff", f->hash, "000000");
    }
    assert_int_equal(vz_pin_check(f->store, "staff", f->hash, "4711").result,
                     VZ_PIN_WAIT);
    assert_int_equal(try_pin(f, "4711").result, VZ_PIN_RIGHT);
}

static void a_clock_set_back_locks_no_longer_than_the_wait(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++) {
        try_pin(f, "0000");
    }
    vz_clock_freeze(1500000000000);
    struct vz_pin_verdict verdict = try_pin(f, "4711");
    assert_int_equal(verdict.result, VZ_PIN_WAIT);
    assert_int_equal(verdict.wait_s, 60);
    vz_clock_advance(MINUTE);
    assert_int_equal(try_pin(f, "4711").result, VZ_PIN_RIGHT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_right_pin_opens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_number_never_opens, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(after_five_errors_waits_grow, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(errors_survive_a_restart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_braked_apart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_clock_set_back_locks_no_longer_than_the_wait, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("pin", tests, NULL, NULL);
}
