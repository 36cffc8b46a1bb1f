#include "vertelform.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    size_t offset;
} flags[] = {
    {"--json", offsetof(struct vz_tool_options, json)},
    {"--help", offsetof(struct vz_tool_options, help)},
    {"-h", offsetof(struct vz_tool_options, help)},
    {"--version", offsetof(struct vz_tool_options, version)},
};

static bool take_flag(struct vz_tool_options *options, const char *text) {
    for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
        if (strcmp(flags[i].name, text) == 0) {
            *(bool *)((char *)options + flags[i].offset) = true;
            return true;
        }
    }
    fprintf(stderr,
            "vertelform: there is no option '%s'; see vertelform "
            "--help\n",
            text);
    return false;
}

static bool take_word(struct vz_tool_options *options, const char *text) {
    if (!options->command) {
        options->command = text;
        return true;
    }
    if (options->n_arguments == 2) {
        fprintf(stderr,
                "vertelform: '%s' is one argument too many; see "
                "vertelform --help\n",
                text);
        return false;
    }
    options->arguments[options->n_arguments++] = text;
    return true;
}

bool vz_tool_options_parse(struct vz_tool_options *options, int argc,
                           char **argv) {
    *options = (struct vz_tool_options){0};
    bool words_only = false;
    for (int i = 1; i < argc; i++) {
        const char *text = argv[i];
        bool flag = !words_only && text[0] == '-' && text[1];
        if (flag && strcmp(text, "--") == 0) {
            words_only = true;
        } else if (flag ? !take_flag(options, text)
                        : !take_word(options, text)) {
            return false;
        }
    }
    return true;
}
