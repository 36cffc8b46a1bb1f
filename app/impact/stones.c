#include "stones.h"

#include <libxml/tree.h>
#include <stdio.h>

#define PITCH 22.0 // from stone to stone
#define STONE 20.0 // width of a whole stone
#define STONES_MAX 15
#define FILL "#0B4A52"

size_t vz_stones_unit(size_t largest) {
    static const size_t steps[] = {1, 2, 5};
    for (size_t scale = 1;; scale *= 10) {
        for (size_t i = 0; i < 3; i++) {
            if (largest <= steps[i] * scale * STONES_MAX) {
                return steps[i] * scale;
            }
        }
    }
}

static void set_number(xmlNode *node, const char *name, double value) {
    char text[32];
    // One decimal, written without the locale's comma.
    long tenths = (long)(value * 10 + 0.5);
    snprintf(text, sizeof(text), "%ld.%ld", tenths / 10, tenths % 10);
    xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)text);
}

static void add_stone(xmlNode *svg, size_t index, double width) {
    xmlNode *rect = xmlNewChild(svg, NULL, (const xmlChar *)"rect", NULL);
    if (!rect) {
        return;
    }
    set_number(rect, "x", (double)index * PITCH);
    set_number(rect, "y", 0);
    set_number(rect, "width", width);
    set_number(rect, "height", VZ_STONES_HEIGHT);
    set_number(rect, "rx", width < 8 ? width / 2 : 4.8);
    xmlSetProp(rect, (const xmlChar *)"fill", (const xmlChar *)FILL);
}

static xmlDoc *draw(size_t count, size_t unit) {
    xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *svg = doc ? xmlNewDocNode(doc, NULL, (const xmlChar *)"svg", NULL)
                       : NULL;
    if (!svg) {
        xmlFreeDoc(doc);
        return NULL;
    }
    xmlDocSetRootElement(doc, svg);
    xmlSetProp(svg, (const xmlChar *)"xmlns",
               (const xmlChar *)"http://www.w3.org/2000/svg");
    set_number(svg, "width", VZ_STONES_WIDTH);
    set_number(svg, "height", VZ_STONES_HEIGHT);
    size_t whole = count / unit;
    for (size_t i = 0; i < whole; i++) {
        add_stone(svg, i, STONE);
    }
    if (count % unit) {
        double width = STONE * (double)(count % unit) / (double)unit;
        add_stone(svg, whole, width < 3 ? 3 : width);
    }
    return doc;
}

static void append_base64(struct vz_strbuf *out, const unsigned char *bytes,
                          size_t len) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                 "qrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        unsigned long group = (unsigned long)bytes[i] << 16;
        group |= i + 1 < len ? (unsigned long)bytes[i + 1] << 8 : 0;
        group |= i + 2 < len ? bytes[i + 2] : 0;
        char text[4] = {digits[group >> 18 & 63], digits[group >> 12 & 63],
                        i + 1 < len ? digits[group >> 6 & 63] : '=',
                        i + 2 < len ? digits[group & 63] : '='};
        vz_strbuf_append_n(out, text, 4);
    }
}

void vz_stones_append_uri(struct vz_strbuf *out, size_t count, size_t unit) {
    xmlDoc *doc = draw(count, unit);
    xmlChar *svg = NULL;
    int len = 0;
    if (doc) {
        xmlDocDumpMemoryEnc(doc, &svg, &len, "UTF-8");
    }
    if (svg) {
        vz_strbuf_append(out, "data:image/svg+xml;base64,");
        append_base64(out, svg, (size_t)len);
    } else {
        out->failed = true;
    }
    xmlFree(svg);
    xmlFreeDoc(doc);
}
