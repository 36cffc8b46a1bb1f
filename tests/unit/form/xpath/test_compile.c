#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char form[] =
    "<data><leeftijd test-type='int'>9</leeftijd><naam>Ann</naam>"
    "<groep><kleur/></groep>"
    "<kind test-repeat='1'><naam2/><jaar/></kind></data>";

static int set_up(void **state) {
    return xpath_tree_set_up(state, form);
}

static void test_messages(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "/data/leeftjd",
         "error: no question is named 'leeftjd' (did you mean 'leeftijd'?)"},
        {"/data/naam", "../Leeftijd",
         "error: no question is named 'Leeftijd' (did you mean 'leeftijd'?)"},
        {NULL, "/data/kleur",
         "error: no question is at '/data/kleur' (did you mean "
         "'/data/groep/kleur'?)"},
        {NULL, "/data/zzz", "error: no question is named 'zzz'"},
        {NULL, "count(/data/kind[jar > 3])",
         "error: no question is named 'jar' (did you mean 'jaar'?)"},
        {NULL, "slected(/data/naam, 'x')",
         "error: unknown function 'slected' (did you mean 'selected'?)"},
        {NULL, "qwertyuiop()", "error: unknown function 'qwertyuiop'"},
        {NULL, "concat('a', 'b'", "error: a ) is missing at character 16"},
        {NULL, "(1 + 2", "error: a ) is missing at character 7"},
        {NULL, "1 + 2)", "error: the ) at character 6 has no ( before it"},
        {NULL, "/data/naam[1", "error: a ] is missing at character 13"},
        {NULL, "1 +", "error: a value is missing at character 4"},
        {NULL, "1 + * 2",
         "error: an operator is missing at character 7, before '2'"},
        {NULL, "", "error: the expression is empty"},
        {NULL, " \t", "error: the expression is empty"},
        {NULL, "'abc",
         "error: the text that starts at character 1 has no "
         "closing quote"},
        {NULL, "\xC3\xA9\xC3\xA9 = 'abc",
         "error: the text that starts at character 6 has no closing quote"},
        {NULL, "${naam}",
         "error: the $ at character 1 is not allowed here: "
         "expressions have no variables"},
        {NULL, "1 2",
         "error: an operator is missing at character 3, before "
         "'2'"},
        {NULL, "/data/naam = ! 1",
         "error: a value is missing at character 14, before '!'"},
        {NULL, "substr('a')",
         "error: substr() takes 2 to 3 arguments, not 1 "
         "(character 1)"},
        {NULL, "1 + not()",
         "error: not() takes 1 argument, not 0 (character 5)"},
        {NULL, "join()",
         "error: join() takes at least 1 argument, not 0 (character 1)"},
        {NULL, "count('a')", "error: count() takes a path as argument 1"},
        {NULL, "1 | /data",
         "error: | joins paths; what starts at character 1 "
         "is none"},
        {NULL, "'a'/b",
         "error: what stands before the / at character 4 is not a path"},
        {NULL, "x:y", "error: the prefix 'x' is not declared (character 1)"},
        {NULL, "/data/foo()",
         "error: a function cannot stand inside a path (character 7)"},
        {NULL, "sideways::a", "error: unknown axis 'sideways' at character 1"},
    };
    assert_true(
        xpath_tree_check(*state, cases, sizeof(cases) / sizeof(*cases)));
}

static char *repeat_text(const char *piece, size_t n) {
    size_t len = strlen(piece);
    char *text = malloc(len * n + 16);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++) {
        memcpy(text + i * len, piece, len);
    }
    text[len * n] = '\0';
    return text;
}

static void expect_start(struct xpath_tree *tree, const char *text,
                         const char *start) {
    char *out = xpath_tree_eval(tree, NULL, text);
    assert_non_null(out);
    out[strlen(out) < strlen(start) ? strlen(out) : strlen(start)] = '\0';
    assert_string_equal(out, start);
    free(out);
}

static void test_depth_is_limited(void **state) {
    static const char *const pieces[] = {"(", "not(", "/data[", "-(", "1+("};
    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        char *text = repeat_text(pieces[i], 5000);
        expect_start(*state, text,
                     "error: the expression is nested more than 200 levels");
        free(text);
    }
    // 199 brackets are fine.
    char text[512];
    memset(text, '(', 199);
    text[199] = '1';
    memset(text + 200, ')', 199);
    text[399] = '\0';
    expect_start(*state, text, "1");
}

// What the parser lets through can be evaluated on an ordinary stack.
static void test_deep_evaluation(void **state) {
    static const struct {
        const char *open, *middle, *close, *expected;
    } cases[] = {
        {"not(", "1", ")", "true"},
        {"/data[", "leeftijd", "]", "9Ann"},
        {"1 + (", "1", ")", "199"},
        {"concat('', ", "'x'", ")", "x"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *open = repeat_text(cases[i].open, 198);
        char *close = repeat_text(cases[i].close, 198);
        char *text = NULL;
        assert_true(asprintf(&text, "%s%s%s", open, cases[i].middle, close) >
                    0);
        expect_start(*state, text, cases[i].expected);
        free(text);
        free(open);
        free(close);
    }
}

static void test_length_is_limited(void **state) {
    char *text = repeat_text("+1", 40000);
    text[0] = '1';
    expect_start(*state, text, "error: the expression is longer than 65536");
    free(text);
}

// Long but flat expressions neither fail nor take stack by their length.
static void test_long_chains(void **state) {
    char *text = repeat_text("1+", 30000);
    strcat(text, "1");
    expect_start(*state, text, "30001");
    free(text);
    text = repeat_text("-", 60001);
    strcat(text, "1");
    expect_start(*state, text, "-1");
    free(text);
    text = repeat_text("./", 30000);
    strcat(text, ".");
    expect_start(*state, text, "9Ann");
    free(text);
}

struct seen {
    char names[200];
};

static void see(const struct vz_node *node, void *userdata) {
    struct seen *seen = userdata;
    strcat(seen->names, node->name);
    strcat(seen->names, " ");
}

static void test_references(void **state) {
    static const struct {
        const char *context;
        const char *text;
        const char *names;
    } cases[] = {
        {NULL, "1 + 2", ""},
        {NULL, "/data/leeftijd > 5 or /data/leeftijd < 3", "leeftijd "},
        {NULL, "concat(/data/naam, /data/leeftijd)", "leeftijd naam "},
        {"/data/naam", ". = 'x'", "naam "},
        {"/data/naam", "current()/../leeftijd", "leeftijd "},
        {"/data/naam", "string-length()", "naam "},
        {NULL, "sum(/data/kind/jaar)", "kind jaar "},
        {NULL, "count(/data/kind)", "kind "},
        {"/data/kind/naam2", "/data/kind/jaar + 1", "jaar "},
        {"/data/kind/naam2", "sum(../../kind/jaar)", "kind jaar "},
        {"/data/kind/naam2", "position(..)", "kind "},
        {NULL, "instance('t')/root/item[name = /data/naam]/x", "naam "},
        {NULL, "jr:choice-name('a', '/data/naam')", "naam "},
        {NULL, "/data/kind[jaar = /data/leeftijd]/naam2",
         "leeftijd kind naam2 jaar "},
        {NULL, "indexed-repeat(/data/kind/jaar, /data/kind, 1)", "kind jaar "},
        {NULL, "//jaar", "kind jaar "},
    };
    struct xpath_tree *tree = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct vz_node *node =
            cases[i].context ? xpath_tree_node(tree, cases[i].context) : NULL;
        struct vz_error error = {0};
        const struct vz_xpath_expr *expr =
            xpath_tree_compile(tree, node, cases[i].text, &error);
        assert_string_equal(error.message, "");
        struct seen seen = {""};
        vz_xpath_each_reference(expr, see, &seen);
        assert_string_equal(seen.names, cases[i].names);
    }
}

// instance() of the primary instance's own id is the primary instance: its
// paths are bound, checked and known to be read.
static void test_primary_instance(void **state) {
    struct xpath_tree *tree = *state;
    struct vz_xpath_scope scope = {.arena = &tree->arena,
                                   .names = &tree->names,
                                   .document = tree->template,
                                   .primary_id = "main"};
    struct vz_error error = {0};
    const struct vz_xpath_expr *expr =
        vz_xpath_compile(&scope, "instance('main')/data/leeftijd + 1", &error);
    assert_non_null(expr);
    struct seen seen = {""};
    vz_xpath_each_reference(expr, see, &seen);
    assert_string_equal(seen.names, "leeftijd ");
    struct vz_xpath_context context = {.node = tree->instance,
                                       .document = tree->instance};
    double number;
    assert_true(vz_xpath_eval_number(expr, &context, &number));
    assert_true(number == 10);
    assert_null(
        vz_xpath_compile(&scope, "instance('main')/data/leeftjd", &error));
    assert_string_equal(error.message, "no question is named 'leeftjd' (did "
                                       "you mean 'leeftijd'?)");
    assert_non_null(vz_xpath_compile(&scope, "instance('other')/data/x", NULL));
}

static void test_flags(void **state) {
    static const struct {
        const char *text;
        bool is_volatile, reads_position;
    } cases[] = {
        {"1 + 1", false, false},
        {"random() * 2", true, false},
        {"if(true(), now(), 1)", true, false},
        {"today()", true, false},
        {"uuid()", true, false},
        {"position(..)", false, true},
        {"count(randomize(/data/kind))", true, false},
        {"count(randomize(/data/kind, 4))", false, false},
        {"/data/kind[position() = 1]/jaar", false, false},
    };
    struct xpath_tree *tree = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const struct vz_xpath_expr *expr = xpath_tree_compile(
            tree, xpath_tree_node(tree, "/data/naam"), cases[i].text, NULL);
        assert_non_null(expr);
        assert_int_equal(vz_xpath_is_volatile(expr), cases[i].is_volatile);
        assert_int_equal(vz_xpath_reads_position(expr),
                         cases[i].reads_position);
    }
}

static void test_names_of_operators(void **state) {
    struct xpath_tree tree;
    assert_true(xpath_tree_init(
        &tree, "<div><and>1</and><or>2</or><mod>3</mod><text>4</text></div>"));
    static const struct xpath_case cases[] = {
        {NULL, "/div/and and /div/or", "true"},
        {NULL, "/div/mod mod /div/or", "1"},
        {NULL, "/div/mod div /div/and", "3"},
        {NULL, "/div/text * /div/mod", "12"},
        {NULL, "count(/div/*) * 2", "8"},
        {NULL, "/div/text-1",
         "error: no question is named 'text-1' (did you "
         "mean 'text'?)"},
        {NULL, "/div/text -1", "3"},
    };
    assert_true(xpath_tree_check(&tree, cases, sizeof(cases) / sizeof(*cases)));
    xpath_tree_finish(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_depth_is_limited),
        cmocka_unit_test(test_deep_evaluation),
        cmocka_unit_test(test_length_is_limited),
        cmocka_unit_test(test_long_chains),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_primary_instance),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_names_of_operators),
    };
    return cmocka_run_group_tests_name("xpath compile", tests, set_up,
                                       xpath_tree_tear_down);
}
