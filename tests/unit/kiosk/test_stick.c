// Where a USB stick is, from a list of mounts like the system's.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "kiosk/stick.h"
#include "support/store_folder.h"

#include <string.h>

static char folder[STORE_PATH_SIZE], mounts[STORE_PATH_SIZE];
static char stick[VZ_STICK_PATH_SIZE];

static int set_up(void **state) {
    store_folder_make(folder);
    store_folder_path(mounts, folder, "mounts");
    return 0;
}

static int tear_down(void **state) {
    store_folder_remove(folder);
    return 0;
}

static bool find(const char *text) {
    assert_int_equal(vz_file_replace(mounts, text, strlen(text)), VZ_OK);
    return vz_stick_find(mounts, stick);
}

static void without_a_mount_there_is_none(void **state) {
    assert_false(vz_stick_find("/nonexistent/mounts", stick));
    assert_string_equal(stick, "");
    assert_false(find(""));
    assert_false(find("proc /proc proc rw 0 0\n/dev/sda1 / ext4 rw 0 0\n"
                      "/dev/sdb1\n/dev/sdb1 /home vfat rw 0 0\n"));
}

// A folder's own root is no stick, nor is one that cannot be written.
static void only_what_is_mounted_below_counts(void **state) {
    assert_false(find("tmpfs /mnt tmpfs rw 0 0\n"));
    assert_false(find("/dev/sdb1 /media/nobody/there vfat rw 0 0\n"));
    assert_false(find("/dev/sdb1 /mediator/x vfat rw 0 0\n"));
}

static void a_line_that_never_ends_is_no_stick(void **state) {
    char text[4096];
    memset(text, 'x', sizeof(text));
    memcpy(text, "/dev/sdb1 /media/", 17);
    text[sizeof(text) - 1] = '\0';
    assert_false(find(text));
    assert_false(find("/dev/sdb1 /media/\\04 vfat rw 0 0\n"));
}

#define TEST(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(without_a_mount_there_is_none),
        TEST(only_what_is_mounted_below_counts),
        TEST(a_line_that_never_ends_is_no_stick),
    };
    return cmocka_run_group_tests_name("stick", tests, NULL, NULL);
}
