#include "stat_writer.h"

#include "clean_text.h"

#include <errno.h>
#include <limits.h>
#include <readstat.h>
#include <stdlib.h>
#include <string.h>

#define SAV_TEXT_MAX 32766
#define SAV_LABEL_MAX 250  // bytes; SPSS cuts at 256
#define SAV_CHOICE_MAX 120 // bytes
#define DTA_TEXT_MAX 2045  // bytes; above it lies strL
#define DTA_LABEL_MAX 80   // characters
#define DTA_COLUMNS_MAX 32767
#define DAYS_1582_TO_1970 141428.0
#define DAYS_1960_TO_1970 3653.0
#define DAY_MS 86400000.0

struct writer {
    const struct vz_stat_params *params;
    struct vz_growing_file *file;
    readstat_writer_t *stat;
    readstat_variable_t **variables;
    readstat_label_set_t *flags; // 0 = no, 1 = yes
    const char **cells;
    struct vz_strbuf clean, text; // scratch
    int next_ref;                 // of the strLs that were announced
    int empty_ref;                // the one of "", -1 = none
    readstat_error_t failed;
};

static bool is_sav(const struct writer *writer) {
    return writer->params->format == VZ_STAT_SAV;
}

static void check(struct writer *writer, readstat_error_t code) {
    writer->failed = writer->failed ? writer->failed : code;
}

static ssize_t write_bytes(const void *bytes, size_t len, void *userdata) {
    struct writer *writer = userdata;
    return vz_growing_file_write(writer->file, bytes, len) ? (ssize_t)len : -1;
}

// A text as the file may hold it, in writer->text.
static const char *short_text(struct writer *writer, const char *text,
                              size_t sav_bytes, size_t dta_characters) {
    text = vz_export_clean(&writer->clean, text);
    size_t fit = is_sav(writer)
                     ? vz_export_fit_bytes(text, sav_bytes)
                     : vz_export_fit_characters(text, dta_characters);
    vz_strbuf_clear(&writer->text);
    vz_strbuf_append_n(&writer->text, text, fit);
    return vz_strbuf_text(&writer->text);
}

// ----------------------------------------------------------------- columns
static readstat_type_t number_type(const struct writer *writer,
                                   enum vz_stat_kind kind) {
    if (is_sav(writer)) {
        return READSTAT_TYPE_DOUBLE;
    }
    switch (kind) {
    case VZ_STAT_FLAG:
    case VZ_STAT_CHOICE:
    case VZ_STAT_DATE:
        return READSTAT_TYPE_INT32;
    default:
        return READSTAT_TYPE_DOUBLE;
    }
}

static void add_label(struct writer *writer, readstat_label_set_t *set,
                      int32_t number, const char *label) {
    const char *text = short_text(writer, label, SAV_CHOICE_MAX, 8000);
    if (is_sav(writer)) {
        readstat_label_double_value(set, number, text);
    } else {
        readstat_label_int32_value(set, number, text);
    }
}

static readstat_label_set_t *add_set(struct writer *writer, const char *name) {
    return readstat_add_label_set(
        writer->stat,
        is_sav(writer) ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_INT32, name);
}

static readstat_label_set_t *
choice_labels(struct writer *writer, const struct vz_stat_column *column) {
    const struct vz_stat_params *params = writer->params;
    readstat_label_set_t *set = add_set(writer, column->column->variable);
    for (size_t i = 0; set && i < column->n_values; i++) {
        const struct vz_stat_value *value = &column->values[i];
        const char *label = value->choice ? vz_texts_get(params->schema,
                                                         &value->choice->label,
                                                         params->language)
                                          : NULL;
        add_label(writer, set, value->number,
                  label && *label ? label : value->name);
    }
    return set;
}

static readstat_label_set_t *flag_labels(struct writer *writer) {
    const struct vz_stat_params *params = writer->params;
    if (!writer->flags) {
        bool dutch =
            vz_export_is_dutch(params->schema->languages[params->language]);
        writer->flags = add_set(writer, "yes_no");
        add_label(writer, writer->flags, 0, dutch ? "Nee" : "No");
        add_label(writer, writer->flags, 1, dutch ? "Ja" : "Yes");
    }
    return writer->flags;
}

static const char *format_of(const struct writer *writer,
                             const struct vz_stat_column *column,
                             bool is_integer) {
    switch (column->kind) {
    case VZ_STAT_DATE:
        return is_sav(writer) ? "SDATE10" : "%tdCCYY-NN-DD";
    case VZ_STAT_TIME:
        return is_sav(writer) ? "TIME8" : "%tcHH:MM:SS";
    case VZ_STAT_DATETIME:
        return is_sav(writer) ? "DATETIME20" : "%tcCCYY-NN-DD_HH:MM:SS";
    case VZ_STAT_NUMBER:
        return !is_sav(writer) ? NULL : is_integer ? "F12.0" : "F12.2";
    case VZ_STAT_FLAG:
    case VZ_STAT_CHOICE:
        return is_sav(writer) ? "F8.0" : NULL;
    case VZ_STAT_TEXT:
        break;
    }
    return NULL;
}

static bool is_long(const struct writer *writer,
                    const struct vz_stat_column *column) {
    return !is_sav(writer) && column->kind == VZ_STAT_TEXT &&
           column->longest > DTA_TEXT_MAX;
}

static readstat_variable_t *add_text(struct writer *writer,
                                     const struct vz_stat_column *column) {
    const char *name = column->column->variable;
    if (is_long(writer, column)) {
        return readstat_add_variable(writer->stat, name,
                                     READSTAT_TYPE_STRING_REF, 0);
    }
    // What is no UTF-8 grows when it is replaced, so it may be cut.
    size_t width = column->longest ? column->longest : 1;
    if (is_sav(writer)) {
        // ReadStat loses the last byte of some widths above 255.
        width = (width > SAV_TEXT_MAX ? SAV_TEXT_MAX : width) + 1;
    }
    return readstat_add_variable(writer->stat, name, READSTAT_TYPE_STRING,
                                 width);
}

static void add_column(struct writer *writer, size_t index) {
    const struct vz_stat_params *params = writer->params;
    const struct vz_export_table *table = params->plan->table;
    const struct vz_stat_column *column = &params->plan->columns[index];
    enum vz_field_type type =
        table->table->columns[column->column->source].type;
    readstat_variable_t *made =
        column->kind == VZ_STAT_TEXT
            ? add_text(writer, column)
            : readstat_add_variable(writer->stat, column->column->variable,
                                    number_type(writer, column->kind), 0);
    writer->variables[index] = made;
    if (!made) {
        check(writer, READSTAT_ERROR_MALLOC);
        return;
    }
    struct vz_strbuf title = {0};
    vz_export_title(&title, params->schema, table, index, params->language);
    readstat_variable_set_label(made, short_text(writer, vz_strbuf_text(&title),
                                                 SAV_LABEL_MAX, DTA_LABEL_MAX));
    vz_strbuf_finish(&title);
    const char *format = format_of(writer, column, type == VZ_FIELD_INT);
    if (format) {
        readstat_variable_set_format(made, format);
    }
    if (column->kind == VZ_STAT_CHOICE) {
        readstat_variable_set_label_set(made, choice_labels(writer, column));
    } else if (column->kind == VZ_STAT_FLAG) {
        readstat_variable_set_label_set(made, flag_labels(writer));
    }
    readstat_variable_set_measure(made, column->kind == VZ_STAT_NUMBER
                                            ? READSTAT_MEASURE_SCALE
                                            : READSTAT_MEASURE_NOMINAL);
}

// -------------------------------------------------------------------- rows
static double scaled(const struct writer *writer, enum vz_stat_kind kind,
                     double number) {
    bool sav = is_sav(writer);
    switch (kind) {
    case VZ_STAT_DATE:
        return sav ? (number + DAYS_1582_TO_1970) * 86400.0
                   : number + DAYS_1960_TO_1970;
    case VZ_STAT_TIME:
        return sav ? number / 1000.0 : number;
    case VZ_STAT_DATETIME:
        return sav ? number / 1000.0 + DAYS_1582_TO_1970 * 86400.0
                   : number + DAYS_1960_TO_1970 * DAY_MS;
    default:
        return number;
    }
}

// The strL of the next cell, in the order in which they were announced.
static readstat_string_ref_t *next_ref(struct writer *writer, bool there) {
    if (!there) {
        return readstat_get_string_ref(writer->stat, writer->empty_ref);
    }
    writer->next_ref += writer->next_ref == writer->empty_ref;
    return readstat_get_string_ref(writer->stat, writer->next_ref++);
}

static readstat_error_t insert_text(struct writer *writer,
                                    struct vz_stat_column *column,
                                    const readstat_variable_t *variable,
                                    const char *cell) {
    const char *text = vz_export_clean(&writer->clean, cell);
    if (is_long(writer, column)) {
        return readstat_insert_string_ref(writer->stat, variable,
                                          next_ref(writer, *cell));
    }
    size_t width = variable->user_width - is_sav(writer);
    if (strlen(text) > width) {
        vz_strbuf_clear(&writer->text);
        vz_strbuf_append_n(&writer->text, text,
                           vz_export_fit_bytes(text, width));
        text = vz_strbuf_text(&writer->text);
        ((struct vz_export_column *)column->column)->n_changed++;
    }
    return readstat_insert_string_value(writer->stat, variable, text);
}

static readstat_error_t insert(struct writer *writer, size_t index) {
    struct vz_stat_column *column = &writer->params->plan->columns[index];
    const readstat_variable_t *variable = writer->variables[index];
    const char *cell = vz_export_cell(column->column, writer->cells);
    if (column->kind == VZ_STAT_TEXT) {
        return insert_text(writer, column, variable, cell ? cell : "");
    }
    double number;
    if (!vz_stat_number(column, cell, &number)) {
        return readstat_insert_missing_value(writer->stat, variable);
    }
    number = scaled(writer, column->kind, number);
    return variable->type == READSTAT_TYPE_INT32
               ? readstat_insert_int32_value(writer->stat, variable,
                                             (int32_t)number)
               : readstat_insert_double_value(writer->stat, variable, number);
}

// Every strL needs a text of its own, but for "", which they share.
static bool announce_cell(struct writer *writer, const char *cell) {
    if (!cell || !*cell) {
        if (writer->empty_ref >= 0) {
            return true;
        }
        writer->empty_ref = (int)writer->stat->string_refs_count;
        cell = "";
    }
    return readstat_add_string_ref(writer->stat,
                                   vz_export_clean(&writer->clean, cell));
}

static bool announce_row(struct writer *writer) {
    const struct vz_stat_plan *plan = writer->params->plan;
    for (size_t i = 0; i < plan->table->n_columns; i++) {
        const struct vz_stat_column *column = &plan->columns[i];
        if (is_long(writer, column) &&
            !announce_cell(writer,
                           vz_export_cell(column->column, writer->cells))) {
            return false;
        }
    }
    return true;
}

// Stata's long texts stand behind the rows but are counted before them.
static enum vz_status announce_refs(struct writer *writer,
                                    struct vz_error *error) {
    const struct vz_stat_plan *plan = writer->params->plan;
    struct vz_spool *rows = writer->params->rows;
    size_t n = 0;
    for (size_t i = 0; i < plan->table->n_columns; i++) {
        n += is_long(writer, &plan->columns[i]);
    }
    if (!n) {
        return VZ_OK;
    }
    enum vz_status status;
    while ((status = vz_spool_next(rows, writer->cells, error)) == VZ_OK) {
        if (!announce_row(writer)) {
            vz_error_nomem(error);
            return VZ_NOMEM;
        }
    }
    return status == VZ_NOT_FOUND ? vz_spool_rewind(rows, error) : status;
}

static enum vz_status library_failed(struct writer *writer,
                                     struct vz_error *error) {
    if (writer->failed == READSTAT_ERROR_WRITE) {
        return vz_growing_file_finish(writer->file, error); // tells why
    }
    enum vz_status status = writer->failed == READSTAT_ERROR_MALLOC ? VZ_NOMEM
                                                                    : VZ_LIMIT;
    vz_error_set(error, status, "The data file cannot be written: %s.",
                 readstat_error_message(writer->failed));
    return status;
}

static enum vz_status write_rows(struct writer *writer,
                                 struct vz_error *error) {
    size_t n = writer->params->plan->table->n_columns;
    enum vz_status status = VZ_OK;
    while (!writer->failed &&
           (status = vz_spool_next(writer->params->rows, writer->cells,
                                   error)) == VZ_OK) {
        check(writer, readstat_begin_row(writer->stat));
        for (size_t i = 0; i < n && !writer->failed; i++) {
            check(writer, insert(writer, i));
        }
        check(writer, readstat_end_row(writer->stat));
    }
    if (status != VZ_OK && status != VZ_NOT_FOUND) {
        return status;
    }
    check(writer, readstat_end_writing(writer->stat));
    return writer->failed ? library_failed(writer, error) : VZ_OK;
}

static enum vz_status begin(struct writer *writer, struct vz_error *error) {
    const struct vz_stat_params *params = writer->params;
    const struct vz_export_table *table = params->plan->table;
    if (table->n_rows > INT_MAX ||
        (!is_sav(writer) && table->n_columns > DTA_COLUMNS_MAX)) {
        vz_error_set(error, VZ_LIMIT,
                     "The format holds no %zu rows of %zu "
                     "columns; write a .zip.",
                     table->n_rows, table->n_columns);
        return VZ_LIMIT;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        add_column(writer, i);
    }
    enum vz_status status = announce_refs(writer, error);
    if (status != VZ_OK) {
        return status;
    }
    const char *title = short_text(writer, params->schema->title, 64, 80);
    check(writer, readstat_set_data_writer(writer->stat, write_bytes));
    check(writer, readstat_writer_set_file_label(writer->stat, title));
    check(writer, readstat_writer_set_file_timestamp(writer->stat,
                                                     (time_t)params->made_at));
    long n = (long)table->n_rows;
    if (is_sav(writer)) {
        check(writer, readstat_writer_set_compression(writer->stat,
                                                      READSTAT_COMPRESS_ROWS));
        check(writer, readstat_begin_writing_sav(writer->stat, writer, n));
    } else {
        check(writer,
              readstat_writer_set_file_format_version(writer->stat, 118));
        check(writer, readstat_begin_writing_dta(writer->stat, writer, n));
    }
    return writer->failed ? library_failed(writer, error) : VZ_OK;
}

enum vz_status vz_stat_write(struct vz_growing_file *file,
                             const struct vz_stat_params *params,
                             struct vz_error *error) {
    const struct vz_export_table *table = params->plan->table;
    struct writer writer = {.params = params,
                            .file = file,
                            .stat = readstat_writer_init(),
                            .empty_ref = -1,
                            .variables = vz_alloc_array(
                                table->n_columns, sizeof(*writer.variables)),
                            .cells = vz_alloc_array(table->table->n_columns,
                                                    sizeof(*writer.cells))};
    enum vz_status status = VZ_NOMEM;
    if (writer.stat && writer.variables && writer.cells) {
        status = begin(&writer, error);
        if (status == VZ_OK) {
            status = write_rows(&writer, error);
        }
    } else {
        vz_error_nomem(error);
    }
    if (writer.stat) {
        readstat_writer_free(writer.stat);
    }
    free(writer.variables);
    free(writer.cells);
    vz_strbuf_finish(&writer.clean);
    vz_strbuf_finish(&writer.text);
    return status;
}
