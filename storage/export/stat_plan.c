#include "stat_plan.h"

#include "cell_value.h"
#include "choice_numbers.h"

#include <stdlib.h>
#include <string.h>

// A question with more answers than these that the form does not know is no
// select for a statistics program.
#define UNKNOWN_MAX 1000

static enum vz_stat_kind kind_of(const struct vz_export_column *column,
                                 const struct vz_column *source) {
    static const enum vz_stat_kind kinds[] = {
        [VZ_FIELD_INT] = VZ_STAT_NUMBER,
        [VZ_FIELD_DECIMAL] = VZ_STAT_NUMBER,
        [VZ_FIELD_BOOLEAN] = VZ_STAT_FLAG,
        [VZ_FIELD_DATE] = VZ_STAT_DATE,
        [VZ_FIELD_TIME] = VZ_STAT_TIME,
        [VZ_FIELD_DATETIME] = VZ_STAT_DATETIME,
        [VZ_FIELD_REPEAT] = VZ_STAT_TEXT,
    };
    if (column->choice) {
        return VZ_STAT_FLAG;
    }
    if (source->type == VZ_FIELD_SELECT_ONE) {
        return source->field && source->field->n_choices ? VZ_STAT_CHOICE
                                                         : VZ_STAT_TEXT;
    }
    return kinds[source->type];
}

static bool add_value(struct vz_stat_column *column, const char *name,
                      int32_t number, const struct vz_schema_choice *choice) {
    if (!vz_grow(&column->values, &column->cap_values, column->n_values,
                 sizeof(*column->values))) {
        return false;
    }
    column->values[column->n_values++] =
        (struct vz_stat_value){name, number, choice};
    return true;
}

static bool add_choices(struct vz_stat_column *column,
                        const struct vz_field *field) {
    column->next = vz_choice_number_first(field);
    for (size_t i = 0; i < field->n_choices; i++) {
        const struct vz_schema_choice *choice = &field->choices[i];
        int32_t number = vz_choice_number(choice, &column->next);
        if (!add_value(column, choice->name, number, choice)) {
            return false;
        }
    }
    return true;
}

bool vz_stat_plan_init(struct vz_stat_plan *plan,
                       struct vz_export_table *table) {
    *plan = (struct vz_stat_plan){.table = table};
    plan->columns = vz_alloc_array(table->n_columns, sizeof(*plan->columns));
    if (!plan->columns) {
        return false;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        struct vz_stat_column *column = &plan->columns[i];
        const struct vz_column *source =
            &table->table->columns[table->columns[i].source];
        column->column = &table->columns[i];
        column->kind = kind_of(column->column, source);
        if (column->kind == VZ_STAT_CHOICE &&
            !add_choices(column, source->field)) {
            vz_stat_plan_finish(plan);
            return false;
        }
    }
    return true;
}

void vz_stat_plan_finish(struct vz_stat_plan *plan) {
    for (size_t i = 0; plan->columns && i < plan->table->n_columns; i++) {
        free(plan->columns[i].values);
    }
    free(plan->columns);
    *plan = (struct vz_stat_plan){0};
}

static const struct vz_stat_value *
find_value(const struct vz_stat_column *column, const char *name) {
    for (size_t i = 0; i < column->n_values; i++) {
        if (!strcmp(column->values[i].name, name)) {
            return &column->values[i];
        }
    }
    return NULL;
}

static bool see_choice(struct vz_stat_plan *plan, struct vz_stat_column *column,
                       const char *cell) {
    if (find_value(column, cell)) {
        return true;
    }
    if (column->n_unknown < UNKNOWN_MAX) {
        const char *name = vz_arena_strdup(&plan->table->arena, cell);
        column->n_unknown++;
        return name && add_value(column, name, column->next++, NULL);
    }
    column->kind = VZ_STAT_TEXT;
    return true;
}

bool vz_stat_plan_see(struct vz_stat_plan *plan, const char *const *cells) {
    for (size_t i = 0; i < plan->table->n_columns; i++) {
        struct vz_stat_column *column = &plan->columns[i];
        const char *cell = vz_export_cell(column->column, cells);
        if (!cell || !*cell) {
            continue;
        }
        size_t len = strlen(cell);
        column->longest = len > column->longest ? len : column->longest;
        double number;
        if (column->kind == VZ_STAT_CHOICE) {
            if (!see_choice(plan, column, cell)) {
                return false;
            }
        } else if (column->kind != VZ_STAT_TEXT &&
                   !vz_stat_number(column, cell, &number)) {
            column->kind = VZ_STAT_TEXT;
        }
    }
    return true;
}

static bool flag_number(const char *cell, double *number) {
    *number = !strcmp(cell, "1") || !strcmp(cell, "true");
    return *number > 0 || !strcmp(cell, "0") || !strcmp(cell, "false");
}

bool vz_stat_number(const struct vz_stat_column *column, const char *cell,
                    double *number) {
    struct vz_moment moment;
    const struct vz_stat_value *value;
    bool there = false;
    if (!cell || !*cell) {
        return false;
    }
    switch (column->kind) {
    case VZ_STAT_TEXT:
        return false;
    case VZ_STAT_NUMBER:
        return vz_cell_number(cell, number);
    case VZ_STAT_FLAG:
        return flag_number(cell, number);
    case VZ_STAT_CHOICE:
        value = find_value(column, cell);
        *number = value ? value->number : 0;
        return value;
    case VZ_STAT_DATE:
        there = vz_cell_date(cell, &moment);
        *number = there ? (double)moment.day : 0;
        return there;
    case VZ_STAT_TIME:
        there = vz_cell_time(cell, &moment);
        *number = there ? moment.ms : 0;
        return there;
    case VZ_STAT_DATETIME:
        there = vz_cell_datetime(cell, &moment);
        *number = there ? (double)moment.day * 86400000.0 + moment.ms : 0;
        return there;
    }
    return there;
}
