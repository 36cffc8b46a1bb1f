// Typed tables: columns by path, repeats with their parents, widening.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/hub/typed_table.h"
#include "support/hub_shelf.h"

#include <stdio.h>
#include <string.h>

static void answers_stand_in_columns_named_by_path(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1",
                                  .rating = "3",
                                  .gains = "people rest",
                                  .consent = "team",
                                  .story = "Ik kom \"vaak\""};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    assert_string_equal(
        hub_shelf_text(&shelf, "SELECT rating || '|' || gains || '|' ||"
                               " \"story/text\" || '|' || _consent ||"
                               " '|' || coalesce(remark, '-') FROM form_1"),
        "3|people rest|Ik kom \"vaak\"|team|-");
    hub_shelf_close(&shelf);
}

static void repeats_have_their_own_table(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1", .n_pets = 150};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    assert_string_equal(
        hub_shelf_text(&shelf,
                       "SELECT count(*) || '|' || max(position) || '|' ||"
                       " (SELECT \"pets/name\" FROM form_1_repeat_1"
                       " WHERE position = 150) FROM form_1_repeat_1"),
        "150|150|pet150");
    hub_shelf_close(&shelf);
}

static void nested_repeats_keep_their_parent(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct vz_field fields[] = {
        {.path = "a", .name = "a", .type = VZ_FIELD_REPEAT, .parent = -1},
        {.path = "a/n", .name = "n", .type = VZ_FIELD_INT, .parent = 0},
        {.path = "a/b", .name = "b", .type = VZ_FIELD_REPEAT, .parent = 0},
        {.path = "a/b/m", .name = "m", .type = VZ_FIELD_INT, .parent = 2},
    };
    struct vz_schema schema = {
        .form_id = "nest", .version = "", .fields = fields, .n_fields = 4};
    assert_int_equal(hub_shelf_publish(&shelf, &schema, "<nest/>"), VZ_OK);
    // a1 { b 10, b 11 } a2 { } a3 { b 12 }
    struct vz_submission_repeat repeats[] = {{"a", -1}, {"a/b", 0}, {"a/b", 0},
                                             {"a", -1}, {"a", -1},  {"a/b", 4}};
    struct vz_submission_value values[] = {
        {"a/n", "1", 0}, {"a/b/m", "10", 1}, {"a/b/m", "11", 2},
        {"a/n", "2", 3}, {"a/n", "3", 4},    {"a/b/m", "12", 5}};
    struct vz_submission parsed = {.form_id = "nest",
                                   .version = "",
                                   .instance_id = "uuid:n",
                                   .values = values,
                                   .n_values = 6,
                                   .repeats = repeats,
                                   .n_repeats = 6};
    struct vz_hub_incoming incoming = {.form_id = 2,
                                       .form_version_id = 2,
                                       .schema_version_id = 2,
                                       .schema = &schema,
                                       .xml = "<x/>",
                                       .xml_len = 4,
                                       .xml_sha256 = "",
                                       .parsed = &parsed};
    struct vz_hub_receipt receipt;
    assert_int_equal(vz_hub_submission_add(shelf.store, &incoming, &receipt),
                     VZ_OK);
    assert_string_equal(
        hub_shelf_text(&shelf,
                       "SELECT p.\"a/n\" || ':' ||"
                       " c.\"a/b/m\" || '@' || c.position"
                       " FROM form_2_repeat_2 AS c JOIN form_2_repeat_1 AS p"
                       " ON p.row_id = c.parent_row_id ORDER BY c.row_id"),
        "1:10@1 1:11@2 3:12@1");
    assert_string_equal(hub_shelf_text(&shelf,
                                       "SELECT position FROM form_2_repeat_1"
                                       " ORDER BY row_id"),
                        "1 2 3");
    hub_shelf_close(&shelf);
}

static void a_new_version_widens_the_table(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers old = {.instance_id = "uuid:1", .rating = "1"};
    assert_int_equal(hub_shelf_add(&shelf, &old, NULL, 0, NULL), VZ_OK);
    struct vz_schema second;
    hub_form_schema(&second, "2");
    assert_int_equal(hub_shelf_publish(&shelf, &second, "<form 2/>"), VZ_OK);
    // The first version still goes in after the table has grown.
    old.instance_id = "uuid:2";
    assert_int_equal(hub_shelf_add(&shelf, &old, NULL, 0, NULL), VZ_OK);
    vz_schema_finish(&shelf.schema);
    shelf.schema = second;
    shelf.version_id = 2;
    struct hub_answers new = {
        .instance_id = "uuid:3", .version = "2", .extra = "7"};
    assert_int_equal(hub_shelf_add(&shelf, &new, NULL, 0, NULL), VZ_OK);
    assert_string_equal(hub_shelf_text(&shelf,
                                       "SELECT count(*) || '|' || count(extra)"
                                       " || '|' || max(extra) FROM form_1"),
                        "3|1|7");
    hub_shelf_close(&shelf);
}

// SQL ignores case and PostgreSQL cuts at 63 bytes; neither may join columns.
static void awkward_names_stay_apart(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    char long_a[100], long_b[100];
    memset(long_a, 'x', sizeof(long_a));
    long_a[99] = '\0';
    memcpy(long_b, long_a, sizeof(long_b));
    long_b[98] = 'y';
    struct vz_field fields[] = {
        {.path = "Age", .name = "Age", .parent = -1},
        {.path = "age", .name = "age", .parent = -1},
        {.path = "_date", .name = "_date", .parent = -1},
        {.path = "a\"; DROP TABLE forms; --", .name = "a", .parent = -1},
        {.path = long_a, .name = long_a, .parent = -1},
        {.path = long_b, .name = long_b, .parent = -1},
    };
    struct vz_schema schema = {
        .form_id = "odd", .version = "", .fields = fields, .n_fields = 6};
    assert_int_equal(hub_shelf_publish(&shelf, &schema, "<odd/>"), VZ_OK);
    struct vz_typed_tables tables;
    assert_int_equal(vz_typed_tables_load(shelf.store, 2, &tables), VZ_OK);
    assert_int_equal(tables.items[0].n_columns, 6);
    assert_string_equal(tables.items[0].columns[1].name, "age~2");
    assert_string_equal(tables.items[0].columns[2].name, "_date~2");
    for (size_t i = 0; i < 6; i++) {
        assert_true(strlen(tables.items[0].columns[i].name) <= 63);
    }
    vz_typed_tables_finish(&tables);
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM forms"), 2);
    hub_shelf_close(&shelf);
}

static void too_many_columns_are_refused_with_words(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    size_t n = VZ_TYPED_COLUMNS_MAX + 1;
    struct vz_schema schema = {.form_id = "wide", .version = ""};
    struct vz_field *fields =
        vz_arena_alloc_array(&schema.arena, n, sizeof(*fields));
    for (size_t i = 0; i < n; i++) {
        fields[i].path = vz_arena_printf(&schema.arena, "q%zu", i);
        fields[i].name = fields[i].path;
        fields[i].parent = -1;
    }
    schema.fields = fields;
    schema.n_fields = n;
    struct vz_hub_form_params params = {
        .schema = &schema, .xml = "<wide/>", .xml_len = 7, .actor = "test"};
    bool added;
    struct vz_error error = {0};
    assert_int_equal(vz_hub_form_add(shelf.store, &params, &added, &error),
                     VZ_LIMIT);
    assert_non_null(strstr(error.message, "1590"));
    // Nothing of the refused form is left.
    assert_int_equal(hub_shelf_number(&shelf, "SELECT count(*) FROM forms"), 1);
    schema.n_fields = n - 1;
    assert_int_equal(vz_hub_form_add(shelf.store, &params, &added, NULL),
                     VZ_OK);
    vz_schema_finish(&schema);
    hub_shelf_close(&shelf);
}

static const struct vz_schema *schema_for(void *userdata, int64_t version,
                                          int64_t *schema_version_id) {
    struct hub_shelf *shelf = userdata;
    *schema_version_id = version ? version : shelf->version_id;
    return &shelf->schema;
}

static void a_rebuild_gives_the_same_rows(void **state) {
    struct hub_shelf shelf;
    hub_shelf_open(&shelf);
    struct hub_answers answers = {.instance_id = "uuid:1",
                                  .rating = "2",
                                  .start = "2026-03-01T10:00:00.000+01:00",
                                  .n_pets = 3};
    assert_int_equal(hub_shelf_add(&shelf, &answers, NULL, 0, NULL), VZ_OK);
    static const char sql[] =
        "SELECT rating || _date || _week || \"pets/name\" || position"
        " FROM form_1 JOIN form_1_repeat_1 USING (submission_id)"
        " ORDER BY row_id";
    char before[200];
    snprintf(before, sizeof(before), "%s", hub_shelf_text(&shelf, sql));
    struct vz_hub_schema_source source = {.schema_for = schema_for,
                                          .is_repeat = hub_form_is_repeat,
                                          .userdata = &shelf};
    int64_t n;
    assert_int_equal(
        vz_hub_rebuild(shelf.store, shelf.form_id, &source, &n, NULL), VZ_OK);
    assert_int_equal(n, 1);
    assert_string_equal(hub_shelf_text(&shelf, sql), before);
    assert_string_equal(before,
                        "22026-03-012026-W09pet11 22026-03-012026-W09pet22"
                        " 22026-03-012026-W09pet33");
    hub_shelf_close(&shelf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_stand_in_columns_named_by_path),
        cmocka_unit_test(repeats_have_their_own_table),
        cmocka_unit_test(nested_repeats_keep_their_parent),
        cmocka_unit_test(a_new_version_widens_the_table),
        cmocka_unit_test(awkward_names_stay_apart),
        cmocka_unit_test(too_many_columns_are_refused_with_words),
        cmocka_unit_test(a_rebuild_gives_the_same_rows),
    };
    return cmocka_run_group_tests_name("typed_table", tests, NULL, NULL);
}
