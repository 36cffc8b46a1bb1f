#include "store_folder.h"

#include "base/file.h"
#include "base/strbuf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void store_folder_make(char path[STORE_PATH_SIZE]) {
    const char *temp = getenv("TMPDIR");
    snprintf(path, STORE_PATH_SIZE, "%s/vz-store-XXXXXX", temp ? temp : "/tmp");
    if (!mkdtemp(path)) {
        abort();
    }
}

void store_folder_path(char out[STORE_PATH_SIZE], const char *folder,
                       const char *name) {
    int len = snprintf(out, STORE_PATH_SIZE, "%s/%s", folder, name);
    if (len < 0 || len >= STORE_PATH_SIZE) {
        abort();
    }
}

static bool is_dots(const char *name) {
    return !strcmp(name, ".") || !strcmp(name, "..");
}

void store_folder_remove(const char *path) {
    DIR *dir = opendir(path);
    if (!dir) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (is_dots(entry->d_name)) {
            continue;
        }
        char child[STORE_PATH_SIZE];
        store_folder_path(child, path, entry->d_name);
        if (unlink(child)) {
            store_folder_remove(child);
        }
    }
    closedir(dir);
    rmdir(path);
}

bool store_folder_holds(const char *folder, const char *needle) {
    DIR *dir = opendir(folder);
    if (!dir) {
        abort();
    }
    bool found = false;
    for (struct dirent *entry; !found && (entry = readdir(dir));) {
        if (is_dots(entry->d_name)) {
            continue;
        }
        char path[STORE_PATH_SIZE];
        store_folder_path(path, folder, entry->d_name);
        struct vz_strbuf bytes = {0};
        if (vz_file_read(path, 1 << 28, &bytes) == VZ_OK && bytes.len) {
            found = memmem(bytes.data, bytes.len, needle, strlen(needle));
        }
        vz_strbuf_finish(&bytes);
    }
    closedir(dir);
    return found;
}

void store_folder_damage(const char *path, long offset, size_t len) {
    FILE *file = fopen(path, "r+b");
    if (!file || fseek(file, offset, SEEK_SET)) {
        abort();
    }
    for (size_t i = 0; i < len; i++) {
        fputc(0xff, file);
    }
    fclose(file);
}

size_t store_folder_count(const char *folder, const char *prefix) {
    DIR *dir = opendir(folder);
    if (!dir) {
        abort();
    }
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        n += !strncmp(entry->d_name, prefix, strlen(prefix));
    }
    closedir(dir);
    return n;
}
