/*
 * A look at an XML document before it is parsed: libxml2 compares each
 * attribute of an element with all others, so that one element with a million
 * of them costs hours.
 */
#ifndef VZ_BASE_XML_SCAN_H
#define VZ_BASE_XML_SCAN_H

#include "status.h"

#include <stddef.h>

#define VZ_XML_ATTRIBUTES_MAX 1000

// Whether no element can have more attributes than that; false with an error.
// Costs one pass. Documents that are not based on ASCII (UTF-16, UTF-7) cannot
// be looked through and may have 256 kB.
bool vz_xml_scan_attributes(const char *xml, size_t len,
                            struct vz_error *error);

#endif
