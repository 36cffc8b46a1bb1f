#include "export_xlsx.h"

#include "base/file.h"
#include "base/memory.h"
#include "cell_value.h"
#include "clean_text.h"
#include "codebook.h"
#include "growing_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xlsxwriter.h>

#define CELL_MAX 32767    // UTF-16 units
#define SHEET_NAME_MAX 31 // the same
#define CODES " (codes)"
#define DAY_1900 (-25569) // Excel's day 0, 1899-12-30, from 1970
#define DAY_MARCH_1900 61 // before it Excel's calendar has a day too many
#define DAY_MS 86400000.0

struct job {
    const struct vz_export_params *params;
    lxw_workbook *book;
    lxw_format *bold, *date, *time, *datetime;
    struct vz_export_table *tables;
    struct vz_strbuf clean, text; // scratch
    char folder[4096];            // for working files
    // Of the sheet that is being written:
    lxw_worksheet *labels, *codes;
    lxw_row_t row;
    lxw_col_t column; // of the codebook
    bool failed;      // libxlsxwriter is out of memory or disk
};

// ---------------------------------------------------------------- one cell
// Answers true when the text had to be cut.
static bool put_text(struct job *job, lxw_worksheet *sheet, lxw_col_t column,
                     const char *text, lxw_format *format) {
    text = vz_export_clean(&job->clean, text);
    size_t len = strlen(text), fit = len;
    if (len > CELL_MAX) {
        fit = vz_export_fit_utf16(text, CELL_MAX);
    }
    if (fit < len && text != vz_strbuf_text(&job->clean)) {
        vz_strbuf_clear(&job->clean);
        vz_strbuf_append_n(&job->clean, text, fit);
    } else if (fit < len) {
        job->clean.data[fit] = '\0';
    }
    text = fit < len ? vz_strbuf_text(&job->clean) : text;
    if (job->clean.failed ||
        worksheet_write_string(sheet, job->row, column, text, format)) {
        job->failed = true;
    }
    return fit < len;
}

// The number that Excel shows as this moment. False when it knows no such day.
static bool excel_number(enum vz_field_type type, const char *text,
                         double *number) {
    struct vz_moment moment;
    if (type == VZ_FIELD_TIME) {
        *number = vz_cell_time(text, &moment) ? moment.ms / DAY_MS : -1;
        return *number >= 0;
    }
    bool read = type == VZ_FIELD_DATE ? vz_cell_date(text, &moment)
                                      : vz_cell_datetime(text, &moment);
    if (!read || moment.day - DAY_1900 < DAY_MARCH_1900) {
        return false;
    }
    *number = (double)(moment.day - DAY_1900) + moment.ms / DAY_MS;
    return true;
}

// True when the text was written as a number of some kind.
static bool put_number(struct job *job, lxw_worksheet *sheet, lxw_col_t column,
                       enum vz_field_type type, const char *text) {
    lxw_format *formats[] = {[VZ_FIELD_DATE] = job->date,
                             [VZ_FIELD_TIME] = job->time,
                             [VZ_FIELD_DATETIME] = job->datetime};
    lxw_format *format = NULL;
    double number;
    bool is_number = false;
    if (type == VZ_FIELD_INT || type == VZ_FIELD_DECIMAL) {
        is_number = vz_cell_number(text, &number);
    } else if (type == VZ_FIELD_DATE || type == VZ_FIELD_TIME ||
               type == VZ_FIELD_DATETIME) {
        is_number = excel_number(type, text, &number);
        format = formats[type];
    }
    if (is_number &&
        worksheet_write_number(sheet, job->row, column, number, format)) {
        job->failed = true;
    }
    return is_number;
}

// Appends the label of the name of a choice, or the name itself.
static void append_label(struct job *job, const struct vz_field *field,
                         const char *name) {
    const struct vz_schema_choice *choice = vz_field_choice(field, name);
    const char *label = choice
                            ? vz_texts_get(job->params->schema, &choice->label,
                                           job->params->language)
                            : NULL;
    vz_strbuf_append(&job->text, label && *label ? label : name);
}

// What the answer to a select or rank is called, in job->text.
static const char *label_of(struct job *job, const struct vz_column *source,
                            const char *cell) {
    vz_strbuf_clear(&job->text);
    if (source->type == VZ_FIELD_SELECT_ONE) {
        append_label(job, source->field, cell);
        return vz_strbuf_text(&job->text);
    }
    struct vz_strbuf name = {0};
    for (cell += strspn(cell, " "); *cell; cell += strspn(cell, " ")) {
        size_t len = strcspn(cell, " ");
        vz_strbuf_clear(&name);
        vz_strbuf_append_n(&name, cell, len);
        vz_strbuf_append(&job->text, job->text.len ? "; " : "");
        append_label(job, source->field, vz_strbuf_text(&name));
        cell += len;
    }
    job->failed |= name.failed || job->text.failed;
    vz_strbuf_finish(&name);
    return vz_strbuf_text(&job->text);
}

static bool has_choices(const struct vz_column *source) {
    return source->field && (source->type == VZ_FIELD_SELECT_ONE ||
                             source->type == VZ_FIELD_SELECT_MULTIPLE ||
                             source->type == VZ_FIELD_RANK);
}

static void put_cell(struct job *job, struct vz_export_column *column,
                     const struct vz_column *source, lxw_col_t at,
                     const char *cell) {
    if (column->choice) {
        put_number(job, job->labels, at, VZ_FIELD_INT, cell);
        put_number(job, job->codes, at, VZ_FIELD_INT, cell);
        return;
    }
    if (put_number(job, job->codes, at, source->type, cell)) {
        put_number(job, job->labels, at, source->type, cell);
        return;
    }
    bool cut = put_text(job, job->codes, at, cell, NULL);
    const char *label = has_choices(source) ? label_of(job, source, cell)
                                            : cell;
    cut |= put_text(job, job->labels, at, label, NULL);
    column->n_changed += cut;
}

// ------------------------------------------------------------------ sheets
// A sheet's name is unique without regard to case, and short.
static bool name_taken(lxw_workbook *book, const char *name) {
    lxw_sheet *sheet;
    STAILQ_FOREACH(sheet, book->sheets, list_pointers) {
        if (!strcasecmp(sheet->u.worksheet->name, name)) {
            return true;
        }
    }
    return false;
}

static lxw_worksheet *add_sheet(struct job *job, const char *wish,
                                const char *suffix) {
    char base[4 * SHEET_NAME_MAX + 1], name[sizeof(base) + 40];
    snprintf(name, sizeof(name), "%s%s", wish, suffix);
    for (unsigned i = 1; i == 1 || name_taken(job->book, name); i++) {
        char tail[24] = "";
        if (i > 1) {
            snprintf(tail, sizeof(tail), "~%u", i);
        }
        size_t room = SHEET_NAME_MAX - strlen(suffix) - strlen(tail);
        size_t fit = vz_export_fit_utf16(wish, room);
        fit = fit < sizeof(base) - 1 ? fit : sizeof(base) - 1;
        memcpy(base, wish, fit);
        base[fit] = '\0';
        for (char *c = base; *c; c++) {
            *c = strchr("[]:*?/\\'", *c) ? '-' : *c;
        }
        snprintf(name, sizeof(name), "%s%s%s", base, suffix, tail);
    }
    lxw_worksheet *sheet = workbook_add_worksheet(job->book, name);
    if (!sheet) {
        job->failed = true;
        return NULL;
    }
    worksheet_freeze_panes(sheet, 1, 0);
    return sheet;
}

// The width of a column, in characters, that its header and cells ask for.
static double width_of(const char *title, enum vz_field_type type) {
    size_t n = strlen(title) + 2;
    size_t least = type == VZ_FIELD_DATETIME ? 20 : 12;
    return (double)(n < least ? least : n > 40 ? 40 : n);
}

static void write_titles(struct job *job, struct vz_export_table *table) {
    job->row = 0;
    struct vz_strbuf title = {0};
    for (size_t i = 0; i < table->n_columns; i++) {
        struct vz_export_column *column = &table->columns[i];
        enum vz_field_type type = table->table->columns[column->source].type;
        lxw_col_t at = (lxw_col_t)i;
        const char *text = vz_export_title(&title, job->params->schema, table,
                                           i, job->params->language);
        put_text(job, job->labels, at, text, job->bold);
        put_text(job, job->codes, at, column->name, job->bold);
        worksheet_set_column(job->labels, at, at, width_of(text, type), NULL);
        worksheet_set_column(job->codes, at, at, width_of(column->name, type),
                             NULL);
    }
    job->failed |= title.failed;
    vz_strbuf_finish(&title);
    job->row = 1;
}

static enum vz_status too_large(struct vz_error *error) {
    vz_error_set(error, VZ_LIMIT,
                 "Excel holds 1,048,575 rows and 16,384 columns, and this is "
                 "more; write a .zip, .sav or .dta.");
    return VZ_LIMIT;
}

static enum vz_status library_failed(struct job *job, struct vz_error *error) {
    (void)job;
    vz_error_set(error, VZ_NOMEM,
                 "The workbook cannot be written: out of memory or disk.");
    return VZ_NOMEM;
}

static enum vz_status write_rows(struct job *job, struct vz_export_table *table,
                                 struct vz_error *error) {
    struct vz_table *from = table->table;
    const char **cells = vz_alloc_array(from->n_columns, sizeof(*cells));
    if (!cells) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    enum vz_status status;
    while ((status = from->next(from, cells, error)) == VZ_OK) {
        if (job->row >= LXW_ROW_MAX) {
            status = too_large(error);
            break;
        }
        vz_export_note_row(table, cells);
        for (size_t i = 0; i < table->n_columns; i++) {
            struct vz_export_column *column = &table->columns[i];
            const char *cell = vz_export_cell(column, cells);
            if (cell && *cell) {
                put_cell(job, column, &from->columns[column->source],
                         (lxw_col_t)i, cell);
            }
        }
        job->row++;
        if (job->failed) {
            status = library_failed(job, error);
            break;
        }
    }
    free(cells);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// The part of a repeat's name that says which it is.
static const char *sheet_name(const struct job *job, size_t index) {
    const char *name = job->params->tables[index].name;
    size_t len = strlen(job->params->tables[0].name);
    if (index == 0) {
        return "data";
    }
    return !strncmp(name, job->params->tables[0].name, len) &&
                   name[len] == '-' && name[len + 1]
               ? name + len + 1
               : name;
}

static enum vz_status write_table(struct job *job, size_t index,
                                  struct vz_error *error) {
    struct vz_export_table *table = &job->tables[index];
    if (!vz_export_table_init(table, &job->params->tables[index])) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    if (table->n_columns > LXW_COL_MAX) {
        return too_large(error);
    }
    job->labels = add_sheet(job, sheet_name(job, index), "");
    job->codes = add_sheet(job, sheet_name(job, index), CODES);
    if (job->failed) {
        return library_failed(job, error);
    }
    write_titles(job, table);
    return write_rows(job, table, error);
}

// ---------------------------------------------------------------- codebook
static void book_cell(struct vz_codebook *book, const char *text) {
    struct job *job = book->userdata;
    double number;
    if (text && *text && job->column > 4 && vz_cell_number(text, &number)) {
        job->failed |= worksheet_write_number(job->labels, job->row,
                                              job->column, number, NULL) != 0;
    } else if (text && *text) {
        put_text(job, job->labels, job->column, text,
                 job->row == 0 ? job->bold : NULL);
    }
    job->column++;
}

static void book_end_row(struct vz_codebook *book) {
    struct job *job = book->userdata;
    job->row++;
    job->column = 0;
}

static enum vz_status write_codebook(struct job *job, struct vz_error *error) {
    struct vz_codebook book = {.cell = book_cell,
                               .end_row = book_end_row,
                               .userdata = job,
                               .ending = "",
                               .changed = "cells_cut"};
    job->labels = add_sheet(job, "codebook", "");
    if (!job->labels) {
        return library_failed(job, error);
    }
    job->row = 0;
    job->column = 0;
    worksheet_set_column(job->labels, 0, 4, 16, NULL);
    worksheet_set_column(job->labels, 5, 20, 40, NULL);
    vz_codebook_write_header(&book, job->params->schema);
    for (size_t i = 0; i < job->params->n_tables; i++) {
        vz_codebook_write_table(&book, job->params->schema, &job->tables[i]);
    }
    return job->failed ? library_failed(job, error) : VZ_OK;
}

// ------------------------------------------------------------ the workbook
static bool open_book(struct job *job, const char *path, const char *part) {
    size_t folder = (size_t)(vz_path_base(path) - path);
    if (folder >= sizeof(job->folder)) {
        return false;
    }
    memcpy(job->folder, folder ? path : ".", folder ? folder : 1);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = job->folder};
    job->book = workbook_new_opt(part, &options);
    if (!job->book) {
        return false;
    }
    job->bold = workbook_add_format(job->book);
    job->date = workbook_add_format(job->book);
    job->time = workbook_add_format(job->book);
    job->datetime = workbook_add_format(job->book);
    if (!job->bold || !job->date || !job->time || !job->datetime) {
        return false;
    }
    format_set_bold(job->bold);
    format_set_num_format(job->date, "yyyy-mm-dd");
    format_set_num_format(job->time, "hh:mm:ss");
    format_set_num_format(job->datetime, "yyyy-mm-dd hh:mm:ss");
    return true;
}

// The sheets' working files: what the library does not look at itself.
static int working_files_failed(lxw_workbook *book) {
    lxw_sheet *sheet;
    STAILQ_FOREACH(sheet, book->sheets, list_pointers) {
        FILE *file = sheet->u.worksheet->optimize_tmpfile;
        errno = 0;
        if (file && (fflush(file) || ferror(file))) {
            return errno ? errno : EIO;
        }
    }
    return 0;
}

static enum vz_status close_book(struct job *job, struct vz_growing_file *file,
                                 struct vz_error *error) {
    int failed = working_files_failed(job->book);
    lxw_doc_properties properties = {
        .title = (char *)job->params->schema->title,
        .created = (time_t)vz_export_newest(&job->tables[0])};
    workbook_set_properties(job->book, &properties);
    errno = 0;
    lxw_error closed = workbook_close(job->book);
    job->book = NULL;
    if (failed || closed) {
        return vz_growing_file_failed(file, failed ? failed : errno, error);
    }
    return vz_growing_file_finish(file, error);
}

static enum vz_status write_all(struct job *job, const char *path,
                                struct vz_growing_file *file,
                                struct vz_error *error) {
    if (!open_book(job, path, vz_growing_file_part(file))) {
        return library_failed(job, error);
    }
    enum vz_status status = VZ_OK;
    for (size_t i = 0; i < job->params->n_tables && status == VZ_OK; i++) {
        status = write_table(job, i, error);
    }
    if (status == VZ_OK) {
        status = write_codebook(job, error);
    }
    return status == VZ_OK ? close_book(job, file, error) : status;
}

enum vz_status vz_export_xlsx(const char *path,
                              const struct vz_export_params *params,
                              size_t *n_rows, struct vz_error *error) {
    struct job job = {.params = params};
    job.tables = vz_alloc_array(params->n_tables, sizeof(*job.tables));
    if (!job.tables) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    struct vz_growing_file *file = vz_growing_file_create(path, error);
    enum vz_status status = file ? write_all(&job, path, file, error) : VZ_IO;
    *n_rows = job.tables[0].n_rows;
    lxw_workbook_free(job.book);
    vz_growing_file_destroy(file);
    for (size_t i = 0; i < params->n_tables; i++) {
        vz_export_table_finish(&job.tables[i]);
    }
    free(job.tables);
    vz_strbuf_finish(&job.clean);
    vz_strbuf_finish(&job.text);
    return status;
}
