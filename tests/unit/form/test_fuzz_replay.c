// Every fuzz target over its corpus and over small damages of it: a short,
// repeatable run that needs no fuzzer.
#define LLVMFuzzerTestOneInput fuzz_xpath
#include "fuzz/fuzz_xpath.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_xform
#include "fuzz/fuzz_xform.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_instance
#include "fuzz/fuzz_instance.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_list
#include "fuzz/fuzz_list.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_workbook
#include "fuzz/fuzz_workbook.c"
#undef LLVMFuzzerTestOneInput

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <dirent.h>

#define CORPUS_FILE_MAX (1024 * 1024)

typedef int target_fn(const uint8_t *data, size_t size);

// The file as it is, cut short, and with one byte after the other changed, as
// many as `rounds` says, spread over the file.
static void damage(target_fn *target, struct vz_strbuf *bytes, size_t rounds) {
    uint8_t *data = (uint8_t *)bytes->data;
    static const uint8_t masks[] = {0x01, 0x20, 0x80, 0xff};
    target(data, bytes->len);
    for (size_t i = 0; i < rounds && bytes->len > 0; i++) {
        size_t at = (i * 7919) % bytes->len;
        uint8_t before = data[at];
        data[at] ^= masks[i % 4];
        target(data, bytes->len);
        data[at] = before;
        target(data, at);
    }
}

static size_t replay(target_fn *target, const char *dir, size_t rounds) {
    DIR *folder = opendir(dir);
    assert_non_null(folder);
    size_t n = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL;
         entry = readdir(folder)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        struct vz_strbuf bytes = {0};
        char *path = vz_path_join(dir, entry->d_name);
        assert_non_null(path);
        assert_int_equal(vz_file_read(path, CORPUS_FILE_MAX, &bytes), VZ_OK);
        damage(target, &bytes, rounds);
        vz_strbuf_finish(&bytes);
        free(path);
        n++;
    }
    closedir(folder);
    return n;
}

static void test_xpath(void **state) {
    assert_true(replay(fuzz_xpath, "tests/data/fuzz/xpath", 200) > 0);
}

static void test_xform(void **state) {
    assert_true(replay(fuzz_xform, "tests/data/fuzz/xform", 100) > 0);
}

static void test_instance(void **state) {
    assert_true(replay(fuzz_instance, "tests/data/fuzz/instance", 200) > 0);
}

static void test_list(void **state) {
    assert_true(replay(fuzz_list, "tests/data/fuzz/list", 100) > 0);
}

static void test_workbook(void **state) {
    assert_true(replay(fuzz_workbook, "tests/data/fuzz/workbook", 100) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xpath),    cmocka_unit_test(test_xform),
        cmocka_unit_test(test_instance), cmocka_unit_test(test_list),
        cmocka_unit_test(test_workbook),
    };
    return cmocka_run_group_tests_name("fuzz replay", tests, NULL, NULL);
}
