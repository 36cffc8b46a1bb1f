// vertelhub init: makes an empty store.
#include "command.h"

#include <stdio.h>

static enum vz_exit run(const struct vz_arguments *arguments) {
    // `init DIR` is `init --store DIR/`.
    char folder[VZ_STORE_PATH_SIZE];
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
    vz_hub_store_close(store);
    char path[VZ_STORE_PATH_SIZE];
    if (vz_command_store_path(&named, path)) {
        printf("The store is %s.\nNext: vertelhub form add FILE --store %s\n",
               path, path);
    }
    return VZ_EXIT_OK;
}

const struct vz_command vz_init_command = {
    .name = "init",
    .positional = "[DIR]",
    .max = 1,
    .help = "make a store in a folder",
    .more = "An existing store is left as it is, but brought up to date.\n",
    .run = run,
    .options = {VZ_STORE_OPTION},
};
