/*
 * Loading: an XForm document becomes a form, or a sentence that says where it
 * is wrong.
 */
#include "form_loader.h"

#include <stdlib.h>
#include <string.h>

static const char *known_prefix(const struct vz_form *form,
                                const char *prefix) {
    for (size_t i = 0; i < form->n_prefixes; i++) {
        if (!strcmp(form->prefixes[i].prefix, prefix)) {
            return form->prefixes[i].uri;
        }
    }
    return NULL;
}

static bool add_prefix(struct vz_form *form, const char *prefix,
                       const char *uri) {
    if (known_prefix(form, prefix)) {
        return true;
    }
    if (!vz_grow(&form->prefixes, &form->prefixes_cap, form->n_prefixes,
                 sizeof(*form->prefixes))) {
        return false;
    }
    struct vz_xpath_prefix *made = &form->prefixes[form->n_prefixes];
    made->prefix = vz_names_intern(&form->names, prefix);
    made->uri = vz_names_intern(&form->names, uri);
    if (!made->prefix || !made->uri) {
        return false;
    }
    form->n_prefixes++;
    return true;
}

// Collects namespace prefixes. The first declaration of a prefix counts, which
// is the outermost.
static bool survey(struct vz_loader *loader) {
    const struct vz_xml *top = loader->html;
    for (const struct vz_xml *at = top; at; at = vz_xml_walk(top, at)) {
        const struct vz_xml_prefix *declared = at->prefixes;
        for (; declared; declared = declared->next) {
            if (!add_prefix(loader->form, declared->prefix, declared->uri)) {
                return vz_loader_nomem(loader);
            }
        }
    }
    return true;
}

static bool find_parts(struct vz_loader *loader) {
    const struct vz_xml *head = vz_xml_child(loader->html, "head");
    loader->model = head ? vz_xml_child(head, "model") : NULL;
    loader->body = vz_xml_child(loader->html, "body");
    if (!loader->model) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "This XML is not an XForm: it has no "
                            "<head> with a <model>.");
    }
    if (!loader->body) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "This XForm has no <body>.");
    }
    const struct vz_xml *title = vz_xml_child(head, "title");
    loader->form->title = title ? vz_xml_text(loader, title) : "";
    return !vz_loader_failed(loader);
}

// The attribute of the root instance element without namespace, or in any.
static const char *root_attribute(const struct vz_form *form,
                                  const char *name) {
    const struct vz_node *at = vz_form_root(form)->first_attribute;
    for (; at; at = at->next) {
        if (!strcmp(at->name, name) &&
            (!at->ns || strcmp(at->ns, VZ_NS_FORM) != 0)) {
            return vz_node_text(at);
        }
    }
    return NULL;
}

static bool add_id_attribute(struct vz_loader *loader, struct vz_node *root) {
    const char *name = vz_names_intern(&loader->form->names, "id");
    struct vz_node *attr = name ? vz_node_create(VZ_NODE_ATTRIBUTE, NULL, name)
                                : NULL;
    if (!attr) {
        return vz_loader_nomem(loader);
    }
    vz_node_append_attribute(root, attr);
    return vz_node_set_value(attr, loader->form->id) || vz_loader_nomem(loader);
}

// The id is the root's attribute, else its namespace, as OpenRosa has it.
static bool identify(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    struct vz_node *root = vz_form_root(form);
    const char *version = root_attribute(form, "version");
    const char *id = root_attribute(form, "id");
    form->version = version ? version : "";
    form->id = id && id[0] ? id : root->ns;
    if (!form->id) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "The form has no id: give <%s> an attribute id.",
                            root->name);
    }
    if (!form->title || !form->title[0]) {
        form->title = form->id;
    }
    return id != NULL || (add_id_attribute(loader, root) &&
                          add_id_attribute(loader, form->initial->first_child));
}

static bool keep_own_attribute(struct vz_loader *loader,
                               const struct vz_node *attr,
                               struct vz_attribute ***link) {
    struct vz_attribute *kept =
        vz_arena_alloc(&loader->form->arena, sizeof(*kept));
    if (!kept) {
        return vz_loader_nomem(loader);
    }
    *kept =
        (struct vz_attribute){attr->ns, attr->name, vz_node_text(attr), NULL};
    **link = kept;
    *link = &kept->next;
    return true;
}

// vz: attributes of the root instance element, then those of <model>.
static bool load_own_attributes(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    struct vz_attribute **link = &form->attributes;
    const struct vz_node *at = vz_form_root(form)->first_attribute;
    for (; at; at = at->next) {
        if (at->ns && !keep_own_attribute(loader, at, &link)) {
            return false;
        }
    }
    *link = vz_xml_attributes(loader, loader->model);
    return !vz_loader_failed(loader);
}

static bool load_parts(struct vz_loader *loader) {
    static bool (*const steps[])(struct vz_loader *) = {
        survey,
        find_parts,
        vz_load_itext,
        vz_load_instances,
        identify,
        vz_load_secondaries,
        load_own_attributes,
        vz_load_repeats,
        vz_load_binds,
        vz_load_body,
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (!steps[i](loader)) {
            return false;
        }
    }
    return vz_load_initial(loader) &&
           vz_load_actions(loader, loader->model, -1) &&
           vz_form_compile_itexts(loader->form, loader->error) &&
           vz_form_build_graph(loader->form, loader->error);
}

struct vz_form *vz_form_load(const char *xml, size_t len,
                             const struct vz_form_media *media,
                             struct vz_error *error) {
    struct vz_error scratch = {0};
    struct vz_loader loader = {.error = error ? error : &scratch,
                               .no_files = !media};
    *loader.error = (struct vz_error){0};
    struct vz_xml_tree tree;
    if (!vz_xml_tree_parse(&tree, xml, len, loader.error)) {
        return NULL;
    }
    struct vz_form *form = calloc(1, sizeof(*form));
    bool ok = form != NULL;
    if (ok) {
        loader.form = form;
        loader.html = tree.root;
        if (media && media->dir) {
            form->media_dir = vz_arena_strdup(&form->arena, media->dir);
        }
        ok = load_parts(&loader);
    }
    vz_strbuf_finish(&loader.scratch);
    vz_xml_tree_finish(&tree);
    if (!ok) {
        if (!vz_loader_failed(&loader)) {
            vz_loader_nomem(&loader);
        }
        vz_form_destroy(form);
        return NULL;
    }
    return form;
}
