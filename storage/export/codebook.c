#include "codebook.h"

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

// Columns that come from the hub and not from the form.
static const struct {
    const char *name, *nl, *en;
} system_columns[] = {
    {"instance_id", "Kenmerk van de inzending", "Identifier of the submission"},
    {"received_at", "Ontvangen op de hub (UTC)", "Received by the hub (UTC)"},
    {"form_version", "Versie van het formulier", "Version of the form"},
    {"device", "Zuil of ander apparaat", "Kiosk or other device"},
    {"sequence", "Volgnummer van het apparaat",
     "The device's own number for it"},
    {"date", "Dag van het bezoek", "Day of the visit"},
    {"year", "Jaar", "Year"},
    {"month", "Maand", "Month"},
    {"week", "Week (ISO 8601)", "Week (ISO 8601)"},
    {"attachments_expected", "Bestanden die erbij horen",
     "Files that belong to it"},
    {"attachments_present", "Bestanden die er zijn", "Files that are there"},
    {"row", "Kenmerk van deze rij", "Identifier of this row"},
    {"parent_row", "Rij waar deze in ligt", "Row that this one lies in"},
    {"position", "De hoeveelste", "Its place among its siblings"},
};

static bool is_dutch(const char *language) {
    size_t len = strlen(language);
    return !strcmp(language, "nl") ||
           (len >= 4 && !strcmp(language + len - 4, "(nl)"));
}

static const char *system_text(const char *name, const char *language) {
    for (size_t i = 0; i < sizeof(system_columns) / sizeof(system_columns[0]);
         i++) {
        if (!strcmp(system_columns[i].name, name)) {
            return is_dutch(language) ? system_columns[i].nl
                                      : system_columns[i].en;
        }
    }
    return NULL;
}

void vz_codebook_write_header(struct vz_csv *csv,
                              const struct vz_schema *schema) {
    static const char *const names[] = {"file", "column", "type", "role",
                                        "choice"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        vz_csv_cell(csv, names[i]);
    }
    struct vz_strbuf label = {0};
    for (size_t i = 0; i < schema->n_languages; i++) {
        vz_strbuf_clear(&label);
        vz_strbuf_printf(&label, "label::%s", schema->languages[i]);
        vz_csv_cell(csv, vz_strbuf_text(&label));
    }
    csv->out->failed = csv->out->failed || label.failed;
    vz_strbuf_finish(&label);
    vz_csv_cell(csv, "cells_with_apostrophe");
    vz_csv_end_row(csv);
}

struct row {
    const char *file, *column, *type, *role, *choice;
    const struct vz_texts *label; // or NULL
    const char *system;           // name of a system column, or NULL
    size_t n_escaped;
};

static void write_row(struct vz_csv *csv, const struct vz_schema *schema,
                      const struct row *row) {
    vz_csv_cell(csv, row->file);
    vz_csv_cell(csv, row->column);
    vz_csv_cell(csv, row->type);
    vz_csv_cell(csv, row->role);
    vz_csv_cell(csv, row->choice);
    for (size_t i = 0; i < schema->n_languages; i++) {
        const char *text = row->system
                               ? system_text(row->system, schema->languages[i])
                           : row->label ? vz_texts_get(schema, row->label, i)
                                        : NULL;
        vz_csv_cell(csv, text);
    }
    char number[24] = "";
    if (row->n_escaped) {
        snprintf(number, sizeof(number), "%zu", row->n_escaped);
    }
    vz_csv_cell(csv, number);
    vz_csv_end_row(csv);
}

static bool is_select(enum vz_field_type type) {
    return type == VZ_FIELD_SELECT_ONE || type == VZ_FIELD_SELECT_MULTIPLE ||
           type == VZ_FIELD_RANK;
}

static void write_choices(struct vz_csv *csv, const struct vz_schema *schema,
                          const struct row *row, const struct vz_field *field) {
    struct row choice = *row;
    choice.n_escaped = 0;
    for (size_t i = 0; i < field->n_choices; i++) {
        choice.choice = field->choices[i].name;
        choice.label = &field->choices[i].label;
        write_row(csv, schema, &choice);
    }
}

void vz_codebook_write_table(struct vz_csv *csv, const struct vz_schema *schema,
                             const struct vz_export_table *table) {
    struct vz_strbuf file = {0};
    vz_strbuf_printf(&file, "%s.csv", table->table->name);
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct vz_export_column *column = &table->columns[i];
        const struct vz_column *source = &table->table->columns[column->source];
        const struct vz_field *field = source->field;
        struct row row = {.file = vz_strbuf_text(&file),
                          .column = column->name,
                          .type = type_name(source->type),
                          .role = field ? field->role : NULL,
                          .label = field ? &field->label : NULL,
                          .system = field ? NULL : source->name,
                          .n_escaped = column->n_escaped};
        if (column->choice) {
            row.type = "0/1";
            row.choice = column->choice->name;
            row.label = &column->choice->label;
        }
        write_row(csv, schema, &row);
        if (!column->choice && field && is_select(source->type)) {
            write_choices(csv, schema, &row, field);
        }
    }
    csv->out->failed = csv->out->failed || file.failed;
    vz_strbuf_finish(&file);
}
