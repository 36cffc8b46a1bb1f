/*
 * Sessions and people, at the addresses of ODK Central: /v1/sessions,
 * /v1/users. What Central has no address for: POST /v1/users takes a `role`,
 * PATCH /v1/users/{id} changes it.
 */
#ifndef VZ_HUB_PEOPLE_ENDPOINT_H
#define VZ_HUB_PEOPLE_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_session_start_endpoint;
extern const struct vz_endpoint vz_session_restore_endpoint;
extern const struct vz_endpoint vz_session_end_endpoint;
extern const struct vz_endpoint vz_user_current_endpoint;
extern const struct vz_endpoint vz_user_list_endpoint;
extern const struct vz_endpoint vz_user_get_endpoint;
extern const struct vz_endpoint vz_user_add_endpoint;
extern const struct vz_endpoint vz_user_role_endpoint;

#endif
