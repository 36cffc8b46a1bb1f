/*
 * OpenRosa: a submission comes in.
 *
 * Its body is parsed as it arrives (upload.h), its XML read and its form found
 * when it is whole, and then it waits, without a thread, until the writer has
 * committed it (writer.h).
 */
#ifndef VZ_HUB_SUBMISSION_ENDPOINT_H
#define VZ_HUB_SUBMISSION_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_submission_head_endpoint;
extern const struct vz_endpoint vz_submission_endpoint;

#endif
