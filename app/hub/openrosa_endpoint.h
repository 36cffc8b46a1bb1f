/*
 * OpenRosa: form list, form, manifest, media, submission.
 *
 * Paths are those of ODK Central: /v1/key/{token}/projects/1/... for an app
 * user, /v1/projects/1/... for HTTP Basic.
 */
#ifndef VZ_HUB_OPENROSA_ENDPOINT_H
#define VZ_HUB_OPENROSA_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_form_list_endpoint;
extern const struct vz_endpoint vz_form_xml_endpoint;
extern const struct vz_endpoint vz_manifest_endpoint;
extern const struct vz_endpoint vz_media_endpoint;
extern const struct vz_endpoint vz_submission_head_endpoint;
extern const struct vz_endpoint vz_submission_endpoint;

// Replies with an OpenRosa envelope. `message` is for the sender.
void vz_openrosa_reply(struct vz_exchange *exchange, unsigned status,
                       const char *message);

#endif
