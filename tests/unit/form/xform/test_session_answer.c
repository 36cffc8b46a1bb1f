#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const struct form_parts typed = {
    .instance = "<i/><d/><date/><time/><stamp/><point/><r/><t/><f/><b/>"
                "<text/><ro>x</ro><hidden/><one/><many/><rank/>",
    .model = "<bind nodeset='/data/i' type='int'/>"
             "<bind nodeset='/data/d' type='decimal'/>"
             "<bind nodeset='/data/date' type='xsd:date'/>"
             "<bind nodeset='/data/time' type='time'/>"
             "<bind nodeset='/data/stamp' type='dateTime'/>"
             "<bind nodeset='/data/point' type='geopoint'/>"
             "<bind nodeset='/data/r' type='int'/>"
             "<bind nodeset='/data/f' type='binary'/>"
             "<bind nodeset='/data/b' type='boolean'/>"
             "<bind nodeset='/data/ro' readonly='true()'/>"
             "<bind nodeset='/data/hidden' type='int'/>",
    .body = "<input ref='/data/i'/><input ref='/data/d'/>"
            "<input ref='/data/date'/><input ref='/data/time'/>"
            "<input ref='/data/stamp'/><input ref='/data/point'/>"
            "<range ref='/data/r' start='10' end='0' step='1'/>"
            "<trigger ref='/data/t'/><upload ref='/data/f' "
            "mediatype='image/*'/><input ref='/data/b'/>"
            "<input ref='/data/text'/><input ref='/data/ro'/>"
            "<select1 ref='/data/one'><item><value>a</value></item>"
            "<item><value>b</value></item></select1>"
            "<select ref='/data/many'><item><value>a</value></item>"
            "<item><value>b</value></item></select>"
            "<odk:rank ref='/data/rank'><item><value>a</value></item>"
            "<item><value>b</value></item></odk:rank>"};

static const struct {
    const char *ref, *value;
    enum vz_answer answer;
} cases[] = {
    {"/data/i", "12", VZ_ANSWER_OK},
    {"/data/i", "-3", VZ_ANSWER_OK},
    {"/data/i", "", VZ_ANSWER_OK},
    {"/data/i", "2147483647", VZ_ANSWER_OK},
    {"/data/i", "2147483648", VZ_ANSWER_TYPE},
    {"/data/i", "-2147483648", VZ_ANSWER_OK},
    {"/data/i", "-2147483649", VZ_ANSWER_TYPE},
    {"/data/i", "12345678901", VZ_ANSWER_TYPE},
    {"/data/i", "twelve", VZ_ANSWER_TYPE},
    {"/data/i", "1 2", VZ_ANSWER_TYPE},
    {"/data/d", "1.5", VZ_ANSWER_OK},
    {"/data/d", "1,5", VZ_ANSWER_TYPE},
    {"/data/d", "1e", VZ_ANSWER_TYPE},
    {"/data/d", "1e999", VZ_ANSWER_TYPE},
    {"/data/d", "+-1", VZ_ANSWER_TYPE},
    {"/data/d", " ", VZ_ANSWER_TYPE},
    {"/data/d", ".", VZ_ANSWER_TYPE},
    {"/data/date", "2024-02-29", VZ_ANSWER_OK},
    {"/data/date", "2023-02-29", VZ_ANSWER_TYPE},
    {"/data/date", "29-02-2024", VZ_ANSWER_TYPE},
    {"/data/date", "2024-02-29T00:00", VZ_ANSWER_TYPE},
    {"/data/time", "23:59:01.5+01:00", VZ_ANSWER_OK},
    {"/data/time", "24:00", VZ_ANSWER_TYPE},
    {"/data/stamp", "2026-11-24T09:00:00.000Z", VZ_ANSWER_OK},
    {"/data/stamp", "2026-11-24", VZ_ANSWER_TYPE},
    {"/data/point", "52.1 4.3 0 0", VZ_ANSWER_OK},
    {"/data/point", "152.1 4.3", VZ_ANSWER_TYPE},
    {"/data/point", "52.1", VZ_ANSWER_TYPE},
    {"/data/r", "0", VZ_ANSWER_OK},
    {"/data/r", "10", VZ_ANSWER_OK},
    {"/data/r", "11", VZ_ANSWER_TYPE},
    {"/data/r", "-1", VZ_ANSWER_TYPE},
    {"/data/t", "OK", VZ_ANSWER_OK},
    {"/data/t", "yes", VZ_ANSWER_TYPE},
    {"/data/f", "voice.ogg", VZ_ANSWER_OK},
    {"/data/f", "../voice.ogg", VZ_ANSWER_TYPE},
    {"/data/b", "true", VZ_ANSWER_OK},
    {"/data/b", "ja", VZ_ANSWER_TYPE},
    {"/data/text", "anything <at> all", VZ_ANSWER_OK},
    {"/data/ro", "y", VZ_ANSWER_READONLY},
    {"/data/hidden", "3", VZ_ANSWER_NO_SUCH},
    {"/data/none", "3", VZ_ANSWER_NO_SUCH},
    {"/data", "3", VZ_ANSWER_NO_SUCH},
    {"", "3", VZ_ANSWER_NO_SUCH},
    {"/data/one", "a", VZ_ANSWER_OK},
    {"/data/one", "c", VZ_ANSWER_TYPE},
    {"/data/one", "a b", VZ_ANSWER_TYPE},
    {"/data/many", "a b", VZ_ANSWER_OK},
    {"/data/many", "a c", VZ_ANSWER_TYPE},
    {"/data/many", "a a", VZ_ANSWER_TYPE},
    {"/data/rank", "b a", VZ_ANSWER_OK},
};

static void test_types(void **state) {
    struct vz_form *form = form_fixture_make(&typed);
    struct vz_session *session = form_fixture_session(form);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *before = vz_session_value(session, cases[i].ref);
        char *kept = strdup(before ? before : "");
        enum vz_answer answer =
            vz_session_answer(session, cases[i].ref, cases[i].value);
        if (answer != cases[i].answer) {
            fail_msg("%s = '%s' answers %d, not %d", cases[i].ref,
                     cases[i].value, answer, cases[i].answer);
        }
        const char *after = vz_session_value(session, cases[i].ref);
        if (answer == VZ_ANSWER_OK) {
            assert_string_equal(after, cases[i].value);
        } else if (after) {
            assert_string_equal(after, kept);
        }
        free(kept);
    }
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// Numbers are stored as JavaRosa and Web Forms store them.
static void test_numbers_lose_what_says_nothing(void **state) {
    static const struct {
        const char *ref, *given, *stored;
    } numbers[] = {
        {"/data/i", "007", "7"},
        {"/data/i", "+7", "7"},
        {"/data/i", " 7 ", "7"},
        {"/data/i", "-0", "0"},
        {"/data/i", "1.9", "1"},
        {"/data/i", "-1.9", "-1"},
        {"/data/i", "0.9", "0"},
        {"/data/i", "1.2e3", "1200"},
        {"/data/i", "000", "0"},
        {"/data/d", "1.50", "1.5"},
        {"/data/d", "1.", "1"},
        {"/data/d", ".5", "0.5"},
        {"/data/d", "-.50", "-0.5"},
        {"/data/d", "+10.0", "10"},
        {"/data/d", "0.00", "0"},
        {"/data/d", "5e-3", "0.005"},
        {"/data/d", "1.25E+1", "12.5"},
        {"/data/d", "1e3", "1000"},
        {"/data/d", "0.0010", "0.001"},
        {"/data/r", "05", "5"},
        {"/data/d", "123456789012345678.90", "123456789012345678.9"},
    };
    struct vz_form *form = form_fixture_make(&typed);
    struct vz_session *session = form_fixture_session(form);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        assert_int_equal(
            vz_session_answer(session, numbers[i].ref, numbers[i].given),
            VZ_ANSWER_OK);
        assert_string_equal(vz_session_value(session, numbers[i].ref),
                            numbers[i].stored);
    }
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_set_reaches_what_has_no_control(void **state) {
    struct vz_form *form = form_fixture_make(&typed);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(vz_session_set(session, "/data/hidden", "7"),
                     VZ_ANSWER_OK);
    assert_string_equal(vz_session_value(session, "/data/hidden"), "7");
    assert_int_equal(vz_session_set(session, "/data/hidden", "x"),
                     VZ_ANSWER_TYPE);
    assert_int_equal(vz_session_set(session, "/data", "x"), VZ_ANSWER_NO_SUCH);
    assert_null(vz_session_value(session, "/data"));
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_what_xml_cannot_hold_is_left_out(void **state) {
    struct vz_form *form = form_fixture_make(&typed);
    struct vz_session *session = form_fixture_session(form);
    assert_int_equal(vz_session_answer(session, "/data/text",
                                       "a\x01"
                                       "b\xff"
                                       "c\xed\xa0\x80"
                                       "d\n"
                                       "\xc3\xa9\xf0\x9f\x98\x80"),
                     VZ_ANSWER_OK);
    assert_string_equal(vz_session_value(session, "/data/text"),
                        "abcd\n\xc3\xa9\xf0\x9f\x98\x80");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// What was handed out may be handed back.
static void test_own_texts_as_arguments(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "x");
    assert_true(vz_session_jump(session, "/data/consent"));
    const struct vz_question *question =
        &vz_session_event(session)->questions[0];
    assert_int_equal(
        vz_session_answer(session, question->ref, question->choices[2].name),
        VZ_ANSWER_OK);
    assert_string_equal(vz_session_value(session, "/data/consent"), "team");
    question = &vz_session_event(session)->questions[0];
    assert_int_equal(vz_session_answer(session, question->ref, question->value),
                     VZ_ANSWER_OK);
    assert_string_equal(vz_session_value(session, "/data/consent"), "team");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_required_and_constraint_speak_the_language(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    const char *ref;
    const char *message;
    assert_int_equal(vz_session_check(session, &ref, &message), VZ_ANSWER_OK);
    assert_null(ref);
    assert_true(vz_session_jump(session, "/data/age"));
    assert_int_equal(vz_session_check(session, &ref, &message),
                     VZ_ANSWER_REQUIRED);
    assert_string_equal(ref, "/data/age");
    assert_string_equal(message, "Vul je leeftijd in");
    vz_session_set_language(session, 1);
    assert_int_equal(vz_session_check(session, &ref, &message),
                     VZ_ANSWER_REQUIRED);
    assert_string_equal(message, "Fill in your age");
    assert_int_equal(vz_session_answer(session, "/data/age", "200"),
                     VZ_ANSWER_CONSTRAINT);
    assert_string_equal(vz_session_value(session, "/data/age"), "200");
    assert_int_equal(vz_session_check(session, &ref, &message),
                     VZ_ANSWER_CONSTRAINT);
    assert_string_equal(message, "That cannot be");
    assert_true(vz_session_jump(session, NULL));
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_CONSTRAINT);
    assert_string_equal(ref, "/data/age");
    form_fixture_answer(session, "/data/age", "20");
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_OK);
    assert_null(message);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_messages_may_be_missing_or_literal(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<a/><b/>",
        .model = "<bind nodeset='/data/a' required='true()' "
                 "jr:requiredMsg='Please'/>"
                 "<bind nodeset='/data/b' required=\"/data/a = 'x'\"/>",
        .body = "<input ref='/data/a'><label>A</label></input>"
                "<input ref='/data/b'><label>B</label></input>"});
    struct vz_session *session = form_fixture_session(form);
    const char *ref;
    const char *message;
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_REQUIRED);
    assert_string_equal(message, "Please");
    form_fixture_answer(session, "/data/a", "y");
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_OK);
    form_fixture_answer(session, "/data/a", "x");
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_REQUIRED);
    assert_string_equal(ref, "/data/b");
    assert_null(message);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// A note that is required stops people for as long as it is relevant.
static void test_required_holds_for_readonly_too(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .itext = "",
        .instance = "<wrong/><stop/>",
        .model = "<bind nodeset='/data/stop' readonly='true()' "
                 "required='true()' relevant='/data/wrong = 1'/>",
        .body = "<input ref='/data/wrong'><label>W</label></input>"
                "<input ref='/data/stop'><label>Stop</label></input>"});
    struct vz_session *session = form_fixture_session(form);
    const char *ref;
    const char *message;
    form_fixture_answer(session, "/data/wrong", "1");
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_REQUIRED);
    assert_string_equal(ref, "/data/stop");
    form_fixture_answer(session, "/data/wrong", "0");
    assert_int_equal(vz_session_check_all(session, &ref, &message),
                     VZ_ANSWER_OK);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_numbers_lose_what_says_nothing),
        cmocka_unit_test(test_set_reaches_what_has_no_control),
        cmocka_unit_test(test_what_xml_cannot_hold_is_left_out),
        cmocka_unit_test(test_own_texts_as_arguments),
        cmocka_unit_test(test_required_and_constraint_speak_the_language),
        cmocka_unit_test(test_required_holds_for_readonly_too),
        cmocka_unit_test(test_messages_may_be_missing_or_literal),
    };
    return cmocka_run_group_tests_name("session_answer", tests, NULL, NULL);
}
