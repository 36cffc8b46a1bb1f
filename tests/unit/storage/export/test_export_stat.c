// SPSS and Stata files, read back by ReadStat's own readers, and by pandas
// where it is installed.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/export_fixture.h"

#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VARIABLES_MAX 40
#define ROWS_MAX 8
#define LABELS_MAX 40

// A file as its reader tells it.
struct seen {
    int n_rows, n_variables, n_labels;
    char name[VARIABLES_MAX][80];
    char label[VARIABLES_MAX][300];
    char format[VARIABLES_MAX][40];
    char *text[ROWS_MAX][VARIABLES_MAX]; // numbers as %g, NULL = missing
    char labels[LABELS_MAX][200];        // "set number label"
};

static int see_metadata(readstat_metadata_t *metadata, void *userdata) {
    struct seen *seen = userdata;
    seen->n_rows = readstat_get_row_count(metadata);
    seen->n_variables = readstat_get_var_count(metadata);
    assert_true(seen->n_variables <= VARIABLES_MAX);
    return READSTAT_HANDLER_OK;
}

static int see_variable(int index, readstat_variable_t *variable,
                        const char *labels, void *userdata) {
    struct seen *seen = userdata;
    const char *label = readstat_variable_get_label(variable);
    const char *format = readstat_variable_get_format(variable);
    snprintf(seen->name[index], sizeof(seen->name[index]), "%s",
             readstat_variable_get_name(variable));
    snprintf(seen->label[index], sizeof(seen->label[index]), "%s",
             label ? label : "");
    snprintf(seen->format[index], sizeof(seen->format[index]), "%s",
             format ? format : "");
    return READSTAT_HANDLER_OK;
}

static double number_of(readstat_value_t value) {
    switch (readstat_value_type(value)) {
    case READSTAT_TYPE_INT8:
        return readstat_int8_value(value);
    case READSTAT_TYPE_INT16:
        return readstat_int16_value(value);
    case READSTAT_TYPE_INT32:
        return readstat_int32_value(value);
    default:
        return readstat_double_value(value);
    }
}

static int see_value(int row, readstat_variable_t *variable,
                     readstat_value_t value, void *userdata) {
    struct seen *seen = userdata;
    int column = readstat_variable_get_index(variable);
    char number[40];
    if (readstat_value_is_system_missing(value)) {
        return READSTAT_HANDLER_OK;
    }
    const char *text = readstat_string_value(value);
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_NUMERIC) {
        snprintf(number, sizeof(number), "%.15g", number_of(value));
        text = number;
    }
    assert_true(row < ROWS_MAX);
    seen->text[row][column] = strdup(text ? text : "");
    return READSTAT_HANDLER_OK;
}

static int see_label(const char *set, readstat_value_t value, const char *label,
                     void *userdata) {
    struct seen *seen = userdata;
    assert_true(seen->n_labels < LABELS_MAX);
    snprintf(seen->labels[seen->n_labels++], sizeof(seen->labels[0]), "%g %s",
             number_of(value), label);
    return READSTAT_HANDLER_OK;
}

static struct seen *read_back(const struct export_fixture *fixture,
                              const char *name) {
    struct seen *seen = calloc(1, sizeof(*seen));
    char path[STORE_PATH_SIZE];
    store_folder_path(path, fixture->folder, name);
    readstat_parser_t *parser = readstat_parser_init();
    readstat_set_metadata_handler(parser, see_metadata);
    readstat_set_variable_handler(parser, see_variable);
    readstat_set_value_handler(parser, see_value);
    readstat_set_value_label_handler(parser, see_label);
    readstat_error_t code = strstr(name, ".sav")
                                ? readstat_parse_sav(parser, path, seen)
                                : readstat_parse_dta(parser, path, seen);
    if (code) {
        fail_msg("%s: %s", name, readstat_error_message(code));
    }
    readstat_parser_free(parser);
    return seen;
}

static void forget(struct seen *seen) {
    for (size_t i = 0; i < ROWS_MAX * VARIABLES_MAX; i++) {
        free(seen->text[i / VARIABLES_MAX][i % VARIABLES_MAX]);
    }
    free(seen);
}

static int column_of(const struct seen *seen, const char *name) {
    for (int i = 0; i < seen->n_variables; i++) {
        if (!strcmp(seen->name[i], name)) {
            return i;
        }
    }
    fail_msg("no variable %s", name);
    return -1;
}

static void expect_cell(const struct seen *seen, int row, const char *name,
                        const char *text) {
    const char *cell = seen->text[row][column_of(seen, name)];
    if (!text) {
        assert_null(cell);
    } else {
        assert_non_null(cell);
        assert_string_equal(cell, text);
    }
}

static bool has_label(const struct seen *seen, const char *label) {
    for (int i = 0; i < seen->n_labels; i++) {
        if (!strcmp(seen->labels[i], label)) {
            return true;
        }
    }
    return false;
}

static const char *const rows[][EXPORT_COLUMNS] = {
    {"uuid:1", "2026-11-24T13:05:09.000Z", "2026-11-24", "14:05:00.000+01:00",
     "2026-11-24T14:05:09.000+01:00", "12", "70.5", "goed", "mensen rust",
     "Caf\xc3\xa9", "52.1 4.3 0 5", NULL, NULL, "west"},
    {"uuid:2", "2026-11-25T13:05:09.000Z", NULL, NULL, NULL, NULL, "veel",
     "onbekend", "rust", "", NULL, NULL, NULL, "oost"},
    {"uuid:3", "2026-11-23T13:05:09.000Z", NULL, NULL, NULL, NULL, NULL,
     "slecht", NULL, NULL, NULL, NULL, NULL, NULL},
};

// What both formats must say of `rows`.
static void check_both(const struct seen *seen) {
    assert_int_equal(seen->n_rows, 3);
    assert_string_equal(seen->label[column_of(seen, "rating")], "Hoe was het?");
    assert_string_equal(seen->label[column_of(seen, "gains_rust")],
                        "Wat bracht het?: Rust");
    expect_cell(seen, 0, "visits", "12");
    expect_cell(seen, 1, "visits", NULL);
    expect_cell(seen, 0, "weight", "70.5"); // text: another row says "veel"
    expect_cell(seen, 1, "weight", "veel");
    expect_cell(seen, 0, "rating", "2");
    expect_cell(seen, 1, "rating", "3"); // a choice that the form lacks
    expect_cell(seen, 2, "rating", "1");
    expect_cell(seen, 0, "gains_mensen", "1");
    expect_cell(seen, 1, "gains_mensen", "0");
    expect_cell(seen, 2, "gains_mensen", NULL);
    expect_cell(seen, 0, "story_text", "Caf\xc3\xa9");
    expect_cell(seen, 1, "story_text", "");
    expect_cell(seen, 0, "more", "west");
    assert_true(has_label(seen, "1 Slecht"));
    assert_true(has_label(seen, "2 Heel goed"));
    assert_true(has_label(seen, "3 onbekend"));
    assert_true(has_label(seen, "0 Nee"));
}

static void spss_has_labels_days_and_missing(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.sav", path);
    struct seen *seen = read_back(&fixture, "out.sav");
    check_both(seen);
    // Seconds since 1582-10-14.
    expect_cell(seen, 0, "day", "14014857600");
    expect_cell(seen, 0, "at", "50700");
    expect_cell(seen, 0, "start", "14014908309");
    expect_cell(seen, 1, "day", NULL);
    assert_string_equal(seen->format[column_of(seen, "day")], "SDATE10");
    forget(seen);
    export_fixture_close(&fixture);
}

static void stata_has_labels_days_and_missing(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.dta", path);
    struct seen *seen = read_back(&fixture, "out.dta");
    check_both(seen);
    // Days, and milliseconds, since 1960-01-01.
    expect_cell(seen, 0, "day", "24434");
    expect_cell(seen, 0, "at", "50700000");
    expect_cell(seen, 0, "start", "2111148309000");
    forget(seen);
    export_fixture_close(&fixture);
}

static void repeats_and_the_codebook_lie_beside_it(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.sav", path);
    struct seen *pets = read_back(&fixture, "out-pets.sav");
    assert_int_equal(pets->n_rows, 2);
    expect_cell(pets, 0, "instance_id", "uuid:1");
    expect_cell(pets, 1, "pets_name", "=Rex");
    forget(pets);
    size_t len;
    char *book = export_fixture_read(&fixture, "out-codebook.csv", &len);
    assert_non_null(strstr(book, "proef,rating,select_one,,goed,rating,2,"
                                 "Heel goed,Very good,"));
    assert_non_null(strstr(book, "proef,story/text,text,,,story_text,,"));
    free(book);
    // Three files, "." and "..".
    assert_int_equal(store_folder_count(fixture.folder, ""), 5);
    export_fixture_close(&fixture);
}

static void labels_are_in_the_chosen_language(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    fixture.params.language = 1;
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.dta", path);
    struct seen *seen = read_back(&fixture, "out.dta");
    assert_string_equal(seen->label[column_of(seen, "rating")], "How was it?");
    assert_true(has_label(seen, "2 Very good"));
    assert_true(has_label(seen, "1 Yes"));
    forget(seen);
    export_fixture_close(&fixture);
}

static char *long_text(size_t n) {
    char *text = malloc(n + 1);
    for (size_t i = 0; i < n; i++) {
        text[i] = (char)('a' + i % 26);
    }
    text[n] = '\0';
    return text;
}

static void long_texts_come_whole(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    char *first = long_text(30000), *second = long_text(300);
    const char *const some[][EXPORT_COLUMNS] = {
        {[EXPORT_ID] = "uuid:1", [EXPORT_STORY] = first},
        {[EXPORT_ID] = "uuid:2", [EXPORT_STORY] = NULL},
        {[EXPORT_ID] = "uuid:3", [EXPORT_STORY] = second}};
    static const char *const names[] = {"out.sav", "out.dta"};
    export_fixture_rows(&fixture, some, 3);
    for (size_t i = 0; i < 2; i++) {
        char path[STORE_PATH_SIZE];
        export_fixture_write(&fixture, names[i], path);
        struct seen *seen = read_back(&fixture, names[i]);
        expect_cell(seen, 0, "story_text", first);
        expect_cell(seen, 1, "story_text", "");
        expect_cell(seen, 2, "story_text", second);
        forget(seen);
    }
    free(first);
    free(second);
    export_fixture_close(&fixture);
}

// ReadStat loses the last byte of a text of 758 or 1013 bytes that fills its
// width.
static void no_length_loses_a_byte(void **state) {
    static const size_t lengths[] = {1,   254, 255, 256,  257,
                                     757, 758, 759, 1013, 5077};
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        char *text = long_text(lengths[i]);
        const char *const one[][EXPORT_COLUMNS] = {
            {[EXPORT_ID] = "uuid:1", [EXPORT_STORY] = text}};
        export_fixture_rows(&fixture, one, 1);
        char path[STORE_PATH_SIZE];
        export_fixture_write(&fixture, "out.sav", path);
        struct seen *seen = read_back(&fixture, "out.sav");
        expect_cell(seen, 0, "story_text", text);
        forget(seen);
        free(text);
    }
    export_fixture_close(&fixture);
}

static void what_spss_cannot_hold_is_cut_and_counted(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    char *text = long_text(33000);
    const char *const one[][EXPORT_COLUMNS] = {
        {[EXPORT_ID] = "uuid:1", [EXPORT_STORY] = text}};
    export_fixture_rows(&fixture, one, 1);
    char path[STORE_PATH_SIZE];
    export_fixture_write(&fixture, "out.sav", path);
    struct seen *seen = read_back(&fixture, "out.sav");
    text[32766] = '\0';
    expect_cell(seen, 0, "story_text", text);
    forget(seen);
    size_t len;
    char *book = export_fixture_read(&fixture, "out-codebook.csv", &len);
    assert_non_null(strstr(book, "story_text,,Vertel,Tell,1\r\n"));
    free(book);
    free(text);
    export_fixture_close(&fixture);
}

static void no_rows_are_a_file_too(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, NULL, 0);
    static const char *const names[] = {"out.sav", "out.dta"};
    for (size_t i = 0; i < 2; i++) {
        char path[STORE_PATH_SIZE];
        export_fixture_write(&fixture, names[i], path);
        struct seen *seen = read_back(&fixture, names[i]);
        assert_int_equal(seen->n_rows, 0);
        column_of(seen, "rating");
        forget(seen);
    }
    export_fixture_close(&fixture);
}

static void equal_rows_give_equal_bytes(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 3);
    static const char *const pairs[][2] = {{"a.sav", "b.sav"},
                                           {"a.dta", "b.dta"}};
    for (size_t i = 0; i < 2; i++) {
        char path[STORE_PATH_SIZE];
        size_t a_len, b_len;
        export_fixture_write(&fixture, pairs[i][0], path);
        export_fixture_write(&fixture, pairs[i][1], path);
        char *a = export_fixture_read(&fixture, pairs[i][0], &a_len);
        char *b = export_fixture_read(&fixture, pairs[i][1], &b_len);
        assert_int_equal(a_len, b_len);
        assert_memory_equal(a, b, a_len);
        free(a);
        free(b);
    }
    export_fixture_close(&fixture);
}

static void pandas_reads_it(void **state) {
    if (system("/usr/bin/python3 -c 'import pandas' 2>/dev/null")) {
        print_message("python3-pandas is not installed\n");
        skip();
    }
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    char *text = long_text(5000);
    const char *two[2][EXPORT_COLUMNS];
    memcpy(two, rows, sizeof(two));
    two[1][EXPORT_STORY] = text;
    export_fixture_rows(&fixture, (const char *const(*)[EXPORT_COLUMNS])two, 2);
    char path[STORE_PATH_SIZE], command[1400];
    export_fixture_write(&fixture, "out.dta", path);
    snprintf(command, sizeof(command),
             "/usr/bin/python3 - '%s' <<'END'\n"
             "import sys, pandas\n"
             "t = pandas.read_stata(sys.argv[1])\n"
             "assert list(t['rating']) == ['Heel goed', 'onbekend']\n"
             "assert str(t['day'][0]) == '2026-11-24 00:00:00', t['day'][0]\n"
             "assert str(t['start'][0]) == '2026-11-24 14:05:09'\n"
             "assert t['visits'][0] == 12 and t['visits'].isna()[1]\n"
             "assert list(t['gains_rust']) == ['Ja', 'Ja']\n"
             "assert t['story_text'][0] == 'Caf\\u00e9'\n"
             "assert len(t['story_text'][1]) == 5000\n"
             "r = pandas.io.stata.StataReader(sys.argv[1])\n"
             "assert r.variable_labels()['rating'] == 'Hoe was het?'\n"
             "END\n",
             path);
    assert_int_equal(system(command), 0);
    free(text);
    export_fixture_close(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spss_has_labels_days_and_missing),
        cmocka_unit_test(stata_has_labels_days_and_missing),
        cmocka_unit_test(repeats_and_the_codebook_lie_beside_it),
        cmocka_unit_test(labels_are_in_the_chosen_language),
        cmocka_unit_test(long_texts_come_whole),
        cmocka_unit_test(no_length_loses_a_byte),
        cmocka_unit_test(what_spss_cannot_hold_is_cut_and_counted),
        cmocka_unit_test(no_rows_are_a_file_too),
        cmocka_unit_test(equal_rows_give_equal_bytes),
        cmocka_unit_test(pandas_reads_it),
    };
    return cmocka_run_group_tests_name("export_stat", tests, NULL, NULL);
}
