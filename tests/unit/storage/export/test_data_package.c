// The data package of a zip, and the names that choose a format or language.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/export_fixture.h"
#include "support/hub_zip.h"

#include <jansson.h>
#include <string.h>

static const char *const rows[][EXPORT_COLUMNS] = {
    {"uuid:1", "2026-11-24T13:05:09.000Z", "2026-11-24", "14:05:00.000+01:00",
     "2026-11-24T14:05:09.000+01:00", "12", "70.5", "goed", "mensen rust"},
};

static json_t *field_of(json_t *json, size_t resource, const char *name) {
    json_t *one = json_array_get(json_object_get(json, "resources"), resource);
    json_t *fields = json_object_get(json_object_get(one, "schema"), "fields");
    size_t i;
    json_t *field;
    json_array_foreach(fields, i, field) {
        if (!strcmp(json_string_value(json_object_get(field, "name")), name)) {
            return field;
        }
    }
    fail_msg("no field %s", name);
    return NULL;
}

static void expect_type(json_t *json, const char *name, const char *type) {
    json_t *field = field_of(json, 0, name);
    assert_string_equal(json_string_value(json_object_get(field, "type")),
                        type);
}

static json_t *package_of(struct export_fixture *fixture) {
    char path[STORE_PATH_SIZE];
    struct vz_strbuf text = {0};
    export_fixture_write(fixture, "out.zip", path);
    assert_true(hub_zip_read(path, "datapackage.json", &text));
    json_t *json = json_loadb(text.data, text.len, 0, NULL);
    assert_non_null(json);
    vz_strbuf_finish(&text);
    return json;
}

static void each_column_has_its_type_and_title(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 1);
    json_t *json = package_of(&fixture);
    expect_type(json, "day", "date");
    expect_type(json, "start", "datetime");
    expect_type(json, "visits", "integer");
    expect_type(json, "weight", "number");
    expect_type(json, "gains/rust", "boolean");
    expect_type(json, "place", "string");
    json_t *rating = field_of(json, 0, "rating");
    assert_string_equal(json_string_value(json_object_get(rating, "title")),
                        "Hoe was het?");
    json_t *good = json_array_get(json_object_get(rating, "categories"), 1);
    assert_string_equal(json_string_value(json_object_get(good, "value")),
                        "goed");
    assert_string_equal(json_string_value(json_object_get(good, "label")),
                        "Heel goed");
    json_decref(json);
    export_fixture_close(&fixture);
}

static void its_fields_are_the_columns_of_the_csv(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 1);
    fixture.params.separator = ';';
    json_t *json = package_of(&fixture);
    json_t *resource = json_array_get(json_object_get(json, "resources"), 0);
    json_t *dialect = json_object_get(resource, "dialect");
    assert_string_equal(
        json_string_value(json_object_get(dialect, "delimiter")), ";");
    const char *csv = json_string_value(json_object_get(resource, "path"));
    char path[STORE_PATH_SIZE];
    store_folder_path(path, fixture.folder, "out.zip");
    struct vz_strbuf text = {0}, header = {0};
    assert_true(hub_zip_read(path, csv, &text));
    size_t i;
    json_t *field;
    json_array_foreach(
        json_object_get(json_object_get(resource, "schema"), "fields"), i,
        field) {
        vz_strbuf_append(&header, i ? ";" : "\xef\xbb\xbf");
        vz_strbuf_append(&header,
                         json_string_value(json_object_get(field, "name")));
    }
    vz_strbuf_append(&header, "\r\n");
    assert_memory_equal(text.data, header.data, header.len);
    vz_strbuf_finish(&text);
    vz_strbuf_finish(&header);
    json_decref(json);
    export_fixture_close(&fixture);
}

static void a_repeat_points_to_its_submission(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    export_fixture_rows(&fixture, rows, 1);
    json_t *json = package_of(&fixture);
    json_t *pets = json_array_get(json_object_get(json, "resources"), 1);
    json_t *key = json_array_get(
        json_object_get(json_object_get(pets, "schema"), "foreignKeys"), 0);
    json_t *to = json_object_get(key, "reference");
    assert_string_equal(json_string_value(json_object_get(to, "resource")),
                        "proef");
    json_decref(json);
    export_fixture_close(&fixture);
}

static void a_file_name_chooses_the_format(void **state) {
    static const struct {
        const char *path;
        bool known;
        enum vz_export_format format;
    } cases[] = {
        {"a.zip", true, VZ_EXPORT_ZIP},
        {"a.b/c.XLSX", true, VZ_EXPORT_XLSX},
        {"a.sav", true, VZ_EXPORT_SAV},
        {"a.dta", true, VZ_EXPORT_DTA},
        {"a.geojson", true, VZ_EXPORT_GEOJSON},
        {"a.csv", false, VZ_EXPORT_ZIP},
        {"zip", false, VZ_EXPORT_ZIP},
        {"a.", false, VZ_EXPORT_ZIP},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum vz_export_format format = VZ_EXPORT_ZIP;
        assert_int_equal(vz_export_format_of_file(cases[i].path, &format),
                         cases[i].known);
        assert_int_equal(format, cases[i].format);
    }
}

static void a_language_goes_by_its_code_or_name(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    static const struct {
        const char *name;
        bool known;
        size_t language;
    } cases[] = {{"nl", true, 0},      {"EN", true, 1},
                 {"english", true, 1}, {"Nederlands (nl)", true, 0},
                 {"fr", false, 9},     {"n", false, 9},
                 {"", false, 9}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t language = 9;
        assert_int_equal(
            vz_export_language(&fixture.schema, cases[i].name, &language),
            cases[i].known);
        assert_int_equal(language, cases[i].language);
    }
    export_fixture_close(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_column_has_its_type_and_title),
        cmocka_unit_test(its_fields_are_the_columns_of_the_csv),
        cmocka_unit_test(a_repeat_points_to_its_submission),
        cmocka_unit_test(a_file_name_chooses_the_format),
        cmocka_unit_test(a_language_goes_by_its_code_or_name),
    };
    return cmocka_run_group_tests_name("data_package", tests, NULL, NULL);
}
