/*
 * Where a test's hub store is made. VZ_TEST_POSTGRES holds the address of a
 * PostgreSQL server for the tests that run on one; without it a store is a
 * file of SQLite.
 */
#ifndef VZ_TESTS_HUB_DATABASE_H
#define VZ_TESTS_HUB_DATABASE_H

#include "storage/hub/hub_place.h"

#include <stdbool.h>

bool hub_database_is_server(void);

// A place for a store of its own: hub.sqlite in the folder, or a new schema.
struct vz_hub_place hub_database_place(const char *folder);

// Writes the store to a file, and puts that in its place again. Nobody may have
// it open while it is put back. On a failure the program ends.
void hub_database_back_up(const struct vz_hub_place *place, const char *path);
void hub_database_restore(const struct vz_hub_place *place, const char *path);

// Whether the store's files hold the text anywhere; of a server, what a dump of
// the store would carry away, and the files of the hub's own folder.
bool hub_database_holds(const struct vz_hub_place *place, const char *text);

#endif
