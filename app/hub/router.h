/*
 * Which endpoint answers a request: a table of method, path and permission.
 */
#ifndef VZ_HUB_ROUTER_H
#define VZ_HUB_ROUTER_H

#include <stdbool.h>
#include <stddef.h>

struct vz_exchange;

enum vz_permission {
    VZ_PERMIT_ANYONE,
    VZ_PERMIT_DEVICE, // by the path's {token}; without one by HTTP Basic
    VZ_PERMIT_READER, // such a device, or anybody who signed in
    // People, by their role (sign_in.h); each may do what those before may.
    VZ_PERMIT_VIEWER,
    VZ_PERMIT_COORDINATOR,
    VZ_PERMIT_ADMIN,
};

// What an endpoint does. `body` NULL: a body is read and dropped.
struct vz_endpoint {
    void (*begin)(struct vz_exchange *exchange); // optional
    void (*body)(struct vz_exchange *exchange, const char *bytes, size_t len);
    void (*end)(struct vz_exchange *exchange); // replies or defers
};

struct vz_route {
    const char *method; // "GET" answers HEAD too, unless HEAD has its own row
    // Segments are literal or hold one {name}: "forms/{form}.xml".
    const char *pattern;
    enum vz_permission permission;
    const struct vz_endpoint *endpoint;
};

#define VZ_ROUTE_PARAMS 4
#define VZ_ROUTE_PARAM_SIZE 256

// The parts of a path that a pattern names.
struct vz_route_params {
    struct {
        const char *name; // inside the pattern, ended by '}'
        char value[VZ_ROUTE_PARAM_SIZE];
    } items[VZ_ROUTE_PARAMS];
    size_t n;
};

// The value of {name}, or NULL.
const char *vz_route_param(const struct vz_route_params *params,
                           const char *name);

enum vz_route_result {
    VZ_ROUTE_FOUND,
    VZ_ROUTE_NO_PATH,   // 404
    VZ_ROUTE_NO_METHOD, // 405; *allow says which are allowed
};
#define VZ_ALLOW_SIZE 64
enum vz_route_result vz_route_find(const struct vz_route *routes, size_t n,
                                   const char *method, const char *path,
                                   const struct vz_route **route,
                                   struct vz_route_params *params,
                                   char allow[VZ_ALLOW_SIZE]);

#endif
