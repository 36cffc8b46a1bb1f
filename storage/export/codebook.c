#include "codebook.h"

#include "choice_numbers.h"

#include <stdio.h>
#include <string.h>

static const char *type_name(enum vz_field_type type) {
    static const char *const names[] = {
        [VZ_FIELD_STRING] = "text",
        [VZ_FIELD_INT] = "integer",
        [VZ_FIELD_DECIMAL] = "decimal",
        [VZ_FIELD_BOOLEAN] = "boolean",
        [VZ_FIELD_DATE] = "date",
        [VZ_FIELD_TIME] = "time",
        [VZ_FIELD_DATETIME] = "dateTime",
        [VZ_FIELD_GEOPOINT] = "geopoint",
        [VZ_FIELD_GEOTRACE] = "geotrace",
        [VZ_FIELD_GEOSHAPE] = "geoshape",
        [VZ_FIELD_BINARY] = "file",
        [VZ_FIELD_SELECT_ONE] = "select_one",
        [VZ_FIELD_SELECT_MULTIPLE] = "select_multiple",
        [VZ_FIELD_RANK] = "rank",
        [VZ_FIELD_GROUP] = "group",
        [VZ_FIELD_REPEAT] = "repeat",
    };
    return (size_t)type < sizeof(names) / sizeof(names[0]) ? names[type] : "";
}

static void csv_cell(struct vz_codebook *book, const char *text) {
    vz_csv_cell(book->userdata, text);
}

static void csv_end_row(struct vz_codebook *book) {
    vz_csv_end_row(book->userdata);
}

struct vz_codebook vz_codebook_to_csv(struct vz_csv *csv) {
    return (struct vz_codebook){.cell = csv_cell,
                                .end_row = csv_end_row,
                                .userdata = csv,
                                .ending = ".csv",
                                .changed = "cells_with_apostrophe"};
}

void vz_codebook_write_header(struct vz_codebook *book,
                              const struct vz_schema *schema) {
    static const char *const names[] = {"file", "column", "type", "role",
                                        "choice"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        book->cell(book, names[i]);
    }
    if (book->variables) {
        book->cell(book, "variable");
        book->cell(book, "number");
    }
    for (size_t i = 0; i < schema->n_languages; i++) {
        char label[200];
        snprintf(label, sizeof(label), "label::%s", schema->languages[i]);
        book->cell(book, label);
    }
    book->cell(book, book->changed);
    book->end_row(book);
}

struct row {
    const char *file, *column, *type, *role, *choice, *variable;
    const struct vz_texts *label; // or NULL
    const char *system;           // name of a system column, or NULL
    const int32_t *number;        // of a choice, or NULL
    size_t n_changed;
};

static void write_number(struct vz_codebook *book, bool there, int64_t value) {
    char number[24] = "";
    if (there) {
        snprintf(number, sizeof(number), "%lld", (long long)value);
    }
    book->cell(book, number);
}

static void write_row(struct vz_codebook *book, const struct vz_schema *schema,
                      const struct row *row) {
    book->cell(book, row->file);
    book->cell(book, row->column);
    book->cell(book, row->type);
    book->cell(book, row->role);
    book->cell(book, row->choice);
    if (book->variables) {
        book->cell(book, row->variable);
        write_number(book, row->number, row->number ? *row->number : 0);
    }
    for (size_t i = 0; i < schema->n_languages; i++) {
        const char *text =
            row->system
                ? vz_export_system_text(row->system, schema->languages[i])
            : row->label ? vz_texts_get(schema, row->label, i)
                         : NULL;
        book->cell(book, text);
    }
    write_number(book, row->n_changed, (int64_t)row->n_changed);
    book->end_row(book);
}

static bool is_select(enum vz_field_type type) {
    return type == VZ_FIELD_SELECT_ONE || type == VZ_FIELD_SELECT_MULTIPLE ||
           type == VZ_FIELD_RANK;
}

static void write_choices(struct vz_codebook *book,
                          const struct vz_schema *schema, const struct row *row,
                          const struct vz_field *field) {
    struct row choice = *row;
    bool numbered = book->variables && field->type == VZ_FIELD_SELECT_ONE;
    int32_t next = vz_choice_number_first(field);
    choice.n_changed = 0;
    for (size_t i = 0; i < field->n_choices; i++) {
        int32_t number = vz_choice_number(&field->choices[i], &next);
        choice.number = numbered ? &number : NULL;
        choice.choice = field->choices[i].name;
        choice.label = &field->choices[i].label;
        write_row(book, schema, &choice);
    }
}

void vz_codebook_write_table(struct vz_codebook *book,
                             const struct vz_schema *schema,
                             const struct vz_export_table *table) {
    char file[300];
    snprintf(file, sizeof(file), "%s%s", table->table->name, book->ending);
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct vz_export_column *column = &table->columns[i];
        const struct vz_column *source = &table->table->columns[column->source];
        const struct vz_field *field = source->field;
        struct row row = {.file = file,
                          .column = column->name,
                          .type = type_name(source->type),
                          .role = field ? field->role : NULL,
                          .variable = column->variable,
                          .label = field ? &field->label : NULL,
                          .system = field ? NULL : source->name,
                          .n_changed = column->n_changed};
        if (column->choice) {
            row.type = "0/1";
            row.choice = column->choice->name;
            row.label = &column->choice->label;
        }
        write_row(book, schema, &row);
        if (!column->choice && field && is_select(source->type)) {
            write_choices(book, schema, &row, field);
        }
    }
}

void vz_codebook_write_csv(struct vz_strbuf *out, const struct vz_codebook *as,
                           char separator, const struct vz_schema *schema,
                           const struct vz_export_table *tables, size_t n) {
    struct vz_csv csv = {.out = out, .separator = separator};
    struct vz_codebook book = vz_codebook_to_csv(&csv);
    book.ending = as->ending;
    book.changed = as->changed;
    book.variables = as->variables;
    vz_strbuf_append(out, VZ_CSV_BOM);
    vz_codebook_write_header(&book, schema);
    for (size_t i = 0; i < n; i++) {
        vz_codebook_write_table(&book, schema, &tables[i]);
    }
}
