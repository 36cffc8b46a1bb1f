/*
 * Reading the XML parts of a workbook.
 */
#include "worksheet.h"

#include "base/strbuf.h"
#include "form/xlsform/cell_format.h"
#include "form/xlsform/sheet_xml.h"
#include "form/xlsform/xlsform.h"

#include <stdlib.h>
#include <string.h>

// An attribute's value in the arena, "" when there is none, NULL = no memory.
static const char *attribute(struct vz_sheet_xml *reader,
                             struct vz_arena *arena, const char *name,
                             bool prefixed) {
    struct vz_strbuf value = {0};
    vz_sheet_xml_attribute(reader, name, prefixed, &value);
    const char *copy =
        value.failed ? NULL : vz_arena_strdup(arena, vz_strbuf_text(&value));
    vz_strbuf_finish(&value);
    return copy;
}

static bool add_relation(struct vz_relations *relations, struct vz_arena *arena,
                         struct vz_sheet_xml *reader) {
    struct vz_relation relation = {
        .id = attribute(reader, arena, "Id", false),
        .type = attribute(reader, arena, "Type", false),
        .target = attribute(reader, arena, "Target", false),
    };
    if (!relation.id || !relation.type || !relation.target ||
        !vz_grow(&relations->items, &relations->cap, relations->n,
                 sizeof(*relations->items))) {
        return false;
    }
    relations->items[relations->n++] = relation;
    return true;
}

bool vz_relations_read(struct vz_relations *relations, struct vz_arena *arena,
                       const char *xml, size_t len) {
    struct vz_sheet_xml *reader = vz_sheet_xml_create(xml, len);
    bool ok = reader != NULL;
    enum vz_sheet_xml_event event = VZ_SHEET_XML_BROKEN;
    while (ok && (event = vz_sheet_xml_next(reader)) < VZ_SHEET_XML_DONE) {
        if (event == VZ_SHEET_XML_START &&
            vz_sheet_xml_is(reader, "Relationship")) {
            ok = add_relation(relations, arena, reader);
        }
    }
    vz_sheet_xml_destroy(reader);
    return ok && event == VZ_SHEET_XML_DONE;
}

static bool add_sheet_name(struct vz_sheet_names *names, struct vz_arena *arena,
                           struct vz_sheet_xml *reader) {
    struct vz_sheet_name name = {
        .name = attribute(reader, arena, "name", false),
        .relation = attribute(reader, arena, "id", true),
    };
    if (!name.name || !name.relation || names->n >= VZ_WORKBOOK_MAX_SHEETS ||
        !vz_grow(&names->items, &names->cap, names->n, sizeof(*names->items))) {
        return false;
    }
    names->items[names->n++] = name;
    return true;
}

bool vz_sheet_names_read(struct vz_sheet_names *names, struct vz_arena *arena,
                         const char *xml, size_t len) {
    struct vz_sheet_xml *reader = vz_sheet_xml_create(xml, len);
    bool ok = reader != NULL;
    enum vz_sheet_xml_event event = VZ_SHEET_XML_BROKEN;
    while (ok && (event = vz_sheet_xml_next(reader)) < VZ_SHEET_XML_DONE) {
        if (event != VZ_SHEET_XML_START) {
            continue;
        }
        if (vz_sheet_xml_is(reader, "sheet")) {
            ok = add_sheet_name(names, arena, reader);
        } else if (vz_sheet_xml_is(reader, "workbookPr")) {
            const char *value = attribute(reader, arena, "date1904", false);
            ok = value != NULL;
            names->date1904 = ok && (*value == '1' || *value == 't');
        }
    }
    vz_sheet_xml_destroy(reader);
    return ok && event == VZ_SHEET_XML_DONE;
}

// Text of <t> elements counts, phonetic runs (<rPh>) do not.
struct text_state {
    bool in_text;
    int phonetic;
};

static void follow_text(struct text_state *state, struct vz_sheet_xml *reader,
                        enum vz_sheet_xml_event event, struct vz_strbuf *out) {
    if (event == VZ_SHEET_XML_TEXT) {
        if (state->in_text && state->phonetic == 0) {
            vz_sheet_xml_text(reader, out);
        }
        return;
    }
    bool start = event == VZ_SHEET_XML_START;
    if (vz_sheet_xml_is(reader, "t")) {
        state->in_text = start;
    } else if (vz_sheet_xml_is(reader, "rPh")) {
        state->phonetic += start ? 1 : -1;
    }
}

static bool add_string(struct vz_strings *strings, struct vz_arena *arena,
                       struct vz_strbuf *text) {
    if (text->failed || strings->n >= VZ_WORKBOOK_MAX_CELLS ||
        !vz_grow(&strings->items, &strings->cap, strings->n,
                 sizeof(*strings->items))) {
        return false;
    }
    const char *copy = vz_arena_strdup(arena, vz_strbuf_text(text));
    strings->items[strings->n] = copy;
    strings->n += copy != NULL;
    vz_strbuf_clear(text);
    return copy != NULL;
}

bool vz_strings_read(struct vz_strings *strings, struct vz_arena *arena,
                     const char *xml, size_t len) {
    struct vz_sheet_xml *reader = vz_sheet_xml_create(xml, len);
    bool ok = reader != NULL;
    struct text_state state = {0};
    struct vz_strbuf text = {0};
    enum vz_sheet_xml_event event = VZ_SHEET_XML_BROKEN;
    while (ok && (event = vz_sheet_xml_next(reader)) < VZ_SHEET_XML_DONE) {
        follow_text(&state, reader, event, &text);
        if (event == VZ_SHEET_XML_END && vz_sheet_xml_is(reader, "si")) {
            ok = add_string(strings, arena, &text);
        }
    }
    vz_strbuf_finish(&text);
    vz_sheet_xml_destroy(reader);
    return ok && event == VZ_SHEET_XML_DONE;
}

// The cell that is being read. The three texts are what <v>, <is> and the
// attributes hold.
struct cell_state {
    const struct vz_worksheet_source *source;
    struct vz_sheet_xml *reader;
    uint32_t row, column; // row from 1, column from 0
    bool in_cell, in_value;
    struct text_state inline_text;
    struct vz_strbuf scratch, type, value, text;
    size_t style;
};

static bool over_limit(struct cell_state *state) {
    vz_diagnostics_add(state->source->diagnostics, VZ_SEVERITY_ERROR,
                       state->source->sheet->name, state->row, NULL,
                       "the sheet is too large, or there is no memory left; "
                       "delete rows that the form does not need");
    return false;
}

// "AB12" -> column 27 and row 12; parts that are missing stay as they were.
static bool parse_reference(const char *text, uint32_t *row, uint32_t *column) {
    uint32_t value = 0;
    const char *p = text;
    for (; *p >= 'A' && *p <= 'Z' && value <= VZ_WORKBOOK_MAX_COLUMNS; p++) {
        value = value * 26 + (uint32_t)(*p - 'A') + 1;
    }
    if (p == text || value > VZ_WORKBOOK_MAX_COLUMNS) {
        return false;
    }
    *column = value - 1;
    unsigned long number = strtoul(p, NULL, 10);
    if (number > 0 && number <= VZ_WORKBOOK_MAX_ROWS) {
        *row = (uint32_t)number;
    }
    return true;
}

static bool start_row(struct cell_state *state) {
    vz_strbuf_clear(&state->scratch);
    state->row++;
    state->column = UINT32_MAX; // the next cell without a reference is A
    if (vz_sheet_xml_attribute(state->reader, "r", false, &state->scratch)) {
        unsigned long row = strtoul(vz_strbuf_text(&state->scratch), NULL, 10);
        state->row = row <= VZ_WORKBOOK_MAX_ROWS ? (uint32_t)row : UINT32_MAX;
    }
    return (state->row <= VZ_WORKBOOK_MAX_ROWS && !state->scratch.failed) ||
           over_limit(state);
}

static bool start_cell(struct cell_state *state) {
    state->in_cell = true;
    state->in_value = false;
    state->inline_text = (struct text_state){0};
    vz_strbuf_clear(&state->type);
    vz_strbuf_clear(&state->value);
    vz_strbuf_clear(&state->text);
    vz_strbuf_clear(&state->scratch);
    state->column++;
    if (vz_sheet_xml_attribute(state->reader, "r", false, &state->scratch) &&
        !parse_reference(vz_strbuf_text(&state->scratch), &state->row,
                         &state->column)) {
        return over_limit(state);
    }
    if (state->scratch.failed) {
        return over_limit(state);
    }
    vz_sheet_xml_attribute(state->reader, "t", false, &state->type);
    vz_strbuf_clear(&state->scratch);
    vz_sheet_xml_attribute(state->reader, "s", false, &state->scratch);
    state->style = strtoul(vz_strbuf_text(&state->scratch), NULL, 10);
    return (state->column < VZ_WORKBOOK_MAX_COLUMNS &&
            !state->scratch.failed) ||
           over_limit(state);
}

static void report_error_cell(struct cell_state *state) {
    char letters[8];
    vz_column_letters(state->column, letters);
    vz_diagnostics_add(state->source->diagnostics, VZ_SEVERITY_ERROR,
                       state->source->sheet->name, state->row, letters,
                       "the cell shows the Excel error %s; correct its formula",
                       vz_strbuf_text(&state->value));
}

// What the cell reads, into state->text.
static void cell_text(struct cell_state *state) {
    const struct vz_strings *strings = state->source->strings;
    const char *type = vz_strbuf_text(&state->type);
    const char *value = vz_strbuf_text(&state->value);
    if (strcmp(type, "inlineStr") == 0) {
        return;
    }
    vz_strbuf_clear(&state->text);
    if (strcmp(type, "s") == 0) {
        char *end;
        unsigned long index = strtoul(value, &end, 10);
        if (end != value && index < strings->n) {
            vz_strbuf_append(&state->text, strings->items[index]);
        }
    } else if (strcmp(type, "e") == 0) {
        report_error_cell(state);
    } else if (strcmp(type, "b") == 0) {
        vz_strbuf_append(&state->text, *value == '1' ? "TRUE" : "FALSE");
    } else if (strcmp(type, "str") == 0 || strcmp(type, "d") == 0) {
        vz_strbuf_append(&state->text, value);
    } else {
        vz_cell_format_number(state->source->formats, state->style, value,
                              &state->text);
    }
}

static bool end_cell(struct cell_state *state) {
    state->in_cell = false;
    if (state->value.len == 0 && state->text.len == 0) {
        return true;
    }
    cell_text(state);
    if (state->text.failed || state->value.failed || state->type.failed ||
        !vz_workbook_add_cell(state->source->workbook, state->source->sheet,
                              state->row, state->column,
                              vz_strbuf_text(&state->text), state->text.len)) {
        return over_limit(state);
    }
    return true;
}

static bool handle_start(struct cell_state *state) {
    if (vz_sheet_xml_is(state->reader, "row")) {
        return start_row(state);
    }
    if (vz_sheet_xml_is(state->reader, "c")) {
        return start_cell(state);
    }
    state->in_value = state->in_cell && vz_sheet_xml_is(state->reader, "v");
    return true;
}

static bool handle_event(struct cell_state *state,
                         enum vz_sheet_xml_event event) {
    if (state->in_cell) {
        follow_text(&state->inline_text, state->reader, event, &state->text);
    }
    switch (event) {
    case VZ_SHEET_XML_START:
        return handle_start(state);
    case VZ_SHEET_XML_TEXT:
        if (state->in_value) {
            vz_sheet_xml_text(state->reader, &state->value);
        }
        return true;
    default:
        state->in_value = false;
        return !(state->in_cell && vz_sheet_xml_is(state->reader, "c")) ||
               end_cell(state);
    }
}

bool vz_worksheet_read(const struct vz_worksheet_source *source,
                       const char *xml, size_t len) {
    struct cell_state state = {
        .source = source,
        .reader = vz_sheet_xml_create(xml, len),
    };
    bool ok = state.reader != NULL;
    enum vz_sheet_xml_event event = VZ_SHEET_XML_DONE;
    while (ok &&
           (event = vz_sheet_xml_next(state.reader)) < VZ_SHEET_XML_DONE) {
        ok = handle_event(&state, event);
    }
    if (ok && event != VZ_SHEET_XML_DONE) {
        vz_diagnostics_add(source->diagnostics, VZ_SEVERITY_ERROR,
                           source->sheet->name, state.row, NULL,
                           "the sheet is truncated or damaged here; "
                           "save the workbook again");
        ok = false;
    }
    vz_sheet_xml_destroy(state.reader);
    vz_strbuf_finish(&state.scratch);
    vz_strbuf_finish(&state.type);
    vz_strbuf_finish(&state.value);
    vz_strbuf_finish(&state.text);
    vz_sheet_sort(source->sheet);
    return ok;
}
