/*
 * The rows of an erasure: what erasure.c and erasure_arrival.c share. All of
 * it runs within the caller's transaction.
 */
#ifndef VZ_STORAGE_HUB_ERASURE_ROWS_H
#define VZ_STORAGE_HUB_ERASURE_ROWS_H

#include "erasure_log.h"
#include "hub_store.h"

// Whether this instance was erased, and whether this code was given back.
enum vz_status vz_tombstone_find(struct vz_hub_store *store,
                                 const char *instance_id, bool *found);
enum vz_status vz_withdrawal_find(struct vz_hub_store *store,
                                  const char *withdrawal, bool *found);
// The same by the hash of a line of the log.
enum vz_status vz_erasure_find(struct vz_hub_store *store,
                               const struct vz_erasure_line *line, bool *found);
// Writes its row; *added is false when it was there.
enum vz_status vz_erasure_add(struct vz_hub_store *store,
                              const struct vz_erasure_line *line, bool *added);

// Writes the tombstone of an instance, its line in the log unless the
// tombstone was there, and an audit row.
enum vz_status vz_erasure_entomb(struct vz_hub_store *store,
                                 const char *instance_id, const char *actor,
                                 const char *now);

// Says that a submission's XML is masked, and that no files belong to it.
enum vz_status vz_erasure_mark(struct vz_hub_store *store,
                               int64_t submission_id, const char *now);

// For vz_submission_parse: true when `schema` has a repeat at `path`.
bool vz_erasure_is_repeat(const char *path, void *schema);

#endif
