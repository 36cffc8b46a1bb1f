// Reading a submission: values, repeats, metadata, and what is refused.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/openrosa.h"

#include <stdlib.h>
#include <string.h>

static bool is_row(const char *path, void *userdata) {
    return !strcmp(path, "huis") || !strcmp(path, "huis/kind");
}

static enum vz_status parse(struct vz_submission *submission, const char *xml) {
    return vz_submission_parse(submission, xml, strlen(xml), is_row, NULL,
                               NULL);
}

static void assert_value(const struct vz_submission *submission, size_t i,
                         const char *path, const char *text, int repeat) {
    assert_true(i < submission->n_values);
    assert_string_equal(submission->values[i].path, path);
    assert_string_equal(submission->values[i].text, text);
    assert_int_equal(submission->values[i].repeat, repeat);
}

static void values_and_metadata_are_found(void **state) {
    struct vz_submission s;
    assert_int_equal(
        parse(&s, "<?xml version='1.0'?>\n"
                  "<data id='kort&amp;goed' version='3' "
                  "xmlns:orx='http://openrosa.org/xforms'>\n"
                  "  <groep>\n    <hoe>goed</hoe><leeg/>\n  </groep>\n"
                  "  <verhaal> een &lt;b&gt; &amp; \n twee&#233; </verhaal>"
                  "<x><![CDATA[a<b]]></x>"
                  "  <orx:meta><orx:instanceID> uuid:1 </orx:instanceID>"
                  "<orx:deprecatedID>uuid:0</orx:deprecatedID>"
                  "<orx:instanceName>n</orx:instanceName>"
                  "<orx:deviceID>kiosk:9</orx:deviceID></orx:meta></data>"),
        VZ_OK);
    assert_string_equal(s.form_id, "kort&goed");
    assert_string_equal(s.version, "3");
    assert_string_equal(s.instance_id, "uuid:1");
    assert_string_equal(s.deprecated_id, "uuid:0");
    assert_string_equal(s.instance_name, "n");
    assert_string_equal(s.device_id, "kiosk:9");
    assert_false(s.encrypted);
    assert_value(&s, 0, "groep/hoe", "goed", -1);
    assert_value(&s, 1, "groep/leeg", "", -1);
    assert_value(&s, 2, "verhaal", " een <b> & \n twee\xc3\xa9 ", -1);
    assert_value(&s, 3, "x", "a<b", -1);
    assert_value(&s, 4, "meta/instanceID", " uuid:1 ", -1);
    assert_int_equal(s.n_values, 8);
    vz_submission_finish(&s);
}

static void repeats_nest(void **state) {
    struct vz_submission s;
    assert_int_equal(parse(&s, "<d id='f'><huis><straat>A</straat>"
                               "<kind><naam>1</naam></kind><kind/></huis>"
                               "<huis><straat>B</straat>"
                               "<kind><naam>2</naam></kind></huis>"
                               "<na>z</na></d>"),
                     VZ_OK);
    assert_int_equal(s.n_repeats, 5);
    const int parents[] = {-1, 0, 0, -1, 3};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(s.repeats[i].parent, parents[i]);
    }
    assert_string_equal(s.repeats[4].path, "huis/kind");
    assert_int_equal(s.n_values, 5);
    assert_value(&s, 1, "huis/kind/naam", "1", 1);
    assert_value(&s, 2, "huis/straat", "B", 3);
    assert_value(&s, 3, "huis/kind/naam", "2", 4);
    assert_value(&s, 4, "na", "z", -1);
    vz_submission_finish(&s);
}

static void an_encrypted_manifest_names_its_files(void **state) {
    struct vz_submission s;
    assert_int_equal(
        parse(&s,
              "<data xmlns='http://www.opendatakit.org/xforms/encrypted' "
              "id='f' version='1' encrypted='yes'><base64EncryptedKey>k"
              "</base64EncryptedKey><meta xmlns='http://openrosa.org/xforms'>"
              "<instanceID>uuid:2</instanceID></meta>"
              "<media><file>a.ogg.enc</file></media>"
              "<media><file>b.jpg.enc</file></media>"
              "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
              "</data>"),
        VZ_OK);
    assert_true(s.encrypted);
    assert_string_equal(s.form_id, "f");
    assert_int_equal(s.n_attachments, 3);
    assert_string_equal(s.attachments[0], "a.ogg.enc");
    assert_string_equal(s.attachments[2], "submission.xml.enc");
    vz_submission_finish(&s);
}

static void what_is_missing_is_null(void **state) {
    struct vz_submission s;
    assert_int_equal(parse(&s, "<data><a>1</a></data>"), VZ_OK);
    assert_null(s.form_id);
    assert_null(s.instance_id);
    assert_string_equal(s.version, "");
    vz_submission_finish(&s);
    assert_int_equal(parse(&s, "<data xmlns='urn:f' instanceID='uuid:3'/>"),
                     VZ_OK);
    assert_string_equal(s.form_id, "urn:f");
    assert_string_equal(s.instance_id, "uuid:3");
    assert_int_equal(s.n_values, 0);
    vz_submission_finish(&s);
}

static void what_is_not_xml_is_refused_without_quoting_it(void **state) {
    static const char *const bad[] = {
        "",
        "geheim",
        "<data><a>geheim</data>",
        "<data>geheim",
        "<data/>geheim",
        "<data>&geheim;</data>",
        "<data>\x01</data>",
        "<data>\xff\xfe</data>",
        "<html><body><p>geheim<br></body></html>",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct vz_submission s;
        struct vz_error error = {0};
        assert_int_equal(
            vz_submission_parse(&s, bad[i], strlen(bad[i]), NULL, NULL, &error),
            VZ_SYNTAX);
        assert_int_equal(error.status, VZ_SYNTAX);
        assert_true(error.message[0]);
        assert_null(strstr(error.message, "geheim"));
        assert_int_equal(s.n_values, 0);
    }
}

static void document_types_and_entities_are_refused(void **state) {
    struct vz_submission s;
    assert_int_equal(parse(&s, "<!DOCTYPE d [<!ENTITY a 'aaaa'>"
                               "<!ENTITY b '&a;&a;&a;'>]><d>&b;</d>"),
                     VZ_INVALID);
    assert_int_equal(parse(&s, "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><d/>"),
                     VZ_INVALID);
}

static char *repeated(const char *head, const char *unit, size_t n,
                      const char *tail) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, head);
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_append(&xml, unit);
    }
    vz_strbuf_append(&xml, tail);
    return vz_strbuf_take(&xml);
}

static void limits_hold(void **state) {
    struct vz_submission s;
    char *xml = repeated("<d>", "<a>", 100, "");
    assert_int_equal(parse(&s, xml), VZ_LIMIT);
    free(xml);
    xml = repeated("<d>", "<a/>", 200001, "</d>");
    assert_int_equal(parse(&s, xml), VZ_LIMIT);
    free(xml);
    xml = repeated("<d>", "<huis/>", 200001, "</d>");
    assert_int_equal(parse(&s, xml), VZ_LIMIT);
    free(xml);
    xml = repeated("<d><", "longname", 300, "/></d>");
    assert_int_equal(parse(&s, xml), VZ_LIMIT);
    free(xml);
    xml = repeated("<d><a>", "0123456789", 1024 * 1024 + 1, "</a></d>");
    assert_int_equal(parse(&s, xml), VZ_LIMIT);
    free(xml);
    xml =
        repeated("<d><meta><instanceID>", "x", 250, "</instanceID></meta></d>");
    assert_int_equal(parse(&s, xml), VZ_LIMIT);
    free(xml);
}

// libxml2 compares each attribute of an element with all others.
static void attributes_without_end(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<d");
    for (int i = 0; i < 900000; i++) {
        vz_strbuf_printf(&xml, " a%d=''", i);
    }
    vz_strbuf_append(&xml, "/>");
    struct vz_submission s;
    assert_int_equal(parse(&s, xml.data), VZ_LIMIT);
    vz_strbuf_finish(&xml);
}

// A deep chain of long names above many leaves must not multiply.
static void paths_do_not_multiply(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<d>");
    char *name = repeated("", "n", 1900, "");
    vz_strbuf_printf(&xml, "<%s>", name);
    for (int i = 0; i < 190000; i++) {
        vz_strbuf_append(&xml, "<a/>");
    }
    vz_strbuf_printf(&xml, "</%s></d>", name);
    struct vz_submission s;
    assert_int_equal(parse(&s, xml.data), VZ_LIMIT);
    vz_strbuf_finish(&xml);
    free(name);
}

static void a_large_story_is_read_whole(void **state) {
    char *xml = repeated("<d><a>", "0123456789", 900000, "</a></d>");
    struct vz_submission s;
    assert_int_equal(parse(&s, xml), VZ_OK);
    assert_int_equal(strlen(s.values[0].text), 9000000);
    vz_submission_finish(&s);
    free(xml);
}

// Every prefix and every changed byte: an answer, never a crash.
static void broken_bytes_never_crash(void **state) {
    static const char good[] =
        "<d id='f&amp;' v='2'><huis><kind><a>1&#65;</a></kind></huis>"
        "<!-- c --><?pi x?><b><![CDATA[x]]></b></d>";
    char bytes[sizeof(good)];
    struct vz_submission s;
    for (size_t len = 0; len < sizeof(good); len++) {
        vz_submission_parse(&s, good, len, is_row, NULL, NULL);
        vz_submission_finish(&s);
    }
    for (size_t i = 0; i < sizeof(good) - 1; i++) {
        for (int c = 0; c < 256; c += 5) {
            memcpy(bytes, good, sizeof(good));
            bytes[i] = (char)c;
            vz_submission_parse(&s, bytes, sizeof(good) - 1, is_row, NULL,
                                NULL);
            vz_submission_finish(&s);
        }
    }
    assert_int_equal(parse(&s, good), VZ_OK);
    vz_submission_finish(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_metadata_are_found),
        cmocka_unit_test(repeats_nest),
        cmocka_unit_test(an_encrypted_manifest_names_its_files),
        cmocka_unit_test(what_is_missing_is_null),
        cmocka_unit_test(what_is_not_xml_is_refused_without_quoting_it),
        cmocka_unit_test(document_types_and_entities_are_refused),
        cmocka_unit_test(attributes_without_end),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(paths_do_not_multiply),
        cmocka_unit_test(a_large_story_is_read_whole),
        cmocka_unit_test(broken_bytes_never_crash),
    };
    return cmocka_run_group_tests_name("submission", tests, NULL, NULL);
}
