/*
 * Going on with an instance that was saved: a draft, or what was sent and is
 * to be corrected.
 *
 * The saved document is laid over a fresh instance: what it does not hold
 * (because it was not relevant, or a newer version of the form asks for it)
 * stays as the form has it; of repeats there are as many as it holds; what the
 * form does not know is kept, outside the tables by model.
 */
#include "session.h"

#include "form_loader.h"
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

struct restore {
    struct vz_session *session;
    bool failed; // out of memory
};

static bool nomem(struct restore *r) {
    r->failed = true;
    return false;
}

// The form's own pointer when it has this text, so that names compare.
static const char *intern(struct restore *r, const char *text) {
    const char *known = vz_names_find(&r->session->form->names, text);
    known = known ? known : vz_names_intern(&r->session->names, text);
    r->failed = r->failed || !known;
    return known;
}

struct name {
    const char *ns, *prefix, *local;
};

static bool read_name(struct restore *r, const char *ns, const char *prefix,
                      const char *local, struct name *name) {
    *name = (struct name){.local = intern(r, local)};
    if (ns && strcmp(ns, VZ_NS_XFORMS) != 0) {
        name->ns = intern(r, ns);
        name->prefix = prefix ? intern(r, prefix) : NULL;
    }
    return !r->failed;
}

static struct vz_node *make(struct restore *r, enum vz_node_kind kind,
                            const struct name *name) {
    struct vz_node *node = vz_node_create(kind, name->ns, name->local);
    if (!node) {
        nomem(r);
        return NULL;
    }
    node->prefix = name->prefix;
    node->model = -1;
    return node;
}

static bool take_content(struct restore *r, struct vz_node *node,
                         const struct vz_xml *xml) {
    struct vz_strbuf scratch = {0};
    const char *text = vz_xml_content(xml, &scratch);
    bool ok = text && vz_node_set_value(node, text);
    vz_strbuf_wipe(&scratch);
    return ok || nomem(r);
}

static bool restore_attributes(struct restore *r, struct vz_node *node,
                               const struct vz_xml *xml) {
    const struct vz_xml_attribute *at = xml->attributes;
    for (; at; at = at->next) {
        struct name name;
        if (!read_name(r, at->ns, at->prefix, at->name, &name)) {
            return false;
        }
        struct vz_node *attr = vz_node_attribute(node, name.ns, name.local);
        if (!attr) {
            attr = make(r, VZ_NODE_ATTRIBUTE, &name);
            if (!attr) {
                return false;
            }
            vz_node_append_attribute(node, attr);
        }
        if (!vz_node_set_value(attr, at->value)) {
            return nomem(r);
        }
    }
    return true;
}

// A subtree that the form does not know. Recursion is bounded by the depth of
// the document, which was checked.
static bool keep_unknown(struct restore *r, struct vz_node *parent,
                         const struct vz_xml *xml) {
    struct name name;
    struct vz_node *node = read_name(r, xml->ns, xml->prefix, xml->name, &name)
                               ? make(r, VZ_NODE_ELEMENT, &name)
                               : NULL;
    if (!node) {
        return false;
    }
    vz_node_append_child(parent, node);
    const struct vz_xml *child = vz_xml_first(xml);
    bool ok = restore_attributes(r, node, xml) &&
              (child || take_content(r, node, xml));
    for (; ok && child; child = vz_xml_next(child)) {
        ok = keep_unknown(r, node, child);
    }
    return ok;
}

static void drop_repeats(struct vz_node *node) {
    struct vz_node *at = node->first_child;
    while (at) {
        struct vz_node *next = at->next;
        if (at->repeat) {
            vz_node_destroy(at);
        }
        at = next;
    }
}

static struct vz_node *last_of(struct vz_node *parent, int32_t model) {
    struct vz_node *at = parent->last_child;
    while (at && at->model != model) {
        at = at->prev;
    }
    return at;
}

// The node for a saved one: the one that is there, or a new repeat instance.
static struct vz_node *place_for(struct restore *r, struct vz_node *parent,
                                 const struct vz_node *template) {
    struct vz_node *last = last_of(parent, template->model);
    if (last && !template->repeat) {
        return last;
    }
    const struct vz_form *form = r->session->form;
    struct vz_node *made = vz_node_copy(
        template->repeat ? form->seeds[template->model] : template);
    if (!made) {
        nomem(r);
        return NULL;
    }
    struct vz_node *before = last ? last->next : parent->first_child;
    while (!last && before &&
           (before->model < 0 || before->model < template->model)) {
        before = before->next;
    }
    vz_node_insert_child(parent, made, before);
    return made;
}

// Recursion as above.
static bool restore_node(struct restore *r, struct vz_node *node,
                         const struct vz_xml *xml) {
    if (!restore_attributes(r, node, xml)) {
        return false;
    }
    const struct vz_form *form = r->session->form;
    const struct vz_node *template = form->models[node->model];
    if (!template->first_child) {
        return take_content(r, node, xml);
    }
    drop_repeats(node);
    bool ok = true;
    for (const struct vz_xml *at = vz_xml_first(xml); ok && at;
         at = vz_xml_next(at)) {
        struct name name;
        if (!read_name(r, at->ns, at->prefix, at->name, &name)) {
            return false;
        }
        const struct vz_node *known =
            vz_form_child(form, template, name.local, name.ns, true);
        struct vz_node *place = known ? place_for(r, node, known) : NULL;
        ok = known ? place && restore_node(r, place, at)
                   : keep_unknown(r, node, at);
    }
    return ok;
}

// ------------------------------------------------------------------- ids

static bool deprecate(struct restore *r, struct vz_node *id) {
    struct vz_node *old = vz_session_meta(r->session, "deprecatedID");
    if (!old) {
        struct name name = {id->ns, id->prefix, intern(r, "deprecatedID")};
        old = name.local ? make(r, VZ_NODE_ELEMENT, &name) : NULL;
        if (!old) {
            return false;
        }
        vz_node_insert_child(id->parent, old, id->next);
    }
    return (vz_node_set_value(old, vz_node_text(id)) &&
            vz_node_set_value(id, r->session->instance_id)) ||
           nomem(r);
}

static bool restore_id(struct restore *r, bool sent) {
    struct vz_session *session = r->session;
    struct vz_node *id = vz_session_meta(session, "instanceID");
    const char *text = id ? vz_node_text(id) : "";
    if (!id) {
        return true;
    }
    if (!text[0]) {
        return vz_node_set_value(id, session->instance_id) || nomem(r);
    }
    if (sent) {
        return deprecate(r, id);
    }
    char *copy = strdup(text);
    if (!copy) {
        return nomem(r);
    }
    free(session->instance_id);
    session->instance_id = copy;
    return true;
}

// -------------------------------------------------------------- document

static bool is_own(const struct vz_form *form, const struct vz_xml *root) {
    const char *name = vz_form_root(form)->name;
    const struct vz_xml_attribute *at = root->attributes;
    while (at && (at->ns || strcmp(at->name, "id") != 0)) {
        at = at->next;
    }
    return vz_xml_is(root, name) && (!at || !strcmp(at->value, form->id));
}

static bool restore_root(struct vz_session *session, const struct vz_xml *root,
                         bool sent, struct vz_error *error) {
    struct restore r = {.session = session};
    if (!is_own(session->form, root)) {
        return vz_error_set(error, VZ_INVALID,
                            "The instance <%s> is not one of the form '%s'.",
                            root->name, session->form->id);
    }
    free(session->instance.nodes);
    session->instance.nodes = NULL;
    bool ok = restore_node(&r, session->instance.document->first_child, root) &&
              restore_id(&r, sent) &&
              vz_instance_index(session->form, &session->instance);
    return ok || vz_error_nomem(error);
}

bool vz_session_restore(struct vz_session *session,
                        const struct vz_saved_instance *saved,
                        struct vz_error *error) {
    struct vz_error scratch = {0};
    error = error ? error : &scratch;
    struct vz_xml_tree tree;
    if (!vz_xml_tree_parse(&tree, saved->xml, saved->len, error)) {
        return false;
    }
    bool ok = restore_root(session, tree.root, saved->sent, error);
    vz_xml_tree_finish(&tree);
    return ok;
}
