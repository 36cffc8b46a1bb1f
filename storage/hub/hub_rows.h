/*
 * Typed tables on their way out: a source of rows that obeys consent.
 *
 * Exports and reports read submissions through this and nothing else, so what
 * consent does not allow is not there for any of them.
 */
#ifndef VZ_STORAGE_HUB_HUB_ROWS_H
#define VZ_STORAGE_HUB_HUB_ROWS_H

#include "base/table.h"
#include "consent_ladder.h"
#include "hub_store.h"

struct vz_hub_rows;

struct vz_hub_rows_params {
    int64_t form_id;
    // The form's schema (of all versions together); outlives the rows.
    const struct vz_schema *schema;
    enum vz_consent audience; // who will read it
};

// Opens the form's tables: the first holds the submissions, the others one
// repeat each, with parent keys. The result reads one snapshot of the store:
// rows that arrive later are not in it. VZ_NOT_FOUND: no such form.
enum vz_status vz_hub_rows_open(struct vz_hub_rows **out,
                                struct vz_hub_store *store,
                                const struct vz_hub_rows_params *params,
                                struct vz_error *error);
void vz_hub_rows_close(struct vz_hub_rows *rows);

// The tables, to be read one after the other; valid until close.
struct vz_table *vz_hub_rows_tables(struct vz_hub_rows *rows, size_t *n);

// Columns before those of the form: of the main table
//   instance_id received_at form_version device sequence date year month week
//   attachments_expected attachments_present
// and of a repeat
//   instance_id row parent_row position
#define VZ_ROWS_MAIN_COLUMNS 11
#define VZ_ROWS_REPEAT_COLUMNS 4

#endif
