#include "page.h"

#include "base/file.h"
#include "html_writer.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

#define TEMPLATE_MAX ((size_t)1024 * 1024)

static const char *const own_attributes[] = {"data-slot", "data-each",
                                             "data-when", "data-text"};

bool vz_page_load(struct vz_page *page, const char *path,
                  struct vz_error *error) {
    *page = (struct vz_page){0};
    struct vz_strbuf text = {0};
    enum vz_status status = vz_file_read(path, TEMPLATE_MAX, &text);
    if (status != VZ_OK) {
        vz_strbuf_finish(&text);
        return vz_error_set(error, status,
                            "The template %s cannot be read: "
                            "%s.",
                            path, vz_status_text(status));
    }
    page->doc = xmlReadMemory(
        vz_strbuf_text(&text), (int)text.len, path, "UTF-8",
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    vz_strbuf_finish(&text);
    return page->doc ||
           vz_error_set(error, VZ_SYNTAX,
                        "The template %s is not well-formed XML.", path);
}

void vz_page_finish(struct vz_page *page) {
    if (page->doc) {
        xmlFreeDoc(page->doc);
    }
    *page = (struct vz_page){0};
}

xmlNode *vz_page_root(const struct vz_page *page) {
    return xmlDocGetRootElement(page->doc);
}

// ------------------------------------------------------------------ walking
// The element after `node` in document order within `scope`, or NULL.
static xmlNode *next_element(const xmlNode *scope, xmlNode *node) {
    do {
        if (node->children && node->type == XML_ELEMENT_NODE) {
            node = node->children;
            continue;
        }
        while (node != scope && !node->next) {
            node = node->parent;
        }
        if (node == scope) {
            return NULL;
        }
        node = node->next;
    } while (node->type != XML_ELEMENT_NODE);
    return node;
}

static bool has_value(xmlNode *node, const char *attribute, const char *name) {
    xmlChar *value = xmlGetProp(node, (const xmlChar *)attribute);
    bool equal = value && !strcmp((const char *)value, name);
    xmlFree(value);
    return equal;
}

xmlNode *vz_page_find(xmlNode *scope, const char *attribute, const char *name) {
    for (xmlNode *node = scope; node; node = next_element(scope, node)) {
        if (has_value(node, attribute, name)) {
            return node;
        }
    }
    return NULL;
}

// ------------------------------------------------------------------ filling
// Replaces all children by one text, which is stored as it is: nothing in it
// is markup or a reference.
static void set_text(struct vz_page *page, xmlNode *node, const char *text) {
    xmlNode *made = xmlNewText((const xmlChar *)text);
    if (!made) {
        page->failed = true;
        return;
    }
    while (node->children) {
        xmlNode *child = node->children;
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }
    if (!xmlAddChild(node, made)) {
        xmlFreeNode(made);
        page->failed = true;
    }
}

void vz_page_text(struct vz_page *page, xmlNode *scope, const char *slot,
                  const char *text) {
    xmlNode *node = scope ? vz_page_find(scope, "data-slot", slot) : NULL;
    if (node) {
        set_text(page, node, text ? text : "");
    }
}

void vz_page_attribute(struct vz_page *page, xmlNode *scope, const char *slot,
                       const char *name, const char *value) {
    xmlNode *node = scope ? vz_page_find(scope, "data-slot", slot) : NULL;
    if (node &&
        !xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value)) {
        page->failed = true;
    }
}

static void remove_node(xmlNode *node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

xmlNode *vz_page_add(struct vz_page *page, xmlNode *scope, const char *each) {
    xmlNode *model = scope ? vz_page_find(scope, "data-each", each) : NULL;
    xmlNode *copy = model ? xmlDocCopyNode(model, page->doc, 1) : NULL;
    if (!copy) {
        page->failed = true;
        return NULL;
    }
    // The copy is no model, or it would be copied next.
    xmlUnsetProp(copy, (const xmlChar *)"data-each");
    xmlAddPrevSibling(model, copy);
    return copy;
}

void vz_page_end(xmlNode *scope, const char *each) {
    for (xmlNode *node;
         scope && (node = vz_page_find(scope, "data-each", each));) {
        remove_node(node);
    }
}

void vz_page_drop(xmlNode *scope, const char *when) {
    for (xmlNode *node;
         scope && (node = vz_page_find(scope, "data-when", when));) {
        remove_node(node);
    }
}

void vz_page_translate(struct vz_page *page,
                       const char *(*text_for)(const char *key, void *userdata),
                       void *userdata) {
    xmlNode *root = vz_page_root(page);
    for (xmlNode *node = root; node; node = next_element(root, node)) {
        xmlChar *key = xmlGetProp(node, (const xmlChar *)"data-text");
        const char *text = key ? text_for((const char *)key, userdata) : NULL;
        if (text) {
            set_text(page, node, text);
        }
        xmlFree(key);
    }
}

bool vz_page_write(struct vz_page *page, struct vz_strbuf *out) {
    xmlNode *root = vz_page_root(page);
    for (xmlNode *node = root; node; node = next_element(root, node)) {
        for (size_t i = 0;
             i < sizeof(own_attributes) / sizeof(own_attributes[0]); i++) {
            xmlUnsetProp(node, (const xmlChar *)own_attributes[i]);
        }
    }
    vz_html_write(out, page->doc);
    return !page->failed && !out->failed;
}
