/*
 * The door to libxml2: parsing, and small readers of elements by local name,
 * attributes and texts, copied into the form's arena.
 *
 * Documents come from outside. The parser gets no network, no entities and
 * its own limits (no XML_PARSE_HUGE); a document that declares entities is
 * refused while it is being read.
 */
#include "form_loader.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

static void refuse_entity(void *ctx, const xmlChar *name, int type,
                          const xmlChar *public_id, const xmlChar *system_id,
                          xmlChar *content) {
    xmlParserCtxt *parser = ctx;
    parser->_private = parser;
    xmlStopParser(parser);
}

static void report_syntax(const xmlParserCtxt *parser, struct vz_error *error) {
    const xmlError *cause = xmlCtxtGetLastError((void *)parser);
    if (parser->_private) {
        vz_error_set(error, VZ_INVALID,
                     "The file declares XML entities, which are refused: "
                     "write the text itself instead.");
        return;
    }
    char message[300] = "";
    if (cause && cause->message) {
        strncpy(message, cause->message, sizeof(message) - 1);
        message[strcspn(message, "\n")] = '\0';
    }
    vz_error_set(error, VZ_SYNTAX, "This is not well-formed XML: line %d: %s",
                 cause ? cause->line : 0, message);
}

xmlDoc *vz_xml_parse(const char *xml, size_t len, struct vz_error *error) {
    if (len > VZ_FORM_BYTES_MAX) {
        vz_error_set(error, VZ_LIMIT, "The file is larger than 20 MB.");
        return NULL;
    }
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) {
        vz_error_nomem(error);
        return NULL;
    }
    parser->sax->entityDecl = refuse_entity;
    xmlDoc *doc =
        xmlCtxtReadMemory(parser, xml, (int)len, NULL, NULL,
                          XML_PARSE_NONET | XML_PARSE_NOERROR |
                              XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    if (doc && parser->_private) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    if (!doc) {
        report_syntax(parser, error);
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

bool vz_xml_is(const xmlNode *node, const char *name) {
    return !strcmp((const char *)node->name, name);
}

static xmlNode *element_from(xmlNode *node) {
    while (node && node->type != XML_ELEMENT_NODE) {
        node = node->next;
    }
    return node;
}

xmlNode *vz_xml_first(xmlNode *parent) {
    return element_from(parent->children);
}

xmlNode *vz_xml_next(xmlNode *node) {
    return element_from(node->next);
}

xmlNode *vz_xml_child(xmlNode *parent, const char *name) {
    xmlNode *node = vz_xml_first(parent);
    while (node && !vz_xml_is(node, name)) {
        node = vz_xml_next(node);
    }
    return node;
}

xmlNode *vz_xml_walk(xmlNode *top, xmlNode *node) {
    xmlNode *next = vz_xml_first(node);
    while (!next && node != top) {
        next = vz_xml_next(node);
        node = node->parent;
    }
    return next;
}

int vz_xml_depth(xmlNode *top) {
    int deepest = 1;
    int depth = 1;
    for (xmlNode *at = top; at;) {
        xmlNode *next = vz_xml_first(at);
        depth += next != NULL;
        while (!next && at != top) {
            next = vz_xml_next(at);
            if (!next) {
                at = at->parent;
                depth--;
            }
        }
        deepest = depth > deepest ? depth : deepest;
        at = next;
    }
    return deepest;
}

bool vz_loader_nomem(struct vz_loader *loader) {
    return vz_error_nomem(loader->error);
}

bool vz_loader_failed(const struct vz_loader *loader) {
    return loader->error->status != VZ_OK;
}

// A trimmed copy in the arena; frees what libxml2 gave.
static const char *take(struct vz_loader *loader, xmlChar *text) {
    if (!text) {
        vz_loader_nomem(loader);
        return NULL;
    }
    const char *start = (const char *)text;
    while (isspace((unsigned char)*start)) {
        start++;
    }
    size_t len = strlen(start);
    while (len && isspace((unsigned char)start[len - 1])) {
        len--;
    }
    char *copy = vz_arena_strndup(&loader->form->arena, start, len);
    xmlFree(text);
    if (!copy) {
        vz_loader_nomem(loader);
    }
    return copy;
}

static const char *attribute_text(struct vz_loader *loader,
                                  const xmlAttr *attr) {
    xmlChar *text = xmlNodeListGetString(attr->doc, attr->children, 1);
    return take(loader, text ? text : xmlStrdup(BAD_CAST ""));
}

const char *vz_xml_attribute(struct vz_loader *loader, xmlNode *node,
                             const char *name) {
    for (xmlAttr *attr = node->properties; attr; attr = attr->next) {
        bool ours = !attr->ns ||
                    !strcmp((const char *)attr->ns->href, VZ_NS_JAVAROSA);
        if (ours && !strcmp((const char *)attr->name, name)) {
            return attribute_text(loader, attr);
        }
    }
    return NULL;
}

static bool keep_attribute(struct vz_loader *loader, xmlAttr *attr,
                           struct vz_attribute **link) {
    struct vz_form *form = loader->form;
    struct vz_attribute *kept = vz_arena_alloc(&form->arena, sizeof(*kept));
    if (!kept) {
        return vz_loader_nomem(loader);
    }
    kept->ns = vz_names_intern(&form->names, (const char *)attr->ns->href);
    kept->name = vz_names_intern(&form->names, (const char *)attr->name);
    kept->value = attribute_text(loader, attr);
    if (!kept->ns || !kept->name || !kept->value) {
        return vz_loader_nomem(loader);
    }
    *link = kept;
    return true;
}

struct vz_attribute *vz_xml_attributes(struct vz_loader *loader,
                                       xmlNode *node) {
    struct vz_attribute *first = NULL;
    struct vz_attribute **link = &first;
    for (xmlAttr *attr = node->properties; attr; attr = attr->next) {
        if (attr->ns) {
            if (!keep_attribute(loader, attr, link)) {
                return NULL;
            }
            link = &(*link)->next;
        }
    }
    return first;
}

const char *vz_xml_text(struct vz_loader *loader, xmlNode *node) {
    return take(loader, xmlNodeGetContent(node));
}
