/*
 * The list of devices, for those who look after them.
 */
#ifndef VZ_STORAGE_HUB_HUB_DEVICES_H
#define VZ_STORAGE_HUB_HUB_DEVICES_H

#include "base/clock.h"
#include "hub_store.h"

#define VZ_DEVICE_NAME_SIZE 128
struct vz_hub_device {
    int64_t device_id;
    char name[VZ_DEVICE_NAME_SIZE];
    char created_at[VZ_ISO_SIZE];
    bool revoked;
};
struct vz_hub_device_list {
    struct vz_hub_device *items; // for free(3)
    size_t n, cap;
};
// All devices, the oldest first; `device_id` not 0: that one.
enum vz_status vz_hub_devices(struct vz_hub_store *store, int64_t device_id,
                              struct vz_hub_device_list *list);

#endif
