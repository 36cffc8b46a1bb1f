#include "command.h"

#include "erasure_forms.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

// --------------------------------------------------------------------- help
static void print_overview(FILE *out, const struct vz_command *const *commands,
                           size_t n) {
    fputs("Usage: vertelhub COMMAND [OPTION]...\n"
          "The hub of Vertelzuil: it receives what kiosks send and gives it "
          "out as tables\nand reports.\n\nCommands:\n",
          out);
    for (size_t i = 0; i < n; i++) {
        char name[40];
        snprintf(name, sizeof(name), "%s %s", commands[i]->name,
                 commands[i]->positional);
        fprintf(out, "  %-20s %s\n", name, commands[i]->help);
    }
    fputs("\n`vertelhub COMMAND --help` tells more of one.\n"
          "  --help     this text\n"
          "  --version  the version\n"
          "Ends with 0 when it went well, 1 on a failure, 2 when used "
          "wrongly.\n",
          out);
}

static void print_command(FILE *out, const struct vz_command *command) {
    fprintf(out, "Usage: vertelhub %s%s%s [OPTION]...\n%s\n\nOptions:\n",
            command->name, *command->positional ? " " : "", command->positional,
            command->help);
    for (size_t i = 0; i < VZ_OPTIONS_MAX && command->options[i].name; i++) {
        const struct vz_option *option = &command->options[i];
        char name[60];
        snprintf(name, sizeof(name), "--%s %s", option->name,
                 option->value ? option->value : "");
        fprintf(out, "  %-22s %s\n", name, option->help);
    }
    if (command->more) {
        fprintf(out, "\n%s", command->more);
    }
}

// ---------------------------------------------------------------- arguments
static int find_option(const struct vz_command *command, const char *name,
                       size_t len) {
    for (int i = 0; i < VZ_OPTIONS_MAX && command->options[i].name; i++) {
        if (strlen(command->options[i].name) == len &&
            !strncmp(command->options[i].name, name, len)) {
            return i;
        }
    }
    return -1;
}

enum vz_exit vz_command_misused(const struct vz_arguments *arguments,
                                const char *format, ...) {
    va_list list;
    va_start(list, format);
    fputs("vertelhub: ", stderr);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\nSee: vertelhub %s --help\n", arguments->command->name);
    return VZ_EXIT_USAGE;
}

// Reads the option at argv[*i], which begins with "--".
static enum vz_exit read_option(struct vz_arguments *arguments, int argc,
                                char **argv, int *i) {
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    int index = find_option(arguments->command, name, len);
    if (index < 0) {
        return vz_command_misused(arguments, "there is no option --%.*s.",
                                  (int)len, name);
    }
    const struct vz_option *option = &arguments->command->options[index];
    if (!option->value) {
        arguments->values[index] = "";
        return equals ? vz_command_misused(arguments, "--%s takes no value.",
                                           option->name)
                      : VZ_EXIT_OK;
    }
    if (!equals && *i + 1 >= argc) {
        return vz_command_misused(arguments, "--%s needs a value: %s.",
                                  option->name, option->value);
    }
    const char *value = equals ? equals + 1 : argv[++*i];
    // An empty one is a variable that the caller's script did not fill.
    if (!*value) {
        return vz_command_misused(arguments, "--%s is empty: give %s.",
                                  option->name, option->value);
    }
    arguments->values[index] = value;
    return VZ_EXIT_OK;
}

static enum vz_exit check_required(const struct vz_arguments *arguments) {
    const struct vz_option *options = arguments->command->options;
    for (int i = 0; i < VZ_OPTIONS_MAX && options[i].name; i++) {
        if (options[i].required && !arguments->values[i]) {
            return vz_command_misused(arguments, "--%s is missing.",
                                      options[i].name);
        }
    }
    return VZ_EXIT_OK;
}

static enum vz_exit read_arguments(struct vz_arguments *arguments, int argc,
                                   char **argv) {
    bool options_over = false;
    for (int i = 0; i < argc; i++) {
        if (!options_over && !strcmp(argv[i], "--")) {
            options_over = true;
        } else if (!options_over && !strncmp(argv[i], "--", 2)) {
            enum vz_exit exit = read_option(arguments, argc, argv, &i);
            if (exit != VZ_EXIT_OK) {
                return exit;
            }
        } else if (!*argv[i]) {
            return vz_command_misused(arguments, "an argument is empty.");
        } else if (arguments->n_positional == arguments->command->max) {
            return vz_command_misused(arguments,
                                      "'%s' is one argument too "
                                      "many.",
                                      argv[i]);
        } else {
            arguments->positional[arguments->n_positional++] = argv[i];
        }
    }
    if (arguments->n_positional < arguments->command->min) {
        return vz_command_misused(arguments, "%s is missing.",
                                  arguments->command->positional);
    }
    return check_required(arguments);
}

const char *vz_argument(const struct vz_arguments *arguments,
                        const char *name) {
    int index = find_option(arguments->command, name, strlen(name));
    return index < 0 ? NULL : arguments->values[index];
}

// ----------------------------------------------------------------- running
// How many words of argv are the command's name; 0 = it is another command.
static int match_name(const struct vz_command *command, int argc, char **argv) {
    int words = 0;
    for (const char *name = command->name; *name; words++) {
        size_t len = strcspn(name, " ");
        if (words >= argc || strlen(argv[words]) != len ||
            strncmp(argv[words], name, len) != 0) {
            return 0;
        }
        name += len + (name[len] == ' ');
    }
    return words;
}

static bool asks_help(int argc, char **argv) {
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
            return true;
        }
    }
    return false;
}

static enum vz_exit run_command(const struct vz_command *command, int argc,
                                char **argv) {
    if (asks_help(argc, argv)) {
        print_command(stdout, command);
        return VZ_EXIT_OK;
    }
    struct vz_arguments arguments = {.command = command};
    enum vz_exit exit = read_arguments(&arguments, argc, argv);
    return exit == VZ_EXIT_OK ? command->run(&arguments) : exit;
}

enum vz_exit vz_commands_run(const struct vz_command *const *commands, size_t n,
                             int argc, char **argv) {
    if (argc > 1 && !strcmp(argv[1], "--version")) {
        puts("vertelhub " VZ_VERSION);
        return VZ_EXIT_OK;
    }
    for (size_t i = 0; i < n; i++) {
        int words = match_name(commands[i], argc - 1, argv + 1);
        if (words) {
            return run_command(commands[i], argc - 1 - words, argv + 1 + words);
        }
    }
    if (argc > 1 && asks_help(argc - 1, argv + 1)) {
        print_overview(stdout, commands, n);
        return VZ_EXIT_OK;
    }
    if (argc > 1) {
        fprintf(stderr, "vertelhub: there is no command '%s%s%s'.\n", argv[1],
                argc > 2 ? " " : "", argc > 2 ? argv[2] : "");
    }
    print_overview(stderr, commands, n);
    return VZ_EXIT_USAGE;
}

enum vz_exit vz_command_fail(const struct vz_error *error) {
    fprintf(stderr, "vertelhub: %s\n",
            *error->message ? error->message : vz_status_text(error->status));
    return VZ_EXIT_FAILURE;
}

// -------------------------------------------------------------------- store
bool vz_command_place(const struct vz_arguments *arguments,
                      struct vz_hub_place *place) {
    struct vz_error error = {0};
    if (vz_hub_place_init(place, vz_argument(arguments, "store"),
                          vz_argument(arguments, "folder"), &error) == VZ_OK) {
        return true;
    }
    vz_command_fail(&error);
    return false;
}

struct vz_hub_store *vz_command_open_store(const struct vz_arguments *arguments,
                                           unsigned flags) {
    struct vz_hub_place place;
    struct vz_hub_store *store = NULL;
    struct vz_error error = {0};
    if (vz_command_place(arguments, &place) &&
        vz_hub_store_open(&store, &place, flags, &error) != VZ_OK) {
        vz_command_fail(&error);
        return NULL;
    }
    if (store && !vz_erasures_replay(store, &error)) {
        vz_hub_store_close(store);
        vz_command_fail(&error);
        return NULL;
    }
    return store;
}

enum vz_exit vz_command_audience(const struct vz_arguments *arguments,
                                 enum vz_consent *audience) {
    const char *level = vz_argument(arguments, "consent");
    if (level &&
        (!vz_consent_parse(level, audience) || *audience < VZ_CONSENT_TEAM)) {
        return vz_command_misused(arguments,
                                  "--consent is team, organisation or public.");
    }
    return VZ_EXIT_OK;
}
