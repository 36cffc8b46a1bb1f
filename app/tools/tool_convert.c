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
    bool ok = vz_file_read(in, VZ_FORM_FILE_MAX, &bytes) == VZ_OK;
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

// ------------------------------------------------------------- itemsets.csv

static void append_quoted(struct vz_strbuf *csv, const char *text) {
    vz_strbuf_append_char(csv, '"');
    for (; *text; text++) {
        vz_strbuf_append(csv, *text == '"' ? "\"" : "");
        vz_strbuf_append_char(csv, *text);
    }
    vz_strbuf_append_char(csv, '"');
}

// A sheet as a table of its own: every field quoted, empty cells too.
static void append_sheet(struct vz_strbuf *csv, const struct vz_sheet *sheet) {
    uint32_t first = UINT32_MAX, last = 0;
    for (size_t i = 0; i < sheet->n_cells; i++) {
        uint32_t column = sheet->cells[i].column;
        first = column < first ? column : first;
        // Cells without a header belong to no column.
        bool header = sheet->cells[i].row == sheet->cells[0].row;
        last = header && column > last ? column : last;
    }
    for (size_t i = 0; i < sheet->n_cells;) {
        uint32_t row = sheet->cells[i].row;
        for (uint32_t column = first; column <= last; column++) {
            while (i < sheet->n_cells && sheet->cells[i].row == row &&
                   sheet->cells[i].column < column) {
                i++;
            }
            bool here = i < sheet->n_cells && sheet->cells[i].row == row &&
                        sheet->cells[i].column == column;
            vz_strbuf_append(csv, column > first ? "," : "");
            append_quoted(csv, here ? sheet->cells[i].text : "");
        }
        vz_strbuf_append_char(csv, '\n');
        while (i < sheet->n_cells && sheet->cells[i].row == row) {
            i++;
        }
    }
}

// "forms/kort.xml" -> "forms/itemsets.csv"
static bool write_itemsets(const char *out, const struct vz_sheet *sheet) {
    struct vz_strbuf path = {0}, csv = {0};
    vz_strbuf_append_n(&path, out, (size_t)(vz_path_base(out) - out));
    vz_strbuf_append(&path, "itemsets.csv");
    append_sheet(&csv, sheet);
    bool ok = !path.failed && !csv.failed &&
              vz_file_write(path.data, csv.data, csv.len) == VZ_OK;
    if (!ok) {
        fprintf(stderr, "%s: error: it could not be written\n",
                vz_strbuf_text(&path));
    }
    vz_strbuf_finish(&path);
    vz_strbuf_finish(&csv);
    return ok;
}

// The choices of the sheet external_choices go to devices as a file beside the
// form, where a question asks for them.
static bool write_external(const char *in, const char *out,
                           const struct vz_strbuf *xml) {
    if (!strstr(vz_strbuf_text(xml), " query=\"instance(")) {
        return true;
    }
    struct vz_strbuf bytes = {0};
    struct vz_workbook workbook = {0};
    struct vz_diagnostics diagnostics = {0};
    bool ok = true;
    if (vz_file_read(in, VZ_FORM_FILE_MAX, &bytes) == VZ_OK &&
        vz_workbook_read(&workbook, bytes.data, bytes.len, &diagnostics)) {
        const struct vz_sheet *sheet =
            vz_workbook_sheet(&workbook, "external_choices");
        ok = !sheet || !sheet->n_cells || write_itemsets(out, sheet);
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
        ok = to_xlsx ? write_xlsx(in, out)
                     : write_xml(out, &xml) && write_external(in, out, &xml);
    }
    vz_diagnostics_finish(&diagnostics);
    vz_strbuf_finish(&xml);
    return ok ? VZ_EXIT_OK : VZ_EXIT_FAILURE;
}
