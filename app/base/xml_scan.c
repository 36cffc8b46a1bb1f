#include "xml_scan.h"

#include <string.h>
#include <strings.h>

#define FOREIGN_MAX (256 * 1024)
#define ATTRIBUTE_MIN 5 // bytes: ` a=""`

// Whether the name of an encoding is one in which ASCII means itself.
static bool is_ascii_based(const char *name, const char *end) {
    static const char *const known[] = {"utf-8", "utf8", "us-ascii",
                                        "iso-8859-", "windows-125"};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        size_t n = strlen(known[i]);
        if ((size_t)(end - name) >= n && !strncasecmp(name, known[i], n)) {
            return true;
        }
    }
    return false;
}

// The XML declaration says it, else it is UTF-8, unless the first bytes are
// not those of `<`.
static bool can_be_scanned(const char *xml, const char *end) {
    if (end - xml >= 3 && !memcmp(xml, "\xef\xbb\xbf", 3)) {
        xml += 3;
    }
    if (end - xml < 2 || memchr(xml, '\0', 2) || (unsigned char)xml[0] > 126) {
        return end - xml < 2;
    }
    const char *close = memchr(xml, '>', (size_t)(end - xml));
    if (!close || end - xml < 6 || memcmp(xml, "<?xml", 5) != 0) {
        return true;
    }
    size_t len = (size_t)(close - xml);
    const char *at = memmem(xml, len, "encoding", 8);
    at = at ? memchr(at, '=', (size_t)(close - at)) : NULL;
    if (!at) {
        return true;
    }
    do {
        at++;
    } while (at < close && strchr(" \t\r\n'\"", *at));
    return is_ascii_based(at, close);
}

// Each attribute has one quoted value.
static size_t count_values(const char *at, const char *end) {
    size_t n = 0;
    char quote = '\0';
    for (; at < end && (quote || *at != '>'); at++) {
        if (quote) {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
            n++;
        }
    }
    return n;
}

bool vz_xml_scan_attributes(const char *xml, size_t len,
                            struct vz_error *error) {
    const char *end = xml + len;
    if (!can_be_scanned(xml, end)) {
        return len <= FOREIGN_MAX ||
               vz_error_set(error, VZ_LIMIT,
                            "The file is not in UTF-8 and larger than 256 kB: "
                            "save it in UTF-8.");
    }
    const char *at = memchr(xml, '<', len);
    while (at) {
        at++;
        const char *next = memchr(at, '<', (size_t)(end - at));
        const char *stop = next ? next : end;
        bool long_enough = stop - at > VZ_XML_ATTRIBUTES_MAX * ATTRIBUTE_MIN &&
                           *at != '!' && *at != '?';
        if (long_enough && count_values(at, stop) > VZ_XML_ATTRIBUTES_MAX) {
            return vz_error_set(error, VZ_LIMIT,
                                "An element of the file has more than %d "
                                "attributes.",
                                VZ_XML_ATTRIBUTES_MAX);
        }
        at = next;
    }
    return true;
}
