// The five keys: the usual ones, the house's own, and names that are none.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/input/switches.h"

static void the_usual_ones_are_f1_to_f5(void **state) {
    struct vz_switches switches;
    const char *const none[VZ_SWITCH_COUNT_] = {0};
    assert_true(vz_switches_init(&switches, none));
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_F1),
                     VZ_SWITCH_BACK);
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_F2),
                     VZ_SWITCH_NEXT);
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_F5),
                     VZ_SWITCH_STOP);
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_A),
                     VZ_SWITCH_COUNT_);
}

static void a_house_names_its_own(void **state) {
    struct vz_switches switches;
    const char *const names[VZ_SWITCH_COUNT_] = {"Keypad 6", NULL, "Space"};
    assert_true(vz_switches_init(&switches, names));
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_KP_6),
                     VZ_SWITCH_NEXT);
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_SPACE),
                     VZ_SWITCH_CHOOSE);
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_F2),
                     VZ_SWITCH_COUNT_);
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_F1),
                     VZ_SWITCH_BACK);
}

static void what_cannot_be_leaves_the_usual_ones(void **state) {
    struct vz_switches switches;
    const char *const wrong[VZ_SWITCH_COUNT_] = {"Knop 1"};
    const char *const twice[VZ_SWITCH_COUNT_] = {"Space", NULL, "Space"};
    assert_false(vz_switches_init(&switches, wrong));
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_F2),
                     VZ_SWITCH_NEXT);
    assert_false(vz_switches_init(&switches, twice));
    assert_int_equal(vz_switches_find(&switches, SDL_SCANCODE_SPACE),
                     VZ_SWITCH_COUNT_);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_usual_ones_are_f1_to_f5),
        cmocka_unit_test(a_house_names_its_own),
        cmocka_unit_test(what_cannot_be_leaves_the_usual_ones),
    };
    return cmocka_run_group_tests_name("switches", tests, NULL, NULL);
}
