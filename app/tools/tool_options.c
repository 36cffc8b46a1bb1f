#include "vertelform.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    size_t offset;
} flags[] = {
    {"--json", offsetof(struct vz_tool_options, json)},
    {"--batch", offsetof(struct vz_tool_options, batch)},
    {"--kiosk", offsetof(struct vz_tool_options, kiosk)},
    {"--help", offsetof(struct vz_tool_options, help)},
    {"-h", offsetof(struct vz_tool_options, help)},
    {"--version", offsetof(struct vz_tool_options, version)},
};

static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    {"--media", offsetof(struct vz_tool_options, media)},
    {"--now", offsetof(struct vz_tool_options, now)},
    {"--tz", offsetof(struct vz_tool_options, zone)},
    {"--instance", offsetof(struct vz_tool_options, instance)},
    {"--resume", offsetof(struct vz_tool_options, resume)},
    {"--property", 0}, // these two may be given several times
    {"--location", 0},
};

static bool take_property(struct vz_tool_options *options, const char *text) {
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        fprintf(stderr,
                "vertelform: '%s' is not a property; give NAME=VALUE, as in "
                "deviceid=kiosk-3\n",
                text);
        return false;
    }
    if (options->n_properties == VZ_TOOL_PROPERTIES_MAX) {
        fputs("vertelform: these are too many properties\n", stderr);
        return false;
    }
    options->properties[options->n_properties++] = text;
    return true;
}

static bool take_location(struct vz_tool_options *options, const char *text) {
    double number[4];
    char more;
    int n = sscanf(text, "%lf %lf %lf %lf %c", &number[0], &number[1],
                   &number[2], &number[3], &more);
    if (n < 2 || n > 4) {
        fprintf(stderr,
                "vertelform: '%s' is not a location; give latitude, "
                "longitude, altitude and accuracy with spaces between\n",
                text);
        return false;
    }
    if (options->n_locations == VZ_TOOL_LOCATIONS_MAX) {
        fputs("vertelform: these are too many locations\n", stderr);
        return false;
    }
    options->locations[options->n_locations++] = text;
    return true;
}

// Finds an option that has a value after it.
static bool is_text_option(const char *text, size_t *index) {
    for (*index = 0; *index < sizeof(texts) / sizeof(*texts); (*index)++) {
        if (strcmp(texts[*index].name, text) == 0) {
            return true;
        }
    }
    return false;
}

static bool take_text(struct vz_tool_options *options, size_t index,
                      const char *value) {
    if (!value) {
        fprintf(stderr, "vertelform: %s needs a value after it\n",
                texts[index].name);
        return false;
    }
    if (texts[index].offset == 0) {
        return strcmp(texts[index].name, "--location") == 0
                   ? take_location(options, value)
                   : take_property(options, value);
    }
    memcpy((char *)options + texts[index].offset, &value, sizeof(value));
    return true;
}

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
        size_t index;
        if (flag && strcmp(text, "--") == 0) {
            words_only = true;
        } else if (flag && is_text_option(text, &index)) {
            i++;
            if (!take_text(options, index, i < argc ? argv[i] : NULL)) {
                return false;
            }
        } else if (flag ? !take_flag(options, text)
                        : !take_word(options, text)) {
            return false;
        }
    }
    return true;
}
