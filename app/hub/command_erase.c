// vertelhub erase: a story leaves, its counts stay.
#include "command.h"
#include "erasure_forms.h"
#include "openrosa/code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 64

// A code on a command line could be read by every user of the machine.
static bool read_code(char code[VZ_CODE_SIZE]) {
    char line[LINE_SIZE];
    bool valid = fgets(line, sizeof(line), stdin) && vz_code_read(line, code);
    sodium_memzero(line, sizeof(line));
    return valid;
}

static enum vz_status erase_code(struct vz_hub_store *store,
                                 const struct vz_hub_erasure *erasure,
                                 struct vz_hub_erased *erased,
                                 struct vz_error *error) {
    char code[VZ_CODE_SIZE], hash[VZ_CODE_HASH_SIZE], salt[VZ_HUB_SALT_SIZE];
    if (!read_code(code)) {
        vz_error_set(error, VZ_INVALID,
                     "This is no withdrawal code. Give its 12 digits on "
                     "standard input, and look closely at them.");
        return VZ_INVALID;
    }
    enum vz_status status = vz_hub_withdrawal_salt(store, salt);
    if (status == VZ_OK && !vz_code_hash(code, salt, hash)) {
        status = VZ_NOMEM;
    }
    sodium_memzero(code, sizeof(code));
    return status == VZ_OK
               ? vz_hub_erase_withdrawn(store, hash, erasure, erased, error)
               : status;
}

static void tell(const struct vz_hub_erased *erased) {
    if (erased->n_erased) {
        printf("%zu submission%s erased: nobody can read what was told, the "
               "counts stay.\n",
               erased->n_erased, erased->n_erased == 1 ? " is" : "s are");
    } else if (erased->n_found) {
        printf("It was erased before.\n");
    } else {
        printf("Nothing with this code has come yet. It is erased when it "
               "comes.\n");
    }
}

static enum vz_exit run(const struct vz_arguments *arguments) {
    const char *instance = vz_argument(arguments, "instance");
    if ((instance != NULL) == (vz_argument(arguments, "code") != NULL)) {
        return vz_command_misused(arguments,
                                  "give either --code or --instance ID.");
    }
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    struct vz_error error = {0};
    struct vz_hub_erased erased = {0};
    struct vz_erasure_forms forms;
    vz_erasure_forms_init(&forms, store);
    struct vz_hub_erasure erasure =
        vz_erasure_forms_use(&forms, VZ_ACTOR_SHELL);
    enum vz_status status =
        instance
            ? vz_hub_erase_instance(store, instance, &erasure, &erased, &error)
            : erase_code(store, &erasure, &erased, &error);
    vz_erasure_forms_finish(&forms);
    bool settled = status != VZ_OK || vz_hub_erasure_settle(store) == VZ_OK;
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        error.status = status;
        return vz_command_fail(&error);
    }
    tell(&erased);
    if (!settled) {
        fputs("vertelhub: the store is being read, so its log still holds the "
              "words. Run this again to overwrite them.\n",
              stderr);
    }
    return VZ_EXIT_OK;
}

const struct vz_command vz_erase_command = {
    .name = "erase",
    .positional = "",
    .help = "erase what somebody told; the counts stay",
    .more =
        "The story, other free text and all files are gone for good, from the "
        "tables\ntoo; edits of the submission with it. With --code the "
        "withdrawal code is read\nfrom standard input; a code that comes "
        "before its submission waits for it.\nThe log FILE.erasures beside "
        "the store makes a restored backup forget again:\nkeep it when you "
        "restore one, and back it up with every copy.\n",
    .run = run,
    .options = {VZ_STORE_OPTION,
                {.name = "code",
                 .help = "by the withdrawal code on standard input"},
                {.name = "instance", .value = "ID", .help = "by instanceID"}},
};
