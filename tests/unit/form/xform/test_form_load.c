#include "form/xform/form.h"
#include "support/form_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(const char *xml, enum vz_status status, const char *part) {
    struct vz_error error;
    assert_null(vz_form_load(xml, strlen(xml), NULL, &error));
    assert_int_equal(error.status, status);
    if (!strstr(error.message, part)) {
        fail_msg("'%s' is not in: %s", part, error.message);
    }
}

static void refuse_parts(const struct form_parts *parts, const char *part) {
    struct vz_error error;
    form_fixture_refused(parts, &error);
    if (!strstr(error.message, part)) {
        fail_msg("'%s' is not in: %s", part, error.message);
    }
}

static void test_not_xml(void **state) {
    refuse("this is no form", VZ_SYNTAX, "not well-formed XML: line 1");
    refuse("<h:html xmlns:h='x'><h:head>", VZ_SYNTAX, "line 1");
    refuse("", VZ_SYNTAX, "not well-formed");
}

static void test_no_model(void **state) {
    refuse("<html><body>hello</body></html>", VZ_INVALID, "<model>");
    refuse("<html><head><model/></head></html>", VZ_INVALID, "<body>");
    refuse("<html><head><model/></head><body/></html>", VZ_INVALID,
           "<instance>");
    refuse("<html><head><model><instance/></model></head><body/></html>",
           VZ_INVALID, "empty");
    refuse("<html><head><model><instance><d><a/></d></instance></model>"
           "</head><body/></html>",
           VZ_INVALID, "attribute id");
}

static void test_entities_are_refused(void **state) {
    refuse("<!DOCTYPE h [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>"
           "<html><head><model><instance><d id='x'><a>&b;</a></d></instance>"
           "</model></head><body/></html>",
           VZ_INVALID, "entities");
    refuse("<!DOCTYPE h [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
           "<html><head><model><instance><d id='x'><a>&a;</a></d></instance>"
           "</model></head><body/></html>",
           VZ_INVALID, "entities");
}

static void test_too_deep(void **state) {
    char xml[4000] = "<html><head><model><instance><d id='x'>";
    for (int i = 0; i < 120; i++) {
        strcat(xml, "<g>");
    }
    for (int i = 0; i < 120; i++) {
        strcat(xml, "</g>");
    }
    strcat(xml, "</d></instance></model></head><body/></html>");
    refuse(xml, VZ_LIMIT, "deeper than 100");
}

static void test_too_large(void **state) {
    size_t len = 20 * 1024 * 1024 + 1;
    char *xml = malloc(len);
    assert_non_null(xml);
    memset(xml, ' ', len);
    struct vz_error error;
    assert_null(vz_form_load(xml, len, NULL, &error));
    assert_int_equal(error.status, VZ_LIMIT);
    free(xml);
}

static void test_errors_name_the_place(void **state) {
    refuse_parts(
        &(struct form_parts){
            .instance = "<leeftijd/><b/>",
            .model = "<bind nodeset='/data/b' relevant='/data/leeftjd > 3'/>"},
        "bind /data/b, relevant: ");
    refuse_parts(
        &(struct form_parts){
            .instance = "<leeftijd/><b/>",
            .model = "<bind nodeset='/data/b' relevant='/data/leeftjd > 3'/>"},
        "leeftijd");
    refuse_parts(&(struct form_parts){.instance = "<a/>",
                                      .model = "<bind nodeset='/data/x'/>"},
                 "bind /data/x: ");
    refuse_parts(
        &(struct form_parts){.instance = "<a/>",
                             .body = "<input ref='/data/x'><label>x</label>"
                                     "</input>"},
        "input /data/x: ");
    refuse_parts(&(struct form_parts){.instance = "<a/>",
                                      .body =
                                          "<input ref='/data/a'><label>Hi "
                                          "<output value='/data/q'/></label>"
                                          "</input>"},
                 "input /data/a, label: ");
    refuse_parts(&(struct form_parts){.instance = "<a/>",
                                      .body =
                                          "<input ref='/data/a'><label "
                                          "ref=\"jr:itext('nope')\"/></input>"},
                 "'nope'");
    refuse_parts(&(struct form_parts){.instance = "<a/>",
                                      .model =
                                          "<setvalue ref='/data/z' "
                                          "event='odk-instance-first-load'/>"},
                 "setvalue /data/z: ");
    refuse_parts(&(struct form_parts){.instance = "<a/>",
                                      .body = "<repeat nodeset='/data' "
                                              "jr:count='2'><input "
                                              "ref='/data/a'/></repeat>"},
                 "repeat /data: only an element within");
    refuse_parts(&(struct form_parts){.instance = "<a n='1'/>",
                                      .model = "<bind nodeset='/data/a/@n'/>",
                                      .body = "<repeat nodeset='/data/a/@n'/>"},
                 "repeat /data/a/@n: only an element within");
    refuse_parts(
        &(struct form_parts){.instance = "<a/>", .body = "<input>\n</input>"},
        "input on line 1: ");
    refuse_parts(&(struct form_parts){.instance = "<a/>",
                                      .body = "\n\n<select1 ref=''/>"},
                 "select1 on line 3: ");
    refuse_parts(
        &(struct form_parts){.instance = "<a/>",
                             .model = "\n<setvalue event='odk-new-repeat'/>"},
        "setvalue on line 2: ");
}

static void test_cycles_are_named(void **state) {
    refuse_parts(
        &(struct form_parts){
            .instance = "<a/><b/>",
            .model = "<bind nodeset='/data/a' calculate='/data/b + 1'/>"
                     "<bind nodeset='/data/b' calculate='/data/a + 1'/>"},
        "The calculations of /data/a and /data/b need each other: ");
    refuse_parts(
        &(struct form_parts){
            .instance = "<a/><b/><c/><d/>",
            .model = "<bind nodeset='/data/c' calculate='/data/a'/>"
                     "<bind nodeset='/data/a' calculate='/data/b'/>"
                     "<bind nodeset='/data/b' calculate='/data/c'/>"
                     "<bind nodeset='/data/d' calculate='/data/c'/>"},
        "need each other: ");
    refuse_parts(
        &(struct form_parts){
            .instance = "<a/>",
            .model = "<bind nodeset='/data/a' calculate='/data/a + 1'/>"},
        "The calculation of /data/a needs itself");
    refuse_parts(
        &(struct form_parts){
            .instance = "<g><a/></g>",
            .model = "<bind nodeset='/data/g' relevant=\"/data/g/a = ''\"/>"},
        "The relevance of /data/g needs itself");
    refuse_parts(
        &(struct form_parts){
            .instance = "<g><a/></g><b/>",
            .model = "<bind nodeset='/data/g' relevant=\"/data/b = ''\"/>"
                     "<bind nodeset='/data/b' calculate='/data/g/a'/>"},
        "The relevance of /data/g and the calculation of /data/b need each");
}

static void test_head(void **state) {
    struct vz_form *form = form_fixture_load("story.xml");
    assert_string_equal(vz_form_id(form), "story");
    assert_string_equal(vz_form_version(form), "7");
    assert_string_equal(vz_form_title(form), "Een verhaal");
    assert_int_equal(vz_form_n_languages(form), 2);
    assert_string_equal(vz_form_language(form, 0), "Nederlands (nl)");
    assert_int_equal(vz_form_default_language(form), 0);
    assert_int_equal(vz_form_find_language(form, "en"), 1);
    assert_int_equal(vz_form_find_language(form, "nl-NL"), 0);
    assert_int_equal(vz_form_find_language(form, "ar"), -1);
    assert_string_equal(vz_form_attribute(form, "doors"), "resident");
    assert_null(vz_form_attribute(form, "minutes"));
    assert_string_equal(vz_form_role_ref(form, "consent"), "/data/consent");
    assert_string_equal(vz_form_role_ref(form, "story"), "/data/g/story");
    assert_null(vz_form_role_ref(form, "theme"));
    vz_form_destroy(form);
}

static void test_without_languages(void **state) {
    struct vz_form *form = form_fixture_make(
        &(struct form_parts){.instance = "<a/>", .model = "", .body = ""});
    assert_int_equal(vz_form_n_languages(form), 1);
    assert_string_equal(vz_form_language(form, 0), "default");
    vz_form_destroy(form);
}

static void test_missing_media_do_not_fail(void **state) {
    struct vz_form *form = form_fixture_make(&(struct form_parts){
        .instance = "<a/>",
        .model = "<instance id='places' src='jr://file-csv/places.csv'/>",
        .body = "<select1 ref='/data/a'><label>A</label><itemset "
                "nodeset=\"instance('places')/root/item\"><value "
                "ref='name'/><label ref='label'/></itemset></select1>"});
    struct vz_session *session = form_fixture_session(form);
    assert_true(vz_session_next(session));
    assert_int_equal(vz_session_event(session)->questions[0].n_choices, 0);
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_own_attributes_of_the_model(void **state) {
    struct vz_form *form = form_fixture_load("faults.xml");
    assert_string_equal(vz_form_attribute(form, "minutes"), "3");
    vz_form_destroy(form);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_xml),
        cmocka_unit_test(test_no_model),
        cmocka_unit_test(test_entities_are_refused),
        cmocka_unit_test(test_too_deep),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_errors_name_the_place),
        cmocka_unit_test(test_cycles_are_named),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_without_languages),
        cmocka_unit_test(test_missing_media_do_not_fail),
        cmocka_unit_test(test_own_attributes_of_the_model),
    };
    return cmocka_run_group_tests_name("form_load", tests, NULL, NULL);
}
