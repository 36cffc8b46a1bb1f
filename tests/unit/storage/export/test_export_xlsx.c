// Workbooks: sheets, types, text that stays text; read back as XML, and by
// openpyxl where it is installed.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/export_fixture.h"
#include "support/hub_zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const rows[][EXPORT_COLUMNS] = {
    {"uuid:1", "2026-11-24T13:05:09.120Z", "2026-11-24", "14:05:00.000+01:00",
     "2026-11-24T14:05:09.120+01:00", "12", "70.5", "goed", "mensen rust",
     "=1+1", "52.1 4.3 0 5", NULL, NULL, "west"},
    {"uuid:2", "2026-11-25T13:05:09.120Z", "1850-01-01", NULL, NULL, "0612",
     "veel", "onbekend", "rust", "a & <b>\n\"c\"", NULL, NULL, NULL, NULL},
    {"uuid:3", "2026-11-23T13:05:09.120Z", NULL, NULL, NULL, NULL, NULL, NULL,
     NULL, NULL, NULL, NULL, NULL, NULL},
};

static char *part(const char *path, const char *name) {
    struct vz_strbuf text = {0};
    assert_true(hub_zip_read(path, name, &text));
    return vz_strbuf_take(&text);
}

static void expect(const char *text, const char *piece) {
    if (!strstr(text, piece)) {
        print_error("expected\n%s\nin\n%s\n", piece, text);
        fail();
    }
}

static void labels_and_codes_have_a_sheet_each(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.xlsx", path);
    char *book = part(path, "xl/workbook.xml");
    expect(book, "<sheet name=\"data\"");
    expect(book, "<sheet name=\"data (codes)\"");
    expect(book, "<sheet name=\"pets\"");
    expect(book, "<sheet name=\"pets (codes)\"");
    expect(book, "<sheet name=\"codebook\"");
    char *labels = part(path, "xl/worksheets/sheet1.xml");
    expect(labels, "<t>Hoe was het?</t>");
    expect(labels, "<t>Wat bracht het?: Rust</t>");
    expect(labels, "<t>Heel goed</t>");
    expect(labels, "<t>Mensen; Rust</t>");
    expect(labels, "<t>onbekend</t>");
    char *codes = part(path, "xl/worksheets/sheet2.xml");
    expect(codes, "<t>gains/rust</t>");
    expect(codes, "<t>goed</t>");
    expect(codes, "<t>mensen rust</t>");
    free(book);
    free(labels);
    free(codes);
    export_fixture_close(&fixture);
}

static void the_language_is_chosen(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    assert_true(
        vz_export_language(&fixture.schema, "en", &fixture.params.language));
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.xlsx", path);
    char *labels = part(path, "xl/worksheets/sheet1.xml");
    expect(labels, "<t>How was it?</t>");
    expect(labels, "<t>Very good</t>");
    expect(labels, "<t>Received by the hub (UTC)</t>");
    free(labels);
    export_fixture_close(&fixture);
}

static void numbers_and_days_are_numbers_and_text_is_text(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.xlsx", path);
    char *codes = part(path, "xl/worksheets/sheet2.xml");
    expect(codes, "><v>46350</v>");  // 2026-11-24
    expect(codes, "><v>0.58680555"); // 14:05
    expect(codes, "<c r=\"F2\"><v>12</v></c>");
    expect(codes, "<c r=\"G2\"><v>70.5</v></c>");
    expect(codes, "<t>1850-01-01</t>"); // before Excel's days
    expect(codes, "<t>0612</t>");       // a code, not 612
    expect(codes, "<t>veel</t>");
    expect(codes, "<t>=1+1</t>");
    expect(codes, "<t>a &amp; &lt;b&gt;\n\"c\"</t>");
    assert_null(strstr(codes, "<f>"));
    free(codes);
    export_fixture_close(&fixture);
}

static void a_long_text_is_cut_and_counted(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    // 32,766 units, then one that takes two: the character goes as a whole.
    size_t n = 32766;
    char *text = malloc(n + 16);
    memset(text, 'x', n);
    strcpy(text + n, "\xf0\x9f\x98\x80yyy");
    const char *const one[][EXPORT_COLUMNS] = {
        {[EXPORT_ID] = "uuid:1", [EXPORT_STORY] = text}};
    export_fixture_rows(&fixture, one, 1);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.xlsx", path);
    char *codes = part(path, "xl/worksheets/sheet2.xml");
    char *at = strstr(codes, "<t>xxx");
    assert_non_null(at);
    assert_int_equal(strcspn(at + 3, "<"), n);
    char *book = part(path, "xl/worksheets/sheet5.xml");
    expect(book, "<t>cells_cut</t>");
    char *row = strstr(book, "<t>story/text</t>");
    assert_non_null(row);
    *strstr(row, "</row>") = '\0';
    expect(row, "<v>1</v>");
    free(book);
    free(codes);
    free(text);
    export_fixture_close(&fixture);
}

static void bytes_that_are_no_text_do_not_break_the_file(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    const char *const one[][EXPORT_COLUMNS] = {{[EXPORT_ID] = "uuid:1",
                                                [EXPORT_STORY] = "a\xff"
                                                                 "b\x01"
                                                                 "c"}};
    export_fixture_rows(&fixture, one, 1);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.xlsx", path);
    char *codes = part(path, "xl/worksheets/sheet2.xml");
    expect(codes, "<t>a\xef\xbf\xbd"
                  "b\xef\xbf\xbd"
                  "c</t>");
    free(codes);
    export_fixture_close(&fixture);
}

static void equal_rows_give_equal_bytes_and_nothing_else(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "a.xlsx", path);
    export_fixture_write(&fixture, "b.xlsx", path);
    size_t a_len, b_len;
    char *a = export_fixture_read(&fixture, "a.xlsx", &a_len);
    char *b = export_fixture_read(&fixture, "b.xlsx", &b_len);
    assert_int_equal(a_len, b_len);
    assert_memory_equal(a, b, a_len);
    char *core = part(path, "docProps/core.xml");
    expect(core, "2026-11-25T13:05:09Z"); // the newest row
    // The two, "." and "..": no working file stayed.
    assert_int_equal(store_folder_count(fixture.folder, ""), 4);
    free(core);
    free(a);
    free(b);
    export_fixture_close(&fixture);
}

static void openpyxl_reads_it(void **state) {
    if (system("/usr/bin/python3 -c 'import openpyxl' 2>/dev/null")) {
        print_message("python3-openpyxl is not installed\n");
        skip();
    }
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE], command[1024];
    export_fixture_write(&fixture, "out.xlsx", path);
    snprintf(command, sizeof(command),
             "/usr/bin/python3 - '%s' <<'END'\n"
             "import sys, datetime, openpyxl\n"
             "b = openpyxl.load_workbook(sys.argv[1])\n"
             "assert b.sheetnames == ['data', 'data (codes)', 'pets', "
             "'pets (codes)', 'codebook'], b.sheetnames\n"
             "s = b['data (codes)']\n"
             "assert s['C2'].value == datetime.datetime(2026, 11, 24)\n"
             "assert s['D2'].value == datetime.time(14, 5), s['D2'].value\n"
             "assert s['F2'].value == 12 and s['G2'].value == 70.5\n"
             "assert s['L2'].data_type != 'f' and s['L2'].value == '=1+1'\n"
             "assert s.max_row == 4\n"
             "assert b['pets']['E3'].value == '=Rex'\n"
             "END\n",
             path);
    assert_int_equal(system(command), 0);
    export_fixture_close(&fixture);
}

static void a_failure_leaves_nothing(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    struct vz_error error = {0};
    size_t n;
    assert_int_equal(vz_export_write("/proc/nowhere/out.xlsx", VZ_EXPORT_XLSX,
                                     &fixture.params, &n, &error),
                     VZ_IO);
    expect(error.message, "/proc/nowhere/out.xlsx");
    export_fixture_close(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_and_codes_have_a_sheet_each),
        cmocka_unit_test(the_language_is_chosen),
        cmocka_unit_test(numbers_and_days_are_numbers_and_text_is_text),
        cmocka_unit_test(a_long_text_is_cut_and_counted),
        cmocka_unit_test(bytes_that_are_no_text_do_not_break_the_file),
        cmocka_unit_test(equal_rows_give_equal_bytes_and_nothing_else),
        cmocka_unit_test(openpyxl_reads_it),
        cmocka_unit_test(a_failure_leaves_nothing),
    };
    return cmocka_run_group_tests_name("export_xlsx", tests, NULL, NULL);
}
