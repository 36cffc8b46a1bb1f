/*
 * Small XML documents read into a tree, for the readers of this folder.
 */
#ifndef VZ_OPENROSA_DOCUMENT_H
#define VZ_OPENROSA_DOCUMENT_H

#include "base/memory.h"
#include "base/status.h"

#include <libxml/tree.h>

// Documents of this many entries are refused: no server of ours has them.
#define VZ_DOCUMENT_MAX_ENTRIES 10000

// Reads a document whose root must be `root` (local name). Nothing is fetched
// and no entity expanded; a document type declaration is refused. The caller
// frees it with xmlFreeDoc. VZ_SYNTAX, VZ_INVALID, VZ_LIMIT (over 10 MB),
// VZ_NOMEM; `error` may be NULL and tells only names and lines.
enum vz_status vz_document_read(xmlDoc **doc, const char *xml, size_t len,
                                const char *root, struct vz_error *error);

// True when an element has this local name, in any namespace.
bool vz_document_is(const xmlNode *node, const char *name);

// The element's text in the arena, without white space around it; "" when
// empty. NULL when out of memory.
const char *vz_document_text(struct vz_arena *arena, xmlNode *node);

// An attribute's value in the arena ("" when it is missing), or NULL when out
// of memory.
const char *vz_document_attribute(struct vz_arena *arena, xmlNode *node,
                                  const char *name);

// Counts the child elements of this local name.
size_t vz_document_count(const xmlNode *parent, const char *name);

// Text without white space around it: moves *text and shortens *len.
void vz_document_trim(const char **text, size_t *len);

#endif
