#include "csv.h"

#include <ctype.h>
#include <string.h>

// [+-] digits [. or ,] digits [e exponent]: shown as a number, never run.
static bool is_number(const char *text) {
    text += *text == '+' || *text == '-';
    size_t digits = strspn(text, "0123456789");
    text += digits;
    if (*text == '.' || *text == ',') {
        size_t more = strspn(text + 1, "0123456789");
        digits += more;
        text += 1 + more;
    }
    if (digits && (*text == 'e' || *text == 'E')) {
        text++;
        text += *text == '+' || *text == '-';
        size_t exponent = strspn(text, "0123456789");
        digits = exponent ? digits : 0;
        text += exponent;
    }
    return digits && !*text;
}

bool vz_csv_is_formula(const char *text) {
    return *text && strchr("=+-@\t\r", *text) && !is_number(text);
}

static bool needs_quotes(const struct vz_csv *csv, const char *text) {
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\n' || *c == '\r' || *c == csv->separator) {
            return true;
        }
    }
    // Readers differ on spaces at the ends of a bare cell.
    return *text == ' ' || (*text && text[strlen(text) - 1] == ' ');
}

static void append_quoted(struct vz_strbuf *out, const char *text) {
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        vz_strbuf_append_n(out, text, (size_t)(quote + 1 - text));
        vz_strbuf_append_char(out, '"');
    }
    vz_strbuf_append(out, text);
}

bool vz_csv_cell(struct vz_csv *csv, const char *text) {
    if (csv->in_row) {
        vz_strbuf_append_char(csv->out, csv->separator);
    }
    csv->in_row = true;
    if (!text || !*text) {
        return false;
    }
    bool formula = !csv->keep_formulas && vz_csv_is_formula(text);
    bool quotes = needs_quotes(csv, text);
    if (quotes) {
        vz_strbuf_append_char(csv->out, '"');
    }
    if (formula) {
        vz_strbuf_append_char(csv->out, '\'');
    }
    if (quotes) {
        append_quoted(csv->out, text);
        vz_strbuf_append_char(csv->out, '"');
    } else {
        vz_strbuf_append(csv->out, text);
    }
    return formula;
}

void vz_csv_end_row(struct vz_csv *csv) {
    vz_strbuf_append_n(csv->out, "\r\n", 2);
    csv->in_row = false;
}
