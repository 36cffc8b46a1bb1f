/*
 * What a kiosk tells of itself: how much waits, what was counted, how it is.
 *
 * Numbers, versions and reasons that this program words itself; nothing of what
 * anybody answered, no id of a visit and no name.
 */
#ifndef VZ_STORAGE_KIOSK_HEARTBEAT_H
#define VZ_STORAGE_KIOSK_HEARTBEAT_H

#include "kiosk_store.h"

enum vz_microphone {
    VZ_MICROPHONE_UNTRIED,
    VZ_MICROPHONE_WORKS,
    VZ_MICROPHONE_SILENT,
    VZ_MICROPHONE_ABSENT
};

// What the store does not know.
struct vz_heartbeat_facts {
    const char *app_version;
    const char *device_id; // or NULL
    int64_t clock_ms;      // wall time of this kiosk
    int64_t disk_free;     // bytes; below 0 = unknown
    int battery_percent;   // below 0 = there is none
    bool charging;
    enum vz_microphone microphone; // what staff's last test found
};

// All of it as one JSON object, which storage/README.md describes; of the day
// counts those from `since` on. The text is for free(3).
enum vz_status vz_heartbeat_json(struct vz_kiosk_store *store,
                                 const struct vz_heartbeat_facts *facts,
                                 const char *since, char **json);

#endif
