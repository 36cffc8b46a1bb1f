// Places as GeoJSON, read back as JSON.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/export_fixture.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *write_and_parse(struct export_fixture *fixture) {
    char path[STORE_PATH_SIZE];
    size_t len;
    export_fixture_write(fixture, "out.geojson", path);
    char *text = export_fixture_read(fixture, "out.geojson", &len);
    json_t *json = json_loadb(text, len, 0, NULL);
    assert_non_null(json);
    free(text);
    return json;
}

static json_t *feature(json_t *json, size_t index) {
    return json_array_get(json_object_get(json, "features"), index);
}

static void expect_geometry(json_t *json, size_t index, const char *text) {
    json_t *wish = json_loads(text, 0, NULL);
    json_t *got = json_object_get(feature(json, index), "geometry");
    if (!json_equal(wish, got)) {
        char *dump = json_dumps(got, JSON_REAL_PRECISION(15));
        print_error("expected\n%s\ngot\n%s\n", text, dump);
        free(dump);
        fail();
    }
    json_decref(wish);
}

static void points_lines_and_rings_are_features(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    const char *const rows[][EXPORT_COLUMNS] = {
        {[EXPORT_ID] = "uuid:1",
         [EXPORT_VISITS] = "12",
         [EXPORT_GAINS] = "rust",
         [EXPORT_STORY] = "zei \"ja\"",
         [EXPORT_PLACE] = "52.5 4.25 1.5 8.0",
         [EXPORT_WALK] = "52 4 0 0; 53 5 0 0;",
         // Clockwise, as it must not be.
         [EXPORT_GARDEN] = "0 0 0 0; 1 0 0 0; 1 1 0 0; 0 0 0 0"},
        {[EXPORT_ID] = "uuid:2"}};
    export_fixture_rows(&fixture, rows, 2);
    json_t *json = write_and_parse(&fixture);
    assert_int_equal(json_array_size(json_object_get(json, "features")), 3);
    expect_geometry(json, 0,
                    "{\"type\":\"Point\",\"coordinates\":[4.25,52.5,1.5]}");
    expect_geometry(json, 1,
                    "{\"type\":\"LineString\",\"coordinates\":"
                    "[[4.0,52.0,0.0],[5.0,53.0,0.0]]}");
    expect_geometry(json, 2,
                    "{\"type\":\"Polygon\",\"coordinates\":[[[0.0,0.0,0.0],"
                    "[1.0,1.0,0.0],[0.0,1.0,0.0],[0.0,0.0,0.0]]]}");
    json_t *said = json_object_get(feature(json, 0), "properties");
    assert_int_equal(json_integer_value(json_object_get(said, "visits")), 12);
    assert_int_equal(json_integer_value(json_object_get(said, "gains/rust")),
                     1);
    assert_string_equal(json_string_value(json_object_get(said, "story/text")),
                        "zei \"ja\"");
    assert_string_equal(json_string_value(json_object_get(said, "question")),
                        "place");
    assert_true(json_is_null(json_object_get(said, "weight")));
    assert_float_equal(json_real_value(json_object_get(said, "accuracy")), 8.0,
                       0.0001);
    json_decref(json);
    export_fixture_close(&fixture);
}

static void what_is_no_place_is_no_feature(void **state) {
    static const char *const wrong[] = {"52.1",      "52.1 x",    "91 4",
                                        "52 181",    "1 2 3 4 5", "nan 4",
                                        "52 4;52 5", "",          ";"};
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *const rows[][EXPORT_COLUMNS] = {
            {[EXPORT_ID] = "uuid:1",
             [EXPORT_PLACE] = wrong[i],
             [EXPORT_GARDEN] = "0 0; 1 1"}};
        export_fixture_rows(&fixture, rows, 1);
        json_t *json = write_and_parse(&fixture);
        assert_int_equal(json_array_size(json_object_get(json, "features")), 0);
        json_decref(json);
    }
    export_fixture_close(&fixture);
}

static void an_open_ring_is_closed(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    const char *const rows[][EXPORT_COLUMNS] = {
        {[EXPORT_ID] = "uuid:1", [EXPORT_GARDEN] = "0 0; 0 1; 1 1"}};
    export_fixture_rows(&fixture, rows, 1);
    json_t *json = write_and_parse(&fixture);
    expect_geometry(json, 0,
                    "{\"type\":\"Polygon\",\"coordinates\":[[[0.0,0.0],"
                    "[1.0,0.0],[1.0,1.0],[0.0,0.0]]]}");
    json_decref(json);
    export_fixture_close(&fixture);
}

static void a_form_without_places_is_refused(void **state) {
    struct export_fixture fixture;
    export_fixture_open(&fixture);
    struct vz_error error = {0};
    char path[STORE_PATH_SIZE];
    size_t n;
    store_folder_path(path, fixture.folder, "out.geojson");
    fixture.params.tables = &fixture.tables[1];
    fixture.params.n_tables = 1;
    assert_int_equal(
        vz_export_write(path, VZ_EXPORT_GEOJSON, &fixture.params, &n, &error),
        VZ_INVALID);
    assert_non_null(strstr(error.message, "no place"));
    assert_int_equal(store_folder_count(fixture.folder, "out"), 0);
    export_fixture_close(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_lines_and_rings_are_features),
        cmocka_unit_test(what_is_no_place_is_no_feature),
        cmocka_unit_test(an_open_ring_is_closed),
        cmocka_unit_test(a_form_without_places_is_refused),
    };
    return cmocka_run_group_tests_name("export_geojson", tests, NULL, NULL);
}
