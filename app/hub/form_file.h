/*
 * A form as somebody hands it in: an XForm, or a workbook that becomes one.
 */
#ifndef VZ_HUB_FORM_FILE_H
#define VZ_HUB_FORM_FILE_H

#include "base/strbuf.h"
#include "form/xlsform/xlsform.h"

// The XForm of a file of any of the kinds, appended to `xml`. `name` is the
// file's; `fallback_id` as vz_xlsform_convert has it. False: see the
// diagnostics, which the caller finishes.
bool vz_form_file_xform(const struct vz_strbuf *bytes, const char *name,
                        const char *fallback_id, struct vz_strbuf *xml,
                        struct vz_diagnostics *diagnostics);

#endif
