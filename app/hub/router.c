#include "router.h"

#include <string.h>

const char *vz_route_param(const struct vz_route_params *params,
                           const char *name) {
    size_t len = strlen(name);
    for (size_t i = 0; i < params->n; i++) {
        if (!strncmp(params->items[i].name, name, len) &&
            params->items[i].name[len] == '}') {
            return params->items[i].value;
        }
    }
    return NULL;
}

// Length of the segment that begins here.
static size_t segment(const char *path) {
    return strcspn(path, "/");
}

static bool keep_param(struct vz_route_params *params, const char *name,
                       const char *value, size_t len) {
    if (params->n == VZ_ROUTE_PARAMS || len == 0 ||
        len >= VZ_ROUTE_PARAM_SIZE) {
        return false;
    }
    params->items[params->n].name = name;
    memcpy(params->items[params->n].value, value, len);
    params->items[params->n++].value[len] = '\0';
    return true;
}

// Matches one segment; `{name}` takes what its literal surroundings leave.
static bool match_segment(const char *pattern, size_t pattern_len,
                          const char *path, size_t path_len,
                          struct vz_route_params *params) {
    const char *open = memchr(pattern, '{', pattern_len);
    if (!open) {
        return pattern_len == path_len && !memcmp(pattern, path, path_len);
    }
    const char *close = memchr(open, '}', pattern_len);
    size_t before = (size_t)(open - pattern);
    size_t after = pattern_len - (size_t)(close + 1 - pattern);
    return path_len > before + after && !memcmp(pattern, path, before) &&
           !memcmp(close + 1, path + path_len - after, after) &&
           keep_param(params, open + 1, path + before,
                      path_len - before - after);
}

static bool match(const char *pattern, const char *path,
                  struct vz_route_params *params) {
    params->n = 0;
    for (;;) {
        size_t pattern_len = segment(pattern), path_len = segment(path);
        if (!match_segment(pattern, pattern_len, path, path_len, params)) {
            return false;
        }
        pattern += pattern_len;
        path += path_len;
        if (!*pattern || !*path) {
            return !*pattern && !*path;
        }
        pattern++;
        path++;
    }
}

static void add_allowed(char allow[VZ_ALLOW_SIZE], const char *method) {
    size_t used = strlen(allow);
    if (used + strlen(method) + 3 < VZ_ALLOW_SIZE) {
        strcpy(allow + used, used ? ", " : "");
        strcat(allow, method);
    }
}

enum vz_route_result vz_route_find(const struct vz_route *routes, size_t n,
                                   const char *method, const char *path,
                                   const struct vz_route **route,
                                   struct vz_route_params *params,
                                   char allow[VZ_ALLOW_SIZE]) {
    const struct vz_route *by_get = NULL;
    struct vz_route_params found = {0};
    allow[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (!match(routes[i].pattern, path, &found)) {
            continue;
        }
        if (!strcmp(routes[i].method, method)) {
            *route = &routes[i];
            *params = found;
            return VZ_ROUTE_FOUND;
        }
        if (!strcmp(routes[i].method, "GET") && !strcmp(method, "HEAD")) {
            by_get = &routes[i];
            *params = found;
        }
        add_allowed(allow, routes[i].method);
    }
    *route = by_get;
    if (by_get) {
        return VZ_ROUTE_FOUND;
    }
    return *allow ? VZ_ROUTE_NO_METHOD : VZ_ROUTE_NO_PATH;
}
