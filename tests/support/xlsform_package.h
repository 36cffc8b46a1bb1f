/*
 * Workbook packages put together by hand, part by part.
 */
#ifndef VZ_TESTS_XLSFORM_PACKAGE_H
#define VZ_TESTS_XLSFORM_PACKAGE_H

#include "base/strbuf.h"

// What a small package needs; NULL parts take the usual content.
struct xlsform_package {
    bool strict; // the strict namespaces of ISO/IEC 29500
    bool date1904;
    const char *survey;   // rows of the sheet "survey": "<row r='1'>...</row>"
    const char *choices;  // or NULL = no such sheet
    const char *strings;  // items: "<si><t>a</t></si>..."
    const char *styles;   // inside <styleSheet>
    const char *prologue; // in front of the survey's root element
    const char *sheet_file; // "xl/worksheets/sheet1.xml" when NULL
};

// Appends the .xlsx bytes. Fails the test when it cannot.
void xlsform_package_make(const struct xlsform_package *package,
                          struct vz_strbuf *out);

// Any zip: pairs of name and content, ended by NULL.
void xlsform_package_zip(const char *const *parts, struct vz_strbuf *out);

#endif
