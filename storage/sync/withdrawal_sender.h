/*
 * Tells the hub which stories were asked back at this kiosk.
 */
#ifndef VZ_STORAGE_SYNC_WITHDRAWAL_SENDER_H
#define VZ_STORAGE_SYNC_WITHDRAWAL_SENDER_H

#include "sync_link.h"

// Posts each waiting hash to `withdrawals` below the server's address, until
// the hub says that it erased the story or remembers the code. Another server
// than our hub knows no such address: VZ_NOT_FOUND, and the requests stay.
enum vz_status vz_withdrawal_sender_run(const struct vz_sync_link *link,
                                        struct vz_error *error);

#endif
