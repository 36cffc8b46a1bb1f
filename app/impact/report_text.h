/*
 * The fixed words of a report, in Dutch and English.
 */
#ifndef VZ_IMPACT_REPORT_TEXT_H
#define VZ_IMPACT_REPORT_TEXT_H

#include "base/strbuf.h"

enum vz_report_language {
    VZ_REPORT_DUTCH,
    VZ_REPORT_ENGLISH,
};

// "nl" or "en"; false for another code.
bool vz_report_language_parse(const char *code,
                              enum vz_report_language *language);
// The language attribute of the page: "nl", "en".
const char *vz_report_language_code(enum vz_report_language language);

// A text by its key, NULL when there is no such key.
const char *vz_report_text(enum vz_report_language language, const char *key);

// Appends a text with {0}, {1}, ... replaced; `n` values.
void vz_report_fill(struct vz_strbuf *out, enum vz_report_language language,
                    const char *key, const char *const *values, size_t n);

// "24 november 2026" of YYYY-MM-DD; "november 2026" of YYYY-MM.
void vz_report_date(struct vz_strbuf *out, enum vz_report_language language,
                    const char *iso);
// 1.684 in Dutch, 1,684 in English.
void vz_report_number(struct vz_strbuf *out, enum vz_report_language language,
                      size_t number);

#endif
