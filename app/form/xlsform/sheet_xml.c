#include "sheet_xml.h"

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/xml_scan.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

struct vz_sheet_xml {
    xmlTextReaderPtr reader;
    bool end_due; // an empty element's END is still to be told
    bool refused; // it would take the parser hours
};

static const char *const namespaces[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
};
static const char *const relationships[] = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

static void swallow(void *userdata, const xmlError *error) {
    (void)userdata;
    (void)error;
}

struct vz_sheet_xml *vz_sheet_xml_create(const char *xml, size_t len) {
    struct vz_sheet_xml *reader = vz_alloc_array(1, sizeof(*reader));
    if (!reader) {
        return NULL;
    }
    reader->refused = xml && !vz_xml_scan_attributes(xml, len, NULL);
    reader->reader = xmlReaderForMemory(xml ? xml : "", (int)len, NULL, NULL,
                                        XML_PARSE_NONET | XML_PARSE_NOERROR |
                                            XML_PARSE_NOWARNING);
    if (!reader->reader) {
        free(reader);
        return NULL;
    }
    xmlTextReaderSetStructuredErrorHandler(
        reader->reader, (xmlStructuredErrorFunc)swallow, NULL);
    return reader;
}

void vz_sheet_xml_destroy(struct vz_sheet_xml *reader) {
    if (reader) {
        xmlFreeTextReader(reader->reader);
        free(reader);
    }
}

enum vz_sheet_xml_event vz_sheet_xml_next(struct vz_sheet_xml *reader) {
    if (reader->end_due) {
        reader->end_due = false;
        return VZ_SHEET_XML_END;
    }
    int more = -1;
    while (!reader->refused &&
           (more = xmlTextReaderRead(reader->reader)) == 1) {
        switch (xmlTextReaderNodeType(reader->reader)) {
        case XML_READER_TYPE_ELEMENT:
            reader->end_due = xmlTextReaderIsEmptyElement(reader->reader) == 1;
            return VZ_SHEET_XML_START;
        case XML_READER_TYPE_END_ELEMENT:
            return VZ_SHEET_XML_END;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            return VZ_SHEET_XML_TEXT;
        case XML_READER_TYPE_DOCUMENT_TYPE:
        case XML_READER_TYPE_ENTITY_REFERENCE:
            return VZ_SHEET_XML_BROKEN;
        default:
            break;
        }
    }
    return more == 0 ? VZ_SHEET_XML_DONE : VZ_SHEET_XML_BROKEN;
}

static bool is_one_of(const xmlChar *uri, const char *const *list, size_t n) {
    for (size_t i = 0; uri && i < n; i++) {
        if (strcmp((const char *)uri, list[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool vz_sheet_xml_is(const struct vz_sheet_xml *reader, const char *name) {
    const xmlChar *local = xmlTextReaderConstLocalName(reader->reader);
    return local && strcmp((const char *)local, name) == 0 &&
           is_one_of(xmlTextReaderConstNamespaceUri(reader->reader), namespaces,
                     sizeof(namespaces) / sizeof(*namespaces));
}

bool vz_sheet_xml_attribute(struct vz_sheet_xml *reader, const char *name,
                            bool prefixed, struct vz_strbuf *out) {
    bool found = false;
    while (!found && xmlTextReaderMoveToNextAttribute(reader->reader) == 1) {
        const xmlChar *local = xmlTextReaderConstLocalName(reader->reader);
        const xmlChar *uri = xmlTextReaderConstNamespaceUri(reader->reader);
        bool right_space =
            prefixed ? is_one_of(uri, relationships,
                                 sizeof(relationships) / sizeof(*relationships))
                     : uri == NULL;
        if (local && right_space && strcmp((const char *)local, name) == 0) {
            vz_sheet_xml_text(reader, out);
            found = true;
        }
    }
    xmlTextReaderMoveToElement(reader->reader);
    return found;
}

void vz_sheet_xml_text(struct vz_sheet_xml *reader, struct vz_strbuf *out) {
    const xmlChar *value = xmlTextReaderConstValue(reader->reader);
    if (value) {
        vz_strbuf_append(out, (const char *)value);
    }
}
