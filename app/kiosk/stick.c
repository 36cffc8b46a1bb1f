#include "stick.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOUNTS_MAX ((size_t)1024 * 1024)

// A space in a path stands there as \040, and so on.
static void unescape(char *path) {
    char *to = path;
    for (const char *at = path; *at; to++) {
        bool octal = at[0] == '\\' && strspn(at + 1, "01234567") >= 3;
        if (octal) {
            *to = (char)((at[1] - '0') * 64 + (at[2] - '0') * 8 + at[3] - '0');
            at += 4;
        } else {
            *to = *at++;
        }
    }
    *to = '\0';
}

static bool is_below(const char *path, const char *dir) {
    size_t len = strlen(dir);
    return !strncmp(path, dir, len) && path[len] == '/' && path[len + 1];
}

// A line: device, folder, kind, options. The folder, or NULL.
static char *read_line(char *line) {
    char *save = NULL;
    char *device = strtok_r(line, " ", &save);
    char *path = strtok_r(NULL, " ", &save);
    if (!device || !path) {
        return NULL;
    }
    unescape(path);
    bool stick = is_below(path, "/media") || is_below(path, "/run/media") ||
                 is_below(path, "/mnt");
    return stick && strlen(path) < VZ_STICK_PATH_SIZE ? path : NULL;
}

bool vz_stick_find(const char *mounts, char out[VZ_STICK_PATH_SIZE]) {
    struct vz_strbuf text = {0};
    out[0] = '\0';
    if (vz_file_read(mounts, MOUNTS_MAX, &text) == VZ_OK && text.len) {
        char *save = NULL;
        for (char *line = strtok_r(text.data, "\n", &save); line;
             line = strtok_r(NULL, "\n", &save)) {
            char *path = read_line(line);
            if (path && access(path, W_OK) == 0) {
                memcpy(out, path, strlen(path) + 1);
            }
        }
    }
    vz_strbuf_finish(&text);
    return *out != '\0';
}
