// vertelhub device add|code|revoke: who may send.
#include "command.h"
#include "storage/hub/enrolment.h"
#include "storage/hub/erasure.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

// The kiosk is given this word for word, so a wrong one is told here.
static bool is_url(const char *url) {
    size_t scheme = !strncmp(url, "http://", 7)    ? 7
                    : !strncmp(url, "https://", 8) ? 8
                                                   : 0;
    return scheme && url[scheme] && url[scheme] != '/' &&
           !url[strcspn(url, " \t\r\n\"<>")];
}

static enum vz_exit add(const struct vz_arguments *arguments) {
    const char *url = vz_argument(arguments, "url");
    if (url && !is_url(url)) {
        return vz_command_misused(arguments,
                                  "--url takes http://HOST:PORT or https://"
                                  "HOST, not '%s'.",
                                  url);
    }
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    char token[VZ_TOKEN_SIZE], salt[VZ_HUB_SALT_SIZE];
    struct vz_error error = {0};
    enum vz_status status = vz_hub_withdrawal_salt(store, salt);
    if (status == VZ_OK) {
        status = vz_hub_device_add(store, arguments->positional[0],
                                   VZ_ACTOR_SHELL, token, &error);
    }
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        return vz_command_fail(&error);
    }
    size_t url_len = url ? strlen(url) : 0;
    while (url_len > 0 && url[url_len - 1] == '/') {
        url_len--;
    }
    printf("Device '%s' is enrolled. Its token is shown this once.\n"
           "token: %s\n"
           "server: %.*s/v1/key/%s/projects/1\n"
           "salt: %s\n",
           arguments->positional[0], token, (int)url_len, url ? url : "", token,
           salt);
    sodium_memzero(token, sizeof(token));
    return VZ_EXIT_OK;
}

static enum vz_exit code(const struct vz_arguments *arguments) {
    const char *url = vz_argument(arguments, "url");
    if (url && !is_url(url)) {
        return vz_command_misused(arguments,
                                  "--url takes http://HOST:PORT or https://"
                                  "HOST, not '%s'.",
                                  url);
    }
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    char text[VZ_ENROLMENT_CODE_SIZE];
    struct vz_error error = {0};
    enum vz_status status = vz_hub_enrolment_make(
        store, arguments->positional[0], VZ_ACTOR_SHELL, text, &error);
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        return vz_command_fail(&error);
    }
    printf("The kiosk '%s' can be enrolled once, within %d hours.\n"
           "code: %s\n",
           arguments->positional[0], VZ_ENROLMENT_HOURS, text);
    if (url) {
        printf("scan: %s/enrol#%s\n", url, text);
    }
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
        const char *name = arguments->positional[0];
        if (status == VZ_NOT_FOUND) {
            vz_error_set(&error, status, "No working device is named '%s'.",
                         name);
        } else {
            vz_error_set(&error, status,
                         "The token of '%s' could not be revoked: %s.", name,
                         vz_status_text(status));
        }
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
    .more =
        "The kiosk is given the address of the line `server:` and, as [house]\n"
        "withdrawal_salt, the line `salt:`, which is that of all kiosks of "
        "this "
        "hub: by it\nthe hub knows the codes that they give. With --url "
        "the address is whole,\nwithout it only the part behind the host. "
        "Clients "
        "that sign in by HTTP Basic are\ngiven HOST/v1/projects/1, the "
        "name, and the token as password; over https only.\n",
    .run = add,
    .options = {VZ_STORE_OPTION,
                {"url", "URL", "how kiosks reach this hub: http://HOST:PORT"}},
};

const struct vz_command vz_device_code_command = {
    .name = "device code",
    .positional = "NAME",
    .min = 1,
    .max = 1,
    .help = "a one-time code with which a kiosk enrols itself",
    .more = "Typed on the kiosk's staff screen, beside the hub's address. With "
            "--url the line\n`scan:` holds both, for a code that a scanner "
            "reads.\n",
    .run = code,
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
