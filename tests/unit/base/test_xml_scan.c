#include "base/strbuf.h"
#include "base/xml_scan.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool passes(const struct vz_strbuf *xml) {
    struct vz_error error = {0};
    bool ok = vz_xml_scan_attributes(xml->data, xml->len, &error);
    assert_int_equal(error.status, ok ? VZ_OK : VZ_LIMIT);
    return ok;
}

// An element with `n` attributes and a text with as many quotes.
static void write_element(struct vz_strbuf *xml, const char *start, size_t n) {
    vz_strbuf_append(xml, start);
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_printf(xml, i & 1 ? " a%zu='>\"'" : " a%zu=\">'\"", i);
    }
    vz_strbuf_append(xml, ">");
    for (size_t i = 0; i < 5000; i++) {
        vz_strbuf_append(xml, "'quoted' ");
    }
    vz_strbuf_append(xml, "</a>");
}

static void test_attributes_are_counted(void **state) {
    struct vz_strbuf xml = {0};
    write_element(&xml, "<a", VZ_XML_ATTRIBUTES_MAX);
    assert_true(passes(&xml));
    vz_strbuf_clear(&xml);
    write_element(&xml, "<?xml version='1.0' encoding = \"UTF-8\"?><a",
                  VZ_XML_ATTRIBUTES_MAX + 1);
    assert_false(passes(&xml));
    vz_strbuf_clear(&xml);
    write_element(&xml, "\xef\xbb\xbf<a", VZ_XML_ATTRIBUTES_MAX + 1);
    assert_false(passes(&xml));
    vz_strbuf_finish(&xml);
}

static void test_what_is_no_element_is_not(void **state) {
    struct vz_strbuf xml = {0};
    write_element(&xml, "<!-- a", VZ_XML_ATTRIBUTES_MAX + 1);
    assert_true(passes(&xml));
    vz_strbuf_clear(&xml);
    write_element(&xml, "<?a", VZ_XML_ATTRIBUTES_MAX + 1);
    assert_true(passes(&xml));
    vz_strbuf_finish(&xml);
}

static void test_other_encodings_are_small(void **state) {
    static const char *const starts[] = {
        "\xff\xfe<", "\xfe\xff", "<?xml version='1.0' encoding='UTF-7'?><a>",
        "<?xml version='1.0' encoding='IBM037'?><a>"};
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        struct vz_strbuf xml = {0};
        vz_strbuf_append(&xml, starts[i]);
        assert_true(passes(&xml));
        while (xml.len <= 256 * 1024) {
            vz_strbuf_append(&xml, "some text of this encoding ");
        }
        assert_false(passes(&xml));
        vz_strbuf_finish(&xml);
    }
}

static void test_nothing_and_little(void **state) {
    struct vz_error error = {0};
    assert_true(vz_xml_scan_attributes("", 0, &error));
    assert_true(vz_xml_scan_attributes("<", 1, &error));
    assert_true(vz_xml_scan_attributes("<a", 2, &error));
    assert_true(vz_xml_scan_attributes("<?xml encoding=?>", 17, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attributes_are_counted),
        cmocka_unit_test(test_what_is_no_element_is_not),
        cmocka_unit_test(test_other_encodings_are_small),
        cmocka_unit_test(test_nothing_and_little),
    };
    return cmocka_run_group_tests_name("xml_scan", tests, NULL, NULL);
}
