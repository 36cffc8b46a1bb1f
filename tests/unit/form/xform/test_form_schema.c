#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static const struct vz_field *field(const struct vz_schema *schema,
                                    const char *path) {
    const struct vz_field *found = vz_schema_field(schema, path);
    if (!found) {
        fail_msg("no field %s", path);
    }
    return found;
}

static void test_story(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_schema schema;
    assert_true(vz_form_schema(form, &schema));
    vz_form_destroy(form); // the schema stands alone
    assert_string_equal(schema.form_id, "story");
    assert_string_equal(schema.version, "7");
    assert_string_equal(schema.title, "Een verhaal");
    assert_int_equal(schema.n_languages, 2);
    assert_string_equal(schema.languages[1], "English (en)");
    assert_int_equal(schema.default_language, 0);
    assert_string_equal(schema.fields[0].path, "formhub");
    assert_int_equal(schema.fields[0].type, VZ_FIELD_GROUP);
    assert_int_equal(schema.fields[1].parent, 0);

    const struct vz_field *age = field(&schema, "age");
    assert_int_equal(age->type, VZ_FIELD_INT);
    assert_int_equal(age->parent, -1);
    assert_true(age->visible);
    assert_string_equal(vz_texts_get(&schema, &age->label, 1),
                        "How old are you, ${name}?");

    const struct vz_field *story = field(&schema, "g/story");
    assert_string_equal(story->name, "story");
    assert_string_equal(story->role, "story");
    assert_string_equal(story->appearance, "multiline");
    assert_string_equal(schema.fields[story->parent].path, "g");
    assert_string_equal(
        vz_texts_get(&schema, &schema.fields[story->parent].label, 0),
        "Jouw verhaal");
    assert_ptr_equal(vz_schema_role(&schema, "story"), story);
    assert_int_equal(field(&schema, "g/voice")->type, VZ_FIELD_BINARY);
    assert_false(field(&schema, "adult")->visible);
    // A calculation that takes from the story tells it too.
    assert_true(field(&schema, "summary")->told);
    assert_true(field(&schema, "meta/instanceName")->told);
    assert_false(field(&schema, "adult")->told);
    assert_false(field(&schema, "meta/instanceID")->told);
    assert_int_equal(field(&schema, "start")->type, VZ_FIELD_DATETIME);
    assert_false(field(&schema, "meta/instanceID")->visible);
    assert_int_equal(field(&schema, "meta")->type, VZ_FIELD_GROUP);
    vz_schema_finish(&schema);
}

static void test_choices(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_schema schema;
    assert_true(vz_form_schema(form, &schema));
    const struct vz_field *consent = field(&schema, "consent");
    assert_int_equal(consent->type, VZ_FIELD_SELECT_ONE);
    assert_int_equal(consent->n_choices, 5);
    const struct vz_schema_choice *team = vz_field_choice(consent, "team");
    assert_non_null(team);
    assert_string_equal(vz_texts_get(&schema, &team->label, 0), "Het team");
    assert_string_equal(vz_texts_get(&schema, &team->label, 1), "The team");
    vz_schema_finish(&schema);
    vz_form_destroy(form);
}

static void test_filtered_lists_are_whole(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<town/><street/><many/><rep><q/></rep>",
        .model = "<instance id='s'><root><item><name>x</name><label>X</label>"
                 "<town>a</town></item><item><name>y</name><label>Y</label>"
                 "<town>b</town></item></root></instance>",
        .body = "<input ref='/data/town'><label>T</label></input>"
                "<select1 ref='/data/street'><label>S</label>"
                "<itemset nodeset=\"randomize(instance('s')/root/item[town = "
                "/data/town], 3)\"><value ref='name'/><label ref='label'/>"
                "</itemset></select1>"
                "<select ref='/data/many'><label>M</label>"
                "<item><label>One</label><value>1</value></item></select>"
                "<group ref='/data/rep'><label>Rep</label>"
                "<repeat nodeset='/data/rep'><input ref='/data/rep/q'>"
                "<label>Q</label></input></repeat></group>"});
    struct vz_schema schema;
    assert_true(vz_form_schema(form, &schema));
    const struct vz_field *street = field(&schema, "street");
    assert_int_equal(street->n_choices, 2);
    assert_string_equal(street->choices[1].name, "y");
    assert_string_equal(vz_texts_get(&schema, &street->choices[1].label, 0),
                        "Y");
    assert_int_equal(field(&schema, "many")->type, VZ_FIELD_SELECT_MULTIPLE);
    assert_string_equal(
        vz_texts_get(&schema, &field(&schema, "many")->choices[0].label, 0),
        "One");
    const struct vz_field *rep = field(&schema, "rep");
    assert_int_equal(rep->type, VZ_FIELD_REPEAT);
    assert_string_equal(vz_texts_get(&schema, &rep->label, 0), "Rep");
    assert_ptr_equal(&schema.fields[field(&schema, "rep/q")->parent], rep);
    vz_schema_finish(&schema);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_story),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_filtered_lists_are_whole),
    };
    return cmocka_run_group_tests_name("form_schema", tests, NULL, NULL);
}
