/*
 * The tables of the kiosk's store, as steps of their history.
 */
#ifndef VZ_STORAGE_KIOSK_KIOSK_SCHEMA_H
#define VZ_STORAGE_KIOSK_KIOSK_SCHEMA_H

#include "storage/db/db.h"

extern const struct vz_migration vz_kiosk_migrations[];
extern const size_t vz_kiosk_n_migrations;

#endif
