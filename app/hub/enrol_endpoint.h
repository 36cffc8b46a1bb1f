/*
 * Enrolment: POST /v1/enrol with a one-time code as the whole body.
 *
 * 200 with lines "name: value" (server, salt, withdrawal) that hold the
 * device's key; 403: the code is not known. Tries are counted as those of
 * withdrawal codes are.
 */
#ifndef VZ_HUB_ENROL_ENDPOINT_H
#define VZ_HUB_ENROL_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_enrol_endpoint;

#endif
