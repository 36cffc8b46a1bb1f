/*
 * A pull reader over one XML part of a workbook, with the rules for XML that
 * nobody vouches for: no network, no entities, no document type.
 */
#ifndef VZ_FORM_XLSFORM_SHEET_XML_H
#define VZ_FORM_XLSFORM_SHEET_XML_H

#include <stdbool.h>
#include <stddef.h>

struct vz_strbuf;

enum vz_sheet_xml_event {
    VZ_SHEET_XML_START,
    VZ_SHEET_XML_END, // also comes after the start of an empty element
    VZ_SHEET_XML_TEXT,
    VZ_SHEET_XML_DONE,
    VZ_SHEET_XML_BROKEN, // not well formed, or it declares a document type
};

struct vz_sheet_xml;

// NULL when out of memory. The bytes are borrowed until destroy.
struct vz_sheet_xml *vz_sheet_xml_create(const char *xml, size_t len);
void vz_sheet_xml_destroy(struct vz_sheet_xml *reader);

enum vz_sheet_xml_event vz_sheet_xml_next(struct vz_sheet_xml *reader);
// At START and END: is it the spreadsheet element (or relationship element)
// of this local name?
bool vz_sheet_xml_is(const struct vz_sheet_xml *reader, const char *name);
// At START: appends an attribute's value (by local name; `prefixed`: one of
// the relationships namespace). False when there is none.
bool vz_sheet_xml_attribute(struct vz_sheet_xml *reader, const char *name,
                            bool prefixed, struct vz_strbuf *out);
// At TEXT: appends the text.
void vz_sheet_xml_text(struct vz_sheet_xml *reader, struct vz_strbuf *out);

#endif
