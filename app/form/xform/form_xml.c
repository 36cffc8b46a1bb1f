/*
 * Small readers over libxml2 nodes: elements by local name, attributes and
 * texts copied into the form's arena.
 */
#include "form_loader.h"

#include <ctype.h>
#include <string.h>

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
