#include "form/xform/xml_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void read_text(const char *xml, struct vz_xml_tree *tree) {
    struct vz_error error = {0};
    if (!vz_xml_tree_parse(tree, xml, strlen(xml), &error)) {
        fail_msg("%s", error.message);
    }
}

static void refuse(const char *xml, size_t len, enum vz_status status,
                   const char *part) {
    struct vz_xml_tree tree;
    struct vz_error error = {0};
    assert_false(vz_xml_tree_parse(&tree, xml, len, &error));
    assert_int_equal(error.status, status);
    assert_non_null(strstr(error.message, part));
    assert_null(tree.root);
}

static void test_elements_in_order(void **state) {
    struct vz_xml_tree tree;
    read_text("<a> <b/>t<c><d/></c> </a>", &tree);
    const struct vz_xml *b = vz_xml_first(tree.root);
    const struct vz_xml *c = vz_xml_next(b);
    assert_true(vz_xml_is(tree.root, "a") && vz_xml_is(b, "b"));
    assert_ptr_equal(c, vz_xml_child(tree.root, "c"));
    assert_null(vz_xml_next(c));
    assert_null(vz_xml_child(tree.root, "d"));
    assert_ptr_equal(vz_xml_walk(tree.root, b), c);
    assert_true(vz_xml_is(vz_xml_walk(tree.root, c), "d"));
    assert_null(vz_xml_walk(tree.root, vz_xml_walk(tree.root, c)));
    assert_null(vz_xml_walk(b, b));
    vz_xml_tree_finish(&tree);
}

static void test_text_is_joined(void **state) {
    struct vz_xml_tree tree;
    struct vz_strbuf scratch = {0};
    read_text("<a>one &amp;<!-- not this --><![CDATA[ <two>]]>&#33;</a>",
              &tree);
    assert_null(tree.root->first->next);
    assert_string_equal(vz_xml_content(tree.root, &scratch), "one & <two>!");
    vz_xml_tree_finish(&tree);
    read_text("<a>x<b>y<c/>z</b></a>", &tree);
    assert_string_equal(vz_xml_content(tree.root, &scratch), "xyz");
    assert_string_equal(vz_xml_content(vz_xml_first(tree.root), &scratch),
                        "yz");
    vz_xml_tree_finish(&tree);
    read_text("<a/>", &tree);
    assert_string_equal(vz_xml_content(tree.root, &scratch), "");
    vz_xml_tree_finish(&tree);
    vz_strbuf_finish(&scratch);
}

static void test_attributes(void **state) {
    struct vz_xml_tree tree;
    read_text("<a xmlns:p='urn:p' x='1 &lt; 2 &amp;&amp; &#38;#38; &quot;'"
              " p:y='2'/>",
              &tree);
    const struct vz_xml_attribute *x = tree.root->attributes;
    assert_string_equal(x->name, "x");
    assert_string_equal(x->value, "1 < 2 && &#38; \"");
    assert_null(x->ns);
    assert_string_equal(x->next->name, "y");
    assert_string_equal(x->next->prefix, "p");
    assert_string_equal(x->next->ns, "urn:p");
    assert_null(x->next->next);
    assert_string_equal(tree.root->prefixes->prefix, "p");
    assert_string_equal(tree.root->prefixes->uri, "urn:p");
    vz_xml_tree_finish(&tree);
}

static void test_namespaces(void **state) {
    struct vz_xml_tree tree;
    read_text("<a xmlns='urn:d'><b/><c xmlns=''/></a>", &tree);
    const struct vz_xml *b = vz_xml_first(tree.root);
    assert_string_equal(tree.root->ns, "urn:d");
    assert_string_equal(b->ns, "urn:d");
    assert_null(vz_xml_next(b)->ns);
    assert_null(tree.root->prefixes);
    vz_xml_tree_finish(&tree);
}

static void test_broken_documents(void **state) {
    static const char *const broken[] = {
        "", "text", "<a>", "<a></b>", "<a x='1' x='2'/>", "<a/><b/>", "<a>&",
    };
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        refuse(broken[i], strlen(broken[i]), VZ_SYNTAX, "not well-formed");
    }
}

static void test_entities_are_refused(void **state) {
    static const char *const hostile[] = {
        "<!DOCTYPE a [<!ENTITY l 'lol'>]><a>&l;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://localhost/x'> %p;]><a/>",
    };
    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
        refuse(hostile[i], strlen(hostile[i]), VZ_INVALID, "entities");
    }
}

// `n` times `before`, then as often `after`.
static void nest(struct vz_strbuf *xml, size_t n, const char *before,
                 const char *after) {
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_append(xml, before);
    }
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_append(xml, after);
    }
}

static void test_depth(void **state) {
    struct vz_xml_tree tree;
    struct vz_strbuf xml = {0};
    nest(&xml, VZ_XML_DEPTH_MAX, "<a>", "</a>");
    read_text(xml.data, &tree);
    vz_xml_tree_finish(&tree);
    vz_strbuf_clear(&xml);
    nest(&xml, VZ_XML_DEPTH_MAX + 1, "<a>", "</a>");
    refuse(xml.data, xml.len, VZ_LIMIT, "deeper than 100 levels");
    vz_strbuf_clear(&xml);
    nest(&xml, 1000000, "<a>", "</a>");
    refuse(xml.data, xml.len, VZ_LIMIT, "deeper than 100 levels");
    vz_strbuf_finish(&xml);
}

static void test_parts(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<a>");
    nest(&xml, VZ_XML_PARTS_MAX, "<b/>", "");
    vz_strbuf_append(&xml, "</a>");
    refuse(xml.data, xml.len, VZ_LIMIT, "more than 2000000 elements");
    vz_strbuf_clear(&xml);
    nest(&xml, VZ_XML_BYTES_MAX + 1, " ", "");
    refuse(xml.data, xml.len, VZ_LIMIT, "larger than 20 MB");
    vz_strbuf_finish(&xml);
}

static void test_many_attributes(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<a");
    for (size_t i = 0; i < 1000000; i++) {
        vz_strbuf_printf(&xml, " a%zu='1'", i);
    }
    vz_strbuf_append(&xml, "/>");
    refuse(xml.data, xml.len, VZ_LIMIT, "more than 1000 attributes");
    vz_strbuf_finish(&xml);
}

static void test_many_prefixes(void **state) {
    struct vz_xml_tree tree;
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<a>");
    for (int i = 0; i < 3000; i++) { // beside each other, not at one place
        vz_strbuf_printf(&xml, "<p%d:b xmlns:p%d='u'/>", i, i);
    }
    vz_strbuf_append(&xml, "</a>");
    read_text(xml.data, &tree);
    vz_xml_tree_finish(&tree);
    vz_strbuf_clear(&xml);
    for (int i = 0; i < 3000; i++) {
        vz_strbuf_append(&xml, i % 50 == 0 ? "<b" : "");
        vz_strbuf_printf(&xml, " xmlns:p%d='u'", i);
        vz_strbuf_append(&xml, i % 50 == 49 ? ">" : "");
    }
    refuse(xml.data, xml.len, VZ_LIMIT, "more than 1000 namespace prefixes");
    vz_strbuf_finish(&xml);
}

static void test_declared_attributes_are_refused(void **state) {
    static const char dtd[] = "<!DOCTYPE a [<!ATTLIST a b (x|y) 'x'>]><a/>";
    refuse(dtd, strlen(dtd), VZ_INVALID, "DTD");
    // A document type that declares nothing does no harm.
    struct vz_xml_tree tree;
    read_text("<!DOCTYPE a><a/>", &tree);
    vz_xml_tree_finish(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements_in_order),
        cmocka_unit_test(test_text_is_joined),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_namespaces),
        cmocka_unit_test(test_broken_documents),
        cmocka_unit_test(test_entities_are_refused),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_many_attributes),
        cmocka_unit_test(test_many_prefixes),
        cmocka_unit_test(test_declared_attributes_are_refused),
    };
    return cmocka_run_group_tests_name("xml_tree", tests, NULL, NULL);
}
