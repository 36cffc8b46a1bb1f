#include "xml_tree.h"

#include "base/xml_scan.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <string.h>

enum refusal {
    NOT_REFUSED,
    REFUSED_ENTITY,
    REFUSED_DTD,
    REFUSED_DEPTH,
    REFUSED_PARTS,
    REFUSED_NAMES,
    REFUSED_PREFIXES,
    REFUSED_MEMORY,
};

struct builder {
    struct vz_xml_tree *tree;
    xmlParserCtxt *parser;
    enum refusal refusal;
    struct vz_strbuf text; // was read, is no node yet
    size_t n_parts;
    // The open elements, the root first, and the last child of each.
    struct vz_xml *open[VZ_XML_DEPTH_MAX], *last[VZ_XML_DEPTH_MAX];
    size_t depth;
    size_t n_prefixes; // declared by the open elements
};

static bool refuse(struct builder *b, enum refusal refusal) {
    if (b->refusal == NOT_REFUSED) {
        b->refusal = refusal;
        xmlStopParser(b->parser);
    }
    return false;
}

// A part of the tree, counted; NULL = refused.
static void *new_part(struct builder *b, size_t size) {
    if (b->n_parts++ == VZ_XML_PARTS_MAX) {
        refuse(b, REFUSED_PARTS);
        return NULL;
    }
    void *part = vz_arena_alloc(&b->tree->arena, size);
    if (!part) {
        refuse(b, REFUSED_MEMORY);
    }
    return part;
}

// ---------------------------------------------------------------- building

static struct vz_xml *append_node(struct builder *b) {
    struct vz_xml *node = new_part(b, sizeof(*node));
    if (!node || b->depth == 0) {
        return node;
    }
    node->parent = b->open[b->depth - 1];
    struct vz_xml **last = &b->last[b->depth - 1];
    *(*last ? &(*last)->next : &node->parent->first) = node;
    *last = node;
    return node;
}

static bool flush_text(struct builder *b) {
    if (b->text.len == 0) {
        return true;
    }
    struct vz_xml *node = append_node(b);
    if (!node) {
        return false;
    }
    node->text = b->text.failed ? NULL
                                : vz_arena_strndup(&b->tree->arena,
                                                   b->text.data, b->text.len);
    vz_strbuf_clear(&b->text);
    return node->text || refuse(b, REFUSED_MEMORY);
}

// The parser hands out `&` in attributes as a character reference.
static char *copy_value(struct builder *b, const char *start, size_t len) {
    static const char ampersand[] = "&#38;";
    const size_t n = sizeof(ampersand) - 1;
    char *copy = vz_arena_strndup(&b->tree->arena, start, len);
    char *from = copy ? strchr(copy, '&') : NULL;
    for (char *to = from; from; to++) {
        *to = *from;
        if (!*from) {
            break;
        }
        from += strncmp(from, ampersand, n) ? 1 : n;
    }
    return copy;
}

// `values` holds five pointers an attribute: name, prefix, namespace, start
// and end of the value. Names live as long as the parser's dictionary.
static bool add_attributes(struct builder *b, struct vz_xml *node, int n,
                           const xmlChar **values) {
    struct vz_xml_attribute **link = &node->attributes;
    for (; n > 0; n--, values += 5) {
        struct vz_xml_attribute *made = new_part(b, sizeof(*made));
        if (!made) {
            return false;
        }
        made->name = (const char *)values[0];
        made->prefix = (const char *)values[1];
        made->ns = (const char *)values[2];
        made->value = copy_value(b, (const char *)values[3],
                                 (size_t)(values[4] - values[3]));
        if (!made->value) {
            return refuse(b, REFUSED_MEMORY);
        }
        *link = made;
        link = &made->next;
    }
    return true;
}

static bool add_prefixes(struct builder *b, struct vz_xml *node, int n,
                         const xmlChar **pairs) {
    struct vz_xml_prefix **link = &node->prefixes;
    for (; n > 0; n--, pairs += 2) {
        if (!pairs[0] || !pairs[1]) {
            continue;
        }
        struct vz_xml_prefix *made = new_part(b, sizeof(*made));
        if (!made) {
            return false;
        }
        made->prefix = (const char *)pairs[0];
        made->uri = (const char *)pairs[1];
        *link = made;
        link = &made->next;
        b->n_prefixes++;
    }
    // The parser looks for a prefix among all of them.
    return b->n_prefixes <= VZ_XML_PREFIXES_MAX || refuse(b, REFUSED_PREFIXES);
}

static bool open_element(struct builder *b, struct vz_xml *node) {
    if (b->depth == 0) {
        b->tree->root = node;
    }
    b->open[b->depth] = node;
    b->last[b->depth] = NULL;
    b->depth++;
    return true;
}

// ------------------------------------------------------- what the parser calls

static struct builder *builder_of(void *ctx) {
    xmlParserCtxt *parser = ctx;
    return parser->_private;
}

static void start_element(void *ctx, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *ns, int n_prefixes,
                          const xmlChar **prefixes, int n_attributes,
                          int n_defaulted, const xmlChar **attributes) {
    struct builder *b = builder_of(ctx);
    if (b->refusal) {
        return;
    }
    if (b->depth == VZ_XML_DEPTH_MAX) {
        refuse(b, REFUSED_DEPTH);
        return;
    }
    // The parser's table of names does not grow with them.
    if (xmlDictSize(b->parser->dict) > VZ_XML_NAMES_MAX) {
        refuse(b, REFUSED_NAMES);
        return;
    }
    struct vz_xml *node = flush_text(b) ? append_node(b) : NULL;
    if (node) {
        node->name = (const char *)name;
        node->prefix = (const char *)prefix;
        node->ns = ns && *ns ? (const char *)ns : NULL;
        node->line = xmlSAX2GetLineNumber(b->parser);
        (void)(add_prefixes(b, node, n_prefixes, prefixes) &&
               add_attributes(b, node, n_attributes, attributes) &&
               open_element(b, node));
    }
}

static void end_element(void *ctx, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *ns) {
    struct builder *b = builder_of(ctx);
    if (b->refusal || !flush_text(b)) {
        return;
    }
    const struct vz_xml *closed = b->open[--b->depth];
    for (const struct vz_xml_prefix *at = closed->prefixes; at; at = at->next) {
        b->n_prefixes--;
    }
}

static void characters(void *ctx, const xmlChar *text, int len) {
    struct builder *b = builder_of(ctx);
    if (!b->refusal && b->depth > 0 && len > 0) {
        vz_strbuf_append_n(&b->text, (const char *)text, (size_t)len);
    }
}

static void refuse_entity(void *ctx, const xmlChar *name, int type,
                          const xmlChar *public_id, const xmlChar *system_id,
                          xmlChar *content) {
    refuse(builder_of(ctx), REFUSED_ENTITY);
}

// Attributes with default values would appear in every element.
static void refuse_default(void *ctx, const xmlChar *element,
                           const xmlChar *name, int type, int use,
                           const xmlChar *value, xmlEnumeration *allowed) {
    xmlFreeEnumeration(allowed);
    refuse(builder_of(ctx), REFUSED_DTD);
}

static void listen(xmlSAXHandler *sax) {
    sax->startElementNs = start_element;
    sax->endElementNs = end_element;
    sax->characters = characters;
    sax->ignorableWhitespace = characters;
    sax->cdataBlock = characters;
    sax->entityDecl = refuse_entity;
    sax->attributeDecl = refuse_default;
    sax->unparsedEntityDecl = NULL;
    sax->reference = NULL;
    sax->comment = NULL;
    sax->processingInstruction = NULL;
}

// ----------------------------------------------------------------- parsing

static bool report_syntax(xmlParserCtxt *parser, struct vz_error *error) {
    const xmlError *cause = xmlCtxtGetLastError(parser);
    const char *message = cause && cause->message ? cause->message : "";
    return vz_error_set(
        error, VZ_SYNTAX, "This is not well-formed XML: line %d: %.*s",
        cause ? cause->line : 0, (int)strcspn(message, "\n"), message);
}

static bool report(const struct builder *b, struct vz_error *error) {
    switch (b->refusal) {
    case REFUSED_ENTITY:
        return vz_error_set(error, VZ_INVALID,
                            "The file declares XML entities, which are "
                            "refused: write the text itself instead.");
    case REFUSED_DTD:
        return vz_error_set(error, VZ_INVALID,
                            "The file declares attributes of its own (a DTD), "
                            "which are refused.");
    case REFUSED_NAMES:
        return vz_error_set(error, VZ_LIMIT,
                            "The file has more than %d different names of "
                            "elements and attributes.",
                            VZ_XML_NAMES_MAX);
    case REFUSED_PREFIXES:
        return vz_error_set(error, VZ_LIMIT,
                            "The file has more than %d namespace prefixes at "
                            "one place.",
                            VZ_XML_PREFIXES_MAX);
    case REFUSED_DEPTH:
        return vz_error_set(error, VZ_LIMIT,
                            "The file is nested deeper than %d levels.",
                            VZ_XML_DEPTH_MAX);
    case REFUSED_PARTS:
        return vz_error_set(error, VZ_LIMIT,
                            "The file has more than %d elements, attributes "
                            "and texts.",
                            VZ_XML_PARTS_MAX);
    case REFUSED_MEMORY:
        return vz_error_nomem(error);
    default:
        return report_syntax(b->parser, error);
    }
}

static bool read_document(struct builder *b, const char *xml, size_t len) {
    xmlParserCtxt *parser = b->parser;
    parser->_private = b;
    listen(parser->sax);
    // The tree is ours: what the parser makes is an empty document.
    xmlDoc *doc = xmlCtxtReadMemory(parser, xml, (int)len, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOERROR |
                                        XML_PARSE_NOWARNING);
    bool ok = doc != NULL && !b->refusal && b->tree->root;
    xmlFreeDoc(doc);
    b->tree->names = parser->dict;
    xmlDictReference(parser->dict);
    return ok;
}

bool vz_xml_tree_parse(struct vz_xml_tree *tree, const char *xml, size_t len,
                       struct vz_error *error) {
    *tree = (struct vz_xml_tree){0};
    if (len > VZ_XML_BYTES_MAX) {
        return vz_error_set(error, VZ_LIMIT, "The file is larger than %d MB.",
                            VZ_XML_BYTES_MAX / 1024 / 1024);
    }
    if (!vz_xml_scan_attributes(xml, len, error)) {
        return false;
    }
    struct builder b = {.tree = tree, .parser = xmlNewParserCtxt()};
    if (!b.parser) {
        return vz_error_nomem(error);
    }
    bool ok = read_document(&b, xml, len) || report(&b, error);
    vz_strbuf_wipe(&b.text);
    xmlFreeParserCtxt(b.parser);
    if (!ok) {
        vz_xml_tree_finish(tree);
    }
    return ok;
}

void vz_xml_tree_finish(struct vz_xml_tree *tree) {
    vz_arena_wipe(&tree->arena);
    xmlDictFree(tree->names);
    *tree = (struct vz_xml_tree){0};
}

// ----------------------------------------------------------------- walking

bool vz_xml_is(const struct vz_xml *node, const char *name) {
    return !strcmp(node->name, name);
}

static struct vz_xml *element_from(struct vz_xml *node) {
    while (node && !node->name) {
        node = node->next;
    }
    return node;
}

struct vz_xml *vz_xml_first(const struct vz_xml *parent) {
    return element_from(parent->first);
}

struct vz_xml *vz_xml_next(const struct vz_xml *node) {
    return element_from(node->next);
}

struct vz_xml *vz_xml_child(const struct vz_xml *parent, const char *name) {
    struct vz_xml *node = vz_xml_first(parent);
    while (node && !vz_xml_is(node, name)) {
        node = vz_xml_next(node);
    }
    return node;
}

struct vz_xml *vz_xml_walk(const struct vz_xml *top,
                           const struct vz_xml *node) {
    struct vz_xml *next = vz_xml_first(node);
    while (!next && node != top) {
        next = vz_xml_next(node);
        node = node->parent;
    }
    return next;
}

// The next node within `top` in document order, texts too; or NULL.
static const struct vz_xml *following(const struct vz_xml *top,
                                      const struct vz_xml *node) {
    if (node->first) {
        return node->first;
    }
    while (node != top && !node->next) {
        node = node->parent;
    }
    return node == top ? NULL : node->next;
}

const char *vz_xml_content(const struct vz_xml *node,
                           struct vz_strbuf *scratch) {
    const struct vz_xml *child = node->name ? node->first : node;
    if (!child || (!child->name && !child->next)) {
        return child ? child->text : "";
    }
    vz_strbuf_clear(scratch);
    for (const struct vz_xml *at = node; at; at = following(node, at)) {
        vz_strbuf_append(scratch, at->text ? at->text : "");
    }
    return scratch->failed ? NULL : vz_strbuf_text(scratch);
}
