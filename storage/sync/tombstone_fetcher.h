/*
 * Asks the hub what was taken back, so that the copies which the kiosk keeps
 * of what it has sent do not outlive a story.
 */
#ifndef VZ_STORAGE_SYNC_TOMBSTONE_FETCHER_H
#define VZ_STORAGE_SYNC_TOMBSTONE_FETCHER_H

#include "sync_link.h"

// Asks only when such copies are kept. VZ_NETWORK, VZ_DENIED: not had;
// VZ_NOT_FOUND: this server tells of none; VZ_INVALID: this is no such list,
// and nothing was removed.
enum vz_status vz_tombstone_fetcher_run(const struct vz_sync_link *link,
                                        struct vz_error *error);

#endif
