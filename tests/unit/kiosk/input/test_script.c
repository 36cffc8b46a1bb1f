// Scripts: what is read, and which line is told when it cannot be.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/input/script.h"
#include "support/store_folder.h"

#include <string.h>

static bool loads(const char *text, struct vz_error *error) {
    char dir[STORE_PATH_SIZE], path[STORE_PATH_SIZE];
    *error = (struct vz_error){0};
    store_folder_make(dir);
    store_folder_path(path, dir, "script");
    assert_int_equal(vz_file_write(path, text, strlen(text)), VZ_OK);
    struct vz_script *script = vz_script_load(path, NULL, error);
    vz_script_destroy(script);
    store_folder_remove(dir);
    return script != NULL;
}

static void steps_comments_and_blank_lines_are_read(void **state) {
    struct vz_error error;
    assert_true(loads("# a visit\n\n  tap begin  \r\nwait screen start\n"
                      "wait box next\ntype Hallo, wereld\nkey tab\nidle 45\n"
                      "shot start\nquit",
                      &error));
    assert_true(loads("", &error));
}

static void a_line_that_is_no_step_is_told(void **state) {
    static const char *const bad[] = {"touch begin", "tap",        "tap ",
                                      "tapbegin x",  "quit now",   "wait",
                                      "wait start",  "wait screen"};
    struct vz_error error;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        char text[64] = "tap begin\n";
        strcat(text, bad[i]);
        assert_false(loads(text, &error));
        assert_non_null(strstr(error.message, "line 2"));
    }
}

static void a_missing_file_is_told(void **state) {
    struct vz_error error = {0};
    assert_null(vz_script_load("/nonexistent/script", NULL, &error));
    assert_non_null(strstr(error.message, "/nonexistent/script"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_comments_and_blank_lines_are_read),
        cmocka_unit_test(a_line_that_is_no_step_is_told),
        cmocka_unit_test(a_missing_file_is_told),
    };
    return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
