// The arena, checked sizes and the string buffer.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/memory.h"
#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

static void arena_gives_zeroed_aligned_memory(void **state) {
    struct vz_arena arena = {0};
    for (size_t size = 0; size < 5000; size += 37) {
        unsigned char *bytes = vz_arena_alloc(&arena, size);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(bytes[i], 0);
        }
        memset(bytes, 0xAA, size);
    }
    vz_arena_finish(&arena);
    assert_null(arena.head);
}

static void arena_refuses_overflowing_sizes(void **state) {
    struct vz_arena arena = {0};
    assert_null(vz_arena_alloc(&arena, SIZE_MAX));
    assert_null(vz_arena_alloc_array(&arena, SIZE_MAX / 2, 3));
    assert_null(vz_alloc_array(SIZE_MAX / 2, 3));
    vz_arena_finish(&arena);
}

static void arena_formats(void **state) {
    struct vz_arena arena = {0};
    assert_string_equal(vz_arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
    assert_string_equal(vz_arena_strndup(&arena, "abcdef", 3), "abc");
    assert_null(vz_arena_strdup(&arena, NULL));
    vz_arena_finish(&arena);
}

static void grow_keeps_items(void **state) {
    int *items = NULL;
    size_t cap = 0;
    for (size_t n = 0; n < 1000; n++) {
        assert_true(vz_grow(&items, &cap, n, sizeof(*items)));
        items[n] = (int)n;
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(items[i], i);
    }
    free(items);
}

static void strbuf_collects_and_escapes(void **state) {
    struct vz_strbuf buf = {0};
    assert_string_equal(vz_strbuf_text(&buf), "");
    vz_strbuf_append_xml(&buf, "a<b>&\"c\"\n");
    assert_string_equal(buf.data, "a&lt;b&gt;&amp;&quot;c&quot;&#10;");
    vz_strbuf_clear(&buf);
    vz_strbuf_printf(&buf, "%s:%d", "n", 12);
    vz_strbuf_append_char(&buf, '!');
    char *taken = vz_strbuf_take(&buf);
    assert_string_equal(taken, "n:12!");
    assert_null(buf.data);
    free(taken);
    taken = vz_strbuf_take(&buf);
    assert_string_equal(taken, "");
    free(taken);
}

static void strbuf_remembers_a_failure(void **state) {
    struct vz_strbuf buf = {0};
    vz_strbuf_append(&buf, "before");
    assert_false(vz_strbuf_reserve(&buf, SIZE_MAX));
    vz_strbuf_append(&buf, "after");
    assert_true(buf.failed);
    assert_null(vz_strbuf_take(&buf));
}

static void an_array_grows_in_the_arena(void **state) {
    struct vz_arena arena = {0};
    size_t *items = NULL, cap = 0;
    for (size_t n = 0; n < 1000; n++) {
        assert_true(vz_arena_grow(&arena, &items, &cap, n, sizeof(*items)));
        items[n] = n;
    }
    for (size_t n = 0; n < 1000; n++) {
        assert_int_equal(items[n], n);
    }
    size_t *before = items, full = SIZE_MAX / 2 + 1;
    assert_false(vz_arena_grow(&arena, &items, &full, full, sizeof(*items)));
    assert_ptr_equal(items, before);
    vz_arena_finish(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(arena_refuses_overflowing_sizes),
        cmocka_unit_test(arena_formats),
        cmocka_unit_test(grow_keeps_items),
        cmocka_unit_test(strbuf_collects_and_escapes),
        cmocka_unit_test(strbuf_remembers_a_failure),
        cmocka_unit_test(an_array_grows_in_the_arena),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
