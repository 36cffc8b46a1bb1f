#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "form/xform/session_internal.h"

static size_t evaluations(struct vz_session *session, const char *ref,
                          const char *value) {
    size_t before = session->n_evaluations;
    form_fixture_answer(session, ref, value);
    return session->n_evaluations - before;
}

// Written against the order, so that only a real order gives this result.
static const struct form_parts chain = {
    .instance = "<c/><b/><a/><x/><y/>",
    .model = "<bind nodeset='/data/c' calculate='/data/b * 2'/>"
             "<bind nodeset='/data/b' calculate='/data/a + 1'/>"
             "<bind nodeset='/data/a' type='int'/>"
             "<bind nodeset='/data/y' calculate=\"concat(/data/x, '!')\"/>",
    .body = "<input ref='/data/a'><label>A</label></input>"
            "<input ref='/data/x'><label>X</label></input>"};

static void test_a_chain_follows_in_order(void **state) {
    struct vz_form *form = form_fixture_make(&chain);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/a", "4");
    assert_string_equal(vz_session_value(session, "/data/b"), "5");
    assert_string_equal(vz_session_value(session, "/data/c"), "10");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_only_dependants_are_computed(void **state) {
    struct vz_form *form = form_fixture_make(&chain);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(session->n_evaluations, 3);
    assert_int_equal(evaluations(session, "/data/a", "4"), 2);
    assert_int_equal(evaluations(session, "/data/x", "hi"), 1);
    assert_string_equal(vz_session_value(session, "/data/y"), "hi!");
    assert_int_equal(evaluations(session, "/data/x", "hi"), 0);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_equal_results_stop_the_chain(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<a/><adult/><text/>",
        .model = "<bind nodeset='/data/a' type='int'/>"
                 "<bind nodeset='/data/adult' "
                 "calculate=\"if(/data/a &gt; 17, 'yes', 'no')\"/>"
                 "<bind nodeset='/data/text' "
                 "calculate=\"concat('adult: ', /data/adult)\"/>",
        .body = "<input ref='/data/a'><label>A</label></input>"});
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(evaluations(session, "/data/a", "30"), 2);
    assert_int_equal(evaluations(session, "/data/a", "31"), 1);
    assert_string_equal(vz_session_value(session, "/data/text"), "adult: yes");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_what_is_not_relevant_reads_as_empty(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<on>y</on><g><a>5</a></g><sum/>",
        .model = "<bind nodeset='/data/g' relevant=\"/data/on = 'y'\"/>"
                 "<bind nodeset='/data/sum' "
                 "calculate=\"concat('[', /data/g/a, ']')\"/>",
        .body = "<input ref='/data/on'><label>On</label></input>"});
    struct vz_session *session = form_fixture_session(form);
    assert_string_equal(vz_session_value(session, "/data/sum"), "[5]");
    form_fixture_answer(session, "/data/on", "n");
    assert_string_equal(vz_session_value(session, "/data/sum"), "[]");
    form_fixture_answer(session, "/data/on", "y");
    assert_string_equal(vz_session_value(session, "/data/sum"), "[5]");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_typed_results(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<half/><whole/><nan/><date/><bool/>",
        .model = "<bind nodeset='/data/half' calculate='7 div 2'/>"
                 "<bind nodeset='/data/whole' type='int' "
                 "calculate='7 div 2'/>"
                 "<bind nodeset='/data/nan' calculate=\"number('x')\"/>"
                 "<bind nodeset='/data/date' type='date' "
                 "calculate=\"date('2026-02-27') + 2\"/>"
                 "<bind nodeset='/data/bool' calculate='1 = 1'/>"});
    struct vz_session *session = form_fixture_session(form);
    assert_string_equal(vz_session_value(session, "/data/half"), "3.5");
    assert_string_equal(vz_session_value(session, "/data/whole"), "3");
    assert_string_equal(vz_session_value(session, "/data/nan"), "");
    assert_string_equal(vz_session_value(session, "/data/date"), "2026-03-01");
    assert_string_equal(vz_session_value(session, "/data/bool"), "true");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_chain_follows_in_order),
        cmocka_unit_test(test_only_dependants_are_computed),
        cmocka_unit_test(test_equal_results_stop_the_chain),
        cmocka_unit_test(test_what_is_not_relevant_reads_as_empty),
        cmocka_unit_test(test_typed_results),
    };
    return cmocka_run_group_tests_name("session_recalculate", tests, NULL,
                                       NULL);
}
