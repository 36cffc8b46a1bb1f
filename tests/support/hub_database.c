#include "support/hub_database.h"

#include "base/file.h"
#include "storage/db/db.h"
#include "support/store_folder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *server(void) {
    return getenv("VZ_TEST_POSTGRES");
}

bool hub_database_is_server(void) {
    return server() != NULL;
}

static void make_schema(const char *name) {
    struct vz_db *db;
    char sql[100];
    snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", name);
    if (vz_db_connect(&db, server(), 0, NULL) != VZ_OK ||
        vz_db_exec(db, sql) != VZ_OK) {
        abort();
    }
    vz_db_close(db);
}

struct vz_hub_place hub_database_place(const char *folder) {
    static unsigned n;
    struct vz_hub_place place;
    char store[VZ_HUB_PLACE_SIZE], schema[40];
    if (server()) {
        snprintf(schema, sizeof(schema), "t%d_%u", (int)getpid(), n++);
        make_schema(schema);
        snprintf(store, sizeof(store), "%s&options=-csearch_path%%3D%s",
                 server(), schema);
    } else {
        snprintf(store, sizeof(store), "%s/hub.sqlite", folder);
    }
    if (vz_hub_place_init(&place, store, server() ? folder : NULL, NULL) !=
        VZ_OK) {
        abort();
    }
    return place;
}

// --------------------------------------------------------------- a backup
static void copy_file(const char *from, const char *to) {
    struct vz_strbuf bytes = {0};
    if (vz_file_read(from, (size_t)10 << 20, &bytes) != VZ_OK ||
        vz_file_write(to, bytes.data, bytes.len) != VZ_OK) {
        abort();
    }
    vz_strbuf_finish(&bytes);
}

static const char *schema_of(const struct vz_hub_place *place) {
    return strstr(place->database, "%3D") + 3;
}

static void shell(const char *format, ...) {
    char command[3 * VZ_HUB_PLACE_SIZE];
    va_list list;
    va_start(list, format);
    vsnprintf(command, sizeof(command), format, list);
    va_end(list);
    if (system(command) != 0) {
        fprintf(stderr, "hub_database: %s\n", command);
        abort();
    }
}

void hub_database_back_up(const struct vz_hub_place *place, const char *path) {
    if (server()) {
        shell("pg_dump -d '%s' -n %s -f '%s'", server(), schema_of(place),
              path);
    } else {
        copy_file(place->database, path);
    }
}

void hub_database_restore(const struct vz_hub_place *place, const char *path) {
    if (server()) {
        shell("psql -q -o /dev/null -v ON_ERROR_STOP=1 -d '%s'"
              " -c 'SET client_min_messages = warning'"
              " -c 'DROP SCHEMA %s CASCADE' -f '%s'",
              server(), schema_of(place), path);
    } else {
        copy_file(path, place->database);
    }
}

bool hub_database_holds(const struct vz_hub_place *place, const char *text) {
    char path[VZ_HUB_PLACE_SIZE + 10];
    snprintf(path, sizeof(path), "%s/dump", place->folder);
    if (server()) {
        hub_database_back_up(place, path);
    }
    bool holds = store_folder_holds(place->folder, text);
    if (server()) {
        unlink(path);
    }
    return holds;
}
