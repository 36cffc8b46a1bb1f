/*
 * OpenRosa: form list, form, manifest and media.
 *
 * Paths are those of ODK Central: /v1/key/{token}/projects/1/... for an app
 * user, /v1/projects/1/... for HTTP Basic.
 */
#ifndef VZ_HUB_FORM_ENDPOINT_H
#define VZ_HUB_FORM_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_form_list_endpoint;
extern const struct vz_endpoint vz_form_xml_endpoint;
extern const struct vz_endpoint vz_manifest_endpoint;
extern const struct vz_endpoint vz_media_endpoint;

#endif
