// CSV cells: quoting, and what a spreadsheet would run.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/export/csv.h"

static void cells_are_quoted_where_needed(void **state) {
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {NULL, ""},           {"", ""},
        {"plain", "plain"},   {"a,b", "\"a,b\""},
        {"a;b", "a;b"},       {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"a\nb", "\"a\nb\""}, {"a\r\nb", "\"a\r\nb\""},
        {" x", "\" x\""},     {"x ", "\"x \""},
        {"\"", "\"\"\"\""},   {"caf\xc3\xa9", "caf\xc3\xa9"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vz_strbuf out = {0};
        struct vz_csv csv = {.out = &out, .separator = ','};
        assert_false(vz_csv_cell(&csv, cases[i].text));
        assert_string_equal(vz_strbuf_text(&out), cases[i].cell);
        vz_strbuf_finish(&out);
    }
}

static void formulas_become_text_and_numbers_stay(void **state) {
    static const struct {
        const char *text, *cell;
        bool escaped;
    } cases[] = {
        {"=1+1", "'=1+1", true},
        {"@SUM(A1)", "'@SUM(A1)", true},
        {"-cmd", "'-cmd", true},
        {"+31 6 1234", "'+31 6 1234", true},
        {"\tx", "'\tx", true},
        {"\r=1", "\"'\r=1\"", true},
        {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"",
         true},
        {"-5", "-5", false},
        {"+3.25", "+3.25", false},
        {"-1e5", "-1e5", false},
        {"-", "'-", true},
        {"-5+2", "'-5+2", true},
        {"1=1", "1=1", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vz_strbuf out = {0};
        struct vz_csv csv = {.out = &out, .separator = ','};
        assert_int_equal(vz_csv_cell(&csv, cases[i].text), cases[i].escaped);
        assert_string_equal(vz_strbuf_text(&out), cases[i].cell);
        vz_strbuf_finish(&out);
    }
}

static void raw_leaves_formulas(void **state) {
    struct vz_strbuf out = {0};
    struct vz_csv csv = {.out = &out, .separator = ',', .keep_formulas = true};
    assert_false(vz_csv_cell(&csv, "=1+1"));
    assert_string_equal(out.data, "=1+1");
    vz_strbuf_finish(&out);
}

static void rows_end_with_crlf(void **state) {
    struct vz_strbuf out = {0};
    struct vz_csv csv = {.out = &out, .separator = ';'};
    vz_csv_cell(&csv, "a;b");
    vz_csv_cell(&csv, NULL);
    vz_csv_cell(&csv, "c,d");
    vz_csv_end_row(&csv);
    vz_csv_cell(&csv, "");
    vz_csv_cell(&csv, "e");
    vz_csv_end_row(&csv);
    assert_string_equal(out.data, "\"a;b\";;c,d\r\n;e\r\n");
    vz_strbuf_finish(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_where_needed),
        cmocka_unit_test(formulas_become_text_and_numbers_stay),
        cmocka_unit_test(raw_leaves_formulas),
        cmocka_unit_test(rows_end_with_crlf),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
