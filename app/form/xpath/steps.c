#include "steps.h"

#include "node_index.h"

#include <stdlib.h>

// The principal node type of an axis.
static enum vz_node_kind principal_kind(enum vz_axis axis) {
    switch (axis) {
    case VZ_AXIS_ATTRIBUTE:
        return VZ_NODE_ATTRIBUTE;
    case VZ_AXIS_NAMESPACE:
        return VZ_NODE_NAMESPACE;
    default:
        return VZ_NODE_ELEMENT;
    }
}

static bool match_namespace(const struct vz_step *step,
                            const struct vz_node *node) {
    if (step->ns == NULL) {
        return !step->no_ns || node->ns == NULL;
    }
    return node->ns == step->ns;
}

bool vz_steps_match(const struct vz_step *step, const struct vz_node *node) {
    switch (step->test) {
    case VZ_TEST_NAME:
        return node->name == step->name &&
               node->kind == principal_kind(step->axis) &&
               match_namespace(step, node);
    case VZ_TEST_ANY_NAME:
        return node->kind == principal_kind(step->axis) &&
               match_namespace(step, node);
    case VZ_TEST_NODE:
        return true;
    case VZ_TEST_TEXT:
        return node->kind == VZ_NODE_TEXT ||
               (node->kind == VZ_NODE_ELEMENT && node->value != NULL &&
                node->value[0] != '\0');
    case VZ_TEST_COMMENT:
        return node->kind == VZ_NODE_COMMENT;
    default:
        return node->kind == VZ_NODE_INSTRUCTION &&
               (step->name == NULL || step->name == node->name);
    }
}

bool vz_steps_is_reverse(enum vz_axis axis) {
    return axis == VZ_AXIS_PARENT || axis == VZ_AXIS_ANCESTOR ||
           axis == VZ_AXIS_ANCESTOR_OR_SELF || axis == VZ_AXIS_PRECEDING ||
           axis == VZ_AXIS_PRECEDING_SIBLING;
}

static bool consider(const struct vz_step *step, const struct vz_node *node,
                     struct vz_xvalue *out) {
    out->visited++;
    return !vz_steps_match(step, node) || vz_xvalue_add(out, node);
}

// The attributes, or the namespaces: both are in one list.
static bool collect_attached(const struct vz_step *step,
                             const struct vz_node *node,
                             struct vz_xvalue *out) {
    enum vz_node_kind kind = principal_kind(step->axis);
    for (node = node->first_attribute; node != NULL; node = node->next) {
        if (node->kind == kind && !consider(step, node, out)) {
            return false;
        }
    }
    return true;
}

// child::text(). In instances it stands for the leaf itself; there, no text
// nodes are found.
static bool collect_text(const struct vz_step *step, const struct vz_node *node,
                         struct vz_xvalue *out) {
    if (node->first_child == NULL && node->kind == VZ_NODE_ELEMENT) {
        return consider(step, node, out);
    }
    for (node = node->first_child; node != NULL; node = node->next) {
        if (node->kind == VZ_NODE_TEXT && !vz_xvalue_add(out, node)) {
            return false;
        }
    }
    return true;
}

static bool collect_forward(const struct vz_step *step,
                            const struct vz_node *node, struct vz_xvalue *out) {
    for (; node != NULL; node = node->next) {
        if (!consider(step, node, out)) {
            return false;
        }
    }
    return true;
}

// child::name. Where there are many children they are not walked over.
static bool collect_named(const struct vz_step *step,
                          const struct vz_node *node, struct vz_xvalue *out) {
    struct vz_node_range range;
    if (!vz_node_index_named(node, step->name, &range)) {
        return collect_forward(step, node->first_child, out);
    }
    for (size_t i = 0; i < range.n; i++) {
        if (!consider(step, range.at[i].node, out)) {
            return false;
        }
    }
    return true;
}

static bool collect_children(const struct vz_step *step,
                             const struct vz_node *node,
                             struct vz_xvalue *out) {
    switch (step->test) {
    case VZ_TEST_TEXT:
        return collect_text(step, node, out);
    case VZ_TEST_NAME:
        return collect_named(step, node, out);
    default:
        return collect_forward(step, node->first_child, out);
    }
}

static bool collect_back(const struct vz_step *step, const struct vz_node *node,
                         struct vz_xvalue *out) {
    for (; node != NULL; node = node->prev) {
        if (!consider(step, node, out)) {
            return false;
        }
    }
    return true;
}

// The parent, but nothing above `root`.
static const struct vz_node *parent_in(const struct vz_node *node,
                                       const struct vz_node *root) {
    return node == root ? NULL : node->parent;
}

static bool collect_up(const struct vz_step *step, const struct vz_node *node,
                       const struct vz_node *root, struct vz_xvalue *out) {
    for (; node != NULL; node = parent_in(node, root)) {
        if (!consider(step, node, out)) {
            return false;
        }
    }
    return true;
}

static bool collect_below(const struct vz_step *step,
                          const struct vz_node *node, bool self,
                          struct vz_xvalue *out) {
    if (self && !consider(step, node, out)) {
        return false;
    }
    const struct vz_node *at = vz_node_following(node, node);
    for (; at != NULL; at = vz_node_following(at, node)) {
        if (!consider(step, at, out)) {
            return false;
        }
    }
    return true;
}

static bool collect_following(const struct vz_step *step,
                              const struct vz_node *node,
                              const struct vz_node *root,
                              struct vz_xvalue *out) {
    // An attribute is followed by what is inside its element.
    if (vz_node_is_attached(node)) {
        node = node->parent;
        if (node != NULL && !collect_below(step, node, false, out)) {
            return false;
        }
    }
    for (; node != NULL && node != root; node = node->parent) {
        for (const struct vz_node *at = node->next; at != NULL; at = at->next) {
            if (!collect_below(step, at, true, out)) {
                return false;
            }
        }
    }
    return true;
}

// The last node of a subtree in document order.
static const struct vz_node *last_below(const struct vz_node *node) {
    while (node->last_child != NULL) {
        node = node->last_child;
    }
    return node;
}

static bool collect_preceding(const struct vz_step *step,
                              const struct vz_node *node,
                              const struct vz_node *root,
                              struct vz_xvalue *out) {
    if (vz_node_is_attached(node)) {
        node = node->parent;
    }
    const struct vz_node *top = node; // climbs: ancestors do not precede
    while (top != NULL && top != root) {
        if (top->prev == NULL) {
            top = top->parent;
            continue;
        }
        top = top->prev;
        const struct vz_node *at = last_below(top);
        for (;;) {
            if (!consider(step, at, out)) {
                return false;
            }
            if (at == top) {
                break;
            }
            at = at->prev != NULL ? last_below(at->prev) : at->parent;
        }
    }
    return true;
}

bool vz_steps_collect(const struct vz_step *step, const struct vz_node *node,
                      const struct vz_node *root, struct vz_xvalue *out) {
    const struct vz_node *parent = parent_in(node, root);
    bool alone = vz_node_is_attached(node) || parent == NULL;
    switch (step->axis) {
    case VZ_AXIS_CHILD:
        return collect_children(step, node, out);
    case VZ_AXIS_DESCENDANT:
        // In instances, text() of a leaf is the leaf itself.
        return collect_below(
            step, node,
            step->test == VZ_TEST_TEXT && node->kind == VZ_NODE_ELEMENT, out);
    case VZ_AXIS_PARENT:
        return parent == NULL || consider(step, parent, out);
    case VZ_AXIS_ANCESTOR:
        return parent == NULL || collect_up(step, parent, root, out);
    case VZ_AXIS_FOLLOWING_SIBLING:
        return alone || collect_forward(step, node->next, out);
    case VZ_AXIS_PRECEDING_SIBLING:
        return alone || collect_back(step, node->prev, out);
    case VZ_AXIS_FOLLOWING:
        return collect_following(step, node, root, out);
    case VZ_AXIS_PRECEDING:
        return collect_preceding(step, node, root, out);
    case VZ_AXIS_ATTRIBUTE:
    case VZ_AXIS_NAMESPACE:
        return collect_attached(step, node, out);
    case VZ_AXIS_SELF:
        return consider(step, node, out);
    case VZ_AXIS_DESCENDANT_OR_SELF:
        return collect_below(step, node, true, out);
    case VZ_AXIS_ANCESTOR_OR_SELF:
        return collect_up(step, node, root, out);
    default:
        return true;
    }
}

// -------------------------------------------------------- document order

static int compare_order(const void *a, const void *b) {
    const struct vz_node *const *x = a;
    const struct vz_node *const *y = b;
    return vz_node_compare(*x, *y);
}

static int compare_address(const void *a, const void *b) {
    uintptr_t x = (uintptr_t) * (const struct vz_node *const *)a;
    uintptr_t y = (uintptr_t) * (const struct vz_node *const *)b;
    return x < y ? -1 : x > y;
}

static bool is_sorted(const struct vz_xvalue *nodes) {
    for (size_t i = 1; i < nodes->n; i++) {
        if (vz_node_compare(nodes->many[i - 1], nodes->many[i]) >= 0) {
            return false;
        }
    }
    return true;
}

static void drop_doubles(struct vz_xvalue *nodes) {
    size_t kept = 0;
    for (size_t i = 0; i < nodes->n; i++) {
        if (kept == 0 || nodes->many[kept - 1] != nodes->many[i]) {
            nodes->many[kept++] = nodes->many[i];
        }
    }
    nodes->n = kept;
}

static bool holds(const struct vz_xvalue *by_address,
                  const struct vz_node *node) {
    return bsearch(&node, by_address->many, by_address->n,
                   sizeof(*by_address->many), compare_address) != NULL;
}

static const struct vz_node *root_of(const struct vz_node *node) {
    while (node->parent != NULL) {
        node = node->parent;
    }
    return node;
}

// Copies the nodes of one tree, in its order, to `out`.
static size_t pick_in_order(const struct vz_xvalue *by_address,
                            const struct vz_node *root,
                            const struct vz_node **out) {
    size_t n = 0;
    for (const struct vz_node *at = root; at != NULL;
         at = vz_node_following(at, root)) {
        if (holds(by_address, at)) {
            out[n++] = at;
        }
        for (const struct vz_node *attr = at->first_attribute; attr != NULL;
             attr = attr->next) {
            if (holds(by_address, attr)) {
                out[n++] = attr;
            }
        }
    }
    return n;
}

// Comparing two far siblings walks over all between them, so a large set is
// sorted by one walk over the tree instead. False = out of memory; `*mixed`
// when the nodes are of several trees.
static bool sort_by_walk(struct vz_xvalue *nodes, bool *mixed) {
    const struct vz_node **sorted =
        vz_alloc_array(nodes->n, sizeof(*nodes->many));
    if (sorted == NULL) {
        return false;
    }
    qsort(nodes->many, nodes->n, sizeof(*nodes->many), compare_address);
    drop_doubles(nodes);
    size_t n = pick_in_order(nodes, root_of(nodes->many[0]), sorted);
    *mixed = n != nodes->n;
    if (*mixed) {
        free(sorted);
        return true;
    }
    free(nodes->many);
    nodes->many = sorted;
    nodes->cap = n;
    return true;
}

bool vz_steps_sort(struct vz_xvalue *nodes) {
    if (nodes->n < 2 || is_sorted(nodes)) {
        return true;
    }
    if (nodes->n > 32) {
        bool mixed;
        if (!sort_by_walk(nodes, &mixed)) {
            return false;
        }
        if (!mixed) {
            return true;
        }
    }
    qsort(nodes->many, nodes->n, sizeof(*nodes->many), compare_order);
    drop_doubles(nodes);
    return true;
}
