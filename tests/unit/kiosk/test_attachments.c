// Files that a visit makes.
#include "kiosk/attachments.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static bool put(struct vz_attachments *list, const char *name,
                const char *text) {
    return vz_attachments_put(list, name, "image/png", strdup(text),
                              strlen(text));
}

static void test_a_file_is_found_by_its_name(void **state) {
    struct vz_attachments list = {0};
    assert_true(put(&list, "a.png", "first"));
    assert_true(put(&list, "b.png", "second"));
    const struct vz_attachment *file = vz_attachments_find(&list, "b.png");
    assert_non_null(file);
    assert_int_equal(file->len, 6);
    assert_memory_equal(file->bytes, "second", 6);
    assert_null(vz_attachments_find(&list, "c.png"));
    vz_attachments_finish(&list);
    assert_null(list.items);
}

static void test_the_same_name_replaces(void **state) {
    struct vz_attachments list = {0};
    assert_true(put(&list, "a.png", "first"));
    assert_true(put(&list, "a.png", "again and longer"));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.bytes, 16);
    vz_attachments_remove(&list, "a.png");
    vz_attachments_remove(&list, "a.png");
    assert_int_equal(list.bytes, 0);
    assert_null(vz_attachments_find(&list, "a.png"));
    vz_attachments_finish(&list);
}

static void test_names_are_never_made_twice(void **state) {
    struct vz_attachments list = {0};
    char *first = vz_attachments_name(&list, "tekening", "png");
    char *second = vz_attachments_name(&list, "tekening", "png");
    assert_string_equal(first, "tekening-1.png");
    assert_string_equal(second, "tekening-2.png");
    free(first);
    free(second);
    vz_attachments_finish(&list);
}

static void test_more_than_a_visit_may_hold_is_refused(void **state) {
    struct vz_attachments list = {0};
    assert_true(put(&list, "a.png", "first"));
    assert_false(vz_attachments_put(&list, "b.png", "image/png",
                                    malloc(VZ_ATTACHMENTS_MAX),
                                    VZ_ATTACHMENTS_MAX));
    assert_int_equal(list.n, 1);
    vz_attachments_finish(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_is_found_by_its_name),
        cmocka_unit_test(test_the_same_name_replaces),
        cmocka_unit_test(test_names_are_never_made_twice),
        cmocka_unit_test(test_more_than_a_visit_may_hold_is_refused),
    };
    return cmocka_run_group_tests_name("attachments", tests, NULL, NULL);
}
