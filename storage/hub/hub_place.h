/*
 * Where a hub keeps what it keeps: its database, and the folder for what is
 * never in a database (uploads on their way, the log of erasures).
 */
#ifndef VZ_STORAGE_HUB_HUB_PLACE_H
#define VZ_STORAGE_HUB_HUB_PLACE_H

#include "base/status.h"

#define VZ_HUB_PLACE_SIZE 4096

struct vz_hub_place {
    // Path of an SQLite file, or the address of a server (postgresql://...).
    char database[VZ_HUB_PLACE_SIZE];
    char folder[VZ_HUB_PLACE_SIZE];      // "." = the working folder
    char erasure_log[VZ_HUB_PLACE_SIZE]; // see erasure_log.h
};

// `store` NULL: hub.sqlite in the working folder. A folder, or a path that ends
// in '/': hub.sqlite in it. A file brings its folder with it; for a server
// `folder` must be named, as every command must find the same log there.
// VZ_INVALID: it is not, or is named for a file. VZ_LIMIT: too long.
enum vz_status vz_hub_place_init(struct vz_hub_place *place, const char *store,
                                 const char *folder, struct vz_error *error);

// The place of an SQLite file, for tests and tools. The path must fit.
struct vz_hub_place vz_hub_place_of_file(const char *path);

#endif
