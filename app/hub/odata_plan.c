#include "odata_plan.h"

#include "odata_name.h"

#include <string.h>

static bool is_below(const char *path, const char *above) {
    size_t len = strlen(above);
    return !strncmp(path, above, len) && (!path[len] || path[len] == '/');
}

bool vz_odata_selects(struct vz_odata_select *select, const char *path,
                      bool is_group) {
    bool found = !select || select->n == 0;
    for (size_t i = 0; select && i < select->n; i++) {
        if (is_below(path, select->paths[i])) {
            select->met[i] = true;
            found = true;
        } else if (is_group && is_below(select->paths[i], path)) {
            found = true;
        }
    }
    return found;
}

void vz_odata_table_name(struct vz_strbuf *out, const char *path) {
    vz_strbuf_append(out, *path ? "Submissions." : "Submissions");
    vz_odata_path(out, path, '.');
}

// What planning needs, from group to group.
struct planner {
    struct vz_odata_plan *plan;
    struct vz_hub_rows *rows;
    const struct vz_table *tables;
    size_t n_tables, table;
    const struct vz_schema *schema;
    struct vz_odata_select *select;
    size_t base; // bytes of the table's own path, with its '/'
};

static bool push(struct planner *planner, struct vz_odata_op op) {
    struct vz_odata_plan *plan = planner->plan;
    if (op.field) {
        struct vz_strbuf name = {0};
        vz_odata_name(&name, op.field->name, strlen(op.field->name));
        op.name = vz_arena_strdup(&plan->arena, vz_strbuf_text(&name));
        vz_strbuf_finish(&name);
    }
    if ((op.field && !op.name) ||
        !vz_arena_grow(&plan->arena, &plan->ops, &plan->cap, plan->n,
                       sizeof(op))) {
        return false;
    }
    plan->ops[plan->n++] = op;
    return true;
}

static bool is_selected(struct planner *planner, const struct vz_field *field) {
    struct vz_strbuf path = {0};
    vz_odata_path(&path, field->path + planner->base, '/');
    bool is = vz_odata_selects(planner->select, vz_strbuf_text(&path),
                               field->type == VZ_FIELD_GROUP);
    vz_strbuf_finish(&path);
    return is;
}

static bool push_cell(struct planner *planner, const struct vz_field *field,
                      size_t column) {
    return push(planner, (struct vz_odata_op){.kind = VZ_ODATA_CELL,
                                              .field = field,
                                              .column = column});
}

static bool plan_cell(struct planner *planner, const struct vz_field *field) {
    const struct vz_table *table = &planner->tables[planner->table];
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].field == field) {
            return push_cell(planner, field, i);
        }
    }
    // The typed tables leave it to `submissions`.
    if (!strcmp(field->path, "meta/instanceID")) {
        return push_cell(planner, field, VZ_FEED_INSTANCE);
    }
    return true; // no version of the form has stored it yet
}

static bool plan_repeat(struct planner *planner, const struct vz_field *field) {
    for (size_t i = 0; i < planner->n_tables; i++) {
        if (!strcmp(vz_hub_rows_path(planner->rows, i), field->path)) {
            return push(planner, (struct vz_odata_op){.kind = VZ_ODATA_REPEAT,
                                                      .field = field,
                                                      .table = i});
        }
    }
    return true;
}

// The depth is that of the form, which is limited when it is loaded.
static bool plan_group(struct planner *planner, int parent) {
    for (size_t i = 0; i < planner->schema->n_fields; i++) {
        const struct vz_field *field = &planner->schema->fields[i];
        bool ok = true;
        if (field->parent != parent ||
            vz_consent_rule_of(field) == VZ_RULE_NEVER ||
            !is_selected(planner, field)) {
            continue;
        }
        if (field->type == VZ_FIELD_GROUP) {
            ok = push(planner, (struct vz_odata_op){.kind = VZ_ODATA_OPEN,
                                                    .field = field}) &&
                 plan_group(planner, (int)i) &&
                 push(planner, (struct vz_odata_op){.kind = VZ_ODATA_CLOSE});
        } else if (field->type == VZ_FIELD_REPEAT) {
            ok = plan_repeat(planner, field);
        } else {
            ok = plan_cell(planner, field);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool vz_odata_plan_init(struct vz_odata_plan *plan, struct vz_hub_rows *rows,
                        size_t table, const struct vz_schema *schema,
                        struct vz_odata_select *select) {
    const char *path = vz_hub_rows_path(rows, table);
    const struct vz_field *repeat = *path ? vz_schema_field(schema, path)
                                          : NULL;
    struct planner planner = {.plan = plan,
                              .rows = rows,
                              .table = table,
                              .schema = schema,
                              .select = select,
                              .base = *path ? strlen(path) + 1 : 0};
    *plan = (struct vz_odata_plan){0};
    planner.tables = vz_hub_rows_tables(rows, &planner.n_tables);
    if (plan_group(&planner, repeat ? (int)(repeat - schema->fields) : -1)) {
        return true;
    }
    vz_odata_plan_finish(plan);
    return false;
}

void vz_odata_plan_finish(struct vz_odata_plan *plan) {
    vz_arena_finish(&plan->arena);
    *plan = (struct vz_odata_plan){0};
}
