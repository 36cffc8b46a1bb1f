/*
 * Numbers in cells as people wrote them: plain decimals, dates, times.
 *
 * Excel stores a date as a day count and leaves it to the cell's number format
 * to say so.
 */
#ifndef VZ_FORM_XLSFORM_CELL_FORMAT_H
#define VZ_FORM_XLSFORM_CELL_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

struct vz_strbuf;

enum vz_cell_kind {
    VZ_CELL_NUMBER,
    VZ_CELL_DATE,
    VZ_CELL_TIME,
    VZ_CELL_DATETIME,
};

// Zeroed = every cell is a plain number.
struct vz_cell_formats {
    unsigned char *kinds; // by style index: enum vz_cell_kind
    size_t n, cap;
    bool date1904;
};

// Reads the styles part. False when not well formed or out of memory.
bool vz_cell_formats_read(struct vz_cell_formats *formats, const char *xml,
                          size_t len);
void vz_cell_formats_finish(struct vz_cell_formats *formats);

// Appends the number `text` (as stored) as it reads with style `style`:
// "12", "0.5", "2026-11-24", "14:30:00", "2026-11-24T14:30:00". What is not a
// number is appended as it is. Expects the C locale for numbers.
void vz_cell_format_number(const struct vz_cell_formats *formats, size_t style,
                           const char *text, struct vz_strbuf *out);

#endif
