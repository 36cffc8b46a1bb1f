// The growing string: what is in it, and that failing is remembered.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

static void pieces_make_one_text(void **state) {
    struct vz_strbuf buf = {0};
    assert_string_equal(vz_strbuf_text(&buf), "");
    for (int i = 0; i < 300; i++) {
        vz_strbuf_append(&buf, "ab");
        vz_strbuf_append_char(&buf, 'c');
        vz_strbuf_append_n(&buf, "d?", 1);
        vz_strbuf_printf(&buf, "%d;", i);
    }
    assert_memory_equal(buf.data, "abcd0;abcd1;", 12);
    assert_string_equal(buf.data + buf.len - 8, "abcd299;");
    vz_strbuf_clear(&buf);
    assert_string_equal(vz_strbuf_text(&buf), "");
    vz_strbuf_finish(&buf);
    assert_null(buf.data);
}

static void bytes_may_be_nul(void **state) {
    struct vz_strbuf buf = {0};
    vz_strbuf_append_n(&buf, "a\0b", 3);
    assert_int_equal(buf.len, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    vz_strbuf_finish(&buf);
}

static void xml_is_escaped(void **state) {
    struct vz_strbuf buf = {0};
    vz_strbuf_append_xml(&buf, "a<b>&\"c'\t\n\r\xc3\xa9");
    assert_string_equal(buf.data, "a&lt;b&gt;&amp;&quot;c'&#9;&#10;&#13;"
                                  "\xc3\xa9");
    vz_strbuf_finish(&buf);
}

static void a_failure_is_remembered(void **state) {
    struct vz_strbuf buf = {0};
    vz_strbuf_append(&buf, "kept");
    assert_false(vz_strbuf_reserve(&buf, SIZE_MAX - 2));
    vz_strbuf_append(&buf, "lost");
    assert_true(buf.failed);
    assert_string_equal(vz_strbuf_text(&buf), "kept");
    assert_null(vz_strbuf_take(&buf));
    assert_false(buf.failed);
}

static void what_is_taken_is_the_callers(void **state) {
    struct vz_strbuf buf = {0};
    char *empty = vz_strbuf_take(&buf);
    assert_string_equal(empty, "");
    free(empty);
    vz_strbuf_append(&buf, "text");
    char *text = vz_strbuf_take(&buf);
    assert_string_equal(text, "text");
    assert_int_equal(buf.len, 0);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_make_one_text),
        cmocka_unit_test(bytes_may_be_nul),
        cmocka_unit_test(xml_is_escaped),
        cmocka_unit_test(a_failure_is_remembered),
        cmocka_unit_test(what_is_taken_is_the_callers),
    };
    return cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
