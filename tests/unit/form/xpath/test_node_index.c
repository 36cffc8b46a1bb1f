// Indexes change what a lookup costs, never what it answers.
#include "base/strbuf.h"
#include "base/thread.h"
#include "form/xpath/xml_document.h"
#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROWS 500

static struct xpath_tree form;
static struct vz_node *secondary;

static const struct vz_node *instance(void *userdata, const char *id) {
    return strcmp(id, "list") == 0 ? secondary->first_child : NULL;
}

static const struct vz_xpath_host host = {.instance = instance};

static void append_rows(struct vz_strbuf *xml) {
    vz_strbuf_append(xml, "<root>");
    for (int i = 0; i < ROWS; i++) {
        vz_strbuf_printf(xml, "<item><name>n%d</name><group>g%d</group>", i,
                         i % 7);
        vz_strbuf_printf(xml, "<size>%d</size>", i % 10);
        if (i % 50 == 0) { // a second cell of the name, and an equal one
            vz_strbuf_append(xml, "<group>extra</group><group>extra</group>");
        }
        vz_strbuf_append(xml, i % 3 == 0 ? "<even/></item>" : "</item>");
        if (i % 100 == 0) {
            vz_strbuf_append(xml, "<other><group>g1</group></other>");
        }
    }
    vz_strbuf_append(xml, "</root>");
}

static int set_up(void **state) {
    struct vz_strbuf xml = {0};
    append_rows(&xml);
    bool ok = xpath_tree_init(
        &form, "<data><pick>g3</pick><pick2>g4</pick2><n test-type='int'>3</n>"
               "<none/><r><v>g1</v></r><r><v>g2</v></r></data>");
    secondary = ok ? xpath_tree_secondary(&form, vz_strbuf_text(&xml)) : NULL;
    vz_strbuf_finish(&xml);
    form.host = &host;
    return secondary != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    vz_node_destroy(secondary);
    xpath_tree_finish(&form);
    return 0;
}

// `indexed` must answer what `walked` answers, which no index can serve.
static void test_same_rows(void **state) {
#define LIST "instance('list')/root/"
    static const struct {
        const char *indexed;
        const char *walked;
    } cases[] = {
        {"item[group = 'g3']", "item[concat(group[1], '') = 'g3']"},
        {"item[group = /data/pick]", "item[string(group) = 'g3']"},
        {"item[/data/pick = group]", "item[string(group) = 'g3']"},
        {"item[group = 'extra']", "item[count(group) = 3]"},
        {"item[group = 'absent']", "item[false()]"},
        {"item[group = '']", "item[false()]"},
        {"item[even = '']", "item[even]"},
        {"item[group = /data/none]", "item[false()]"},
        {"item[name = 'n77']/size", "item[position() = 78]/size"},
        {"item[group = /data/r/v]",
         "item[string(group) = 'g1' or string(group) = 'g2']"},
        {"item[group = (/data/pick | /data/pick2)]",
         "item[string(group) = 'g3' or string(group) = 'g4']"},
        {"item[size = /data/n]", "item[size + 0 = 3]"},
        {"item[size = 3]", "item[size + 0 = 3]"},
        {"item[group = 'g3'][2]", "item[string(group) = 'g3'][2]"},
        {"item[group = 'g3'][last()]", "item[string(group) = 'g3'][last()]"},
        {"item[group = 'g3' and size = '5']",
         "item[string(group) = 'g3'][string(size) = '5']"},
        {"item[size > 5 and group = 'g3']",
         "item[string(group) = 'g3'][size > 5]"},
        {"item[group = 'g3' and position() < 20]",
         "item[position() < 20][string(group) = 'g3']"},
        {"item[group = 'g3' and size = last()]", "item[false()]"},
        {"other[group = 'g1']", "other"},
        {"*[group = 'g1']", "*[string(group) = 'g1']"},
        {"item[position(.) = 12]/name", "item[12]/name"},
        {"other[position(.) = 3]", "other[3]"},
        {"item[group != 'g3']", "item[not(string(group) = 'g3') or "
                                "count(group) > 1]"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char indexed[300];
        char walked[300];
        snprintf(indexed, sizeof(indexed), "join(' ', " LIST "%s)",
                 cases[i].indexed);
        snprintf(walked, sizeof(walked), "join(' ', " LIST "%s)",
                 cases[i].walked);
        // Twice: with the index made and with the index found.
        for (int times = 0; times < 2; times++) {
            char *a = xpath_tree_eval(&form, NULL, indexed);
            char *b = xpath_tree_eval(&form, NULL, walked);
            assert_string_equal(a, b);
            free(a);
            free(b);
        }
    }
}

static void test_pulldata(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "pulldata('list', 'size', 'name', 'n123')", "3"},
        {NULL, "pulldata('list', 'name', 'group', 'extra')", "n0"},
        {NULL, "pulldata('list', 'name', 'name', 'none')", ""},
        {NULL, "pulldata('list', 'nothing', 'name', 'n1')", ""},
        {NULL, "pulldata('nolist', 'size', 'name', 'n1')", ""},
    };
    assert_true(xpath_tree_check(&form, cases, sizeof(cases) / sizeof(*cases)));
}

// An index is made only after it was wanted for a while.
static void check_often(struct xpath_tree *tree, const struct xpath_case *one) {
    for (int i = 0; i < 40; i++) {
        assert_true(xpath_tree_check(tree, one, 1));
    }
}

// In a tree that changes, children are found as they are now.
static void test_names_follow_changes(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<data>");
    for (int i = 0; i < 100; i++) {
        vz_strbuf_printf(&xml, "<q%d>%d</q%d>", i, i, i);
    }
    vz_strbuf_append(&xml, "</data>");
    struct xpath_tree tree;
    assert_true(xpath_tree_init(&tree, vz_strbuf_text(&xml)));
    vz_strbuf_finish(&xml);
    struct vz_node *data = tree.instance->first_child;
    const char *name = vz_names_find(&tree.names, "q50");

    struct xpath_case one = {NULL, "concat(/data/q50, '-', count(/data/*))",
                             "50-100"};
    check_often(&tree, &one);
    struct vz_node *twin = vz_node_copy(vz_node_child(data, name));
    assert_non_null(twin);
    vz_node_insert_child(data, twin, data->first_child);
    assert_true(vz_node_set_value(twin, "new"));
    one.text = "concat(//q50, '-', count(/data/*))";
    one.expected = "new50-101";
    check_often(&tree, &one);
    vz_node_destroy(vz_node_child(data, name));
    one.expected = "50-100";
    check_often(&tree, &one);
    vz_node_destroy(vz_node_child(data, name));
    one.expected = "-99";
    check_often(&tree, &one);
    one = (struct xpath_case){"/data/q7", "position(.)", "1"};
    check_often(&tree, &one);
    twin = vz_node_copy(data->first_child);
    assert_non_null(twin);
    vz_node_append_child(data, twin);
    one = (struct xpath_case){NULL, "position(/data/*[last()])", "2"};
    check_often(&tree, &one);
    xpath_tree_finish(&tree);
}

// Plain documents are indexed too; there, cells hold text nodes.
static void test_plain_document(void **state) {
    struct vz_strbuf xml = {0};
    append_rows(&xml);
    struct vz_xml_document document;
    struct vz_arena arena = {0};
    assert_true(vz_xml_document_parse(&document, xml.data, xml.len, NULL));
    struct vz_xpath_scope scope = {
        .arena = &arena, .names = &document.names, .plain = true};
    struct vz_xpath_context context = {.node = document.root,
                                       .document = document.root};
    const struct vz_xpath_expr *expr =
        vz_xpath_compile(&scope,
                         "concat(count(/root/item[group = 'g3']), ' ', "
                         "/root/item[name = 'n60']/size, ' ', "
                         "count(/root/item[even = '']))",
                         NULL);
    char *text = NULL;
    assert_true(vz_xpath_eval_string(expr, &context, &text));
    assert_string_equal(text, "71 0 167");
    free(text);
    vz_xml_document_finish(&document);
    vz_arena_finish(&arena);
    vz_strbuf_finish(&xml);
}

#define THREADS 4

// A thread's question about the shared list and what it was answered.
struct asker {
    const struct vz_xpath_expr *expr;
    const struct vz_node *instance;
    double answer;
};

static void ask(void *userdata) {
    struct asker *asker = userdata;
    struct vz_xpath_context context = {
        .node = asker->instance, .document = asker->instance, .host = &host};
    for (int i = 0; i < 50; i++) {
        double number;
        if (vz_xpath_eval_number(asker->expr, &context, &number)) {
            asker->answer += number;
        }
    }
}

// Threads that share a list make its index at the same time.
static void test_threads_share_an_index(void **state) {
    struct vz_strbuf xml = {0};
    append_rows(&xml);
    struct vz_node *shared = xpath_tree_secondary(&form, vz_strbuf_text(&xml));
    struct vz_node *before = secondary;
    vz_strbuf_finish(&xml);
    assert_non_null(shared);
    secondary = shared;
    const struct vz_xpath_expr *expr = xpath_tree_compile(
        &form, NULL, "count(instance('list')/root/item[group = /data/pick])",
        NULL);
    struct vz_thread threads[THREADS] = {0};
    struct asker askers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        askers[i] = (struct asker){expr, form.instance, 0};
        assert_true(vz_thread_start(&threads[i], "asker", ask, &askers[i]));
    }
    for (size_t i = 0; i < THREADS; i++) {
        vz_thread_join(&threads[i]);
        assert_int_equal((int)askers[i].answer, 50 * 71);
    }
    secondary = before;
    vz_node_destroy(shared);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_rows),
        cmocka_unit_test(test_pulldata),
        cmocka_unit_test(test_names_follow_changes),
        cmocka_unit_test(test_plain_document),
        cmocka_unit_test(test_threads_share_an_index),
    };
    return cmocka_run_group_tests_name("node index", tests, set_up, tear_down);
}
