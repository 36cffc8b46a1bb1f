/*
 * Going on with saved instances: drafts, and what was sent before.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/form_fixture.h"

#include <stdlib.h>
#include <string.h>

#define OLD_ID "uuid:99999999-2222-4333-8444-555555555555"

static const struct form_parts parts = {
    .instance = "<name>nobody</name><late/><kid><n/><toy><t/></toy></kid>"
                "<loaded/><gone>kept</gone>",
    .model = "<bind nodeset='/data/gone' relevant=\"/data/name = 'x'\"/>"
             "<bind nodeset='/data/late' calculate='count(/data/kid)'/>"
             "<setvalue ref='/data/loaded' event='odk-instance-first-load'>"
             "yes</setvalue>",
    .body = "<input ref='/data/name'/><repeat nodeset='/data/kid'>"
            "<input ref='/data/kid/n'/><repeat nodeset='/data/kid/toy'>"
            "<input ref='/data/kid/toy/t'/></repeat></repeat>"};

static struct vz_session *open_xml(const struct vz_form *form, const char *xml,
                                   bool sent, struct vz_error *error) {
    struct vz_session_params params = {.device_id = ""};
    struct vz_saved_instance saved = {xml, strlen(xml), sent};
    return vz_session_open(form, &params, &saved, error);
}

static void has_value(struct vz_session *session, const char *ref,
                      const char *value) {
    const char *got = vz_session_value(session, ref);
    assert_non_null(got);
    assert_string_equal(got, value);
}

static void test_a_draft_goes_on(void **state) {
    struct vz_form *form = form_fixture_make(&parts);
    struct vz_error error = {0};
    struct vz_session *session = open_xml(
        form,
        "<data id='t'><name> A </name><kid><n>1</n><toy><t>a</t></toy><toy>"
        "<t>b</t></toy></kid><kid><n>2</n></kid><meta><instanceID>" OLD_ID
        "</instanceID></meta></data>",
        false, &error);
    assert_non_null(session);
    assert_string_equal(vz_session_instance_id(session), OLD_ID);
    has_value(session, "/data/name", " A ");
    has_value(session, "/data/late", "2");
    has_value(session, "/data/kid[1]/toy[2]/t", "b");
    assert_null(vz_session_value(session, "/data/kid[2]/toy[1]/t"));
    // What belongs to a first load does not happen again.
    has_value(session, "/data/loaded", "");
    // What was not saved is as the form has it.
    has_value(session, "/data/gone", "kept");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_an_edit_has_a_new_id(void **state) {
    struct vz_form *form = form_fixture_make(&parts);
    struct vz_session *session =
        open_xml(form,
                 "<data><meta><instanceID>" OLD_ID
                 "</instanceID></meta><kobo><uuid>u</uuid></kobo></data>",
                 true, NULL);
    assert_non_null(session);
    assert_string_not_equal(vz_session_instance_id(session), OLD_ID);
    struct vz_node_look look;
    assert_true(vz_session_look(session, "/data/meta/deprecatedID", &look));
    assert_string_equal(look.value, OLD_ID);
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, OLD_ID));
    assert_non_null(strstr(xml, "<kobo><uuid>u</uuid></kobo>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_what_is_saved_opens_the_same(void **state) {
    struct vz_form *form = form_fixture_make(&parts);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/name", "a < b & \"c\"");
    form_fixture_answer(session, "/data/kid[1]/n", "5");
    assert_int_equal(vz_session_grow(session, "/data/kid[1]/toy"),
                     VZ_ANSWER_OK);
    struct vz_strbuf xml = {0}, again = {0};
    assert_true(vz_session_save(session, &xml));
    struct vz_session *copy = open_xml(form, xml.data, false, NULL);
    assert_non_null(copy);
    assert_true(vz_session_save(copy, &again));
    assert_string_equal(xml.data, again.data);
    assert_non_null(strstr(xml.data, "<gone>kept</gone>"));
    vz_session_destroy(copy);
    vz_session_destroy(session);
    vz_strbuf_finish(&xml);
    vz_strbuf_finish(&again);
    vz_form_destroy(form);
}

static void test_what_is_no_instance_is_refused(void **state) {
    static const char *const wrong[] = {
        "",
        "<data>",
        "<other id='t'/>",
        "<data id='another'/>",
        "<!DOCTYPE d [<!ENTITY e 'x'>]><data id='t'><name>&e;</name></data>",
    };
    struct vz_form *form = form_fixture_make(&parts);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        struct vz_error error = {0};
        assert_null(open_xml(form, wrong[i], false, &error));
        assert_true(error.message[0]);
    }
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_draft_goes_on),
        cmocka_unit_test(test_an_edit_has_a_new_id),
        cmocka_unit_test(test_what_is_saved_opens_the_same),
        cmocka_unit_test(test_what_is_no_instance_is_refused),
    };
    return cmocka_run_group_tests_name("session_open", tests, NULL, NULL);
}
