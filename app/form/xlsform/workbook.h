/*
 * A workbook as it lies on the disk: sheets of cells, all of them text.
 *
 * Two containers: .xlsx (ECMA-376, transitional and strict) and the one-file
 * .csv, in which a row with only its first cell filled starts the sheet of
 * that name. The content decides which it is, never the file's name.
 *
 * The bytes are untrusted. Limits: 50 MB unpacked a part, 200 MB in all,
 * 1,048,576 rows, 16,384 columns, 2,000,000 cells, 1,000 sheets.
 */
#ifndef VZ_FORM_XLSFORM_WORKBOOK_H
#define VZ_FORM_XLSFORM_WORKBOOK_H

#include "base/memory.h"

#include <stdint.h>

struct vz_diagnostics;

#define VZ_WORKBOOK_MAX_ROWS 1048576
#define VZ_WORKBOOK_MAX_COLUMNS 16384
#define VZ_WORKBOOK_MAX_CELLS 2000000
#define VZ_WORKBOOK_MAX_SHEETS 1000

// A cell that is not empty.
struct vz_cell {
    uint32_t row;     // from 1, as Excel shows it
    uint32_t column;  // from 0
    const char *text; // UTF-8, as a person would read it
};

struct vz_sheet {
    const char *name;      // as written
    struct vz_cell *cells; // by row, then by column
    size_t n_cells, cap;
};

// Zeroed = empty. Strings live in the arena.
struct vz_workbook {
    struct vz_arena arena;
    struct vz_sheet *sheets; // in the workbook's own order
    size_t n_sheets, cap;
    size_t n_cells; // in all sheets
};

// Reads a workbook from memory. Only sheets that an XLSForm may have get
// their cells; others keep their name only. False when it cannot be read: the
// reason is in `diagnostics`, and the workbook is empty.
bool vz_workbook_read(struct vz_workbook *workbook, const char *bytes,
                      size_t len, struct vz_diagnostics *diagnostics);
void vz_workbook_finish(struct vz_workbook *workbook);

// The sheet of this name, upper and lower case alike, or NULL.
const struct vz_sheet *vz_workbook_sheet(const struct vz_workbook *workbook,
                                         const char *name);

// For readers. A new sheet, or NULL when out of memory; valid until the next
// is added.
struct vz_sheet *vz_workbook_add_sheet(struct vz_workbook *workbook,
                                       const char *name);
// Adds a cell; empty text is left out. False when out of memory or over the
// limits.
bool vz_workbook_add_cell(struct vz_workbook *workbook, struct vz_sheet *sheet,
                          uint32_t row, uint32_t column, const char *text,
                          size_t len);
// Puts the cells in order, should the file have had them otherwise.
void vz_sheet_sort(struct vz_sheet *sheet);

// "A", "AB": a column as Excel names it. `out` has room for 8.
void vz_column_letters(uint32_t column, char out[8]);

// Reads the one-file .csv; as vz_workbook_read.
bool vz_workbook_read_csv(struct vz_workbook *workbook, const char *bytes,
                          size_t len, struct vz_diagnostics *diagnostics);

#endif
