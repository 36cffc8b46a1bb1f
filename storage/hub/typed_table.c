#include "typed_table.h"

#include "base/log.h"
#include "hub_private.h"
#include "period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// PostgreSQL cuts identifiers at 63 bytes; room is left for "~999".
#define NAME_MAX_BYTES 59

// ------------------------------------------------------------------- fields
// The meta block repeats what submissions holds already.
static bool has_column(const struct vz_field *field) {
    return field->type != VZ_FIELD_GROUP && field->type != VZ_FIELD_REPEAT &&
           strcmp(field->path, "meta/instanceID") != 0;
}

// Index of the repeat around a field, -1 = the form itself.
static int repeat_around(const struct vz_schema *schema, int parent) {
    while (parent >= 0 && schema->fields[parent].type != VZ_FIELD_REPEAT) {
        parent = schema->fields[parent].parent;
    }
    return parent;
}

// A type is only a wish: no answer that is no number is lost to it.
static const char *sql_type(enum vz_field_type type) {
    return type == VZ_FIELD_INT || type == VZ_FIELD_DECIMAL ? "NUMERIC"
                                                            : "TEXT";
}

// ------------------------------------------------------------------ loading
static enum vz_status load_columns(struct vz_hub_store *store,
                                   struct vz_arena *arena,
                                   struct vz_typed_table *table) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT path, name, type, count(*) OVER ()"
                                 " FROM typed_columns WHERE typed_table_id = ?"
                                 " ORDER BY typed_column_id");
    vz_stmt_bind_int(stmt, 1, table->typed_table_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!table->columns) {
            table->columns = vz_arena_alloc_array(
                arena, (size_t)vz_stmt_int(stmt, 3), sizeof(*table->columns));
        }
        if (!table->columns) {
            status = VZ_NOMEM;
            break;
        }
        struct vz_typed_column *column = &table->columns[table->n_columns++];
        column->path = vz_hub_column(arena, stmt, 0);
        column->name = vz_hub_column(arena, stmt, 1);
        column->type = (enum vz_field_type)vz_stmt_int(stmt, 2);
        if (!column->path || !column->name) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status load_tables(struct vz_hub_store *store, int64_t form_id,
                                  struct vz_typed_tables *tables) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT typed_table_id, path, name, count(*) OVER ()"
                   " FROM typed_tables WHERE form_id = ?"
                   " ORDER BY typed_table_id");
    vz_stmt_bind_int(stmt, 1, form_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!tables->items) {
            tables->items = vz_arena_alloc_array(&tables->arena,
                                                 (size_t)vz_stmt_int(stmt, 3),
                                                 sizeof(*tables->items));
        }
        if (!tables->items) {
            status = VZ_NOMEM;
            break;
        }
        struct vz_typed_table *table = &tables->items[tables->n++];
        table->typed_table_id = vz_stmt_int(stmt, 0);
        table->path = vz_hub_column(&tables->arena, stmt, 1);
        table->name = vz_hub_column(&tables->arena, stmt, 2);
        if (!table->path || !table->name) {
            status = VZ_NOMEM;
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

enum vz_status vz_typed_tables_load(struct vz_hub_store *store, int64_t form_id,
                                    struct vz_typed_tables *tables) {
    *tables = (struct vz_typed_tables){0};
    enum vz_status status = load_tables(store, form_id, tables);
    for (size_t i = 0; i < tables->n && status == VZ_OK; i++) {
        status = load_columns(store, &tables->arena, &tables->items[i]);
    }
    if (status != VZ_OK) {
        vz_typed_tables_finish(tables);
    }
    return status;
}

void vz_typed_tables_finish(struct vz_typed_tables *tables) {
    vz_arena_finish(&tables->arena);
    *tables = (struct vz_typed_tables){0};
}

static struct vz_typed_table *find_table(struct vz_typed_tables *tables,
                                         const char *path) {
    for (size_t i = 0; i < tables->n; i++) {
        if (!strcmp(tables->items[i].path, path)) {
            return &tables->items[i];
        }
    }
    return NULL;
}

// ----------------------------------------------------------------- widening
static enum vz_status exec_built(struct vz_hub_store *store,
                                 struct vz_strbuf *sql) {
    if (sql->failed) {
        return VZ_NOMEM;
    }
    struct vz_stmt *stmt = vz_db_prepare_text(store->db, sql->data);
    enum vz_status status = vz_stmt_run(stmt);
    vz_stmt_finish(stmt);
    return status;
}

static const char main_columns[] =
    " (submission_id INTEGER PRIMARY KEY, _date TEXT, _year INTEGER,"
    " _month INTEGER, _week TEXT, _date_source TEXT, _consent TEXT)";
static const char repeat_columns[] =
    " (row_id INTEGER PRIMARY KEY, submission_id INTEGER NOT NULL,"
    " parent_row_id INTEGER, position INTEGER NOT NULL)";

static enum vz_status create_sql_table(struct vz_hub_store *store,
                                       const char *name, bool is_main) {
    struct vz_strbuf sql = {0};
    vz_strbuf_append(&sql, "CREATE TABLE ");
    vz_db_quote(&sql, name);
    vz_strbuf_append(&sql, is_main ? main_columns : repeat_columns);
    enum vz_status status = exec_built(store, &sql);
    if (status == VZ_OK && !is_main) {
        vz_strbuf_clear(&sql);
        vz_strbuf_append(&sql, "CREATE INDEX ");
        struct vz_strbuf index = {0};
        vz_strbuf_printf(&index, "%s_submission", name);
        vz_db_quote(&sql, vz_strbuf_text(&index));
        sql.failed = sql.failed || index.failed;
        vz_strbuf_finish(&index);
        vz_strbuf_append(&sql, " ON ");
        vz_db_quote(&sql, name);
        vz_strbuf_append(&sql, " (submission_id)");
        status = exec_built(store, &sql);
    }
    vz_strbuf_finish(&sql);
    return status;
}

static enum vz_status insert_table_row(struct vz_hub_store *store,
                                       int64_t form_id, const char *path,
                                       const char *name) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO typed_tables (form_id, path, name)"
                   " VALUES (?, ?, ?)");
    vz_stmt_bind_int(stmt, 1, form_id);
    vz_stmt_bind_text(stmt, 2, path);
    vz_stmt_bind_text(stmt, 3, name);
    return vz_stmt_run(stmt);
}

static enum vz_status add_table(struct vz_hub_store *store, int64_t form_id,
                                const char *path, size_t number) {
    char name[64];
    if (*path) {
        snprintf(name, sizeof(name), "form_%lld_repeat_%zu", (long long)form_id,
                 number);
    } else {
        snprintf(name, sizeof(name), "form_%lld", (long long)form_id);
    }
    enum vz_status status = insert_table_row(store, form_id, path, name);
    return status == VZ_OK ? create_sql_table(store, name, !*path) : status;
}

static enum vz_status ensure_tables(struct vz_hub_store *store, int64_t form_id,
                                    const struct vz_schema *schema) {
    struct vz_typed_tables tables;
    enum vz_status status = vz_typed_tables_load(store, form_id, &tables);
    if (status != VZ_OK) {
        return status;
    }
    size_t n = tables.n;
    if (!find_table(&tables, "")) {
        status = add_table(store, form_id, "", n++);
    }
    for (size_t i = 0; i < schema->n_fields && status == VZ_OK; i++) {
        const struct vz_field *field = &schema->fields[i];
        if (field->type == VZ_FIELD_REPEAT &&
            !find_table(&tables, field->path)) {
            status = add_table(store, form_id, field->path, n++);
        }
    }
    vz_typed_tables_finish(&tables);
    return status;
}

static bool name_taken(const struct vz_typed_table *table, const char *name) {
    static const char *const own[] = {
        "submission_id", "_date",    "_year",  "_month",        "_week",
        "_date_source",  "_consent", "row_id", "parent_row_id", "position"};
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        if (!strcasecmp(own[i], name)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!strcasecmp(table->columns[i].name, name)) {
            return true;
        }
    }
    return false;
}

// The path, cut at a whole UTF-8 character, with "~2" and so on when taken.
static void choose_name(const struct vz_typed_table *table, const char *path,
                        char out[NAME_MAX_BYTES + 8]) {
    size_t len = strlen(path);
    if (len > NAME_MAX_BYTES) {
        len = NAME_MAX_BYTES;
        while (len > 0 && ((unsigned char)path[len] & 0xc0) == 0x80) {
            len--;
        }
    }
    snprintf(out, NAME_MAX_BYTES + 8, "%.*s", (int)len, path);
    for (unsigned i = 2; name_taken(table, out); i++) {
        snprintf(out, NAME_MAX_BYTES + 8, "%.*s~%u", (int)len, path, i);
    }
}

static enum vz_status insert_column_row(struct vz_hub_store *store,
                                        int64_t typed_table_id,
                                        const struct vz_field *field,
                                        const char *name) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO typed_columns"
                   " (typed_table_id, path, name, type) VALUES (?, ?, ?, ?)");
    vz_stmt_bind_int(stmt, 1, typed_table_id);
    vz_stmt_bind_text(stmt, 2, field->path);
    vz_stmt_bind_text(stmt, 3, name);
    vz_stmt_bind_int(stmt, 4, field->type);
    return vz_stmt_run(stmt);
}

static enum vz_status add_column(struct vz_hub_store *store,
                                 struct vz_arena *arena,
                                 struct vz_typed_table *table, size_t *cap,
                                 const struct vz_field *field) {
    char name[NAME_MAX_BYTES + 8];
    choose_name(table, field->path, name);
    if (!vz_arena_grow(arena, &table->columns, cap, table->n_columns,
                       sizeof(*table->columns))) {
        return VZ_NOMEM;
    }
    struct vz_typed_column *column = &table->columns[table->n_columns];
    column->path = field->path;
    column->name = vz_arena_strdup(arena, name);
    if (!column->name) {
        return VZ_NOMEM;
    }
    table->n_columns++;
    enum vz_status status =
        insert_column_row(store, table->typed_table_id, field, name);
    struct vz_strbuf sql = {0};
    vz_strbuf_append(&sql, "ALTER TABLE ");
    vz_db_quote(&sql, table->name);
    vz_strbuf_append(&sql, " ADD COLUMN ");
    vz_db_quote(&sql, name);
    vz_strbuf_printf(&sql, " %s", sql_type(field->type));
    if (status == VZ_OK) {
        status = exec_built(store, &sql);
    }
    vz_strbuf_finish(&sql);
    return status;
}

static bool column_known(const struct vz_typed_table *table, size_t n,
                         const char *path) {
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(table->columns[i].path, path)) {
            return true;
        }
    }
    return false;
}

// Adds the columns of one table that are not there yet.
static enum vz_status ensure_columns(struct vz_hub_store *store,
                                     struct vz_arena *arena,
                                     struct vz_typed_table *table,
                                     const struct vz_schema *schema,
                                     struct vz_error *error) {
    size_t before = table->n_columns;
    size_t cap = before;
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct vz_field *field = &schema->fields[i];
        int repeat = repeat_around(schema, field->parent);
        const char *path = repeat < 0 ? "" : schema->fields[repeat].path;
        if (!has_column(field) || strcmp(path, table->path) != 0 ||
            column_known(table, before, field->path)) {
            continue;
        }
        if (table->n_columns == VZ_TYPED_COLUMNS_MAX) {
            vz_error_set(error, VZ_LIMIT,
                         "The form and its earlier versions have more than %d "
                         "questions in one table. Split the form, or give the "
                         "new one another form_id.",
                         VZ_TYPED_COLUMNS_MAX);
            return VZ_LIMIT;
        }
        enum vz_status status = add_column(store, arena, table, &cap, field);
        if (status != VZ_OK) {
            return status;
        }
    }
    return VZ_OK;
}

enum vz_status vz_typed_ensure(struct vz_hub_store *store, int64_t form_id,
                               const struct vz_schema *schema,
                               struct vz_error *error) {
    enum vz_status status = ensure_tables(store, form_id, schema);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_typed_tables tables;
    status = vz_typed_tables_load(store, form_id, &tables);
    for (size_t i = 0; i < tables.n && status == VZ_OK; i++) {
        status = ensure_columns(store, &tables.arena, &tables.items[i], schema,
                                error);
    }
    vz_typed_tables_finish(&tables);
    return status;
}

// -------------------------------------------------------------------- plans
// Where a field's answer goes.
struct target {
    const char *path;
    size_t table;  // index in the plan
    int parameter; // of that table's insert
};

struct plan_table {
    const char *path;
    struct vz_stmt *insert;
    int n_parameters;
};

// The inserts of one form version, prepared once and kept by the store.
struct vz_typed_plan {
    struct vz_arena arena;
    int64_t schema_version_id;
    struct plan_table *tables;
    size_t n_tables;
    struct target *targets; // by path
    size_t n_targets;
    const char *consent_path; // or NULL
};

#define MAIN_FIXED 7
#define REPEAT_FIXED 3

static void plan_destroy(struct vz_typed_plan *plan) {
    if (!plan) {
        return;
    }
    for (size_t i = 0; i < plan->n_tables; i++) {
        vz_stmt_finish(plan->tables[i].insert);
    }
    vz_arena_finish(&plan->arena);
    free(plan);
}

void vz_typed_plans_destroy(struct vz_hub_store *store) {
    for (size_t i = 0; i < store->n_plans; i++) {
        plan_destroy(store->plans[i]);
    }
    free(store->plans);
    store->plans = NULL;
    store->n_plans = store->plans_cap = 0;
}

static int compare_targets(const void *a, const void *b) {
    const struct target *left = a, *right = b;
    return strcmp(left->path, right->path);
}

static void build_insert(struct vz_strbuf *sql,
                         const struct vz_typed_table *table) {
    bool is_main = !*table->path;
    vz_strbuf_append(sql, "INSERT INTO ");
    vz_db_quote(sql, table->name);
    vz_strbuf_append(sql, is_main
                              ? " (submission_id, _date, _year, _month, _week,"
                                " _date_source, _consent"
                              : " (submission_id, parent_row_id, position");
    for (size_t i = 0; i < table->n_columns; i++) {
        vz_strbuf_append(sql, ", ");
        vz_db_quote(sql, table->columns[i].name);
    }
    vz_strbuf_append(sql, ") VALUES (?");
    size_t n = table->n_columns + (is_main ? MAIN_FIXED : REPEAT_FIXED);
    for (size_t i = 1; i < n; i++) {
        vz_strbuf_append(sql, ", ?");
    }
    vz_strbuf_append(sql, is_main ? ")" : ") RETURNING row_id");
}

static enum vz_status plan_table(struct vz_hub_store *store,
                                 struct vz_typed_plan *plan,
                                 const struct vz_typed_table *table) {
    size_t index = plan->n_tables;
    struct plan_table *own = &plan->tables[index];
    int fixed = *table->path ? REPEAT_FIXED : MAIN_FIXED;
    own->path = vz_arena_strdup(&plan->arena, table->path);
    own->n_parameters = fixed + (int)table->n_columns;
    struct vz_strbuf sql = {0};
    build_insert(&sql, table);
    if (!own->path || sql.failed) {
        vz_strbuf_finish(&sql);
        return VZ_NOMEM;
    }
    own->insert = vz_db_prepare_text(store->db, sql.data);
    vz_strbuf_finish(&sql);
    plan->n_tables++;
    // A plan that is kept must be whole: a lack of memory ends, a statement
    // that was never prepared would not.
    enum vz_status status = vz_stmt_failed(own->insert);
    if (status != VZ_OK) {
        return status;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        struct target *target = &plan->targets[plan->n_targets++];
        target->path = vz_arena_strdup(&plan->arena, table->columns[i].path);
        target->table = index;
        target->parameter = fixed + (int)i + 1;
        if (!target->path) {
            return VZ_NOMEM;
        }
    }
    return VZ_OK;
}

static enum vz_status fill_plan(struct vz_hub_store *store,
                                struct vz_typed_plan *plan,
                                const struct vz_typed_tables *tables,
                                const struct vz_schema *schema) {
    size_t n = 0;
    for (size_t i = 0; i < tables->n; i++) {
        n += tables->items[i].n_columns;
    }
    plan->tables =
        vz_arena_alloc_array(&plan->arena, tables->n, sizeof(*plan->tables));
    plan->targets =
        vz_arena_alloc_array(&plan->arena, n, sizeof(*plan->targets));
    if (!plan->tables || !plan->targets) {
        return VZ_NOMEM;
    }
    for (size_t i = 0; i < tables->n; i++) {
        enum vz_status status = plan_table(store, plan, &tables->items[i]);
        if (status != VZ_OK) {
            return status;
        }
    }
    qsort(plan->targets, plan->n_targets, sizeof(*plan->targets),
          compare_targets);
    const struct vz_field *consent = vz_schema_role(schema, "consent");
    if (consent) {
        plan->consent_path = vz_arena_strdup(&plan->arena, consent->path);
    }
    return consent && !plan->consent_path ? VZ_NOMEM : VZ_OK;
}

static enum vz_status make_plan(struct vz_hub_store *store,
                                const struct vz_typed_row *row,
                                struct vz_typed_plan **out) {
    struct vz_typed_tables tables;
    enum vz_status status = vz_typed_tables_load(store, row->form_id, &tables);
    if (status != VZ_OK) {
        return status;
    }
    struct vz_typed_plan *plan = calloc(1, sizeof(*plan));
    status = plan ? fill_plan(store, plan, &tables, row->schema) : VZ_NOMEM;
    vz_typed_tables_finish(&tables);
    if (status == VZ_OK && !vz_grow(&store->plans, &store->plans_cap,
                                    store->n_plans, sizeof(*store->plans))) {
        status = VZ_NOMEM;
    }
    if (status != VZ_OK) {
        plan_destroy(plan);
        return status;
    }
    plan->schema_version_id = row->schema_version_id;
    store->plans[store->n_plans++] = plan;
    *out = plan;
    return VZ_OK;
}

static enum vz_status plan_for(struct vz_hub_store *store,
                               const struct vz_typed_row *row,
                               struct vz_typed_plan **out) {
    for (size_t i = 0; i < store->n_plans; i++) {
        if (store->plans[i]->schema_version_id == row->schema_version_id) {
            *out = store->plans[i];
            return VZ_OK;
        }
    }
    return make_plan(store, row, out);
}

// ---------------------------------------------------------------- inserting
// The values of a submission by the repeat row that they lie in: those of row
// r are order[first[r + 1] .. first[r + 2]), r = -1 being the main row.
struct by_row {
    size_t *first;
    size_t *order;
};

static bool by_row_init(struct by_row *rows, const struct vz_submission *s) {
    rows->first = vz_alloc_array(s->n_repeats + 3, sizeof(size_t));
    rows->order = vz_alloc_array(s->n_values, sizeof(size_t));
    if (!rows->first || !rows->order) {
        free(rows->first);
        free(rows->order);
        return false;
    }
    // Counting sort; first[] is shifted by one so that filling restores it.
    for (size_t i = 0; i < s->n_values; i++) {
        rows->first[s->values[i].repeat + 3]++;
    }
    for (size_t i = 1; i < s->n_repeats + 3; i++) {
        rows->first[i] += rows->first[i - 1];
    }
    for (size_t i = 0; i < s->n_values; i++) {
        rows->order[rows->first[s->values[i].repeat + 2]++] = i;
    }
    return true;
}

static void by_row_finish(struct by_row *rows) {
    free(rows->first);
    free(rows->order);
}

static const struct target *find_target(const struct vz_typed_plan *plan,
                                        const char *path) {
    struct target key = {.path = path};
    return bsearch(&key, plan->targets, plan->n_targets, sizeof(key),
                   compare_targets);
}

static size_t find_plan_table(const struct vz_typed_plan *plan,
                              const char *path) {
    for (size_t i = 0; i < plan->n_tables; i++) {
        if (!strcmp(plan->tables[i].path, path)) {
            return i;
        }
    }
    return plan->n_tables;
}

// Binds the answers of one row and leaves the other columns NULL.
static void bind_values(const struct vz_typed_plan *plan, size_t table,
                        int fixed, const struct vz_submission *parsed,
                        const struct by_row *rows, size_t r) {
    struct vz_stmt *stmt = plan->tables[table].insert;
    for (int i = fixed + 1; i <= plan->tables[table].n_parameters; i++) {
        vz_stmt_bind_null(stmt, i);
    }
    for (size_t i = rows->first[r]; i < rows->first[r + 1]; i++) {
        const struct vz_submission_value *value =
            &parsed->values[rows->order[i]];
        const struct target *target = find_target(plan, value->path);
        if (target && target->table == table && *value->text) {
            vz_stmt_bind_text(stmt, target->parameter, value->text);
        }
    }
}

static const char *consent_of(const struct vz_typed_plan *plan,
                              const struct vz_submission *parsed) {
    for (size_t i = 0; plan->consent_path && i < parsed->n_values; i++) {
        if (!strcmp(parsed->values[i].path, plan->consent_path)) {
            return parsed->values[i].text;
        }
    }
    return NULL;
}

static enum vz_status insert_main(const struct vz_typed_plan *plan,
                                  const struct vz_typed_row *row,
                                  const struct by_row *rows) {
    size_t table = find_plan_table(plan, "");
    if (table == plan->n_tables) {
        return VZ_CORRUPT;
    }
    struct vz_stmt *stmt = plan->tables[table].insert;
    struct vz_period period = vz_period_of(row->parsed, row->received_ms);
    vz_stmt_reset(stmt);
    vz_stmt_bind_int(stmt, 1, row->submission_id);
    vz_stmt_bind_text(stmt, 2, period.date);
    vz_stmt_bind_int(stmt, 3, period.year);
    vz_stmt_bind_int(stmt, 4, period.month);
    vz_stmt_bind_text(stmt, 5, period.week);
    vz_stmt_bind_text(stmt, 6, period.from_form ? "form" : "received");
    vz_stmt_bind_text(stmt, 7, consent_of(plan, row->parsed));
    bind_values(plan, table, MAIN_FIXED, row->parsed, rows, 0);
    return vz_stmt_run(stmt);
}

// What has been inserted of one submission's repeat rows.
struct repeat_done {
    int64_t row_id;
    int64_t position; // from 1, among the rows of this repeat in this parent
};

// Rows come in document order, so a sibling before this one lies after their
// parent, and the gaps between siblings add up to no more than all rows.
static int64_t next_position(const struct vz_submission *parsed, size_t r,
                             const struct repeat_done *done) {
    const struct vz_submission_repeat *repeat = &parsed->repeats[r];
    for (size_t i = r; i-- > 0 && (int64_t)i > repeat->parent;) {
        const struct vz_submission_repeat *other = &parsed->repeats[i];
        if (other->parent == repeat->parent &&
            !strcmp(other->path, repeat->path)) {
            return done[i].position + 1;
        }
    }
    return 1;
}

static enum vz_status insert_repeat(const struct vz_typed_plan *plan,
                                    const struct vz_typed_row *row,
                                    const struct by_row *rows, size_t r,
                                    struct repeat_done *done) {
    const struct vz_submission_repeat *repeat = &row->parsed->repeats[r];
    size_t table = find_plan_table(plan, repeat->path);
    if (table == plan->n_tables) {
        return VZ_OK;
    }
    done[r].position = next_position(row->parsed, r, done);
    struct vz_stmt *stmt = plan->tables[table].insert;
    vz_stmt_reset(stmt);
    vz_stmt_bind_int(stmt, 1, row->submission_id);
    if (repeat->parent >= 0) {
        vz_stmt_bind_int(stmt, 2, done[repeat->parent].row_id);
    } else {
        vz_stmt_bind_null(stmt, 2);
    }
    vz_stmt_bind_int(stmt, 3, done[r].position);
    bind_values(plan, table, REPEAT_FIXED, row->parsed, rows, r + 1);
    return vz_stmt_run_id(stmt, &done[r].row_id);
}

enum vz_status vz_typed_insert(struct vz_hub_store *store,
                               const struct vz_typed_row *row) {
    struct vz_typed_plan *plan = NULL;
    enum vz_status status = plan_for(store, row, &plan);
    if (status != VZ_OK) {
        return status;
    }
    struct by_row rows;
    if (!by_row_init(&rows, row->parsed)) {
        return VZ_NOMEM;
    }
    struct repeat_done *done =
        vz_alloc_array(row->parsed->n_repeats, sizeof(*done));
    status = done ? insert_main(plan, row, &rows) : VZ_NOMEM;
    for (size_t r = 0; r < row->parsed->n_repeats && status == VZ_OK; r++) {
        status = insert_repeat(plan, row, &rows, r, done);
    }
    free(done);
    by_row_finish(&rows);
    return status;
}

// ----------------------------------------------------------------- removing
static enum vz_status delete_rows(struct vz_hub_store *store, const char *name,
                                  int64_t submission_id) {
    struct vz_strbuf sql = {0};
    vz_strbuf_append(&sql, "DELETE FROM ");
    vz_db_quote(&sql, name);
    if (submission_id) {
        vz_strbuf_append(&sql, " WHERE submission_id = ?");
    }
    if (sql.failed) {
        vz_strbuf_finish(&sql);
        return VZ_NOMEM;
    }
    struct vz_stmt *stmt = vz_db_prepare_text(store->db, sql.data);
    vz_strbuf_finish(&sql);
    if (submission_id) {
        vz_stmt_bind_int(stmt, 1, submission_id);
    }
    enum vz_status status = vz_stmt_run(stmt);
    vz_stmt_finish(stmt);
    return status;
}

enum vz_status vz_typed_delete(struct vz_hub_store *store, int64_t form_id,
                               int64_t submission_id) {
    struct vz_typed_tables tables;
    enum vz_status status = vz_typed_tables_load(store, form_id, &tables);
    for (size_t i = 0; i < tables.n && status == VZ_OK; i++) {
        status = delete_rows(store, tables.items[i].name, submission_id);
    }
    vz_typed_tables_finish(&tables);
    return status;
}

enum vz_status vz_typed_clear(struct vz_hub_store *store, int64_t form_id) {
    return vz_typed_delete(store, form_id, 0);
}

// ------------------------------------------------------------------ reading
// The SELECT up to where a WHERE may follow.
static void select_from(struct vz_strbuf *sql, const char *system_columns,
                        const char *main_table,
                        const struct vz_typed_table *table, bool is_main) {
    vz_strbuf_append(sql, "SELECT ");
    vz_strbuf_append(sql, system_columns);
    for (size_t i = 0; i < table->n_columns; i++) {
        vz_strbuf_append(sql, ", t.");
        vz_db_quote(sql, table->columns[i].name);
    }
    vz_strbuf_append(sql, " FROM ");
    vz_db_quote(sql, table->name);
    vz_strbuf_append(sql, " AS t JOIN submissions AS s"
                          " ON s.submission_id = t.submission_id ");
    if (!is_main) {
        vz_strbuf_append(sql, "JOIN ");
        vz_db_quote(sql, main_table);
        vz_strbuf_append(sql, " AS m ON m.submission_id = t.submission_id ");
    }
    vz_strbuf_append(sql, "LEFT JOIN devices AS d"
                          " ON d.device_id = s.device_id ");
}

void vz_typed_select(struct vz_strbuf *sql, const char *system_columns,
                     const char *main_table, const struct vz_typed_table *table,
                     bool is_main) {
    select_from(sql, system_columns, main_table, table, is_main);
    vz_strbuf_append(sql, is_main ? "ORDER BY t.submission_id"
                                  : "ORDER BY t.row_id");
}

void vz_typed_select_piece(struct vz_strbuf *sql, const char *system_columns,
                           const char *main_table,
                           const struct vz_typed_table *table, bool is_main,
                           const char *filter, bool ascending) {
    const char *key = is_main ? "t.submission_id" : "t.row_id";
    select_from(sql, system_columns, main_table, table, is_main);
    vz_strbuf_append(sql, "WHERE ");
    if (filter) {
        vz_strbuf_append(sql, filter);
        vz_strbuf_append(sql, " AND ");
    }
    vz_strbuf_append(sql, "t.submission_id >= ? AND t.submission_id <= ? AND ");
    vz_strbuf_append(sql, key);
    vz_strbuf_append(sql, ascending ? " > ? ORDER BY " : " < ? ORDER BY ");
    vz_strbuf_append(sql, key);
    vz_strbuf_append(sql, ascending ? "" : " DESC");
    vz_strbuf_append(sql, " LIMIT ? OFFSET ?");
}

void vz_typed_select_count(struct vz_strbuf *sql,
                           const struct vz_typed_table *table,
                           const char *filter) {
    vz_strbuf_append(sql, "SELECT count(*) FROM ");
    vz_db_quote(sql, table->name);
    vz_strbuf_append(sql, " AS t");
    if (filter) {
        vz_strbuf_append(sql, " JOIN submissions AS s"
                              " ON s.submission_id = t.submission_id WHERE ");
        vz_strbuf_append(sql, filter);
    }
}

void vz_typed_select_attachments(struct vz_strbuf *sql,
                                 const char *main_table) {
    vz_strbuf_append(sql, "SELECT t._consent, s.instance_id, a.name, a.blob_id,"
                          " a.content_type FROM ");
    vz_db_quote(sql, main_table);
    vz_strbuf_append(sql, " AS t JOIN submissions AS s"
                          " ON s.submission_id = t.submission_id"
                          " JOIN attachments AS a"
                          " ON a.submission_id = t.submission_id"
                          " WHERE a.expected = 1 AND a.blob_id IS NOT NULL"
                          " ORDER BY t.submission_id, a.name");
}
