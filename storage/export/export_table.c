#include "export_table.h"

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
