#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOON INT64_C(1795521600000)

#define BODY                                                            \
    "<input ref='/data/name'><label>N</label></input>"                  \
    "<group ref='/data/g' appearance='field-list'>"                     \
    "<input ref='/data/g/p'><label>P</label></input>"                   \
    "<input ref='/data/g/q'><label>Q</label></input></group>"           \
    "<repeat nodeset='/data/r'><input ref='/data/r/k'><label>K</label>" \
    "</input></repeat>"

#define INSTANCE \
    "<name/><g><p/><q/></g><r><k/></r><meta><instanceID/><audit/></meta>"

#define ODK "xmlns:odk='http://www.opendatakit.org/xforms'"

static struct vz_form *form_with(const char *bind) {
    return form_fixture_make(&(struct form_parts){
        .instance = INSTANCE, .model = bind, .body = BODY});
}

static struct vz_session *session_of(const struct vz_form *form) {
    static const char *const places[] = {"52.1 4.3 7 5"};
    struct vz_session_params params = {.device_id = "",
                                       .username = "kim",
                                       .locations = places,
                                       .n_locations = 1,
                                       .audits = true};
    vz_clock_freeze(NOON);
    struct vz_session *session = vz_session_create(form, &params);
    assert_non_null(session);
    return session;
}

static void expect_log(struct vz_session *session, bool finalized,
                       const char *wanted) {
    struct vz_strbuf csv = {0};
    assert_true(vz_session_write_audit(session, finalized, &csv));
    assert_string_equal(vz_strbuf_text(&csv), wanted);
    vz_strbuf_finish(&csv);
}

static void test_times(void **state) {
    struct vz_form *form = form_with("<bind nodeset='/data/meta/audit' "
                                     "type='binary'/>");
    struct vz_session *session = session_of(form);
    vz_clock_advance(1000);
    assert_true(vz_session_next(session));
    vz_clock_advance(500);
    form_fixture_answer(session, "/data/name", "Kim");
    assert_true(vz_session_next(session));
    vz_clock_advance(250);
    const char *before = "event,node,start,end\n"
                         "form start,,1795521600000,\n"
                         "question,/data/name,1795521601000,1795521601500\n"
                         "group questions,/data/g,1795521601500,";
    char wanted[600];
    snprintf(wanted, sizeof(wanted), "%s1795521601750\n", before);
    expect_log(session, false, wanted);
    // Looking at it does not end what is going on.
    vz_clock_advance(250);
    snprintf(wanted, sizeof(wanted),
             "%s1795521602000\nform exit,,1795521602000,\n"
             "form finalize,,1795521602000,\n",
             before);
    expect_log(session, true, wanted);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_changes(void **state) {
    struct vz_form *form =
        form_with("<bind nodeset='/data/meta/audit' type='binary' " ODK
                  " odk:track-changes='true' odk:identify-user='true'/>");
    struct vz_session *session = session_of(form);
    assert_true(vz_session_next(session));
    form_fixture_answer(session, "/data/name", "a");
    form_fixture_answer(session, "/data/name", "b, \"c\"");
    assert_true(vz_session_next(session));
    form_fixture_answer(session, "/data/g/q", "say \"x\"");
    form_fixture_answer(session, "/data/g/p", "1");
    form_fixture_answer(session, "/data/g/p", "");
    assert_true(vz_session_prev(session));
    assert_int_equal(vz_session_answer(session, "/data/r[1]/k", "k"),
                     VZ_ANSWER_OK);
    expect_log(session, false,
               "event,node,start,end,old-value,new-value,user\n"
               "form start,,1795521600000,,,,kim\n"
               "question,/data/name,1795521600000,1795521600000,,"
               "\"b, \"\"c\"\"\",kim\n"
               "group questions,/data/g,1795521600000,1795521600000,,,kim\n"
               "question,/data/g/q,1795521600000,1795521600000,,say \"x\",kim\n"
               "question,/data/g/p,1795521600000,1795521600000,,,kim\n"
               "question,/data/name,1795521600000,1795521600000,,,kim\n"
               "question,/data/r[1]/k,1795521600000,1795521600000,,k,kim\n");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_repeats_places_and_jumps(void **state) {
    struct vz_form *form =
        form_with("<bind nodeset='/data/meta/audit' type='binary' " ODK
                  " odk:location-priority='balanced' "
                  "odk:location-min-interval='1' odk:location-max-age='5'/>");
    struct vz_session *session = session_of(form);
    assert_int_equal(vz_session_grow(session, "/data/r"), VZ_ANSWER_OK);
    assert_true(vz_session_jump(session, "/data"));
    assert_int_equal(vz_session_remove_repeat(session, "/data/r[2]"),
                     VZ_ANSWER_OK);
    vz_session_audit_refusal(session, "/data/name");
    expect_log(session, false,
               "event,node,start,end,latitude,longitude,accuracy\n"
               "form start,,1795521600000,,52.1,4.3,5\n"
               "add repeat,/data/r,1795521600000,,52.1,4.3,5\n"
               "jump,,1795521600000,,52.1,4.3,5\n"
               "delete repeat,/data/r[2],1795521600000,,52.1,4.3,5\n"
               "constraint error,/data/name,1795521600000,,52.1,4.3,5\n");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void count_name(const char *name, void *userdata) {
    assert_string_equal(name, VZ_AUDIT_NAME);
    ++*(int *)userdata;
}

static void test_goes_along(void **state) {
    struct vz_form *form = form_with("<bind nodeset='/data/meta/audit' "
                                     "type='binary'/>");
    struct vz_session *session = session_of(form);
    int n = 0;
    vz_session_each_attachment(session, count_name, &n);
    assert_int_equal(n, 1);
    char *xml = form_fixture_xml(session);
    assert_non_null(strstr(xml, "<audit>audit.csv</audit>"));
    free(xml);
    vz_session_destroy(session);
    // Who does not ask for the log gets no name of a file that is not there.
    session = form_fixture_session(form);
    assert_false(vz_session_audits(session));
    vz_session_each_attachment(session, count_name, &n);
    assert_int_equal(n, 1);
    struct vz_strbuf csv = {0};
    assert_false(vz_session_write_audit(session, true, &csv));
    vz_strbuf_finish(&csv);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void open_and_expect(const struct vz_form *form, const char *xml,
                            const char *former, const char *wanted) {
    struct vz_session_params params = {
        .device_id = "", .audits = true, .audit = former};
    struct vz_saved_instance saved = {xml, strlen(xml), true};
    struct vz_session *session = vz_session_open(form, &params, &saved, NULL);
    assert_non_null(session);
    assert_true(vz_session_wants_reason(session));
    vz_session_audit_reason(session, "typo");
    expect_log(session, false, wanted);
    vz_session_destroy(session);
}

static void test_goes_on_after_a_former_log(void **state) {
    struct vz_form *form =
        form_with("<bind nodeset='/data/meta/audit' type='binary' " ODK
                  " odk:track-changes-reasons='on-form-edit'/>");
    struct vz_session *session = session_of(form);
    assert_false(vz_session_wants_reason(session));
    char *xml = form_fixture_xml(session);
    vz_session_destroy(session);
    open_and_expect(form, xml,
                    "event,node,start,end,change-reason\nform start,,5,,",
                    "event,node,start,end,change-reason\nform start,,5,,\n"
                    "form resume,,1795521600000,,\n"
                    "change reason,,1795521600000,,typo\n");
    // Other columns: it cannot go on.
    open_and_expect(form, xml, "event,node,start,end\nform start,,5,\n",
                    "event,node,start,end,change-reason\n"
                    "form resume,,1795521600000,,\n"
                    "change reason,,1795521600000,,typo\n");
    free(xml);
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_repeats_places_and_jumps),
        cmocka_unit_test(test_goes_along),
        cmocka_unit_test(test_goes_on_after_a_former_log),
    };
    return cmocka_run_group_tests_name("session_audit", tests, NULL, NULL);
}
