#include "kiosk_store.h"

#include "kiosk_schema.h"
#include "kiosk_store_private.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ----------------------------------------------------------------- opening

static enum vz_status open_file(struct vz_kiosk_store *store, const char *path,
                                bool check, struct vz_error *error) {
    unsigned flags = check ? VZ_DB_CHECK : 0;
    enum vz_status status = vz_db_open(&store->db, path, flags, error);
    if (status != VZ_OK) {
        return status;
    }
    status = vz_db_migrate(store->db, vz_kiosk_migrations,
                           vz_kiosk_n_migrations, error);
    if (status == VZ_OK && check) {
        // A write that was interrupted may have left answers in the log that
        // nobody was thanked for. Not being able to is no reason to stop.
        vz_db_checkpoint(store->db);
    }
    if (status != VZ_OK) {
        vz_db_close(store->db);
        store->db = NULL;
    }
    return status;
}

// A name beside `path` that no file has, for free(3).
static char *damaged_name(const char *path) {
    struct vz_datetime now = vz_clock_utc(vz_clock_wall_ms());
    for (int i = 0; i < 1000; i++) {
        struct vz_strbuf name = {0};
        vz_strbuf_printf(&name, "%s.damaged-%04d%02d%02dT%02d%02d%02d", path,
                         now.year, now.month, now.day, now.hour, now.minute,
                         now.second);
        if (i > 0) {
            vz_strbuf_printf(&name, "-%d", i);
        }
        if (name.failed || !vz_file_exists(name.data)) {
            return vz_strbuf_take(&name);
        }
        vz_strbuf_finish(&name);
    }
    return NULL;
}

static enum vz_status rename_with_suffix(const char *from, const char *to,
                                         const char *suffix) {
    struct vz_strbuf old_path = {0}, new_path = {0};
    vz_strbuf_printf(&old_path, "%s%s", from, suffix);
    vz_strbuf_printf(&new_path, "%s%s", to, suffix);
    enum vz_status status = VZ_NOMEM;
    if (!old_path.failed && !new_path.failed) {
        status = vz_file_exists(old_path.data)
                     ? vz_file_rename(old_path.data, new_path.data)
                     : VZ_OK;
    }
    vz_strbuf_finish(&old_path);
    vz_strbuf_finish(&new_path);
    return status;
}

// The log goes first: a log without its database is deleted by SQLite at the
// next opening, should the power fail in between.
static enum vz_status set_aside(const char *path, const char *to) {
    static const char *const suffixes[] = {"-wal", "-shm", ""};
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
        enum vz_status status = rename_with_suffix(path, to, suffixes[i]);
        if (status != VZ_OK) {
            LOGE("store: %s cannot be set aside: %s", path,
                 vz_status_text(status));
            return status;
        }
    }
    LOGE("store: %s is damaged and was set aside as %s", path, to);
    return VZ_OK;
}

// Copies what still can be read of two small tables, so that the device keeps
// its enrolment and its sequence goes on.
static void salvage_settings(struct vz_kiosk_store *store,
                             struct vz_db *damaged) {
    struct vz_stmt *stmt =
        vz_db_prepare(damaged, "SELECT name, value FROM settings");
    while (vz_stmt_step(stmt) == VZ_OK) {
        const char *value = vz_stmt_text(stmt, 1);
        if (vz_stmt_text(stmt, 0) && value) {
            vz_kiosk_store_set(store, vz_stmt_text(stmt, 0), value);
        }
    }
    vz_stmt_reset(stmt);
}

static void salvage_counters(struct vz_kiosk_store *store,
                             struct vz_db *damaged) {
    struct vz_stmt *stmt =
        vz_db_prepare(damaged, "SELECT name, value FROM counters");
    while (vz_stmt_step(stmt) == VZ_OK) {
        struct vz_stmt *update = vz_db_prepare(
            store->db, "UPDATE counters SET value = ? WHERE name = ?");
        vz_stmt_bind_int(update, 1, vz_stmt_int(stmt, 1));
        vz_stmt_bind_text(update, 2, vz_stmt_text(stmt, 0));
        vz_stmt_run(update);
    }
    vz_stmt_reset(stmt);
}

static void salvage(struct vz_kiosk_store *store, const char *path) {
    struct vz_db *damaged;
    if (vz_db_open(&damaged, path, VZ_DB_READ_ONLY, NULL) != VZ_OK) {
        return;
    }
    salvage_settings(store, damaged);
    salvage_counters(store, damaged);
    vz_db_close(damaged);
}

static enum vz_status start_anew(struct vz_kiosk_store *store, const char *path,
                                 struct vz_error *error) {
    char *aside = damaged_name(path);
    enum vz_status status = aside ? set_aside(path, aside) : VZ_NOMEM;
    if (status == VZ_OK) {
        status = open_file(store, path, false, error);
    } else {
        vz_error_set(error, status,
                     "The damaged store %s cannot be set aside: %s.", path,
                     vz_status_text(status));
    }
    if (status == VZ_OK) {
        salvage(store, aside);
    }
    free(aside);
    return status;
}

static enum vz_status open_in(struct vz_kiosk_store *store, const char *path,
                              bool check, bool *damaged,
                              struct vz_error *error) {
    enum vz_status status = open_file(store, path, check, error);
    if (status == VZ_CORRUPT && damaged) {
        status = start_anew(store, path, error);
        *damaged = status == VZ_OK;
    }
    return status;
}

enum vz_status vz_kiosk_store_open(struct vz_kiosk_store **out, const char *dir,
                                   bool check, bool *damaged,
                                   struct vz_error *error) {
    *out = NULL;
    if (damaged) {
        *damaged = false;
    }
    struct vz_kiosk_store *store = calloc(1, sizeof(*store));
    char *path = vz_path_join(dir, "kiosk.sqlite");
    enum vz_status status = store && path ? vz_dir_make(dir) : VZ_NOMEM;
    if (status == VZ_OK) {
        status = open_in(store, path, check, damaged, error);
    } else {
        vz_error_set(error, status, "The folder %s cannot be made: %s.", dir,
                     vz_status_text(status));
    }
    free(path);
    if (status != VZ_OK) {
        vz_kiosk_store_close(store);
        return status;
    }
    *out = store;
    return VZ_OK;
}

void vz_kiosk_store_close(struct vz_kiosk_store *store) {
    if (store) {
        vz_db_close(store->db);
        free(store);
    }
}

// ------------------------------------------------------------------ shared

enum vz_status vz_kiosk_store_count(struct vz_kiosk_store *store,
                                    const char *name) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "UPDATE counters SET value = value + 1 WHERE name = ?");
    vz_stmt_bind_text(stmt, 1, name);
    return vz_stmt_run(stmt);
}

enum vz_status vz_kiosk_store_end(struct vz_kiosk_store *store,
                                  enum vz_status status) {
    if (status == VZ_OK) {
        return vz_db_commit(store->db);
    }
    vz_db_rollback(store->db);
    return status;
}

const char *vz_kiosk_copy_bytes(struct vz_arena *arena, struct vz_stmt *stmt,
                                int column, size_t *len) {
    const void *bytes = vz_stmt_bytes(stmt, column, len);
    return vz_arena_strndup(arena, bytes ? bytes : "", *len);
}

// ---------------------------------------------------------------- settings

enum vz_status vz_kiosk_store_get(struct vz_kiosk_store *store,
                                  const char *name, char **value) {
    *value = NULL;
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT value FROM settings WHERE name = ?");
    vz_stmt_bind_text(stmt, 1, name);
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        const char *text = vz_stmt_text(stmt, 0);
        *value = text ? strdup(text) : NULL;
        status = *value ? VZ_OK : VZ_NOMEM;
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_kiosk_store_set(struct vz_kiosk_store *store,
                                  const char *name, const char *value) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO settings (name, value) VALUES (?, ?)"
                   " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    vz_stmt_bind_text(stmt, 1, name);
    vz_stmt_bind_text(stmt, 2, value);
    return vz_stmt_run(stmt);
}

// ------------------------------------------------------------------ status

static enum vz_status read_counts(struct vz_kiosk_store *store,
                                  struct vz_kiosk_status *out) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "SELECT count(*) FILTER (WHERE held = 0),"
        " count(*) FILTER (WHERE held <> 0),"
        " coalesce(min(ended_at) FILTER (WHERE held = 0), 0)"
        " FROM instances WHERE state IN ('complete', 'submissionFailed')");
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        out->waiting = vz_stmt_int(stmt, 0);
        out->held = vz_stmt_int(stmt, 1);
        out->oldest_waiting_ms = vz_stmt_int(stmt, 2);
    }
    vz_stmt_reset(stmt);
    return status;
}

static enum vz_status read_counters(struct vz_kiosk_store *store,
                                    struct vz_kiosk_status *out) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db,
        "SELECT (SELECT value FROM counters WHERE name = 'submitted'),"
        " (SELECT value FROM counters WHERE name = 'abandoned'),"
        " (SELECT value FROM settings WHERE name = '" VZ_KIOSK_LAST_SYNC "'),"
        " (SELECT value FROM settings WHERE name = '" VZ_KIOSK_LAST_ERROR "')");
    enum vz_status status = vz_stmt_step(stmt);
    if (status == VZ_OK) {
        out->sent = vz_stmt_int(stmt, 0);
        out->abandoned = vz_stmt_int(stmt, 1);
        out->last_sync_ms = vz_stmt_int(stmt, 2);
        const char *words = vz_stmt_text(stmt, 3);
        snprintf(out->last_error, sizeof(out->last_error), "%s",
                 words ? words : "");
    }
    vz_stmt_reset(stmt);
    return status;
}

enum vz_status vz_kiosk_store_status(struct vz_kiosk_store *store,
                                     struct vz_kiosk_status *out) {
    *out = (struct vz_kiosk_status){0};
    enum vz_status status = read_counts(store, out);
    return status == VZ_OK ? read_counters(store, out) : status;
}
