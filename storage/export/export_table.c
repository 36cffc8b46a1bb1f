#include "export_table.h"

#include "cell_value.h"

#include <stdio.h>
#include <string.h>

// A field of a choice list may name more choices than anybody would read as
// columns; the base column holds them all the same.
#define CHOICE_COLUMNS_MAX 500

static size_t n_choice_columns(const struct vz_column *column) {
    return column->type == VZ_FIELD_SELECT_MULTIPLE && column->field &&
                   column->field->n_choices <= CHOICE_COLUMNS_MAX
               ? column->field->n_choices
               : 0;
}

static bool add_choices(struct vz_export_table *out, size_t source) {
    const struct vz_column *column = &out->table->columns[source];
    size_t n = n_choice_columns(column);
    for (size_t i = 0; i < n; i++) {
        struct vz_export_column *made = &out->columns[out->n_columns++];
        made->source = source;
        made->choice = &column->field->choices[i];
        made->name = vz_arena_printf(&out->arena, "%s/%s", column->name,
                                     made->choice->name);
        if (!made->name) {
            return false;
        }
    }
    return true;
}

bool vz_export_table_init(struct vz_export_table *out, struct vz_table *table) {
    *out = (struct vz_export_table){.table = table};
    size_t n = table->n_columns;
    for (size_t i = 0; i < table->n_columns; i++) {
        n += n_choice_columns(&table->columns[i]);
    }
    out->columns = vz_arena_alloc_array(&out->arena, n, sizeof(*out->columns));
    if (!out->columns) {
        return false;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        struct vz_export_column *made = &out->columns[out->n_columns++];
        made->source = i;
        made->name = table->columns[i].name;
        if (!add_choices(out, i)) {
            vz_export_table_finish(out);
            return false;
        }
    }
    return true;
}

void vz_export_table_finish(struct vz_export_table *table) {
    vz_arena_finish(&table->arena);
    *table = (struct vz_export_table){0};
}

// True when `name` is one of the space-separated names in `list`.
static bool list_has(const char *list, const char *name) {
    size_t len = strlen(name);
    while (*list) {
        size_t own = strcspn(list, " ");
        if (own == len && !memcmp(list, name, len)) {
            return true;
        }
        list += own;
        list += strspn(list, " ");
    }
    return false;
}

const char *vz_export_cell(const struct vz_export_column *column,
                           const char *const *cells) {
    const char *cell = cells[column->source];
    if (!column->choice || !cell) {
        return cell;
    }
    return list_has(cell, column->choice->name) ? "1" : "0";
}

void vz_export_note_row(struct vz_export_table *table,
                        const char *const *cells) {
    table->n_rows++;
    for (size_t i = 0; i < table->table->n_columns; i++) {
        if (strcmp(table->table->columns[i].name, "received_at") ||
            table->table->columns[i].field) {
            continue;
        }
        if (cells[i] && strcmp(cells[i], table->newest) > 0) {
            snprintf(table->newest, sizeof(table->newest), "%s", cells[i]);
        }
        return;
    }
}

int64_t vz_export_newest(const struct vz_export_table *table) {
    struct vz_moment moment;
    if (!vz_cell_datetime(table->newest, &moment)) {
        return 946684800; // 2000-01-01
    }
    return moment.day * 86400 + moment.ms / 1000;
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

bool vz_export_is_dutch(const char *language) {
    size_t len = strlen(language);
    return !strcmp(language, "nl") ||
           (len >= 4 && !strcmp(language + len - 4, "(nl)"));
}

const char *vz_export_system_text(const char *name, const char *language) {
    for (size_t i = 0; i < sizeof(system_columns) / sizeof(system_columns[0]);
         i++) {
        if (!strcmp(system_columns[i].name, name)) {
            return vz_export_is_dutch(language) ? system_columns[i].nl
                                                : system_columns[i].en;
        }
    }
    return NULL;
}

const char *vz_export_title(struct vz_strbuf *scratch,
                            const struct vz_schema *schema,
                            const struct vz_export_table *table, size_t column,
                            size_t language) {
    const struct vz_export_column *own = &table->columns[column];
    const struct vz_column *source = &table->table->columns[own->source];
    const char *text =
        source->field
            ? vz_texts_get(schema, &source->field->label, language)
            : vz_export_system_text(source->name, schema->languages[language]);
    vz_strbuf_clear(scratch);
    vz_strbuf_append(scratch, text && *text ? text : source->name);
    if (own->choice) {
        const char *label = vz_texts_get(schema, &own->choice->label, language);
        vz_strbuf_append(scratch, ": ");
        vz_strbuf_append(scratch, label ? label : own->choice->name);
    }
    return vz_strbuf_text(scratch);
}
