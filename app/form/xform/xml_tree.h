/*
 * An XML document as the loader and the session read it: elements and text in
 * one arena, in document order, so that walking a large form is reading memory
 * from front to back. Comments and processing instructions are left out.
 *
 * Documents come from outside. The parser gets no network and no entities and
 * keeps its own limits; a document that declares entities is refused while it
 * is being read, as is one that is too large, too deep or of too many parts.
 * libxml2 is known here only.
 */
#ifndef VZ_FORM_XFORM_XML_TREE_H
#define VZ_FORM_XFORM_XML_TREE_H

#include "base/memory.h"
#include "base/status.h"
#include "base/strbuf.h"

#define VZ_XML_BYTES_MAX (20 * 1024 * 1024)
#define VZ_XML_DEPTH_MAX 100
#define VZ_XML_PREFIXES_MAX 1000 // that an element and those around it declare
#define VZ_XML_NAMES_MAX 100000  // different ones
#define VZ_XML_PARTS_MAX 2000000 // elements, attributes and texts together

struct vz_xml_attribute {
    const char *ns, *prefix; // NULL = none
    const char *name;        // without the prefix
    const char *value;
    struct vz_xml_attribute *next;
};

// A namespace prefix that an element declares.
struct vz_xml_prefix {
    const char *prefix, *uri;
    struct vz_xml_prefix *next;
};

// An element, or a text: adjacent texts and CDATA sections are one.
struct vz_xml {
    const char *name;        // without the prefix; NULL = a text
    const char *ns, *prefix; // NULL = none
    const char *text;        // of a text
    struct vz_xml_attribute *attributes;
    struct vz_xml_prefix *prefixes; // not the default namespace
    struct vz_xml *parent, *first, *next;
    int line; // of an element, from 1
};

// Zeroed = empty.
struct vz_xml_tree {
    struct vz_arena arena;
    struct vz_xml *root;
    void *names; // the parser's, which the tree points into
};

// Reads a document. False with the error filled and nothing to finish.
bool vz_xml_tree_parse(struct vz_xml_tree *tree, const char *xml, size_t len,
                       struct vz_error *error);
// Overwrites the text first, which may be what somebody told.
void vz_xml_tree_finish(struct vz_xml_tree *tree);

bool vz_xml_is(const struct vz_xml *node, const char *name);
// The first child element, the next sibling element, the first child element
// of that name; NULL when there is none.
struct vz_xml *vz_xml_first(const struct vz_xml *parent);
struct vz_xml *vz_xml_next(const struct vz_xml *node);
struct vz_xml *vz_xml_child(const struct vz_xml *parent, const char *name);
// The element after `node` in document order within `top`, or NULL.
struct vz_xml *vz_xml_walk(const struct vz_xml *top, const struct vz_xml *node);
// The text of a node with all below it: as it lies in the tree, or put
// together in `scratch`. NULL = out of memory.
const char *vz_xml_content(const struct vz_xml *node,
                           struct vz_strbuf *scratch);

#endif
