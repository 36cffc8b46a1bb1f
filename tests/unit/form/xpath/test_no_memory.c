// Every allocation of compiling and evaluating fails once: the answer is NULL
// or false, and nothing leaks.
#include "base/strbuf.h"
#include "form/xpath/xml_document.h"
#include "support/base_memory.h"
#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char form[] =
    "<data><a test-type='int'>7</a><b>x y</b><g><h>1</h><i>2</i></g>"
    "<n>2</n><n>3</n><n>1</n><n>5</n><n>8</n><n>9</n><n>4</n><n>6</n><n>7</n>"
    "<p>0 0</p><p>0 1</p><p>1 1</p></data>";

static const char *const expressions[] = {
    "/data/a > 5 and selected(/data/b, 'x')",
    "concat(/data/b, ' and ', /data/g, 1.5)",
    "join(', ', /data/n)",
    "//n[. > 2]",
    "//n | //p | //h",
    "/data/n[last()]/preceding-sibling::n",
    "string(/data/g)",
    "/data/g = '12'",
    "/data/g + 1",
    "sum(/data/n) + max(/data/n, /data/g)",
    "translate(normalize-space(substr(/data/b, 0, 3)), 'xy', 'ab')",
    "digest('abc', 'SHA-256', 'hex')",
    "base64-decode('dmVydGVsIGhldA==')",
    "format-date('2024-03-05', '%a %e %b %Y')",
    "regex('1234AB', '\\d{4}[A-Z\\]]{2}')",
    "regex('xab', '.+(?<=y?a)b')",
    "if(/data/a = 7, uuid(8), uuid())",
    "join('', randomize(/data/n, 42))",
    "randomize(/data/n, 'seed')",
    "distance(/data/p) + area(/data/p)",
    "checklist(1, 9, /data/n, /data/b, 1, 2, 3)",
    "weighted-checklist(1, 9, /data/n, /data/n)",
    "indexed-repeat(/data/n, /data/n, 2)",
    "count(instance('t')/root/item[name = /data/b][1])",
    "name(//*[count(*) > 1])",
    "pow(10, 200)",
    "coalesce('', /data/g)",
    "once(concat('a', 'b'))",
    "geofence('1 1', '0 0;0 2;2 2;2 0;0 0') or intersects('0 0;1 1;2 0')",
    "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+"
    "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=', "
    "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
    "jr:choice-name('x', '/data/b')",
    "selected-at(/data/b, 1)",
    "/data/bb",
};

// One run of an expression. True when it went through.
static bool run(struct xpath_tree *tree, const char *text) {
    struct vz_arena arena = {0};
    struct vz_names names = tree->names;
    struct vz_xpath_scope scope = {
        .arena = &arena, .names = &names, .document = tree->template};
    struct vz_error error = {0};
    const struct vz_xpath_expr *expr = vz_xpath_compile(&scope, text, &error);
    tree->names = names;
    bool ok = expr != NULL || error.status == VZ_INVALID ||
              error.status == VZ_NOT_FOUND;
    if (expr == NULL && !ok) {
        assert_int_equal(error.status, VZ_NOMEM);
    }
    struct vz_xpath_context context = {.node = tree->instance,
                                       .document = tree->instance};
    struct vz_xpath_value value;
    char *string = NULL;
    double number;
    bool truth;
    if (expr != NULL) {
        ok = vz_xpath_eval(expr, &context, &value);
        vz_xpath_value_finish(&value);
        ok = vz_xpath_eval_string(expr, &context, &string) && ok;
        free(string);
        ok = vz_xpath_eval_number(expr, &context, &number) && ok;
        ok = vz_xpath_eval_boolean(expr, &context, &truth) && ok;
    }
    vz_arena_finish(&arena);
    return ok;
}

static void test_each_allocation_fails(void **state) {
    struct xpath_tree tree;
    assert_true(xpath_tree_init(&tree, form));
    for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++) {
        long n = 0;
        bool reached;
        do {
            base_memory_fail_at(++n);
            bool ok = run(&tree, expressions[i]);
            reached = base_memory_end();
            if (reached) {
                assert_false(ok);
            } else {
                assert_true(ok);
            }
        } while (reached);
    }
    xpath_tree_finish(&tree);
}

static void test_copies_and_names(void **state) {
    struct xpath_tree tree;
    assert_true(xpath_tree_init(&tree, form));
    bool reached;
    long n = 0;
    do {
        base_memory_fail_at(++n);
        struct vz_node *copy = vz_node_copy(tree.instance);
        reached = base_memory_end();
        assert_true((copy == NULL) == reached);
        vz_node_destroy(copy);
    } while (reached);
    struct vz_names names = {0};
    base_memory_fail_at(1);
    assert_null(vz_names_intern(&names, "a"));
    base_memory_fail_at(2);
    assert_null(vz_names_intern(&names, "a"));
    base_memory_end();
    assert_non_null(vz_names_intern(&names, "a"));
    vz_names_finish(&names);
    xpath_tree_finish(&tree);
}

// Each allocation of reading a document fails once.
static void test_document(void **state) {
    static const char xml[] = "<?p i?><r xmlns='u' xmlns:p='v' p:a='1'>t"
                              "<![CDATA[c]]><!--d--><b xmlns=''>e</b></r>";
    long n = 0;
    bool reached;
    do {
        struct vz_xml_document document;
        struct vz_error error = {0};
        base_memory_fail_at(++n);
        bool ok = vz_xml_document_parse(&document, xml, strlen(xml), &error);
        reached = base_memory_end();
        assert_int_equal(ok, !reached);
        assert_int_equal(error.status, reached ? VZ_NOMEM : VZ_OK);
        vz_xml_document_finish(&document);
    } while (reached);
}

// Without memory for an index the children are walked over; without memory for
// the rest there is no answer, but never a wrong one.
static void test_indexes(void **state) {
    struct vz_strbuf xml = {0};
    vz_strbuf_append(&xml, "<r>");
    for (int i = 0; i < 100; i++) {
        vz_strbuf_printf(&xml, "<i><k>%d</k></i><j>%d</j>", i % 10, i);
    }
    vz_strbuf_append(&xml, "</r>");
    for (long n = 1; n < 40; n++) {
        struct vz_xml_document document;
        struct vz_arena arena = {0};
        assert_true(vz_xml_document_parse(&document, xml.data, xml.len, NULL));
        struct vz_xpath_scope scope = {
            .arena = &arena, .names = &document.names, .plain = true};
        struct vz_xpath_context context = {.node = document.root};
        const struct vz_xpath_expr *expr = vz_xpath_compile(
            &scope, "count(/r/i[k = '3']) + (//j = //k) + position(/r/i[9])",
            NULL);
        double number = 20;
        for (int times = 0; times < 20; times++) {
            base_memory_fail_at(n);
            bool ok = vz_xpath_eval_number(expr, &context, &number);
            base_memory_end();
            assert_true(!ok || number == 20);
        }
        vz_arena_finish(&arena);
        vz_xml_document_finish(&document);
    }
    vz_strbuf_finish(&xml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_allocation_fails),
        cmocka_unit_test(test_copies_and_names),
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_indexes),
    };
    return cmocka_run_group_tests_name("xpath no memory", tests, NULL, NULL);
}
