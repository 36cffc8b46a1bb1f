#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state) {
    return xpath_tree_set_up(state, "<data><p>[0-9]+</p></data>");
}

// As a constant, compiled with the form, and as a value, compiled each time.
static bool matches(struct xpath_tree *tree, const char *text,
                    const char *pattern, bool constant) {
    char *expression = NULL;
    assert_true(asprintf(&expression,
                         constant ? "regex(\"%s\", \"%s\")"
                                  : "regex(\"%s\", concat(\"%s\", ''))",
                         text, pattern) > 0);
    char *answer = xpath_tree_eval(tree, NULL, expression);
    assert_non_null(answer);
    bool truth = strcmp(answer, "true") == 0;
    if (!truth && strcmp(answer, "false") != 0) {
        fprintf(stderr, "# %s: %s\n", expression, answer);
        fail();
    }
    free(answer);
    free(expression);
    return truth;
}

static void test_matches(void **state) {
    static const struct {
        const char *text;
        const char *pattern;
        bool expected;
    } cases[] = {
        {"1234AB", "[0-9]{4}[A-Z]{2}", true},
        {"1234AB", "\\d{4}\\w+", true},
        {"x1234AB", "\\d{4}\\w+", false},
        {"abc", "b", false},
        {"ab", "a|ab", true},
        {"a-b.c", "[\\w.-]+", true},
        {"a-b.c", "[\\w-.]+", true},
        {"a-b.c", "[.-\\w]+", true},
        {"jan@huis.nl", "[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,4}", true},
        {"a]b", "a[\\]^]b", true},
        {"a]b", "a[]x]b", true},
        {"^", "[\\^]", true},
        {"[", "[[]", true},
        {"a.", "[a[.]+", true},
        {"a b", "a\\sb", true},
        {"abab", "(?:ab)+?", true},
        {"a.b", "a\\.b", true},
        {"axb", "a\\.b", false},
        {"06-12345678", "^06-[0-9]{8}$", true},
        {"a|b", "a|c", false},
        {"", "", true},
        {"", ".+", false},
        {"ab{c", "ab[{]c", true},
        {"a/b", "a\\/b", true},
        {"a.b+", "\\Qa.b+\\E", true},
        // Characters, not bytes; \w and \d are ASCII, as in Java.
        {"caf\xC3\xA9", "caf.", true},
        {"\xC3\xA9\xC3\xA9", "[^a-z]{2}", true},
        {"\xC3\xA9", "\\w", false},
        {"\xD9\xA3", "\\d", false}, // Arabic-Indic three
        {"\xC3\xA9", "\\p{L}", true},
        {"\xC3\xA9", "[\\p{L}']+", true},
        {"\xC3\xA9", "\\p{IsLatin}", true},
        {"\xC3\xA9", "\\p{Alpha}", false},
        {"e5", "\\p{Alpha}\\p{Digit}", true},
        {"e5", "[\\p{Lower}\\p{Digit}]+", true},
        {"E5", "\\P{Lower}+", true},
        {"E5", "[\\P{Lower}]+", true},
        {"A", "\\u0041", true},
        {"A\xC3\xA9", "[\\u0041-\\u00e9]{2}", true},
        {"A", "\\x41", true},
        {"AB", "(?i)ab", true},
        // Look-around and back references.
        {"abc1", "(?=.*\\d)[a-z0-9]{4}", true},
        {"abcd", "(?=.*\\d)[a-z0-9]{4}", false},
        {"abc", "(?!admin).*", true},
        {"admin1", "(?!admin).*", false},
        {"12a", "\\d+(?<=2)a", true},
        {"12a", "\\d+(?<=1\\d{0,3})a", true},
        {"22a", "\\d+(?<=1\\d{0,3})a", false},
        {"aab", "a+(?<=a+)b", true},
        {"xab", ".+(?<=y?a)b", true},
        {"xyb", ".+(?<=ya|[xz]y{1,2})b", true},
        {"xb", ".(?<!ya?|[xz]+)b", false},
        {"wb", ".(?<!ya?|[xz]+)b", true},
        {"\xC3\xA9\xC3\xA9-", ".+(?<=\xC3\xA9{2,})-", true},
        {"a]b", ".+(?<=[]a]{2})b", true},
        {"5b", ".(?<=\\p{Nd}+?)b", true},
        {"aa", "(a)\\1", true},
        {"ab", "(a)\\1", false},
        // Counts that multiply, and patterns that try every way.
        {"aaaa", "((a{2}){1,2}){1}", true},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+", false},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a|aa)+$", false},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(.*)*x", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        for (int constant = 0; constant < 2; constant++) {
            bool found =
                matches(*state, cases[i].text, cases[i].pattern, constant);
            if (found != cases[i].expected) {
                fprintf(stderr, "# '%s' on '%s'\n", cases[i].pattern,
                        cases[i].text);
            }
            assert_int_equal(found, cases[i].expected);
        }
    }
}

static void test_wrong_patterns(void **state) {
    static const char *const patterns[] = {
        "(",
        "[a",
        "a{2,1}",
        "*",
        "(?<=(a+))b",
        "(?<=a{0,40})b",
        "(?<=a*b*c*d*)e",
        "(?<=a{9999999999999999999,})b",
        "(?<=[a)b",
        "(?<=a",
        "(?<=\\1+)b",
        "\\p{Nonsense}",
        "(a",
        "\\1(",
        "(((a{1,250}){1,250}){1,250}){1,250}",
    };
    for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
        char expression[80];
        struct vz_error error = {0};
        snprintf(expression, sizeof(expression), "regex(., '%s')", patterns[i]);
        assert_null(xpath_tree_compile(*state, NULL, expression, &error));
        assert_int_equal(error.status, VZ_INVALID);
        assert_non_null(strstr(error.message, "regex()"));
        // A calculated pattern is known too late to complain.
        assert_false(matches(*state, "a", patterns[i], false));
    }
}

static void test_pattern_from_a_node(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "regex('12', /data/p)", "true"},
        {NULL, "regex('1x', /data/p)", "false"},
        {NULL, "regex(/data/p, '.{6}')", "true"},
    };
    assert_true(xpath_tree_check(*state, cases, 3));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_wrong_patterns),
        cmocka_unit_test(test_pattern_from_a_node),
    };
    return cmocka_run_group_tests_name("pattern", tests, set_up,
                                       xpath_tree_tear_down);
}
