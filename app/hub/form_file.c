#include "form_file.h"

#include <string.h>

// An XForm begins with '<'; a workbook is a zip or a one-file CSV.
static bool is_xml(const struct vz_strbuf *bytes) {
    const char *text = vz_strbuf_text(bytes);
    if (!strncmp(text, "\xef\xbb\xbf", 3)) {
        text += 3;
    }
    return text[strspn(text, " \t\r\n")] == '<';
}

bool vz_form_file_xform(const struct vz_strbuf *bytes, const char *name,
                        const char *fallback_id, struct vz_strbuf *xml,
                        struct vz_diagnostics *diagnostics) {
    if (is_xml(bytes)) {
        vz_strbuf_append_n(xml, bytes->data, bytes->len);
        return !xml->failed;
    }
    return vz_xlsform_convert_bytes(vz_strbuf_text(bytes), bytes->len, name,
                                    fallback_id, xml, diagnostics);
}
