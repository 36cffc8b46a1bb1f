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

static const char main_feed_select[] =
    "t._consent, t.submission_id, s.instance_id, s.received_at, s.reviewed_at,"
    " s.device_id, d.name, s.attachments_present, s.attachments_expected,"
    " s.encrypted, s.review_state, s.client_id, s.deprecated_id, s.version";
static const char repeat_feed_select[] =
    "m._consent, t.submission_id, s.instance_id, t.row_id, t.parent_row_id,"
    " t.position";
static const struct vz_column main_feed[VZ_FEED_MAIN_COLUMNS] = {
    {"submission_id", VZ_FIELD_INT, NULL},
    {"instance_id", VZ_FIELD_STRING, NULL},
    {"received_at", VZ_FIELD_DATETIME, NULL},
    {"reviewed_at", VZ_FIELD_DATETIME, NULL},
    {"device_id", VZ_FIELD_INT, NULL},
    {"device", VZ_FIELD_STRING, NULL},
    {"attachments_present", VZ_FIELD_INT, NULL},
    {"attachments_expected", VZ_FIELD_INT, NULL},
    {"encrypted", VZ_FIELD_INT, NULL},
    {"review_state", VZ_FIELD_STRING, NULL},
    {"client_id", VZ_FIELD_STRING, NULL},
    {"deprecated_id", VZ_FIELD_STRING, NULL},
    {"form_version", VZ_FIELD_STRING, NULL},
};
static const struct vz_column repeat_feed[VZ_FEED_REPEAT_COLUMNS] = {
    {"submission_id", VZ_FIELD_INT, NULL},
    {"instance_id", VZ_FIELD_STRING, NULL},
    {"row", VZ_FIELD_INT, NULL},
    {"parent_row", VZ_FIELD_INT, NULL},
    {"position", VZ_FIELD_INT, NULL},
};

// The columns before those of the form: of an export and of a feed.
static const struct layout {
    const char *select;
    const struct vz_column *columns;
    size_t n;
} layouts[2][2] = {
    {{repeat_select, repeat_system, VZ_ROWS_REPEAT_COLUMNS},
     {main_select, main_system, VZ_ROWS_MAIN_COLUMNS}},
    {{repeat_feed_select, repeat_feed, VZ_FEED_REPEAT_COLUMNS},
     {main_feed_select, main_feed, VZ_FEED_MAIN_COLUMNS}},
};

// One table with its open query.
struct source {
    struct vz_hub_rows *owner;
    struct vz_stmt *stmt; // NULL until the first row is asked for
    const char *sql, *count_sql, *path;
    size_t n_system;
    struct vz_feed_piece piece;  // of a feed
    int *source_column;          // of each cell, in the query
    enum vz_consent_rule *rules; // of each cell
};

struct vz_hub_rows {
    struct vz_arena arena;
    struct vz_hub_store *store;
    bool began;
    bool asked; // the form has a consent question
    enum vz_consent audience;
    bool feed, ascending;
    const struct vz_row_filter *filter;
    struct vz_table *tables;
    struct source *sources;
    size_t n;
};

// Binds a filter's values from the first parameter on; answers the next one.
static int bind_filter(struct vz_stmt *stmt,
                       const struct vz_row_filter *filter) {
    size_t n = filter ? filter->n : 0;
    for (size_t i = 0; i < n; i++) {
        const struct vz_filter_value *value = &filter->values[i];
        if (value->is_number) {
            vz_stmt_bind_int(stmt, (int)i + 1, value->number);
        } else {
            vz_stmt_bind_text(stmt, (int)i + 1, value->text);
        }
    }
    return (int)n + 1;
}

static void begin_reading(struct source *source) {
    struct vz_hub_rows *rows = source->owner;
    source->stmt = vz_db_prepare_scan(rows->store->db, source->sql);
    if (rows->feed) {
        int at = bind_filter(source->stmt, rows->filter);
        vz_stmt_bind_int(source->stmt, at, source->piece.first);
        vz_stmt_bind_int(source->stmt, at + 1, source->piece.last);
        vz_stmt_bind_int(source->stmt, at + 2, source->piece.after);
        vz_stmt_bind_int(source->stmt, at + 3, source->piece.limit);
        vz_stmt_bind_int(source->stmt, at + 4, source->piece.skip);
    }
}

static enum vz_status next_row(struct vz_table *table, const char **cells,
                               struct vz_error *error) {
    struct source *source = table->userdata;
    struct vz_hub_rows *rows = source->owner;
    if (!source->stmt) {
        begin_reading(source);
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
    struct vz_strbuf sql = {0}, count = {0};
    const struct vz_typed_table *table = &typed->items[index];
    bool is_main = !*table->path;
    const char *select = layouts[rows->feed][is_main].select;
    const char *filter =
        rows->filter && rows->filter->sql.len ? rows->filter->sql.data : NULL;
    if (rows->feed) {
        vz_typed_select_piece(&sql, select, typed->items[0].name, table,
                              is_main, filter, rows->ascending);
        vz_typed_select_count(&count, table, filter);
    } else {
        vz_typed_select(&sql, select, typed->items[0].name, table, is_main);
    }
    bool ok = !sql.failed && !count.failed;
    source->sql = ok ? vz_arena_strdup(&rows->arena, sql.data) : NULL;
    source->count_sql =
        ok ? vz_arena_strdup(&rows->arena, vz_strbuf_text(&count)) : NULL;
    source->path = vz_arena_strdup(&rows->arena, table->path);
    vz_strbuf_finish(&sql);
    vz_strbuf_finish(&count);
    return source->sql && source->count_sql && source->path;
}

static bool open_table(struct vz_hub_rows *rows, const struct vz_schema *schema,
                       const struct vz_typed_tables *typed, size_t index) {
    const struct vz_typed_table *from = &typed->items[index];
    bool is_main = !*from->path;
    struct source *source = &rows->sources[index];
    struct vz_table *table = &rows->tables[index];
    source->owner = rows;
    const struct layout *layout = &layouts[rows->feed][is_main];
    source->n_system = layout->n;
    source->piece =
        (struct vz_feed_piece){.last = INT64_MAX,
                               .after = rows->ascending ? 0 : INT64_MAX,
                               .limit = INT64_MAX};
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
    memcpy(columns, layout->columns, n * sizeof(*columns));
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
    rows->feed = params->feed;
    rows->ascending = params->ascending;
    rows->filter = params->filter;
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

void vz_hub_rows_piece(struct vz_hub_rows *rows, size_t table,
                       const struct vz_feed_piece *piece) {
    rows->sources[table].piece = *piece;
}

enum vz_status vz_hub_rows_count(struct vz_hub_rows *rows, size_t table,
                                 int64_t *n) {
    struct vz_stmt *stmt =
        vz_db_prepare_text(rows->store->db, rows->sources[table].count_sql);
    bind_filter(stmt, rows->filter);
    enum vz_status status = vz_stmt_step(stmt);
    *n = status == VZ_OK ? vz_stmt_int(stmt, 0) : 0;
    vz_stmt_finish(stmt);
    return status;
}

const char *vz_hub_rows_path(const struct vz_hub_rows *rows, size_t table) {
    return rows->sources[table].path;
}
