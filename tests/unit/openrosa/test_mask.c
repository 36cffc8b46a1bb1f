// Masked XML: what is kept reads as before, what is not is gone.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/mask.h"
#include "openrosa/openrosa.h"

#include <string.h>

static const char xml[] =
    "<?xml version=\"1.0\"?><!-- Ada wrote this -->"
    "<data id=\"proef\" version=\"1\" xmlns:vz=\"urn:vertelzuil:form\""
    " vz:sequence=\"7\" xml:lang=\"nl\" "
    "xmlns:orx=\"http://openrosa.org/xforms\">"
    "<rating>3</rating>Ada <story kind=\"Ada\">Ada &amp; "
    "<![CDATA[<Bo>]]></story>"
    "<pets><name>Ada's cat</name><age>4 &lt; 5</age></pets><pets/>"
    "<group a=\"1\"><inner b=\"2\">x</inner></group><empty/>"
    "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>";

static bool keeps(const char *path, const char *text, void *userdata) {
    (*(int *)userdata)++;
    return strcmp(path, "story") != 0 && strcmp(path, "pets/name") != 0;
}

static bool is_repeat(const char *path, void *userdata) {
    return !strcmp(path, "pets");
}

static const char *value_of(const struct vz_submission *submission,
                            const char *path) {
    for (size_t i = 0; i < submission->n_values; i++) {
        if (!strcmp(submission->values[i].path, path)) {
            return submission->values[i].text;
        }
    }
    return NULL;
}

static void the_rest_reads_as_before(void **state) {
    struct vz_strbuf out = {0};
    int n = 0;
    assert_int_equal(vz_submission_mask(&out, xml, strlen(xml), keeps, &n),
                     VZ_OK);
    assert_null(strstr(out.data, "Ada"));
    assert_null(strstr(out.data, "Bo"));
    struct vz_submission s;
    assert_int_equal(
        vz_submission_parse(&s, out.data, out.len, is_repeat, NULL, NULL),
        VZ_OK);
    assert_string_equal(s.form_id, "proef");
    assert_string_equal(s.version, "1");
    assert_string_equal(s.instance_id, "uuid:1");
    assert_int_equal(s.sequence, 7);
    assert_string_equal(value_of(&s, "rating"), "3");
    assert_string_equal(value_of(&s, "story"), "");
    assert_string_equal(value_of(&s, "pets/name"), "");
    assert_string_equal(value_of(&s, "pets/age"), "4 < 5");
    assert_string_equal(value_of(&s, "group/inner"), "x");
    assert_int_equal(s.n_repeats, 2);
    assert_non_null(strstr(out.data, "xml:lang=\"nl\""));
    assert_non_null(strstr(out.data, "<inner b=\"2\">"));
    vz_submission_finish(&s);
    vz_strbuf_finish(&out);
}

static void masking_twice_is_masking_once(void **state) {
    struct vz_strbuf once = {0}, twice = {0};
    int n = 0;
    assert_int_equal(vz_submission_mask(&once, xml, strlen(xml), keeps, &n),
                     VZ_OK);
    assert_int_equal(vz_submission_mask(&twice, once.data, once.len, keeps, &n),
                     VZ_OK);
    assert_string_equal(once.data, twice.data);
    vz_strbuf_finish(&once);
    vz_strbuf_finish(&twice);
}

static void a_namespace_ends_with_its_element(void **state) {
    static const char text[] = "<a xmlns=\"urn:a\"><b xmlns=\"\">1</b><c>2</c>"
                               "</a>";
    struct vz_strbuf out = {0};
    int n = 0;
    assert_int_equal(vz_submission_mask(&out, text, strlen(text), keeps, &n),
                     VZ_OK);
    assert_string_equal(out.data, text);
    assert_int_equal(n, 2);
    vz_strbuf_finish(&out);
}

static void damage_is_told(void **state) {
    static const char doctype[] = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
    struct vz_strbuf out = {0};
    int n = 0;
    assert_int_equal(vz_submission_mask(&out, xml, strlen(xml) - 3, keeps, &n),
                     VZ_SYNTAX);
    assert_int_equal(
        vz_submission_mask(&out, doctype, strlen(doctype), keeps, &n),
        VZ_INVALID);
    vz_strbuf_clear(&out);
    for (int i = 0; i < 101; i++) {
        vz_strbuf_append(&out, "<a>");
    }
    struct vz_strbuf masked = {0};
    assert_int_equal(vz_submission_mask(&masked, out.data, out.len, keeps, &n),
                     VZ_LIMIT);
    vz_strbuf_finish(&masked);
    vz_strbuf_finish(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rest_reads_as_before),
        cmocka_unit_test(masking_twice_is_masking_once),
        cmocka_unit_test(a_namespace_ends_with_its_element),
        cmocka_unit_test(damage_is_told),
    };
    return cmocka_run_group_tests_name("mask", tests, NULL, NULL);
}
