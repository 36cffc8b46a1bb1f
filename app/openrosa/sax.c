#include "sax.h"

#include "base/xml_scan.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include <string.h>

#define MAX_BYTES (10 * 1024 * 1024)
// name, prefix, namespace, value, end of value
#define POINTERS_PER_ATTRIBUTE 5

struct reader {
    const struct vz_sax_callbacks *callbacks;
    void *userdata;
    xmlParserCtxt *parser;
    enum vz_status status; // the first that was not VZ_OK
};

static void note(struct reader *reader, enum vz_status status) {
    if (status != VZ_OK && reader->status == VZ_OK) {
        reader->status = status;
        xmlStopParser(reader->parser);
    }
}

static void on_start(void *userdata, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes,
                     int n_defaulted, const xmlChar **attributes) {
    struct reader *reader = userdata;
    const struct vz_sax_element element = {
        .name = (const char *)name,
        .uri = (const char *)uri,
        .n_attributes = (size_t)n_attributes,
        .attributes = attributes,
        .line = xmlSAX2GetLineNumber(reader->parser),
    };
    if (reader->status == VZ_OK) {
        note(reader, reader->callbacks->on_start(reader->userdata, &element));
    }
}

static void on_end(void *userdata, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *uri) {
    struct reader *reader = userdata;
    if (reader->status == VZ_OK) {
        note(reader, reader->callbacks->on_end(reader->userdata));
    }
}

static void on_text(void *userdata, const xmlChar *text, int len) {
    struct reader *reader = userdata;
    if (reader->status == VZ_OK) {
        note(reader, reader->callbacks->on_text(
                         reader->userdata, (const char *)text, (size_t)len));
    }
}

static void on_document_type(void *userdata, const xmlChar *name,
                             const xmlChar *external_id,
                             const xmlChar *system_id) {
    note(userdata, VZ_INVALID);
}

static void on_error(void *userdata, xmlError *error) {
    // Kept in the parser; nothing is printed.
}

static const xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_document_type,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .serror = on_error,
};

static void run(struct reader *reader, int *line) {
    xmlParserCtxt *parser = reader->parser;
    *parser->sax = handler;
    parser->userData = reader;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);
    xmlParseDocument(parser);
    *line = parser->lastError.line;
    if (reader->status != VZ_OK) {
        return;
    }
    if (parser->errNo == XML_ERR_NO_MEMORY) {
        reader->status = VZ_NOMEM;
    } else if (!parser->wellFormed) {
        reader->status = VZ_SYNTAX;
    }
}

enum vz_status vz_sax_read(const char *xml, size_t len,
                           const struct vz_sax_callbacks *callbacks,
                           void *userdata, int *line) {
    *line = 1;
    if (len == 0) {
        return VZ_SYNTAX;
    }
    if (len > MAX_BYTES || !vz_xml_scan_attributes(xml, len, NULL)) {
        return VZ_LIMIT;
    }
    struct reader reader = {.callbacks = callbacks, .userdata = userdata};
    reader.parser = xmlCreateMemoryParserCtxt(xml, (int)len);
    if (!reader.parser) {
        return VZ_NOMEM;
    }
    run(&reader, line);
    xmlFreeParserCtxt(reader.parser);
    return reader.status;
}

// libxml2 leaves an ampersand of an attribute as the reference "&#38;" when
// entities are not replaced (and never any other).
static char *decode(struct vz_arena *arena, const char *start,
                    const char *end) {
    char *value = vz_arena_strndup(arena, start, (size_t)(end - start));
    if (!value) {
        return NULL;
    }
    char *to = value;
    for (const char *from = value; *from; to++) {
        bool reference = !strncmp(from, "&#38;", 5);
        *to = *from;
        from += reference ? 5 : 1;
    }
    *to = '\0';
    return value;
}

struct vz_sax_attribute vz_sax_attribute(const struct vz_sax_element *element,
                                         size_t index, struct vz_arena *arena) {
    const xmlChar *const *all = element->attributes;
    const xmlChar *const *at = all + index * POINTERS_PER_ATTRIBUTE;
    return (struct vz_sax_attribute){
        .name = (const char *)at[0],
        .uri = (const char *)at[2],
        .value = decode(arena, (const char *)at[3], (const char *)at[4]),
    };
}

void vz_sax_trim(const char **text, size_t *len) {
    static const char space[] = " \t\r\n";
    while (*len && strchr(space, **text)) {
        (*text)++;
        (*len)--;
    }
    while (*len && strchr(space, (*text)[*len - 1])) {
        (*len)--;
    }
}
