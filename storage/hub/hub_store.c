#include "hub_store.h"

#include "base/file.h"
#include "base/log.h"
#include "erasure_log.h"
#include "hub_private.h"
#include "hub_schema.h"
#include "typed_table.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static enum vz_status no_store(const struct vz_hub_place *place,
                               struct vz_error *error) {
    bool server = vz_db_is_server(place->database);
    vz_error_set(error, VZ_NOT_FOUND,
                 "There is no store at %s. Make one with: vertelhub init "
                 "--store %s%s%s",
                 place->database, place->database, server ? " --folder " : "",
                 server ? place->folder : "");
    return VZ_NOT_FOUND;
}

static enum vz_status make_folder(const struct vz_hub_place *place,
                                  struct vz_error *error) {
    enum vz_status status = vz_dir_make(place->folder);
    if (status != VZ_OK) {
        vz_error_set(error, status, "The folder %s cannot be made: %s.",
                     place->folder, vz_status_text(status));
    }
    return status;
}

static enum vz_status open_file(struct vz_hub_store *store, unsigned flags,
                                struct vz_error *error) {
    const char *path = store->place.database;
    if (!(flags & VZ_HUB_CREATE) && !vz_file_exists(path)) {
        return no_store(&store->place, error);
    }
    return vz_db_open(&store->db, path,
                      VZ_DB_LARGE | (flags & VZ_HUB_CHECK ? VZ_DB_CHECK : 0),
                      error);
}

static enum vz_status open_server(struct vz_hub_store *store, unsigned flags,
                                  struct vz_error *error) {
    enum vz_status status =
        vz_db_connect(&store->db, store->place.database, 0, error);
    int64_t version = 0;
    if (status == VZ_OK && !(flags & VZ_HUB_CREATE)) {
        status = vz_db_version(store->db, &version);
        if (status == VZ_OK && version == 0) {
            status = no_store(&store->place, error);
        }
    }
    return status;
}

static enum vz_status open_database(struct vz_hub_store *store, unsigned flags,
                                    struct vz_error *error) {
    enum vz_status status =
        flags & VZ_HUB_CREATE ? make_folder(&store->place, error) : VZ_OK;
    if (status == VZ_OK) {
        status = vz_db_is_server(store->place.database)
                     ? open_server(store, flags, error)
                     : open_file(store, flags, error);
    }
    if (status == VZ_OK) {
        status = vz_db_migrate(store->db, vz_hub_migrations,
                               vz_hub_n_migrations, error);
    }
    return status;
}

enum vz_status vz_hub_store_open(struct vz_hub_store **out,
                                 const struct vz_hub_place *place,
                                 unsigned flags, struct vz_error *error) {
    *out = NULL;
    if (sodium_init() < 0) {
        vz_error_set(error, VZ_IO, "The system gives no random numbers.");
        return VZ_IO;
    }
    struct vz_hub_store *store = calloc(1, sizeof(*store));
    if (!store) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    store->place = *place;
    enum vz_status status = open_database(store, flags, error);
    if (status != VZ_OK) {
        vz_hub_store_close(store);
        return status;
    }
    *out = store;
    return VZ_OK;
}

void vz_hub_store_close(struct vz_hub_store *store) {
    if (!store) {
        return;
    }
    vz_typed_plans_destroy(store);
    vz_db_close(store->db);
    free(store);
}

struct vz_db *vz_hub_store_db(struct vz_hub_store *store) {
    return store->db;
}

enum vz_status vz_hub_store_begin(struct vz_hub_store *store) {
    enum vz_status status = vz_db_begin(store->db);
    store->in_transaction = status == VZ_OK;
    return status;
}

enum vz_status vz_hub_store_commit(struct vz_hub_store *store) {
    store->in_transaction = false;
    return vz_db_commit(store->db);
}

void vz_hub_store_rollback(struct vz_hub_store *store) {
    store->in_transaction = false;
    vz_db_rollback(store->db);
}

enum vz_status vz_hub_enter(struct vz_hub_store *store, bool *began) {
    *began = !store->in_transaction;
    return *began ? vz_hub_store_begin(store) : VZ_OK;
}

enum vz_status vz_hub_leave(struct vz_hub_store *store, bool began,
                            enum vz_status status) {
    if (!began) {
        return status;
    }
    if (status == VZ_OK) {
        return vz_hub_store_commit(store);
    }
    vz_hub_store_rollback(store);
    return status;
}

void vz_hub_now(char out[VZ_ISO_SIZE]) {
    struct vz_datetime now = vz_clock_utc(vz_clock_wall_ms());
    vz_clock_format_iso(&now, out, VZ_ISO_SIZE);
}

const char *vz_hub_column(struct vz_arena *arena, struct vz_stmt *stmt,
                          int column) {
    const char *text = vz_stmt_text(stmt, column);
    return vz_arena_strdup(arena, text ? text : "");
}

void vz_hub_tame_filename(char *name) {
    if (*name == '.') {
        *name = '-';
    }
    for (; *name; name++) {
        if (strchr("/\\:*?\"<>|", *name) || (unsigned char)*name < 0x20) {
            *name = '-';
        }
    }
}

enum vz_status vz_hub_audit(struct vz_hub_store *store, const char *actor,
                            const char *action, const char *subject,
                            const char *details) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "INSERT INTO audits (at, actor, action, subject, details)"
                   " VALUES (?, ?, ?, ?, ?)");
    char now[VZ_ISO_SIZE];
    vz_hub_now(now);
    vz_stmt_bind_text(stmt, 1, now);
    vz_stmt_bind_text(stmt, 2, actor);
    vz_stmt_bind_text(stmt, 3, action);
    vz_stmt_bind_text(stmt, 4, subject);
    vz_stmt_bind_text(stmt, 5, details);
    return vz_stmt_run(stmt);
}
