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
#include "row_filter.h"

struct vz_hub_rows;

struct vz_hub_rows_params {
    int64_t form_id;
    // The form's schema (of all versions together); outlives the rows.
    const struct vz_schema *schema;
    enum vz_consent audience; // who will read it
    // A feed: pieces of the tables, with the columns that feeds show.
    bool feed, ascending;
    const struct vz_row_filter *filter; // of a feed, or NULL; outlives the rows
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

// Of a feed, instead:
//   submission_id instance_id received_at reviewed_at device_id device
//   attachments_present attachments_expected encrypted review_state client_id
//   deprecated_id form_version
// and of a repeat
//   submission_id instance_id row parent_row position
enum vz_feed_column {
    VZ_FEED_SUBMISSION,
    VZ_FEED_INSTANCE,
    VZ_FEED_RECEIVED,
    VZ_FEED_REVIEWED,
    VZ_FEED_DEVICE_ID,
    VZ_FEED_DEVICE,
    VZ_FEED_PRESENT,
    VZ_FEED_EXPECTED,
    VZ_FEED_ENCRYPTED,
    VZ_FEED_REVIEW_STATE,
    VZ_FEED_CLIENT,
    VZ_FEED_DEPRECATED,
    VZ_FEED_VERSION,
    VZ_FEED_MAIN_COLUMNS,
    VZ_FEED_ROW = 2,
    VZ_FEED_PARENT_ROW,
    VZ_FEED_POSITION,
    VZ_FEED_REPEAT_COLUMNS,
};

// Which rows of a feed's table are read: from the newest to the oldest, or the
// other way round. Set before the first row is asked for; without it, all.
struct vz_feed_piece {
    int64_t first, last; // submission_ids, both included
    int64_t after;       // the key of the row before: submission_id, or row
    int64_t limit, skip;
};
void vz_hub_rows_piece(struct vz_hub_rows *rows, size_t table,
                       const struct vz_feed_piece *piece);
// How many rows a feed's table has under the filter.
enum vz_status vz_hub_rows_count(struct vz_hub_rows *rows, size_t table,
                                 int64_t *n);
// The path of a table's repeat; "" = the submissions.
const char *vz_hub_rows_path(const struct vz_hub_rows *rows, size_t table);

#endif
