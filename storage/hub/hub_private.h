/*
 * What the files of this folder share and nobody else sees.
 */
#ifndef VZ_STORAGE_HUB_HUB_PRIVATE_H
#define VZ_STORAGE_HUB_HUB_PRIVATE_H

#include "base/clock.h"
#include "storage/db/db.h"
#include "hub_store.h"

struct vz_typed_plan;

struct vz_hub_store {
    struct vz_db *db;
    struct vz_hub_place place;
    bool in_transaction; // begun by vz_hub_store_begin
    // Prepared typed inserts, one for each form version that was met.
    struct vz_typed_plan **plans;
    size_t n_plans, plans_cap;
};

// Now, as ISO 8601 UTC.
void vz_hub_now(char out[VZ_ISO_SIZE]);

// Such a time in milliseconds, 0 when it is none. The zone is not looked at.
int64_t vz_hub_iso_ms(const char *text);

// Begins unless the caller did; ends only what it began.
enum vz_status vz_hub_enter(struct vz_hub_store *store, bool *began);
// Commits when `status` is VZ_OK, else rolls back. Answers the final status.
enum vz_status vz_hub_leave(struct vz_hub_store *store, bool began,
                            enum vz_status status);

// Stores bytes by content; *blob_id is the new or the old row.
enum vz_status vz_hub_blob_add(struct vz_hub_store *store, const char *sha256,
                               const void *bytes, size_t len, int64_t *blob_id);

// The column's text in the arena; "" for NULL. NULL = out of memory.
const char *vz_hub_column(struct vz_arena *arena, struct vz_stmt *stmt,
                          int column);

// Replaces what some file system refuses in a name, a dot at its begin too, by
// '-'. Text from outside then cannot leave the folder that it is put in.
void vz_hub_tame_filename(char *name);

#endif
