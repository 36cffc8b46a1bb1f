/*
 * The steps of loading a form, in the order in which form_load.c takes them.
 */
#ifndef VZ_FORM_XFORM_FORM_LOADER_H
#define VZ_FORM_XFORM_FORM_LOADER_H

#include "form_internal.h"
#include "xml_tree.h"

struct vz_bind_id {
    const char *id;
    const struct vz_node *node;
    struct vz_bind_id *next;
};

struct vz_loader {
    struct vz_form *form;
    struct vz_xml *html, *model, *body;
    struct vz_strbuf scratch; // for texts that are put together
    struct vz_bind_id *bind_ids;
    size_t n_nodes;         // of all instances
    bool no_files;          // the form is only to be checked
    struct vz_error *error; // never NULL
};

// form_xml.c: what is read from a tree is copied into the form's arena.
//
// An attribute without namespace or in that of JavaRosa, by local name,
// trimmed; NULL when absent. Out of memory also sets the loader's error (see
// vz_loader_failed).
const char *vz_xml_attribute(struct vz_loader *loader,
                             const struct vz_xml *node, const char *name);
// The namespaced attributes (all those with a prefix), or NULL.
struct vz_attribute *vz_xml_attributes(struct vz_loader *loader,
                                       const struct vz_xml *node);
// The text of an element, trimmed. NULL = out of memory, error set.
const char *vz_xml_text(struct vz_loader *loader, const struct vz_xml *node);
// How messages name an element: "input /data/a", or "input on line 12" when it
// has no ref.
void vz_xml_place(const struct vz_xml *node, const char *ref, char *text,
                  size_t size);
bool vz_loader_nomem(struct vz_loader *loader);
bool vz_loader_failed(const struct vz_loader *loader);

// Counts one more node of an instance; false with an error over the limit.
bool vz_loader_count(struct vz_loader *loader);

// form_instances.c
bool vz_load_instances(struct vz_loader *loader); // the primary one
bool vz_load_secondaries(struct vz_loader *loader);
// Marks the repeats of the body in the template; makes the tables by model.
bool vz_load_repeats(struct vz_loader *loader);
// Gives the initial instance the types and repeat flags of its templates;
// makes what new instances of repeats are copied from.
bool vz_load_initial(struct vz_loader *loader);
// Makes a document from an element, for a secondary instance. NULL = error.
struct vz_node *vz_load_tree(struct vz_loader *loader,
                             const struct vz_xml *element);

// form_external.c
// Reads the file behind src from the form's media. True with *document NULL
// when there is no such file; false with an error when it cannot be read.
bool vz_load_external(struct vz_loader *loader, const char *src,
                      struct vz_node **document);

// form_geojson.c
// NULL = error set.
struct vz_node *vz_load_geojson(struct vz_loader *loader, const char *bytes,
                                size_t len);

// form_itext.c
bool vz_load_itext(struct vz_loader *loader);

// form_text.c
// Reads mixed content into parts, outputs not compiled yet.
bool vz_load_text(struct vz_loader *loader, const struct vz_xml *element,
                  struct vz_text *text);
// Reads a label or hint for `context`.
bool vz_load_caption(struct vz_loader *loader, const struct vz_xml *element,
                     const struct vz_node *context, const char *place,
                     struct vz_caption *caption);
// Reads a message attribute ("text" or "jr:itext('id')").
bool vz_load_message(struct vz_loader *loader, const char *text,
                     const struct vz_node *context, const char *place,
                     struct vz_caption *caption);

// form_binds.c
bool vz_load_binds(struct vz_loader *loader);

// The node that a bind's id names, or NULL.
const struct vz_node *vz_load_bind_id(const struct vz_loader *loader,
                                      const char *id);

// form_body.c
bool vz_load_body(struct vz_loader *loader);
// form_choices.c
bool vz_load_choices(struct vz_loader *loader, const struct vz_xml *xml,
                     struct vz_element *element, const struct vz_node *node,
                     const char *place);
// form_actions.c: the <setvalue> children of an element; `source` as in
// struct vz_action.
bool vz_load_actions(struct vz_loader *loader, const struct vz_xml *xml,
                     int32_t source);

#endif
