/*
 * vertelform convert: a workbook to an XForm, or a one-file .csv to .xlsx.
 */
#include "vertelform.h"

#include "base/file.h"
#include "form/xlsform/workbook.h"
#include "form/xlsform/workbook_writer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MAX_FILE (100u * 1024 * 1024)

static bool ends_with(const char *path, const char *ending) {
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcasecmp(path + n - m, ending) == 0;
}

static bool write_xml(const char *path, const struct vz_strbuf *xml) {
    enum vz_status status = vz_file_write(path, xml->data, xml->len);
    if (status != VZ_OK) {
        fprintf(stderr, "%s: error: %s; choose another place\n", path,
                vz_status_text(status));
    }
    return status == VZ_OK;
}

// An .xlsx is a zip; what is left is the one-file .csv, since the form was
// read before.
static bool is_csv(const struct vz_strbuf *bytes) {
    return bytes->len < 2 || memcmp(bytes->data, "PK", 2) != 0;
}

static bool write_xlsx(const char *in, const char *out) {
    struct vz_strbuf bytes = {0};
    struct vz_workbook workbook = {0};
    struct vz_diagnostics diagnostics = {0};
    struct vz_error error = {0};
    bool ok = vz_file_read(in, MAX_FILE, &bytes) == VZ_OK;
    if (ok && !is_csv(&bytes)) {
        ok = vz_error_set(&error, VZ_INVALID,
                          "only a one-file .csv can become an .xlsx");
    }
    ok = ok &&
         vz_workbook_read(&workbook, bytes.data, bytes.len, &diagnostics) &&
         vz_workbook_write_xlsx(&workbook, 1, out, &error);
    if (!ok) {
        vz_tool_print_diagnostics(in, &diagnostics);
        fprintf(stderr, "%s: error: %s\n", out,
                *error.message ? error.message : "it could not be written");
    }
    vz_workbook_finish(&workbook);
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&bytes);
    return ok;
}

int vz_tool_convert(const struct vz_tool_options *options) {
    const char *in = options->arguments[0], *out = options->arguments[1];
    bool to_xlsx = ends_with(out, ".xlsx");
    if (!to_xlsx && !ends_with(out, ".xml")) {
        fprintf(stderr, "vertelform: '%s' must end in .xml or .xlsx\n", out);
        return VZ_EXIT_USAGE;
    }
    struct vz_strbuf xml = {0};
    struct vz_diagnostics diagnostics = {0};
    bool ok = vz_tool_read_form(in, true, &xml, &diagnostics);
    vz_tool_print_diagnostics(in, &diagnostics);
    if (ok) {
        ok = to_xlsx ? write_xlsx(in, out) : write_xml(out, &xml);
    }
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return ok ? VZ_EXIT_OK : VZ_EXIT_FAILURE;
}
