/*
 * vertelform: options, check and convert, on real files.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/tools/vertelform.h"
#include "base/file.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct folder {
    char path[64];
    char in[128], xml[128], xlsx[128], errors[128];
};

static int make_folder(void **state) {
    struct folder *folder = calloc(1, sizeof(*folder));
    assert_non_null(folder);
    snprintf(folder->path, sizeof(folder->path), "/tmp/vertelform-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    snprintf(folder->in, sizeof(folder->in), "%s/in.csv", folder->path);
    snprintf(folder->xml, sizeof(folder->xml), "%s/out.xml", folder->path);
    snprintf(folder->xlsx, sizeof(folder->xlsx), "%s/out.xlsx", folder->path);
    snprintf(folder->errors, sizeof(folder->errors), "%s/said", folder->path);
    *state = folder;
    return 0;
}

static int remove_folder(void **state) {
    struct folder *folder = *state;
    vz_file_remove(folder->in);
    vz_file_remove(folder->xml);
    vz_file_remove(folder->xlsx);
    vz_file_remove(folder->errors);
    rmdir(folder->path);
    free(folder);
    return 0;
}

static void write_in(const struct folder *folder, const char *text) {
    assert_int_equal(vz_file_write(folder->in, text, strlen(text)), VZ_OK);
}

// Runs a command with a stream's output in a file; the text is for free(3).
static char *run(struct folder *folder,
                 int (*command)(const struct vz_tool_options *),
                 const struct vz_tool_options *options, FILE *stream,
                 int *status) {
    fflush(stream);
    int kept = dup(fileno(stream));
    assert_true(kept >= 0);
    assert_non_null(freopen(folder->errors, "w", stream));
    *status = command(options);
    fflush(stream);
    assert_true(dup2(kept, fileno(stream)) >= 0);
    close(kept);
    struct vz_strbuf said = {0};
    assert_int_equal(vz_file_read(folder->errors, 1u << 20, &said), VZ_OK);
    return vz_strbuf_take(&said);
}

static const char good[] = "survey\n,type,name,label\n,integer,a,A\n"
                           "settings\n,form_id\n,proef\n";
static const char bad[] = "survey\n,type,name,label,relevant\n"
                          ",integer,leeftijd,A\n,note,b,B,${leeftjd} > 1\n";

static void test_options(void **state) {
    struct vz_tool_options options;
    char *words[] = {"vertelform", "check", "--json", "--", "-odd", NULL};
    assert_true(vz_tool_options_parse(&options, 5, words));
    assert_string_equal(options.command, "check");
    assert_true(options.json);
    assert_false(options.help);
    assert_int_equal(options.n_arguments, 1);
    assert_string_equal(options.arguments[0], "-odd");
    char *wrong[] = {"vertelform", "--jsno", NULL};
    assert_false(vz_tool_options_parse(&options, 2, wrong));
    char *many[] = {"vertelform", "convert", "a", "b", "c", NULL};
    assert_false(vz_tool_options_parse(&options, 5, many));
}

static void test_options_with_values(void **state) {
    struct vz_tool_options options;
    char *words[] = {"vertelform",       "play",       "f.xlsx",     "--now",
                     "2026-11-24",       "--property", "deviceid=k", "--tz",
                     "Europe/Amsterdam", "--location", "52.1 4.3",   NULL};
    assert_true(vz_tool_options_parse(&options, 11, words));
    assert_string_equal(options.now, "2026-11-24");
    assert_int_equal(options.n_properties, 1);
    assert_string_equal(options.properties[0], "deviceid=k");
    assert_int_equal(options.n_locations, 1);
    assert_string_equal(options.zone, "Europe/Amsterdam");
    assert_int_equal(options.n_arguments, 1);
    char *lacking[] = {"vertelform", "play", "--now", NULL};
    assert_false(vz_tool_options_parse(&options, 3, lacking));
    char *unnamed[] = {"vertelform", "play", "--property", "=1", NULL};
    assert_false(vz_tool_options_parse(&options, 4, unnamed));
    char *nowhere[] = {"vertelform", "play", "--location", "here", NULL};
    assert_false(vz_tool_options_parse(&options, 4, nowhere));
}

static void test_check_names_the_place(void **state) {
    struct folder *folder = *state;
    struct vz_tool_options options = {.arguments = {folder->in}};
    int status;
    write_in(folder, bad);
    char *said = run(folder, vz_tool_check, &options, stderr, &status);
    assert_int_equal(status, 1);
    assert_non_null(strstr(said, "error: survey row 4, column relevant: no "
                                 "question is named 'leeftjd' (did you mean "
                                 "'leeftijd'?)\n"));
    free(said);
    write_in(folder, good);
    said = run(folder, vz_tool_check, &options, stderr, &status);
    assert_int_equal(status, 0);
    assert_string_equal(said, "");
    free(said);
}

static void test_check_for_machines(void **state) {
    struct folder *folder = *state;
    struct vz_tool_options options = {.arguments = {folder->in}, .json = true};
    int status;
    write_in(folder, bad);
    char *said = run(folder, vz_tool_check, &options, stdout, &status);
    json_t *object = json_loads(said, 0, NULL);
    assert_non_null(object);
    assert_true(json_is_false(json_object_get(object, "ok")));
    json_t *first = json_array_get(json_object_get(object, "diagnostics"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "severity")),
                        "error");
    assert_string_equal(json_string_value(json_object_get(first, "sheet")),
                        "survey");
    assert_int_equal(json_integer_value(json_object_get(first, "row")), 4);
    assert_string_equal(json_string_value(json_object_get(first, "column")),
                        "relevant");
    json_decref(object);
    free(said);
}

// What the reference converts is converted, but does not pass for a form that
// opens.
static void test_check_refuses_what_does_not_open(void **state) {
    static const struct {
        const char *workbook, *said;
    } cases[] = {
        {"survey\n,type,name,label,relevant\n,text,a,A,\n,text,b,B,/data/c=1\n",
         ": survey row 4, column relevant: no question is named 'c'; the kiosk "
         "will not open this form\n"},
        {"survey\n,type,name,label,calculation\n,text,a,A,\n"
         ",calculate,b,,count(instance('gone')/root/item)\n",
         ": survey row 4: bind /data/b, calculate: the form has no instance "
         "'gone'; the kiosk will not open this form\n"},
    };
    struct folder *folder = *state;
    struct vz_tool_options check = {.arguments = {folder->in}};
    struct vz_tool_options convert = {.arguments = {folder->in, folder->xml}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int status;
        write_in(folder, cases[i].workbook);
        char *said = run(folder, vz_tool_check, &check, stderr, &status);
        assert_int_equal(status, 1);
        assert_non_null(strstr(said, "in.csv: error"));
        assert_non_null(strstr(said, cases[i].said));
        free(said);
        vz_file_remove(folder->xml);
        said = run(folder, vz_tool_convert, &convert, stderr, &status);
        assert_int_equal(status, 0);
        assert_non_null(strstr(said, "in.csv: warning"));
        assert_true(vz_file_exists(folder->xml));
        free(said);
        // As an XForm it is no better.
        struct vz_tool_options again = {.arguments = {folder->xml}};
        free(run(folder, vz_tool_check, &again, stderr, &status));
        assert_int_equal(status, 1);
    }
}

static void test_convert_to_an_xform_and_again(void **state) {
    struct folder *folder = *state;
    struct vz_tool_options options = {.arguments = {folder->in, folder->xml}};
    write_in(folder, good);
    assert_int_equal(vz_tool_convert(&options), 0);
    struct vz_strbuf first = {0}, second = {0};
    assert_int_equal(vz_file_read(folder->xml, 1u << 20, &first), VZ_OK);
    assert_non_null(strstr(first.data, "<data id=\"proef\""));
    // An XForm is checked and copied.
    struct vz_tool_options again = {.arguments = {folder->xml, folder->xml}};
    assert_int_equal(vz_tool_convert(&again), 0);
    assert_int_equal(vz_file_read(folder->xml, 1u << 20, &second), VZ_OK);
    assert_string_equal(first.data, second.data);
    vz_strbuf_finish(&first);
    vz_strbuf_finish(&second);
}

static void test_external_choices_go_beside_the_form(void **state) {
    struct folder *folder = *state;
    struct vz_tool_options options = {.arguments = {folder->in, folder->xml}};
    char path[128];
    snprintf(path, sizeof(path), "%s/itemsets.csv", folder->path);
    write_in(folder, "survey\n,type,name,label,choice_filter\n,integer,a,A,\n"
                     ",select_one_external e,b,B,x=${a}\nexternal_choices\n"
                     ",list_name,name,label,x\n,e,f,\"F, \"\"g\"\"\",\n"
                     ",e,h,,2,more\n");
    assert_int_equal(vz_tool_convert(&options), 0);
    struct vz_strbuf csv = {0};
    assert_int_equal(vz_file_read(path, 1u << 20, &csv), VZ_OK);
    assert_string_equal(csv.data, "\"list_name\",\"name\",\"label\",\"x\"\n"
                                  "\"e\",\"f\",\"F, \"\"g\"\"\",\"\"\n"
                                  "\"e\",\"h\",\"\",\"2\"\n");
    vz_strbuf_finish(&csv);
    vz_file_remove(path);
    // Nobody asks for them: there is no file.
    write_in(folder, good);
    assert_int_equal(vz_tool_convert(&options), 0);
    assert_int_equal(vz_file_read(path, 1u << 20, &csv), VZ_NOT_FOUND);
    vz_strbuf_finish(&csv);
}

static void test_convert_to_excel_gives_the_same_form(void **state) {
    struct folder *folder = *state;
    struct vz_tool_options options = {
        .arguments = {"assets/forms/kort.csv", folder->xlsx}};
    assert_int_equal(vz_tool_convert(&options), 0);
    struct vz_strbuf from_csv = {0}, from_xlsx = {0};
    struct vz_diagnostics diagnostics = {0};
    assert_true(vz_tool_read_form("assets/forms/kort.csv", true, &from_csv,
                                  &diagnostics));
    assert_true(
        vz_tool_read_form(folder->xlsx, true, &from_xlsx, &diagnostics));
    assert_string_equal(from_csv.data, from_xlsx.data);
    struct vz_strbuf first = {0}, second = {0};
    assert_int_equal(vz_file_read(folder->xlsx, 1u << 20, &first), VZ_OK);
    assert_int_equal(vz_tool_convert(&options), 0);
    assert_int_equal(vz_file_read(folder->xlsx, 1u << 20, &second), VZ_OK);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    vz_strbuf_finish(&first);
    vz_strbuf_finish(&second);
    vz_strbuf_finish(&from_csv);
    vz_strbuf_finish(&from_xlsx);
    vz_diagnostics_finish(&diagnostics);
}

static void test_nothing_is_written_for_a_form_with_errors(void **state) {
    struct folder *folder = *state;
    struct vz_tool_options options = {.arguments = {folder->in, folder->xml}};
    int status;
    write_in(folder, bad);
    free(run(folder, vz_tool_convert, &options, stderr, &status));
    assert_int_equal(status, 1);
    assert_false(vz_file_exists(folder->xml));
    options.arguments[1] = folder->xlsx;
    free(run(folder, vz_tool_convert, &options, stderr, &status));
    assert_int_equal(status, 1);
    assert_false(vz_file_exists(folder->xlsx));
}

static void test_files_and_endings_that_cannot_be(void **state) {
    struct folder *folder = *state;
    int status;
    struct vz_tool_options options = {.arguments = {folder->in, "form.doc"}};
    write_in(folder, good);
    free(run(folder, vz_tool_convert, &options, stderr, &status));
    assert_int_equal(status, 2);
    options.arguments[0] = "/no/such/form.xlsx";
    char *said = run(folder, vz_tool_check, &options, stderr, &status);
    assert_int_equal(status, 1);
    assert_non_null(strstr(said, "there is no such file"));
    free(said);
    write_in(folder, "<h:html/>");
    options.arguments[0] = folder->in;
    free(run(folder, vz_tool_check, &options, stderr, &status));
    assert_int_equal(status, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_options_with_values),
        cmocka_unit_test_setup_teardown(test_check_names_the_place, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_check_refuses_what_does_not_open,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_check_for_machines, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_convert_to_an_xform_and_again,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(
            test_external_choices_go_beside_the_form, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(
            test_convert_to_excel_gives_the_same_form, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(
            test_nothing_is_written_for_a_form_with_errors, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(test_files_and_endings_that_cannot_be,
                                        make_folder, remove_folder),
    };
    return cmocka_run_group_tests_name("vertelform", tests, NULL, NULL);
}
