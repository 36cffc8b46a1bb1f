// The history of the hub's database schema.
#ifndef VZ_STORAGE_HUB_HUB_SCHEMA_H
#define VZ_STORAGE_HUB_HUB_SCHEMA_H

#include "storage/db/db.h"

// Applied in order; never change one that was released, add the next.
extern const struct vz_migration vz_hub_migrations[];
extern const size_t vz_hub_n_migrations;

#endif
