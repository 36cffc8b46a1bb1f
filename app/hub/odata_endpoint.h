/*
 * The OData 4.0 feed of a form, at ODK Central's address FORM.svc: the service
 * document, $metadata, the submissions and the rows of each repeat.
 */
#ifndef VZ_HUB_ODATA_ENDPOINT_H
#define VZ_HUB_ODATA_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_odata_service_endpoint;
extern const struct vz_endpoint vz_odata_metadata_endpoint;
// "Submissions", "Submissions('ID')", "Submissions.repeat"
extern const struct vz_endpoint vz_odata_table_endpoint;
// "Submissions('ID')/repeat"
extern const struct vz_endpoint vz_odata_inner_endpoint;

#endif
