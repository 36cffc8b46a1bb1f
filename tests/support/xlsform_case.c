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
