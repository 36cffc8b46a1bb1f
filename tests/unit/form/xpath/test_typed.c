// What a bind's type does to comparison, arithmetic and results.
#include "base/clock.h"
#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static const char form[] =
    "<data><born test-type='date'>2000-02-29</born>"
    "<later test-type='date'>2024-03-01</later>"
    "<at test-type='dateTime'>2024-03-01T10:00:00.000+01:00</at>"
    "<same test-type='dateTime'>2024-03-01T09:00:00.000Z</same>"
    "<opens test-type='time'>09:30:00.000+01:00</opens>"
    "<closes test-type='time'>17:00:00.000+01:00</closes>"
    "<n test-type='int'>07</n><d test-type='decimal'>1.50</d>"
    "<none test-type='int'/><text>07</text><textdate>2024-03-01</textdate>"
    "</data>";

static int set_up(void **state) {
    return xpath_tree_set_up(state, form);
}

static void test_comparison(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "/data/born < /data/later", "true"},
        {NULL, "/data/later = '2024-03-01'", "true"},
        {NULL, "/data/later = /data/textdate", "true"},
        {NULL, "/data/later < /data/at", "true"},
        {NULL, "/data/at = /data/same", "true"},
        {NULL, "/data/later >= '2024-01-01'", "true"},
        {NULL, "/data/later = 'soon'", "false"},
        {NULL, "/data/later != 'soon'", "true"},
        {NULL, "/data/opens < /data/closes", "true"},
        {NULL, "/data/opens < '10:00'", "true"},
        {NULL, "'10:00' < /data/opens", "false"},
        {NULL, "/data/n = '7'", "true"},
        {NULL, "/data/n = 7", "true"},
        {NULL, "/data/d = 1.5", "true"},
        {NULL, "/data/text = '7'", "false"},
        {NULL, "/data/text = 7", "true"},
        {NULL, "/data/text = /data/n", "true"},
        {NULL, "/data/none = ''", "true"},
        {NULL, "/data/none > 3", "false"},
        {NULL, "/data/none < 3", "false"},
        {NULL, "/data/none = 0", "false"},
    };
    assert_true(
        xpath_tree_check(*state, cases, sizeof(cases) / sizeof(*cases)));
}

static void test_arithmetic(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "/data/later - /data/born", "8767"},
        {NULL, "int((/data/later - /data/born) div 365.25)", "24"},
        {NULL, "/data/at - /data/later", "0.4166666666678793"},
        {NULL, "round((/data/at - /data/later) * 24)", "10"},
        {NULL, "date(/data/later + 1)", "2024-03-02"},
        {NULL, "/data/n + /data/d", "8.5"},
        {NULL, "/data/none + 1", "NaN"},
    };
    assert_true(
        xpath_tree_check(*state, cases, sizeof(cases) / sizeof(*cases)));
}

static void test_results_for_nodes(void **state) {
    static const struct {
        const char *text;
        enum vz_value_type type;
        const char *expected;
    } cases[] = {
        {"/data/later + 1", VZ_VALUE_DATE, "2024-03-02"},
        {"/data/later + 1", VZ_VALUE_STRING, "19784"},
        {"/data/at", VZ_VALUE_DATETIME, "2024-03-01T10:00:00.000+01:00"},
        {"date(/data/at)", VZ_VALUE_DATETIME, "2024-03-01T00:00:00.000+01:00"},
        {"date-time(/data/at)", VZ_VALUE_DATE, "2024-03-01"},
        {"7.9", VZ_VALUE_INT, "7"},
        {"7.9", VZ_VALUE_DECIMAL, "7.9"},
        {"/data/none + 1", VZ_VALUE_INT, ""},
        {"1 = 1", VZ_VALUE_STRING, "true"},
        {"'x'", VZ_VALUE_INT, "x"},
    };
    struct xpath_tree *tree = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct vz_xpath_expr *expr =
            xpath_tree_compile(tree, tree->instance, cases[i].text, NULL);
        assert_non_null(expr);
        struct vz_xpath_context context = {.node = tree->instance,
                                           .document = tree->instance};
        char *out = NULL;
        assert_true(vz_xpath_eval_typed(expr, &context, cases[i].type, &out));
        assert_string_equal(out, cases[i].expected);
        free(out);
    }
}

// The shortcut table gives what the walk gives, and is used only where one
// node can be meant.
static void test_index_of_nodes(void **state) {
    struct xpath_tree tree;
    assert_true(xpath_tree_init(
        &tree, "<d><a>1</a><r><b>2</b></r><r><b>3</b></r><g><c>4</c></g></d>"));
    const struct vz_node *nodes[16] = {0};
    const struct vz_node *at = tree.instance;
    for (; at != NULL; at = vz_node_following(at, tree.instance)) {
        if (at->kind == VZ_NODE_ELEMENT && at->name[0] != 'b' &&
            at->name[0] != 'r') {
            nodes[at->model] = at;
        }
    }
    struct vz_xpath_context context = {.node = tree.instance,
                                       .document = tree.instance,
                                       .nodes = nodes,
                                       .n_nodes = 16};
    double out;
    assert_true(vz_xpath_eval_number(
        xpath_tree_compile(&tree, NULL, "/d/a + sum(/d/r/b) + /d/g/c", NULL),
        &context, &out));
    assert_true(out == 10);
    xpath_tree_finish(&tree);
}

int main(void) {
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparison),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_results_for_nodes),
        cmocka_unit_test(test_index_of_nodes),
    };
    return cmocka_run_group_tests_name("xpath typed", tests, set_up,
                                       xpath_tree_tear_down);
}
