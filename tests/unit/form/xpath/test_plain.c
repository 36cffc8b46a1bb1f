// What functions answer in documents that are no forms: as in Web Forms, where
// that differs from forms (see the table in xpath.h).
#include "base/strbuf.h"
#include "form/xpath/functions.h"
#include "form/xpath/xml_document.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char repeats[] =
    "<d><r><n>a</n><s><t>a1</t></s><s><t>a2</t></s></r>"
    "<r><n>b</n><s><t>b1</t></s></r><i>2</i><zero>0</zero><blank> </blank></d>";

struct plain {
    struct vz_xml_document document;
    struct vz_arena arena;
};

static int set_up(void **state) {
    struct plain *plain = calloc(1, sizeof(*plain));
    if (plain == NULL || !vz_xml_document_parse(&plain->document, repeats,
                                                strlen(repeats), NULL)) {
        free(plain);
        return -1;
    }
    *state = plain;
    return 0;
}

static int tear_down(void **state) {
    struct plain *plain = *state;
    vz_arena_finish(&plain->arena);
    vz_xml_document_finish(&plain->document);
    free(plain);
    return 0;
}

// Text for free(3): the result's text, or "error: ...".
static char *answer(struct plain *plain, const char *text) {
    struct vz_xpath_scope scope = {
        .arena = &plain->arena, .names = &plain->document.names, .plain = true};
    struct vz_error error = {0};
    struct vz_xpath_context context = {.node = plain->document.root,
                                       .error = &error};
    const struct vz_xpath_expr *expr = vz_xpath_compile(&scope, text, &error);
    char *out = NULL;
    if (expr == NULL || !vz_xpath_eval_string(expr, &context, &out)) {
        struct vz_strbuf said = {0};
        vz_strbuf_printf(&said, "error: %s", error.message);
        return vz_strbuf_take(&said);
    }
    return out;
}

static void check(struct plain *plain, const char *const (*cases)[2],
                  size_t n) {
    for (size_t i = 0; i < n; i++) {
        char *text = answer(plain, cases[i][0]);
        if (text == NULL || strcmp(text, cases[i][1]) != 0) {
            print_error("# %s\n#   expected: %s\n#   answered: %s\n",
                        cases[i][0], cases[i][1], text ? text : "(failed)");
            fail();
        }
        free(text);
    }
}

#define NO_WAY                                                          \
    "error: distance() takes two points or more, each as latitude and " \
    "longitude"

#define CHECK(state, cases) check(*state, cases, sizeof(cases) / sizeof(*cases))

static void test_repeats(void **state) {
    static const char *const cases[][2] = {
        {"indexed-repeat(//n, /d/r, 2)", "b"},
        {"indexed-repeat(//n, /d/r, /d/i)", "b"},
        {"indexed-repeat(//t, /d/r, 1, /d/r/s, 2)", "a2"},
        {"indexed-repeat(//t, /d/r/s, 2, /d/r, 1)", "a2"},
        {"indexed-repeat(//t, //s, 3)", "b1"},
        {"count(indexed-repeat(//t, /d/r, 1))", "2"},
        {"count(indexed-repeat(//t, /d/r, 3))", "0"},
        {"count(indexed-repeat(//t, /d/r, 0))", "0"},
        {"count(indexed-repeat(//t, /d/r, 'x'))", "0"},
        {"count(indexed-repeat(//t, /d/none, 1))", "0"},
        {"position(/d/r[2])", "2"},
        {"position(/d/r[1]/s[2])", "2"},
        {"join(',', randomize(//t, 42)) = join(',', randomize(//t, '42'))",
         "true"},
        {"count-non-empty(//s)", "3"},
        {"string(pulldata('x', 'a', 'b', 'c'))", ""},
        {"jr:choice-name('a', '/d/r')", ""},
        {"depend(//n, //t)", "a"},
    };
    CHECK(state, cases);
}

// Dates are the moments at which they begin, seven hours west.
static void test_dates(void **state) {
    static const char *const cases[][2] = {
        {"round(number('1970-01-01') * 24)", "7"},
        {"round(date('1970-01-02') * 24)", "31"},
        {"number('1970-01-01T00:00:00.000+00:00')", "0"},
        {"number('1970-01-01T07Z') * 24", "7"},
        {"number('1970-01-01T00:00+15:00')", ""},
        {"date(0)", "1969-12-31T17:00:00.000-07:00"},
        {"date(7 div 24)", "1970-01-01"},
        {"date('2024-03-05')", "2024-03-05"},
        {"date('2024-03-05T10:20:00')", "2024-03-05T10:20:00.000-07:00"},
        {"date('2024-03-05') - '2024-03-01'", "4"},
        {"date(date('2024-03-05') + 1)", "2024-03-06"},
        {"date('no date')", "Invalid Date"},
        {"'2024-03-05' = date('2024-03-05')", "true"},
        {"'2024-03-05' > 19787", "true"},
        {"date('2024-03-05') < '2024-03-05T00:00:01'", "true"},
        {"decimal-time('06:00:00.000-07:00')", "0.25"},
        {"decimal-time('06:00')", "0.25"},
        {"decimal-time('13:00:00Z')", "0.25"},
        {"decimal-time('24:00:00.000-07:00')", ""},
        {"decimal-time('06:60:00.000-07:00')", ""},
        {"decimal-time('06:59:60.000-07:00')", ""},
        {"decimal-time('23:59:00.000-24:00')", ""},
        {"decimal-time('23:59:00.000-07:60')", ""},
        {"decimal-time('2024-03-05')", ""},
        {"decimal-time('2024-03-05T06:00:00')", ""},
        {"decimal-time(now())", ""},
        {"decimal-time(0.5)", ""},
        {"decimal-time('')", ""},
    };
    CHECK(state, cases);
}

static void test_numbers(void **state) {
    static const char *const cases[][2] = {
        {"sum(//n)", ""},
        {"sum(//i)", "2"},
        {"max(//i, 3)", "3"},
        {"max(//i, 'x')", ""},
        {"min('x', //i)", ""},
        {"min()", ""},
        {"max()", ""},
        {"max(//none)", ""},
        // What is no number is no text.
        {"0 div 0", ""},
        {"concat('a', 0 div 0, 'b')", "ab"},
        {"string-length(number('x'))", "0"},
        {"join('-', number('x'), 1)", "-1"},
        {"number('x') = number('x')", "false"},
        // Half goes away from zero.
        {"round(2.5)", "3"},
        {"pow(1, number('x'))", ""},
        {"pow(1, 1 div 0)", ""},
        {"pow(-1, -1 div 0)", ""},
        {"pow(2, 1 div 0)", "Infinity"},
        {"pow(number('x'), 0)", "1"},
        {"substr('abc', 'x')", ""},
        {"substr('abc', 0, 'x')", ""},
        {"substr('abc', 1.9)", "bc"},
        {"round(-2.5)", "-3"},
        {"round(-0.4)", "0"},
        {"round(2.15, 1)", "2.2"},
        {"round(2.149, 1)", "2.1"},
        {"round(-1.475, 2)", "-1.48"},
        {"round(1.005, 2)", "1"},
        {"round(21.5, -1)", "20"},
        {"round(626.3, -3)", "1000"},
        {"round(1.98, -1)", "0"},
        {"round(-50.55, -2)", "-100"},
        {"round(-50.55, 1)", "-50.6"},
        {"round(1.5, 'x')", ""},
        {"round('x')", ""},
        {"round(1 div 0)", "Infinity"},
        {"round(12345678901234567890)", "12345678901234567000"},
    };
    CHECK(state, cases);
}

static void test_truth(void **state) {
    static const char *const cases[][2] = {
        {"regex('x12y', '[0-9]+')", "true"},
        {"regex('x12y', '^[0-9]+$')", "false"},
        {"regex('x12y', concat('[0-9]', '+'))", "true"},
        {"checklist(1, 1, //zero)", "true"},
        {"checklist(2, 2, //n, //none)", "true"},
        {"checklist(-1, 1, //n)", "false"},
        {"checklist(0, 0, //blank)", "true"},
        {"weighted-checklist(2, 2, //i, //i)", "true"},
        {"weighted-checklist(2, 2, //none, //i)", "false"},
    };
    CHECK(state, cases);
}

static void test_geography(void **state) {
    static const char *const cases[][2] = {
        {"distance('0 0;0 1')", "111318.85"},
        {"distance('0 0;0 1 ; ;')", "111318.85"},
        {"distance('0 0', '0 1')", "111318.85"},
        {"distance('0 0;;0 1')", NO_WAY},
        {"distance('0 0')", NO_WAY},
        {"distance('')", NO_WAY},
        {"distance('0 x;0 1')", NO_WAY},
        {"distance('0 0;0 181')", NO_WAY},
        {"distance('0 0;0 1 2 3 4')", NO_WAY},
        {"distance(//none)", NO_WAY},
        {"area('0 0;0 1')", "0"},
        {"area('0 0')", "0"},
        {"area('')", "0"},
        {"area('x')", "0"},
        {"area(//none)", "0"},
        {"round(area('0 0;0 1;1 1;0 0;') div 1000000)", "6196"},
        {"geofence('1 1', '0 0;0 2;2 2;2 0;0 0')", "true"},
        {"geofence('1 1', '0 0;0 2;2 2;2 0')", "false"},
        {"geofence('3 1', '0 0;0 2;2 2;2 0;0 0')", "false"},
        {"geofence('', '0 0;0 2;2 2;2 0;0 0')", "false"},
        {"geofence('1 1', '')", "false"},
    };
    CHECK(state, cases);
}

static void test_errors(void **state) {
    static const char *const cases[][2] = {
        {"digest('abc', 'CRC')", "error: " VZ_DIGEST_UNKNOWN},
        {"digest('abc', concat('C', 'RC'))", "error: " VZ_DIGEST_UNKNOWN},
        {"digest('abc', 'MD5', string(//n))", "error: " VZ_DIGEST_UNKNOWN},
        {"sum(1)", "error: sum() takes a path as argument 1"},
        {"true(1)", "error: true() takes 0 arguments, not 1 (character 1)"},
    };
    CHECK(state, cases);
}

// Without an offset of its own a place writes UTC's in digits.
static void test_dates_at_utc(void **state) {
    static const char *const cases[][2] = {
        {"date('2024-03-05T10:00:00Z')", "2024-03-05T10:00:00.000+00:00"},
        {"string(date('2024-03-05T10:00:00Z'))",
         "2024-03-05T10:00:00.000+00:00"},
        {"date('2024-03-05T00:00:00Z')", "2024-03-05"},
        {"date('2024-03-05')", "2024-03-05"},
    };
    setenv("TZ", "UTC0", 1);
    tzset();
    CHECK(state, cases);
    setenv("TZ", "MST7", 1);
    tzset();
}

// 3,000 elements, and one with 300,000 letters.
static void append_large(struct vz_strbuf *xml) {
    vz_strbuf_append(xml, "<r>");
    for (int i = 0; i < 3000; i++) {
        vz_strbuf_append(xml, "<x/>");
    }
    vz_strbuf_append(xml, "<big>");
    for (int i = 0; i < 300000; i++) {
        vz_strbuf_append_char(xml, 'a');
    }
    vz_strbuf_append(xml, "</big></r>");
}

// What would take too long ends with a message.
static void test_limits(void **state) {
    static const char visits[] =
        "error: the expression looks at more than 50000000 nodes";
    static const char *const cases[][2] = {
        {"count(//*[contains(/r/big, 'b')])", visits},
        {"count(//*[/r/big = 'b'])", visits},
        {"count(//*[concat(/r/big, 'b')])", visits},
        {"count(//*[digest(/r/big, 'MD5') = 'b'])", visits},
        {"count(//x/following::x/preceding::x)",
         "error: out of memory, or a set of more than 1000000 nodes"},
        {"count(//x[contains(/r, 'b') or contains(/r, 'c')])", visits},
        {"string-length(/r/big)", "300000"},
    };
    struct plain plain = {0};
    struct vz_strbuf xml = {0};
    append_large(&xml);
    assert_true(
        vz_xml_document_parse(&plain.document, xml.data, xml.len, NULL));
    check(&plain, cases, sizeof(cases) / sizeof(*cases));
    struct vz_strbuf expr = {0};
    vz_strbuf_append(&expr, "concat(/r/big");
    for (int i = 0; i < 300; i++) {
        vz_strbuf_append(&expr, ", /r/big");
    }
    vz_strbuf_append(&expr, ")");
    char *text = answer(&plain, vz_strbuf_text(&expr));
    assert_string_equal(
        text, "error: the expression makes a text of more than 64 MB");
    free(text);
    vz_strbuf_finish(&expr);
    vz_strbuf_finish(&xml);
    vz_arena_finish(&plain.arena);
    vz_xml_document_finish(&plain.document);
}

int main(void) {
    setenv("TZ", "MST7", 1);
    tzset();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeats),      cmocka_unit_test(test_dates),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_truth),
        cmocka_unit_test(test_geography),    cmocka_unit_test(test_errors),
        cmocka_unit_test(test_dates_at_utc), cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests_name("xpath plain", tests, set_up, tear_down);
}
