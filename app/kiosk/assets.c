#include "assets.h"

#include "base/file.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#define LEVELS 8

// True when DIR/NAME is there; *out is then its path.
static bool try_dir(const char *dir, const char *name, char **out) {
    char *path = dir ? vz_path_join(dir, name) : NULL;
    if (path && vz_file_exists(path)) {
        *out = path;
        return true;
    }
    free(path);
    return false;
}

// In the program's folder and those above it: build/vertelzuil finds
// build/locale and assets/icons, build/tests/unit/kiosk/test_x does too.
static bool try_build_tree(const char *program, const char *name, char **out) {
    bool found = false;
    char *dir = strdup(program);
    for (int level = 0; dir && *dir && !found && level < LEVELS; level++) {
        found = try_dir(dir, name, out);
        char *assets = found ? NULL : vz_path_join(dir, "assets");
        found = found || try_dir(assets, name, out);
        free(assets);
        char *slash = strrchr(dir, '/');
        if (!slash) {
            break;
        }
        *slash = '\0';
    }
    free(dir);
    return found;
}

char *vz_assets_find(const char *given, const char *name,
                     struct vz_error *error) {
    static const char prefix[] = VZ_PREFIX "/";
    char *found = NULL;
    char *program = SDL_GetBasePath();
    bool installed = program && !strncmp(program, prefix, sizeof(prefix) - 1);
    bool ok =
        try_dir(given, name, &found) ||
        (!installed && program && try_build_tree(program, name, &found)) ||
        try_dir(VZ_PREFIX "/share/vertelzuil", name, &found);
    SDL_free(program);
    if (!ok) {
        vz_error_set(error, VZ_NOT_FOUND,
                     "The folder '%s' is neither in %s nor beside the "
                     "program. Name its place with --assets DIR.",
                     name, given ? given : VZ_PREFIX "/share/vertelzuil");
    }
    return found;
}
