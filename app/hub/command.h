/*
 * The commands of vertelhub and their arguments, as tables.
 */
#ifndef VZ_HUB_COMMAND_H
#define VZ_HUB_COMMAND_H

#include "base/status.h"
#include "storage/hub/consent_ladder.h"
#include "storage/hub/hub_store.h"

// What a command answers to the shell.
enum vz_exit {
    VZ_EXIT_OK = 0,
    VZ_EXIT_FAILURE = 1,
    VZ_EXIT_USAGE = 2,
};

struct vz_option {
    const char *name;  // without the dashes
    const char *value; // what it is called in the help; NULL = a switch
    const char *help;
    bool required; // refused without it, before the command runs
};

#define VZ_OPTIONS_MAX 12
#define VZ_POSITIONAL_MAX 8

// What was given on the command line. Strings are those of argv.
struct vz_arguments {
    const struct vz_command *command;
    const char *values[VZ_OPTIONS_MAX]; // by index in the command's options
    const char *positional[VZ_POSITIONAL_MAX];
    size_t n_positional;
};

struct vz_command {
    const char *name;       // "device add"
    const char *positional; // "NAME", or "" = none
    size_t min, max;        // of positional arguments
    const char *help;       // one line
    const char *more;       // paragraphs for the command's own --help, or NULL
    enum vz_exit (*run)(const struct vz_arguments *arguments);
    struct vz_option options[VZ_OPTIONS_MAX]; // ended by a NULL name
};

extern const struct vz_command vz_init_command;
extern const struct vz_command vz_serve_command;
extern const struct vz_command vz_device_add_command;
extern const struct vz_command vz_device_code_command;
extern const struct vz_command vz_device_list_command;
extern const struct vz_command vz_device_revoke_command;
extern const struct vz_command vz_form_add_command;
extern const struct vz_command vz_form_list_command;
extern const struct vz_command vz_user_add_command;
extern const struct vz_command vz_export_command;
extern const struct vz_command vz_report_command;
extern const struct vz_command vz_rebuild_command;
extern const struct vz_command vz_erase_command;
extern const struct vz_command vz_bundle_import_command;

// Runs what argv asks for.
enum vz_exit vz_commands_run(const struct vz_command *const *commands, size_t n,
                             int argc, char **argv);

// The value of an option, "" for a switch that was given, NULL when absent.
const char *vz_argument(const struct vz_arguments *arguments, const char *name);

// The options that every command has. `store` stands first.
#define VZ_STORE_OPTION                                                      \
    {"store", "FILE",                                                        \
     "the store, the folder it is in, or postgresql://... (./hub.sqlite)"},  \
    {                                                                        \
        "folder", "DIR", "with postgresql://: where the erasure log is kept" \
    }

// What these options say; false (told on stderr) when they do not fit.
bool vz_command_place(const struct vz_arguments *arguments,
                      struct vz_hub_place *place);
// Opens it and erases again what its erasure log names, or tells what is wrong
// on stderr and answers NULL.
struct vz_hub_store *vz_command_open_store(const struct vz_arguments *arguments,
                                           unsigned flags);

// Writes "vertelhub: sentence" to stderr and answers VZ_EXIT_FAILURE.
enum vz_exit vz_command_fail(const struct vz_error *error);
// The same for a wrong argument; names the help. Answers VZ_EXIT_USAGE.
enum vz_exit vz_command_misused(const struct vz_arguments *arguments,
                                const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The option --consent of what leaves the hub: who will read it. Without it
// *audience stays as it is; VZ_EXIT_USAGE, told on stderr, when it is no such
// level.
enum vz_exit vz_command_audience(const struct vz_arguments *arguments,
                                 enum vz_consent *audience);

// Who changes things from the shell, for the audit.
#define VZ_ACTOR_SHELL "command line"

#endif
