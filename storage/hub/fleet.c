#include "fleet.h"

#include "hub_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS ((int64_t)60 * 1000)
#define SILENT_MS (24 * 60 * MINUTE_MS)
#define CLOCK_MS (5 * MINUTE_MS)
#define DISK_LOW ((int64_t)1000 * 1000 * 1000)
#define BATTERY_LOW 20

static const char *const state_names[VZ_FLEET_STATES] = {
    [VZ_FLEET_ABANDONED] = "abandoned",
    [VZ_FLEET_OPEN] = "open",
    [VZ_FLEET_WAITING] = "waiting",
};

static void format_time(int64_t ms, char out[VZ_ISO_SIZE]) {
    struct vz_datetime time = vz_clock_utc(ms);
    vz_clock_format_iso(&time, out, VZ_ISO_SIZE);
}

// ------------------------------------------------------------------ storing
static void bind_or_null(struct vz_stmt *stmt, int index, int64_t number) {
    if (number < 0) {
        vz_stmt_bind_null(stmt, index);
    } else {
        vz_stmt_bind_int(stmt, index, number);
    }
}

static enum vz_status store_beat(struct vz_hub_store *store, int64_t device_id,
                                 int64_t now_ms,
                                 const struct vz_heartbeat *beat) {
    char now[VZ_ISO_SIZE], oldest[VZ_ISO_SIZE];
    int64_t error_ms = beat->clock_ms - now_ms;
    format_time(now_ms, now);
    format_time(beat->oldest_unsent_ms - error_ms, oldest);
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "INSERT INTO heartbeats (device_id, received_at, client_id,"
        " app_version, forms, clock_error_ms, unsent, oldest_unsent_at, n_held,"
        " held, disk_free, battery, charging, microphone, last_error, begun,"
        " completed, abandoned)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    vz_stmt_bind_int(stmt, 1, device_id);
    vz_stmt_bind_text(stmt, 2, now);
    vz_stmt_bind_text(stmt, 3, beat->client_id);
    vz_stmt_bind_text(stmt, 4, beat->app_version);
    vz_stmt_bind_text(stmt, 5, beat->forms);
    vz_stmt_bind_int(stmt, 6, error_ms);
    vz_stmt_bind_int(stmt, 7, beat->unsent);
    vz_stmt_bind_text(stmt, 8, beat->oldest_unsent_ms ? oldest : NULL);
    vz_stmt_bind_int(stmt, 9, beat->n_held);
    vz_stmt_bind_text(stmt, 10, beat->held);
    bind_or_null(stmt, 11, beat->disk_free);
    bind_or_null(stmt, 12, beat->battery);
    vz_stmt_bind_int(stmt, 13, beat->charging);
    vz_stmt_bind_text(stmt, 14, beat->microphone);
    vz_stmt_bind_text(stmt, 15, beat->last_error);
    vz_stmt_bind_int(stmt, 16, beat->begun);
    vz_stmt_bind_int(stmt, 17, beat->completed);
    vz_stmt_bind_int(stmt, 18, beat->abandoned);
    return vz_stmt_run(stmt);
}

static enum vz_status forget_last(struct vz_hub_store *store,
                                  int64_t device_id) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM heartbeats WHERE device_id = ?");
    vz_stmt_bind_int(stmt, 1, device_id);
    enum vz_status status = vz_stmt_run(stmt);
    if (status == VZ_OK) {
        stmt = vz_db_prepare(store->db,
                             "DELETE FROM device_numbers WHERE device_id = ?"
                             " AND state <> 'abandoned'");
        vz_stmt_bind_int(stmt, 1, device_id);
        status = vz_stmt_run(stmt);
    }
    return status;
}

static enum vz_status store_range(struct vz_hub_store *store, int64_t device_id,
                                  const char *state,
                                  const struct vz_fleet_range *range) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO device_numbers (device_id, state, first_number,"
                   " last_number) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT (device_id, state, first_number) DO UPDATE"
                   " SET last_number = excluded.last_number"
                   " WHERE device_numbers.last_number < excluded.last_number");
    vz_stmt_bind_int(stmt, 1, device_id);
    vz_stmt_bind_text(stmt, 2, state);
    vz_stmt_bind_int(stmt, 3, range->first);
    vz_stmt_bind_int(stmt, 4, range->last);
    return vz_stmt_run(stmt);
}

static enum vz_status store_day(struct vz_hub_store *store, int64_t device_id,
                                const struct vz_fleet_day *day) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "INSERT INTO device_days (device_id, day, xml_form_id, started,"
        " completed, abandoned) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device_id, day, xml_form_id) DO UPDATE"
        " SET started = excluded.started, completed = excluded.completed,"
        " abandoned = excluded.abandoned");
    vz_stmt_bind_int(stmt, 1, device_id);
    vz_stmt_bind_text(stmt, 2, day->day);
    vz_stmt_bind_text(stmt, 3, day->form_id);
    vz_stmt_bind_int(stmt, 4, day->started);
    vz_stmt_bind_int(stmt, 5, day->completed);
    vz_stmt_bind_int(stmt, 6, day->abandoned);
    return vz_stmt_run(stmt);
}

static enum vz_status store_rows(struct vz_hub_store *store, int64_t device_id,
                                 const struct vz_heartbeat *beat) {
    enum vz_status status = VZ_OK;
    for (int state = 0; state < VZ_FLEET_STATES; state++) {
        for (size_t i = 0; i < beat->n_ranges[state] && status == VZ_OK; i++) {
            status = store_range(store, device_id, state_names[state],
                                 &beat->ranges[state][i]);
        }
    }
    for (size_t i = 0; i < beat->n_days && status == VZ_OK; i++) {
        status = store_day(store, device_id, &beat->days[i]);
    }
    return status;
}

enum vz_status vz_fleet_store(struct vz_hub_store *store, int64_t device_id,
                              int64_t now_ms, const struct vz_heartbeat *beat) {
    bool began;
    enum vz_status status = vz_hub_enter(store, &began);
    if (status != VZ_OK) {
        return status;
    }
    status = forget_last(store, device_id);
    if (status == VZ_OK) {
        status = store_beat(store, device_id, now_ms, beat);
    }
    if (status == VZ_OK) {
        status = store_rows(store, device_id, beat);
    }
    return vz_hub_leave(store, began, status);
}

// --------------------------------------------------------------------- gaps
static enum vz_status count_waiting(struct vz_hub_store *store,
                                    int64_t device_id,
                                    struct vz_fleet_gap *gap) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT first_number, last_number FROM device_numbers"
                   " WHERE device_id = ? AND state = 'waiting'"
                   " AND first_number <= ? AND last_number >= ?");
    vz_stmt_bind_int(stmt, 1, device_id);
    vz_stmt_bind_int(stmt, 2, gap->last);
    vz_stmt_bind_int(stmt, 3, gap->first);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        int64_t first = vz_stmt_int(stmt, 0), last = vz_stmt_int(stmt, 1);
        first = first > gap->first ? first : gap->first;
        last = last < gap->last ? last : gap->last;
        gap->waiting += last - first + 1;
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// What came, what never will, and a last one behind all that was begun: where
// one does not join those before it, something is owed. What a stick brought
// names its kiosk only by the client's own id.
static const char gaps_sql[] =
    "SELECT known + 1, first_number - 1 FROM (SELECT first_number,"
    " max(last_number) OVER (ORDER BY first_number, last_number"
    "  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known FROM ("
    "  SELECT 0 AS first_number, 0 AS last_number"
    "  UNION ALL SELECT begun + 1, begun + 1 FROM heartbeats"
    "   WHERE device_id = ?1"
    "  UNION ALL SELECT first_number, last_number FROM device_numbers"
    "   WHERE device_id = ?1 AND state <> 'waiting'"
    "  UNION ALL SELECT sequence, sequence FROM submissions"
    "   WHERE device_id = ?1 AND sequence > 0"
    "  UNION ALL SELECT sequence, sequence FROM submissions"
    "   WHERE device_id IS NULL AND sequence > 0 AND client_id ="
    "    (SELECT client_id FROM heartbeats WHERE device_id = ?1)"
    " ) AS numbers) AS steps"
    " WHERE first_number > known + 1 AND first_number <="
    "  (SELECT begun + 1 FROM heartbeats WHERE device_id = ?1)"
    " ORDER BY first_number";

static enum vz_status read_gaps(struct vz_hub_store *store,
                                struct vz_fleet_device *one) {
    struct vz_stmt *stmt = vz_db_prepare(store->db, gaps_sql);
    vz_stmt_bind_int(stmt, 1, one->device.device_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        struct vz_fleet_gap gap = {.first = vz_stmt_int(stmt, 0),
                                   .last = vz_stmt_int(stmt, 1)};
        status = count_waiting(store, one->device.device_id, &gap);
        if (status != VZ_OK) {
            break;
        }
        one->owed += gap.last - gap.first + 1;
        one->waiting += gap.waiting;
        if (one->n_gaps < VZ_FLEET_GAPS) {
            one->gaps[one->n_gaps++] = gap;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// ------------------------------------------------------------------ reading
static void copy(char *out, size_t size, struct vz_stmt *stmt, int column) {
    const char *text = vz_stmt_text(stmt, column);
    snprintf(out, size, "%s", text ? text : "");
}

static int64_t number_or_unknown(struct vz_stmt *stmt, int column) {
    return vz_stmt_text(stmt, column) ? vz_stmt_int(stmt, column) : -1;
}

static enum vz_status take_beat(struct vz_fleet_device *one,
                                struct vz_stmt *stmt) {
    one->told = true;
    copy(one->seen_at, sizeof(one->seen_at), stmt, 0);
    copy(one->app_version, sizeof(one->app_version), stmt, 1);
    one->forms = strdup(vz_stmt_text(stmt, 2));
    one->clock_error_ms = vz_stmt_int(stmt, 3);
    one->unsent = vz_stmt_int(stmt, 4);
    copy(one->oldest_unsent_at, sizeof(one->oldest_unsent_at), stmt, 5);
    one->n_held = vz_stmt_int(stmt, 6);
    one->held = strdup(vz_stmt_text(stmt, 7));
    one->disk_free = number_or_unknown(stmt, 8);
    one->battery = number_or_unknown(stmt, 9);
    one->charging = vz_stmt_int(stmt, 10) != 0;
    copy(one->microphone, sizeof(one->microphone), stmt, 11);
    one->last_error = strdup(vz_stmt_text(stmt, 12));
    one->begun = vz_stmt_int(stmt, 13);
    one->completed = vz_stmt_int(stmt, 14);
    one->abandoned = vz_stmt_int(stmt, 15);
    bool all = one->forms && one->held && one->last_error;
    return all ? VZ_OK : VZ_NOMEM;
}

static enum vz_status read_beat(struct vz_hub_store *store,
                                struct vz_fleet_device *one) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "SELECT received_at, app_version, forms, clock_error_ms, unsent,"
        " oldest_unsent_at, n_held, held, disk_free, battery, charging,"
        " microphone, last_error, begun, completed, abandoned"
        " FROM heartbeats WHERE device_id = ?");
    vz_stmt_bind_int(stmt, 1, one->device.device_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        status = take_beat(one, stmt);
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

// When the submission with the highest number came. Its time is text that
// sorts.
static enum vz_status read_newest(struct vz_hub_store *store,
                                  struct vz_fleet_device *one) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT received_at FROM submissions WHERE device_id = ?"
                   " AND sequence > 0 ORDER BY sequence DESC LIMIT 1");
    vz_stmt_bind_int(stmt, 1, one->device.device_id);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK && strcmp(vz_stmt_text(stmt, 0), one->seen_at) > 0) {
        copy(one->seen_at, sizeof(one->seen_at), stmt, 0);
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static unsigned judge(const struct vz_fleet_device *one, int64_t now_ms) {
    const char *seen = *one->seen_at ? one->seen_at : one->device.created_at;
    unsigned alerts = 0;
    if (one->device.revoked) {
        return 0;
    }
    alerts |= now_ms - vz_hub_iso_ms(seen) > SILENT_MS ? VZ_FLEET_SILENT : 0;
    if (!one->told) {
        return alerts;
    }
    bool low = one->disk_free >= 0 && one->disk_free < DISK_LOW;
    bool empty = one->battery >= 0 && one->battery < BATTERY_LOW &&
                 !one->charging;
    bool deaf = *one->microphone && strcmp(one->microphone, "works") != 0;
    alerts |= low ? VZ_FLEET_DISK_LOW : 0;
    alerts |= one->n_held ? VZ_FLEET_HELD : 0;
    alerts |= llabs(one->clock_error_ms) > CLOCK_MS ? VZ_FLEET_CLOCK : 0;
    alerts |= empty ? VZ_FLEET_BATTERY : 0;
    alerts |= one->owed > one->waiting ? VZ_FLEET_MISSING : 0;
    alerts |= deaf ? VZ_FLEET_NO_SOUND : 0;
    return alerts;
}

static enum vz_status read_device(struct vz_hub_store *store, int64_t now_ms,
                                  struct vz_fleet_device *one) {
    enum vz_status status = read_beat(store, one);
    if (status == VZ_OK) {
        status = read_newest(store, one);
    }
    if (status == VZ_OK && one->told) {
        status = read_gaps(store, one);
    }
    one->alerts = judge(one, now_ms);
    return status;
}

static enum vz_status read_all(struct vz_hub_store *store, int64_t now_ms,
                               const struct vz_hub_device_list *devices,
                               struct vz_fleet *fleet) {
    for (size_t i = 0; i < devices->n; i++) {
        if (!vz_grow(&fleet->items, &fleet->cap, fleet->n,
                     sizeof(*fleet->items))) {
            return VZ_NOMEM;
        }
        struct vz_fleet_device *one = &fleet->items[fleet->n++];
        *one = (struct vz_fleet_device){.device = devices->items[i]};
        enum vz_status status = read_device(store, now_ms, one);
        if (status != VZ_OK) {
            return status;
        }
    }
    return VZ_OK;
}

enum vz_status vz_fleet_read(struct vz_hub_store *store, int64_t now_ms,
                             struct vz_fleet *fleet) {
    *fleet = (struct vz_fleet){0};
    struct vz_hub_device_list devices = {0};
    enum vz_status status = vz_db_begin_read(store->db);
    if (status != VZ_OK) {
        return status;
    }
    status = vz_hub_devices(store, 0, &devices);
    if (status == VZ_OK) {
        status = read_all(store, now_ms, &devices, fleet);
    }
    vz_db_rollback(store->db);
    free(devices.items);
    return status;
}

void vz_fleet_finish(struct vz_fleet *fleet) {
    for (size_t i = 0; i < fleet->n; i++) {
        free(fleet->items[i].forms);
        free(fleet->items[i].held);
        free(fleet->items[i].last_error);
    }
    free(fleet->items);
    *fleet = (struct vz_fleet){0};
}
