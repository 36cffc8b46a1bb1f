/*
 * Workbooks that are made to take all memory or time are refused with a
 * sentence.
 */
#include "form/xlsform/xlsform.h"
#include "support/xlsform_package.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_nested_groups(void **state) {
    struct vz_strbuf csv = {0}, xml = {0};
    struct vz_diagnostics diagnostics = {0};
    vz_strbuf_append(&csv, "survey\n,type,name,label\n");
    for (size_t i = 0; i < 50000; i++) {
        vz_strbuf_printf(&csv, ",begin group,g%zu,G\n", i);
    }
    for (size_t i = 0; i < 50000; i++) {
        vz_strbuf_append(&csv, ",end group,,\n");
    }
    assert_false(vz_xlsform_convert_bytes(csv.data, csv.len, "f.csv", NULL,
                                          &xml, &diagnostics));
    assert_int_equal(diagnostics.n_errors, 1);
    assert_non_null(strstr(diagnostics.items[0].message, "nested too deep"));
    assert_int_equal(diagnostics.items[0].row, 43);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&csv);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nested_groups),
    };
    return cmocka_run_group_tests_name("workbook_limits", tests, NULL, NULL);
}
