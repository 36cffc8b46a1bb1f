/*
 * Submissions in ODK Central's REST interface, each as far as consent lets the
 * person see it who asks.
 */
#ifndef VZ_HUB_SUBMISSION_REST_ENDPOINT_H
#define VZ_HUB_SUBMISSION_REST_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_submissions_rest_endpoint;
extern const struct vz_endpoint vz_submission_rest_endpoint;
extern const struct vz_endpoint vz_submission_xml_endpoint;
extern const struct vz_endpoint vz_submission_files_endpoint;
extern const struct vz_endpoint vz_submission_file_endpoint;
extern const struct vz_endpoint vz_submission_review_endpoint;

#endif
