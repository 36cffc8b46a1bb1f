/*
 * The one-file .csv: RFC 4180 records, sheets told by their first cell.
 *
 * A record whose first cell is filled starts the sheet of that name; the
 * records below it, with an empty first cell, are its rows. Rows are counted
 * over the whole file, as a spreadsheet program shows them.
 */
#include "workbook.h"

#include "base/strbuf.h"
#include "form/xlsform/xlsform.h"

#include <string.h>

struct csv {
    const char *p, *end;
    char separator;
    struct vz_strbuf field;
    struct vz_workbook *workbook;
    struct vz_diagnostics *diagnostics;
    struct vz_sheet *sheet;
    uint32_t row;
};

static bool fail(struct csv *csv, const char *message) {
    vz_diagnostics_add(csv->diagnostics, VZ_SEVERITY_ERROR, NULL, csv->row,
                       NULL, "%s", message);
    return false;
}

// Bytes of the UTF-8 character at `p`, 0 when it is none that may stand in
// XML. Overlong forms, surrogates and most control characters are refused.
static size_t character_length(const unsigned char *p, size_t left) {
    if (*p < 0x80) {
        return *p >= 0x20 || *p == '\t' || *p == '\n' || *p == '\r';
    }
    size_t n = *p >= 0xF0 ? 4 : *p >= 0xE0 ? 3 : 2;
    if (*p < 0xC2 || *p > 0xF4 || left < n) {
        return 0;
    }
    unsigned long code = *p & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (p[i] & 0x3F);
    }
    static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least[n] || surrogate || code > 0x10FFFF || code == 0xFFFE ||
                   code == 0xFFFF
               ? 0
               : n;
}

static bool check_text(struct csv *csv) {
    const char *p = csv->p;
    csv->row = 1;
    while (p < csv->end) {
        size_t n =
            character_length((const unsigned char *)p, (size_t)(csv->end - p));
        if (n == 0) {
            return fail(csv, "this is not text in UTF-8; save the form as "
                             "'CSV UTF-8' or as .xlsx");
        }
        csv->row += *p == '\n';
        p += n;
    }
    return true;
}

// The separator: what the first line has more of, outside quotes.
static char find_separator(const char *p, const char *end) {
    size_t commas = 0, semicolons = 0;
    bool quoted = false;
    for (; p < end && (quoted || *p != '\n'); p++) {
        quoted = quoted != (*p == '"');
        commas += !quoted && *p == ',';
        semicolons += !quoted && *p == ';';
    }
    return semicolons > commas ? ';' : ',';
}

static bool read_quoted(struct csv *csv) {
    for (csv->p++; csv->p < csv->end; csv->p++) {
        if (*csv->p != '"') {
            vz_strbuf_append_char(&csv->field, *csv->p);
        } else if (csv->p + 1 < csv->end && csv->p[1] == '"') {
            vz_strbuf_append_char(&csv->field, '"');
            csv->p++;
        } else {
            csv->p++;
            return true;
        }
    }
    return fail(csv, "a \" is opened in this row and never closed");
}

// Reads one field into csv->field; stops before the separator or line end.
static bool read_field(struct csv *csv) {
    vz_strbuf_clear(&csv->field);
    if (csv->p < csv->end && *csv->p == '"' && !read_quoted(csv)) {
        return false;
    }
    while (csv->p < csv->end && *csv->p != csv->separator && *csv->p != '\n' &&
           *csv->p != '\r') {
        vz_strbuf_append_char(&csv->field, *csv->p++);
    }
    return !csv->field.failed || fail(csv, "out of memory");
}

static void end_record(struct csv *csv) {
    if (csv->p < csv->end && *csv->p == '\r') {
        csv->p++;
    }
    if (csv->p < csv->end && *csv->p == '\n') {
        csv->p++;
    }
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

// The first cell: a name starts a sheet.
static bool take_first(struct csv *csv) {
    char *name = csv->field.data;
    if (!name || is_blank(name)) {
        return true;
    }
    name += strspn(name, " \t\r\n");
    for (size_t n = strlen(name); n && strchr(" \t\r\n", name[n - 1]); n--) {
        name[n - 1] = '\0';
    }
    if (vz_workbook_sheet(csv->workbook, name)) {
        vz_diagnostics_add(csv->diagnostics, VZ_SEVERITY_ERROR, name, csv->row,
                           NULL,
                           "this sheet stands in the file twice; put its "
                           "rows together");
        return false;
    }
    csv->sheet = vz_workbook_add_sheet(csv->workbook, name);
    return csv->sheet != NULL || fail(csv, "out of memory, or too many sheets");
}

static bool take_field(struct csv *csv, uint32_t column) {
    if (column == 0) {
        return take_first(csv);
    }
    if (!csv->sheet || csv->field.len == 0) {
        return true;
    }
    return vz_workbook_add_cell(csv->workbook, csv->sheet, csv->row, column,
                                csv->field.data, csv->field.len) ||
           fail(csv, "the form is too large, or there is no memory left");
}

static bool read_record(struct csv *csv) {
    for (uint32_t column = 0;; column++) {
        if (!read_field(csv) || !take_field(csv, column)) {
            return false;
        }
        if (csv->p >= csv->end || *csv->p != csv->separator) {
            break;
        }
        csv->p++;
    }
    end_record(csv);
    return true;
}

bool vz_workbook_read_csv(struct vz_workbook *workbook, const char *bytes,
                          size_t len, struct vz_diagnostics *diagnostics) {
    struct csv csv = {
        .p = bytes,
        .end = bytes + len,
        .workbook = workbook,
        .diagnostics = diagnostics,
    };
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        csv.p += 3;
    }
    bool ok = check_text(&csv);
    csv.separator = find_separator(csv.p, csv.end);
    csv.row = 0;
    while (ok && csv.p < csv.end) {
        csv.row++;
        ok = read_record(&csv);
    }
    vz_strbuf_finish(&csv.field);
    return ok;
}
