#include "support/form_fixture.h"

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/vz-external-XXXXXX";

static int make_dir(void **state) {
    return mkdtemp(dir) ? 0 : -1;
}

static void path_of(const char *name, char path[200]) {
    snprintf(path, 200, "%s/%s", dir, name);
}

static int remove_dir(void **state) {
    char path[200];
    path_of("places.csv", path);
    unlink(path);
    path_of("places.xml", path);
    unlink(path);
    return rmdir(dir);
}

static void write_file(const char *name, const char *text) {
    char path[200];
    path_of(name, path);
    assert_int_equal(vz_file_write(path, text, strlen(text)), VZ_OK);
}

static struct vz_form *load(const char *src, struct vz_error *error) {
    char xml[2000];
    snprintf(xml, sizeof(xml),
             "<h:html xmlns='http://www.w3.org/2002/xforms' "
             "xmlns:h='http://www.w3.org/1999/xhtml'><h:head><model>"
             "<instance><data id='x'><town/><a/></data></instance>"
             "<instance id='places' src='%s'/></model></h:head><h:body>"
             "<input ref='/data/town'><label>T</label></input>"
             "<select1 ref='/data/a'><label>A</label><itemset "
             "nodeset=\"instance('places')/root/item[town = /data/town]\">"
             "<value ref='name'/><label ref='label'/></itemset></select1>"
             "</h:body></h:html>",
             src);
    struct vz_form_media media = {.dir = dir};
    return vz_form_load(xml, strlen(xml), &media, error);
}

static void expect_choices(const char *src) {
    struct vz_error error;
    struct vz_form *form = load(src, &error);
    assert_non_null(form);
    struct vz_session *session = form_fixture_session(form);
    form_fixture_answer(session, "/data/town", "a");
    assert_true(vz_session_jump(session, "/data/a"));
    const struct vz_question *question =
        &vz_session_event(session)->questions[0];
    assert_int_equal(question->n_choices, 2);
    assert_string_equal(question->choices[0].name, "s1");
    assert_string_equal(question->choices[0].label, "Kerk, \"straat\"");
    assert_string_equal(question->choices[1].label, "Weg\nTwee");
    vz_session_destroy(session);
    vz_form_destroy(form);
}

static void test_csv(void **state) {
    write_file("places.csv", "\xef\xbb\xbfname,label,town\r\n"
                             "s1,\"Kerk, \"\"straat\"\"\",a\r\n"
                             "s2,\"Weg\nTwee\",a\r\n"
                             "\r\n"
                             "s3,Drie,b");
    expect_choices("jr://file-csv/places.csv");
}

static void test_xml(void **state) {
    write_file("places.xml",
               "<root><item><name>s1</name><label>Kerk, \"straat\"</label>"
               "<town>a</town></item><item><name>s2</name>"
               "<label>Weg\nTwee</label><town>a</town></item></root>");
    expect_choices("jr://file/places.xml");
}

static void test_broken_xml_is_named(void **state) {
    write_file("places.xml", "<root><item>");
    struct vz_error error;
    assert_null(load("jr://file/places.xml", &error));
    assert_int_equal(error.status, VZ_SYNTAX);
    assert_non_null(strstr(error.message, "places.xml: "));
}

static void test_absent_and_foreign_files_are_empty_lists(void **state) {
    static const char *const sources[] = {
        "jr://file/none.xml", "jr://file/../../etc/passwd.csv",
        "jr://instance/last-saved", "jr://file/map.geojson"};
    for (size_t i = 0; i < 4; i++) {
        struct vz_error error;
        struct vz_form *form = load(sources[i], &error);
        assert_non_null(form);
        struct vz_session *session = form_fixture_session(form);
        form_fixture_answer(session, "/data/town", "a");
        assert_true(vz_session_jump(session, "/data/a"));
        assert_int_equal(vz_session_event(session)->questions[0].n_choices, 0);
        vz_session_destroy(session);
        vz_form_destroy(form);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_broken_xml_is_named),
        cmocka_unit_test(test_absent_and_foreign_files_are_empty_lists),
    };
    return cmocka_run_group_tests_name("form_external", tests, make_dir,
                                       remove_dir);
}
