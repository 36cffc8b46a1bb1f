// Large nodesets are compared by sorting and by extremes; the answer is that
// of comparing every pair.
#include "base/strbuf.h"
#include "form/xpath/xml_document.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const operators[] = {"=", "!=", "<", "<=", ">", ">="};

static bool holds(const char *op, double a, double b) {
    bool less = op[0] == '<' && a < b;
    bool more = op[0] == '>' && a > b;
    bool equal = (op[0] == '=' || op[1] == '=') && op[0] != '!' && a == b;
    return less || more || equal || (op[0] == '!' && a != b);
}

static bool any_pair(const char *op, const int *a, const int *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (holds(op, a[i], b[j])) {
                return true;
            }
        }
    }
    return false;
}

static bool ask(struct vz_xml_document *document, const char *text) {
    struct vz_arena arena = {0};
    struct vz_xpath_scope scope = {
        .arena = &arena, .names = &document->names, .plain = true};
    struct vz_xpath_context context = {.node = document->root};
    bool truth = false;
    assert_true(vz_xpath_eval_boolean(vz_xpath_compile(&scope, text, NULL),
                                      &context, &truth));
    vz_arena_finish(&arena);
    return truth;
}

static void check(const int *a, const int *b, size_t n, const char *noise) {
    struct vz_strbuf xml = {0};
    struct vz_xml_document document;
    vz_strbuf_append(&xml, "<r>");
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_printf(&xml, "<a>%d</a><b>%d</b>", a[i], b[i]);
    }
    vz_strbuf_append(&xml, noise);
    vz_strbuf_append(&xml, "</r>");
    assert_true(vz_xml_document_parse(&document, xml.data, xml.len, NULL));
    for (size_t i = 0; i < 6; i++) {
        char text[32];
        snprintf(text, sizeof(text), "//a %s //b", operators[i]);
        assert_int_equal(ask(&document, text), any_pair(operators[i], a, b, n));
    }
    vz_xml_document_finish(&document);
    vz_strbuf_finish(&xml);
}

#define N 100

static void fill(int *numbers, int first, int step) {
    for (int i = 0; i < N; i++) {
        numbers[i] = first + (i * 37 % N) * step;
    }
}

static void test_every_operator(void **state) {
    static const int firsts[][4] = {
        {0, 2, 1, 2},  {0, 2, 1, 1},    {0, 1, 500, 1}, {500, 1, 0, 1},
        {7, 0, 7, 0},  {7, 0, 8, 0},    {7, 0, 7, 1},   {0, 1, 99, 1},
        {99, 1, 0, 1}, {-50, 1, 49, 1}, {8, 0, 7, 0},   {0, 3, 298, 3},
    };
    for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); i++) {
        int a[N];
        int b[N];
        fill(a, firsts[i][0], firsts[i][1]);
        fill(b, firsts[i][2], firsts[i][3]);
        check(a, b, N, "");
        check(a, b, N, "<c>x</c>");
    }
}

static void test_texts(void **state) {
    struct vz_strbuf xml = {0};
    struct vz_xml_document document;
    vz_strbuf_append(&xml, "<r>");
    for (int i = 0; i < N; i++) {
        vz_strbuf_printf(&xml, "<a>left %d</a><b>right %d</b><c>same</c>", i,
                         i);
        vz_strbuf_append(&xml, "<d>sa<e/>me</d><f>not <g>a</g> number</f>");
    }
    vz_strbuf_append(&xml, "<b>left <i>5</i></b></r>");
    assert_true(vz_xml_document_parse(&document, xml.data, xml.len, NULL));
    assert_true(ask(&document, "//a = //b"));
    assert_false(ask(&document, "//a = //c"));
    assert_true(ask(&document, "//a != //c"));
    assert_true(ask(&document, "//c = //d"));
    assert_false(ask(&document, "//c != //d"));
    assert_false(ask(&document, "//a < //c"));
    assert_false(ask(&document, "//f >= //f"));
    assert_false(ask(&document, "//a = //none"));
    assert_false(ask(&document, "//none != //a"));
    vz_xml_document_finish(&document);
    vz_strbuf_finish(&xml);
}

// A walk over all nodes for each of all nodes ends by itself.
static void test_work_is_limited(void **state) {
    struct vz_strbuf xml = {0};
    struct vz_xml_document document;
    vz_strbuf_append(&xml, "<r>");
    for (int i = 0; i < 10000; i++) {
        vz_strbuf_append(&xml, "<a/>");
    }
    vz_strbuf_append(&xml, "</r>");
    assert_true(vz_xml_document_parse(&document, xml.data, xml.len, NULL));
    struct vz_arena arena = {0};
    struct vz_xpath_scope scope = {
        .arena = &arena, .names = &document.names, .plain = true};
    struct vz_xpath_context context = {.node = document.root};
    double number;
    static const char *const too_much[] = {
        "count(//*[count(//*) > 1])",   "count(//*[/ = 'x'])",
        "count(//*[string(/) = 'x'])",  "count(//*[sum(/) > 1])",
        "count(//*[contains(/, 'x')])", "count(//*[concat(/, 'x') = 'y'])",
    };
    for (size_t i = 0; i < sizeof(too_much) / sizeof(*too_much); i++) {
        assert_false(vz_xpath_eval_number(
            vz_xpath_compile(&scope, too_much[i], NULL), &context, &number));
    }
    assert_true(vz_xpath_eval_number(
        vz_xpath_compile(&scope, "count(//*[count(..) > 0])", NULL), &context,
        &number));
    assert_int_equal((int)number, 10001);
    vz_arena_finish(&arena);
    vz_xml_document_finish(&document);
    vz_strbuf_finish(&xml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_operator),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_work_is_limited),
    };
    return cmocka_run_group_tests_name("nodeset compare", tests, NULL, NULL);
}
