/*
 * The one-file .csv: quoting, separators, sheets, encodings.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "form/xlsform/workbook.h"
#include "support/xlsform_case.h"

#include <string.h>

// Every cell as "row,column=text|", sheets in front.
static char *listing(const char *csv, size_t len, struct vz_strbuf *out) {
    struct vz_workbook workbook;
    struct vz_diagnostics diagnostics = {0};
    vz_strbuf_clear(out);
    if (vz_workbook_read(&workbook, csv, len, &diagnostics)) {
        for (size_t i = 0; i < workbook.n_sheets; i++) {
            const struct vz_sheet *sheet = &workbook.sheets[i];
            vz_strbuf_printf(out, "[%s]", sheet->name);
            for (size_t j = 0; j < sheet->n_cells; j++) {
                vz_strbuf_printf(out, "%u,%u=%s|", sheet->cells[j].row,
                                 sheet->cells[j].column, sheet->cells[j].text);
            }
        }
    } else {
        assert_int_equal(diagnostics.n_errors, 1);
        vz_diagnostic_format(&diagnostics.items[0], out);
    }
    vz_workbook_finish(&workbook);
    vz_diagnostics_finish(&diagnostics);
    return out->data;
}

static void test_records_and_sheets(void **state) {
    static const struct {
        const char *csv, *cells;
    } cases[] = {
        {"survey\n,a,b\n,1,2\nchoices\n,x\n",
         "[survey]2,1=a|2,2=b|3,1=1|3,2=2|[choices]5,1=x|"},
        // A header may stand in the row that names the sheet.
        {"survey,a,b\n,1,2\n", "[survey]1,1=a|1,2=b|2,1=1|2,2=2|"},
        {"\xEF\xBB\xBFsurvey,,\r\n,\"a\"\"b\",\"c,\r\nd\"\r\n",
         "[survey]2,1=a\"b|2,2=c,\r\nd|"},
        {"survey;;\n;a;b,c\n", "[survey]2,1=a|2,2=b,c|"},
        {"survey\r,a\r", "[survey]2,1=a|"},
        {"\n\n survey ,\n,a", "[survey]4,1=a|"},
        {",lost,cells\nsurvey\n", "[survey]"},
        {"survey\n,\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n",
         "[survey]2,1=\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80|"},
    };
    struct vz_strbuf out = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_string_equal(listing(cases[i].csv, strlen(cases[i].csv), &out),
                            cases[i].cells);
    }
    vz_strbuf_finish(&out);
}

static void test_what_is_refused(void **state) {
    static const struct {
        const char *csv;
        size_t len;
        const char *message;
    } cases[] = {
        {"survey\n,\"open\n", 14,
         "row 2: a \" is opened in this row and never closed"},
        {"survey\n,caf\xE9\n", 13,
         "row 2: this is not text in UTF-8; save the form as 'CSV UTF-8' or as "
         ".xlsx"},
        {"survey\n,\xED\xA0\x80\n", 12,
         "row 2: this is not text in UTF-8; save the form as 'CSV UTF-8' or as "
         ".xlsx"},
        {"sur\0vey", 7,
         "row 1: this is not text in UTF-8; save the form as 'CSV UTF-8' or as "
         ".xlsx"},
        {"survey\n,a\nsurvey\n", 17,
         "survey row 3: this sheet stands in the file twice; put its rows "
         "together"},
        {"\xD0\xCF\x11\xE0\xA1\xB1", 6,
         "this is an old or a password-protected Excel file; save it as .xlsx "
         "without a password"},
    };
    struct vz_strbuf out = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_string_equal(listing(cases[i].csv, cases[i].len, &out),
                            cases[i].message);
    }
    vz_strbuf_finish(&out);
}

static void test_column_letters(void **state) {
    static const struct {
        uint32_t column;
        const char *letters;
    } cases[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {701, "ZZ"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char letters[8];
        vz_column_letters(cases[i].column, letters);
        assert_string_equal(letters, cases[i].letters);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_and_sheets),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_column_letters),
    };
    return cmocka_run_group_tests_name("workbook_csv", tests, NULL, NULL);
}
