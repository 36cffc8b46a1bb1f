#include "sheet_columns.h"

#include "form/xlsform/xlsform.h"
#include "form/xpath/suggest.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_space(const char *p, size_t *len) {
    // U+00A0 comes out of web pages and is invisible in a cell.
    if ((unsigned char)p[0] == 0xC2 && (unsigned char)p[1] == 0xA0) {
        *len = 2;
        return true;
    }
    *len = 1;
    return *p == ' ' || *p == '\t' || *p == '\r' || *p == '\n';
}

// U+2018, U+2019, U+201C, U+201D; 0 for anything else.
static char straight_quote(const char *p) {
    if ((unsigned char)p[0] != 0xE2 || (unsigned char)p[1] != 0x80) {
        return 0;
    }
    switch ((unsigned char)p[2]) {
    case 0x98:
    case 0x99:
        return '\'';
    case 0x9C:
    case 0x9D:
        return '"';
    default:
        return 0;
    }
}

static char *clean(struct vz_arena *arena, const char *text, bool keep) {
    size_t step;
    while (*text && is_space(text, &step)) {
        text += step;
    }
    char *copy = vz_arena_strdup(arena, text);
    if (!copy) {
        return NULL;
    }
    char *out = copy, *end = copy;
    for (const char *p = copy; *p; p += step) {
        bool space = is_space(p, &step);
        char quote = space ? 0 : straight_quote(p);
        if (space && (step == 2 || *p == ' ')) {
            // One plain space for a run of them.
            if (keep || out == copy || out[-1] != ' ') {
                *out++ = ' ';
            }
            continue;
        }
        *out++ = quote ? quote : *p;
        step += quote ? 2 : 0;
        end = space ? end : out;
    }
    *end = '\0';
    return copy;
}

char *vz_clean_text(struct vz_arena *arena, const char *text) {
    return clean(arena, text, false);
}

// Lower case, and _ for spaces and hyphens.
static void normalise(char *text) {
    for (; *text; text++) {
        *text = *text == ' ' || *text == '-'
                    ? '_'
                    : (char)tolower((unsigned char)*text);
    }
}

struct header {
    struct vz_arena *arena;
    const struct vz_column_name *names;
    size_t n_names;
    bool double_colons; // the sheet has them, so one : separates nothing
};

static const struct vz_column_name *find_name(const struct header *header,
                                              const char *name) {
    for (size_t i = 0; i < header->n_names; i++) {
        if (strcmp(header->names[i].name, name) == 0) {
            return &header->names[i];
        }
    }
    return NULL;
}

static const struct {
    const char *prefix;
    enum vz_column_kind kind;
} scopes[] = {
    {"bind", VZ_COLUMN_BIND},           {"body", VZ_COLUMN_BODY},
    {"control", VZ_COLUMN_BODY},        {"instance", VZ_COLUMN_INSTANCE},
    {"attribute", VZ_COLUMN_ATTRIBUTE},
};

static bool is_scope(const char *first) {
    for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++) {
        if (strcmp(scopes[i].prefix, first) == 0) {
            return true;
        }
    }
    return false;
}

// Cuts "label::Nederlands" behind its first part; old workbooks have one colon.
// NULL: there is only one part.
static char *cut_first(const struct header *header, char *text) {
    char *colons = strstr(text, "::");
    if (colons) {
        *colons = '\0';
        return colons + 2;
    }
    char *colon = strchr(text, ':');
    if (!colon) {
        return NULL;
    }
    char first[32];
    size_t n = (size_t)(colon - text);
    if (n >= sizeof(first)) {
        return NULL;
    }
    memcpy(first, text, n);
    first[n] = '\0';
    normalise(first);
    const struct vz_column_name *name = find_name(header, first);
    if ((name && name->kind == VZ_COLUMN_TEXT) || strcmp(first, "media") == 0 ||
        (!header->double_colons && is_scope(first))) {
        *colon = '\0';
        return colon + 1;
    }
    return NULL;
}

static void take_known(struct vz_sheet_column *column,
                       const struct vz_column_name *name,
                       const char *language) {
    column->kind = name->kind;
    column->id = name->id;
    column->language = name->kind == VZ_COLUMN_TEXT ? language : NULL;
}

// "jr:constraintMsg::Nederlands", with one colon in old workbooks.
static char *cut_language(const struct header *header, char *rest) {
    char *colons = strstr(rest, "::");
    size_t n = 2;
    if (!colons && !header->double_colons) {
        size_t prefix = strncmp(rest, "jr:", 3) == 0 ? 3 : strlen(rest);
        colons = strchr(rest + prefix, ':');
        n = 1;
    }
    if (!colons) {
        return NULL;
    }
    *colons = '\0';
    return vz_clean_text(header->arena, colons + n);
}

// bind::required is the column required; bind::jr:constraintMsg is
// constraint_message, and so on: the names table holds them as "bind::...".
static bool take_scoped(const struct header *header,
                        struct vz_sheet_column *column, const char *first,
                        char *rest) {
    for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++) {
        if (strcmp(scopes[i].prefix, first) != 0) {
            continue;
        }
        char *language = cut_language(header, rest);
        column->kind = scopes[i].kind;
        column->name = vz_clean_text(header->arena, rest);
        const char *full = vz_arena_printf(header->arena, "%s::%s", first,
                                           column->name ? column->name : "");
        const struct vz_column_name *name = full ? find_name(header, full)
                                                 : NULL;
        if (name) {
            take_known(column, name, language);
        }
        return true;
    }
    return false;
}

// False when out of memory.
static bool parse_header(const struct header *header,
                         struct vz_sheet_column *column) {
    char *first = vz_clean_text(header->arena, column->header);
    char *rest = first ? cut_first(header, first) : NULL;
    column->kind = VZ_COLUMN_OTHER;
    column->name = column->header;
    if (!first) {
        return false;
    }
    first = vz_clean_text(header->arena, first);
    if (!first) {
        return false;
    }
    normalise(first);
    if (rest && take_scoped(header, column, first, rest)) {
        return column->name != NULL;
    }
    if (rest && strcmp(first, "media") == 0) {
        char *kind = rest;
        rest = cut_first(header, rest);
        first = vz_clean_text(header->arena, kind);
        if (!first) {
            return false;
        }
        normalise(first);
    }
    const struct vz_column_name *name = find_name(header, first);
    char *language = rest ? vz_clean_text(header->arena, rest) : NULL;
    if (name && !(rest && name->kind == VZ_COLUMN_VALUE)) {
        take_known(column, name, language && *language ? language : NULL);
    }
    return !rest || language;
}

static void warn_misspelt(const struct header *header,
                          const struct vz_sheet *sheet, size_t row,
                          const struct vz_sheet_column *column,
                          struct vz_diagnostics *diagnostics) {
    // Short headers are near to anything: "note" is no misspelt "name".
    if (column->kind != VZ_COLUMN_OTHER || strlen(column->header) < 5) {
        return;
    }
    struct vz_suggest nearest;
    vz_suggest_init(&nearest, column->header, strlen(column->header));
    for (size_t i = 0; i < header->n_names; i++) {
        vz_suggest_consider(&nearest, header->names[i].name);
    }
    if (nearest.best) {
        vz_diagnostics_add(diagnostics, VZ_SEVERITY_WARNING, sheet->name, row,
                           column->header,
                           "this column is not known and is not used (did you "
                           "mean '%s'?)",
                           nearest.best);
    }
}

static void refuse_medium(const struct vz_sheet *sheet, size_t row,
                          const struct vz_sheet_column *column,
                          struct vz_diagnostics *diagnostics) {
    if (column->kind == VZ_COLUMN_OTHER &&
        strncasecmp(column->header, "media:", 6) == 0) {
        vz_diagnostics_add(diagnostics, VZ_SEVERITY_ERROR, sheet->name, row,
                           column->header,
                           "this medium is not supported; use image, "
                           "big-image, audio or video");
    }
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_column(const struct vz_sheet_column *a,
                        const struct vz_sheet_column *b) {
    if (a->kind != b->kind) {
        return false;
    }
    if (a->kind == VZ_COLUMN_VALUE || a->kind == VZ_COLUMN_TEXT) {
        return a->id == b->id && same_text(a->language, b->language);
    }
    return same_text(a->name, b->name);
}

// form_id beside id_string is common in old settings; there the last one with
// a value counts.
static void report_twin(const struct vz_sheet_column *column, bool same,
                        const struct vz_sheet *sheet, size_t row,
                        struct vz_diagnostics *diagnostics) {
    bool setting = strcasecmp(sheet->name, "settings") == 0 && !same;
    if (setting && (strcasecmp(column->header, "form_id") == 0 ||
                    strcasecmp(column->header, "id_string") == 0)) {
        return; // the settings say which of the two counts
    }
    vz_diagnostics_add(diagnostics,
                       setting ? VZ_SEVERITY_WARNING : VZ_SEVERITY_ERROR,
                       sheet->name, row, column->header,
                       "duplicate column header: this column stands in the "
                       "sheet twice; delete one of the two");
}

static void refuse_twins(const struct vz_sheet_columns *columns,
                         const struct vz_sheet *sheet,
                         struct vz_diagnostics *diagnostics) {
    for (size_t i = 1; i < columns->n; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct vz_sheet_column *a = &columns->items[i];
            const struct vz_sheet_column *b = &columns->items[j];
            if (same_column(a, b)) {
                report_twin(a, strcasecmp(a->header, b->header) == 0, sheet,
                            columns->header_row, diagnostics);
                break;
            }
        }
    }
}

// Headers beyond this are not a form; comparing them all would take long.
#define MAX_HEADERS 2000

bool vz_sheet_columns_read(struct vz_sheet_columns *columns,
                           struct vz_arena *arena, const struct vz_sheet *sheet,
                           const struct vz_column_name *names, size_t n_names,
                           struct vz_diagnostics *diagnostics) {
    *columns = (struct vz_sheet_columns){0};
    struct header header = {arena, names, n_names, false};
    size_t n = 0;
    while (n < sheet->n_cells && n < MAX_HEADERS &&
           sheet->cells[n].row == sheet->cells[0].row) {
        header.double_colons = header.double_colons ||
                               strstr(sheet->cells[n].text, "::");
        n++;
    }
    columns->items =
        vz_arena_alloc_array(arena, n + 1, sizeof(*columns->items));
    if (!columns->items) {
        return false;
    }
    columns->header_row = n ? sheet->cells[0].row : 0;
    columns->first_cell = n;
    for (size_t i = 0; i < n; i++) {
        struct vz_sheet_column *column = &columns->items[columns->n];
        column->index = sheet->cells[i].column;
        column->header = vz_clean_text(arena, sheet->cells[i].text);
        if (!column->header || !parse_header(&header, column)) {
            return false;
        }
        if (*column->header) {
            refuse_medium(sheet, columns->header_row, column, diagnostics);
            warn_misspelt(&header, sheet, columns->header_row, column,
                          diagnostics);
            columns->n++;
        }
    }
    refuse_twins(columns, sheet, diagnostics);
    return true;
}

// Fills one row from its cells. False when out of memory.
static bool fill_row(const struct vz_sheet *sheet,
                     const struct vz_sheet_columns *columns,
                     struct vz_arena *arena, size_t *at,
                     struct vz_sheet_row *row, bool *any) {
    size_t number = sheet->cells[*at].row;
    size_t column = 0;
    for (; *at < sheet->n_cells && sheet->cells[*at].row == number; (*at)++) {
        const struct vz_cell *cell = &sheet->cells[*at];
        while (column < columns->n &&
               columns->items[column].index < cell->column) {
            column++;
        }
        if (column == columns->n ||
            columns->items[column].index != cell->column) {
            continue;
        }
        const char *text = clean(arena, cell->text, columns->keep_spaces);
        if (!text) {
            return false;
        }
        if (*text) {
            row->texts[column] = text;
            columns->items[column].used = true;
            *any = true;
        }
    }
    row->number = number;
    return true;
}

bool vz_sheet_row_next(const struct vz_sheet *sheet,
                       const struct vz_sheet_columns *columns,
                       struct vz_arena *arena, size_t *at,
                       struct vz_sheet_row *row) {
    *row = (struct vz_sheet_row){0};
    if (*at >= sheet->n_cells) {
        return false;
    }
    row->texts =
        vz_arena_alloc_array(arena, columns->n + 1, sizeof(*row->texts));
    bool any = false;
    while (row->texts && !any && *at < sheet->n_cells) {
        if (!fill_row(sheet, columns, arena, at, row, &any)) {
            *at = *at < sheet->n_cells ? *at : 0;
            return false;
        }
    }
    return any;
}
