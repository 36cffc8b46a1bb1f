/*
 * Tells the hub how this kiosk is: at most every 10 minutes after a round that
 * reached the server, at least hourly.
 */
#ifndef VZ_STORAGE_SYNC_HEARTBEAT_SENDER_H
#define VZ_STORAGE_SYNC_HEARTBEAT_SENDER_H

#include "sync_link.h"

// Zeroed = nothing was told yet. What is remembered between rounds.
struct vz_heartbeat_sender {
    bool refused;      // this server takes none: not asked again
    int64_t due_ms;    // monotonic; not before
    int64_t latest_ms; // then also when the round reached nobody; 0 = unset
};

// Posts one to `heartbeat` below the server's address when it is due.
// `reached`: the round before found the server. Failures are no news but for
// the log: the next one tells all again. Another server than our hub knows no
// such address and is left alone until the program starts anew.
void vz_heartbeat_sender_run(struct vz_heartbeat_sender *sender,
                             const struct vz_sync_link *link, const char *dir,
                             bool reached);

#endif
