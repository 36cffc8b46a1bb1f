/*
 * A kiosk tells of a story that was asked back at it: POST .../withdrawals,
 * the hash of the code (64 hexadecimal digits) as the whole body.
 *
 * 200: it is erased. 202: nothing has this code yet; what comes with it later
 * is masked at arrival. The kiosk has a key, so its tries are not counted.
 */
#ifndef VZ_HUB_DEVICE_WITHDRAWAL_ENDPOINT_H
#define VZ_HUB_DEVICE_WITHDRAWAL_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_device_withdrawal_endpoint;

#endif
