/*
 * What is too much for a form is refused with one sentence, before it costs
 * memory or minutes.
 */
#include "base/file.h"
#include "form/xform/session.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct parts {
    struct vz_strbuf before; // <itext> and what else stands before
    struct vz_strbuf data;   // within the instance
    struct vz_strbuf binds;  // and other instances
    struct vz_strbuf body;
};

static void finish_parts(struct parts *parts) {
    vz_strbuf_finish(&parts->before);
    vz_strbuf_finish(&parts->data);
    vz_strbuf_finish(&parts->binds);
    vz_strbuf_finish(&parts->body);
}

static struct vz_form *load(struct parts *parts, const char *dir,
                            struct vz_error *error) {
    struct vz_strbuf xml = {0};
    struct vz_form_media media = {.dir = dir};
    vz_strbuf_printf(&xml,
                     "<h:html xmlns='http://www.w3.org/2002/xforms' "
                     "xmlns:h='http://www.w3.org/1999/xhtml' "
                     "xmlns:jr='http://openrosa.org/javarosa'><h:head><model>"
                     "%s<instance><data id='f'><a/>%s</data></instance>",
                     vz_strbuf_text(&parts->before),
                     vz_strbuf_text(&parts->data));
    vz_strbuf_append(&xml, vz_strbuf_text(&parts->binds));
    vz_strbuf_append(&xml, "</model></h:head><h:body>"
                           "<input ref='/data/a'><label>A</label></input>");
    vz_strbuf_append(&xml, vz_strbuf_text(&parts->body));
    vz_strbuf_append(&xml, "</h:body></h:html>");
    struct vz_form *form = vz_form_load(xml.data, xml.len, &media, error);
    vz_strbuf_finish(&xml);
    finish_parts(parts);
    return form;
}

static void refuse(struct parts *parts, const char *dir, const char *sentence) {
    struct vz_error error = {0};
    assert_null(load(parts, dir, &error));
    if (!strstr(error.message, sentence)) {
        fail_msg("said: %s", error.message);
    }
}

static void accept(struct parts *parts) {
    struct vz_error error = {0};
    struct vz_form *form = load(parts, NULL, &error);
    if (!form) {
        fail_msg("%s", error.message);
    }
    vz_form_destroy(form);
}

static void repeat_text(struct vz_strbuf *out, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_append(out, text);
    }
}

// ------------------------------------------------------------------ texts

static void test_many_texts(void **state) {
    struct parts parts = {0};
    vz_strbuf_append(&parts.before, "<itext><translation lang='en'>");
    for (size_t i = 0; i < 100000; i++) {
        vz_strbuf_printf(&parts.before, "<text id='%zu'><value/></text>", i);
    }
    vz_strbuf_append(&parts.before, "</translation></itext>");
    accept(&parts);
}

static void test_texts_times_languages(void **state) {
    struct parts parts = {0};
    vz_strbuf_append(&parts.before, "<itext>");
    for (size_t i = 0; i < 10000; i++) {
        vz_strbuf_printf(&parts.before,
                         "<translation lang='%zu'><text id='%zu'><value/>"
                         "</text></translation>",
                         i, i);
    }
    vz_strbuf_append(&parts.before, "</itext>");
    refuse(&parts, NULL, "too many texts for its 10000 languages");
}

// ------------------------------------------------------------ expressions

static void test_expressions_that_read_everything(void **state) {
    struct parts parts = {0};
    for (size_t i = 0; i < 3000; i++) {
        vz_strbuf_printf(&parts.data, "<q%zu/>", i);
        vz_strbuf_printf(&parts.binds,
                         "<bind nodeset='/data/q%zu' required='count(/data/*)"
                         "'/>",
                         i);
    }
    refuse(&parts, NULL, "read more than 5000000 values together");
}

static void refuse_calculation(size_t n, const char *before, const char *after,
                               const char *sentence) {
    struct parts parts = {0};
    vz_strbuf_append(&parts.binds, "<bind nodeset='/data/a' calculate='");
    repeat_text(&parts.binds, n, before);
    vz_strbuf_append(&parts.binds, "1");
    repeat_text(&parts.binds, n, after);
    vz_strbuf_append(&parts.binds, "'/>");
    refuse(&parts, NULL, sentence);
}

static void test_deep_and_long_expressions(void **state) {
    static const char longer[] = "bind /data/a, calculate: the expression is "
                                 "longer than 65536 bytes";
    refuse_calculation(100000, "(", ")", longer);
    refuse_calculation(100000, "-", "", longer);
    refuse_calculation(100000, "1 + ", "", longer);
    refuse_calculation(10000, "(", ")", "bind /data/a, calculate: ");
    refuse_calculation(10000, "if(1,", ",2)", "bind /data/a, calculate: ");
}

static void test_a_long_cycle_names_the_first(void **state) {
    struct parts parts = {0};
    for (size_t i = 0; i < 5000; i++) {
        vz_strbuf_printf(&parts.data, "<q%zu/>", i);
        vz_strbuf_printf(&parts.binds,
                         "<bind nodeset='/data/q%zu' calculate='/data/q%zu'/>",
                         i, (i + 1) % 5000);
    }
    refuse(&parts, NULL,
           "The calculations of /data/q0, /data/q1, /data/q2, /data/q3, "
           "/data/q4, /data/q5, /data/q6, /data/q7 and 4992 others need each "
           "other");
}

static void test_a_long_chain(void **state) {
    struct parts parts = {0};
    for (size_t i = 0; i < 5000; i++) {
        vz_strbuf_printf(&parts.data, "<q%zu/>", i);
        vz_strbuf_printf(&parts.binds,
                         "<bind nodeset='/data/q%zu' calculate='/data/%s%zu'/>",
                         i, i == 4999 ? "a[1] + " : "q", i == 4999 ? 1 : i + 1);
    }
    accept(&parts);
}

// A calculation that triples the text of the one before: 3^50 bytes.
static void test_texts_that_multiply(void **state) {
    struct parts parts = {0};
    struct vz_error error = {0};
    vz_strbuf_append(&parts.data, "<q0>abc</q0>");
    for (size_t i = 1; i < 50; i++) {
        vz_strbuf_printf(&parts.data, "<q%zu/>", i);
        vz_strbuf_printf(&parts.binds,
                         "<bind nodeset='/data/q%zu' calculate='concat("
                         "/data/q%zu, /data/q%zu, /data/q%zu)'/>",
                         i, i - 1, i - 1, i - 1);
    }
    struct vz_form *form = load(&parts, NULL, &error);
    assert_non_null(form);
    struct vz_session_params params = {.device_id = "d"};
    struct vz_session *session = vz_session_create(form, &params);
    // Refused or cut: what counts is that it ends.
    vz_session_destroy(session);
    vz_form_destroy(form);
}

// ------------------------------------------------------------------ trees

static void test_deep_bodies_and_instances(void **state) {
    struct parts parts = {0};
    repeat_text(&parts.body, 100000, "<group>");
    repeat_text(&parts.body, 100000, "</group>");
    refuse(&parts, NULL, "nested deeper than 100 levels");
    repeat_text(&parts.data, 100000, "<b>");
    repeat_text(&parts.data, 100000, "</b>");
    refuse(&parts, NULL, "nested deeper than 100 levels");
}

static void test_names_without_end(void **state) {
    struct parts parts = {0};
    for (size_t i = 0; i < 200000; i++) {
        vz_strbuf_printf(&parts.data, "<q%zu/>", i);
    }
    refuse(&parts, NULL, "more than 100000 different names");
}

// ------------------------------------------------------------------ files

// Loads a form that has this file as its list.
static void refuse_file(const char *name, const struct vz_strbuf *bytes,
                        const char *sentence) {
    struct parts parts = {0};
    char dir[] = "/tmp/vz-limits-XXXXXX", path[100];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    assert_int_equal(vz_file_replace(path, bytes->data, bytes->len), VZ_OK);
    vz_strbuf_printf(&parts.binds, "<instance id='l' src='jr://file/%s'/>",
                     name);
    refuse(&parts, dir, sentence);
    unlink(path);
    rmdir(dir);
}

static void test_csv(void **state) {
    struct vz_strbuf csv = {0};
    for (size_t i = 0; i < 1000000; i++) {
        vz_strbuf_printf(&csv, "c%zu,", i);
    }
    refuse_file("l.csv", &csv,
                "l.csv: A CSV file of the form has more than "
                "1000 columns");
    vz_strbuf_clear(&csv);
    vz_strbuf_append(&csv, "a,b,c,d\n");
    repeat_text(&csv, 600000, ",,,\n");
    refuse_file("l.csv", &csv,
                "l.csv: The lists of the form have more than "
                "2000000 cells");
    vz_strbuf_finish(&csv);
}

static void test_geojson(void **state) {
    static const char start[] = "{\"type\":\"FeatureCollection\",\"features\":";
    struct vz_strbuf json = {0};
    vz_strbuf_append(&json, start);
    repeat_text(&json, 1000000, "[");
    refuse_file("l.geojson", &json, "l.geojson: line 1: maximum parsing depth");
    vz_strbuf_clear(&json);
    vz_strbuf_append(&json, start);
    vz_strbuf_append(&json, "[{\"geometry\":{\"type\":\"LineString\","
                            "\"coordinates\":[");
    repeat_text(&json, 100000, "[1e308,2],");
    vz_strbuf_append(&json, "[1,2]]}}]}");
    refuse_file("l.geojson", &json, "l.geojson: a feature's geometry is not");
    vz_strbuf_finish(&json);
}

static void test_xml_files(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
                           "'&a;&a;&a;'>]><root><item>&b;</item></root>");
    refuse_file("l.xml", &xml, "l.xml: The file declares XML entities");
    vz_strbuf_clear(&xml);
    vz_strbuf_append(&xml, "<root");
    for (size_t i = 0; i < 500000; i++) {
        vz_strbuf_printf(&xml, " a%zu='1'", i);
    }
    vz_strbuf_append(&xml, "/>");
    refuse_file("l.xml", &xml,
                "l.xml: An element of the file has more than "
                "1000 attributes");
    vz_strbuf_finish(&xml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_texts),
        cmocka_unit_test(test_texts_times_languages),
        cmocka_unit_test(test_expressions_that_read_everything),
        cmocka_unit_test(test_deep_and_long_expressions),
        cmocka_unit_test(test_a_long_cycle_names_the_first),
        cmocka_unit_test(test_a_long_chain),
        cmocka_unit_test(test_texts_that_multiply),
        cmocka_unit_test(test_deep_bodies_and_instances),
        cmocka_unit_test(test_names_without_end),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_geojson),
        cmocka_unit_test(test_xml_files),
    };
    return cmocka_run_group_tests_name("form_limits", tests, NULL, NULL);
}
