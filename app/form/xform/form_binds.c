/*
 * Binds: the type and the logic of each node (ODK XForms specification,
 * "Bindings").
 */
#include "form_loader.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum vz_field_type field;
    enum vz_value_type value;
} types[] = {
    {"int", VZ_FIELD_INT, VZ_VALUE_INT},
    {"integer", VZ_FIELD_INT, VZ_VALUE_INT},
    {"decimal", VZ_FIELD_DECIMAL, VZ_VALUE_DECIMAL},
    {"boolean", VZ_FIELD_BOOLEAN, VZ_VALUE_BOOLEAN},
    {"date", VZ_FIELD_DATE, VZ_VALUE_DATE},
    {"time", VZ_FIELD_TIME, VZ_VALUE_TIME},
    {"dateTime", VZ_FIELD_DATETIME, VZ_VALUE_DATETIME},
    {"geopoint", VZ_FIELD_GEOPOINT, VZ_VALUE_GEO},
    {"geotrace", VZ_FIELD_GEOTRACE, VZ_VALUE_GEO},
    {"geoshape", VZ_FIELD_GEOSHAPE, VZ_VALUE_GEO},
    {"binary", VZ_FIELD_BINARY, VZ_VALUE_BINARY},
    {"barcode", VZ_FIELD_STRING, VZ_VALUE_BARCODE},
    {"select1", VZ_FIELD_SELECT_ONE, VZ_VALUE_STRING},
    {"select", VZ_FIELD_SELECT_MULTIPLE, VZ_VALUE_STRING},
    {"rank", VZ_FIELD_RANK, VZ_VALUE_STRING},
};

static const struct {
    const char *preload, *params;
    enum vz_preload kind;
} preloads[] = {
    {"uid", NULL, VZ_PRELOAD_UID},
    {"timestamp", "start", VZ_PRELOAD_START},
    {"timestamp", "end", VZ_PRELOAD_END},
    {"date", "today", VZ_PRELOAD_TODAY},
    {"property", "deviceid", VZ_PRELOAD_DEVICE},
    {"property", "username", VZ_PRELOAD_USER},
    {"property", "email", VZ_PRELOAD_EMAIL},
    {"property", "phonenumber", VZ_PRELOAD_PHONE},
    {"property", "phone number", VZ_PRELOAD_PHONE}, // in the specification
    {"property", NULL, VZ_PRELOAD_PROPERTY},
};

static void set_type(struct vz_bind *bind, struct vz_node *node,
                     const char *type) {
    const char *colon = strchr(type, ':');
    const char *local = colon ? colon + 1 : type;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (!strcmp(local, types[i].name)) {
            bind->type = types[i].field;
            node->type = types[i].value;
        }
    }
}

static enum vz_preload preload_of(const char *preload, const char *params) {
    for (size_t i = 0; i < sizeof(preloads) / sizeof(preloads[0]); i++) {
        if (!strcmp(preload, preloads[i].preload) &&
            (!preloads[i].params ||
             (params && !strcmp(params, preloads[i].params)))) {
            return preloads[i].kind;
        }
    }
    return VZ_PRELOAD_NONE;
}

static bool remember_id(struct vz_loader *loader, const struct vz_xml *xml,
                        const struct vz_node *node) {
    const char *id = vz_xml_attribute(loader, xml, "id");
    if (!id) {
        return !vz_loader_failed(loader);
    }
    struct vz_bind_id *made =
        vz_arena_alloc(&loader->form->arena, sizeof(*made));
    if (!made) {
        return vz_loader_nomem(loader);
    }
    *made = (struct vz_bind_id){id, node, loader->bind_ids};
    loader->bind_ids = made;
    return true;
}

const struct vz_node *vz_load_bind_id(const struct vz_loader *loader,
                                      const char *id) {
    const struct vz_bind_id *at = loader->bind_ids;
    while (at && strcmp(at->id, id)) {
        at = at->next;
    }
    return at ? at->node : NULL;
}

static struct vz_bind *bind_for(struct vz_loader *loader,
                                const struct vz_node *node) {
    struct vz_form *form = loader->form;
    struct vz_bind **slot = &form->binds[node->model];
    if (!*slot) {
        *slot = vz_arena_alloc(&form->arena, sizeof(**slot));
        if (!*slot) {
            vz_loader_nomem(loader);
            return NULL;
        }
        (*slot)->node = node;
    }
    return *slot;
}

// The node of a bind. NULL without an error: the bind is of no use here (it is
// of an attribute that is not there).
static struct vz_node *bound_node(struct vz_loader *loader,
                                  const struct vz_xml *xml) {
    struct vz_form *form = loader->form;
    const char *nodeset = vz_xml_attribute(loader, xml, "nodeset");
    if (!nodeset) {
        return NULL;
    }
    struct vz_node *node = vz_form_resolve(form, NULL, nodeset);
    if (!node && vz_form_names_attribute(nodeset)) {
        return NULL;
    }
    if (!node || node->model < 0) {
        // The expression compiler knows which name comes nearest.
        char place[200];
        snprintf(place, sizeof(place), "bind %s", nodeset);
        if (vz_form_compile(form, NULL, nodeset, place, loader->error)) {
            vz_error_set(loader->error, VZ_INVALID,
                         "%s: the instance has no such node", place);
        }
        return NULL;
    }
    return node;
}

// What needs no expression; the rest waits until all types are known.
static bool read_bind(struct vz_loader *loader, const struct vz_xml *xml) {
    struct vz_node *node = bound_node(loader, xml);
    if (!node) {
        return !vz_loader_failed(loader);
    }
    struct vz_bind *bind = bind_for(loader, node);
    if (!bind || !remember_id(loader, xml, node)) {
        return false;
    }
    const char *type = vz_xml_attribute(loader, xml, "type");
    if (type) {
        set_type(bind, node, type);
    }
    const char *preload = vz_xml_attribute(loader, xml, "preload");
    if (preload) {
        bind->preload_params = vz_xml_attribute(loader, xml, "preloadParams");
        bind->preload = preload_of(preload, bind->preload_params);
    }
    bind->attributes = vz_xml_attributes(loader, xml);
    bind->role = vz_attribute_get(bind->attributes, VZ_NS_FORM, "role");
    return !vz_loader_failed(loader);
}

// An attribute of a bind that holds an expression or a message, and where it
// stands, for messages. NULL when it is not there or empty, or out of memory.
static const char *bind_attribute(struct vz_loader *loader,
                                  const struct vz_xml *xml, const char *name,
                                  char *place, size_t size) {
    const char *text = vz_xml_attribute(loader, xml, name);
    if (!text || !text[0]) {
        return NULL;
    }
    const char *nodeset = vz_xml_attribute(loader, xml, "nodeset");
    snprintf(place, size, "bind %s, %s", nodeset ? nodeset : "", name);
    return text;
}

static bool compile_attribute(struct vz_loader *loader,
                              const struct vz_xml *xml,
                              const struct vz_bind *bind, const char *name,
                              const struct vz_xpath_expr **expr) {
    char place[200];
    const char *text = bind_attribute(loader, xml, name, place, sizeof(place));
    if (!text) {
        return !vz_loader_failed(loader);
    }
    *expr =
        vz_form_compile(loader->form, bind->node, text, place, loader->error);
    return *expr != NULL;
}

static bool message_attribute(struct vz_loader *loader,
                              const struct vz_xml *xml,
                              const struct vz_bind *bind, const char *name,
                              struct vz_caption *caption) {
    char place[200];
    const char *text = bind_attribute(loader, xml, name, place, sizeof(place));
    return text ? vz_load_message(loader, text, bind->node, place, caption)
                : !vz_loader_failed(loader);
}

static bool speaks(const char *calculate) {
    return calculate && (strstr(calculate, "jr:itext") ||
                         strstr(calculate, "jr:choice-name") ||
                         strstr(calculate, "format-date"));
}

static bool compile_bind(struct vz_loader *loader, const struct vz_xml *xml) {
    struct vz_form *form = loader->form;
    const char *nodeset = vz_xml_attribute(loader, xml, "nodeset");
    struct vz_node *node = nodeset ? vz_form_resolve(form, NULL, nodeset)
                                   : NULL;
    if (!node) {
        return !vz_loader_failed(loader);
    }
    struct vz_bind *bind = form->binds[node->model];
    bind->speaks = speaks(vz_xml_attribute(loader, xml, "calculate"));
    const struct {
        const char *name;
        const struct vz_xpath_expr **expr;
    } exprs[] = {
        {"relevant", &bind->relevant},   {"required", &bind->required},
        {"readonly", &bind->readonly},   {"constraint", &bind->constraint},
        {"calculate", &bind->calculate},
    };
    for (size_t i = 0; i < sizeof(exprs) / sizeof(exprs[0]); i++) {
        if (!compile_attribute(loader, xml, bind, exprs[i].name,
                               exprs[i].expr)) {
            return false;
        }
    }
    return message_attribute(loader, xml, bind, "requiredMsg",
                             &bind->required_message) &&
           message_attribute(loader, xml, bind, "constraintMsg",
                             &bind->constraint_message);
}

bool vz_load_binds(struct vz_loader *loader) {
    const struct vz_xml *at = vz_xml_first(loader->model);
    for (; at; at = vz_xml_next(at)) {
        if (vz_xml_is(at, "bind") && !read_bind(loader, at)) {
            return false;
        }
    }
    for (at = vz_xml_first(loader->model); at; at = vz_xml_next(at)) {
        if (vz_xml_is(at, "bind") && !compile_bind(loader, at)) {
            return false;
        }
    }
    return true;
}
