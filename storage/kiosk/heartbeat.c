#include "heartbeat.h"

#include "kiosk_store_private.h"

#include <stdlib.h>
#include <string.h>

// The newest 1000 ranges of following numbers of visits in some state, as
// [[41, 43], [45, 45]]: no more text than a hub takes, whatever happened.
#define RANGES(key, states)                                                 \
    " '" key "', json((SELECT json_group_array(json_array(low, high)) FROM" \
    " (SELECT min(sequence) AS low, max(sequence) AS high FROM"             \
    "  (SELECT sequence, sequence - row_number() OVER (ORDER BY sequence)"  \
    "   AS island FROM instances WHERE state IN (" states "))"              \
    "  GROUP BY island ORDER BY low DESC LIMIT 1000))),"
#define COUNTER(name) \
    " '" name "', (SELECT value FROM counters WHERE name = '" name "'),"
#define UNSENT "'complete', 'submissionFailed'"

#define FORMS                                                     \
    " 'forms', json((SELECT json_group_array(json_object("        \
    "  'form', xml_form_id, 'version', version)) FROM"            \
    "  (SELECT xml_form_id, version FROM forms WHERE offered = 1" \
    "   ORDER BY xml_form_id LIMIT 200))),"
#define WAITING                                                 \
    " 'unsent', (SELECT count(*) FROM instances"                \
    "  WHERE state IN (" UNSENT ")),"                           \
    " 'oldest_unsent_ms', (SELECT min(ended_at) FROM instances" \
    "  WHERE state IN (" UNSENT ")),"
#define HELD                                                           \
    " 'held', json((SELECT json_group_array(json_object("              \
    "  'reason', words, 'n', n)) FROM"                                 \
    "  (SELECT coalesce(reason, '') AS words, count(*) AS n"           \
    "   FROM instances WHERE state = 'submissionFailed' AND held <> 0" \
    "   GROUP BY words ORDER BY n DESC, words LIMIT 20))),"
#define LAST_ERROR                                        \
    " 'last_error', coalesce((SELECT value FROM settings" \
    "  WHERE name = '" VZ_KIOSK_LAST_ERROR "'), ''),"
#define DAYS                                                         \
    " 'days', json((SELECT json_group_array(json_object('day', day," \
    "  'form', xml_form_id, 'started', started,"                     \
    "  'completed', completed, 'abandoned', abandoned)) FROM"        \
    "  (SELECT * FROM day_counts WHERE day >= ?8"                    \
    "   ORDER BY day DESC, xml_form_id LIMIT 1000)))"

// One row of one text. SQLite writes the JSON, escapes included.
static const char heartbeat_sql[] =
    "SELECT json_object('version', ?1, 'device', ?2, 'clock_ms', ?3,"
    " 'disk_free', ?4, 'battery', ?5, 'charging', ?6, 'microphone', ?7,"
    // clang-format off
    FORMS
    WAITING
    HELD
    LAST_ERROR
    COUNTER("begun")
    COUNTER("completed")
    COUNTER("abandoned")
    RANGES("abandoned_numbers", "'abandoned'")
    RANGES("open_numbers", "'incomplete'")
    RANGES("waiting_numbers", UNSENT)
    DAYS
    // clang-format on
    ")";

static const char *const microphone_words[] = {
    [VZ_MICROPHONE_UNTRIED] = NULL,
    [VZ_MICROPHONE_WORKS] = "works",
    [VZ_MICROPHONE_SILENT] = "silent",
    [VZ_MICROPHONE_ABSENT] = "absent",
};

static void bind(struct vz_stmt *stmt, const struct vz_heartbeat_facts *facts) {
    vz_stmt_bind_text(stmt, 1, facts->app_version);
    vz_stmt_bind_text(stmt, 2, facts->device_id);
    vz_stmt_bind_int(stmt, 3, facts->clock_ms);
    vz_stmt_bind_null(stmt, 4);
    vz_stmt_bind_null(stmt, 5);
    vz_stmt_bind_null(stmt, 6);
    if (facts->disk_free >= 0) {
        vz_stmt_bind_int(stmt, 4, facts->disk_free);
    }
    if (facts->battery_percent >= 0) {
        vz_stmt_bind_int(stmt, 5, facts->battery_percent);
        vz_stmt_bind_int(stmt, 6, facts->charging);
    }
    vz_stmt_bind_text(stmt, 7, microphone_words[facts->microphone]);
}

enum vz_status vz_heartbeat_json(struct vz_kiosk_store *store,
                                 const struct vz_heartbeat_facts *facts,
                                 const char *since, char **json) {
    *json = NULL;
    struct vz_stmt *stmt = vz_db_prepare(store->db, heartbeat_sql);
    bind(stmt, facts);
    vz_stmt_bind_text(stmt, 8, since);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        const char *text = vz_stmt_text(stmt, 0);
        *json = text ? strdup(text) : NULL;
        status = *json ? VZ_OK : VZ_NOMEM;
    }
    vz_stmt_reset(stmt);
    return status;
}
