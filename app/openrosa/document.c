#include "document.h"

#include <libxml/parser.h>

#include <string.h>

#define MAX_BYTES (10 * 1024 * 1024)

static enum vz_status check(const xmlDoc *doc, const char *root,
                            struct vz_error *error) {
    if (doc->intSubset) {
        vz_error_set(error, VZ_INVALID,
                     "The document declares a document type.");
        return VZ_INVALID;
    }
    if (!vz_document_is(xmlDocGetRootElement(doc), root)) {
        vz_error_set(error, VZ_INVALID, "The document is not a <%s>.", root);
        return VZ_INVALID;
    }
    return VZ_OK;
}

static enum vz_status read_failed(xmlParserCtxt *parser,
                                  struct vz_error *error) {
    if (parser->lastError.code == XML_ERR_NO_MEMORY) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    vz_error_set(error, VZ_SYNTAX,
                 "The document is not well-formed XML (line %d).",
                 parser->lastError.line);
    return VZ_SYNTAX;
}

enum vz_status vz_document_read(xmlDoc **doc, const char *xml, size_t len,
                                const char *root, struct vz_error *error) {
    *doc = NULL;
    if (len > MAX_BYTES) {
        vz_error_set(error, VZ_LIMIT, "The document is over 10 MB.");
        return VZ_LIMIT;
    }
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    *doc = xmlCtxtReadMemory(parser, xml, (int)len, NULL, NULL,
                             XML_PARSE_NONET | XML_PARSE_NOERROR |
                                 XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    enum vz_status status = *doc ? check(*doc, root, error)
                                 : read_failed(parser, error);
    xmlFreeParserCtxt(parser);
    if (status != VZ_OK) {
        xmlFreeDoc(*doc);
        *doc = NULL;
    }
    return status;
}

bool vz_document_is(const xmlNode *node, const char *name) {
    return node && node->type == XML_ELEMENT_NODE &&
           !strcmp((const char *)node->name, name);
}

void vz_document_trim(const char **text, size_t *len) {
    static const char space[] = " \t\r\n";
    while (*len && strchr(space, **text)) {
        (*text)++;
        (*len)--;
    }
    while (*len && strchr(space, (*text)[*len - 1])) {
        (*len)--;
    }
}

static const char *copy_trimmed(struct vz_arena *arena, xmlChar *content) {
    const char *text = (const char *)content;
    if (!text) {
        return NULL;
    }
    size_t len = strlen(text);
    vz_document_trim(&text, &len);
    const char *copy = vz_arena_strndup(arena, text, len);
    xmlFree(content);
    return copy;
}

const char *vz_document_text(struct vz_arena *arena, xmlNode *node) {
    return copy_trimmed(arena, xmlNodeGetContent(node));
}

const char *vz_document_attribute(struct vz_arena *arena, xmlNode *node,
                                  const char *name) {
    if (!xmlHasProp(node, (const xmlChar *)name)) {
        return "";
    }
    return copy_trimmed(arena, xmlGetProp(node, (const xmlChar *)name));
}

size_t vz_document_count(const xmlNode *parent, const char *name) {
    size_t n = 0;
    for (xmlNode *node = parent->children; node; node = node->next) {
        n += vz_document_is(node, name);
    }
    return n;
}
