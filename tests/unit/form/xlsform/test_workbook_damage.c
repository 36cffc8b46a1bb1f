/*
 * Workbooks that are cut off, altered or made to do harm: a message, never a
 * crash, never a form that is half there.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "form/xlsform/workbook.h"
#include "support/xlsform_case.h"
#include "support/xlsform_package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char survey[] =
    "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
    "<c r='C1' t='s'><v>2</v></c></row><row r='2'><c r='A2' t='s'><v>3</v></c>"
    "<c r='B2' t='s'><v>4</v></c><c r='C2' t='s'><v>5</v></c></row>";
static const char strings[] =
    "<si><t>type</t></si><si><t>name</t></si><si><t>label</t></si>"
    "<si><t>integer</t></si><si><t>leeftijd</t></si><si><t>Hoe oud?</t></si>";

static void make(struct vz_strbuf *bytes) {
    xlsform_package_make(
        &(struct xlsform_package){.survey = survey, .strings = strings}, bytes);
}

static void test_every_truncation_is_refused(void **state) {
    struct vz_strbuf bytes = {0};
    make(&bytes);
    struct xlsform_case test;
    for (size_t len = 0; len < bytes.len; len += 7) {
        xlsform_case_convert_bytes(&test, bytes.data, len);
        assert_false(test.ok);
        assert_true(test.diagnostics.n_errors > 0);
        assert_int_equal(test.xml.len, 0);
        xlsform_case_finish(&test);
    }
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
    xlsform_case_assert_ok(&test);
    xlsform_case_finish(&test);
    vz_strbuf_finish(&bytes);
}

static void test_a_truncated_file_is_called_that(void **state) {
    struct vz_strbuf bytes = {0};
    make(&bytes);
    struct xlsform_case test;
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len / 2);
    xlsform_case_assert_said(&test,
                             "the file is truncated or damaged; save it again "
                             "and send the new copy");
    xlsform_case_finish(&test);
    vz_strbuf_finish(&bytes);
}

// Whatever comes out is either refused or a form that loads: the conversion
// itself has loaded it.
static void test_flipped_bytes_never_crash(void **state) {
    struct vz_strbuf bytes = {0};
    make(&bytes);
    size_t refused = 0, converted = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        char kept = bytes.data[i];
        bytes.data[i] = (char)(kept ^ (1 << (i % 8)));
        struct xlsform_case test;
        xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
        refused += !test.ok;
        converted += test.ok;
        assert_int_equal(test.ok, test.diagnostics.n_errors == 0);
        xlsform_case_finish(&test);
        bytes.data[i] = kept;
    }
    assert_true(refused > bytes.len / 4);
    assert_int_equal(refused + converted, bytes.len);
    vz_strbuf_finish(&bytes);
}

static void test_altered_xml_never_crashes(void **state) {
    static const char *const garbage[] = {"<", "</v>", "&#0;", "&amp",
                                          "'", "\xFF", "<t>",  "]]>"};
    for (size_t at = 0; at < strlen(survey); at += 5) {
        char altered[sizeof(survey) + 8];
        snprintf(altered, sizeof(altered), "%.*s%s%s", (int)at, survey,
                 garbage[at / 5 % 8], survey + at);
        struct vz_strbuf bytes = {0};
        xlsform_package_make(
            &(struct xlsform_package){.survey = altered, .strings = strings},
            &bytes);
        struct xlsform_case test;
        xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
        assert_int_equal(test.ok, test.diagnostics.n_errors == 0);
        xlsform_case_finish(&test);
        vz_strbuf_finish(&bytes);
    }
}

static void test_entities_are_refused(void **state) {
    struct vz_strbuf bytes = {0};
    xlsform_package_make(
        &(struct xlsform_package){
            .prologue = "<!DOCTYPE worksheet [<!ENTITY a 'aaaaaaaaaa'>"
                        "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                        "<!ENTITY c SYSTEM 'file:///etc/passwd'>]>",
            .survey = "<row r='1'><c r='A1' t='str'><v>&b;&c;</v></c></row>",
        },
        &bytes);
    struct xlsform_case test;
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
    xlsform_case_assert_said(&test, "survey: the sheet is truncated or damaged "
                                    "here; save the workbook again");
    xlsform_case_finish(&test);
    vz_strbuf_finish(&bytes);
}

static void test_a_bomb_is_refused(void **state) {
    // 60 MB of blanks inside the sheet shrink to some 60 KB in the package.
    size_t len = 60u * 1024 * 1024;
    char *blanks = malloc(len + 1);
    assert_non_null(blanks);
    memset(blanks, ' ', len);
    blanks[len] = '\0';
    struct vz_strbuf bytes = {0};
    xlsform_package_make(&(struct xlsform_package){.survey = blanks}, &bytes);
    free(blanks);
    assert_true(bytes.len < 1024 * 1024);
    struct xlsform_case test;
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
    xlsform_case_assert_said(&test,
                             "the workbook is too large when unpacked; keep "
                             "only the form's own sheets");
    xlsform_case_finish(&test);
    vz_strbuf_finish(&bytes);
}

static void test_rows_and_columns_beyond_excel(void **state) {
    static const char *const rows[] = {
        "<row r='1048577'><c r='A1048577'><v>1</v></c></row>",
        "<row r='1'><c r='XFE1'><v>1</v></c></row>",
        "<row r='1'><c r='ZZZZZZZZ1'><v>1</v></c></row>",
        "<row r='99999999999999999999'><c><v>1</v></c></row>",
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct vz_strbuf bytes = {0};
        xlsform_package_make(&(struct xlsform_package){.survey = rows[i]},
                             &bytes);
        struct xlsform_case test;
        xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
        assert_false(test.ok);
        xlsform_case_finish(&test);
        vz_strbuf_finish(&bytes);
    }
}

static void test_a_zip_that_is_no_workbook(void **state) {
    static const char *const parts[] = {"readme.txt", "hallo", NULL};
    static const char *const word[] = {
        "_rels/.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        "relationships'/>",
        NULL,
    };
    struct vz_strbuf bytes = {0};
    struct xlsform_case test;
    xlsform_package_zip(parts, &bytes);
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
    assert_false(test.ok);
    xlsform_case_finish(&test);
    vz_strbuf_clear(&bytes);
    xlsform_package_zip(word, &bytes);
    xlsform_case_convert_bytes(&test, bytes.data, bytes.len);
    xlsform_case_assert_said(&test, "this is not an Excel workbook; save the "
                                    "form as .xlsx or as .csv");
    xlsform_case_finish(&test);
    vz_strbuf_finish(&bytes);
}

static void test_a_public_workbook_cut_at_any_length(void **state) {
    struct vz_strbuf bytes = {0};
    if (vz_file_read("../shared/forms/all-question-types-v2024091201-3.xlsx",
                     1u << 24, &bytes) != VZ_OK) {
        vz_strbuf_finish(&bytes);
        print_message("../shared/forms is not here\n");
        skip();
    }
    for (size_t len = 0; len < bytes.len; len += 97) {
        struct xlsform_case test;
        xlsform_case_convert_bytes(&test, bytes.data, len);
        assert_false(test.ok);
        xlsform_case_finish(&test);
    }
    vz_strbuf_finish(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_truncation_is_refused),
        cmocka_unit_test(test_a_truncated_file_is_called_that),
        cmocka_unit_test(test_flipped_bytes_never_crash),
        cmocka_unit_test(test_altered_xml_never_crashes),
        cmocka_unit_test(test_entities_are_refused),
        cmocka_unit_test(test_a_bomb_is_refused),
        cmocka_unit_test(test_rows_and_columns_beyond_excel),
        cmocka_unit_test(test_a_zip_that_is_no_workbook),
        cmocka_unit_test(test_a_public_workbook_cut_at_any_length),
    };
    return cmocka_run_group_tests_name("workbook_damage", tests, NULL, NULL);
}
