#include "support/xlsform_case.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <string.h>

void xlsform_case_convert_bytes(struct xlsform_case *test, const char *bytes,
                                size_t len) {
    *test = (struct xlsform_case){0};
    test->ok = vz_xlsform_convert_bytes(bytes, len, "proef.csv", NULL,
                                        &test->xml, &test->diagnostics);
    if (test->ok) {
        test->document = xmlReadMemory(test->xml.data, (int)test->xml.len, NULL,
                                       NULL, XML_PARSE_NONET);
        assert_non_null(test->document);
    }
}

void xlsform_case_convert(struct xlsform_case *test, const char *csv) {
    xlsform_case_convert_bytes(test, csv, strlen(csv));
}

void xlsform_case_finish(struct xlsform_case *test) {
    xmlFreeDoc(test->document);
    vz_strbuf_finish(&test->xml);
    vz_diagnostics_finish(&test->diagnostics);
}

static void trim(char *text) {
    size_t n = strlen(text);
    while (n && strchr(" \n\t", text[n - 1])) {
        text[--n] = '\0';
    }
    size_t start = strspn(text, " \n\t");
    memmove(text, text + start, n - start + 1);
}

const char *xlsform_case_value(struct xlsform_case *test, const char *xpath) {
    static const char *const prefixes[][2] = {
        {"h", "http://www.w3.org/1999/xhtml"},
        {"x", "http://www.w3.org/2002/xforms"},
        {"jr", "http://openrosa.org/javarosa"},
        {"orx", "http://openrosa.org/xforms"},
        {"odk", "http://www.opendatakit.org/xforms"},
        {"entities", "http://www.opendatakit.org/xforms/entities"},
        {"vz", "urn:vertelzuil:form"},
    };
    assert_non_null(test->document);
    xmlXPathContextPtr context = xmlXPathNewContext(test->document);
    assert_non_null(context);
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        xmlXPathRegisterNs(context, BAD_CAST prefixes[i][0],
                           BAD_CAST prefixes[i][1]);
    }
    xmlXPathObjectPtr result = xmlXPathEval(BAD_CAST xpath, context);
    if (!result) {
        fail_msg("the test's XPath is wrong: %s", xpath);
    }
    xmlChar *text = xmlXPathCastToString(result);
    snprintf(test->value, sizeof(test->value), "%s", (const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(context);
    trim(test->value);
    return test->value;
}

bool xlsform_case_said(const struct xlsform_case *test, const char *message) {
    bool found = false;
    for (size_t i = 0; i < test->diagnostics.n && !found; i++) {
        struct vz_strbuf text = {0};
        vz_diagnostic_format(&test->diagnostics.items[i], &text);
        found = strcmp(vz_strbuf_text(&text), message) == 0;
        vz_strbuf_finish(&text);
    }
    return found;
}

static void print_all(const struct xlsform_case *test) {
    for (size_t i = 0; i < test->diagnostics.n; i++) {
        struct vz_strbuf text = {0};
        vz_diagnostic_format(&test->diagnostics.items[i], &text);
        print_error("said: %s\n", vz_strbuf_text(&text));
        vz_strbuf_finish(&text);
    }
}

void xlsform_case_assert_said(const struct xlsform_case *test,
                              const char *message) {
    if (!xlsform_case_said(test, message)) {
        print_all(test);
        fail_msg("not said: %s", message);
    }
}

void xlsform_case_assert_ok(const struct xlsform_case *test) {
    if (!test->ok || !test->document) {
        print_all(test);
        fail_msg("the form was not in order");
    }
}

void xlsform_case_expect(const char *csv,
                         const struct xlsform_expectation *expected, size_t n) {
    struct xlsform_case test;
    xlsform_case_convert(&test, csv);
    xlsform_case_assert_ok(&test);
    for (size_t i = 0; i < n; i++) {
        const char *value = xlsform_case_value(&test, expected[i].xpath);
        if (strcmp(value, expected[i].value) != 0) {
            print_error("%s is '%s', not '%s'\n", expected[i].xpath, value,
                        expected[i].value);
            print_error("%s\n", vz_strbuf_text(&test.xml));
            fail();
        }
    }
    xlsform_case_finish(&test);
}

static bool said_part(const struct xlsform_case *test,
                      enum vz_severity severity, const char *words) {
    for (size_t i = 0; i < test->diagnostics.n; i++) {
        const struct vz_diagnostic *item = &test->diagnostics.items[i];
        if (item->severity == severity && strstr(item->message, words)) {
            return true;
        }
    }
    return false;
}

void xlsform_case_refuse(const char *csv, const char *words) {
    struct xlsform_case test;
    xlsform_case_convert(&test, csv);
    if (!said_part(&test, VZ_SEVERITY_ERROR, words)) {
        print_all(&test);
        fail_msg("not refused with '%s': %s", words, csv);
    }
    assert_false(test.ok);
    xlsform_case_finish(&test);
}

static bool has_warning(const struct xlsform_case *test) {
    return said_part(test, VZ_SEVERITY_WARNING, "");
}

void xlsform_case_warn(const char *csv, const char *words) {
    struct xlsform_case test;
    xlsform_case_convert(&test, csv);
    xlsform_case_assert_ok(&test);
    if (words ? !said_part(&test, VZ_SEVERITY_WARNING, words)
              : has_warning(&test)) {
        print_all(&test);
        fail_msg("not warned of '%s': %s", words ? words : "nothing", csv);
    }
    xlsform_case_finish(&test);
}
