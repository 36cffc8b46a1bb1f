#include "cell_format.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "form/xlsform/sheet_xml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Styles in a workbook; Excel's own limit.
#define MAX_STYLES 65536

// Number formats that every workbook knows without a definition (ECMA-376 part
// 1, 18.8.30); 27 to 36 and 50 to 58 are dates of East Asian editions.
static enum vz_cell_kind builtin_kind(unsigned long id) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
        (id >= 50 && id <= 58)) {
        return VZ_CELL_DATE;
    }
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) ||
        (id >= 45 && id <= 47)) {
        return VZ_CELL_TIME;
    }
    return id == 22 ? VZ_CELL_DATETIME : VZ_CELL_NUMBER;
}

// Skips what a format code shows literally; NULL when `p` is not such a thing.
static const char *skip_literal(const char *p) {
    const char *end = NULL;
    if (*p == '"') {
        end = strchr(p + 1, '"');
    } else if (*p == '[' && !strchr("hHmMsS", p[1])) {
        end = strchr(p, ']');
    } else if (*p == '\\' || *p == '_' || *p == '*') {
        end = p[1] ? p + 1 : p;
    } else {
        return NULL;
    }
    return end ? end + 1 : p + strlen(p);
}

// What a number format code ("dd/mm/yyyy") makes of a number.
static enum vz_cell_kind kind_of(const char *format_code) {
    bool day = false, month = false, time = false;
    for (const char *p = format_code; *p && *p != ';';) {
        const char *next = skip_literal(p);
        if (next) {
            p = next;
            continue;
        }
        day = day || strchr("yYdD", *p);
        month = month || *p == 'm' || *p == 'M';
        time = time || strchr("hHsS", *p);
        p++;
    }
    if (day && time) {
        return VZ_CELL_DATETIME;
    }
    if (time) {
        return VZ_CELL_TIME; // its m are minutes
    }
    return day || month ? VZ_CELL_DATE : VZ_CELL_NUMBER;
}

struct custom_format {
    unsigned long id;
    enum vz_cell_kind kind;
};

struct styles_state {
    struct vz_cell_formats *formats;
    struct vz_sheet_xml *reader;
    struct custom_format *custom;
    size_t n_custom, cap_custom;
    bool in_cell_styles; // <cellXfs>, not <cellStyleXfs>
    struct vz_strbuf scratch;
};

static unsigned long number_attribute(struct styles_state *state,
                                      const char *name) {
    vz_strbuf_clear(&state->scratch);
    vz_sheet_xml_attribute(state->reader, name, false, &state->scratch);
    return strtoul(vz_strbuf_text(&state->scratch), NULL, 10);
}

static bool add_custom(struct styles_state *state) {
    struct custom_format format = {.id = number_attribute(state, "numFmtId")};
    bool failed = state->scratch.failed;
    vz_strbuf_clear(&state->scratch);
    vz_sheet_xml_attribute(state->reader, "formatCode", false, &state->scratch);
    format.kind = kind_of(vz_strbuf_text(&state->scratch));
    if (failed || state->scratch.failed || state->n_custom >= MAX_STYLES ||
        !vz_grow(&state->custom, &state->cap_custom, state->n_custom,
                 sizeof(*state->custom))) {
        return false;
    }
    state->custom[state->n_custom++] = format;
    return true;
}

static bool add_style(struct styles_state *state) {
    struct vz_cell_formats *formats = state->formats;
    unsigned long id = number_attribute(state, "numFmtId");
    enum vz_cell_kind kind = builtin_kind(id);
    for (size_t i = 0; i < state->n_custom; i++) {
        if (state->custom[i].id == id) {
            kind = state->custom[i].kind;
        }
    }
    if (state->scratch.failed || formats->n >= MAX_STYLES ||
        !vz_grow(&formats->kinds, &formats->cap, formats->n,
                 sizeof(*formats->kinds))) {
        return false;
    }
    formats->kinds[formats->n++] = (unsigned char)kind;
    return true;
}

static bool handle_style(struct styles_state *state,
                         enum vz_sheet_xml_event event) {
    if (event != VZ_SHEET_XML_START) {
        if (event == VZ_SHEET_XML_END &&
            vz_sheet_xml_is(state->reader, "cellXfs")) {
            state->in_cell_styles = false;
        }
        return true;
    }
    if (vz_sheet_xml_is(state->reader, "numFmt")) {
        return add_custom(state);
    }
    if (vz_sheet_xml_is(state->reader, "cellXfs")) {
        state->in_cell_styles = true;
    } else if (state->in_cell_styles && vz_sheet_xml_is(state->reader, "xf")) {
        return add_style(state);
    }
    return true;
}

bool vz_cell_formats_read(struct vz_cell_formats *formats, const char *xml,
                          size_t len) {
    struct styles_state state = {
        .formats = formats,
        .reader = vz_sheet_xml_create(xml, len),
    };
    bool ok = state.reader != NULL;
    enum vz_sheet_xml_event event = VZ_SHEET_XML_BROKEN;
    while (ok &&
           (event = vz_sheet_xml_next(state.reader)) < VZ_SHEET_XML_DONE) {
        ok = handle_style(&state, event);
    }
    vz_sheet_xml_destroy(state.reader);
    vz_strbuf_finish(&state.scratch);
    free(state.custom);
    return ok && event == VZ_SHEET_XML_DONE;
}

void vz_cell_formats_finish(struct vz_cell_formats *formats) {
    free(formats->kinds);
    *formats = (struct vz_cell_formats){0};
}

static void trim_zeros(char *digits) {
    char *end = digits + strlen(digits);
    if (!strchr(digits, '.')) {
        return;
    }
    while (end > digits && end[-1] == '0') {
        *--end = '\0';
    }
    if (end > digits && end[-1] == '.') {
        end[-1] = '\0';
    }
}

// 15 significant digits: what Excel keeps, and what hides that 0.1 + 0.2 is
// stored as 0.30000000000000004. Never an exponent.
static void append_plain(double number, struct vz_strbuf *out) {
    char digits[512];
    snprintf(digits, sizeof(digits), "%.15g", number);
    if (strchr(digits, 'e')) {
        double size = fabs(number);
        int decimals = size >= 1 ? 0 : 14 - (int)floor(log10(size));
        snprintf(digits, sizeof(digits), "%.*f", decimals, number);
        trim_zeros(digits);
    }
    vz_strbuf_append(out, digits);
}

static void append_date(int64_t day, bool date1904, struct vz_strbuf *out) {
    // Day 1 is 1900-01-01. Excel believes in a 29 February 1900 (day 60), so
    // from day 61 on the count is one ahead.
    int64_t base = date1904 ? vz_days_from_date(1904, 1, 1)
                            : vz_days_from_date(1899, 12, 31);
    if (!date1904 && day >= 60) {
        day -= 1;
    }
    int year, month, date;
    vz_date_from_days(base + day, &year, &month, &date);
    vz_strbuf_printf(out, "%04d-%02d-%02d", year, month, date);
}

static void append_moment(enum vz_cell_kind kind, double serial, bool date1904,
                          struct vz_strbuf *out) {
    int64_t day = (int64_t)floor(serial);
    int64_t second = llround((serial - floor(serial)) * 86400);
    if (second == 86400) {
        day++;
        second = 0;
    }
    // A date cell into which a time was typed shows no time but means it; a
    // date and time at midnight was typed as a date.
    bool has_date = kind != VZ_CELL_TIME || day > 0;
    bool has_time = kind != VZ_CELL_DATE || second != 0;
    if (has_date) {
        append_date(day, date1904, out);
    }
    if (has_date && has_time) {
        vz_strbuf_append_char(out, 'T');
    }
    if (has_time) {
        vz_strbuf_printf(out, "%02d:%02d:%02d", (int)(second / 3600),
                         (int)(second / 60 % 60), (int)(second % 60));
    }
}

void vz_cell_format_number(const struct vz_cell_formats *formats, size_t style,
                           const char *text, struct vz_strbuf *out) {
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end || !isfinite(number)) {
        vz_strbuf_append(out, text);
        return;
    }
    enum vz_cell_kind kind = style < formats->n ? formats->kinds[style]
                                                : VZ_CELL_NUMBER;
    // 2,958,465 is 9999-12-31, the last day that Excel knows.
    if (kind == VZ_CELL_NUMBER || number < 0 || number >= 2958466) {
        append_plain(number, out);
    } else {
        append_moment(kind, number, formats->date1904, out);
    }
}
