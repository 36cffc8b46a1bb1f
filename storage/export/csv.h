/*
 * CSV as RFC 4180 says: CRLF, quotes where needed, quotes doubled.
 *
 * A cell that a spreadsheet would run as a formula (it begins with = + - @, a
 * tab or a carriage return, and is no plain number) gets an apostrophe in
 * front, which spreadsheets take as "this is text". How many cells got one is
 * counted, so that the codebook can say so.
 */
#ifndef VZ_STORAGE_EXPORT_CSV_H
#define VZ_STORAGE_EXPORT_CSV_H

#include "base/strbuf.h"

#define VZ_CSV_BOM "\xef\xbb\xbf" // tells Excel that the file is UTF-8

struct vz_csv {
    struct vz_strbuf *out; // borrowed
    char separator;        // ',' ';' or '\t'
    bool keep_formulas;    // do not neutralise
    bool in_row;           // a cell was written
};

// Appends a cell; NULL = empty. Answers true when it got an apostrophe.
bool vz_csv_cell(struct vz_csv *csv, const char *text);
void vz_csv_end_row(struct vz_csv *csv);

// True for a text that a spreadsheet would run.
bool vz_csv_is_formula(const char *text);

#endif
