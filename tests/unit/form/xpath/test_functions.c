#include "base/clock.h"
#include "form/xpath/functions.h"
#include "support/xpath_tree.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char form[] =
    "<data xml:lang='nl-BE'><a test-type='int'>7</a><b>x y z</b><empty/>"
    "<word>caf\xC3\xA9 \xE2\x82\xAC</word><truth>true</truth>"
    "<n>2</n><n/><n>5</n><n>0.5</n>"
    "<p>0 0</p><p>0 1 10 5</p><p>1 1</p>"
    "<trace>52.1 4.3; 52.2 4.3;52.2 4.4</trace>"
    "<shape>38.25146813817506 21.758421137528785 0 0;"
    "38.25137218399145 21.75842113752879 0 0;"
    "38.25136 21.7585 0 0;38.25146813817506 21.758421137528785 0 0</shape>"
    "<kept>old</kept></data>";

static int set_up(void **state) {
    return xpath_tree_set_up(state, form);
}

#define CHECK(tree, cases) \
    assert_true(xpath_tree_check(tree, cases, sizeof(cases) / sizeof(*cases)))

static void test_text(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "concat('a')", "a"},
        {NULL, "concat('a', 1, true())", "a1true"},
        {NULL, "concat(/data/n)", "250.5"},
        {NULL, "join(', ', 'a', 'b', 3)", "a, b, 3"},
        {NULL, "join('-', /data/p, 'end')", "0 0-0 1 10 5-1 1-end"},
        {NULL, "join('-')", ""},
        {NULL, "substr('abcdef', 2)", "cdef"},
        {NULL, "substr('abcdef', 1, 3)", "bc"},
        {NULL, "substr('abcdef', -2)", "ef"},
        {NULL, "substr('abcdef', 0, -1)", "abcde"},
        {NULL, "substr('abcdef', 4, 2)", ""},
        {NULL, "substr(/data/word, 3, 6)", "\xC3\xA9 \xE2\x82\xAC"},
        {NULL, "substring('12345', 1.5, 2.6)", "234"},
        {NULL, "substring('12345', 0 div 0, 3)", ""},
        {NULL, "substring('12345', -42, 1 div 0)", "12345"},
        {NULL, "string-length(/data/word)", "6"},
        {NULL, "substring-before('1999/04/01', '/')", "1999"},
        {NULL, "substring-after('1999/04/01', '/')", "04/01"},
        {NULL, "substring-before('abc', 'x')", ""},
        {NULL, "contains(/data/b, 'y')", "true"},
        {NULL, "starts-with('abc', 'ab')", "true"},
        {NULL, "ends-with('abc', 'bc')", "true"},
        {NULL, "ends-with('c', 'abc')", "false"},
        {NULL, "translate('--aaa--', 'abc-', 'ABC')", "AAA"},
        {NULL, "translate(/data/word, '\xC3\xA9', 'e')", "cafe \xE2\x82\xAC"},
        {NULL, "normalize-space('  a  b\t\nc ')", "a b c"},
        {"/data/b", "normalize-space()", "x y z"},
        {"/data/b", "string-length()", "5"},
        {NULL, "string(1 = 1)", "true"},
        {NULL, "digest('abc', 'MD5', 'hex')",
         "900150983cd24fb0d6963f7d28e17f72"},
        {NULL, "digest('abc', 'SHA-1')", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="},
        {NULL, "digest('abc', 'SHA-256', 'hex')",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {NULL, "digest('abc', 'CRC', 'hex')", "error: " VZ_DIGEST_UNKNOWN},
        {NULL, "digest('abc', 'MD5', 'octal')", "error: " VZ_DIGEST_UNKNOWN},
        {NULL, "digest('abc', concat('CR', 'C'))", ""},
        {NULL, "digest('abc', 'MD5', concat('o', 'ctal'))", ""},
        {NULL, "digest('', 'MD5', 'hex')", "d41d8cd98f00b204e9800998ecf8427e"},
        {NULL, "digest('abc', 'MD5', 'base64')", "kAFQmDzST7DWlj99KOF/cg=="},
        {NULL, "string-length(digest('abc', 'SHA-384', 'hex'))", "96"},
        {NULL, "string-length(digest('abc', 'SHA-512', 'hex'))", "128"},
        {NULL, "substr(digest('abc', 'SHA-384', 'hex'), 0, 8)", "cb00753f"},
        {NULL, "substr(digest('abc', 'SHA-512', 'hex'), 0, 8)", "ddaf35a1"},
        {NULL,
         "digest(/data/word, 'SHA-1', 'hex') = "
         "digest('caf\xC3\xA9 \xE2\x82\xAC', 'SHA-1', 'hex')",
         "true"},
        {NULL, "base64-decode('')", ""},
        {NULL, "base64-decode('w6k=')", "\xC3\xA9"},
        {NULL, "base64-decode('dmVy dGVs')", "vertel"},
        {NULL, "substr('abcdef', -4, -2)", "cd"},
        {NULL, "substr('abcdef', -9, 2)", "ab"},
        {NULL, "substr('abcdef', 2, 99)", "cdef"},
        {NULL, "substr('abcdef', 1.9, 2.9)", "b"},
        {NULL, "substr('abcdef', 9)", ""},
        {NULL, "substr('', 0, 1)", ""},
        {NULL, "substr('abc', 'x')", "abc"},
        {NULL, "concat()", ""},
        {NULL, "join(',', /data/n, /data/p[1])", "2,,5,0.5,0 0"},
        {NULL, "join(/data/a, 'x', 'y')", "x7y"},
        {NULL, "join(',', 1 div 0, 0 div 0, 2 div 4)", "Infinity,NaN,0.5"},
        {NULL, "translate('abc', 'ab', '')", "c"},
        {NULL, "translate('aab', 'aa', 'xy')", "xxb"},
        {NULL, "translate('abc', '', 'xy')", "abc"},
        {NULL, "translate('', 'a', 'b')", ""},
        {NULL, "translate('a\xC3\xA9z', '\xC3\xA9z', 'z\xE2\x82\xAC')",
         "az\xE2\x82\xAC"},
        {NULL, "substring-after('abc', '')", "abc"},
        {NULL, "substring-before('abc', '')", ""},
        {NULL, "contains('', '')", "true"},
        {NULL, "ends-with('abc', '')", "true"},
        {NULL, "normalize-space('')", ""},
        {NULL, "string(3 div 2)", "1.5"},
        {NULL, "base64-decode('dmVydGVsIGhldA==')", "vertel het"},
        {NULL, "base64-decode('no!')", ""},
        // RFC 8032, 7.1, test 2.
        {NULL,
         "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+"
         "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=', "
         "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
         "r"},
        {NULL,
         "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+"
         "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHM=', "
         "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
         ""},
        {NULL,
         "extract-signed('cg==', "
         "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
         ""},
        {NULL,
         "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+"
         "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=', 'cg==')",
         ""},
        {NULL, "string-length(uuid())", "36"},
        {NULL, "string-length(uuid(12))", "12"},
        {NULL, "uuid() = uuid()", "false"},
        {NULL,
         "regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-"
         "[89ab][0-9a-f]{3}-[0-9a-f]{12}')",
         "true"},
    };
    CHECK(*state, cases);
}

static void test_numbers(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "10000000000", "10000000000"},
        {NULL, "1e3",
         "error: an operator is missing at character 2, before "
         "'e3'"},
        {NULL, "1 div 3", "0.3333333333333333"},
        {NULL, "0.1 + 0.2", "0.30000000000000004"},
        {NULL, "2 * 0.5", "1"},
        {NULL, "-0", "0"},
        {NULL, "1 div 0", "Infinity"},
        {NULL, "-1 div 0", "-Infinity"},
        {NULL, "0 div 0", "NaN"},
        {NULL, "pow(10, 21)", "1000000000000000000000"},
        {NULL, "pow(10, -7)", "0.0000001"},
        {NULL, "123456789012345678", "123456789012345680"},
        {NULL, "number(' 12.50 ')", "12.5"},
        {NULL, "number('12a')", "NaN"},
        {NULL, "number('')", "NaN"},
        {NULL, "number('+1')", "NaN"},
        {NULL, "number(true())", "1"},
        {"/data/a", "number() + 1", "8"},
        {NULL, "int(2.9)", "2"},
        {NULL, "int(-2.9)", "-2"},
        {NULL, "int('7.6')", "7"},
        {NULL, "round(2.5)", "3"},
        {NULL, "round(-2.5)", "-2"},
        {NULL, "round(1.005, 2)", "1.01"},
        {NULL, "round(-1.005, 2)", "-1"},
        {NULL, "round(12345, -2)", "12300"},
        {NULL, "round(3.14159, 3)", "3.142"},
        {NULL, "round('x')", "NaN"},
        {NULL, "round(0.5)", "1"},
        {NULL, "round(-0.5)", "0"},
        {NULL, "round(1 div 0)", "Infinity"},
        {NULL, "round(-1 div 0, 2)", "-Infinity"},
        {NULL, "round(2.345, 2)", "2.35"},
        {NULL, "round(-2.345, 2)", "-2.34"},
        {NULL, "round(15, -1)", "20"},
        {NULL, "round(149, -2)", "100"},
        {NULL, "round(1.23456, 1.9)", "1.2"},
        {NULL, "round(1.5, 'x')", "NaN"},
        {NULL, "int('')", "NaN"},
        {NULL, "int(1 div 0)", "Infinity"},
        {NULL, "int(-0.5)", "0"},
        {NULL, "int(123456789012.7)", "123456789012"},
        {NULL, "number('1e3')", "NaN"},
        {NULL, "number('.5')", "0.5"},
        {NULL, "number('5.')", "5"},
        {NULL, "number('-')", "NaN"},
        {NULL, "number('- 1')", "NaN"},
        {NULL, "number(false())", "0"},
        {NULL, "number(/data/none[1])", "error: no question is named 'none'"},
        {NULL, "sum(/data/b)", "0"},
        {NULL, "sum(/data/n | /data/a)", "14.5"},
        {NULL, "max(/data/n, 7, '9')", "9"},
        {NULL, "min(/data/n, -1)", "-1"},
        {NULL, "max('a', 'b')", "NaN"},
        {NULL, "max(-3, -2)", "-2"},
        {NULL, "sqrt(-1)", "NaN"},
        {NULL, "log(0)", "-Infinity"},
        {NULL, "pow(0, 0)", "1"},
        {NULL, "pow(2, 0.5)", "1.4142135623730951"},
        {NULL, "0.000001", "0.000001"},
        {NULL, "1 div 1000000", "0.000001"},
        {NULL, "100000000000000000000 * 10", "1000000000000000000000"},
        {NULL, "0.1 * 3", "0.30000000000000004"},
        {NULL, "0.1 * 3 * 10", "3"},
        {NULL, "-0.1 * 3 * 10", "-3"},
        {NULL, "0.1 + 0.2 - 0.3", "0"},
        {NULL, "0.1 * 3 * 10 = 3", "false"},
        {NULL, "3 - 0.0000000000001", "2.9999999999999"},
        {NULL, "round(1.5, 99)", "NaN"},
        {NULL, "floor(-1.5)", "-2"},
        {NULL, "ceiling(1.2)", "2"},
        {NULL, "abs(-3)", "3"},
        {NULL, "pow(2, 10)", "1024"},
        {NULL, "sqrt(16)", "4"},
        {NULL, "exp10(3)", "1000"},
        {NULL, "log10(1000)", "3"},
        {NULL, "log(exp(1))", "1"},
        {NULL, "round(pi(), 4)", "3.1416"},
        {NULL, "round(sin(pi() div 2), 3)", "1"},
        {NULL, "round(cos(0), 3)", "1"},
        {NULL, "round(atan2(1, 1) * 4, 4)", "3.1416"},
        {NULL, "round(tan(0), 3) + round(asin(0), 3) + round(acos(1), 3)", "0"},
        {NULL, "sum(/data/n)", "7.5"},
        {NULL, "max(/data/n)", "5"},
        {NULL, "min(/data/n)", "0.5"},
        {NULL, "max(3, 9, 2)", "9"},
        {NULL, "min('', 4)", "4"},
        {NULL, "max(/data/empty)", "NaN"},
        {NULL, "max()", "NaN"},
        {NULL, "min()", "NaN"},
        {NULL, "sum(/data/empty)", "0"},
        {NULL, "random() >= 0 and random() < 1", "true"},
        {NULL, "7 mod 3", "1"},
        {NULL, "-7 mod 3", "-1"},
        {NULL, "5 mod 1.5", "0.5"},
        {NULL, "- - 3", "3"},
        {NULL, "--'4'", "4"},
    };
    CHECK(*state, cases);
}

static void test_logic(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "if(1 < 2, 'yes', 'no')", "yes"},
        {NULL, "if(/data/a > 5, /data/b, 0)", "x y z"},
        {NULL, "if(false(), 1, 2) + 1", "3"},
        {NULL, "coalesce(/data/empty, 'z')", "z"},
        {NULL, "coalesce(/data/b, 'z')", "x y z"},
        {NULL, "coalesce('', '')", ""},
        {NULL, "coalesce(number('x'), 4)", "4"},
        {NULL, "coalesce(0, 4)", "0"},
        {NULL, "coalesce('', '', 'third')", "third"},
        {NULL, "if('', 1, 2)", "2"},
        {NULL, "if('false', 1, 2)", "1"},
        {NULL, "if(0, 1, 2)", "2"},
        {NULL, "boolean-from-string('TRUE')", "false"},
        {NULL, "boolean-from-string('1.0')", "false"},
        {NULL, "boolean-from-string(/data/truth)", "true"},
        {NULL, "boolean-from-string(1)", "true"},
        {NULL, "boolean-from-string(true())", "true"},
        {"/data/kept", "once('new')", "old"},
        {"/data/empty", "once('new')", "new"},
        {"/data/kept", "once(1 div 0)", "old"},
        {"/data/empty", "once(1 + 1)", "2"},
        {NULL, "boolean-from-string('true')", "true"},
        {NULL, "boolean-from-string('1')", "true"},
        {NULL, "boolean-from-string('yes')", "false"},
        {NULL, "not(/data/nothere[1])",
         "error: no question is named "
         "'nothere'"},
        {NULL, "boolean(/data/empty)", "true"},
        {NULL, "boolean('')", "false"},
        {NULL, "boolean(0 div 0)", "false"},
        {NULL, "checklist(2, 3, 1, 'yes', 0, '')", "true"},
        {NULL, "checklist(3, -1, 1, 'yes', 0, '')", "false"},
        {NULL, "checklist(-1, 1, /data/n)", "false"},
        {NULL, "checklist(-1, 3, /data/n)", "true"},
        {NULL, "weighted-checklist(5, 9, true(), 3, true(), 2, 0, 90)", "true"},
        {NULL, "weighted-checklist(6, 9, true(), 3, true(), 2)", "false"},
        {NULL, "checklist(0, 2)", "true"},
        {NULL, "checklist(1, -1)", "false"},
        {NULL, "checklist(-1, -1, 1, 2)", "true"},
        {NULL, "checklist(1, 1, 1 = 1, 1 = 2)", "true"},
        {NULL, "checklist(1, 1, -5)", "true"},
        {NULL, "checklist(2, 2, '0', 'false', '')", "true"},
        {NULL, "checklist(1, 1, 0 div 0, 0, 1)", "true"},
        {NULL, "checklist(1, 1, /data/a)", "true"},
        {NULL, "checklist(2, 2, true(), 'x', '')", "true"},
        {NULL, "weighted-checklist(-1, 3, 1, 3, 0, 9)", "true"},
        {NULL, "weighted-checklist(3, -1, 1, 2)", "false"},
        {NULL, "weighted-checklist(7.5, 7.5, /data/n, /data/n)", "true"},
        {NULL, "weighted-checklist(0, 9, /data/a, /data/n)", "false"},
        {NULL, "weighted-checklist(2, 2, /data/n, 2)", "true"},
        {NULL, "weighted-checklist(1, 2, 3)",
         "error: weighted-checklist() takes its values and weights in pairs"},
        {"/data/b", "lang('nl')", "true"},
        {"/data/b", "lang('NL-be')", "true"},
        {"/data/b", "lang('en')", "false"},
    };
    CHECK(*state, cases);
}

static void test_choices(void **state) {
    static const struct xpath_case cases[] = {
        {NULL, "selected(/data/b, 'y')", "true"},
        {NULL, "selected(/data/b, ' z ')", "true"},
        {NULL, "selected(/data/b, 'x y')", "false"},
        {NULL, "selected('xx', 'x')", "false"},
        {NULL, "selected(/data/empty, '')", "true"},
        {NULL, "selected(/data/b, '')", "false"},
        {NULL, "selected-at(/data/b, 0)", "x"},
        {NULL, "selected-at(/data/b, 2)", "z"},
        {NULL, "selected-at(/data/b, 3)", ""},
        {NULL, "selected-at(/data/b, -1)", ""},
        {NULL, "selected-at(/data/b, 1.7)", "y"},
        {NULL, "selected-at('', 0)", ""},
        {NULL, "selected-at('  a   b ', 1)", "b"},
        {NULL, "selected('a b', 'a b')", "false"},
        {NULL, "selected('1 2 3', 2)", "true"},
        {NULL, "is-selected('a', 'a')", "true"},
        {NULL, "count-selected('  a   b ')", "2"},
        {NULL, "count-selected(/data/b)", "3"},
        {NULL, "count-selected(/data/empty)", "0"},
        {NULL, "count-non-empty(/data/n)", "3"},
        {NULL, "count(/data/n | /data/p)", "7"},
        {NULL, "count(/data/n | /data/n)", "4"},
        {NULL, "name(/data/*[last()])", "kept"},
        {NULL, "local-name(/data/@xml:lang)", "lang"},
        {NULL, "name(/data/@xml:lang)", "xml:lang"},
        {NULL, "jr:itext('id')", ""},
        {NULL, "jr:choice-name('x', '/data/b')", ""},
    };
    CHECK(*state, cases);
}

static const char *choice_label(void *userdata, const char *value,
                                const struct vz_node *question) {
    return strcmp(value, "y") == 0 && strcmp(question->name, "b") == 0 ? "Why"
                                                                       : NULL;
}

static const char *itext(void *userdata, const char *id) {
    return strcmp(id, "hello") == 0 ? "Hallo" : NULL;
}

static double fixed(void *userdata) {
    return 0.25;
}

static void test_host(void **state) {
    struct xpath_tree *tree = *state;
    struct vz_xpath_host host = {
        .itext = itext, .choice_name = choice_label, .random = fixed};
    tree->host = &host;
    static const struct xpath_case cases[] = {
        {NULL, "jr:choice-name('y', ' /data/b ')", "Why"},
        {NULL, "jr:choice-name(selected-at(/data/b, 1), '/data/b')", "Why"},
        {NULL, "jr:choice-name('q', '/data/b')", ""},
        {"/data/a", "jr:choice-name('y', '../b')", "Why"},
        {NULL, "jr:choice-name('y', '/data/bb')",
         "error: no question is named 'bb' (did you mean 'b'?)"},
        {NULL, "jr:choice-name('y', 7)",
         "error: jr:choice-name() takes the path of a question, in quotes, as "
         "its second argument"},
        {NULL, "jr:itext('hello')", "Hallo"},
        {NULL, "random()", "0.25"},
    };
    bool ok = xpath_tree_check(tree, cases, sizeof(cases) / sizeof(*cases));
    tree->host = NULL;
    assert_true(ok);
}

static void test_geography(void **state) {
    static const struct xpath_case cases[] = {
        // One degree of the equator at a radius of 6,378,100 m.
        {NULL, "distance('0 0; 0 1')", "111318.85"},
        {NULL, "distance(/data/p)", "222637.69"},
        {NULL, "distance(/data/p[1], /data/p[2])", "111318.85"},
        {NULL, "distance('0 0; 0 0')", "0"},
        {NULL, "distance('0 0')", "0"},
        {NULL, "distance('0 x; 0 1')", "NaN"},
        {NULL, "distance('91 0; 0 1')", "NaN"},
        {NULL, "round(distance(/data/trace) div 1000, 0)", "18"},
        {NULL, "area('0 0; 0 1')", "0"},
        {NULL, "round(area(/data/p) div 1000000, 0)", "6196"},
        {NULL, "geofence('1 1', '0 0;0 2;2 2;2 0;0 0')", "true"},
        {NULL, "geofence('3 1', '0 0;0 2;2 2;2 0;0 0')", "false"},
        {NULL, "geofence('1 3', '0 0;0 2;2 2;2 0;0 0')", "false"},
        {NULL, "geofence('', '0 0;0 2;2 2;2 0;0 0')", "false"},
        {NULL, "geofence('1 1', 'x')", "false"},
        {NULL, "intersects('0 0;0 2;2 2;2 0;0 0')", "false"},
        {NULL, "intersects('0 0;2 2;2 0;0 2;0 0')", "true"},
        {NULL, "intersects('0 0;0 2;1 1;-1 1')", "true"},
        {NULL, "intersects('0 0;0 2;1 1;0 1')", "true"},
        {NULL, "intersects('0 0;0 2')", "false"},
        {NULL, "intersects('')", "false"},
        {NULL, "area(/data/shape) = enclosed-area(/data/shape)", "true"},
    };
    CHECK(*state, cases);
}

// 2024-03-05T13:07:09.250Z, a Tuesday; Amsterdam is an hour ahead.
#define NOW_MS 1709644029250

static void test_dates(void **state) {
    vz_clock_freeze(NOW_MS);
    static const struct xpath_case cases[] = {
        {NULL, "today()", "2024-03-05"},
        {NULL, "now()", "2024-03-05T14:07:09.250+01:00"},
        {NULL, "today() + 7", "19794"},
        {NULL, "date(today() + 7)", "2024-03-12"},
        {NULL, "today() - date('2024-02-28')", "6"},
        {NULL, "'2024-03-02' - '2024-01-01'", "61"},
        {NULL, "'2024-01-01' < '2024-03-02'", "true"},
        {NULL, "'2024-01-01' = '2024-01-01'", "true"},
        {NULL, "today() = '2024-03-05'", "true"},
        {NULL, "today() != '2024-03-06'", "true"},
        {NULL, "today() <= now()", "true"},
        {NULL, "now() - today() < 1", "true"},
        {NULL, "now() > '2024-03-05T14:00:00.000+01:00'", "true"},
        {NULL, "number('1970-01-02')", "1"},
        {NULL, "number('1970-01-01T12:00:00Z')", "0.5"},
        {NULL, "number('2024-02-30')", "NaN"},
        {NULL, "number('2023-02-29')", "NaN"},
        {NULL, "date('2024-3-5')", "2024-03-05"},
        {NULL, "date('2024-03-05T23:30:00Z')", "2024-03-06"},
        {NULL, "date('no date')", "Invalid Date"},
        {NULL, "date('2023-02-29')", "Invalid Date"},
        {NULL, "boolean(date('no date'))", "false"},
        {NULL, "number(date('no date'))", "NaN"},
        {NULL, "date('no date') < today()", "false"},
        {NULL, "date(true())", ""},
        {NULL, "date('2024-03-05T10:00:00+14:00')", "2024-03-04"},
        {NULL, "date('2024-03-05T10:00:00+15:00')", "Invalid Date"},
        {NULL, "date('2024-03-05T10:00:00-24:00')", "Invalid Date"},
        {NULL, "date('2024-03-05T24:00:00')", "Invalid Date"},
        {NULL, "date-time('2024-03-05T10')", "2024-03-05T10:00:00.000+01:00"},
        {NULL, "date-time('2024-03-05T10Z')", "2024-03-05T11:00:00.000+01:00"},
        {NULL, "date-time('2024-03-05T')", ""},
        {NULL, "date-time('2024-03-05T10:')", ""},
        {NULL, "date(19787.9)", "2024-03-05"},
        {NULL, "date(19787.9) + 1", "19788"},
        // A day is a day, also over a change of the clocks.
        {NULL, "date('2024-04-01') - date('2024-03-30')", "2"},
        {NULL, "(date('2024-04-01') - date('2024-03-30')) * 24", "48"},
        {NULL, "int(now() - date('2024-03-01'))", "4"},
        {NULL, "today() > '2024-03-04' and today() < '2024-03-06'", "true"},
        {NULL, "'2024-03-05T12:00:00Z' < '2024-03-05T13:30:00+01:00'", "true"},
        {NULL, "'2024-03-05' < '2024-03-05T00:30:00+01:00'", "true"},
        {NULL, "'2024-3-5' = date('2024-03-05')", "false"},
        {NULL, "if(today() >= '2024-03-05', 'late', 'early')", "late"},
        {NULL, "max(date('2024-01-01'), date('2024-02-01'))", "19754"},
        {NULL, "date(max('2024-01-01', '2024-02-01'))", "2024-02-01"},
        {NULL, "string(today() + 0.5)", "19787.5"},
        {NULL, "format-date('no date', '%Y')", ""},
        {NULL, "format-date(19787, '%Y-%m-%d')", "2024-03-05"},
        {NULL, "format-date('2024-03-05T23:30:00Z', '%e')", "6"},
        {NULL, "format-date('0987-01-02', '%Y %y')", "0987 87"},
        {NULL, "format-date-time('2024-03-05', '%H:%M')", "00:00"},
        {NULL, "format-date-time('2024-03-05T09:08:07.006', '%h %M %S %3 %')",
         "9 08 07 006 %"},
        {NULL, "decimal-date-time(0.25)", "0.25"},
        {NULL, "decimal-date-time(true())", "NaN"},
        {NULL, "decimal-time(19787.75)", "0.75"},
        {NULL, "decimal-time('12:00:00.000+02:00')", "0.4583333333333333"},
        {NULL, "decimal-time('')", "NaN"},
        {NULL, "date-time(0.5)", "1970-01-01T13:00:00.000+01:00"},
        {NULL, "date('')", ""},
        {NULL, "date(0)", "1970-01-01"},
        {NULL, "date(-1)", "1969-12-31"},
        {NULL, "date-time('2024-07-01')", "2024-07-01T00:00:00.000+02:00"},
        {NULL, "decimal-date-time('1970-01-01T06:00:00Z')", "0.25"},
        {NULL, "decimal-date-time('1970-01-02') * 24", "23"},
        {NULL, "decimal-date-time('x')", "NaN"},
        {NULL, "decimal-time('12:00:00.000')", "0.5"},
        {NULL, "decimal-time('06:00')", "0.25"},
        {NULL, "decimal-time('11:00:00Z')", "0.5"},
        {NULL, "decimal-time('25:00')", "NaN"},
        {NULL, "decimal-time('24:00')", "NaN"},
        {NULL, "decimal-time('23:60')", "NaN"},
        {NULL, "decimal-time('23:59:60')", "NaN"},
        {NULL, "decimal-time('12Z')", "NaN"},
        {NULL, "decimal-time('12:00.5')", "NaN"},
        {NULL, "decimal-time('12:00:00.')", "NaN"},
        {NULL, "round(decimal-time(now()) * 86400)", "50829"},
        {NULL, "format-date('2024-03-05', '%Y-%y-%m-%n-%d-%e')",
         "2024-24-03-3-05-5"},
        {NULL, "format-date('2024-03-05', '%a %e %b %Y')", "Tue 5 Mar 2024"},
        {NULL, "format-date('2024-03-05', '%d/%m %H %q 100%%')",
         "05/03 %H %q 100%"},
        {NULL, "format-date(today() + 1, '%d')", "06"},
        {NULL, "format-date('', '%d')", ""},
        {NULL, "format-date-time(now(), '%H:%M:%S.%3')", "14:07:09.250"},
        {NULL, "format-date-time('2024-03-05T04:05:00+01:00', '%h:%M')",
         "4:05"},
    };
    bool ok = xpath_tree_check(*state, cases, sizeof(cases) / sizeof(*cases));
    vz_clock_thaw();
    assert_true(ok);
}

static const char *chosen_language(void *userdata) {
    return userdata;
}

static void test_dates_in_languages(void **state) {
    struct xpath_tree *tree = *state;
    static const char *const languages[][2] = {
        {"nl", "di 5 mrt"},
        {"nl-BE", "di 5 mrt"},
        {"NL", "di 5 mrt"},
        {"nld", "Tue 5 Mar"},
        {"de", "Di 5 M\xC3\xA4r"},
        {"fr", "mar. 5 mars"},
        {"es", "mar 5 mar"},
        {"pt", "ter 5 mar"},
        {"it", "mar 5 mar"},
        {"tr", "Sal 5 Mar"},
        {"pl", "wt. 5 mar"},
        {"xx", "Tue 5 Mar"},
        {"uk", "\xD0\xB2\xD1\x82 5 \xD0\xB1\xD0\xB5\xD1\x80"},
        {"am", "\xE1\x88\x9B\xE1\x8A\xAD\xE1\x88\xB0 5 "
               "\xE1\x88\x9B\xE1\x88\xAD\xE1\x89\xBD"},
        {"ti", "\xE1\x88\xB0\xE1\x88\x89\xE1\x88\xB5 5 "
               "\xE1\x88\x98\xE1\x8C\x8B\xE1\x89\xA2"},
        {"", "Tue 5 Mar"},
    };
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        struct vz_xpath_host host = {.language = chosen_language,
                                     .userdata = (void *)languages[i][0]};
        tree->host = &host;
        struct xpath_case one = {NULL, "format-date('2024-03-05', '%a %e %b')",
                                 languages[i][1]};
        bool ok = xpath_tree_check(tree, &one, 1);
        tree->host = NULL;
        assert_true(ok);
    }
}

// The generator of the specification written out once more: state = state *
// 16807 mod 2147483647, j = floor((state - 1) / 2147483646 * (i + 1)).
static void test_randomize_keeps_its_order(void **state) {
    struct xpath_tree tree;
    assert_true(xpath_tree_init(
        &tree, "<d><i>A</i><i>B</i><i>C</i><i>D</i><i>E</i><i>F</i></d>"));
    char expected[16] = "";
    const char *items = "ABCDEF";
    int64_t seed = 42;
    for (size_t i = 0; i < 6; i++) {
        seed = seed * 16807 % 2147483647;
        size_t j =
            (size_t)((double)(seed - 1) / 2147483646.0 * (double)(i + 1));
        expected[i] = expected[j];
        expected[j] = items[i];
    }
    struct xpath_case cases[] = {
        {NULL, "join('', randomize(/d/i, 42))", expected},
        {NULL, "join('', randomize(/d/i, '42'))", expected},
        {NULL, "join('', randomize(/d/i, 42 + 2147483647))", expected},
        {NULL, "count(randomize(/d/i))", "6"},
        {NULL,
         "join('', randomize(/d/i, 'a')) = "
         "join('', randomize(/d/i, 'a'))",
         "true"},
        {NULL,
         "join('', randomize(/d/i, '')) = "
         "join('', randomize(/d/i, 0))",
         "true"},
        {NULL, "string(randomize(/d/i, 42))", (char[]){expected[0], '\0'}},
    };
    assert_true(xpath_tree_check(&tree, cases, 7));
    assert_string_not_equal(expected, items);
    xpath_tree_finish(&tree);
}

int main(void) {
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_logic),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_host),
        cmocka_unit_test(test_geography),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_dates_in_languages),
        cmocka_unit_test(test_randomize_keeps_its_order),
    };
    return cmocka_run_group_tests_name("xpath functions", tests, set_up,
                                       xpath_tree_tear_down);
}
