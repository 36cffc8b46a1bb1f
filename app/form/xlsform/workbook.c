/*
 * The .xlsx container: which parts there are and what binds them together.
 *
 * Parts are found through relationships only, as the standard says: producers
 * differ in how they name files. This is the only file that uses libzip.
 */
#include "workbook.h"

#include "base/strbuf.h"
#include "form/xlsform/cell_format.h"
#include "form/xlsform/worksheet.h"
#include "form/xlsform/xlsform.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

#define MAX_PART (50u * 1024 * 1024)
#define MAX_UNPACKED (200u * 1024 * 1024)

// Sheets whose cells are read; any other may be as large as it likes.
static const char *const known_sheets[] = {
    "survey",   "choices", "settings", "external_choices",
    "entities", "impact",  "osm",
};

struct package {
    zip_t *zip;
    struct vz_workbook *workbook;
    struct vz_diagnostics *diagnostics;
    size_t unpacked; // bytes so far, over all parts
    struct vz_strings strings;
    struct vz_cell_formats formats;
};

static bool fail(struct package *package, const char *message) {
    vz_diagnostics_add(package->diagnostics, VZ_SEVERITY_ERROR, NULL, 0, NULL,
                       "%s", message);
    return false;
}

static const char damaged[] =
    "the file is truncated or damaged; save it again and send the new copy";
static const char too_large[] =
    "the workbook is too large when unpacked; keep only the form's own sheets";

static bool read_all(struct package *package, zip_file_t *file,
                     struct vz_strbuf *out) {
    for (;;) {
        if (!vz_strbuf_reserve(out, 64 * 1024)) {
            return fail(package, "out of memory");
        }
        zip_int64_t n = zip_fread(file, out->data + out->len, 64 * 1024);
        if (n < 0) {
            return fail(package, damaged);
        }
        if (n == 0) {
            return true;
        }
        out->len += (size_t)n;
        out->data[out->len] = '\0';
        package->unpacked += (size_t)n;
        // Counted as it unpacks: the size in the directory may be a lie.
        if (out->len > MAX_PART || package->unpacked > MAX_UNPACKED) {
            return fail(package, too_large);
        }
    }
}

static bool read_part(struct package *package, const char *name,
                      struct vz_strbuf *out) {
    zip_int64_t index = zip_name_locate(package->zip, name, ZIP_FL_NOCASE);
    if (index < 0) {
        return fail(package, damaged);
    }
    zip_stat_t stat;
    if (zip_stat_index(package->zip, (zip_uint64_t)index, 0, &stat) == 0 &&
        (stat.valid & ZIP_STAT_SIZE) && stat.size > MAX_PART) {
        return fail(package, too_large);
    }
    zip_file_t *file = zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
    if (!file) {
        return fail(package, damaged);
    }
    bool ok = read_all(package, file, out);
    zip_fclose(file);
    return ok;
}

// Resolves a relationship's target against the folder of `base`.
static char *resolve(struct vz_arena *arena, const char *base,
                     const char *target) {
    if (*target == '/') {
        return vz_arena_strdup(arena, target + 1);
    }
    const char *slash = strrchr(base, '/');
    size_t folder = slash ? (size_t)(slash - base) : 0;
    for (;;) {
        if (strncmp(target, "./", 2) == 0) {
            target += 2;
        } else if (strncmp(target, "../", 3) == 0) {
            target += 3;
            while (folder && base[--folder] != '/') {
            }
        } else {
            break;
        }
    }
    return folder ? vz_arena_printf(arena, "%.*s/%s", (int)folder, base, target)
                  : vz_arena_strdup(arena, target);
}

// Reads the relationships of part `base` ("" = of the package).
static bool read_relations(struct package *package, const char *base,
                           struct vz_relations *relations) {
    struct vz_arena *arena = &package->workbook->arena;
    const char *slash = strrchr(base, '/');
    int folder = slash ? (int)(slash - base) + 1 : 0;
    char *name = vz_arena_printf(arena, "%.*s_rels/%s.rels", folder, base,
                                 base + folder);
    struct vz_strbuf xml = {0};
    bool ok = name && read_part(package, name, &xml);
    if (ok && !vz_relations_read(relations, arena, xml.data, xml.len)) {
        ok = fail(package, damaged);
    }
    vz_strbuf_finish(&xml);
    for (size_t i = 0; ok && i < relations->n; i++) {
        struct vz_relation *relation = &relations->items[i];
        relation->target = resolve(arena, base, relation->target);
        ok = relation->target != NULL;
    }
    return ok;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static const char *target_of_type(const struct vz_relations *relations,
                                  const char *type) {
    for (size_t i = 0; i < relations->n; i++) {
        if (ends_with(relations->items[i].type, type)) {
            return relations->items[i].target;
        }
    }
    return NULL;
}

static const char *target_of_id(const struct vz_relations *relations,
                                const char *id) {
    for (size_t i = 0; i < relations->n; i++) {
        if (strcmp(relations->items[i].id, id) == 0) {
            return relations->items[i].target;
        }
    }
    return NULL;
}

// The part of a relationship, or NULL: some programs name parts that they
// leave out.
static const char *shared_part(const struct package *package,
                               const struct vz_relations *relations,
                               const char *type) {
    const char *target = target_of_type(relations, type);
    return target && zip_name_locate(package->zip, target, ZIP_FL_NOCASE) >= 0
               ? target
               : NULL;
}

// Shared strings and styles: a workbook may have neither.
static bool read_shared(struct package *package,
                        const struct vz_relations *relations) {
    struct vz_arena *arena = &package->workbook->arena;
    const char *strings = shared_part(package, relations, "/sharedStrings");
    const char *styles = shared_part(package, relations, "/styles");
    struct vz_strbuf xml = {0};
    bool ok = true;
    if (strings) {
        ok = read_part(package, strings, &xml);
        if (ok &&
            !vz_strings_read(&package->strings, arena, xml.data, xml.len)) {
            ok = fail(package, damaged);
        }
    }
    vz_strbuf_clear(&xml);
    if (ok && styles) {
        ok = read_part(package, styles, &xml);
        if (ok && !vz_cell_formats_read(&package->formats, xml.data, xml.len)) {
            ok = fail(package, damaged);
        }
    }
    vz_strbuf_finish(&xml);
    return ok;
}

static bool is_known(const char *name) {
    for (size_t i = 0; i < sizeof(known_sheets) / sizeof(*known_sheets); i++) {
        if (strcasecmp(name, known_sheets[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_sheet(struct package *package, const char *name,
                       const char *part) {
    struct vz_sheet *sheet = vz_workbook_add_sheet(package->workbook, name);
    if (!sheet) {
        return fail(package, "out of memory");
    }
    if (!is_known(sheet->name)) {
        return true;
    }
    struct vz_strbuf xml = {0};
    bool ok = part ? read_part(package, part, &xml) : fail(package, damaged);
    if (ok) {
        struct vz_worksheet_source source = {
            .workbook = package->workbook,
            .sheet = sheet,
            .strings = &package->strings,
            .formats = &package->formats,
            .diagnostics = package->diagnostics,
        };
        ok = vz_worksheet_read(&source, xml.data, xml.len);
    }
    vz_strbuf_finish(&xml);
    return ok;
}

static bool read_sheets(struct package *package,
                        const struct vz_sheet_names *names,
                        const struct vz_relations *relations) {
    for (size_t i = 0; i < names->n; i++) {
        const char *part = target_of_id(relations, names->items[i].relation);
        if (!read_sheet(package, names->items[i].name, part)) {
            return false;
        }
    }
    return true;
}

static bool read_workbook_part(struct package *package, const char *part) {
    struct vz_strbuf xml = {0};
    struct vz_sheet_names names = {0};
    struct vz_relations relations = {0};
    bool ok = read_part(package, part, &xml);
    if (ok && !vz_sheet_names_read(&names, &package->workbook->arena, xml.data,
                                   xml.len)) {
        ok = fail(package, damaged);
    }
    vz_strbuf_finish(&xml);
    package->formats.date1904 = names.date1904;
    ok = ok && read_relations(package, part, &relations) &&
         read_shared(package, &relations) &&
         read_sheets(package, &names, &relations);
    free(names.items);
    free(relations.items);
    return ok;
}

static bool read_package(struct package *package) {
    struct vz_relations relations = {0};
    bool ok = read_relations(package, "", &relations);
    const char *part = ok ? target_of_type(&relations, "/officeDocument")
                          : NULL;
    if (ok && !part) {
        ok = fail(package, "this is not an Excel workbook; save the form as "
                           ".xlsx or as .csv");
    }
    ok = ok && read_workbook_part(package, part);
    free(relations.items);
    return ok;
}

static bool read_xlsx(struct vz_workbook *workbook, const char *bytes,
                      size_t len, struct vz_diagnostics *diagnostics) {
    struct package package = {.workbook = workbook, .diagnostics = diagnostics};
    zip_source_t *source = zip_source_buffer_create(bytes, len, 0, NULL);
    if (!source) {
        return fail(&package, "out of memory");
    }
    package.zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (!package.zip) {
        zip_source_free(source);
        return fail(&package, damaged);
    }
    size_t before = diagnostics->n_errors;
    bool ok = read_package(&package);
    if (!ok && diagnostics->n_errors == before) {
        fail(&package, "out of memory");
    }
    zip_discard(package.zip);
    free(package.strings.items);
    vz_cell_formats_finish(&package.formats);
    return ok;
}

bool vz_workbook_read(struct vz_workbook *workbook, const char *bytes,
                      size_t len, struct vz_diagnostics *diagnostics) {
    *workbook = (struct vz_workbook){0};
    bool ok;
    if (len >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        ok = read_xlsx(workbook, bytes, len, diagnostics);
    } else if (len >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0) {
        vz_diagnostics_add(diagnostics, VZ_SEVERITY_ERROR, NULL, 0, NULL,
                           "this is an old or a password-protected Excel file; "
                           "save it as .xlsx without a password");
        ok = false;
    } else {
        ok = vz_workbook_read_csv(workbook, bytes, len, diagnostics);
    }
    if (!ok) {
        vz_workbook_finish(workbook);
    }
    return ok;
}

void vz_workbook_finish(struct vz_workbook *workbook) {
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        free(workbook->sheets[i].cells);
    }
    free(workbook->sheets);
    vz_arena_finish(&workbook->arena);
    *workbook = (struct vz_workbook){0};
}

const struct vz_sheet *vz_workbook_sheet(const struct vz_workbook *workbook,
                                         const char *name) {
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        if (strcasecmp(workbook->sheets[i].name, name) == 0) {
            return &workbook->sheets[i];
        }
    }
    return NULL;
}

struct vz_sheet *vz_workbook_add_sheet(struct vz_workbook *workbook,
                                       const char *name) {
    if (workbook->n_sheets >= VZ_WORKBOOK_MAX_SHEETS ||
        !vz_grow(&workbook->sheets, &workbook->cap, workbook->n_sheets,
                 sizeof(*workbook->sheets))) {
        return NULL;
    }
    // "survey " looks like "survey" on a tab.
    name += strspn(name, " ");
    size_t len = strlen(name);
    while (len && name[len - 1] == ' ') {
        len--;
    }
    char *copy = vz_arena_strndup(&workbook->arena, name, len);
    if (!copy) {
        return NULL;
    }
    struct vz_sheet *sheet = &workbook->sheets[workbook->n_sheets++];
    *sheet = (struct vz_sheet){.name = copy};
    return sheet;
}

bool vz_workbook_add_cell(struct vz_workbook *workbook, struct vz_sheet *sheet,
                          uint32_t row, uint32_t column, const char *text,
                          size_t len) {
    if (len == 0) {
        return true;
    }
    if (workbook->n_cells >= VZ_WORKBOOK_MAX_CELLS ||
        row > VZ_WORKBOOK_MAX_ROWS || column >= VZ_WORKBOOK_MAX_COLUMNS ||
        !vz_grow(&sheet->cells, &sheet->cap, sheet->n_cells,
                 sizeof(*sheet->cells))) {
        return false;
    }
    char *copy = vz_arena_strndup(&workbook->arena, text, len);
    if (!copy) {
        return false;
    }
    sheet->cells[sheet->n_cells++] = (struct vz_cell){row, column, copy};
    workbook->n_cells++;
    return true;
}

static int compare_cells(const void *left, const void *right) {
    const struct vz_cell *a = left, *b = right;
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return a->column < b->column ? -1 : a->column > b->column;
}

void vz_sheet_sort(struct vz_sheet *sheet) {
    for (size_t i = 1; i < sheet->n_cells; i++) {
        if (compare_cells(&sheet->cells[i - 1], &sheet->cells[i]) > 0) {
            qsort(sheet->cells, sheet->n_cells, sizeof(*sheet->cells),
                  compare_cells);
            return;
        }
    }
}

void vz_column_letters(uint32_t column, char out[8]) {
    char reversed[8];
    size_t n = 0;
    for (uint32_t rest = column + 1; rest && n < 7; rest = (rest - 1) / 26) {
        reversed[n++] = (char)('A' + (rest - 1) % 26);
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = reversed[n - 1 - i];
    }
    out[n] = '\0';
}
