/*
 * How each kiosk is: its last heartbeat, what it counted, and which of its
 * submissions the hub does not have.
 *
 * A kiosk numbers its visits from 1 without a gap. A number that did not come
 * and that the kiosk does not call abandoned or still open is owed.
 */
#ifndef VZ_STORAGE_HUB_FLEET_H
#define VZ_STORAGE_HUB_FLEET_H

#include "base/clock.h"
#include "hub_devices.h"
#include "hub_store.h"

// In what state visits are at the kiosk.
enum vz_fleet_state {
    VZ_FLEET_ABANDONED, // never come
    VZ_FLEET_OPEN,      // somebody answers, or a worker's draft
    VZ_FLEET_WAITING,   // complete, and not sent yet
};
#define VZ_FLEET_STATES 3

struct vz_fleet_range {
    int64_t first, last; // numbers of visits, both included
};
struct vz_fleet_day {
    const char *day, *form_id; // "2026-11-24", formID
    int64_t started, completed, abandoned;
};

// A heartbeat as it came, checked. All borrowed.
struct vz_heartbeat {
    const char *app_version, *client_id;
    const char *last_error;
    const char *microphone;   // "works", "silent", "absent"; NULL = untried
    const char *forms, *held; // JSON: [{"form", "version"}], [{"reason", "n"}]
    int64_t clock_ms;         // what the kiosk took for now
    int64_t unsent, n_held;
    int64_t oldest_unsent_ms; // by the kiosk's clock, 0 = none
    int64_t disk_free;        // bytes, -1 = unknown
    int64_t battery;          // percent, -1 = none
    bool charging;
    int64_t begun, completed, abandoned; // ever
    const struct vz_fleet_range *ranges[VZ_FLEET_STATES];
    size_t n_ranges[VZ_FLEET_STATES];
    const struct vz_fleet_day *days;
    size_t n_days;
};

// Keeps it in place of the one before. The counts of a day replace those that
// were known; what was abandoned stays known when the kiosk has forgotten it.
enum vz_status vz_fleet_store(struct vz_hub_store *store, int64_t device_id,
                              int64_t now_ms, const struct vz_heartbeat *beat);

// What somebody should look at.
enum vz_fleet_alert {
    VZ_FLEET_SILENT = 1 << 0,   // nothing for a day
    VZ_FLEET_DISK_LOW = 1 << 1, // under 1 GB
    VZ_FLEET_HELD = 1 << 2,     // submissions wait for staff
    VZ_FLEET_CLOCK = 1 << 3,    // more than 5 minutes off
    VZ_FLEET_BATTERY = 1 << 4,  // under 20 percent and not charging
    VZ_FLEET_MISSING = 1 << 5,  // owed, and not waiting at the kiosk
    VZ_FLEET_NO_SOUND = 1 << 6, // staff's test of the microphone failed
};

struct vz_fleet_gap {
    int64_t first, last;
    int64_t waiting; // how many of these the kiosk still has to send
};
#define VZ_FLEET_GAPS 50

struct vz_fleet_device {
    struct vz_hub_device device;
    // The last heartbeat, or the newest submission when that is later;
    // "" = never.
    char seen_at[VZ_ISO_SIZE];
    bool told; // there is a heartbeat, and what follows is known
    char app_version[64];
    char oldest_unsent_at[VZ_ISO_SIZE]; // by the hub's clock, "" = none
    char microphone[16];                // "" = untried
    char *forms, *held;                 // JSON; owned, as the next is
    char *last_error;                   // in words, "" = none
    int64_t clock_error_ms, unsent, n_held, disk_free, battery;
    bool charging;
    int64_t begun, completed, abandoned;
    struct vz_fleet_gap gaps[VZ_FLEET_GAPS]; // the first of them
    size_t n_gaps;                           // at most VZ_FLEET_GAPS
    int64_t owed, waiting;                   // numbers in all gaps
    unsigned alerts;                         // of enum vz_fleet_alert
};
struct vz_fleet {
    struct vz_fleet_device *items;
    size_t n, cap;
};
// All devices, the oldest first, as they are at `now_ms`. Revoked ones raise no
// alerts. Whatever the answer, `fleet` is to be finished.
enum vz_status vz_fleet_read(struct vz_hub_store *store, int64_t now_ms,
                             struct vz_fleet *fleet);
void vz_fleet_finish(struct vz_fleet *fleet);

#endif
