/*
 * What a kiosk tells of itself: POST heartbeat, a JSON object, answered 204.
 *
 * It comes from a device that may be anybody's by now: every number is checked
 * and every text and list limited before the store sees it.
 */
#ifndef VZ_HUB_HEARTBEAT_ENDPOINT_H
#define VZ_HUB_HEARTBEAT_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_heartbeat_endpoint;

#endif
