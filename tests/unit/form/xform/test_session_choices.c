#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define ITEM(name, label, town)                                      \
    "<item><name>" name "</name><label>" label "</label><town>" town \
    "</town></item>"

static const struct form_parts filtered = {
    .instance = "<town/><street/><streets/><copy/>",
    .model = "<instance id='streets'><root>" ITEM("s1", "Dorpsstraat", "a")
        ITEM("s2", "Kerkstraat", "a")
            ITEM("s3", "Havenweg",
                 "b") "</root></instance>"
                      "<bind nodeset='/data/copy' calculate='/data/street'/>",
    .body = "<select1 ref='/data/town'><label>Town</label>"
            "<item><label>A-dorp</label><value>a</value></item>"
            "<item><label>B-dorp</label><value>b</value></item></select1>"
            "<select1 ref='/data/street'><label>Street</label>"
            "<itemset nodeset=\"instance('streets')/root/item[town = "
            "/data/town]\"><value ref='name'/><label ref='label'/></itemset>"
            "</select1>"
            "<select ref='/data/streets'><label>Streets</label>"
            "<itemset nodeset=\"randomize(instance('streets')/root/"
            "item[town = /data/town or town = 'a'])\">"
            "<value ref='name'/><label ref='label'/></itemset></select>"};

static const struct vz_question *question_at(struct vz_session *session,
                                             const char *ref) {
    assert_true(vz_session_jump(session, ref));
    return &vz_session_event(session)->questions[0];
}

static void test_a_filter_follows_the_answer(void **state) {
    struct vz_form *form = form_fixture_make(&filtered);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(question_at(session, "/data/street")->n_choices, 0);
    form_fixture_answer(session, "/data/town", "a");
    const struct vz_question *question = question_at(session, "/data/street");
    assert_int_equal(question->n_choices, 2);
    assert_string_equal(question->choices[1].name, "s2");
    assert_string_equal(question->choices[1].label, "Kerkstraat");
    assert_string_equal(
        vz_session_choice_column(session, "/data/street", 1, "town"), "a");
    assert_null(vz_session_choice_column(session, "/data/street", 1, "colour"));
    assert_null(vz_session_choice_column(session, "/data/street", 2, "town"));
    assert_int_equal(vz_session_answer(session, "/data/street", "s3"),
                     VZ_ANSWER_TYPE);
    form_fixture_answer(session, "/data/street", "s2");
    question = question_at(session, "/data/street");
    assert_false(question->choices[0].selected);
    assert_true(question->choices[1].selected);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_a_choice_that_vanished_is_cleared(void **state) {
    struct vz_form *form = form_fixture_make(&filtered);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/town", "b");
    form_fixture_answer(session, "/data/street", "s3");
    form_fixture_answer(session, "/data/streets", "s1 s3");
    assert_string_equal(vz_session_value(session, "/data/copy"), "s3");
    form_fixture_answer(session, "/data/town", "a");
    assert_string_equal(vz_session_value(session, "/data/street"), "");
    assert_string_equal(vz_session_value(session, "/data/copy"), "");
    assert_string_equal(vz_session_value(session, "/data/streets"), "s1");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_a_shuffled_list_keeps_its_order(void **state) {
    struct vz_form *form = form_fixture_make(&filtered);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/town", "b");
    const struct vz_question *question = question_at(session, "/data/streets");
    assert_int_equal(question->n_choices, 3);
    char first[3];
    strcpy(first, question->choices[0].name);
    for (int i = 0; i < 20; i++) {
        form_fixture_answer(session, "/data/streets", i % 2 ? "s1" : "s2");
        question = question_at(session, "/data/streets");
        assert_string_equal(question->choices[0].name, first);
    }
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_choices_from_answers(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<who><name>Ann</name></who><who><name>Bo</name></who>"
                    "<best/><label/>",
        .model = "<bind nodeset='/data/label' calculate=\""
                 "jr:choice-name(/data/best, '/data/best')\"/>",
        .body = "<group ref='/data/who'><repeat nodeset='/data/who'>"
                "<input ref='/data/who/name'><label>Name</label></input>"
                "</repeat></group>"
                "<select1 ref='/data/best'><label>Best</label>"
                "<itemset nodeset=\"/data/who[./name != '']\">"
                "<value ref='name'/><label ref='name'/></itemset></select1>"});
    struct vz_session *session = form_fixture_session(form);
    const struct vz_question *question = question_at(session, "/data/best");
    assert_int_equal(question->n_choices, 2);
    form_fixture_answer(session, "/data/best", "Bo");
    assert_string_equal(vz_session_value(session, "/data/label"), "Bo");
    form_fixture_answer(session, "/data/who[2]/name", "");
    assert_string_equal(vz_session_value(session, "/data/best"), "");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_filter_follows_the_answer),
        cmocka_unit_test(test_a_choice_that_vanished_is_cleared),
        cmocka_unit_test(test_a_shuffled_list_keeps_its_order),
        cmocka_unit_test(test_choices_from_answers),
    };
    return cmocka_run_group_tests_name("session_choices", tests, NULL, NULL);
}
