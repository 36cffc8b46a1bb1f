#include "assets.h"

#include "base/file.h"

#include <SDL.h>
#include <stdlib.h>

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

static bool try_below(const char *dir, const char *sub, const char *name,
                      char **out) {
    char *path = dir ? vz_path_join(dir, sub) : NULL;
    bool found = try_dir(path, name, out);
    free(path);
    return found;
}

char *vz_assets_find(const char *given, const char *name,
                     struct vz_error *error) {
    char *found = NULL;
    // The build tree: build/vertelzuil beside build/locale and ../assets.
    char *program = SDL_GetBasePath();
    bool ok = try_dir(given, name, &found) || try_dir(program, name, &found) ||
              try_below(program, "../assets", name, &found) ||
              try_below(program, "../../assets", name, &found) ||
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
