#include "hub_place.h"

#include "base/file.h"
#include "storage/db/db.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool put(char out[VZ_HUB_PLACE_SIZE], const char *first,
                const char *second, const char *third) {
    int used = snprintf(out, VZ_HUB_PLACE_SIZE, "%s%s%s", first, second, third);
    return used >= 0 && used < VZ_HUB_PLACE_SIZE;
}

static bool is_folder(const char *path) {
    struct stat info;
    size_t len = strlen(path);
    return (len && path[len - 1] == '/') ||
           (!stat(path, &info) && S_ISDIR(info.st_mode));
}

static const char *slash_after(const char *folder) {
    size_t len = strlen(folder);
    return len && folder[len - 1] == '/' ? "" : "/";
}

static void put_folder_of(char out[VZ_HUB_PLACE_SIZE], const char *path) {
    size_t len = (size_t)(vz_path_base(path) - path);
    if (len == 0) {
        strcpy(out, ".");
        return;
    }
    // Without its last slash, unless it is the root.
    len -= len > 1;
    memcpy(out, path, len);
    out[len] = '\0';
}

static bool place_file(struct vz_hub_place *place, const char *path) {
    bool in_folder = is_folder(path);
    if (!put(place->database, path, in_folder ? slash_after(path) : "",
             in_folder ? "hub.sqlite" : "")) {
        return false;
    }
    put_folder_of(place->folder, place->database);
    return put(place->erasure_log, place->database, ".erasures", "");
}

static bool place_server(struct vz_hub_place *place, const char *address,
                         const char *folder) {
    return put(place->database, address, "", "") &&
           put(place->folder, folder, "", "") &&
           put(place->erasure_log, folder, slash_after(folder), "hub.erasures");
}

enum vz_status vz_hub_place_init(struct vz_hub_place *place, const char *store,
                                 const char *folder, struct vz_error *error) {
    bool server = store && vz_db_is_server(store);
    *place = (struct vz_hub_place){0};
    if (server != (folder != NULL)) {
        vz_error_set(error, VZ_INVALID,
                     server ? "A store on a server needs --folder: where the "
                              "hub keeps the log of what was erased, the same "
                              "for every command."
                            : "--folder goes with a store on a server; a file "
                              "has the folder that it is in.");
        return VZ_INVALID;
    }
    if (server ? place_server(place, store, folder)
               : place_file(place, store ? store : "hub.sqlite")) {
        return VZ_OK;
    }
    vz_error_set(error, VZ_LIMIT, "The path of the store is too long.");
    return VZ_LIMIT;
}

struct vz_hub_place vz_hub_place_of_file(const char *path) {
    struct vz_hub_place place = {0};
    place_file(&place, path);
    return place;
}
