#include "hub_devices.h"

#include "hub_private.h"

#include <stdio.h>

static void read_device(struct vz_stmt *stmt, struct vz_hub_device *device) {
    const char *name = vz_stmt_text(stmt, 1), *at = vz_stmt_text(stmt, 2);
    device->device_id = vz_stmt_int(stmt, 0);
    snprintf(device->name, sizeof(device->name), "%s", name ? name : "");
    snprintf(device->created_at, sizeof(device->created_at), "%s",
             at ? at : "");
    device->revoked = vz_stmt_text(stmt, 3) != NULL;
}

enum vz_status vz_hub_devices(struct vz_hub_store *store, int64_t device_id,
                              struct vz_hub_device_list *list) {
    struct vz_stmt *stmt = vz_db_prepare(
        store->db, "SELECT device_id, name, created_at, revoked_at FROM devices"
                   " WHERE device_id = ?1 OR ?1 = 0 ORDER BY device_id");
    vz_stmt_bind_int(stmt, 1, device_id);
    enum vz_status status;
    while ((status = vz_stmt_step(stmt)) == VZ_OK) {
        if (!vz_grow(&list->items, &list->cap, list->n, sizeof(*list->items))) {
            status = VZ_NOMEM;
            break;
        }
        read_device(stmt, &list->items[list->n++]);
    }
    vz_stmt_reset(stmt);
    return status == VZ_NOT_FOUND ? VZ_OK : status;
}
