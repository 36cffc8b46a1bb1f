/*
 * What the files of this folder share.
 */
#ifndef VZ_STORAGE_KIOSK_KIOSK_STORE_PRIVATE_H
#define VZ_STORAGE_KIOSK_KIOSK_STORE_PRIVATE_H

#include "kiosk_store.h"
#include "storage/db/db.h"

struct vz_kiosk_store {
    struct vz_db *db;
};

// Adds one to a counter of the schema, within the caller's transaction.
enum vz_status vz_kiosk_store_count(struct vz_kiosk_store *store,
                                    const char *name);

// Ends a transaction: commits when `status` is VZ_OK, else undoes it. Answers
// what the whole came to.
enum vz_status vz_kiosk_store_end(struct vz_kiosk_store *store,
                                  enum vz_status status);

// What day_counts.h counts of an instance. Within the caller's transaction, and
// before its state changes; NULL = all that are open.
enum vz_day_what { VZ_DAY_STARTED, VZ_DAY_COMPLETED, VZ_DAY_ABANDONED };
enum vz_status vz_day_counts_add(struct vz_kiosk_store *store,
                                 enum vz_day_what what,
                                 const char *instance_id);

// A column's bytes in the arena, with a final NUL; NULL when out of memory.
const char *vz_kiosk_copy_bytes(struct vz_arena *arena, struct vz_stmt *stmt,
                                int column, size_t *len);

// Names of settings that status reads.
#define VZ_KIOSK_LAST_SYNC "sync.last_success_at"
#define VZ_KIOSK_LAST_ERROR "sync.last_error"

#endif
