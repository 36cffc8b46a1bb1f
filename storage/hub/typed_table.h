/*
 * Typed tables: one table a form and one a repeat, a column a question.
 *
 * They are derived from the submissions' XML, filled in the same transaction
 * and can be rebuilt. This is the one file of the hub's store that builds SQL
 * from identifiers; each goes through vz_db_quote.
 *
 *   form_<id>             submission_id, _date, _year, _month, _week,
 *                         _date_source, _consent, then the fields by path
 *   form_<id>_repeat_<n>  row_id, submission_id, parent_row_id, position,
 *                         then the fields of the repeat
 *
 * A field keeps its column when a later version drops it; a version with new
 * fields adds columns. Column names are the paths, cut to 59 bytes and made
 * unique without regard to case, because SQL ignores case and PostgreSQL cuts.
 */
#ifndef VZ_STORAGE_HUB_TYPED_TABLE_H
#define VZ_STORAGE_HUB_TYPED_TABLE_H

#include "base/schema.h"
#include "base/status.h"
#include "openrosa/openrosa.h"
#include "hub_store.h"

// More columns than this in one table are refused (PostgreSQL takes 1,600).
#define VZ_TYPED_COLUMNS_MAX 1590

// Makes the tables and columns that a form version needs; within the caller's
// transaction. VZ_LIMIT: too many columns.
enum vz_status vz_typed_ensure(struct vz_hub_store *store, int64_t form_id,
                               const struct vz_schema *schema,
                               struct vz_error *error);

// One submission on its way into the typed tables.
struct vz_typed_row {
    int64_t form_id;
    int64_t schema_version_id; // form_versions; names `schema`
    const struct vz_schema *schema;
    int64_t submission_id;
    const struct vz_submission *parsed;
    int64_t received_ms; // wall time
};
// Inserts it; within the caller's transaction.
enum vz_status vz_typed_insert(struct vz_hub_store *store,
                               const struct vz_typed_row *row);
// Removes a submission's rows (an edit replaced it).
enum vz_status vz_typed_delete(struct vz_hub_store *store, int64_t form_id,
                               int64_t submission_id);

// Forgets prepared inserts: after a rebuild, and when the store is closed.
void vz_typed_plans_destroy(struct vz_hub_store *store);

// The typed tables of a form, parents before children.
struct vz_typed_column {
    const char *path;
    const char *name;
    enum vz_field_type type;
};
struct vz_typed_table {
    int64_t typed_table_id;
    const char *path; // "" = the form itself
    const char *name;
    struct vz_typed_column *columns;
    size_t n_columns;
};
struct vz_typed_tables {
    struct vz_arena arena;
    struct vz_typed_table *items;
    size_t n;
};
enum vz_status vz_typed_tables_load(struct vz_hub_store *store, int64_t form_id,
                                    struct vz_typed_tables *tables);
void vz_typed_tables_finish(struct vz_typed_tables *tables);

// Appends a SELECT over one typed table joined with its submissions: the
// system columns (see system_columns in hub_rows.c), then `columns` by name.
void vz_typed_select(struct vz_strbuf *sql, const char *system_columns,
                     const char *main_table, const struct vz_typed_table *table,
                     bool is_main);

// The same for a piece of the table, in the order of arrival or against it:
// parameters are those of `filter` (SQL over s, or NULL), then the lowest and
// the highest submission_id, the key that comes before the first row, the most
// rows, and how many are skipped. The key is submission_id, of a repeat row_id.
void vz_typed_select_piece(struct vz_strbuf *sql, const char *system_columns,
                           const char *main_table,
                           const struct vz_typed_table *table, bool is_main,
                           const char *filter, bool ascending);
// Appends a SELECT that counts the rows which `filter` lets through.
void vz_typed_select_count(struct vz_strbuf *sql,
                           const struct vz_typed_table *table,
                           const char *filter);

// Appends a SELECT over the files that the XML names and that have come:
// consent, instanceID, name, blob_id, content type; by submission. Only of
// submissions that have a row in the main table.
void vz_typed_select_attachments(struct vz_strbuf *sql, const char *main_table);

// Drops a form's typed rows so that they can be inserted anew.
enum vz_status vz_typed_clear(struct vz_hub_store *store, int64_t form_id);

#endif
