/*
 * Paths in the template: from "/data/group/q" to its node and back.
 *
 * Children are found through a hash of parent and name, so that a form with
 * thousands of questions side by side loads in time that grows with it.
 */
#include "form_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 255

static size_t slot_of(const struct vz_form *form, const struct vz_node *parent,
                      const char *name) {
    uint64_t mixed =
        (uint64_t)(uintptr_t)parent * UINT64_C(31) + (uint64_t)(uintptr_t)name;
    mixed *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(mixed >> 32) & (form->n_child_slots - 1);
}

static void enter(struct vz_form *form, struct vz_node *node) {
    size_t slot = slot_of(form, node->parent, node->name);
    while (form->child_slots[slot]) {
        slot = (slot + 1) & (form->n_child_slots - 1);
    }
    form->child_slots[slot] = node;
}

static bool grow_slots(struct vz_form *form) {
    size_t n = form->n_child_slots ? form->n_child_slots * 2 : 64;
    struct vz_node **slots = vz_alloc_array(n, sizeof(*slots));
    if (!slots) {
        return false;
    }
    free(form->child_slots);
    form->child_slots = slots;
    form->n_child_slots = n;
    for (size_t i = 0; i + 1 < form->n_models; i++) {
        enter(form, form->models[i]);
    }
    return true;
}

bool vz_form_index_child(struct vz_form *form, struct vz_node *node) {
    if (form->n_models * 2 > form->n_child_slots && !grow_slots(form)) {
        return false;
    }
    enter(form, node);
    return true;
}

struct vz_node *vz_form_child(const struct vz_form *form,
                              const struct vz_node *parent, const char *name,
                              const char *ns, bool any_ns) {
    struct vz_node *found = NULL;
    size_t slot = form->n_child_slots ? slot_of(form, parent, name) : 0;
    while (form->n_child_slots && form->child_slots[slot]) {
        struct vz_node *at = form->child_slots[slot];
        if (at->parent == parent && at->name == name) {
            bool same = ns ? at->ns && !strcmp(at->ns, ns) : !at->ns;
            if (same) {
                return at;
            }
            found = any_ns && !found ? at : found;
        }
        slot = (slot + 1) & (form->n_child_slots - 1);
    }
    return found;
}

struct vz_node *vz_form_root(const struct vz_form *form) {
    return form->document->first_child;
}

static const char *prefix_uri(const struct vz_form *form, const char *prefix,
                              size_t len) {
    for (size_t i = 0; i < form->n_prefixes; i++) {
        const char *known = form->prefixes[i].prefix;
        if (strlen(known) == len && !strncmp(known, prefix, len)) {
            return form->prefixes[i].uri;
        }
    }
    return NULL;
}

// The child for one name of a path. A name without prefix matches in any
// namespace, but one without namespace is preferred.
static struct vz_node *child_named(const struct vz_form *form,
                                   const struct vz_node *node, const char *name,
                                   size_t len) {
    const char *colon = memchr(name, ':', len);
    const char *uri = NULL;
    if (colon) {
        uri = prefix_uri(form, name, (size_t)(colon - name));
        len -= (size_t)(colon + 1 - name);
        name = colon + 1;
    }
    char local[NAME_MAX_LEN + 1];
    if (len > NAME_MAX_LEN) {
        return NULL;
    }
    memcpy(local, name, len);
    local[len] = '\0';
    const char *interned = vz_names_find(&form->names, local);
    return interned ? vz_form_child(form, node, interned, uri, !uri) : NULL;
}

// The attribute for "@name" or "@prefix:name".
static struct vz_node *attribute_named(const struct vz_node *node,
                                       const char *name, size_t len) {
    const char *colon = memchr(name, ':', len);
    if (colon) {
        len -= (size_t)(colon + 1 - name);
        name = colon + 1;
    }
    struct vz_node *at = node->first_attribute;
    while (at && (strncmp(at->name, name, len) != 0 || at->name[len])) {
        at = at->next;
    }
    return at;
}

static struct vz_node *step(const struct vz_form *form,
                            const struct vz_node *node, const char *name,
                            size_t len) {
    if (len == 1 && name[0] == '.') {
        return (struct vz_node *)node;
    }
    if (len == 2 && !strncmp(name, "..", 2)) {
        return node->parent;
    }
    if (len && name[0] == '@') {
        return attribute_named(node, name + 1, len - 1);
    }
    return child_named(form, node, name, len);
}

struct vz_node *vz_form_resolve(const struct vz_form *form,
                                const struct vz_node *context,
                                const char *path) {
    while (isspace((unsigned char)*path)) {
        path++;
    }
    const struct vz_node *node = context ? context : vz_form_root(form);
    if (*path == '/') {
        node = form->document;
        path++;
    }
    size_t len = strlen(path);
    while (len && isspace((unsigned char)path[len - 1])) {
        len--;
    }
    const char *end = path + len;
    while (node && path < end) {
        const char *slash = memchr(path, '/', (size_t)(end - path));
        const char *stop = slash ? slash : end;
        node = step(form, node, path, (size_t)(stop - path));
        path = slash ? slash + 1 : end;
    }
    return len ? (struct vz_node *)node : NULL;
}

bool vz_form_names_attribute(const char *path) {
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash && slash[1] == '@';
}

static size_t position_of(const struct vz_node *node) {
    size_t n = 1;
    for (const struct vz_node *at = node->prev; at; at = at->prev) {
        n += at->model == node->model;
    }
    return n;
}

void vz_node_append_path(struct vz_strbuf *out, const struct vz_node *node) {
    if (!node || node->kind == VZ_NODE_DOCUMENT) {
        return;
    }
    vz_node_append_path(out, node->parent);
    vz_strbuf_append(out, node->kind == VZ_NODE_ATTRIBUTE ? "/@" : "/");
    if (node->prefix) {
        vz_strbuf_append(out, node->prefix);
        vz_strbuf_append_char(out, ':');
    }
    vz_strbuf_append(out, node->name);
    if (node->repeat && node->template != node) {
        vz_strbuf_printf(out, "[%zu]", position_of(node));
    }
}

const char *vz_form_path(struct vz_form *form, const struct vz_node *node) {
    struct vz_strbuf path = {0};
    vz_node_append_path(&path, node);
    char *copy = path.failed
                     ? NULL
                     : vz_arena_strdup(&form->arena, vz_strbuf_text(&path));
    vz_strbuf_finish(&path);
    return copy;
}
