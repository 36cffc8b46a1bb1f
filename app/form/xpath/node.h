/*
 * The node tree that expressions walk: the primary instance of a session, its
 * template in the form, and the secondary instances.
 *
 * Names and namespace URIs are interned per form (vz_names), so that a name
 * test is one pointer comparison. Mixed content does not occur in instances:
 * an element has either child elements or a text value. Trees that
 * xml_document.h reads are plain XML: there, elements have no value, text,
 * comments and processing instructions are children, and namespaces stand
 * before the attributes in an element's list of attributes.
 */
#ifndef VZ_FORM_XPATH_NODE_H
#define VZ_FORM_XPATH_NODE_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Interned strings: equal text gives the same pointer for the set's lifetime.
// Zeroed = empty.
struct vz_names {
    struct vz_arena arena;
    const char **slots; // open addressing
    size_t n_slots, n;
};

// The interned copy of text, or NULL when out of memory.
const char *vz_names_intern(struct vz_names *names, const char *text);
const char *vz_names_intern_n(struct vz_names *names, const char *text,
                              size_t len);
// The interned copy if there is one, else NULL; adds nothing.
const char *vz_names_find(const struct vz_names *names, const char *text);
void vz_names_finish(struct vz_names *names);

enum vz_node_kind {
    VZ_NODE_DOCUMENT,
    VZ_NODE_ELEMENT,
    VZ_NODE_ATTRIBUTE,
    // In plain documents only:
    VZ_NODE_TEXT,
    VZ_NODE_COMMENT,
    VZ_NODE_INSTRUCTION, // name = target
    VZ_NODE_NAMESPACE,   // name = prefix ("" = default), value = URI
};

// How a node's text becomes a value (the bind's type, ODK XForms spec
// "Data types"); decides comparison and arithmetic of dates.
enum vz_value_type {
    VZ_VALUE_STRING,
    VZ_VALUE_INT,
    VZ_VALUE_DECIMAL,
    VZ_VALUE_BOOLEAN,
    VZ_VALUE_DATE,
    VZ_VALUE_TIME,
    VZ_VALUE_DATETIME,
    VZ_VALUE_GEO,
    VZ_VALUE_BINARY,
    VZ_VALUE_BARCODE,
};

struct vz_node_index;

struct vz_node {
    enum vz_node_kind kind;
    enum vz_value_type type;
    const char *ns;     // interned URI, NULL = no namespace
    const char *name;   // interned local name; NULL for the document
    const char *prefix; // interned, as written in the source; or NULL
    char *value;        // text of a leaf or attribute; malloc'd; NULL = ""
    struct vz_node *parent;
    struct vz_node *first_child, *last_child; // elements only
    struct vz_node *prev, *next;              // siblings
    struct vz_node *first_attribute;          // chained by next
    // The template node that this node was made from; a template node points
    // to itself; NULL in secondary instances.
    const struct vz_node *template;
    // Index of the template node in its form: bind, control and dependency
    // tables are arrays with this index. -1 in secondary instances.
    int32_t model;
    bool repeat; // a repeat instance (may have siblings of the same template)
    bool irrelevant; // own or inherited relevance is false; skipped at send
    // Its own expression says so, whatever it inherits; the session's business.
    bool own_irrelevant;
    // Marked with jr:template: what new instances of the repeat are like. Only
    // while a form is loaded.
    bool seed;
    // Made on demand (node_index.h) and freed with the node.
    struct vz_node_index *indexes;
};

// Nodes are allocated one by one so that repeats can come and go.
// Makes a node (children and attributes not copied). NULL = out of memory.
struct vz_node *vz_node_create(enum vz_node_kind kind, const char *ns,
                               const char *name);
// Frees a node with all below it; unlinks it from its parent. NULL is allowed.
void vz_node_destroy(struct vz_node *node);
void vz_node_append_child(struct vz_node *parent, struct vz_node *child);
// Inserts before `before` (a child of parent), or at the end when NULL.
void vz_node_insert_child(struct vz_node *parent, struct vz_node *child,
                          struct vz_node *before);
// An attribute, or a namespace, which is kept in the same list.
void vz_node_append_attribute(struct vz_node *element, struct vz_node *attr);
// Whether the node hangs beside its parent's children: attribute or namespace.
static inline bool vz_node_is_attached(const struct vz_node *node) {
    return node->kind == VZ_NODE_ATTRIBUTE || node->kind == VZ_NODE_NAMESPACE;
}
// Forgets what was found out about the node's children.
void vz_node_drop_indexes(struct vz_node *node);
// Takes the node out of its tree without freeing it.
void vz_node_unlink(struct vz_node *node);
// Overwrites a text of malloc, which may be what somebody told, and frees it.
// NULL is allowed.
void vz_text_forget(char *text);
// Sets the text. False = out of memory, value unchanged. Overwrites the former
// text before it is freed (it may be what somebody told).
bool vz_node_set_value(struct vz_node *node, const char *value);
// The same with the first `len` bytes of `value`.
bool vz_node_set_value_n(struct vz_node *node, const char *value, size_t len);
// The node's own text, never NULL.
const char *vz_node_text(const struct vz_node *node);
// A deep copy (template, model, type, repeat and irrelevant kept). NULL = no
// memory.
struct vz_node *vz_node_copy(const struct vz_node *node);
// The child element / attribute of this interned name (ns NULL = none given:
// matches by local name only), or NULL.
struct vz_node *vz_node_child(const struct vz_node *node, const char *name);
struct vz_node *vz_node_attribute(const struct vz_node *node, const char *ns,
                                  const char *name);
// Whether the node is `top` or below it. NULL is within nothing.
bool vz_node_is_within(const struct vz_node *node, const struct vz_node *top);
// The next node in document order within `root`, attributes and namespaces
// left out; NULL at the end.
struct vz_node *vz_node_following(const struct vz_node *node,
                                  const struct vz_node *root);
// -1, 0, 1 in document order (attributes after their element).
int vz_node_compare(const struct vz_node *a, const struct vz_node *b);

#endif
