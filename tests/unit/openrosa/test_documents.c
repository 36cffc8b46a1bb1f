// Form list, manifest and response: written, read back, and refused.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "openrosa/openrosa.h"

#include <string.h>

static void a_form_list_comes_back(void **state) {
    const struct vz_formlist_item items[] = {
        {"kort", "Kort & goed <b>", "2026\"1", "md5:0", "http://h/f?a=1&b=2",
         NULL},
        {"verhaal", "Verhaal", "", "md5:1", "http://h/g", "http://h/g/m"},
    };
    struct vz_strbuf xml = {0};
    vz_formlist_write(&xml, items, 2);
    struct vz_formlist list;
    assert_int_equal(vz_formlist_parse(&list, xml.data, xml.len, NULL), VZ_OK);
    assert_int_equal(list.n, 2);
    assert_string_equal(list.items[0].name, items[0].name);
    assert_string_equal(list.items[0].version, items[0].version);
    assert_string_equal(list.items[0].download_url, items[0].download_url);
    assert_null(list.items[0].manifest_url);
    assert_string_equal(list.items[1].version, "");
    assert_string_equal(list.items[1].hash, "md5:1");
    assert_string_equal(list.items[1].manifest_url, "http://h/g/m");
    vz_formlist_finish(&list);
    vz_strbuf_finish(&xml);
}

// The bytes are pinned: other clients read them.
static void the_bytes_are_pinned(void **state) {
    struct vz_strbuf xml = {0};
    const struct vz_stored_file files[] = {{"", "aa"}, {"s&1.ogg", "bb"}};
    vz_response_write(&xml, "stored", files, 2);
    assert_string_equal(
        xml.data,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\" "
        "items=\"0\"><message nature=\"\">stored</message>"
        "<stored xmlns=\"urn:vertelzuil:hub\" name=\"\" sha256=\"aa\"/>"
        "<stored xmlns=\"urn:vertelzuil:hub\" name=\"s&amp;1.ogg\" "
        "sha256=\"bb\"/></OpenRosaResponse>\n");
    vz_strbuf_clear(&xml);
    vz_formlist_write(&xml, NULL, 0);
    assert_string_equal(
        xml.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">\n"
                  "</xforms>\n");
    vz_strbuf_clear(&xml);
    const struct vz_manifest_item item = {"a.png", "md5:3", "http://h/a",
                                          false};
    vz_manifest_write(&xml, &item, 1);
    assert_string_equal(
        xml.data,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">\n"
        "  <mediaFile><filename>a.png</filename><hash>md5:3</hash>"
        "<downloadUrl>http://h/a</downloadUrl></mediaFile>\n</manifest>\n");
    vz_strbuf_finish(&xml);
}

static void lists_of_other_servers_are_read(void **state) {
    static const char xml[] =
        "<?xml version=\"1.0\"?><xforms xmlns="
        "\"http://openrosa.org/xforms/xformsList\"><xform>"
        "<formID> a </formID><name/><version>1</version>"
        "<majorMinorVersion>1</majorMinorVersion>"
        "<descriptionText>x</descriptionText>"
        "<downloadUrl>https://h/a.xml</downloadUrl><manifestUrl/></xform>"
        "<xforms-group><groupID>g</groupID></xforms-group></xforms>";
    struct vz_formlist list;
    assert_int_equal(vz_formlist_parse(&list, xml, strlen(xml), NULL), VZ_OK);
    assert_int_equal(list.n, 1);
    assert_string_equal(list.items[0].form_id, "a");
    assert_string_equal(list.items[0].name, "a");
    assert_string_equal(list.items[0].hash, "");
    assert_null(list.items[0].manifest_url);
    vz_formlist_finish(&list);
}

static void what_is_no_form_list_is_refused(void **state) {
    static const struct {
        const char *xml;
        enum vz_status status;
    } cases[] = {
        {"<!DOCTYPE html><html><body>Log in<br></body></html>", VZ_INVALID},
        {"<html><body>Log in</body></html>", VZ_INVALID},
        {"<!DOCTYPE xforms><xforms/>", VZ_INVALID},
        {"<xforms><xform><name>n</name></xform></xforms>", VZ_INVALID},
        {"<xforms><xform><formID>a</formID></xform></xforms>", VZ_INVALID},
        {"<xforms><xform>", VZ_SYNTAX},
        {"", VZ_SYNTAX},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct vz_formlist list;
        struct vz_error error = {0};
        assert_int_equal(vz_formlist_parse(&list, cases[i].xml,
                                           strlen(cases[i].xml), &error),
                         cases[i].status);
        assert_int_equal(error.status, cases[i].status);
        assert_null(list.items);
    }
}

static enum vz_status parse_manifest(struct vz_manifest *manifest,
                                     const char *filename) {
    struct vz_manifest_item item = {filename, "md5:1", "http://h/x", false};
    struct vz_strbuf xml = {0};
    vz_manifest_write(&xml, &item, 1);
    enum vz_status status =
        vz_manifest_parse(manifest, xml.data, xml.len, NULL);
    vz_strbuf_finish(&xml);
    return status;
}

static void file_names_cannot_escape(void **state) {
    static const char *const bad[] = {"",       ".",    "..", "../a",
                                      "/etc/a", "a\\b", "a/b"};
    struct vz_manifest manifest;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_int_equal(parse_manifest(&manifest, bad[i]), VZ_INVALID);
    }
    assert_int_equal(parse_manifest(&manifest, "..a één.png"), VZ_OK);
    assert_string_equal(manifest.items[0].filename, "..a één.png");
    assert_false(manifest.items[0].entity_list);
    vz_manifest_finish(&manifest);
}

static void entity_lists_are_marked(void **state) {
    struct vz_manifest_item item = {"p.csv", "md5:1", "http://h/x", true};
    struct vz_strbuf xml = {0};
    struct vz_manifest manifest;
    vz_manifest_write(&xml, &item, 1);
    assert_int_equal(vz_manifest_parse(&manifest, xml.data, xml.len, NULL),
                     VZ_OK);
    assert_true(manifest.items[0].entity_list);
    vz_manifest_finish(&manifest);
    vz_strbuf_finish(&xml);
}

static void a_response_comes_back(void **state) {
    const struct vz_stored_file files[] = {{"", "aa"}, {"é.ogg", "bb"}};
    struct vz_strbuf xml = {0};
    vz_response_write(&xml, "dank <u>", files, 2);
    struct vz_response response;
    assert_int_equal(vz_response_parse(&response, xml.data, xml.len), VZ_OK);
    assert_string_equal(response.message, "dank <u>");
    assert_int_equal(response.n_files, 2);
    assert_string_equal(response.files[0].name, "");
    assert_string_equal(response.files[1].name, "é.ogg");
    assert_string_equal(response.files[1].sha256, "bb");
    vz_response_finish(&response);
    vz_strbuf_finish(&xml);
}

static void unknown_payloads_of_a_response_are_ignored(void **state) {
    static const char xml[] =
        "<OpenRosaResponse xmlns='http://openrosa.org/http/response'>"
        "<message nature='submit_success'>full</message><stored name='x'/>"
        "<submissionMetadata xmlns='http://www.opendatakit.org/xforms' "
        "id='f'/></OpenRosaResponse>";
    struct vz_response response;
    assert_int_equal(vz_response_parse(&response, xml, strlen(xml)), VZ_OK);
    assert_string_equal(response.message, "full");
    assert_int_equal(response.n_files, 0);
    vz_response_finish(&response);
    assert_int_equal(vz_response_parse(&response, "<html/>", 7), VZ_INVALID);
    assert_int_equal(vz_response_parse(&response, "{}", 2), VZ_SYNTAX);
}

static void digests_are_right(void **state) {
    char md5[VZ_MD5_HEX], sha256[VZ_SHA256_HEX];
    vz_md5_hex("", 0, md5);
    assert_string_equal(md5, "d41d8cd98f00b204e9800998ecf8427e");
    vz_md5_hex("abc", 3, md5);
    assert_string_equal(md5, "900150983cd24fb0d6963f7d28e17f72");
    vz_sha256_hex("abc", 3, sha256);
    assert_string_equal(
        sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_list_comes_back),
        cmocka_unit_test(the_bytes_are_pinned),
        cmocka_unit_test(lists_of_other_servers_are_read),
        cmocka_unit_test(what_is_no_form_list_is_refused),
        cmocka_unit_test(file_names_cannot_escape),
        cmocka_unit_test(entity_lists_are_marked),
        cmocka_unit_test(a_response_comes_back),
        cmocka_unit_test(unknown_payloads_of_a_response_are_ignored),
        cmocka_unit_test(digests_are_right),
    };
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
