// vertelhub init: makes an empty store.
#include "command.h"
#include "storage/hub/erasure.h"

#include <stdio.h>

static enum vz_exit run(const struct vz_arguments *arguments) {
    // `init DIR` is `init --store DIR/`.
    char folder[VZ_HUB_PLACE_SIZE];
    struct vz_arguments named = *arguments;
    if (arguments->n_positional) {
        int used =
            snprintf(folder, sizeof(folder), "%s/", arguments->positional[0]);
        if (used < 0 || (size_t)used >= sizeof(folder)) {
            return vz_command_misused(arguments, "the path is too long.");
        }
        named.values[0] = folder;
    }
    struct vz_hub_store *store = vz_command_open_store(&named, VZ_HUB_CREATE);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    char salt[VZ_HUB_SALT_SIZE];
    enum vz_status status = vz_hub_withdrawal_salt(store, salt);
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        struct vz_error error = {.status = status};
        return vz_command_fail(&error);
    }
    struct vz_hub_place place;
    if (vz_command_place(&named, &place)) {
        const char *log = vz_argument(&named, "folder");
        printf("The store is %s.\nsalt: %s\n"
               "Next: vertelhub form add FILE --store %s%s%s\n",
               place.database, salt, place.database, log ? " --folder " : "",
               log ? log : "");
    }
    return VZ_EXIT_OK;
}

const struct vz_command vz_init_command = {
    .name = "init",
    .positional = "[DIR]",
    .max = 1,
    .help = "make a store in a folder",
    .more = "An existing store is left as it is, but brought up to date. "
            "The\nsalt is for the kiosks; `vertelhub device add` tells it "
            "again.\n",
    .run = run,
    .options = {VZ_STORE_OPTION},
};
