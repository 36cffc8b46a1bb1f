// The withdrawal code: its check digit, its groups, its hash.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define CODES 300

static void made_codes_are_valid(void **state) {
    char code[VZ_CODE_SIZE], before[VZ_CODE_SIZE] = "";
    for (int i = 0; i < CODES; i++) {
        vz_code_make(code);
        assert_true(vz_code_valid(code));
        assert_string_not_equal(code, before);
        memcpy(before, code, sizeof(code));
    }
    assert_false(vz_code_valid(""));
    assert_false(vz_code_valid("12345678901"));
    assert_false(vz_code_valid("12345678901a"));
}

static void every_single_error_shows(void **state) {
    char code[VZ_CODE_SIZE];
    for (int i = 0; i < CODES; i++) {
        vz_code_make(code);
        for (size_t at = 0; at < VZ_CODE_DIGITS; at++) {
            char right = code[at];
            for (char wrong = '0'; wrong <= '9'; wrong++) {
                code[at] = wrong;
                assert_int_equal(vz_code_valid(code), wrong == right);
            }
            code[at] = right;
        }
    }
}

static void every_swap_of_neighbours_shows(void **state) {
    char code[VZ_CODE_SIZE];
    for (int i = 0; i < CODES; i++) {
        vz_code_make(code);
        for (size_t at = 0; at + 1 < VZ_CODE_DIGITS; at++) {
            char swapped[VZ_CODE_SIZE];
            memcpy(swapped, code, sizeof(code));
            swapped[at] = code[at + 1];
            swapped[at + 1] = code[at];
            assert_int_equal(vz_code_valid(swapped), code[at] == code[at + 1]);
        }
    }
}

static void it_is_read_as_people_type_it(void **state) {
    char code[VZ_CODE_SIZE], typed[40], read[VZ_CODE_SIZE];
    vz_code_make(code);
    snprintf(typed, sizeof(typed), " %.4s %.4s-%.4s.\r\n", code, code + 4,
             code + 8);
    assert_true(vz_code_read(typed, read));
    assert_string_equal(read, code);
    code[3] = code[3] == '9' ? '0' : (char)(code[3] + 1);
    assert_false(vz_code_read(code, read));
    assert_string_equal(read, "");
    assert_false(vz_code_read("", read));
    assert_false(vz_code_read("1234567890123456", read));
    assert_false(vz_code_read("12345678901x", read));
}

static void it_is_shown_in_three_groups(void **state) {
    char shown[VZ_CODE_SHOWN_SIZE];
    vz_code_show("123456789012", shown);
    assert_string_equal(shown, "1234 5678 9012");
}

static void the_hash_depends_on_code_and_salt(void **state) {
    char a[VZ_CODE_HASH_SIZE], b[VZ_CODE_HASH_SIZE];
    assert_true(vz_code_hash("572572572572", "house", a));
    assert_int_equal(strlen(a), 64);
    assert_true(vz_code_hash("572572572572", "house", b));
    assert_string_equal(a, b);
    assert_true(vz_code_hash("572572572572", "other", b));
    assert_string_not_equal(a, b);
    assert_true(vz_code_hash("572572572573", "house", b));
    assert_string_not_equal(a, b);
}

static int set_up(void **state) {
    return sodium_init() < 0 ? -1 : 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_codes_are_valid),
        cmocka_unit_test(every_single_error_shows),
        cmocka_unit_test(every_swap_of_neighbours_shows),
        cmocka_unit_test(it_is_read_as_people_type_it),
        cmocka_unit_test(it_is_shown_in_three_groups),
        cmocka_unit_test(the_hash_depends_on_code_and_salt),
    };
    return cmocka_run_group_tests_name("code", tests, set_up, NULL);
}
