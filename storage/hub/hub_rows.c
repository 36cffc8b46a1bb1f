#include "hub_rows.h"

#include "base/log.h"
#include "hub_private.h"
#include "typed_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

// The first column of each query is the consent given; the rest are cells.
static const char main_select[] =
    "t._consent, s.instance_id, s.received_at, s.version, d.name, s.sequence,"
    " t._date, t._year, t._month, t._week, s.attachments_expected,"
    " s.attachments_present";
static const char repeat_select[] =
    "m._consent, s.instance_id, t.row_id, t.parent_row_id, t.position";

static const struct vz_column main_system[VZ_ROWS_MAIN_COLUMNS] = {
    {"instance_id", VZ_FIELD_STRING, NULL},
    {"received_at", VZ_FIELD_DATETIME, NULL},
    {"form_version", VZ_FIELD_STRING, NULL},
    {"device", VZ_FIELD_STRING, NULL},
    {"sequence", VZ_FIELD_INT, NULL},
    {"date", VZ_FIELD_DATE, NULL},
    {"year", VZ_FIELD_INT, NULL},
    {"month", VZ_FIELD_INT, NULL},
    {"week", VZ_FIELD_STRING, NULL},
    {"attachments_expected", VZ_FIELD_INT, NULL},
    {"attachments_present", VZ_FIELD_INT, NULL},
};
static const struct vz_column repeat_system[VZ_ROWS_REPEAT_COLUMNS] = {
    {"instance_id", VZ_FIELD_STRING, NULL},
    {"row", VZ_FIELD_INT, NULL},
    {"parent_row", VZ_FIELD_INT, NULL},
    {"position", VZ_FIELD_INT, NULL},
};

// One table with its open query.
struct source {
    struct vz_hub_rows *owner;
    struct vz_stmt *stmt; // NULL until the first row is asked for
    const char *sql;
    size_t n_system;
    int *source_column;          // of each cell, in the query
    enum vz_consent_rule *rules; // of each cell
};

struct vz_hub_rows {
    struct vz_arena arena;
    struct vz_hub_store *store;
    bool began;
    bool asked; // the form has a consent question
    enum vz_consent audience;
    struct vz_table *tables;
    struct source *sources;
    size_t n;
};

static enum vz_status next_row(struct vz_table *table, const char **cells,
                               struct vz_error *error) {
    struct source *source = table->userdata;
    struct vz_hub_rows *rows = source->owner;
    if (!source->stmt) {
        source->stmt = vz_db_prepare_scan(rows->store->db, source->sql);
    }
    enum vz_status status = vz_stmt_step(source->stmt);
    if (status != VZ_OK) {
        if (status != VZ_NOT_FOUND) {
            vz_error_set(error, status, "The store could not be read: %s.",
                         vz_status_text(status));
        }
        return status;
    }
    const char *consent = vz_stmt_text(source->stmt, 0);
    bool allowed[VZ_RULE_NEVER + 1];
    for (int rule = 0; rule <= VZ_RULE_NEVER; rule++) {
        allowed[rule] = vz_consent_allows((enum vz_consent_rule)rule,
                                          rows->asked, consent, rows->audience);
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        cells[i] = allowed[source->rules[i]]
                       ? vz_stmt_text(source->stmt, source->source_column[i])
                       : NULL;
    }
    return VZ_OK;
}

// ------------------------------------------------------------------ opening
static bool name_taken(const struct vz_column *columns, size_t n,
                       const char *name) {
    for (size_t i = 0; i < n; i++) {
        if (!strcasecmp(columns[i].name, name)) {
            return true;
        }
    }
    return false;
}

// A path is the column's name unless a system column has it already.
static const char *column_name(struct vz_arena *arena,
                               const struct vz_column *columns, size_t n,
                               const char *path) {
    const char *name = path;
    for (unsigned i = 2; name && name_taken(columns, n, name); i++) {
        name = vz_arena_printf(arena, "%s~%u", path, i);
    }
    return name;
}

static bool add_field_columns(struct vz_hub_rows *rows,
                              const struct vz_schema *schema,
                              const struct vz_typed_table *typed,
                              struct source *source, struct vz_column *columns,
                              size_t *n) {
    for (size_t i = 0; i < typed->n_columns; i++) {
        const struct vz_typed_column *from = &typed->columns[i];
        const struct vz_field *field = vz_schema_field(schema, from->path);
        enum vz_consent_rule rule = vz_consent_rule_of(field);
        if (rule == VZ_RULE_NEVER) {
            continue;
        }
        const char *path = vz_arena_strdup(&rows->arena, from->path);
        const char *name = path ? column_name(&rows->arena, columns, *n, path)
                                : NULL;
        if (!name) {
            return false;
        }
        columns[*n].name = name;
        columns[*n].type = field ? field->type : from->type;
        columns[*n].field = field;
        source->rules[*n] = rule;
        // The consent comes first in the query, then the system columns.
        source->source_column[*n] = (int)(1 + source->n_system + i);
        ++*n;
    }
    return true;
}

static const char *table_name(struct vz_arena *arena,
                              const struct vz_schema *schema,
                              const char *path) {
    char *name = *path ? vz_arena_printf(arena, "%s-%s", schema->form_id, path)
                       : vz_arena_strdup(arena, schema->form_id);
    if (name) {
        vz_hub_tame_filename(name);
    }
    return name;
}

static bool build_sql(struct vz_hub_rows *rows,
                      const struct vz_typed_tables *typed, size_t index,
                      struct source *source) {
    struct vz_strbuf sql = {0};
    bool is_main = !*typed->items[index].path;
    vz_typed_select(&sql, is_main ? main_select : repeat_select,
                    typed->items[0].name, &typed->items[index], is_main);
    source->sql = sql.failed ? NULL : vz_arena_strdup(&rows->arena, sql.data);
    vz_strbuf_finish(&sql);
    return source->sql;
}

static bool open_table(struct vz_hub_rows *rows, const struct vz_schema *schema,
                       const struct vz_typed_tables *typed, size_t index) {
    const struct vz_typed_table *from = &typed->items[index];
    bool is_main = !*from->path;
    struct source *source = &rows->sources[index];
    struct vz_table *table = &rows->tables[index];
    source->owner = rows;
    source->n_system = is_main ? VZ_ROWS_MAIN_COLUMNS : VZ_ROWS_REPEAT_COLUMNS;
    size_t max = source->n_system + from->n_columns;
    struct vz_column *columns =
        vz_arena_alloc_array(&rows->arena, max, sizeof(*columns));
    source->source_column =
        vz_arena_alloc_array(&rows->arena, max, sizeof(int));
    source->rules =
        vz_arena_alloc_array(&rows->arena, max, sizeof(*source->rules));
    if (!columns || !source->source_column || !source->rules) {
        return false;
    }
    size_t n = source->n_system;
    memcpy(columns, is_main ? main_system : repeat_system,
           n * sizeof(*columns));
    for (size_t i = 0; i < n; i++) {
        source->source_column[i] = (int)i + 1;
        source->rules[i] = VZ_RULE_FREE;
    }
    if (!add_field_columns(rows, schema, from, source, columns, &n)) {
        return false;
    }
    table->name = table_name(&rows->arena, schema, from->path);
    table->columns = columns;
    table->n_columns = n;
    table->next = next_row;
    table->userdata = source;
    return table->name && build_sql(rows, typed, index, source);
}

static enum vz_status open_tables(struct vz_hub_rows *rows,
                                  const struct vz_hub_rows_params *params) {
    struct vz_typed_tables typed;
    enum vz_status status =
        vz_typed_tables_load(rows->store, params->form_id, &typed);
    if (status != VZ_OK) {
        return status;
    }
    if (typed.n == 0) {
        vz_typed_tables_finish(&typed);
        return VZ_NOT_FOUND;
    }
    rows->n = typed.n;
    rows->tables =
        vz_arena_alloc_array(&rows->arena, typed.n, sizeof(*rows->tables));
    rows->sources =
        vz_arena_alloc_array(&rows->arena, typed.n, sizeof(*rows->sources));
    if (!rows->tables || !rows->sources) {
        status = VZ_NOMEM;
    }
    for (size_t i = 0; i < typed.n && status == VZ_OK; i++) {
        if (!open_table(rows, params->schema, &typed, i)) {
            status = VZ_NOMEM;
        }
    }
    vz_typed_tables_finish(&typed);
    return status;
}

enum vz_status vz_hub_rows_open(struct vz_hub_rows **out,
                                struct vz_hub_store *store,
                                const struct vz_hub_rows_params *params,
                                struct vz_error *error) {
    *out = NULL;
    struct vz_hub_rows *rows = calloc(1, sizeof(*rows));
    if (!rows) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    rows->store = store;
    rows->audience = params->audience;
    rows->asked = vz_schema_role(params->schema, "consent") != NULL;
    enum vz_status status = vz_db_begin_read(store->db);
    rows->began = status == VZ_OK;
    if (status == VZ_OK) {
        status = open_tables(rows, params);
    }
    if (status != VZ_OK) {
        vz_error_set(error, status, "The form's tables cannot be read: %s.",
                     vz_status_text(status));
        vz_hub_rows_close(rows);
        return status;
    }
    *out = rows;
    return VZ_OK;
}

void vz_hub_rows_close(struct vz_hub_rows *rows) {
    if (!rows) {
        return;
    }
    for (size_t i = 0; i < rows->n && rows->sources; i++) {
        vz_stmt_finish(rows->sources[i].stmt);
    }
    if (rows->began) {
        vz_db_rollback(rows->store->db);
    }
    vz_arena_finish(&rows->arena);
    free(rows);
}

struct vz_table *vz_hub_rows_tables(struct vz_hub_rows *rows, size_t *n) {
    *n = rows->n;
    return rows->tables;
}
