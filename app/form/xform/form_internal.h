/*
 * What a loaded form is made of. Shared by the files of this folder only.
 *
 * Everything lives in the form's arena except the node trees. A template node
 * has an index ("model"); the tables below are arrays with that index, so that
 * an answer finds its bind, its control and its dependants without searching.
 */
#ifndef VZ_FORM_XFORM_FORM_INTERNAL_H
#define VZ_FORM_XFORM_FORM_INTERNAL_H

#include "form/xform/form.h"
#include "form/xform/session.h"
#include "form/xpath/xpath.h"

#include <stdint.h>

#define VZ_NS_FORM "urn:vertelzuil:form"
#define VZ_NS_XFORMS "http://www.w3.org/2002/xforms"
#define VZ_NS_JAVAROSA "http://openrosa.org/javarosa"
#define VZ_NS_OPENROSA "http://openrosa.org/xforms"

#define VZ_FORM_BYTES_MAX (20 * 1024 * 1024)

// An attribute as written; namespaced ones are kept whether known or not.
struct vz_attribute {
    const char *ns;   // interned, NULL = none
    const char *name; // interned local name
    const char *value;
    struct vz_attribute *next;
};

// A text with <output> elements: literal parts and expressions in turn.
struct vz_text_part {
    const char *text; // the literal, or the source of the expression
    bool is_output;
    const struct vz_xpath_expr *value; // of an output; NULL = shows nothing
};

struct vz_text {
    struct vz_text_part *parts;
    size_t n;
};

enum vz_text_form {
    VZ_TEXT_PLAIN,
    VZ_TEXT_LONG,
    VZ_TEXT_SHORT,
    VZ_TEXT_GUIDANCE,
    VZ_TEXT_IMAGE,
    VZ_TEXT_AUDIO,
    VZ_TEXT_VIDEO,
    VZ_TEXT_OTHER,
};

struct vz_itext_value {
    enum vz_text_form form;
    struct vz_text text;
    struct vz_itext_value *next;
};

// One text id with its values in each language.
struct vz_itext {
    const char *id;
    struct vz_itext_value **by_language;
    bool has_outputs;
    bool compiled; // the outputs are compiled, for `context`
    const struct vz_node *context;
};

// A label, hint or message. Absent when all is NULL and `present` is false.
struct vz_caption {
    bool present;
    struct vz_itext *itext;          // or NULL
    const struct vz_xpath_expr *ref; // <label ref="/data/x"/>, or NULL
    struct vz_text text;             // inline
};

enum vz_preload {
    VZ_PRELOAD_NONE,
    VZ_PRELOAD_UID,
    VZ_PRELOAD_START,
    VZ_PRELOAD_END,
    VZ_PRELOAD_TODAY,
    VZ_PRELOAD_DEVICE,
    VZ_PRELOAD_USER,
    VZ_PRELOAD_EMAIL,
    VZ_PRELOAD_PHONE,
    VZ_PRELOAD_PROPERTY, // that preload_params names
};

struct vz_bind {
    const struct vz_node *node;
    const struct vz_xpath_expr *relevant, *required, *readonly;
    const struct vz_xpath_expr *constraint, *calculate;
    bool speaks; // the calculation may answer a text in the session's language
    struct vz_caption required_message, constraint_message;
    enum vz_field_type type;
    enum vz_preload preload;
    const char *preload_params;      // or NULL
    const char *role;                // vz:role, or NULL
    struct vz_attribute *attributes; // namespaced ones
};

enum vz_element_kind {
    VZ_ELEMENT_BODY,
    VZ_ELEMENT_GROUP,
    VZ_ELEMENT_REPEAT,
    VZ_ELEMENT_QUESTION,
};

// <item>: a choice written in the body.
struct vz_item {
    const char *value;
    struct vz_caption label;
};

// <itemset>: choices from a nodeset.
struct vz_itemset {
    const struct vz_xpath_expr *nodes;    // filtered and ordered
    const struct vz_xpath_expr *all;      // the whole list; NULL = not static
    const struct vz_xpath_expr *value;    // relative to an item
    const struct vz_xpath_expr *label;    // the same; NULL with label_id
    const struct vz_xpath_expr *label_id; // of jr:itext(..)
    const char *label_column; // label or label_id as a plain name, or NULL
    bool filtered;            // `nodes` reads the primary instance
};

struct vz_element {
    enum vz_element_kind kind;
    struct vz_element *parent, *first, *last, *next;
    int32_t model;           // -1: a group without a node
    enum vz_control control; // questions
    enum vz_field_type type; // questions
    struct vz_caption label, hint;
    const char *appearance; // "" when none
    const char *mediatype;  // uploads, or NULL
    const char *autoplay;   // of its label's media, or NULL
    struct vz_attribute *attributes;
    struct vz_item *items;
    size_t n_items;
    struct vz_itemset *itemset; // or NULL
    double range_start, range_end, range_step;
    bool field_list;
    const struct vz_xpath_expr *count; // repeats: jr:count, or NULL
    bool fixed;                        // repeats: the respondent cannot add
};

enum {
    VZ_ON_FIRST_LOAD = 1,
    VZ_ON_VALUE_CHANGED = 2,
    VZ_ON_NEW_REPEAT = 4,
    VZ_ON_LOAD = 8,        // every time, first or not
    VZ_ON_REVALIDATE = 16, // finalising
};

enum vz_action_kind {
    VZ_ACTION_SETVALUE,
    VZ_ACTION_SETGEOPOINT,
    VZ_ACTION_RECORDAUDIO,
};

struct vz_action {
    enum vz_action_kind kind;
    unsigned events;
    int32_t source; // model of the control or repeat it stands in; -1 = model
    int32_t target;
    // The target's path when it has predicates, for the source; else NULL.
    const struct vz_xpath_expr *nodes;
    const struct vz_xpath_expr *value; // or NULL: text
    const char *text;
};

enum vz_vertex_kind {
    VZ_VERTEX_RELEVANT,
    VZ_VERTEX_CALCULATE,
};

// One thing to recompute.
struct vz_vertex {
    enum vz_vertex_kind kind;
    int32_t model;
    const struct vz_xpath_expr *expr;
};

struct vz_int_list {
    int32_t *items;
    size_t n, cap; // cap: only while it is built
};

// Dependencies, computed at load.
struct vz_graph {
    struct vz_vertex *vertices; // in the order in which they must be computed
    size_t n_vertices;
    struct vz_int_list *readers;  // by model: vertices that read its value
    struct vz_int_list *filters;  // by model: selects whose itemset reads it
    struct vz_int_list *counts;   // by model: repeats whose jr:count reads it
    struct vz_int_list *of_model; // by model: its own vertices
};

struct vz_secondary {
    const char *id;
    const char *src;          // as written, or NULL
    struct vz_node *document; // NULL: the file is not there
};

struct vz_form {
    struct vz_arena arena;
    struct vz_names names;
    const char *id, *version, *title;
    const char *media_dir; // or NULL
    struct vz_xpath_prefix *prefixes;
    size_t n_prefixes, prefixes_cap; // heap

    const char **languages;
    const char **codes; // of the languages: "nl"
    size_t n_languages, default_language;
    bool translated;         // the languages are the form's own
    struct vz_itext *itexts; // sorted by id
    size_t n_itexts;
    bool any_outputs; // some itext has outputs

    // vz:sequence, interned for vz_session_set_sequence.
    const char *sequence_ns, *sequence_prefix, *sequence_name;

    const char *primary_id;   // of the primary <instance>, or NULL
    struct vz_node *document; // the template: each path once
    struct vz_node *initial;  // what a session starts from
    // By model: what a new instance of a repeat is a copy of; heap. As marked
    // with jr:template, else the first instance without its values.
    struct vz_node **seeds;
    size_t n_seeds;
    size_t n_reads;          // nodes that the expressions read, together
    struct vz_node **models; // heap
    size_t n_models, models_cap;
    const char **paths;           // by model: "/data/group/q"
    struct vz_node **child_slots; // template nodes by parent and name; heap
    size_t n_child_slots;
    bool *in_repeat;                 // by model: itself or an ancestor repeats
    struct vz_bind **binds;          // by model, or NULL
    struct vz_element **controls;    // by model: its question, or NULL
    struct vz_element **containers;  // by model: its group or repeat, or NULL
    struct vz_attribute *attributes; // vz: of the root and the model
    struct vz_secondary *secondaries;
    size_t n_secondaries;

    struct vz_element *body;
    struct vz_action *actions; // heap
    size_t n_actions, actions_cap;
    bool *has_action; // by model: a change of its value calls actions
    struct vz_graph graph;
};

// form_told.c
// Marks, by model, what holds or is made of what a person told in own words.
void vz_form_mark_told(const struct vz_form *form, bool *told);
// Adds to the marks (by model) what calculations and actions make of what is
// marked; the answer to the consent question is never among them.
void vz_form_spread_told(const struct vz_form *form, bool *told);
bool vz_form_is_consent(const struct vz_form *form, int32_t model);

// form_paths.c
// Makes a new template node, the last of `models`, findable.
bool vz_form_index_child(struct vz_form *form, struct vz_node *node);
// The child of this interned name and namespace; with any_ns in any namespace
// when there is none in the one asked for. NULL when there is none.
struct vz_node *vz_form_child(const struct vz_form *form,
                              const struct vz_node *parent, const char *name,
                              const char *ns, bool any_ns);
// The template root element, never NULL in a loaded form.
struct vz_node *vz_form_root(const struct vz_form *form);
// The template node of a path ("/data/a", "../b", "a/b"), or NULL. Relative
// paths start at `context`, or at the root when it is NULL.
struct vz_node *vz_form_resolve(const struct vz_form *form,
                                const struct vz_node *context,
                                const char *path);
// Whether a path ends in an attribute: "/data/@version".
bool vz_form_names_attribute(const char *path);
// "/data/group/q", names with the prefix they are written with
// ("/data/orx:meta/orx:instanceID"), in the form's arena. NULL = out of memory.
const char *vz_form_path(struct vz_form *form, const struct vz_node *node);
// Appends the path of an instance or template node; repeat instances get [n].
void vz_node_append_path(struct vz_strbuf *out, const struct vz_node *node);

// form_text.c
// Compiles an expression that belongs to `context`; `place` begins messages.
const struct vz_xpath_expr *vz_form_compile(struct vz_form *form,
                                            const struct vz_node *context,
                                            const char *text, const char *place,
                                            struct vz_error *error);
// Compiles the outputs of a text.
bool vz_form_compile_text(struct vz_form *form, const struct vz_node *context,
                          struct vz_text *text, const char *place,
                          struct vz_error *error);

// form_itext.c
struct vz_itext *vz_form_find_itext(const struct vz_form *form, const char *id);
// The text id with its outputs compiled for `context`. NULL with an error when
// there is no such id, or an output is wrong.
struct vz_itext *vz_form_use_itext(struct vz_form *form, const char *id,
                                   const struct vz_node *context,
                                   const char *place, struct vz_error *error);
// The value in a language, or NULL; a text, unlike media, is else that of the
// default language, else of any.
const struct vz_text *vz_itext_text(const struct vz_form *form,
                                    const struct vz_itext *itext,
                                    size_t language, enum vz_text_form wanted);
// The same without falling back on another language.
const struct vz_text *vz_itext_text_in(const struct vz_itext *itext,
                                       size_t language,
                                       enum vz_text_form wanted);
// Compiles what no label asked for (choice labels found at run time).
bool vz_form_compile_itexts(struct vz_form *form, struct vz_error *error);
// The id in jr:itext('id'), in the arena of the form; NULL when `text` is
// something else or out of memory.
const char *vz_form_itext_id(struct vz_form *form, const char *text);

// form.c
// The code in a language's name: "nl" of "Nederlands (nl)", else the name.
const char *vz_language_code(const char *name, size_t *len);

// form_graph.c
bool vz_form_build_graph(struct vz_form *form, struct vz_error *error);

// The value of a vz: or other namespaced attribute, or NULL.
const char *vz_attribute_get(const struct vz_attribute *list, const char *ns,
                             const char *name);
// The role of a template node, or NULL.
const char *vz_form_role(const struct vz_form *form, int32_t model);
// The field type of a leaf: of its control, else of its bind.
enum vz_field_type vz_form_type(const struct vz_form *form, int32_t model);
// Root element of a secondary instance; NULL when there is none.
const struct vz_node *vz_form_instance(const struct vz_form *form,
                                       const char *id);
// "x.png" of "jr://images/x.png".
const char *vz_media_name(const char *uri);

#endif
