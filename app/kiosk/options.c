#include "options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct option {
    const char *name;
    const char *argument; // NULL = a flag
    size_t offset;        // of the const char * or bool in struct vz_options
    const char *help;
};

#define AT(field) offsetof(struct vz_options, field)

static const struct option options_table[] = {
    {"--data", "DIR", AT(data),
     "folder of the kiosk's store (default: $XDG_DATA_HOME/vertelzuil)"},
    {"--settings", "FILE", AT(settings),
     "settings file (default: $XDG_CONFIG_HOME/vertelzuil/vertelzuil.ini)"},
    {"--server", "URL", AT(server),
     "OpenRosa server to send to, instead of the one in the settings"},
    {"--assets", "DIR", AT(assets), "folder with icons, themes and locale"},
    {"--window", "WxH", AT(window), "a window of this size, not full screen"},
    {"--describe", "FILE", AT(describe),
     "rewrite FILE with what is on the screen, as JSON, at each change"},
    {"--script", "FILE", AT(script), "play the touches in FILE, then stop"},
    {"--shots", "DIR", AT(shots), "folder for the pictures of a script"},
    {"--sync", NULL, AT(sync), "send and fetch once, without a window"},
    {"--check-display", NULL, AT(check_display),
     "say whether a window can be opened here, and end"},
    {"--set-pin", "WHO", AT(set_pin),
     "read a PIN from stdin for `staff` or a worker's number (two digits)"},
    {"--help", NULL, AT(help), "show this text"},
    {"--version", NULL, AT(version), "show the version"},
};
#define N_OPTIONS (sizeof(options_table) / sizeof(*options_table))

static const struct option *find_option(const char *name, size_t len) {
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *option = &options_table[i];
        if (strlen(option->name) == len && !strncmp(option->name, name, len)) {
            return option;
        }
    }
    return NULL;
}

// One option at argv[*at]; moves *at past its value.
static bool read_option(struct vz_options *options, int argc, char **argv,
                        int *at, struct vz_error *error) {
    const char *word = argv[*at];
    const char *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : strlen(word);
    const struct option *option = find_option(word, len);
    if (!option || (equals && !option->argument)) {
        return vz_error_set(error, VZ_INVALID,
                            "There is no option '%s'. Try --help.", word);
    }
    char *field = (char *)options + option->offset;
    if (!option->argument) {
        *(bool *)field = true;
        return true;
    }
    const char *value = equals ? equals + 1 : NULL;
    if (!value && *at + 1 < argc) {
        value = argv[++*at];
    }
    if (!value || !*value) {
        return vz_error_set(error, VZ_INVALID, "Write %s %s.", option->name,
                            option->argument);
    }
    *(const char **)field = value;
    return true;
}

// Sizes that a screen can have; smaller ones cannot hold a question.
static bool read_window(struct vz_options *options, struct vz_error *error) {
    char *end = NULL;
    long w = strtol(options->window, &end, 10);
    long h = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
    if (*end || w < 480 || h < 480 || w > 8192 || h > 8192) {
        return vz_error_set(error, VZ_INVALID,
                            "Write the window's size as --window 1280x800, "
                            "from 480 to 8192 a side.");
    }
    options->window_w = (int)w;
    options->window_h = (int)h;
    return true;
}

static bool check_set_pin(const char *who, struct vz_error *error) {
    bool worker = strlen(who) == 2 && strspn(who, "0123456789") == 2 &&
                  strcmp(who, "00") != 0;
    if (worker || !strcmp(who, "staff")) {
        return true;
    }
    return vz_error_set(error, VZ_INVALID,
                        "Write --set-pin staff, or a worker's number from 01 "
                        "to 99.");
}

bool vz_options_parse(struct vz_options *options, int argc, char **argv,
                      struct vz_error *error) {
    *options = (struct vz_options){0};
    for (int at = 1; at < argc; at++) {
        if (!read_option(options, argc, argv, &at, error)) {
            return false;
        }
    }
    if (options->window && !read_window(options, error)) {
        return false;
    }
    if (options->set_pin && !check_set_pin(options->set_pin, error)) {
        return false;
    }
    if (options->shots && !options->script) {
        return vz_error_set(error, VZ_INVALID,
                            "--shots needs a --script that takes pictures.");
    }
    return true;
}

void vz_options_print_help(FILE *out) {
    fputs("Usage: vertelzuil [OPTION]...\n"
          "The kiosk: people answer questions and tell a story on a "
          "touchscreen.\n\n",
          out);
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *option = &options_table[i];
        char left[40];
        snprintf(left, sizeof(left), "%s%s%s", option->name,
                 option->argument ? " " : "",
                 option->argument ? option->argument : "");
        fprintf(out, "  %-17s %s\n", left, option->help);
    }
    fputs("\nExit status: 0 = well, 1 = it failed, 2 = wrong use.\n", out);
}
