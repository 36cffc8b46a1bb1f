// Files are whole or as they were.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static int make_dir(void **state) {
    strcpy(dir, "/tmp/vz-file-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state) {
    return rmdir(dir);
}

static void written_files_read_back(void **state) {
    char *path = vz_path_join(dir, "a.txt");
    assert_int_equal(vz_file_write(path, "een", 3), VZ_OK);
    assert_int_equal(vz_file_write(path, "twee", 4), VZ_OK);
    struct vz_strbuf text = {0};
    assert_int_equal(vz_file_read(path, 100, &text), VZ_OK);
    assert_string_equal(text.data, "twee");
    vz_strbuf_clear(&text);
    assert_int_equal(vz_file_read(path, 3, &text), VZ_LIMIT);
    vz_strbuf_finish(&text);
    struct stat info;
    stat(path, &info);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(vz_file_remove(path), VZ_OK);
    assert_int_equal(vz_file_remove(path), VZ_OK);
    free(path);
}

static void a_failed_write_leaves_the_old_file(void **state) {
    char *path = vz_path_join(dir, "b.txt");
    assert_int_equal(vz_file_write(path, "oud", 3), VZ_OK);
    // The new file cannot be made where a folder has its name.
    char *blocker = vz_path_join(dir, "b.txt.new");
    mkdir(blocker, 0700);
    assert_int_not_equal(vz_file_write(path, "nieuw", 5), VZ_OK);
    rmdir(blocker);
    struct vz_strbuf text = {0};
    assert_int_equal(vz_file_read(path, 100, &text), VZ_OK);
    assert_string_equal(text.data, "oud");
    vz_strbuf_finish(&text);
    vz_file_remove(path);
    free(blocker);
    free(path);
}

static void appended_lines_follow_each_other(void **state) {
    char *path = vz_path_join(dir, "log");
    char *nowhere = vz_path_join(dir, "none/log");
    struct vz_strbuf text = {0};
    struct stat info;
    assert_int_equal(vz_file_append(path, "een\n", 4), VZ_OK);
    assert_int_equal(vz_file_append(path, "twee\n", 5), VZ_OK);
    assert_int_equal(vz_file_read(path, 100, &text), VZ_OK);
    assert_string_equal(text.data, "een\ntwee\n");
    stat(path, &info);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(vz_file_append(nowhere, "x", 1), VZ_NOT_FOUND);
    vz_strbuf_finish(&text);
    vz_file_remove(path);
    free(path);
    free(nowhere);
}

static void missing_things_are_told_apart(void **state) {
    struct vz_strbuf text = {0};
    assert_int_equal(vz_file_read("/nowhere/at/all", 10, &text), VZ_NOT_FOUND);
    vz_strbuf_finish(&text);
    assert_false(vz_file_exists("/nowhere/at/all"));
    assert_true(vz_file_disk_free(dir) > 0);
    assert_int_equal(vz_file_disk_free("/nowhere/at/all"), -1);
}

static void a_folder_is_kept_by_one(void **state) {
    int first, second;
    assert_int_equal(vz_dir_lock(dir, &first), VZ_OK);
    assert_int_equal(vz_dir_lock(dir, &second), VZ_BUSY);
    assert_int_equal(second, -1);
    vz_dir_unlock(second);
    vz_dir_unlock(first);
    assert_int_equal(vz_dir_lock(dir, &first), VZ_OK);
    vz_dir_unlock(first);
    assert_int_equal(vz_dir_lock("/nowhere/at/all", &first), VZ_NOT_FOUND);
}

static void messages_are_cut_at_whole_characters(void **state) {
    char name[700];
    memset(name, 'x', sizeof(name));
    name[599] = '\0';
    // Ends in the middle of a two-byte character at every possible place.
    for (size_t len = 590; len < 599; len++) {
        strcpy(name + len, "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9");
        struct vz_error error = {0};
        vz_error_set(&error, VZ_INVALID, "%s", name);
        size_t n = strlen(error.message);
        assert_true(n < sizeof(error.message));
        assert_int_equal((n - len) % 2, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_files_read_back),
        cmocka_unit_test(a_failed_write_leaves_the_old_file),
        cmocka_unit_test(appended_lines_follow_each_other),
        cmocka_unit_test(missing_things_are_told_apart),
        cmocka_unit_test(a_folder_is_kept_by_one),
        cmocka_unit_test(messages_are_cut_at_whole_characters),
    };
    return cmocka_run_group_tests_name("file", tests, make_dir, remove_dir);
}
