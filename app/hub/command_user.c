// vertelhub user add: people who sign in. Passwords never stand on a command
// line, where every user of the machine could read them.
#include "command.h"
#include "storage/hub/hub_sessions.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <sodium.h>

#define PASSWORD_SIZE 1024

static bool read_line(char out[PASSWORD_SIZE]) {
    if (!fgets(out, PASSWORD_SIZE, stdin)) {
        return false;
    }
    size_t len = strcspn(out, "\r\n");
    // A line that does not fit would be cut without anybody knowing.
    bool whole = out[len] != '\0' || feof(stdin);
    out[len] = '\0';
    return whole;
}

// From a terminal: asked twice, not shown.
static bool ask(const char *prompt, char out[PASSWORD_SIZE]) {
    struct termios shown, hidden;
    fputs(prompt, stderr);
    if (tcgetattr(STDIN_FILENO, &shown)) {
        return false;
    }
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    bool read = read_line(out);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputs("\n", stderr);
    return read;
}

static bool read_password(char out[PASSWORD_SIZE], struct vz_error *error) {
    if (!isatty(STDIN_FILENO)) {
        return read_line(out) ||
               vz_error_set(error, VZ_INVALID,
                            "There is no password on standard input.");
    }
    char again[PASSWORD_SIZE] = "";
    bool read = ask("Password: ", out) && ask("Once more: ", again);
    bool same = read && !strcmp(out, again);
    sodium_memzero(again, sizeof(again));
    return same || vz_error_set(error, VZ_INVALID,
                                "The two passwords differ. Try again.");
}

static enum vz_exit add(const struct vz_arguments *arguments) {
    const char *role = vz_argument(arguments, "role");
    if (!role) {
        role = "admin";
    }
    enum vz_hub_role known;
    if (!vz_hub_role_parse(role, &known)) {
        return vz_command_misused(arguments, "'%s' is no role.", role);
    }
    struct vz_hub_store *store = vz_command_open_store(arguments, 0);
    if (!store) {
        return VZ_EXIT_FAILURE;
    }
    char password[PASSWORD_SIZE] = "";
    struct vz_error error = {0};
    enum vz_status status = VZ_INVALID;
    if (read_password(password, &error)) {
        status = vz_hub_user_add(store, arguments->positional[0], password,
                                 role, VZ_ACTOR_SHELL, &error);
    }
    sodium_memzero(password, sizeof(password));
    vz_hub_store_close(store);
    if (status != VZ_OK) {
        return vz_command_fail(&error);
    }
    printf("User '%s' is added as %s.\n", arguments->positional[0], role);
    return VZ_EXIT_OK;
}

const struct vz_command vz_user_add_command = {
    .name = "user add",
    .positional = "NAME",
    .min = 1,
    .max = 1,
    .help = "add a web user; the password is read from standard input",
    .run = add,
    .options = {VZ_STORE_OPTION,
                {"role", "ROLE", "admin (default), coordinator or viewer"}},
};
