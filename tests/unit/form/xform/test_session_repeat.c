#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const struct form_parts people = {
    .instance = "<person jr:template=''><name>new</name><age/><n/></person>"
                "<person><name>Ann</name><age/><n/></person>"
                "<total/><after/>",
    .model = "<bind nodeset='/data/person/age' type='int'/>"
             "<bind nodeset='/data/person/n' "
             "calculate=\"concat(/data/person/name, '-', position(..))\"/>"
             "<bind nodeset='/data/total' "
             "calculate='sum(/data/person/age)'/>",
    .body = "<group ref='/data/person'><label>People</label>"
            "<repeat nodeset='/data/person'>"
            "<setvalue event='odk-new-repeat' ref='/data/person/age' "
            "value='1 + 2'/>"
            "<input ref='/data/person/name'><label>Name</label></input>"
            "<input ref='/data/person/age'><label>Age of "
            "<output value='../name'/></label></input></repeat></group>"
            "<input ref='/data/after'><label>After</label></input>"};

static void expect(struct vz_session *session, enum vz_event_kind kind,
                   const char *ref) {
    const struct vz_event *event = vz_session_event(session);
    assert_int_equal(event->kind, kind);
    assert_string_equal(event->ref, ref);
    assert_true(vz_session_next(session));
}

static void test_walk(void **state) {
    struct vz_form *form = form_fixture_make(&people);
    struct vz_session *session = form_fixture_session(form);
    assert_true(vz_session_next(session));
    expect(session, VZ_EVENT_REPEAT, "/data/person[1]");
    expect(session, VZ_EVENT_QUESTION, "/data/person[1]/name");
    expect(session, VZ_EVENT_QUESTION, "/data/person[1]/age");
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_PROMPT);
    assert_string_equal(vz_session_event(session)->label, "People");
    assert_true(vz_session_add_repeat(session));
    expect(session, VZ_EVENT_REPEAT, "/data/person[2]");
    expect(session, VZ_EVENT_QUESTION, "/data/person[2]/name");
    assert_string_equal(vz_session_event(session)->questions[0].label,
                        "Age of new");
    expect(session, VZ_EVENT_QUESTION, "/data/person[2]/age");
    expect(session, VZ_EVENT_PROMPT, "/data/person");
    expect(session, VZ_EVENT_QUESTION, "/data/after");
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_END);
    assert_false(vz_session_add_repeat(session));
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_each_instance_computes_its_own(void **state) {
    struct vz_form *form = form_fixture_make(&people);
    struct vz_session *session = form_fixture_session(form);
    assert_string_equal(vz_session_value(session, "/data/person/n"), "Ann-1");
    for (int i = 0; i < 4; i++) {
        assert_true(vz_session_next(session));
    }
    assert_true(vz_session_add_repeat(session));
    assert_string_equal(vz_session_value(session, "/data/person[2]/n"),
                        "new-2");
    assert_string_equal(vz_session_value(session, "/data/person[2]/age"), "3");
    form_fixture_answer(session, "/data/person[1]/age", "4");
    assert_string_equal(vz_session_value(session, "/data/total"), "7");
    form_fixture_answer(session, "/data/person[2]/name", "Bo");
    assert_string_equal(vz_session_value(session, "/data/person[1]/n"),
                        "Ann-1");
    assert_string_equal(vz_session_value(session, "/data/person[2]/n"), "Bo-2");
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<person><name>Ann</name><age>4</age>"
                                "<n>Ann-1</n></person><person><name>Bo"));
    assert_null(strstr(xml, "template"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_count_follows_its_expression(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<n/><rep><q/></rep><z/>",
        .model = "<bind nodeset='/data/n' type='int'/>"
                 "<bind nodeset='/data/z' calculate='count(/data/rep)'/>",
        .body = "<input ref='/data/n'><label>N</label></input>"
                "<group ref='/data/rep'><repeat nodeset='/data/rep' "
                "jr:count='/data/n'><input ref='/data/rep/q'><label>Q"
                "</label></input></repeat></group>"});
    struct vz_session *session = form_fixture_session(form);
    assert_null(vz_session_value(session, "/data/rep[1]/q"));
    form_fixture_answer(session, "/data/n", "3");
    assert_string_equal(vz_session_value(session, "/data/z"), "3");
    assert_non_null(vz_session_value(session, "/data/rep[3]/q"));
    form_fixture_answer(session, "/data/rep[1]/q", "kept");
    form_fixture_answer(session, "/data/n", "1");
    assert_string_equal(vz_session_value(session, "/data/z"), "1");
    assert_null(vz_session_value(session, "/data/rep[2]/q"));
    assert_string_equal(vz_session_value(session, "/data/rep[1]/q"), "kept");
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<n>1</n><rep><q>kept</q></rep><z>1</z>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// Counts in counts: one number asks for a million instances.
static void test_nested_counts_are_limited(void **state) {
    static const struct form_parts nested = {
        .instance = "<n/><a><b><q/></b></a>",
        .model = "<bind nodeset='/data/n' type='int'/>",
        .body = "<input ref='/data/n'><label>N</label></input>"
                "<group ref='/data/a'><repeat nodeset='/data/a' "
                "jr:count='/data/n'><group ref='/data/a/b'>"
                "<repeat nodeset='/data/a/b' jr:count='/data/n'>"
                "<input ref='/data/a/b/q'><label>Q</label></input>"
                "</repeat></group></repeat></group>"};
    struct vz_form *form = form_fixture_make(&nested);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(vz_session_answer(session, "/data/n", "2"), VZ_ANSWER_OK);
    struct vz_error problem;
    assert_false(vz_session_take_problem(session, &problem));
    assert_int_equal(vz_session_answer(session, "/data/n", "1000"),
                     VZ_ANSWER_OK);
    assert_true(vz_session_take_problem(session, &problem));
    assert_int_equal(problem.status, VZ_LIMIT);
    assert_non_null(strstr(problem.message, "/data/a/b cannot be repeated"));
    assert_false(vz_session_take_problem(session, &problem));
    assert_non_null(vz_session_event(session));
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_each_instance_computes_its_own),
        cmocka_unit_test(test_count_follows_its_expression),
        cmocka_unit_test(test_nested_counts_are_limited),
    };
    return cmocka_run_group_tests_name("session_repeat", tests, NULL, NULL);
}
