#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void at_question(struct vz_session *session, const char *ref) {
    const struct vz_event *event = vz_session_event(session);
    assert_non_null(event);
    assert_int_equal(event->kind, VZ_EVENT_QUESTION);
    assert_int_equal(event->n_questions, 1);
    assert_string_equal(event->questions[0].ref, ref);
    assert_string_equal(event->ref, ref);
}

static void test_there_and_back(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_START);
    assert_false(vz_session_prev(session));
    assert_true(vz_session_next(session));
    at_question(session, "/data/name");
    assert_true(vz_session_next(session));
    at_question(session, "/data/age");
    assert_true(vz_session_next(session));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_END);
    assert_false(vz_session_next(session));
    assert_true(vz_session_prev(session));
    at_question(session, "/data/age");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_what_becomes_relevant_appears(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/age", "20");
    assert_true(vz_session_jump(session, "/data/age"));
    assert_true(vz_session_next(session));
    const struct vz_event *event = vz_session_event(session);
    assert_int_equal(event->kind, VZ_EVENT_GROUP);
    assert_string_equal(event->ref, "/data/g");
    assert_string_equal(event->label, "Jouw verhaal");
    assert_int_equal(event->n_questions, 1);
    form_fixture_answer(session, "/data/g/story", "Ik zing weer.");
    event = vz_session_event(session);
    assert_int_equal(event->n_questions, 2);
    assert_string_equal(event->questions[1].ref, "/data/g/title");
    assert_true(vz_session_next(session));
    at_question(session, "/data/consent");
    assert_true(vz_session_next(session));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_END);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void expect_progress(struct vz_session *session, size_t at,
                            size_t total) {
    size_t is_at;
    size_t is_total;
    vz_session_progress(session, &is_at, &is_total);
    assert_int_equal(is_at, at);
    assert_int_equal(is_total, total);
}

static void test_progress_counts_relevant_pages(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    expect_progress(session, 1, 2);
    assert_true(vz_session_next(session));
    assert_true(vz_session_next(session));
    expect_progress(session, 2, 2);
    form_fixture_answer(session, "/data/age", "20");
    expect_progress(session, 2, 3);
    form_fixture_answer(session, "/data/g/story", "x");
    expect_progress(session, 2, 4);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_jump(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    assert_false(vz_session_jump(session, "/data/g/story"));
    assert_false(vz_session_jump(session, "/data/nothing"));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_START);
    form_fixture_answer(session, "/data/age", "30");
    assert_true(vz_session_jump(session, "/data/g/story"));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_GROUP);
    assert_true(vz_session_jump(session, "/data/g"));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_GROUP);
    assert_true(vz_session_jump(session, "/data"));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_START);
    assert_true(vz_session_jump(session, "/data/name"));
    at_question(session, "/data/name");
    assert_true(vz_session_jump(session, NULL));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_START);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static const struct form_parts groups = {
    .instance = "<on/><a/><out><b/><in><c/></in></out><d/><n/><t/>",
    .model = "<bind nodeset='/data/out' relevant=\"/data/on = 'y'\"/>"
             "<bind nodeset='/data/n' readonly='true()'/>",
    .body = "<input ref='/data/a'><label>A</label></input>"
            "<group ref='/data/out'><label>Out</label>"
            "<input ref='/data/out/b'><label>B</label></input>"
            "<group ref='/data/out/in'>"
            "<input ref='/data/out/in/c'><label>C</label></input></group>"
            "</group>"
            "<group appearance='field-list'>"
            "<input ref='/data/d'><label>D</label></input></group>"
            "<input ref='/data/n'><label>Read this</label></input>"
            "<input ref='/data/t'></input>"};

static void test_plain_groups_are_transparent(void **state) {
    struct vz_form *form = form_fixture_make(&groups);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(vz_session_set(session, "/data/on", "y"), VZ_ANSWER_OK);
    assert_true(vz_session_next(session));
    at_question(session, "/data/a");
    assert_null(vz_session_event(session)->label);
    assert_true(vz_session_next(session));
    at_question(session, "/data/out/b");
    assert_string_equal(vz_session_event(session)->label, "Out");
    assert_true(vz_session_next(session));
    at_question(session, "/data/out/in/c");
    assert_string_equal(vz_session_event(session)->label, "Out");
    assert_true(vz_session_next(session));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_GROUP);
    assert_string_equal(vz_session_event(session)->ref, "/data/d");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_inherited_relevance_skips_all_below(void **state) {
    struct vz_form *form = form_fixture_make(&groups);
    struct vz_session *session = form_fixture_session(form);
    assert_false(vz_session_relevant(session, "/data/out/in/c"));
    assert_true(vz_session_next(session));
    at_question(session, "/data/a");
    assert_true(vz_session_next(session));
    assert_string_equal(vz_session_event(session)->ref, "/data/d");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_notes_are_shown_and_bare_inputs_are_not(void **state) {
    struct vz_form *form = form_fixture_make(&groups);
    struct vz_session *session = form_fixture_session(form);
    assert_true(vz_session_jump(session, "/data/n"));
    const struct vz_question *question =
        &vz_session_event(session)->questions[0];
    assert_int_equal(question->control, VZ_CONTROL_NOTE);
    assert_string_equal(question->label, "Read this");
    assert_true(vz_session_next(session));
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_END);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// The page under the respondent may vanish through an answer elsewhere.
static void test_position_survives_a_vanished_page(void **state) {
    struct vz_form *form = form_fixture_make(&groups);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(vz_session_set(session, "/data/on", "y"), VZ_ANSWER_OK);
    assert_true(vz_session_jump(session, "/data/out/in/c"));
    assert_int_equal(vz_session_set(session, "/data/on", ""), VZ_ANSWER_OK);
    at_question(session, "/data/a");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_what_becomes_relevant_appears),
        cmocka_unit_test(test_progress_counts_relevant_pages),
        cmocka_unit_test(test_jump),
        cmocka_unit_test(test_plain_groups_are_transparent),
        cmocka_unit_test(test_inherited_relevance_skips_all_below),
        cmocka_unit_test(test_notes_are_shown_and_bare_inputs_are_not),
        cmocka_unit_test(test_position_survives_a_vanished_page),
    };
    return cmocka_run_group_tests_name("session_navigation", tests, NULL, NULL);
}
