#include "workbook_writer.h"

#include <string.h>
#include <xlsxwriter.h>

// Excel's longest cell and sheet name, in characters.
#define MAX_CELL 32767
#define MAX_SHEET_NAME 31

static size_t characters(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

// Width of a column in characters: what its header needs, within reason.
static double width_of(const char *header) {
    size_t n = characters(header) + 4;
    return n < 14 ? 14 : n > 48 ? 48 : (double)n;
}

static bool write_sheet(const struct vz_sheet *sheet, uint32_t first_column,
                        lxw_worksheet *worksheet, lxw_format *bold,
                        struct vz_error *error) {
    uint32_t first_row = sheet->n_cells ? sheet->cells[0].row : 1;
    for (size_t i = 0; i < sheet->n_cells; i++) {
        const struct vz_cell *cell = &sheet->cells[i];
        uint32_t row = cell->row - first_row;
        if (cell->column < first_column) {
            continue;
        }
        lxw_col_t column = (lxw_col_t)(cell->column - first_column);
        if (characters(cell->text) > MAX_CELL) {
            return vz_error_set(error, VZ_LIMIT,
                                "%s row %u: a cell has over 32,767 characters, "
                                "which Excel cannot hold; make it shorter",
                                sheet->name, (unsigned)row + 1);
        }
        if (row == 0) {
            worksheet_set_column(worksheet, column, column,
                                 width_of(cell->text), NULL);
        }
        if (worksheet_write_string(worksheet, row, column, cell->text,
                                   row == 0 ? bold : NULL) != LXW_NO_ERROR) {
            return vz_error_nomem(error);
        }
    }
    worksheet_freeze_panes(worksheet, 1, 0);
    return true;
}

static bool write_sheets(const struct vz_workbook *workbook,
                         uint32_t first_column, lxw_workbook *book,
                         struct vz_error *error) {
    lxw_format *bold = workbook_add_format(book);
    if (!bold) {
        return vz_error_nomem(error);
    }
    format_set_bold(bold);
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        const struct vz_sheet *sheet = &workbook->sheets[i];
        lxw_worksheet *worksheet =
            characters(sheet->name) <= MAX_SHEET_NAME
                ? workbook_add_worksheet(book, sheet->name)
                : NULL;
        if (!worksheet) {
            return vz_error_set(error, VZ_INVALID,
                                "a sheet cannot be named '%s'; use at most 31 "
                                "characters and none of [ ] : * ? / \\",
                                sheet->name);
        }
        if (!write_sheet(sheet, first_column, worksheet, bold, error)) {
            return false;
        }
    }
    return true;
}

bool vz_workbook_write_xlsx(const struct vz_workbook *workbook,
                            uint32_t first_column, const char *path,
                            struct vz_error *error) {
    lxw_workbook *book = workbook_new(path);
    if (!book) {
        return vz_error_nomem(error);
    }
    // A fixed moment: the same form gives the same file.
    lxw_doc_properties properties = {.created = 1577836800}; // 2020-01-01
    workbook_set_properties(book, &properties);
    bool ok = write_sheets(workbook, first_column, book, error);
    // Closing writes the file and frees the book, whatever came before.
    lxw_error result = workbook_close(book);
    if (ok && result != LXW_NO_ERROR) {
        return vz_error_set(error, VZ_IO, "%s could not be written: %s", path,
                            lxw_strerror(result));
    }
    return ok;
}
