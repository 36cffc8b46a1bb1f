/*
 * Finding children without walking over all of them: by name, the rows of a
 * list by the text of one of their cells, and the place of a child.
 *
 * An index belongs to its parent node and is made when it is wanted, in trees
 * that change only when it is wanted often. It is dropped when a child comes or
 * goes. Threads that share a tree which does
 * not change may make and use indexes at the same time.
 */
#ifndef VZ_FORM_XPATH_NODE_INDEX_H
#define VZ_FORM_XPATH_NODE_INDEX_H

#include "expr.h"

struct vz_node_entry {
    const char *text; // what it is found by; borrowed
    const struct vz_node *node;
    size_t order; // among the parent's children
};

// Entries of one text, in document order. A node may stand in it twice.
struct vz_node_range {
    const struct vz_node_entry *at;
    size_t n;
};

// The children of this interned name, in whatever namespace. False when there
// is no index: the parent has few children, or memory is short. Then walk.
bool vz_node_index_named(const struct vz_node *parent, const char *name,
                         struct vz_node_range *out);

// Where the node stands among the children of its parent that have its name,
// from 1. False when there is no index.
bool vz_node_index_position(const struct vz_node *node, size_t *out);

// The children that `row` finds, with a child `key` of this text; both are
// child steps with a name. False when there is no index: the tree can change,
// the parent has few children, a cell is no leaf, or memory is short.
bool vz_node_index_keyed(const struct vz_node *parent,
                         const struct vz_step *row, const struct vz_step *key,
                         const char *text, struct vz_node_range *out);

#endif
