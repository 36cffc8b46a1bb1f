/*
 * Where the kiosk's files lie: icons, themes, translations.
 *
 * Looked for in the folder the person named, then where `make install` puts
 * them if the program is installed, else in the build tree that the program
 * lies in.
 */
#ifndef VZ_KIOSK_ASSETS_H
#define VZ_KIOSK_ASSETS_H

#include "base/status.h"

// The folder `name` ("icons") for free(3). `given` is the --assets folder or
// NULL. NULL with an error that says where it was looked for.
char *vz_assets_find(const char *given, const char *name,
                     struct vz_error *error);

#endif
