/*
 * Any XML document as a tree for expressions, with the whole data model of
 * XPath 1.0 (section 5): text, comments, processing instructions, namespaces.
 *
 * Adjacent text and CDATA sections are one text node. For documents that are
 * no forms; compile for them with vz_xpath_scope.plain.
 */
#ifndef VZ_FORM_XPATH_XML_DOCUMENT_H
#define VZ_FORM_XPATH_XML_DOCUMENT_H

#include "base/strbuf.h"
#include "xpath.h"

// Zeroed = empty.
struct vz_xml_document {
    struct vz_names names;
    struct vz_node *root; // the document node
    // Every prefix that the document declares, with `xml`; where a prefix has
    // several meanings, the first one in document order.
    struct vz_xpath_prefix *prefixes;
    size_t n_prefixes, cap_prefixes;
};

// Reads a document. False with the error filled and nothing to finish. Limits:
// 20 MB, 256 levels, 2,000,000 nodes; no network; a document that declares
// entities is refused.
bool vz_xml_document_parse(struct vz_xml_document *document, const char *xml,
                           size_t len, struct vz_error *error);
// NULL and zeroed are allowed.
void vz_xml_document_finish(struct vz_xml_document *document);

// Appends an absolute path that leads to this node alone: names as they are
// written, with a position where siblings have the same name: "/a/b[2]/@c",
// "/a/text()[1]", "/".
void vz_xml_document_path(const struct vz_node *node, struct vz_strbuf *out);

#endif
