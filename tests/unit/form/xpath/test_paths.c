#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char form[] =
    "<data id='f' version='3' xmlns:orx='http://openrosa.org/xforms'>"
    "<a test-type='int'>7</a><b>x y</b><empty/>"
    "<gone test-irrelevant='1'>secret</gone>"
    "<group><inside>1</inside><deep><leaf>deep</leaf></deep></group>"
    "<person><name>Ann</name><age test-type='int'>30</age>"
    "<pet><kind>cat</kind></pet><pet><kind>dog</kind></pet></person>"
    "<person><name>Bob</name><age test-type='int'>41</age>"
    "<pet><kind>fish</kind></pet></person>"
    "<person><name>Cas</name><age test-type='int'/></person>"
    "<pick>b</pick>"
    "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta>"
    "</data>";

static int set_up(void **state) {
    return xpath_tree_set_up(state, form);
}

#define CHECK(tree, cases) \
    assert_true(xpath_tree_check(tree, cases, sizeof(cases) / sizeof(*cases)))

static void test_absolute_and_relative(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "/data/a", "7"},
        {NULL, "/data/group/deep/leaf", "deep"},
        {"/data/b", ".", "x y"},
        {"/data/b", "../a", "7"},
        {"/data/group/inside", "../deep/leaf", "deep"},
        {"/data/group/inside", "../../a", "7"},
        {"/data/group", "inside", "1"},
        {"/data/group", "./inside", "1"},
        {"/data/b", "current()/../a", "7"},
        {NULL, "/data/@id", "f"},
        {"/data/a", "../@version", "3"},
        {NULL, "/data/@nothing", ""},
        {NULL, "/data/orx:meta/orx:instanceID", "uuid:1"},
        {NULL, "/data/meta/instanceID", "uuid:1"},
        {NULL, "string(/data/empty)", ""},
        {NULL, "count(//kind)", "3"},
        {NULL, "//leaf", "deep"},
        {NULL, "/data/group/*[1]", "1"},
        {NULL, "/data/b/text()", "x y"},
        {NULL, "count(/data/empty/text())", "0"},
        {NULL, "count(/)", "1"},
    };
    CHECK(*state, cases);
}

static void test_repeats(void **state) {
    static const struct xpath_case cases[] = {
        // Outside, a path into a repeat means all instances.
        {NULL, "count(/data/person)", "3"},
        {NULL, "count(/data/person/pet)", "3"},
        {NULL, "sum(/data/person/age)", "71"},
        {NULL, "/data/person[2]/name", "Bob"},
        {NULL, "/data/person[name = 'Cas']/name", "Cas"},
        {NULL, "/data/person[last()]/name", "Cas"},
        {NULL, "count(/data/person[age > 20])", "2"},
        // Inside, the own instance.
        {"/data/person[2]/age", "/data/person/name", "Bob"},
        {"/data/person[2]/age", "../name", "Bob"},
        {"/data/person[2]/age", "count(/data/person)", "3"},
        {"/data/person[2]/age", "position(..)", "2"},
        {"/data/person[2]/age", "count(/data/person/pet)", "1"},
        {"/data/person[1]/pet[2]/kind", "/data/person/pet/kind", "dog"},
        {"/data/person[1]/pet[2]/kind", "/data/person/name", "Ann"},
        {"/data/person[1]/pet[2]/kind", "count(/data/person/pet)", "2"},
        {"/data/person[1]/pet[2]/kind", "position(..)", "2"},
        {"/data/person[1]/pet[2]/kind", "position(../..)", "1"},
        // Predicates count over all instances, from wherever.
        {"/data/person[2]/age", "/data/person[1]/name", "Ann"},
        {"/data/person[2]/age",
         "/data/person[position() = position(current()/..) - 1]/name", "Ann"},
        // Relative paths mean what XPath says.
        {"/data/person[2]/age", "count(../../person)", "3"},
        {"/data/person[2]/age", "sum(../../person/age)", "71"},
    };
    CHECK(*state, cases);
}

static void test_indexed_repeat(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "indexed-repeat(/data/person/name, /data/person, 2)", "Bob"},
        {NULL, "indexed-repeat(/data/person/name, /data/person, 4)", ""},
        {NULL, "indexed-repeat(/data/person/name, /data/person, 'x')", ""},
        {NULL,
         "indexed-repeat(/data/person/pet/kind, /data/person, 1, "
         "/data/person/pet, 2)",
         "dog"},
        {NULL,
         "indexed-repeat(/data/person/pet/kind, /data/person/pet, 2, "
         "/data/person, 1)",
         "dog"},
        {"/data/person[3]/name",
         "indexed-repeat(/data/person/name, /data/person, position(..) - 1)",
         "Bob"},
        {"/data/person[1]/pet[2]/kind",
         "indexed-repeat(/data/person/pet/kind, /data/person/pet, 1)", "cat"},
        {NULL, "indexed-repeat(3, /data/person, 2)",
         "error: indexed-repeat() takes the path of a question or repeat as "
         "argument 1"},
    };
    CHECK(*state, cases);
}

static void test_irrelevant_is_empty(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "/data/gone", ""},
        {NULL, "count(/data/gone)", "0"},
        {NULL, "count(/data/*[. = 'secret'])", "0"},
        {NULL, "coalesce(/data/gone, 'none')", "none"},
        {NULL, "/data/gone = ''", "true"},
        {NULL, "/data/gone != 'x'", "true"},
        {NULL, "/data/gone > 0", "false"},
    };
    CHECK(*state, cases);
}

static const struct vz_node *find_instance(void *userdata, const char *id) {
    const struct vz_node *document = userdata;
    return id[0] == 't' ? document->first_child : NULL;
}

static void test_secondary_instances(void **state) {
    struct xpath_tree *tree = *state;
    struct vz_node *towns = xpath_tree_secondary(
        tree, "<root><item><name>a</name><label>Aa</label><of>x</of></item>"
              "<item><name>b</name><label>Bee</label><of>x</of></item>"
              "<item><name>c</name><label>Sea</label><of>y</of></item></root>");
    assert_non_null(towns);
    struct vz_xpath_host host = {.userdata = towns, .instance = find_instance};
    tree->host = &host;
    static const struct xpath_case cases[] = {
        {NULL, "instance('t')/root/item[name = 'b']/label", "Bee"},
        {NULL, "count(instance('t')/root/item)", "3"},
        {NULL, "count(instance('none')/root/item)", "0"},
        // Absolute paths reach back into the form.
        {NULL, "instance('t')/root/item[name = /data/pick]/label", "Bee"},
        {NULL, "instance('t')/root/item[/data/pick = name]/label", "Bee"},
        {"/data/b", "instance('t')/root/item[name = current()/../pick]/label",
         "Bee"},
        {NULL, "instance('t')/root/item[of = 'x'][2]/name", "b"},
        {NULL, "count(instance('t')/root/item[of = 'x' and name != 'a'])", "1"},
        {NULL, "instance('t')/root/item[position() = 3]/label", "Sea"},
        {NULL, "pulldata('t', 'label', 'name', 'c')", "Sea"},
        {NULL, "pulldata('t', 'label', 'name', 'q')", ""},
        {NULL, "pulldata('t', 'nothing', 'name', 'c')", ""},
    };
    CHECK(tree, cases);
    // A root element without a document above it works as well.
    struct vz_node *root = towns->first_child;
    vz_node_unlink(root);
    struct vz_node bare = {.first_child = root};
    host.userdata = &bare;
    assert_true(xpath_tree_check(tree, cases, 2));
    vz_node_destroy(root);
    vz_node_destroy(towns);
    tree->host = NULL;
}

// A tree of n leaves, by turns a and b with an attribute.
static void make_wide(struct xpath_tree *tree, size_t n) {
    char *xml = malloc(n * 20 + 64);
    assert_non_null(xml);
    char *at = xml + sprintf(xml, "<d>");
    for (size_t i = 0; i < n; i++) {
        at += sprintf(at, "<%c k='%zu'/>", i % 2 ? 'b' : 'a', i);
    }
    sprintf(at, "</d>");
    assert_true(xpath_tree_init(tree, xml));
    free(xml);
}

static void test_large_sets_are_in_order(void **state) {
    struct xpath_tree tree;
    make_wide(&tree, 400);
    static const struct xpath_case cases[] = {
        {NULL, "count(//b | //a | //@k)", "800"},
        {NULL, "(//b | //a)[1]/@k", "0"},
        {NULL, "(//b | //a)[398]/@k", "397"},
        {NULL, "(//@k | //a)[last()]", "399"},
        {NULL, "join('', (//b/@k | //a/@k)[. < 12])", "01234567891011"},
    };
    CHECK(&tree, cases);
    xpath_tree_finish(&tree);
}

// Half of 1,500 times 1,499 nodes is over the limit of a nodeset.
static void test_too_many_nodes(void **state) {
    struct xpath_tree tree;
    make_wide(&tree, 1500);
    const struct vz_xpath_expr *expr = xpath_tree_compile(
        &tree, NULL, "count(/d/*/following-sibling::*)", NULL);
    assert_non_null(expr);
    struct vz_xpath_context context = {.node = tree.instance,
                                       .document = tree.instance};
    double number;
    assert_false(vz_xpath_eval_number(expr, &context, &number));
    xpath_tree_finish(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absolute_and_relative),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_indexed_repeat),
        cmocka_unit_test(test_irrelevant_is_empty),
        cmocka_unit_test(test_secondary_instances),
        cmocka_unit_test(test_large_sets_are_in_order),
        cmocka_unit_test(test_too_many_nodes),
    };
    return cmocka_run_group_tests_name("xpath paths", tests, set_up,
                                       xpath_tree_tear_down);
}
