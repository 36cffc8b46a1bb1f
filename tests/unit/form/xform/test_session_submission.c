#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

#define MORNING 1764000000000 // 2025-11-24T16:00:00Z

static void test_exact_bytes(void **state) {
    setenv("TZ", "UTC", 1);
    vz_clock_freeze(MORNING);
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/name", "Noor <&> \"x\"");
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "Ik\nzing.");
    form_fixture_answer(session, "/data/g/title", "Zang");
    form_fixture_answer(session, "/data/consent", "team");
    vz_clock_advance(90500);
    char *xml = form_fixture_xml(session);
    assert_string_equal(
        xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<data xmlns:vz=\"urn:vertelzuil:form\" "
             "xmlns:orx=\"http://openrosa.org/xforms\" id=\"story\" "
             "version=\"7\" vz:doors=\"resident\">"
             "<formhub><uuid>abc123</uuid></formhub>"
             "<start>2025-11-24T16:00:00.000Z</start>"
             "<end>2025-11-24T16:01:30.500Z</end>"
             "<name>Noor &lt;&amp;&gt; &quot;x&quot;</name><age>20</age>"
             "<adult>yes</adult><years_left>47</years_left>"
             "<g><story>Ik&#10;zing.</story><title>Zang</title><voice/></g>"
             "<consent>team</consent><summary>told: Zang</summary>"
             "<withdrawal/><__version__>v1</__version__>"
             "<orx:meta><orx:instanceID>"
             "uuid:11111111-2222-4333-8444-555555555555</orx:instanceID>"
             "<orx:instanceName>Zang</orx:instanceName></orx:meta></data>");
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
    vz_clock_thaw();
}

static void test_the_sequence_is_on_the_root(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    assert_true(vz_session_set_sequence(session, 41));
    assert_true(vz_session_set_sequence(session, 42));
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, " vz:doors=\"resident\" vz:sequence=\"42\">"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_the_session_goes_on(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "Nog bezig");
    assert_true(vz_session_jump(session, "/data/g/story"));
    char *xml = form_fixture_xml(session);
    assert_null(strstr(xml, "Nog bezig"));
    free(xml);
    assert_string_equal(vz_session_value(session, "/data/g/story"),
                        "Nog bezig");
    assert_int_equal(vz_session_event(session)->kind, VZ_EVENT_GROUP);
    form_fixture_answer(session, "/data/consent", "public");
    xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<story>Nog bezig</story>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_what_is_not_relevant_is_left_out(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/age", "20");
    form_fixture_answer(session, "/data/g/story", "weg");
    form_fixture_answer(session, "/data/consent", "public");
    form_fixture_answer(session, "/data/age", "12");
    char *xml = form_fixture_xml(session);
    assert_null(strstr(xml, "weg"));
    assert_null(strstr(xml, "<g>"));
    assert_null(strstr(xml, "<consent"));
    assert_non_null(strstr(xml, "<adult>no</adult>"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_an_id_is_added_where_the_form_has_none(void **state) {
    struct vz_form *form =
        form_fixture_make(&(struct form_parts){.instance = "<a>1</a>"});
    struct vz_session *session = form_fixture_session(form);
    char *xml = form_fixture_xml(session);
    assert_string_equal(
        xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<data xmlns:orx=\"http://openrosa.org/xforms\" id=\"t\" "
             "version=\"1\"><a>1</a><orx:meta><orx:instanceID>"
             "uuid:11111111-2222-4333-8444-555555555555</orx:instanceID>"
             "</orx:meta></data>");
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_namespaces_survive(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<x:a xmlns:x='urn:one'><x:b xmlns:x='urn:two' x:k='v'/>"
                    "</x:a><meta xmlns='http://openrosa.org/xforms'>"
                    "<instanceID/></meta>"});
    struct vz_session *session = form_fixture_session(form);
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<x:a><x:b xmlns:x=\"urn:two\" x:k=\"v\"/>"));
    assert_non_null(strstr(xml, "xmlns:x=\"urn:one\""));
    assert_non_null(
        strstr(xml, "<meta xmlns=\"http://openrosa.org/xforms\"><instanceID>"
                    "uuid:11111111-2222-4333-8444-555555555555"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_metadata(void **state) {
    setenv("TZ", "UTC", 1);
    vz_clock_freeze(MORNING);
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<today/><dev/><user/><orx:meta><orx:instanceID/>"
                    "<orx:timeStart/><orx:timeEnd/><orx:deviceID/>"
                    "<orx:userID/></orx:meta>",
        .model = "<bind nodeset='/data/today' type='date' jr:preload='date' "
                 "jr:preloadParams='today'/>"
                 "<bind nodeset='/data/dev' jr:preload='property' "
                 "jr:preloadParams='deviceid'/>"
                 "<bind nodeset='/data/user' jr:preload='property' "
                 "jr:preloadParams='username'/>"});
    struct vz_session *session = form_fixture_session(form);
    assert_string_equal(vz_session_value(session, "/data/today"), "2025-11-24");
    assert_string_equal(vz_session_value(session, "/data/dev"), "kiosk:1");
    assert_string_equal(vz_session_value(session, "/data/user"), "worker");
    assert_string_equal(vz_session_value(session, "/data/meta/deviceID"),
                        "kiosk:1");
    vz_clock_advance(1000);
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<orx:timeStart>2025-11-24T16:00:00.000Z</"));
    assert_non_null(strstr(xml, "<orx:timeEnd>2025-11-24T16:00:01.000Z</"));
    free(xml);
    vz_session_destroy(session);
    vz_form_destroy(form);
    vz_clock_thaw();
}

static void test_each_session_has_an_id_of_its_own(void **state) {
    struct vz_form *form =
        form_fixture_make(&(struct form_parts){.instance = "<a/>"});
    struct vz_session_params params = {0};
    struct vz_session *one = vz_session_create(form, &params);
    struct vz_session *two = vz_session_create(form, &params);
    const char *id = vz_session_instance_id(one);
    assert_int_equal(strlen(id), 41);
    assert_memory_equal(id, "uuid:", 5);
    assert_int_equal(id[19], '4');
    assert_string_not_equal(id, vz_session_instance_id(two));
    assert_string_equal(vz_session_value(one, "/data/meta/instanceID"), id);
    vz_session_destroy(one);
    vz_session_destroy(two);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_bytes),
        cmocka_unit_test(test_the_sequence_is_on_the_root),
        cmocka_unit_test(test_the_session_goes_on),
        cmocka_unit_test(test_what_is_not_relevant_is_left_out),
        cmocka_unit_test(test_an_id_is_added_where_the_form_has_none),
        cmocka_unit_test(test_namespaces_survive),
        cmocka_unit_test(test_metadata),
        cmocka_unit_test(test_each_session_has_an_id_of_its_own),
    };
    return cmocka_run_group_tests_name("session_submission", tests, NULL, NULL);
}
