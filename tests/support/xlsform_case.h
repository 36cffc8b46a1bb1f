/*
 * A workbook written in a test, converted, and looked at through XPath.
 */
#ifndef VZ_TESTS_XLSFORM_CASE_H
#define VZ_TESTS_XLSFORM_CASE_H

#include "base/strbuf.h"
#include "form/xlsform/xlsform.h"

struct xlsform_case {
    struct vz_strbuf xml;
    struct vz_diagnostics diagnostics;
    bool ok;          // what the conversion answered
    void *document;   // the XForm, parsed; NULL when there is none
    char value[4000]; // of the last xlsform_case_value
};

// Converts one-file CSV text (or any workbook's bytes).
void xlsform_case_convert(struct xlsform_case *test, const char *csv);
void xlsform_case_convert_bytes(struct xlsform_case *test, const char *bytes,
                                size_t len);
void xlsform_case_finish(struct xlsform_case *test);

// string() of an XPath on the XForm. Prefixes: h, x (XForms), jr, odk, orx,
// vz; elements of the instance are in x too. Blanks around are taken off.
const char *xlsform_case_value(struct xlsform_case *test, const char *xpath);

// True when exactly this message, with its place, was given.
bool xlsform_case_said(const struct xlsform_case *test, const char *message);

// Fails the test unless the message was given; prints what was.
void xlsform_case_assert_said(const struct xlsform_case *test,
                              const char *message);
// Fails the test, printing the messages, unless the form was in order.
void xlsform_case_assert_ok(const struct xlsform_case *test);

struct xlsform_expectation {
    const char *xpath, *value;
};

// Converts, and fails the test unless each XPath has its value.
void xlsform_case_expect(const char *csv,
                         const struct xlsform_expectation *expected, size_t n);
#define XLSFORM_EXPECT(csv, ...)                                    \
    xlsform_case_expect(                                            \
        csv, (const struct xlsform_expectation[]){__VA_ARGS__},     \
        sizeof((const struct xlsform_expectation[]){__VA_ARGS__}) / \
            sizeof(struct xlsform_expectation))

// Converts, and fails the test unless the form is refused with a message that
// contains `words`.
void xlsform_case_refuse(const char *csv, const char *words);
// The same for a form that is converted with a warning that contains `words`;
// NULL: without any warning.
void xlsform_case_warn(const char *csv, const char *words);

#endif
