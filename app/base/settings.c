#include "settings.h"

#include "file.h"
#include "strbuf.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS_MAX (256 * 1024)

// What inih's two callbacks share. Debian builds inih without line numbers
// for its handler, but the reader that hands out the lines can count them.
struct reading {
    struct vz_settings *settings;
    const char *rest; // text not yet handed out
    int line;
    bool nomem;
};

// inih's reader: like fgets, from memory.
static char *read_line(char *out, int size, void *stream) {
    struct reading *reading = stream;
    if (!*reading->rest) {
        return NULL;
    }
    const char *end = strchr(reading->rest, '\n');
    size_t len = end ? (size_t)(end - reading->rest) + 1
                     : strlen(reading->rest);
    size_t copy = len < (size_t)size ? len : (size_t)size - 1;
    memcpy(out, reading->rest, copy);
    out[copy] = '\0';
    reading->rest += copy;
    reading->line += copy == len;
    return out;
}

// inih's handler: 1 goes on, 0 marks the line as an error.
static int add_setting(void *user, const char *section, const char *key,
                       const char *value) {
    struct reading *reading = user;
    struct vz_settings *settings = reading->settings;
    struct vz_setting item = {
        .section = vz_arena_strdup(&settings->arena, section),
        .key = vz_arena_strdup(&settings->arena, key),
        .value = vz_arena_strdup(&settings->arena, value ? value : ""),
        .line = reading->line,
    };
    if (!item.section || !item.key || !item.value ||
        !vz_grow(&settings->items, &settings->cap, settings->n, sizeof(item))) {
        reading->nomem = true;
        return 0;
    }
    settings->items[settings->n++] = item;
    return 1;
}

bool vz_settings_parse(struct vz_settings *settings, const char *text,
                       const char *name, struct vz_error *error) {
    *settings = (struct vz_settings){0};
    struct reading reading = {.settings = settings, .rest = text};
    int line = ini_parse_stream(read_line, &reading, add_setting, &reading);
    if (line == 0) {
        return true;
    }
    if (reading.nomem || line < 0) {
        vz_settings_finish(settings);
        return vz_error_nomem(error);
    }
    return vz_error_set(error, VZ_SYNTAX,
                        "%s, line %d: write a [section], a 'key = value' or "
                        "a ; comment.",
                        name, line);
}

bool vz_settings_load(struct vz_settings *settings, const char *path,
                      struct vz_error *error) {
    *settings = (struct vz_settings){0};
    struct vz_strbuf text = {0};
    enum vz_status status = vz_file_read(path, SETTINGS_MAX, &text);
    bool ok;
    if (status != VZ_OK) {
        ok = vz_error_set(error, status, "%s: %s.", path,
                          vz_status_text(status));
    } else {
        ok = vz_settings_parse(settings, vz_strbuf_text(&text), path, error);
    }
    vz_strbuf_finish(&text);
    return ok;
}

void vz_settings_finish(struct vz_settings *settings) {
    vz_arena_finish(&settings->arena);
    free(settings->items);
    *settings = (struct vz_settings){0};
}

const char *vz_settings_get(const struct vz_settings *settings,
                            const char *section, const char *key) {
    for (size_t i = settings->n; i > 0; i--) {
        const struct vz_setting *item = &settings->items[i - 1];
        if (!strcmp(item->section, section) && !strcmp(item->key, key)) {
            return item->value;
        }
    }
    return NULL;
}
