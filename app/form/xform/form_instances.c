/*
 * Instances: the primary one as template and as a session's start, and the
 * secondary ones.
 *
 * The document as written may hold a repeat several times, and once more as
 * jr:template. The template tree holds each path once and is what expressions
 * are bound to; the initial tree holds what a session starts from.
 */
#include "form_loader.h"

#include <ctype.h>
#include <string.h>

static struct vz_node *node_of(struct vz_loader *loader, enum vz_node_kind kind,
                               const char *ns, const char *prefix,
                               const char *name) {
    struct vz_names *names = &loader->form->names;
    const char *uri = NULL;
    // Instance nodes in the default namespace of the document have none.
    bool named = ns && strcmp(ns, VZ_NS_XFORMS);
    if (named) {
        uri = vz_names_intern(names, ns);
        prefix = prefix ? vz_names_intern(names, prefix) : NULL;
    }
    const char *local = vz_names_intern(names, name);
    struct vz_node *node =
        local && (uri || !named) ? vz_node_create(kind, uri, local) : NULL;
    if (!node) {
        vz_loader_nomem(loader);
        return NULL;
    }
    node->prefix = named ? prefix : NULL;
    return node;
}

static bool is_template_mark(const struct vz_xml_attribute *attr) {
    return attr->ns && !strcmp(attr->name, "template") &&
           !strcmp(attr->ns, VZ_NS_JAVAROSA);
}

static bool convert_attributes(struct vz_loader *loader,
                               const struct vz_xml *xml, struct vz_node *node) {
    const struct vz_xml_attribute *attr = xml->attributes;
    for (; attr; attr = attr->next) {
        if (is_template_mark(attr)) {
            node->seed = true;
            continue;
        }
        struct vz_node *made = node_of(loader, VZ_NODE_ATTRIBUTE, attr->ns,
                                       attr->prefix, attr->name);
        if (!made) {
            return false;
        }
        vz_node_append_attribute(node, made);
        if (!vz_node_set_value(made, attr->value)) {
            return vz_loader_nomem(loader);
        }
    }
    return true;
}

// The text of a leaf, without the space of indentation around it.
static bool convert_text(struct vz_loader *loader, const struct vz_xml *xml,
                         struct vz_node *node) {
    const char *text = vz_xml_content(xml, &loader->scratch);
    if (!text) {
        return vz_loader_nomem(loader);
    }
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t len = strlen(text);
    while (len && isspace((unsigned char)text[len - 1])) {
        len--;
    }
    return vz_node_set_value_n(node, text, len) || vz_loader_nomem(loader);
}

// An element with all below it. Recursion is bounded by VZ_XML_DEPTH_MAX.
static struct vz_node *convert(struct vz_loader *loader,
                               const struct vz_xml *xml) {
    struct vz_node *node =
        node_of(loader, VZ_NODE_ELEMENT, xml->ns, xml->prefix, xml->name);
    if (!node) {
        return NULL;
    }
    bool ok = convert_attributes(loader, xml, node);
    const struct vz_xml *child = vz_xml_first(xml);
    if (ok && !child) {
        ok = convert_text(loader, xml, node);
    }
    for (; ok && child; child = vz_xml_next(child)) {
        struct vz_node *made = convert(loader, child);
        if (made) {
            vz_node_append_child(node, made);
        }
        ok = made != NULL;
    }
    if (!ok) {
        vz_node_destroy(node);
        return NULL;
    }
    return node;
}

struct vz_node *vz_load_tree(struct vz_loader *loader,
                             const struct vz_xml *element) {
    struct vz_node *document = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    if (!document) {
        vz_loader_nomem(loader);
        return NULL;
    }
    struct vz_node *root = convert(loader, element);
    if (!root) {
        vz_node_destroy(document);
        return NULL;
    }
    vz_node_append_child(document, root);
    return document;
}

static bool copy_attributes(struct vz_node *to, const struct vz_node *from) {
    const struct vz_node *at = from->first_attribute;
    for (; at; at = at->next) {
        struct vz_node *copy = vz_node_copy(at);
        if (!copy) {
            return false;
        }
        vz_node_append_attribute(to, copy);
    }
    return true;
}

// The template node for a node of the initial tree: found, or made.
static struct vz_node *template_for(struct vz_loader *loader,
                                    struct vz_node *parent,
                                    const struct vz_node *node) {
    struct vz_form *form = loader->form;
    struct vz_node *found =
        vz_form_child(form, parent, node->name, node->ns, false);
    if (found) {
        return found;
    }
    struct vz_node *made =
        vz_node_create(VZ_NODE_ELEMENT, node->ns, node->name);
    if (!made) {
        vz_loader_nomem(loader);
        return NULL;
    }
    vz_node_append_child(parent, made);
    made->prefix = node->prefix;
    made->template = made;
    made->model = (int32_t)form->n_models;
    if (!vz_node_set_value(made, node->value) || !copy_attributes(made, node) ||
        !vz_grow(&form->models, &form->models_cap, form->n_models,
                 sizeof(*form->models))) {
        vz_loader_nomem(loader);
        return NULL;
    }
    form->models[form->n_models++] = made;
    if (!vz_form_index_child(form, made)) {
        vz_loader_nomem(loader);
        return NULL;
    }
    return made;
}

// Recursion bounded as above.
static bool build_template(struct vz_loader *loader, struct vz_node *parent,
                           struct vz_node *node) {
    struct vz_node *template = template_for(loader, parent, node);
    if (!template) {
        return false;
    }
    node->template = template;
    node->model = template->model;
    for (struct vz_node *at = node->first_child; at; at = at->next) {
        if (!build_template(loader, template, at)) {
            return false;
        }
    }
    return true;
}

// jr:template nodes say what new instances are like; they are no part of a
// record. The first one of each repeat counts.
static void take_marked(struct vz_form *form, struct vz_node *node) {
    struct vz_node *at = node->first_child;
    while (at) {
        struct vz_node *next = at->next;
        take_marked(form, at);
        if (at->seed) {
            vz_node_unlink(at);
            at->seed = false;
            struct vz_node **seed = &form->seeds[at->model];
            vz_node_destroy(*seed ? at : NULL);
            *seed = *seed ? *seed : at;
        }
        at = next;
    }
}

static struct vz_node *append_element(struct vz_loader *loader,
                                      struct vz_node *parent, const char *ns,
                                      const char *prefix, const char *name) {
    const char *local = vz_names_intern(&loader->form->names, name);
    struct vz_node *node = local ? vz_node_create(VZ_NODE_ELEMENT, ns, local)
                                 : NULL;
    if (!node) {
        vz_loader_nomem(loader);
        return NULL;
    }
    node->prefix = prefix;
    vz_node_append_child(parent, node);
    return node;
}

static struct vz_node *find_local(const struct vz_node *node,
                                  const char *name) {
    struct vz_node *at = node->first_child;
    while (at && strcmp(at->name, name)) {
        at = at->next;
    }
    return at;
}

// Every submission needs an id, whether the form asks for it or not.
static bool ensure_instance_id(struct vz_loader *loader, struct vz_node *root) {
    struct vz_names *names = &loader->form->names;
    struct vz_node *meta = find_local(root, "meta");
    if (!meta) {
        const char *ns = vz_names_intern(names, VZ_NS_OPENROSA);
        const char *prefix = vz_names_intern(names, "orx");
        if (!ns || !prefix) {
            return vz_loader_nomem(loader);
        }
        meta = append_element(loader, root, ns, prefix, "meta");
        if (!meta) {
            return false;
        }
    }
    return find_local(meta, "instanceID") ||
           append_element(loader, meta, meta->ns, meta->prefix, "instanceID");
}

static bool intern_sequence(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    form->sequence_ns = vz_names_intern(&form->names, VZ_NS_FORM);
    form->sequence_prefix = vz_names_intern(&form->names, "vz");
    form->sequence_name = vz_names_intern(&form->names, "sequence");
    return (form->sequence_ns && form->sequence_prefix &&
            form->sequence_name) ||
           vz_loader_nomem(loader);
}

static bool load_primary(struct vz_loader *loader,
                         const struct vz_xml *instance) {
    struct vz_form *form = loader->form;
    const struct vz_xml *element = vz_xml_first(instance);
    if (!element) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "The form's <instance> is empty: it has no "
                            "questions.");
    }
    form->initial = vz_load_tree(loader, element);
    if (!form->initial) {
        return false;
    }
    form->document = vz_node_create(VZ_NODE_DOCUMENT, NULL, NULL);
    if (!form->document) {
        return vz_loader_nomem(loader);
    }
    form->document->template = form->document;
    struct vz_node *root = form->initial->first_child;
    if (!ensure_instance_id(loader, root) || !intern_sequence(loader) ||
        !build_template(loader, form->document, root)) {
        return false;
    }
    form->initial->template = form->document;
    form->seeds = vz_alloc_array(form->n_models, sizeof(*form->seeds));
    if (!form->seeds) {
        return vz_loader_nomem(loader);
    }
    form->n_seeds = form->n_models;
    take_marked(form, root);
    return true;
}

static bool load_secondary(struct vz_loader *loader,
                           const struct vz_xml *instance) {
    struct vz_form *form = loader->form;
    struct vz_secondary *made = &form->secondaries[form->n_secondaries];
    made->id = vz_xml_attribute(loader, instance, "id");
    made->src = vz_xml_attribute(loader, instance, "src");
    if (vz_loader_failed(loader)) {
        return false;
    }
    const struct vz_xml *element = vz_xml_first(instance);
    if (!made->id) {
        return true;
    }
    if (element) {
        made->document = vz_load_tree(loader, element);
    } else if (made->src && made->src[0] &&
               !vz_load_external(loader, made->src, &made->document)) {
        return false;
    }
    form->n_secondaries++;
    return !vz_loader_failed(loader);
}

// ---------------------------------------------------------- attributes

// Attributes that a bind or an action speaks of are nodes like others, with an
// index. All others are only carried along.
static bool index_attribute(struct vz_loader *loader, const char *path) {
    struct vz_form *form = loader->form;
    struct vz_node *attr = vz_form_resolve(form, NULL, path);
    if (!attr || attr->kind != VZ_NODE_ATTRIBUTE || attr->model >= 0) {
        return true;
    }
    if (!vz_grow(&form->models, &form->models_cap, form->n_models,
                 sizeof(*form->models))) {
        return vz_loader_nomem(loader);
    }
    attr->template = attr;
    attr->model = (int32_t)form->n_models;
    form->models[form->n_models++] = attr;
    return true;
}

static void link_attributes(struct vz_node *node) {
    struct vz_node *at = node->first_attribute;
    for (; at; at = at->next) {
        const struct vz_node *template =
            vz_node_attribute(node->template, at->ns, at->name);
        if (template && template->model >= 0) {
            at->template = template;
            at->model = template->model;
        }
    }
}

static void link_tree(struct vz_node *top) {
    for (struct vz_node *at = top; at; at = vz_node_following(at, top)) {
        link_attributes(at);
    }
}

static bool index_attributes(struct vz_loader *loader) {
    static const char *const names[] = {"nodeset", "ref"};
    const struct vz_xml *at = loader->html;
    for (; at; at = vz_xml_walk(loader->html, at)) {
        bool speaks = vz_xml_is(at, "bind") || vz_xml_is(at, "setvalue") ||
                      vz_xml_is(at, "setgeopoint") ||
                      vz_xml_is(at, "recordaudio");
        for (size_t i = 0; speaks && i < 2; i++) {
            const char *path = vz_xml_attribute(loader, at, names[i]);
            if (vz_form_names_attribute(path) &&
                !index_attribute(loader, path)) {
                return false;
            }
        }
    }
    struct vz_form *form = loader->form;
    link_tree(form->initial->first_child);
    for (size_t i = 0; i < form->n_seeds; i++) {
        link_tree(form->seeds[i]);
    }
    return !vz_loader_failed(loader);
}

bool vz_load_instances(struct vz_loader *loader) {
    const struct vz_xml *primary = vz_xml_child(loader->model, "instance");
    if (!primary) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "The form's <model> has no <instance>.");
    }
    loader->form->primary_id = vz_xml_attribute(loader, primary, "id");
    return load_primary(loader, primary) && index_attributes(loader);
}

// All instances after the first.
bool vz_load_secondaries(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    const struct vz_xml *primary = vz_xml_child(loader->model, "instance");
    size_t n = 0;
    const struct vz_xml *at = primary;
    for (; at; at = vz_xml_next(at)) {
        n += vz_xml_is(at, "instance");
    }
    form->secondaries =
        vz_arena_alloc_array(&form->arena, n, sizeof(*form->secondaries));
    if (!form->secondaries) {
        return vz_loader_nomem(loader);
    }
    for (at = vz_xml_next(primary); at; at = vz_xml_next(at)) {
        if (vz_xml_is(at, "instance") && !load_secondary(loader, at)) {
            return false;
        }
    }
    return true;
}

const struct vz_node *vz_form_instance(const struct vz_form *form,
                                       const char *id) {
    for (size_t i = 0; i < form->n_secondaries; i++) {
        const struct vz_secondary *at = &form->secondaries[i];
        if (!strcmp(at->id, id)) {
            return at->document ? at->document->first_child : NULL;
        }
    }
    return NULL;
}

// ------------------------------------------------------------ repeats

static bool mark_repeats(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    const struct vz_xml *at = loader->body;
    for (; at; at = vz_xml_walk(loader->body, at)) {
        if (!vz_xml_is(at, "repeat")) {
            continue;
        }
        const char *path = vz_xml_attribute(loader, at, "nodeset");
        struct vz_node *node = path ? vz_form_resolve(form, NULL, path) : NULL;
        if (node && node != vz_form_root(form)) {
            node->repeat = true;
        }
    }
    return !vz_loader_failed(loader);
}

bool vz_load_repeats(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    size_t n = form->n_models;
    form->in_repeat =
        vz_arena_alloc_array(&form->arena, n, sizeof(*form->in_repeat));
    form->binds = vz_arena_alloc_array(&form->arena, n, sizeof(*form->binds));
    form->controls =
        vz_arena_alloc_array(&form->arena, n, sizeof(*form->controls));
    form->containers =
        vz_arena_alloc_array(&form->arena, n, sizeof(*form->containers));
    form->has_action = vz_arena_alloc_array(&form->arena, n, sizeof(bool));
    form->paths = vz_arena_alloc_array(&form->arena, n, sizeof(char *));
    if (!form->paths || !form->has_action || !form->in_repeat || !form->binds ||
        !form->controls || !form->containers) {
        return vz_loader_nomem(loader);
    }
    if (!mark_repeats(loader)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct vz_node *node = form->models[i];
        const struct vz_node *parent = node->parent;
        form->in_repeat[i] = node->repeat || (parent->model >= 0 &&
                                              form->in_repeat[parent->model]);
        form->paths[i] = vz_form_path(form, node);
        if (!form->paths[i]) {
            return vz_loader_nomem(loader);
        }
    }
    return true;
}

// Gives a tree the types and repeat flags of its templates.
static void mark_tree(struct vz_node *top) {
    for (struct vz_node *at = top; at; at = vz_node_following(at, top)) {
        at->type = at->template->type;
        at->repeat = at->template->repeat;
    }
}

static const struct vz_node *find_model(const struct vz_node *top,
                                        int32_t model) {
    const struct vz_node *at = top;
    while (at && at->model != model) {
        at = vz_node_following(at, top);
    }
    return at;
}

// The first instance that the form holds, in its record or in a template.
static const struct vz_node *first_instance(const struct vz_form *form,
                                            int32_t model) {
    const struct vz_node *found = find_model(form->initial->first_child, model);
    for (size_t i = 0; !found && i < form->n_seeds; i++) {
        found = form->seeds[i] ? find_model(form->seeds[i], model) : NULL;
    }
    return found ? found : form->models[model];
}

static bool forget_values(struct vz_node *top) {
    bool ok = true;
    for (struct vz_node *at = top; ok && at; at = vz_node_following(at, top)) {
        ok = vz_node_set_value(at, NULL);
    }
    return ok;
}

static bool make_seed(struct vz_form *form, int32_t model) {
    struct vz_node **seed = &form->seeds[model];
    if (!*seed) {
        *seed = vz_node_copy(first_instance(form, model));
        if (!*seed || !forget_values(*seed)) {
            return false;
        }
    }
    mark_tree(*seed);
    return true;
}

bool vz_load_initial(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    mark_tree(form->initial->first_child);
    for (size_t i = 0; i < form->n_seeds; i++) {
        if (form->models[i]->repeat && !make_seed(form, (int32_t)i)) {
            return vz_loader_nomem(loader);
        }
    }
    return true;
}
