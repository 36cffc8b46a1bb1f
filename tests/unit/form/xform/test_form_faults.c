/*
 * Out of memory at every allocation: the Nth one fails, for N = 1 until one
 * run gets through. No crash, no leak (under ASan), and no half answer.
 */
#include "support/base_memory.h"
#include "support/form_fixture.h"

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static struct vz_strbuf form_xml;

static int read_form(void **state) {
    return vz_file_read("tests/data/xform/faults.xml", 1 << 20, &form_xml);
}

static int drop_form(void **state) {
    vz_strbuf_finish(&form_xml);
    return 0;
}

// Runs `step` with the Nth allocation failing; true when none was left to
// fail.
static bool fail_at(size_t n, void (*step)(void *userdata), void *userdata) {
    base_memory_fail_at((long)n);
    step(userdata);
    return !base_memory_end();
}

static void load(void *userdata) {
    struct vz_error error = {0};
    struct vz_form *form =
        vz_form_load(form_xml.data, form_xml.len, NULL, &error);
    if (!form) {
        assert_int_equal(error.status, VZ_NOMEM);
    }
    vz_form_destroy(form);
}

static void test_load(void **state) {
    size_t n = 1;
    while (!fail_at(n, load, NULL)) {
        n++;
    }
    assert_true(n > 100);
}

struct run {
    const struct vz_form *form;
    struct vz_session *session;
};

static void create(void *userdata) {
    const struct run *run = userdata;
    struct vz_session_params params = {.device_id = "kiosk:1"};
    vz_session_destroy(vz_session_create(run->form, &params));
}

static void test_create(void **state) {
    struct vz_error error;
    struct run run = {
        .form = vz_form_load(form_xml.data, form_xml.len, NULL, &error)};
    assert_non_null(run.form);
    size_t n = 1;
    while (!fail_at(n, create, &run)) {
        n++;
    }
    assert_true(n > 20);
    vz_form_destroy((struct vz_form *)run.form);
}

// All that a kiosk does with a session, caring for nothing.
static void visit(void *userdata) {
    struct run *run = userdata;
    struct vz_session *session = run->session;
    static const char *const answers[][2] = {
        {"/data/name", "Noor"}, {"/data/age", "20"},
        {"/data/town", "a"},    {"/data/street", "s2"},
        {"/data/many", "x y"},  {"/data/g/story", "A story"},
        {"/data/town", "b"},    {"/data/n", "3"},
        {"/data/n", "1"},       {"/data/consent", "count"},
    };
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        vz_session_answer(session, answers[i][0], answers[i][1]);
        vz_session_event(session);
    }
    const char *ref;
    const char *message;
    while (vz_session_next(session)) {
        vz_session_event(session);
        vz_session_check(session, &ref, &message);
        if (vz_session_event(session) &&
            vz_session_event(session)->kind == VZ_EVENT_PROMPT &&
            !vz_session_value(session, "/data/rep[2]/q")) {
            vz_session_add_repeat(session);
        }
    }
    vz_session_set_language(session, 1);
    vz_session_check_all(session, &ref, &message);
    vz_session_keeps_story(session);
    vz_session_jump(session, "/data/age");
    struct vz_strbuf xml = {0};
    if (vz_session_finalize(session, &xml)) {
        assert_null(strstr(xml.data, "A story"));
    }
    vz_strbuf_wipe(&xml);
}

static void test_visit(void **state) {
    struct vz_error error;
    struct run run = {
        .form = vz_form_load(form_xml.data, form_xml.len, NULL, &error)};
    bool through = false;
    size_t n = 0;
    while (!through) {
        run.session = form_fixture_session(run.form);
        through = fail_at(++n, visit, &run);
        vz_session_destroy(run.session);
    }
    assert_true(n > 100);
    vz_form_destroy((struct vz_form *)run.form);
}

static void answer_age(void *userdata) {
    struct run *run = userdata;
    enum vz_answer answer = vz_session_answer(run->session, "/data/age", "9");
    if (answer == VZ_ANSWER_NOMEM) {
        // Not stored: what was there is there.
        assert_string_equal(vz_session_value(run->session, "/data/age"), "30");
    } else {
        assert_int_equal(answer, VZ_ANSWER_OK);
    }
}

// A change that failed leaves a session that the next change puts right.
static void test_a_failed_answer_leaves_no_trace(void **state) {
    struct vz_error error;
    struct run run = {
        .form = vz_form_load(form_xml.data, form_xml.len, NULL, &error)};
    bool through = false;
    for (size_t n = 1; !through; n++) {
        run.session = form_fixture_session(run.form);
        form_fixture_answer(run.session, "/data/age", "30");
        through = fail_at(n, answer_age, &run);
        if (!through) {
            form_fixture_answer(run.session, "/data/name", "after");
            const char *age = vz_session_value(run.session, "/data/age");
            assert_string_equal(vz_session_value(run.session, "/data/adult"),
                                strcmp(age, "30") ? "no" : "yes");
            assert_int_equal(vz_session_relevant(run.session, "/data/g"),
                             strcmp(age, "30") == 0);
        }
        vz_session_destroy(run.session);
    }
    vz_form_destroy((struct vz_form *)run.form);
}

static void schema(void *userdata) {
    const struct run *run = userdata;
    struct vz_schema made;
    if (vz_form_schema(run->form, &made)) {
        vz_schema_finish(&made);
    }
}

static void test_schema(void **state) {
    struct vz_error error;
    struct run run = {
        .form = vz_form_load(form_xml.data, form_xml.len, NULL, &error)};
    size_t n = 1;
    while (!fail_at(n, schema, &run)) {
        n++;
    }
    vz_form_destroy((struct vz_form *)run.form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_create),
        cmocka_unit_test(test_visit),
        cmocka_unit_test(test_a_failed_answer_leaves_no_trace),
        cmocka_unit_test(test_schema),
    };
    return cmocka_run_group_tests_name("form_faults", tests, read_form,
                                       drop_form);
}
