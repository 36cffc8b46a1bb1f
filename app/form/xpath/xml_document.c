#include "xml_document.h"

#include "base/xml_scan.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#define MAX_BYTES (20 * 1024 * 1024)
#define MAX_NODES 2000000

struct reader {
    struct vz_xml_document *document;
    struct vz_error *error;
    size_t n_nodes;
};

static bool fail_nomem(struct reader *r) {
    return vz_error_nomem(r->error);
}

// Interned; `text` NULL answers NULL in `*out`. False = out of memory.
static bool intern(struct reader *r, const xmlChar *text, const char **out) {
    *out = NULL;
    if (text != NULL) {
        *out = vz_names_intern(&r->document->names, (const char *)text);
        return *out != NULL || fail_nomem(r);
    }
    return true;
}

static struct vz_node *new_node(struct reader *r, enum vz_node_kind kind,
                                const char *name, const char *value) {
    if (r->n_nodes++ >= MAX_NODES) {
        vz_error_set(r->error, VZ_LIMIT, "the document has too many nodes");
        return NULL;
    }
    struct vz_node *node = vz_node_create(kind, NULL, name);
    if (node == NULL || !vz_node_set_value(node, value)) {
        vz_node_destroy(node);
        fail_nomem(r);
        return NULL;
    }
    return node;
}

// ------------------------------------------------------------- namespaces

static bool note_prefix(struct reader *r, const char *prefix, const char *uri) {
    struct vz_xml_document *document = r->document;
    if (prefix[0] == '\0') {
        return true; // expressions have no default namespace
    }
    for (size_t i = 0; i < document->n_prefixes; i++) {
        if (strcmp(document->prefixes[i].prefix, prefix) == 0) {
            return true;
        }
    }
    if (!vz_grow(&document->prefixes, &document->cap_prefixes,
                 document->n_prefixes, sizeof(*document->prefixes))) {
        return fail_nomem(r);
    }
    document->prefixes[document->n_prefixes++] =
        (struct vz_xpath_prefix){prefix, uri};
    return true;
}

static bool add_namespace(struct reader *r, struct vz_node *element,
                          const char *prefix, const char *uri) {
    struct vz_node *node = new_node(r, VZ_NODE_NAMESPACE, prefix, uri);
    if (node == NULL) {
        return false;
    }
    vz_node_append_attribute(element, node);
    return true;
}

static bool declare(struct reader *r, struct vz_node *element,
                    const xmlChar *prefix, const xmlChar *uri) {
    const char *name;
    const char *value;
    if (!intern(r, prefix != NULL ? prefix : BAD_CAST "", &name) ||
        !intern(r, uri != NULL ? uri : BAD_CAST "", &value)) {
        return false;
    }
    return note_prefix(r, name, value) &&
           add_namespace(r, element, name, value);
}

static bool declares(const xmlNode *xml, const char *prefix) {
    for (const xmlNs *ns = xml->nsDef; ns != NULL; ns = ns->next) {
        const char *name = ns->prefix ? (const char *)ns->prefix : "";
        if (strcmp(name, prefix) == 0) {
            return true;
        }
    }
    return false;
}

// The namespaces in scope: the element's own and what it inherits.
static bool read_namespaces(struct reader *r, struct vz_node *element,
                            const xmlNode *xml) {
    for (const xmlNs *ns = xml->nsDef; ns != NULL; ns = ns->next) {
        bool undone = ns->prefix == NULL && ns->href[0] == '\0'; // xmlns=""
        if (!undone && !declare(r, element, ns->prefix, ns->href)) {
            return false;
        }
    }
    const struct vz_node *parent = element->parent;
    if (parent->kind == VZ_NODE_DOCUMENT) {
        return declare(r, element, BAD_CAST "xml", XML_XML_NAMESPACE);
    }
    for (const struct vz_node *at = parent->first_attribute; at != NULL;
         at = at->next) {
        if (at->kind == VZ_NODE_NAMESPACE && !declares(xml, at->name) &&
            !add_namespace(r, element, at->name, at->value)) {
            return false;
        }
    }
    return true;
}

// --------------------------------------------------------------- elements

static bool set_names(struct reader *r, struct vz_node *node,
                      const xmlChar *name, const xmlNs *ns) {
    return intern(r, name, &node->name) &&
           intern(r, ns != NULL ? ns->href : NULL, &node->ns) &&
           intern(r, ns != NULL ? ns->prefix : NULL, &node->prefix);
}

static bool read_attribute(struct reader *r, struct vz_node *element,
                           const xmlAttr *attr) {
    xmlChar *text = xmlNodeListGetString(attr->doc, attr->children, 1);
    struct vz_node *node =
        new_node(r, VZ_NODE_ATTRIBUTE, NULL, (const char *)text);
    xmlFree(text);
    if (node == NULL || !set_names(r, node, attr->name, attr->ns)) {
        vz_node_destroy(node);
        return false;
    }
    vz_node_append_attribute(element, node);
    return true;
}

static bool add_child(struct reader *r, struct vz_node *parent,
                      enum vz_node_kind kind, const xmlChar *name,
                      const char *value) {
    const char *interned;
    if (!intern(r, name, &interned)) {
        return false;
    }
    struct vz_node *node = new_node(r, kind, interned, value);
    if (node == NULL) {
        return false;
    }
    vz_node_append_child(parent, node);
    return true;
}

static bool is_text(const xmlNode *xml) {
    return xml->type == XML_TEXT_NODE || xml->type == XML_CDATA_SECTION_NODE;
}

// Adds one text node for `*at` and the text that follows it; moves `*at` to
// the last of them.
static bool read_text(struct reader *r, struct vz_node *parent,
                      const xmlNode **at) {
    struct vz_strbuf buf = {0};
    for (const xmlNode *xml = *at; xml != NULL && is_text(xml);
         xml = xml->next) {
        vz_strbuf_append(&buf, xml->content ? (const char *)xml->content : "");
        *at = xml;
    }
    bool ok = !buf.failed || fail_nomem(r);
    if (ok && buf.len > 0) {
        ok = add_child(r, parent, VZ_NODE_TEXT, NULL, buf.data);
    }
    vz_strbuf_finish(&buf);
    return ok;
}

static bool read_children(struct reader *r, struct vz_node *parent,
                          const xmlNode *first);

// Recurses as deep as the document, which the parser limits.
static bool read_element(struct reader *r, struct vz_node *parent,
                         const xmlNode *xml) {
    struct vz_node *node = new_node(r, VZ_NODE_ELEMENT, NULL, NULL);
    if (node == NULL) {
        return false;
    }
    vz_node_append_child(parent, node);
    if (!set_names(r, node, xml->name, xml->ns) ||
        !read_namespaces(r, node, xml)) {
        return false;
    }
    for (const xmlAttr *attr = xml->properties; attr != NULL;
         attr = attr->next) {
        if (!read_attribute(r, node, attr)) {
            return false;
        }
    }
    return read_children(r, node, xml->children);
}

static bool read_child(struct reader *r, struct vz_node *parent,
                       const xmlNode **at) {
    const xmlNode *xml = *at;
    switch (xml->type) {
    case XML_ELEMENT_NODE:
        return read_element(r, parent, xml);
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        return read_text(r, parent, at);
    case XML_COMMENT_NODE:
        return add_child(r, parent, VZ_NODE_COMMENT, NULL,
                         (const char *)xml->content);
    case XML_PI_NODE:
        return add_child(r, parent, VZ_NODE_INSTRUCTION, xml->name,
                         (const char *)xml->content);
    default:
        return true; // the document type
    }
}

static bool read_children(struct reader *r, struct vz_node *parent,
                          const xmlNode *first) {
    for (const xmlNode *at = first; at != NULL; at = at->next) {
        if (!read_child(r, parent, &at)) {
            return false;
        }
    }
    return true;
}

// ---------------------------------------------------------------- parsing

static void refuse_entity(void *ctx, const xmlChar *name, int type,
                          const xmlChar *public_id, const xmlChar *system_id,
                          xmlChar *content) {
    xmlParserCtxt *parser = ctx;
    parser->_private = parser; // remembers why it stopped
    xmlStopParser(parser);
}

static void report(const xmlParserCtxt *parser, struct vz_error *error) {
    if (parser->_private != NULL) {
        vz_error_set(error, VZ_INVALID,
                     "the document declares XML entities, which are refused");
        return;
    }
    const xmlError *cause = xmlCtxtGetLastError((void *)parser);
    const char *message = cause && cause->message ? cause->message : "";
    vz_error_set(error, VZ_SYNTAX, "not well-formed XML: line %d: %.*s",
                 cause ? cause->line : 0, (int)strcspn(message, "\n"), message);
}

static xmlDoc *parse(const char *xml, size_t len, struct vz_error *error) {
    if (len > MAX_BYTES) {
        vz_error_set(error, VZ_LIMIT, "the document is larger than 20 MB");
        return NULL;
    }
    if (!vz_xml_scan_attributes(xml, len, error)) {
        return NULL;
    }
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser == NULL) {
        vz_error_nomem(error);
        return NULL;
    }
    parser->sax->entityDecl = refuse_entity;
    xmlDoc *doc = xmlCtxtReadMemory(parser, xml, (int)len, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOERROR |
                                        XML_PARSE_NOWARNING);
    if (doc != NULL && parser->_private != NULL) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    if (doc == NULL) {
        report(parser, error);
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

bool vz_xml_document_parse(struct vz_xml_document *document, const char *xml,
                           size_t len, struct vz_error *error) {
    *document = (struct vz_xml_document){0};
    xmlDoc *doc = parse(xml, len, error);
    if (doc == NULL) {
        return false;
    }
    struct reader r = {document, error, 0};
    document->root = new_node(&r, VZ_NODE_DOCUMENT, NULL, NULL);
    bool ok = document->root != NULL &&
              read_children(&r, document->root, doc->children);
    xmlFreeDoc(doc);
    if (!ok) {
        vz_xml_document_finish(document);
    }
    return ok;
}

void vz_xml_document_finish(struct vz_xml_document *document) {
    if (document == NULL) {
        return;
    }
    vz_node_destroy(document->root);
    free(document->prefixes);
    vz_names_finish(&document->names);
    *document = (struct vz_xml_document){0};
}

// ------------------------------------------------------------------ paths

static bool is_alike(const struct vz_node *a, const struct vz_node *b) {
    return a->kind == b->kind && a->name == b->name && a->ns == b->ns;
}

static void append_position(const struct vz_node *node, struct vz_strbuf *out) {
    size_t position = 1;
    for (const struct vz_node *at = node->prev; at != NULL; at = at->prev) {
        position += is_alike(at, node);
    }
    const struct vz_node *after = node->next;
    while (after != NULL && !is_alike(after, node)) {
        after = after->next;
    }
    if (position > 1 || after != NULL) {
        vz_strbuf_printf(out, "[%zu]", position);
    }
}

static void append_name(const struct vz_node *node, struct vz_strbuf *out) {
    if (node->prefix != NULL && node->prefix[0] != '\0') {
        vz_strbuf_printf(out, "%s:", node->prefix);
    }
    vz_strbuf_append(out, node->name);
}

static void append_step(const struct vz_node *node, struct vz_strbuf *out) {
    vz_strbuf_append_char(out, '/');
    switch (node->kind) {
    case VZ_NODE_ATTRIBUTE:
        vz_strbuf_append_char(out, '@');
        append_name(node, out);
        return;
    case VZ_NODE_NAMESPACE:
        if (node->name[0] == '\0') {
            vz_strbuf_append(out, "namespace::*[name() = '']");
        } else {
            vz_strbuf_printf(out, "namespace::%s", node->name);
        }
        return;
    case VZ_NODE_TEXT:
        vz_strbuf_append(out, "text()");
        break;
    case VZ_NODE_COMMENT:
        vz_strbuf_append(out, "comment()");
        break;
    case VZ_NODE_INSTRUCTION:
        vz_strbuf_printf(out, "processing-instruction('%s')", node->name);
        break;
    default:
        append_name(node, out);
        break;
    }
    append_position(node, out);
}

// Recurses as deep as the document, which the parser limits.
static void append_path(const struct vz_node *node, struct vz_strbuf *out) {
    if (node->parent != NULL) {
        append_path(node->parent, out);
        append_step(node, out);
    }
}

void vz_xml_document_path(const struct vz_node *node, struct vz_strbuf *out) {
    if (node->parent == NULL) {
        vz_strbuf_append_char(out, '/');
        return;
    }
    append_path(node, out);
}
