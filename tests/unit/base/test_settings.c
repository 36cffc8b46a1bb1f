// Settings files: what is read, and the line of what is not.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/settings.h"

#include <string.h>

static void the_last_value_counts(void **state) {
    struct vz_settings settings;
    assert_true(vz_settings_parse(&settings,
                                  "top = 1\n; comment\n[sync]\n"
                                  "server = http://a/b ; why\nserver = x\n"
                                  "[kiosk]\nserver = other\n",
                                  "test.ini", NULL));
    assert_int_equal(settings.n, 4);
    assert_string_equal(vz_settings_get(&settings, "", "top"), "1");
    assert_string_equal(vz_settings_get(&settings, "sync", "server"), "x");
    assert_string_equal(settings.items[1].value, "http://a/b");
    assert_int_equal(settings.items[2].line, 5);
    assert_null(vz_settings_get(&settings, "sync", "top"));
    vz_settings_finish(&settings);
}

static void a_line_that_says_nothing_costs_only_itself(void **state) {
    struct vz_settings settings;
    struct vz_error error = {0};
    assert_false(vz_settings_parse(&settings, "a = 1\nwhat?\nb = 2\n",
                                   "test.ini", &error));
    assert_int_equal(error.status, VZ_SYNTAX);
    assert_non_null(strstr(error.message, "test.ini, line 2"));
    assert_string_equal(vz_settings_get(&settings, "", "a"), "1");
    assert_string_equal(vz_settings_get(&settings, "", "b"), "2");
    vz_settings_finish(&settings);
}

static void a_file_that_is_not_there_is_told(void **state) {
    struct vz_settings settings;
    struct vz_error error = {0};
    assert_false(vz_settings_load(&settings, "/nowhere/x.ini", &error));
    assert_int_equal(error.status, VZ_NOT_FOUND);
    assert_non_null(strstr(error.message, "/nowhere/x.ini"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_value_counts),
        cmocka_unit_test(a_line_that_says_nothing_costs_only_itself),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
