// The command line: what is taken, and what is refused with a remedy.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "kiosk/options.h"

#include <string.h>

static bool parse(struct vz_options *options, struct vz_error *error,
                  const char *first, ...) {
    char *argv[16] = {(char *)"vertelzuil"};
    int argc = 1;
    va_list args;
    va_start(args, first);
    for (const char *word = first; word; word = va_arg(args, const char *)) {
        argv[argc++] = (char *)word;
    }
    va_end(args);
    *error = (struct vz_error){0};
    return vz_options_parse(options, argc, argv, error);
}

static void values_come_as_words_or_after_equals(void **state) {
    struct vz_options options;
    struct vz_error error;
    assert_true(parse(&options, &error, "--data", "/srv/kiosk",
                      "--window=800x1280", "--sync", NULL));
    assert_string_equal(options.data, "/srv/kiosk");
    assert_int_equal(options.window_w, 800);
    assert_int_equal(options.window_h, 1280);
    assert_true(options.sync);
    assert_null(options.describe);
}

static void unknown_words_are_refused(void **state) {
    struct vz_options options;
    struct vz_error error;
    assert_false(parse(&options, &error, "--dato", "x", NULL));
    assert_non_null(strstr(error.message, "--dato"));
    assert_non_null(strstr(error.message, "--help"));
    assert_false(parse(&options, &error, "kort", NULL));
    assert_false(parse(&options, &error, "--sync=yes", NULL));
}

static void a_value_must_follow(void **state) {
    struct vz_options options;
    struct vz_error error;
    assert_false(parse(&options, &error, "--data", NULL));
    assert_non_null(strstr(error.message, "--data DIR"));
    assert_false(parse(&options, &error, "--data=", NULL));
}

static void sizes_must_be_a_screen(void **state) {
    static const char *const bad[] = {"1280",      "1280x", "x800",
                                      "1280x800x", "10x10", "-1280x800",
                                      "99999x800", "ax800"};
    struct vz_options options;
    struct vz_error error;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_false(parse(&options, &error, "--window", bad[i], NULL));
        assert_non_null(strstr(error.message, "1280x800"));
    }
    assert_true(parse(&options, &error, "--window", "1024x600", NULL));
}

static void pins_are_for_staff_and_workers(void **state) {
    struct vz_options options;
    struct vz_error error;
    assert_true(parse(&options, &error, "--set-pin", "staff", NULL));
    assert_true(parse(&options, &error, "--set-pin", "07", NULL));
    assert_false(parse(&options, &error, "--set-pin", "00", NULL));
    assert_false(parse(&options, &error, "--set-pin", "7", NULL));
    assert_false(parse(&options, &error, "--set-pin", "anna", NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_as_words_or_after_equals),
        cmocka_unit_test(unknown_words_are_refused),
        cmocka_unit_test(a_value_must_follow),
        cmocka_unit_test(sizes_must_be_a_screen),
        cmocka_unit_test(pins_are_for_staff_and_workers),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
