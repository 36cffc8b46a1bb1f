#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

// A story told and titled, with the voice as a file; then the answer.
static char *submission(const char *consent, bool *keeps) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/name", "Noor");
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "SECRET words");
    form_fixture_answer(session, "/data/g/title", "SECRET title");
    assert_int_equal(vz_session_set(session, "/data/g/voice", "SECRET.ogg"),
                     VZ_ANSWER_OK);
    if (consent) {
        form_fixture_answer(session, "/data/consent", consent);
    }
    *keeps = vz_session_keeps_story(session);
    char *xml = form_fixture_xml(session);
    vz_session_destroy(session);
    vz_form_destroy(form);
    return xml;
}

static void expect_emptied(const char *consent) {
    bool keeps;
    char *xml = submission(consent, &keeps);
    assert_false(keeps);
    assert_null(strstr(xml, "SECRET"));
    assert_non_null(strstr(xml, "<story/>"));
    assert_non_null(strstr(xml, "<title/>"));
    assert_non_null(strstr(xml, "<voice/>"));
    // What only counts stays.
    assert_non_null(strstr(xml, "<name>Noor</name>"));
    assert_non_null(strstr(xml, "<age>20</age>"));
    free(xml);
}

static void expect_kept(const char *consent) {
    bool keeps;
    char *xml = submission(consent, &keeps);
    assert_true(keeps);
    assert_non_null(strstr(xml, "<story>SECRET words</story>"));
    assert_non_null(strstr(xml, "<title>SECRET title</title>"));
    assert_non_null(strstr(xml, "<voice>SECRET.ogg</voice>"));
    assert_non_null(strstr(xml, "<summary>told: SECRET title</summary>"));
    free(xml);
}

static void test_discard(void **state) {
    expect_emptied("discard");
}

static void test_count(void **state) {
    expect_emptied("count");
}

static void test_unanswered(void **state) {
    expect_emptied(NULL);
}

static void test_team(void **state) {
    expect_kept("team");
}

static void test_organisation(void **state) {
    expect_kept("organisation");
}

static void test_public(void **state) {
    expect_kept("public");
}

static void test_the_answer_itself_stays(void **state) {
    bool keeps;
    char *xml = submission("count", &keeps);
    assert_non_null(strstr(xml, "<consent>count</consent>"));
    free(xml);
}

static void test_no_story_keeps_no_story(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    assert_false(vz_session_keeps_story(session));
    form_fixture_answer(session, "/data/age", "20");
    assert_int_equal(vz_session_set(session, "/data/consent", "public"),
                     VZ_ANSWER_OK);
    assert_false(vz_session_keeps_story(session));
    form_fixture_answer(session, "/data/g/story", "x");
    assert_true(vz_session_keeps_story(session));
    form_fixture_answer(session, "/data/age", "15");
    assert_false(vz_session_keeps_story(session));
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_a_form_that_does_not_ask_keeps_all(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<s/><f/>",
        .model = "<bind nodeset='/data/s' vz:role='story'/>"
                 "<bind nodeset='/data/f' type='binary'/>",
        .body = "<input ref='/data/s'><label>S</label></input>"});
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/s", "words");
    assert_int_equal(vz_session_set(session, "/data/f", "a.ogg"), VZ_ANSWER_OK);
    assert_true(vz_session_keeps_story(session));
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<s>words</s><f>a.ogg</f>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static const struct form_parts loose = {
    .instance = "<s/><why/><consent/><copy/><later/>",
    .model = "<bind nodeset='/data/s' vz:role='story'/>"
             "<bind nodeset='/data/why' vz:role='why'/>"
             "<bind nodeset='/data/consent' vz:role='consent'/>"
             "<bind nodeset='/data/later' calculate='/data/copy'/>",
    .body = "<input ref='/data/s'><label>S</label>"
            "<setvalue event='xforms-value-changed' ref='/data/copy' "
            "value='/data/s'/></input>"
            "<input ref='/data/why'><label>W</label></input>"
            "<input ref='/data/consent'><label>C</label></input>"};

static void test_a_name_nobody_knows_is_no_consent(void **state) {
    struct vz_form *form = form_fixture_make(&loose);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/why", "SECRET");
    form_fixture_answer(session, "/data/consent", "yes");
    assert_false(vz_session_keeps_story(session));
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<why/><consent>yes</consent>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_copies_made_by_actions_go_too(void **state) {
    struct vz_form *form = form_fixture_make(&loose);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/s", "SECRET");
    assert_string_equal(vz_session_value(session, "/data/later"), "SECRET");
    form_fixture_answer(session, "/data/consent", "count");
    char *xml = form_fixture_xml(session);
    assert_null(strstr(xml, "SECRET"));
    free(xml);
    form_fixture_answer(session, "/data/consent", "team");
    xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<copy>SECRET</copy><later>SECRET</later>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// A group as a whole is read with all that stands in it.
static void test_copies_of_whole_groups_go_too(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .itext = "",
        .instance = "<g><s/></g><consent/><done/><copy/>",
        .model = "<bind nodeset='/data/g/s' vz:role='story'/>"
                 "<bind nodeset='/data/consent' vz:role='consent'/>",
        .body = "<input ref='/data/g/s'><label>S</label></input>"
                "<input ref='/data/consent'><label>C</label></input>"
                "<input ref='/data/done'><label>D</label>"
                "<setvalue event='xforms-value-changed' ref='/data/copy' "
                "value='string(/data/g)'/></input>"});
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/g/s", "SECRET");
    form_fixture_answer(session, "/data/consent", "discard");
    form_fixture_answer(session, "/data/done", "y");
    assert_string_equal(vz_session_value(session, "/data/copy"), "SECRET");
    char *xml = form_fixture_xml(session);
    assert_null(strstr(xml, "SECRET"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_discard),
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_unanswered),
        cmocka_unit_test(test_team),
        cmocka_unit_test(test_organisation),
        cmocka_unit_test(test_public),
        cmocka_unit_test(test_the_answer_itself_stays),
        cmocka_unit_test(test_no_story_keeps_no_story),
        cmocka_unit_test(test_a_form_that_does_not_ask_keeps_all),
        cmocka_unit_test(test_a_name_nobody_knows_is_no_consent),
        cmocka_unit_test(test_copies_made_by_actions_go_too),
        cmocka_unit_test(test_copies_of_whole_groups_go_too),
    };
    return cmocka_run_group_tests_name("consent", tests, NULL, NULL);
}
