#include "html_writer.h"

#include <string.h>

static const char *const void_elements[] = {
    "area",  "base", "br",   "col",    "embed", "hr", "img",
    "input", "link", "meta", "source", "track", "wbr"};

static bool is_void(const char *name) {
    for (size_t i = 0; i < sizeof(void_elements) / sizeof(void_elements[0]);
         i++) {
        if (!strcmp(void_elements[i], name)) {
            return true;
        }
    }
    return false;
}

static void append_escaped(struct vz_strbuf *out, const char *text,
                           bool attribute) {
    for (const char *at; (at = strpbrk(text, "&<>\"")); text = at + 1) {
        vz_strbuf_append_n(out, text, (size_t)(at - text));
        switch (*at) {
        case '&':
            vz_strbuf_append(out, "&amp;");
            break;
        case '<':
            vz_strbuf_append(out, "&lt;");
            break;
        case '>':
            vz_strbuf_append(out, "&gt;");
            break;
        default:
            vz_strbuf_append(out, attribute ? "&quot;" : "\"");
        }
    }
    vz_strbuf_append(out, text);
}

static void append_attributes(struct vz_strbuf *out, xmlNode *element) {
    for (xmlAttr *attr = element->properties; attr; attr = attr->next) {
        xmlChar *value = xmlNodeListGetString(element->doc, attr->children, 1);
        vz_strbuf_printf(out, " %s=\"", (const char *)attr->name);
        append_escaped(out, value ? (const char *)value : "", true);
        vz_strbuf_append_char(out, '"');
        xmlFree(value);
    }
}

static void append_node(struct vz_strbuf *out, xmlNode *node);

static void append_element(struct vz_strbuf *out, xmlNode *element) {
    const char *name = (const char *)element->name;
    vz_strbuf_printf(out, "<%s", name);
    append_attributes(out, element);
    vz_strbuf_append_char(out, '>');
    if (is_void(name)) {
        return;
    }
    for (xmlNode *child = element->children; child; child = child->next) {
        append_node(out, child);
    }
    vz_strbuf_printf(out, "</%s>", name);
}

static void append_text(struct vz_strbuf *out, xmlNode *node) {
    const char *text = node->content ? (const char *)node->content : "";
    if (node->parent && node->parent->name &&
        !strcmp((const char *)node->parent->name, "style")) {
        vz_strbuf_append(out, text);
    } else {
        append_escaped(out, text, false);
    }
}

// Templates are shallow and their texts are flat, so the depth is bounded by
// what a template holds.
static void append_node(struct vz_strbuf *out, xmlNode *node) {
    switch (node->type) {
    case XML_ELEMENT_NODE:
        append_element(out, node);
        break;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        append_text(out, node);
        break;
    default: // comments and processing instructions stay behind
        break;
    }
}

void vz_html_write(struct vz_strbuf *out, xmlDoc *doc) {
    vz_strbuf_append(out, "<!doctype html>\n");
    xmlNode *root = xmlDocGetRootElement(doc);
    if (root) {
        append_node(out, root);
    }
    vz_strbuf_append_char(out, '\n');
}
