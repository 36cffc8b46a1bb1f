/*
 * The node tree: making, linking, copying and ordering of nodes.
 *
 * Walks follow the links instead of recursing, so that a deep document costs
 * no stack.
 */
#include "node.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct vz_node *vz_node_create(enum vz_node_kind kind, const char *ns,
                               const char *name) {
    struct vz_node *node = calloc(1, sizeof(*node));
    if (node == NULL) {
        return NULL;
    }
    node->kind = kind;
    node->ns = ns;
    node->name = name;
    node->model = -1;
    return node;
}

void vz_text_forget(char *text) {
    if (text != NULL) {
        explicit_bzero(text, strlen(text));
        free(text);
    }
}

static void free_one(struct vz_node *node) {
    struct vz_node *attr = node->first_attribute;
    while (attr != NULL) {
        struct vz_node *next = attr->next;
        vz_text_forget(attr->value);
        free(attr);
        attr = next;
    }
    vz_text_forget(node->value);
    vz_node_drop_indexes(node);
    free(node);
}

void vz_node_destroy(struct vz_node *node) {
    if (node == NULL) {
        return;
    }
    vz_node_unlink(node);
    struct vz_node *at = node;
    while (at != NULL) {
        if (at->first_child != NULL) {
            struct vz_node *child = at->first_child;
            at->first_child = child->next;
            at = child;
            continue;
        }
        struct vz_node *parent = at == node ? NULL : at->parent;
        free_one(at);
        at = parent;
    }
}

void vz_node_insert_child(struct vz_node *parent, struct vz_node *child,
                          struct vz_node *before) {
    assert(child->parent == NULL && !vz_node_is_attached(child));
    assert(before == NULL || before->parent == parent);
    struct vz_node *prev = before != NULL ? before->prev : parent->last_child;
    vz_node_drop_indexes(parent);
    child->parent = parent;
    child->prev = prev;
    child->next = before;
    if (prev != NULL) {
        prev->next = child;
    } else {
        parent->first_child = child;
    }
    if (before != NULL) {
        before->prev = child;
    } else {
        parent->last_child = child;
    }
}

void vz_node_append_child(struct vz_node *parent, struct vz_node *child) {
    vz_node_insert_child(parent, child, NULL);
}

void vz_node_append_attribute(struct vz_node *element, struct vz_node *attr) {
    assert(attr->parent == NULL && vz_node_is_attached(attr));
    struct vz_node *last = NULL;
    struct vz_node **link = &element->first_attribute;
    while (*link != NULL) {
        last = *link;
        link = &last->next;
    }
    *link = attr;
    attr->prev = last;
    attr->next = NULL;
    attr->parent = element;
}

void vz_node_unlink(struct vz_node *node) {
    struct vz_node *parent = node->parent;
    if (parent == NULL) {
        return;
    }
    vz_node_drop_indexes(parent);
    if (node->prev != NULL) {
        node->prev->next = node->next;
    } else if (vz_node_is_attached(node)) {
        parent->first_attribute = node->next;
    } else {
        parent->first_child = node->next;
    }
    if (node->next != NULL) {
        node->next->prev = node->prev;
    } else if (!vz_node_is_attached(node)) {
        parent->last_child = node->prev;
    }
    node->parent = NULL;
    node->prev = NULL;
    node->next = NULL;
}

bool vz_node_set_value(struct vz_node *node, const char *value) {
    return vz_node_set_value_n(node, value, value != NULL ? strlen(value) : 0);
}

bool vz_node_set_value_n(struct vz_node *node, const char *value, size_t len) {
    char *copy = NULL;
    if (len > 0) {
        copy = vz_strndup(value, len);
        if (copy == NULL) {
            return false;
        }
    }
    vz_text_forget(node->value);
    node->value = copy;
    return true;
}

const char *vz_node_text(const struct vz_node *node) {
    return node->value != NULL ? node->value : "";
}

// A copy of the node without links; NULL when out of memory.
static struct vz_node *copy_alone(const struct vz_node *node) {
    struct vz_node *copy = vz_node_create(node->kind, node->ns, node->name);
    if (copy == NULL) {
        return NULL;
    }
    copy->type = node->type;
    copy->prefix = node->prefix;
    copy->template = node->template;
    copy->model = node->model;
    copy->repeat = node->repeat;
    copy->irrelevant = node->irrelevant;
    if (!vz_node_set_value(copy, node->value)) {
        free(copy);
        return NULL;
    }
    return copy;
}

// A copy with its attributes but without children.
static struct vz_node *copy_one(const struct vz_node *node) {
    struct vz_node *copy = copy_alone(node);
    if (copy == NULL) {
        return NULL;
    }
    struct vz_node *last = NULL;
    for (const struct vz_node *attr = node->first_attribute; attr != NULL;
         attr = attr->next) {
        struct vz_node *twin = copy_alone(attr);
        if (twin == NULL) {
            free_one(copy);
            return NULL;
        }
        twin->parent = copy;
        twin->prev = last;
        if (last != NULL) {
            last->next = twin;
        } else {
            copy->first_attribute = twin;
        }
        last = twin;
    }
    return copy;
}

struct vz_node *vz_node_copy(const struct vz_node *node) {
    struct vz_node *root = copy_one(node);
    if (root == NULL) {
        return NULL;
    }
    const struct vz_node *from = node;
    struct vz_node *to = root;
    for (;;) {
        if (from->first_child != NULL) {
            from = from->first_child;
        } else {
            while (from != node && from->next == NULL) {
                from = from->parent;
                to = to->parent;
            }
            if (from == node) {
                return root;
            }
            from = from->next;
            to = to->parent;
        }
        struct vz_node *twin = copy_one(from);
        if (twin == NULL) {
            vz_node_destroy(root);
            return NULL;
        }
        vz_node_append_child(to, twin);
        to = twin;
    }
}

struct vz_node *vz_node_child(const struct vz_node *node, const char *name) {
    for (struct vz_node *child = node->first_child; child != NULL;
         child = child->next) {
        if (child->name == name && child->kind == VZ_NODE_ELEMENT) {
            return child;
        }
    }
    return NULL;
}

struct vz_node *vz_node_attribute(const struct vz_node *node, const char *ns,
                                  const char *name) {
    for (struct vz_node *attr = node->first_attribute; attr != NULL;
         attr = attr->next) {
        if (attr->name == name && attr->kind == VZ_NODE_ATTRIBUTE &&
            (ns == NULL || attr->ns == ns)) {
            return attr;
        }
    }
    return NULL;
}

bool vz_node_is_within(const struct vz_node *node, const struct vz_node *top) {
    while (node != NULL && node != top) {
        node = node->parent;
    }
    return node != NULL;
}

struct vz_node *vz_node_following(const struct vz_node *node,
                                  const struct vz_node *root) {
    if (node->first_child != NULL) {
        return node->first_child;
    }
    while (node != NULL && node != root) {
        if (node->next != NULL) {
            return node->next;
        }
        node = node->parent;
    }
    return NULL;
}

static size_t depth_of(const struct vz_node *node) {
    size_t depth = 0;
    while (node->parent != NULL) {
        node = node->parent;
        depth++;
    }
    return depth;
}

// Siblings (attributes come before children) in document order.
static int compare_siblings(const struct vz_node *a, const struct vz_node *b) {
    bool a_attr = vz_node_is_attached(a);
    bool b_attr = vz_node_is_attached(b);
    if (a_attr != b_attr) {
        return a_attr ? -1 : 1;
    }
    // Both ways at once: neighbours are found in few steps, wherever they are.
    const struct vz_node *after = a->next;
    const struct vz_node *before = a->prev;
    while (after != NULL || before != NULL) {
        if (after == b) {
            return -1;
        }
        if (before == b) {
            return 1;
        }
        after = after != NULL ? after->next : NULL;
        before = before != NULL ? before->prev : NULL;
    }
    // Roots of different trees: any order will do, if it is always the same.
    return (uintptr_t)a < (uintptr_t)b ? -1 : 1;
}

int vz_node_compare(const struct vz_node *a, const struct vz_node *b) {
    if (a == b) {
        return 0;
    }
    size_t depth_a = depth_of(a);
    size_t depth_b = depth_of(b);
    size_t common = depth_a < depth_b ? depth_a : depth_b;
    const struct vz_node *at_a = a;
    const struct vz_node *at_b = b;
    for (size_t i = depth_a; i > common; i--) {
        at_a = at_a->parent;
    }
    for (size_t i = depth_b; i > common; i--) {
        at_b = at_b->parent;
    }
    if (at_a == at_b) {
        return depth_a < depth_b ? -1 : 1;
    }
    while (at_a->parent != at_b->parent) {
        at_a = at_a->parent;
        at_b = at_b->parent;
    }
    return compare_siblings(at_a, at_b);
}
