#include "settings.h"

#include "file.h"
#include "strbuf.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS_MAX (256 * 1024)

struct reading {
    struct vz_settings *settings;
    bool nomem;
};

// inih's handler: 1 goes on, 0 marks the line as an error.
static int add_setting(void *user, const char *section, const char *key,
                       const char *value, int line) {
    struct reading *reading = user;
    struct vz_settings *settings = reading->settings;
    if (!key) {
        return 1; // the head of a section
    }
    struct vz_setting item = {
        .section = vz_arena_strdup(&settings->arena, section),
        .key = vz_arena_strdup(&settings->arena, key),
        .value = vz_arena_strdup(&settings->arena, value ? value : ""),
        .line = line,
    };
    if (!item.section || !item.key || !item.value ||
        !vz_grow(&settings->items, &settings->cap, settings->n,
                 sizeof(item))) {
        reading->nomem = true;
        return 0;
    }
    settings->items[settings->n++] = item;
    return 1;
}

// inih in Debian is built without line numbers for its handler; a reader that
// counts the lines it hands out knows them all the same.
struct line_reader {
    const char *rest;
    int line;
};

static char *read_line(char *out, int size, void *stream) {
    struct line_reader *reader = stream;
    if (!*reader->rest) {
        return NULL;
    }
    const char *end = strchr(reader->rest, '\n');
    size_t len =
        end ? (size_t)(end - reader->rest) + 1 : strlen(reader->rest);
    size_t copy = len < (size_t)size ? len : (size_t)size - 1;
    memcpy(out, reader->rest, copy);
    out[copy] = '\0';
    reader->rest += copy;
    reader->line += copy == len;
    return out;
}

struct counted {
    struct reading reading;
    struct line_reader reader;
};

static int add_counted(void *user, const char *section, const char *key,
                       const char *value) {
    struct counted *counted = user;
    return add_setting(&counted->reading, section, key, value,
                       counted->reader.line);
}

bool vz_settings_parse(struct vz_settings *settings, const char *text,
                       const char *name, struct vz_error *error) {
    *settings = (struct vz_settings){0};
    struct counted counted = {
        .reading = {.settings = settings},
        .reader = {.rest = text},
    };
    int line =
        ini_parse_stream(read_line, &counted.reader, add_counted, &counted);
    if (line == 0) {
        return true;
    }
    vz_settings_finish(settings);
    if (counted.reading.nomem || line < 0) {
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
