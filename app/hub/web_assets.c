#include "web_assets.h"

#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 4096

static bool try_folder(const char *folder, const char *between,
                       const char *name, char out[PATH_SIZE]) {
    int used = snprintf(out, PATH_SIZE, "%s/%s/%s", folder, between, name);
    return used > 0 && used < PATH_SIZE && vz_file_exists(out);
}

// The folder of the running program; false when unknown.
static bool program_folder(char out[PATH_SIZE]) {
    ssize_t len = readlink("/proc/self/exe", out, PATH_SIZE - 1);
    if (len <= 0) {
        return false;
    }
    out[len] = '\0';
    char *slash = strrchr(out, '/');
    if (slash) {
        *slash = '\0';
    }
    return slash;
}

static bool find(const char *given, const char *name, char out[PATH_SIZE]) {
    char beside[PATH_SIZE];
    if (given && try_folder(given, "web", name, out)) {
        return true;
    }
    if (program_folder(beside) &&
        (try_folder(beside, "../assets/web", name, out) ||
         try_folder(beside, "../../assets/web", name, out) ||
         try_folder(beside, "../share/vertelzuil/web", name, out))) {
        return true;
    }
    return try_folder(VZ_PREFIX "/share/vertelzuil", "web", name, out) ||
           try_folder("assets", "web", name, out);
}

char *vz_web_asset(const char *given, const char *name,
                   struct vz_error *error) {
    char path[PATH_SIZE];
    if (!find(given, name, path)) {
        vz_error_set(error, VZ_NOT_FOUND,
                     "The page template %s is nowhere. Name the folder that "
                     "holds web/ with --assets DIR.",
                     name);
        return NULL;
    }
    char *copy = vz_strndup(path, strlen(path));
    if (!copy) {
        vz_error_nomem(error);
    }
    return copy;
}
