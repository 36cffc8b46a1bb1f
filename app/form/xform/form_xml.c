/*
 * Small readers of attributes and texts, copied into the form's arena.
 */
#include "form_loader.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define NODES_MAX 2000000

bool vz_loader_nomem(struct vz_loader *loader) {
    return vz_error_nomem(loader->error);
}

bool vz_loader_failed(const struct vz_loader *loader) {
    return loader->error->status != VZ_OK;
}

bool vz_loader_count(struct vz_loader *loader) {
    return loader->n_nodes++ < NODES_MAX ||
           vz_error_set(loader->error, VZ_LIMIT,
                        "The lists of the form have more than %d cells "
                        "together.",
                        NODES_MAX);
}

// A trimmed copy in the arena.
static const char *take(struct vz_loader *loader, const char *text) {
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t len = strlen(text);
    while (len && isspace((unsigned char)text[len - 1])) {
        len--;
    }
    char *copy = vz_arena_strndup(&loader->form->arena, text, len);
    if (!copy) {
        vz_loader_nomem(loader);
    }
    return copy;
}

const char *vz_xml_attribute(struct vz_loader *loader,
                             const struct vz_xml *node, const char *name) {
    const struct vz_xml_attribute *attr = node->attributes;
    for (; attr; attr = attr->next) {
        bool ours = !attr->ns || !strcmp(attr->ns, VZ_NS_JAVAROSA);
        if (ours && !strcmp(attr->name, name)) {
            return take(loader, attr->value);
        }
    }
    return NULL;
}

static bool keep_attribute(struct vz_loader *loader,
                           const struct vz_xml_attribute *attr,
                           struct vz_attribute **link) {
    struct vz_form *form = loader->form;
    struct vz_attribute *kept = vz_arena_alloc(&form->arena, sizeof(*kept));
    if (!kept) {
        return vz_loader_nomem(loader);
    }
    kept->ns = vz_names_intern(&form->names, attr->ns);
    kept->name = vz_names_intern(&form->names, attr->name);
    kept->value = take(loader, attr->value);
    if (!kept->ns || !kept->name || !kept->value) {
        return vz_loader_nomem(loader);
    }
    *link = kept;
    return true;
}

struct vz_attribute *vz_xml_attributes(struct vz_loader *loader,
                                       const struct vz_xml *node) {
    struct vz_attribute *first = NULL;
    struct vz_attribute **link = &first;
    const struct vz_xml_attribute *attr = node->attributes;
    for (; attr; attr = attr->next) {
        if (attr->ns) {
            if (!keep_attribute(loader, attr, link)) {
                return NULL;
            }
            link = &(*link)->next;
        }
    }
    return first;
}

const char *vz_xml_text(struct vz_loader *loader, const struct vz_xml *node) {
    const char *text = vz_xml_content(node, &loader->scratch);
    if (!text) {
        vz_loader_nomem(loader);
        return NULL;
    }
    return take(loader, text);
}

void vz_xml_place(const struct vz_xml *node, const char *ref, char *text,
                  size_t size) {
    if (ref && ref[0]) {
        snprintf(text, size, "%s %s", node->name, ref);
    } else {
        snprintf(text, size, "%s on line %d", node->name, node->line);
    }
}
