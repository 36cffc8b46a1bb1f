/*
 * vertelform xpath: expressions by lines of JSON.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/tools/vertelform.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FORM                                                                 \
    "<h:html xmlns='http://www.w3.org/2002/xforms' "                         \
    "xmlns:h='http://www.w3.org/1999/xhtml' "                                \
    "xmlns:jr='http://openrosa.org/javarosa'><h:head><model><itext>"         \
    "<translation lang='nl'><text id='a'><value>dag</value></text>"          \
    "</translation><translation lang='en' default='true()'><text id='a'>"    \
    "<value form='short'>h</value><value>hello</value></text></translation>" \
    "</itext><instance><data><q>1</q></data></instance><instance id='c'>"    \
    "<root><item><n>4</n></item></root></instance></model></h:head></h:html>"

struct line {
    const char *in, *out;
};

// In a process of its own: standard input and output are exchanged there.
static int run(const char *in, const char *out, bool batch) {
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct vz_tool_options options = {
            .batch = batch, .now = "2026-11-24", .zone = "UTC"};
        bool ok = freopen(in, "r", stdin) && freopen(out, "w", stdout);
        int status = ok ? vz_tool_xpath(&options) : 9;
        fflush(stdout);
        exit(status);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void check(const struct line *lines, size_t n, bool batch, int status) {
    char dir[] = "/tmp/vz-xpath-XXXXXX", in[60], out[60];
    struct vz_strbuf asked = {0}, wanted = {0}, got = {0};
    assert_non_null(mkdtemp(dir));
    snprintf(in, sizeof(in), "%s/in", dir);
    snprintf(out, sizeof(out), "%s/out", dir);
    for (size_t i = 0; i < n; i++) {
        vz_strbuf_printf(&asked, "%s\n", lines[i].in);
        vz_strbuf_printf(&wanted, "%s\n", lines[i].out);
    }
    assert_int_equal(vz_file_write(in, asked.data, asked.len), VZ_OK);
    assert_int_equal(run(in, out, batch), status);
    assert_int_equal(vz_file_read(out, 100000, &got), VZ_OK);
    assert_string_equal(vz_strbuf_text(&got), vz_strbuf_text(&wanted));
    unlink(in);
    unlink(out);
    rmdir(dir);
    vz_strbuf_finish(&asked);
    vz_strbuf_finish(&wanted);
    vz_strbuf_finish(&got);
}

#define CHECK(lines, batch, status) \
    check(lines, sizeof(lines) / sizeof(*lines), batch, status)

static void test_values(void **state) {
    static const struct line lines[] = {
        {"{\"doc\":\"<a><b/><b x='1'>t</b></a>\",\"expr\":\"count(/a/b)\"}",
         "{\"value\":2}"},
        {"{\"doc\":\"<a><b/><b x='1'>t</b></a>\",\"expr\":\"//b/@x\"}",
         "{\"value\":[\"/a/b[2]/@x\"]}"},
        {"{\"doc\":\"<a><b/><b x='1'>t</b></a>\",\"expr\":\".\","
         "\"context\":\"/a/b[2]/@x\",\"as\":\"number\"}",
         "{\"value\":1}"},
        {"{\"doc\":\"<a><b>t<![CDATA[u]]></b></a>\",\"expr\":\"/a/b/text()\","
         "\"as\":\"string\"}",
         "{\"value\":\"tu\"}"},
        {"{\"doc\":\"<a xmlns:p='u'><p:b/><b/></a>\",\"expr\":\"/a/p:b\"}",
         "{\"value\":[\"/a/p:b\"]}"},
        {"{\"doc\":\"<a xmlns='u'><b/></a>\",\"expr\":\"count(//b)\"}",
         "{\"value\":0}"},
        {"{\"expr\":\"0.5 + 1\"}", "{\"value\":1.5}"},
        {"{\"expr\":\"1 div 0\"}", "{\"value\":\"Infinity\"}"},
        {"{\"expr\":\"-1 div 0\"}", "{\"value\":\"-Infinity\"}"},
        {"{\"expr\":\"number('x')\"}", "{\"value\":\"NaN\"}"},
        {"{\"expr\":\"1 = 1\"}", "{\"value\":true}"},
        {"{\"expr\":\"'a'\",\"as\":\"boolean\"}", "{\"value\":true}"},
        {"{\"expr\":\"today()\",\"as\":\"string\"}",
         "{\"value\":\"2026-11-24\"}"},
    };
    CHECK(lines, false, 0);
}

static void test_forms(void **state) {
    static const struct line lines[] = {
        {"{\"doc\":\"" FORM "\",\"expr\":\"concat(/data/q, "
         "instance('c')/root/item/n, jr:itext('a'))\",\"root\":"
         "\"//instance[1]\"}",
         "{\"value\":\"14hello\"}"},
        {"{\"doc\":\"" FORM "\",\"expr\":\"jr:itext('a')\","
         "\"language\":\"nl\"}",
         "{\"value\":\"dag\"}"},
    };
    CHECK(lines, false, 0);
}

#define SELECTS                                                             \
    "<h:html xmlns='http://www.w3.org/2002/xforms' "                        \
    "xmlns:h='http://www.w3.org/1999/xhtml'><model><itext><translation "    \
    "lang='nl'><text id='b-2'><value>twee</value></text></translation>"     \
    "</itext><instance><data><r><q>b</q></r><s/></data></instance>"         \
    "<instance id='l'><root><item><n>a</n><t>Aa</t></item><item><n>b</n>"   \
    "<t>Bee</t></item></root></instance></model><h:body><select1 "          \
    "ref='/data/r/q'><itemset nodeset=\\\"instance('l')/root/item[n != "    \
    "'a']\\\"><value ref='n'/><label ref='t'/></itemset></select1><select " \
    "ref='/data/s'><item><label>One</label><value>1</value></item><item>"   \
    "<label ref=\\\"jr:itext('b-2')\\\"/><value>2</value></item></select>"  \
    "</h:body></h:html>"

static void test_choice_names(void **state) {
    static const struct line lines[] = {
        {"{\"doc\":\"" SELECTS "\",\"root\":\"//instance[1]\",\"expr\":"
         "\"jr:choice-name(/data/r/q, '/data/r/q')\"}",
         "{\"value\":\"Bee\"}"},
        {"{\"doc\":\"" SELECTS "\",\"root\":\"//instance[1]\",\"expr\":"
         "\"jr:choice-name('a', '/data/r/q')\"}",
         "{\"value\":\"\"}"},
        {"{\"doc\":\"" SELECTS "\",\"root\":\"//instance[1]\",\"expr\":"
         "\"concat(jr:choice-name(1, '/data/s'), jr:choice-name(2, "
         "'/data/s'))\"}",
         "{\"value\":\"Onetwee\"}"},
        {"{\"doc\":\"" SELECTS "\",\"root\":\"//instance[1]\",\"expr\":"
         "\"jr:choice-name('x', '/data/r')\"}",
         "{\"value\":\"\"}"},
    };
    CHECK(lines, false, 0);
}

static void test_bad_lines_do_not_end_a_batch(void **state) {
    static const struct line lines[] = {
        {"nonsense",
         "{\"error\":\"a line must be one JSON object with an expr\"}"},
        {"{\"expr\":\"1\",\"as\":\"soup\"}",
         "{\"error\":\"as is string, number, boolean or nodes\"}"},
        {"{\"expr\":\"1\",\"as\":\"nodes\"}",
         "{\"error\":\"the expression does not answer nodes\"}"},
        {"{\"doc\":\"<a/>\",\"expr\":\"1\",\"context\":\"/b\"}",
         "{\"error\":\"the document has no such context node\"}"},
        {"{\"doc\":\"<a/>\",\"expr\":\"1\",\"root\":\"/b\"}",
         "{\"error\":\"the document has no such root\"}"},
        {"{\"expr\":\"2\"}", "{\"value\":2}"},
    };
    CHECK(lines, true, 0);
    CHECK(lines, false, 1);
}

static void test_says_why_there_is_no_value(void **state) {
    static const struct line lines[] = {
        {"{\"expr\":\"digest('a', concat('M', 'D4'))\"}",
         "{\"error\":\"digest() takes MD5, SHA-1, SHA-256, SHA-384 or "
         "SHA-512, and base64 or hex\"}"},
        {"{\"doc\":\"<a/>\",\"expr\":\"count(//jr:x)\"}", "{\"value\":0}"},
        {"{\"expr\":\"xf:concat(fn:string(1), enk:if(1, 2, 3))\"}",
         "{\"value\":\"12\"}"},
        {"{\"expr\":\"jr:concat('a')\"}",
         "{\"error\":\"unknown function 'jr:concat' (did you mean "
         "'concat'?)\"}"},
        {"{\"doc\":\"<a/>\",\"expr\":\"count(//p:x)\"}",
         "{\"error\":\"the prefix 'p' is not declared (character 9)\"}"},
    };
    CHECK(lines, true, 0);
}

static void test_zones(void **state) {
    static const struct {
        const char *zone;
        bool known;
    } cases[] = {
        {"UTC", true},          {"MST7", true},
        {"<+0330>-3:30", true}, {"CET-1CEST,M3.5.0,M10.5.0/3", true},
        {"Mars/Nope", false},   {"", false},
        {"Mars", false},        {"../zoneinfo/UTC", false},
        {"<+03", false},        {"/etc/passwd", false},
    };
    char *before = getenv("TZ") ? strdup(getenv("TZ")) : NULL;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct vz_tool_options options = {.zone = cases[i].zone};
        assert_int_equal(vz_tool_set_clock(&options), cases[i].known);
    }
    if (before) {
        setenv("TZ", before, 1);
    } else {
        unsetenv("TZ");
    }
    tzset();
    free(before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_choice_names),
        cmocka_unit_test(test_bad_lines_do_not_end_a_batch),
        cmocka_unit_test(test_says_why_there_is_no_value),
        cmocka_unit_test(test_zones),
    };
    return cmocka_run_group_tests_name("xpath", tests, NULL, NULL);
}
