/*
 * Forms in ODK Central's REST interface. The hub has no drafts: a form is
 * published when it is handed in, so that needs `publish=true`.
 */
#ifndef VZ_HUB_FORM_REST_ENDPOINT_H
#define VZ_HUB_FORM_REST_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_forms_rest_endpoint;
extern const struct vz_endpoint vz_form_rest_endpoint;
extern const struct vz_endpoint vz_form_versions_endpoint;
extern const struct vz_endpoint vz_form_version_xml_endpoint;
extern const struct vz_endpoint vz_form_fields_endpoint;
extern const struct vz_endpoint vz_form_attachments_endpoint;
extern const struct vz_endpoint vz_form_publish_endpoint;

#endif
