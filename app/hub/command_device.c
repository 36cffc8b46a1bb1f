// vertelhub device add|revoke: who may send.
#include "command.h"

#include <stdio.h>

#include <sodium.h>

static enum vz_exit add(const struct vz_arguments *arguments) {
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    char token[VZ_TOKEN_SIZE];
    struct vz_error error = {0};
    enum vz_status status = vz_hub_device_add(store, arguments->positional[0],
                                              VZ_ACTOR_SHELL, token, &error);
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        return vz_command_fail(&error);
    }
    const char *url = vz_argument(arguments, "url");
    printf("Device '%s' is enrolled. Its token is shown this once.\n"
           "token: %s\n"
           "server: %s/v1/key/%s/projects/1\n",
           arguments->positional[0], token, url ? url : "", token);
    sodium_memzero(token, sizeof(token));
    return VZ_EXIT_OK;
}

static enum vz_exit revoke(const struct vz_arguments *arguments) {
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    enum vz_status status =
        vz_hub_device_revoke(store, arguments->positional[0], VZ_ACTOR_SHELL);
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        struct vz_error error = {0};
        vz_error_set(&error, status, "No working device is named '%s': %s.",
                     arguments->positional[0], vz_status_text(status));
        return vz_command_fail(&error);
    }
    printf("The token of '%s' no longer works; what it sent stays.\n",
           arguments->positional[0]);
    return VZ_EXIT_OK;
}

const struct vz_command vz_device_add_command = {
    .name = "device add",
    .positional = "NAME",
    .min = 1,
    .max = 1,
    .help = "enrol a kiosk and print its token",
    .more = "The kiosk is given the address of the line `server:`. With --url "
            "the line is\nwhole, without it only the part behind the host.\n",
    .run = add,
    .options = {VZ_STORE_OPTION,
                {"url", "URL", "how kiosks reach this hub: http://HOST:PORT"}},
};

const struct vz_command vz_device_revoke_command = {
    .name = "device revoke",
    .positional = "NAME",
    .min = 1,
    .max = 1,
    .help = "stop a kiosk's token from working",
    .run = revoke,
    .options = {VZ_STORE_OPTION},
};
