/*
 * XLSForm to ODK XForm.
 *
 * workbook (.xlsx or one-file .csv) -> sheets -> rows -> XForm XML. What is
 * wrong is reported with sheet, row and column, all of it in one go.
 */
#ifndef VZ_FORM_XLSFORM_XLSFORM_H
#define VZ_FORM_XLSFORM_XLSFORM_H

#include "base/memory.h"
#include "base/status.h"
#include "base/strbuf.h"

enum vz_severity {
    VZ_SEVERITY_WARNING,
    VZ_SEVERITY_ERROR,
    VZ_SEVERITY_NOTE, // worth knowing; nothing is wrong
    // An expression names a question or an instance that is not there. The
    // form is converted, as the reference does, but does not load here.
    VZ_SEVERITY_UNOPENED,
};

// "warning" (also for what is not opened), "error", "note".
const char *vz_severity_name(enum vz_severity severity);

struct vz_diagnostic {
    enum vz_severity severity;
    const char *sheet;   // "survey"; NULL: the file as a whole
    size_t row;          // as Excel counts; 0: the sheet as a whole
    const char *column;  // the header as written; NULL: the row as a whole
    const char *message; // one sentence: what is wrong and what to do
};

// Zeroed = empty.
struct vz_diagnostics {
    struct vz_arena arena;
    struct vz_diagnostic *items;
    size_t n, cap;
    size_t n_errors;
};

// Makes errors of what does not load here.
void vz_diagnostics_refuse_unopened(struct vz_diagnostics *list);

void vz_diagnostics_finish(struct vz_diagnostics *list);
// "survey row 7, column relevant: no question is named 'leeftjd' ..."
void vz_diagnostic_format(const struct vz_diagnostic *diagnostic,
                          struct vz_strbuf *out);
void vz_diagnostics_add(struct vz_diagnostics *list, enum vz_severity severity,
                        const char *sheet, size_t row, const char *column,
                        const char *format, ...)
    __attribute__((format(printf, 6, 7)));
// Puts the list in the order of the workbook: the file as a whole, then survey,
// choices, settings, each by row.
void vz_diagnostics_sort(struct vz_diagnostics *list);

// The largest file that is read as a form, in bytes.
#define VZ_FORM_FILE_MAX (100u * 1024 * 1024)

// Converts a workbook file; the format is found from its content. Appends the
// XForm to `xml`. False when there was at least one error, all of which are in
// `diagnostics` (also "the file is truncated", "there is no survey sheet").
// The result has been loaded once (vz_form_load), so it will load, unless
// something of it is VZ_SEVERITY_UNOPENED.
// `fallback_id`: form_id when settings name none; NULL: the file's name.
bool vz_xlsform_convert(const char *path, const char *fallback_id,
                        struct vz_strbuf *xml,
                        struct vz_diagnostics *diagnostics);

// The same from memory (an upload); `name` is the file name it came with.
bool vz_xlsform_convert_bytes(const char *bytes, size_t len, const char *name,
                              const char *fallback_id, struct vz_strbuf *xml,
                              struct vz_diagnostics *diagnostics);

// Adds what of a workbook does not work, or looks otherwise, on the kiosk:
// warnings for what people cannot answer or hear, notes for the rest.
void vz_xlsform_check_kiosk(const char *bytes, size_t len,
                            struct vz_diagnostics *diagnostics);

#endif
