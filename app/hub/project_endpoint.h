/*
 * The hub's one project, number 1, and its app users: the devices, as ODK
 * Central's REST interface shows them. A token is shown once, when it is made,
 * since nobody can read it from the store afterwards: lists hold null.
 */
#ifndef VZ_HUB_PROJECT_ENDPOINT_H
#define VZ_HUB_PROJECT_ENDPOINT_H

#include "router.h"

extern const struct vz_endpoint vz_project_list_endpoint;
extern const struct vz_endpoint vz_project_get_endpoint;
extern const struct vz_endpoint vz_app_user_list_endpoint;
extern const struct vz_endpoint vz_app_user_add_endpoint;
extern const struct vz_endpoint vz_app_user_revoke_endpoint;

#endif
