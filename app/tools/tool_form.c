/*
 * Reading a form of any kind, and saying what is wrong with it.
 */
#include "vertelform.h"

#include "base/file.h"
#include "form/xform/form.h"

#include <stdio.h>
#include <string.h>

static void add_error(struct vz_diagnostics *diagnostics, const char *message) {
    vz_diagnostics_add(diagnostics, VZ_SEVERITY_ERROR, NULL, 0, NULL, "%s",
                       message);
}

// An XML document starts with a <, after a byte order mark or blanks.
static bool is_xml(const struct vz_strbuf *bytes) {
    const char *p = bytes->data;
    if (bytes->len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
    }
    return p[strspn(p, " \t\r\n")] == '<';
}

static void check_xform(const struct vz_strbuf *bytes,
                        struct vz_diagnostics *diagnostics) {
    struct vz_error error = {0};
    struct vz_form *form = vz_form_load(bytes->data, bytes->len, NULL, &error);
    if (!form) {
        add_error(diagnostics, error.message);
    }
    vz_form_destroy(form);
}

static void read_bytes(const char *path, const struct vz_strbuf *bytes,
                       bool check, struct vz_strbuf *xml,
                       struct vz_diagnostics *diagnostics) {
    if (bytes->len == 0) {
        add_error(diagnostics, "the file is empty");
    } else if (is_xml(bytes)) {
        if (check) {
            check_xform(bytes, diagnostics);
        }
        vz_strbuf_append_n(xml, bytes->data, bytes->len);
    } else {
        vz_xlsform_convert_bytes(bytes->data, bytes->len, path, NULL, xml,
                                 diagnostics);
    }
    if (xml->failed) {
        add_error(diagnostics, "out of memory");
    }
}

bool vz_tool_read_form(const char *path, bool check, struct vz_strbuf *xml,
                       struct vz_diagnostics *diagnostics) {
    struct vz_strbuf bytes = {0};
    enum vz_status status = vz_file_read(path, VZ_FORM_FILE_MAX, &bytes);
    if (status == VZ_OK) {
        read_bytes(path, &bytes, check, xml, diagnostics);
    } else {
        add_error(diagnostics,
                  status == VZ_NOT_FOUND
                      ? "there is no such file; check its name and folder"
                      : vz_status_text(status));
    }
    vz_strbuf_finish(&bytes);
    return diagnostics->n_errors == 0;
}

void vz_tool_print_diagnostics(const char *path,
                               const struct vz_diagnostics *diagnostics) {
    size_t errors = 0;
    for (size_t i = 0; i < diagnostics->n; i++) {
        const struct vz_diagnostic *item = &diagnostics->items[i];
        struct vz_strbuf text = {0};
        vz_diagnostic_format(item, &text);
        fprintf(stderr, "%s: %s: %s\n", path, vz_severity_name(item->severity),
                vz_strbuf_text(&text));
        vz_strbuf_finish(&text);
        errors += item->severity == VZ_SEVERITY_ERROR;
    }
    if (errors < diagnostics->n_errors) {
        fprintf(stderr, "%s: error: %zu more errors\n", path,
                diagnostics->n_errors - errors);
    }
}

void vz_tool_check_kiosk(const char *path, struct vz_diagnostics *diagnostics) {
    struct vz_strbuf bytes = {0};
    if (vz_file_read(path, VZ_FORM_FILE_MAX, &bytes) == VZ_OK &&
        bytes.len > 0 && !is_xml(&bytes)) {
        vz_xlsform_check_kiosk(bytes.data, bytes.len, diagnostics);
    }
    vz_strbuf_finish(&bytes);
}
