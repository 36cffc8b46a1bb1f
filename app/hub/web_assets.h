/*
 * Where the hub's page templates lie.
 */
#ifndef VZ_HUB_WEB_ASSETS_H
#define VZ_HUB_WEB_ASSETS_H

#include "base/status.h"

// The path of a file of assets/web/: in `given`/web (NULL: no such wish),
// beside the program when it runs from its build folder, else where it was
// installed. For free(3); NULL with error when it is in none of them.
char *vz_web_asset(const char *given, const char *name, struct vz_error *error);

#endif
