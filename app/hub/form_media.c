#include "form_media.h"

#include "base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MEDIA_MAX ((size_t)100 * 1000 * 1000) // bytes of one file

void vz_form_media_finish(struct vz_form_media_files *files) {
    for (size_t i = 0; i < files->n; i++) {
        free((char *)files->items[i].name);
        free((void *)files->items[i].bytes);
    }
    free(files->items);
    *files = (struct vz_form_media_files){0};
}

static bool read_one(struct vz_form_media_files *files, const char *path,
                     struct vz_error *error) {
    struct vz_strbuf bytes = {0};
    enum vz_status status = vz_file_read(path, MEDIA_MAX, &bytes);
    if (status != VZ_OK) {
        vz_strbuf_finish(&bytes);
        return vz_error_set(error, status, "%s cannot be read: %s.", path,
                            vz_status_text(status));
    }
    size_t len = bytes.len;
    char *name = strdup(vz_path_base(path));
    char *taken = vz_strbuf_take(&bytes);
    if (!name || !taken ||
        !vz_grow(&files->items, &files->cap, files->n, sizeof(*files->items))) {
        free(name);
        free(taken);
        return vz_error_nomem(error);
    }
    files->items[files->n++] =
        (struct vz_hub_media){.name = name, .bytes = taken, .len = len};
    return true;
}

static bool read_folder(struct vz_form_media_files *files, const char *dir,
                        DIR *handle, struct vz_error *error) {
    for (struct dirent *entry; (entry = readdir(handle));) {
        char *path = vz_path_join(dir, entry->d_name);
        struct stat info;
        bool ok = path || vz_error_nomem(error);
        if (ok && entry->d_name[0] != '.' && !stat(path, &info) &&
            S_ISREG(info.st_mode)) {
            ok = read_one(files, path, error);
        }
        free(path);
        if (!ok) {
            return false;
        }
    }
    return true;
}

// "forms/kort.csv" -> "forms/kort-media". NULL when out of memory.
static char *folder_beside(const char *path) {
    const char *base = vz_path_base(path);
    const char *dot = strrchr(base, '.');
    size_t len = dot ? (size_t)(dot - path) : strlen(path);
    char *dir = malloc(len + sizeof("-media"));
    if (dir) {
        memcpy(dir, path, len);
        memcpy(dir + len, "-media", sizeof("-media"));
    }
    return dir;
}

bool vz_form_media_read(struct vz_form_media_files *files, const char *path,
                        const char *dir, struct vz_error *error) {
    char *beside = dir ? NULL : folder_beside(path);
    if (!dir && !beside) {
        return vz_error_nomem(error);
    }
    const char *from = dir ? dir : beside;
    DIR *handle = opendir(from);
    bool ok = true;
    if (handle) {
        ok = read_folder(files, from, handle, error);
        closedir(handle);
    } else if (dir) {
        ok = vz_error_set(error, VZ_NOT_FOUND, "There is no folder %s.", dir);
    }
    free(beside);
    if (!ok) {
        vz_form_media_finish(files);
    }
    return ok;
}
