/*
 * What was erased, for kiosks that still keep a copy.
 */
#ifndef VZ_HUB_TOMBSTONE_ENDPOINT_H
#define VZ_HUB_TOMBSTONE_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_tombstone_endpoint;

#endif
