/*
 * What .xlsx cells read as, whoever wrote the file.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "form/xlsform/workbook.h"
#include "support/xlsform_case.h"
#include "support/xlsform_package.h"

#include <string.h>

// Reads a package's survey sheet and finds one cell's text, "" when empty.
static struct vz_workbook workbook;
static struct vz_diagnostics diagnostics;

static void read_package(const struct xlsform_package *package) {
    struct vz_strbuf bytes = {0};
    xlsform_package_make(package, &bytes);
    assert_true(
        vz_workbook_read(&workbook, bytes.data, bytes.len, &diagnostics));
    vz_strbuf_finish(&bytes);
}

static int finish(void **state) {
    vz_workbook_finish(&workbook);
    vz_diagnostics_finish(&diagnostics);
    return 0;
}

static const char *cell(uint32_t row, uint32_t column) {
    const struct vz_sheet *sheet = vz_workbook_sheet(&workbook, "Survey");
    assert_non_null(sheet);
    for (size_t i = 0; i < sheet->n_cells; i++) {
        if (sheet->cells[i].row == row && sheet->cells[i].column == column) {
            return sheet->cells[i].text;
        }
    }
    return "";
}

static void test_shared_strings_join_runs_and_skip_phonetics(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row r='1'><c r='A1' t='s'><v>0</v></c>"
                  "<c r='C1' t='s'><v>1</v></c><c r='D1' t='s'><v>9</v></c>"
                  "</row>",
        .strings = "<si><r><t>hal</t></r><r><rPr/><t xml:space='preserve'>lo "
                   "</t></r></si><si><t>東京</t><rPh sb='0' eb='2'><t>とう"
                   "きょう</t></rPh></si>",
    });
    assert_string_equal(cell(1, 0), "hallo ");
    assert_string_equal(cell(1, 2), "東京");
    assert_string_equal(cell(1, 3), "");
}

static void test_inline_strings_booleans_and_formulas(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row r='3'><c r='A3' t='inlineStr'><is><t>a &amp; b</t></is>"
                  "</c><c r='B3' t='b'><v>1</v></c><c r='C3' t='b'><v>0</v></c>"
                  "<c r='D3' t='str'><f>CONCAT(A3)</f><v>formule</v></c></row>",
    });
    assert_string_equal(cell(3, 0), "a & b");
    assert_string_equal(cell(3, 1), "TRUE");
    assert_string_equal(cell(3, 2), "FALSE");
    assert_string_equal(cell(3, 3), "formule");
}

static void test_strict_namespaces(void **state) {
    read_package(&(struct xlsform_package){
        .strict = true,
        .survey = "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
        .strings = "<si><t>strikt</t></si>",
    });
    assert_string_equal(cell(1, 0), "strikt");
}

static void test_cells_without_references_count_on(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row><c><v>1</v></c><c><v>2</v></c></row>"
                  "<row><c><v>3</v></c></row>",
    });
    assert_string_equal(cell(1, 1), "2");
    assert_string_equal(cell(2, 0), "3");
}

static void test_parts_are_found_by_relationship(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row r='1'><c r='A1'><v>5</v></c></row>",
        .sheet_file = "xl/deep/er/any name.xml",
    });
    assert_string_equal(cell(1, 0), "5");
}

static void test_numbers_read_as_people_wrote_them(void **state) {
    static const struct {
        const char *stored, *read;
    } cases[] = {
        {"12", "12"},
        {"12.0", "12"},
        {"0.1", "0.1"},
        {"0.30000000000000004", "0.3"},
        {"1E-5", "0.00001"},
        {"1.5E+20", "150000000000000000000"},
        {"-3.25", "-3.25"},
        {"2024091201", "2024091201"},
        {"20240515143545", "20240515143545"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct vz_strbuf row = {0};
        vz_strbuf_printf(&row, "<row r='1'><c r='A1'><v>%s</v></c></row>",
                         cases[i].stored);
        read_package(&(struct xlsform_package){.survey = row.data});
        assert_string_equal(cell(1, 0), cases[i].read);
        vz_strbuf_finish(&row);
        finish(NULL);
    }
}

// Style 1 is a built-in date, 2 a custom date and time, 3 a time, 4 money.
#define STYLES                                                           \
    "<numFmts><numFmt numFmtId='170' formatCode='dd/mm/yyyy hh:mm'/>"    \
    "<numFmt numFmtId='171' formatCode='[$-413]\"dag\" 0.00;[Red]d'/>"   \
    "</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"         \
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/>" \
    "<xf numFmtId='20'/><xf numFmtId='171'/></cellXfs>"

static void test_dates_of_1900_and_its_missing_day(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row r='1'><c r='A1' s='1'><v>46350</v></c>"
                  "<c r='B1' s='2'><v>46350.75</v></c>"
                  "<c r='C1' s='3'><v>0.5</v></c>"
                  "<c r='D1' s='4'><v>7</v></c>"
                  "<c r='E1' s='1'><v>59</v></c><c r='F1' s='1'><v>61</v></c>"
                  "<c r='G1' s='1'><v>1</v></c></row>",
        .styles = STYLES,
    });
    assert_string_equal(cell(1, 0), "2026-11-24");
    assert_string_equal(cell(1, 1), "2026-11-24T18:00:00");
    assert_string_equal(cell(1, 2), "12:00:00");
    assert_string_equal(cell(1, 3), "7");
    assert_string_equal(cell(1, 4), "1900-02-28");
    assert_string_equal(cell(1, 5), "1900-03-01");
    assert_string_equal(cell(1, 6), "1900-01-01");
}

static void test_dates_of_1904(void **state) {
    read_package(&(struct xlsform_package){
        .date1904 = true,
        .survey = "<row r='1'><c r='A1' s='1'><v>44888</v></c>"
                  "<c r='B1' s='1'><v>0</v></c></row>",
        .styles = STYLES,
    });
    assert_string_equal(cell(1, 0), "2026-11-24");
    assert_string_equal(cell(1, 1), "1904-01-01");
}

static void test_error_cells_are_told(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row r='4'><c r='AB4' t='e'><v>#REF!</v></c></row>",
    });
    assert_int_equal(diagnostics.n_errors, 1);
    struct vz_strbuf text = {0};
    vz_diagnostic_format(&diagnostics.items[0], &text);
    assert_string_equal(text.data,
                        "survey row 4, column AB: the cell shows the Excel "
                        "error #REF!; correct its formula");
    vz_strbuf_finish(&text);
}

static void test_rows_out_of_order_are_sorted(void **state) {
    read_package(&(struct xlsform_package){
        .survey = "<row r='2'><c r='B2'><v>4</v></c><c r='A2'><v>3</v></c>"
                  "</row><row r='1'><c r='A1'><v>1</v></c></row>",
    });
    const struct vz_sheet *sheet = vz_workbook_sheet(&workbook, "survey");
    assert_int_equal(sheet->n_cells, 3);
    assert_string_equal(sheet->cells[0].text, "1");
    assert_string_equal(sheet->cells[1].text, "3");
    assert_string_equal(sheet->cells[2].text, "4");
}

static void test_a_whole_form_from_strict_parts(void **state) {
    struct vz_strbuf bytes = {0};
    xlsform_package_make(
        &(struct xlsform_package){
            .strict = true,
            .survey =
                "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1"
                "</v></c><c r='C1' t='s'><v>2</v></c></row><row r='2'>"
                "<c r='A2' t='inlineStr'><is><t>select_one  ja nee</t></is></c>"
                "<c r='B2' t='inlineStr'><is><t>q</t></is></c>"
                "<c r='C2' t='inlineStr'><is><t>Wel?</t></is></c></row>",
            .choices =
                "<row r='1'><c r='A1' t='inlineStr'><is><t>List Name</t></is>"
                "</c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c>"
                "</row><row r='2'><c r='A2' t='inlineStr'><is><t>ja nee</t>"
                "</is></c><c r='B2'><v>1</v></c><c r='C2' t='inlineStr'><is>"
                "<t>Ja</t></is></c></row>",
            .strings = "<si><t>Type</t></si><si><t> NAME </t></si>"
                       "<si><t>Label</t></si>",
        },
        &bytes);
    struct xlsform_case test;
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
    xlsform_case_assert_ok(&test);
    assert_string_equal(
        xlsform_case_value(&test, "//x:instance[@id='ja nee']//x:name"), "1");
    assert_string_equal(xlsform_case_value(&test, "//x:select1/x:label"),
                        "Wel?");
    xlsform_case_finish(&test);
    vz_strbuf_finish(&bytes);
}

// What some programs write: absolute targets, parts that are named and left
// out, a sheet name with spaces around it.
static void test_a_package_with_odd_relationships(void **state) {
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    const char *const parts[] = {
        "_rels/.rels",
        "<Relationships xmlns='" PACKAGE "/relationships'><Relationship "
        "Id='a' Type='" OFFICE "/relationships/officeDocument' "
        "Target='/xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml",
        "<x:workbook xmlns:x='" MAIN "' xmlns:q='" OFFICE "/relationships'>"
        "<x:sheets><x:sheet name=' Survey ' sheetId='1' q:id='b'/></x:sheets>"
        "</x:workbook>",
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='" PACKAGE "/relationships'>"
        "<Relationship Id='b' Type='" OFFICE "/relationships/worksheet' "
        "Target='/xl/worksheets/sheet1.xml'/>"
        "<Relationship Id='c' Type='" OFFICE "/relationships/styles' "
        "Target='styles.xml'/>"
        "<Relationship Id='d' Type='" OFFICE "/relationships/sharedStrings' "
        "Target='./sharedStrings.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml",
        "<x:worksheet xmlns:x='" MAIN "'><x:sheetData><x:row r='1'>"
        "<x:c r='A1' t='inlineStr'><x:is><x:t>type</x:t></x:is></x:c>"
        "</x:row></x:sheetData></x:worksheet>",
        NULL,
    };
    struct vz_strbuf bytes = {0};
    xlsform_package_zip(parts, &bytes);
    assert_true(
        vz_workbook_read(&workbook, bytes.data, bytes.len, &diagnostics));
    assert_string_equal(cell(1, 0), "type");
    vz_strbuf_finish(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            test_shared_strings_join_runs_and_skip_phonetics, finish),
        cmocka_unit_test_teardown(test_inline_strings_booleans_and_formulas,
                                  finish),
        cmocka_unit_test_teardown(test_strict_namespaces, finish),
        cmocka_unit_test_teardown(test_cells_without_references_count_on,
                                  finish),
        cmocka_unit_test_teardown(test_parts_are_found_by_relationship, finish),
        cmocka_unit_test_teardown(test_numbers_read_as_people_wrote_them,
                                  finish),
        cmocka_unit_test_teardown(test_dates_of_1900_and_its_missing_day,
                                  finish),
        cmocka_unit_test_teardown(test_dates_of_1904, finish),
        cmocka_unit_test_teardown(test_error_cells_are_told, finish),
        cmocka_unit_test_teardown(test_rows_out_of_order_are_sorted, finish),
        cmocka_unit_test(test_a_whole_form_from_strict_parts),
        cmocka_unit_test(test_a_package_with_odd_relationships),
    };
    return cmocka_run_group_tests_name("workbook_xlsx", tests, NULL, NULL);
}
