/*
 * The XML parts of an .xlsx workbook: relationships, sheet names, shared
 * strings, cells. Elements are told by local name within the transitional and
 * the strict namespace.
 */
#ifndef VZ_FORM_XLSFORM_WORKSHEET_H
#define VZ_FORM_XLSFORM_WORKSHEET_H

#include "workbook.h"

struct vz_cell_formats;

struct vz_relation {
    const char *id, *type, *target;
};
// `items` is for free(3), the strings live in the arena.
struct vz_relations {
    struct vz_relation *items;
    size_t n, cap;
};

struct vz_sheet_name {
    const char *name, *relation;
};
// `items` is for free(3), the strings live in the arena.
struct vz_sheet_names {
    struct vz_sheet_name *items;
    size_t n, cap;
    bool date1904; // days count from 1904, not from 1900
};

// `items` is for free(3), the strings live in the arena.
struct vz_strings {
    const char **items;
    size_t n, cap;
};

// All four read one part. False when it is not well formed or when out of
// memory; what was read so far is still to be freed.
bool vz_relations_read(struct vz_relations *relations, struct vz_arena *arena,
                       const char *xml, size_t len);
bool vz_sheet_names_read(struct vz_sheet_names *names, struct vz_arena *arena,
                         const char *xml, size_t len);
bool vz_strings_read(struct vz_strings *strings, struct vz_arena *arena,
                     const char *xml, size_t len);

struct vz_worksheet_source {
    struct vz_workbook *workbook;
    struct vz_sheet *sheet; // cells are added here
    const struct vz_strings *strings;
    const struct vz_cell_formats *formats;
    struct vz_diagnostics *diagnostics; // cells with an Excel error; limits
};
bool vz_worksheet_read(const struct vz_worksheet_source *source,
                       const char *xml, size_t len);

#endif
