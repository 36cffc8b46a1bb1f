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

static void refuse(const char *const *parts, const char *sentence) {
    struct vz_strbuf bytes = {0}, xml = {0};
    struct vz_diagnostics diagnostics = {0};
    xlsform_package_zip(parts, &bytes);
    assert_false(vz_xlsform_convert_bytes(bytes.data, bytes.len, "f.xlsx", NULL,
                                          &xml, &diagnostics));
    assert_int_equal(diagnostics.n_errors, 1);
    assert_non_null(strstr(diagnostics.items[0].message, sentence));
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&bytes);
}

// A package whose survey sheet is this.
static void refuse_sheet(const char *sheet, const char *sentence) {
    const char *const parts[] = {
        "_rels/.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        "relationships'><Relationship Id='r' Type='http://schemas."
        "openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
        "Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml",
        "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/"
        "main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"
        "relationships'><sheets><sheet name='survey' sheetId='1' r:id='s'/>"
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        "relationships'><Relationship Id='s' Type='http://schemas."
        "openxmlformats.org/officeDocument/2006/relationships/worksheet' "
        "Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml",
        sheet,
        NULL,
    };
    refuse(parts, sentence);
}

static void test_many_attributes(void **state) {
    struct vz_strbuf sheet = {0};
    vz_strbuf_append(&sheet, "<worksheet");
    for (size_t i = 0; i < 300000; i++) {
        vz_strbuf_printf(&sheet, " a%zu='1'", i);
    }
    vz_strbuf_append(&sheet, "/>");
    refuse_sheet(sheet.data, "truncated or damaged");
    vz_strbuf_finish(&sheet);
}

static void test_a_zip_bomb(void **state) {
    struct vz_strbuf sheet = {0};
    vz_strbuf_append(&sheet, "<worksheet>");
    while (sheet.len < 200 * 1024 * 1024) {
        vz_strbuf_append(&sheet, "                                        "
                                 "                                        ");
    }
    vz_strbuf_append(&sheet, "</worksheet>");
    refuse_sheet(sheet.data, "too large when unpacked");
    vz_strbuf_finish(&sheet);
}

static void test_entities(void **state) {
    refuse_sheet("<!DOCTYPE w [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>"
                 "<worksheet>&b;</worksheet>",
                 "truncated or damaged");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nested_groups),
        cmocka_unit_test(test_many_attributes),
        cmocka_unit_test(test_a_zip_bomb),
        cmocka_unit_test(test_entities),
    };
    return cmocka_run_group_tests_name("workbook_limits", tests, NULL, NULL);
}
