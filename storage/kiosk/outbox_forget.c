#include "outbox_forget.h"

#include "base/memory.h"
#include "kiosk_store_private.h"
#include "openrosa/openrosa.h"

#include <stdlib.h>
#include <string.h>

struct list {
    struct vz_arena arena;
    const char **ids;
    size_t n, cap;
};

enum vz_status vz_outbox_keeps_sent(struct vz_kiosk_store *store, bool *keeps) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT 1 FROM instances WHERE"
                                 " state = 'submitted' AND hub_names = 1"
                                 " LIMIT 1");
    enum vz_status status = vz_stmt_step(stmt);
    *keeps = status == VZ_OK;
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status list_add(struct list *list, const char *id) {
    if (!vz_grow(&list->ids, &list->cap, list->n, sizeof(*list->ids))) {
        return VZ_NOMEM;
    }
    list->ids[list->n] = vz_arena_strdup(&list->arena, id);
    return list->ids[list->n++] ? VZ_OK : VZ_NOMEM;
}

static enum vz_status find_erased(struct vz_kiosk_store *store,
                                  bool (*is_erased)(const char *sha256,
                                                    void *userdata),
                                  void *userdata, struct list *list) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "SELECT instance_id FROM instances WHERE"
                                 " state = 'submitted' AND hub_names = 1");
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        char sha256[VZ_SHA256_HEX];
        const char *id = vz_stmt_text(stmt, 0);
        vz_sha256_hex(id, strlen(id), sha256);
        status = is_erased(sha256, userdata) ? list_add(list, id) : VZ_OK;
        if (status != VZ_OK) {
            break;
        }
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}

static enum vz_status remove_one(struct vz_kiosk_store *store, const char *id) {
    struct vz_stmt *stmt =
        vz_db_prepare(store->db, "DELETE FROM instances WHERE instance_id = ?"
                                 " AND state = 'submitted'");
    vz_stmt_bind_text(stmt, 1, id);
    return vz_stmt_run(stmt);
}

enum vz_status vz_outbox_forget_erased(
    struct vz_kiosk_store *store,
    bool (*is_erased)(const char *instance_sha256, void *userdata),
    void *userdata, int64_t *n) {
    struct list list = {0};
    *n = 0;
    enum vz_status status = find_erased(store, is_erased, userdata, &list);
    for (size_t i = 0; i < list.n && status == VZ_OK; i++) {
        status = remove_one(store, list.ids[i]);
        *n += status == VZ_OK;
    }
    if (*n) {
        // Gone from the log too; a reader in the way only puts that off.
        vz_db_checkpoint(store->db);
    }
    free(list.ids);
    vz_arena_finish(&list.arena);
    return status;
}
