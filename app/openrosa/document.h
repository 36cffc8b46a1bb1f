/*
 * Small XML documents as a tree in an arena, for the readers of this folder.
 */
#ifndef VZ_OPENROSA_DOCUMENT_H
#define VZ_OPENROSA_DOCUMENT_H

#include "base/memory.h"
#include "base/status.h"

// Lists of more entries are refused: no server of ours has them.
#define VZ_DOCUMENT_MAX_ENTRIES 10000

struct vz_document_attribute {
    const char *name; // local
    const char *value;
};

struct vz_element {
    const char *name; // local
    const char *uri;  // "" = no namespace
    const char *text; // without white space around it; "" with children
    struct vz_document_attribute *attributes;
    size_t n_attributes;
    struct vz_element *first, *last; // children
    struct vz_element *next;         // sibling
    int line;
};

// Reads a document whose root must be `root`, everything in the arena (which
// the caller finishes, also on failure). VZ_SYNTAX, VZ_INVALID, VZ_LIMIT,
// VZ_NOMEM; `error` may be NULL and tells only names and lines.
enum vz_status vz_document_read(struct vz_arena *arena, const char *xml,
                                size_t len, const char *root,
                                const struct vz_element **out,
                                struct vz_error *error);

// True when an element has this local name, in any namespace.
bool vz_element_is(const struct vz_element *element, const char *name);

// An attribute's value, "" when it is missing.
const char *vz_element_attribute(const struct vz_element *element,
                                 const char *name);

// Counts the child elements of this local name.
size_t vz_element_count(const struct vz_element *parent, const char *name);

#endif
