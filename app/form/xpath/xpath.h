/*
 * Expressions: compiled once per form, evaluated on a session's nodes.
 *
 * Grammar: XPath 1.0. Functions, date semantics and number formatting: ODK
 * XForms specification ("XPath functions") as JavaRosa and Web Forms do it.
 * Paths are bound to template nodes when they are compiled, so a misspelt
 * question is found then, and what an expression depends on is known.
 *
 * What holds in forms, and what in documents that are none (vz_xpath_scope
 * `plain`, trees of xml_document.h), and why: first for forms, then for plain
 * documents. F = forms are written so, or lack what it would take; J = as
 * JavaRosa, which the field's forms are made for; G = a form must go on;
 * X = XPath 1.0; W = as Web Forms, where the ODK specification adds to XPath.
 *
 * | what                 | in forms                | in plain documents | why |
 * |----------------------|-------------------------|--------------------|-----|
 * | absolute path        | the primary instance;   | the root that is   | F   |
 * |                      | in a repeat the own     | given              |     |
 * |                      | one; to a repeat as     |                    |     |
 * |                      | such, all               |                    |     |
 * | unknown name in a    | error when compiled     | empty nodeset      | F X |
 * | path                 |                         |                    |     |
 * | name without prefix  | in every namespace      | in no namespace    | F X |
 * | nodes not relevant   | in no nodeset           | there are none     | J   |
 * | text()               | the leaf itself         | text nodes         | F X |
 * | comment(),           | empty                   | the nodes          | F X |
 * | processing-          |                         |                    |     |
 * | instruction(),       |                         |                    |     |
 * | namespace axis       |                         |                    |     |
 * | type of a node       | of its bind; decides    | text               | J X |
 * |                      | comparison              |                    |     |
 * | date as number       | whole days since 1970,  | the moment at      | J W |
 * |                      | in any zone             | which it begins    |     |
 * |                      |                         | here               |     |
 * | date(moment)         | loses its time          | keeps its time     | J W |
 * | text of NaN          | NaN                     | nothing            | J W |
 * | text of moments in   | ends in Z               | ends in +00:00     | F W |
 * | UTC                  |                         |                    |     |
 * | sum, min, max        | leave out what is no    | NaN when an item   | J X |
 * |                      | number                  | is none            |     |
 * | round(-2.5)          | -2 (half up)            | -3 (half away)     | J W |
 * | round(1.005, 2)      | 1.01, as it is written  | 1, as the double   | J W |
 * |                      |                         | is                 |     |
 * | substr() from or to  | counts as 0             | empty text         | J W |
 * | NaN                  |                         |                    |     |
 * | decimal-time()       | of times, moments,      | of times, else NaN | J W |
 * |                      | numbers                 |                    |     |
 * | distance() of under  | 0; NaN when what is     | an error           | G W |
 * | two points           | given is no point       |                    |     |
 * | area() of what is no | NaN                     | 0                  | G W |
 * | point                |                         |                    |     |
 * | geofence() of an     | closes it               | false              | G W |
 * | open line            |                         |                    |     |
 * | regex()              | the whole text          | any part of it     | J W |
 * | digest() by what is  | empty text              | an error           | G W |
 * | unknown, calculated  |                         |                    |     |
 *
 * In both, ISO dates are numbers where numbers are wanted, instance() does not
 * change what / means, and there are no variables.
 */
#ifndef VZ_FORM_XPATH_XPATH_H
#define VZ_FORM_XPATH_XPATH_H

#include "base/status.h"
#include "form/xpath/node.h"

struct vz_xpath_expr; // immutable once compiled; shared by sessions

struct vz_xpath_prefix {
    const char *prefix;
    const char *uri;
};

// How to compile. Everything is borrowed for the call only, but for arena and
// names, which must outlive the expression.
struct vz_xpath_scope {
    struct vz_arena *arena; // holds the expression
    struct vz_names *names;
    const struct vz_xpath_prefix *prefixes;
    size_t n_prefixes;
    // The template node that the expression belongs to (a bind's nodeset);
    // relative paths start here. NULL: the document.
    const struct vz_node *context;
    // The template document of the primary instance. NULL: paths are not
    // bound and not checked (plain XPath on any tree).
    const struct vz_node *document;
    // The id of the primary instance's own <instance>: instance() of it means
    // the primary instance. NULL = it has none.
    const char *primary_id;
    // Whether the form has a secondary instance of this id. NULL: all are taken
    // to be there.
    bool (*has_instance)(void *userdata, const char *id);
    void *userdata; // of has_instance
    // For documents that are no forms: the right column of the table above.
    bool plain;
};

// NULL on failure with the error's message saying what is wrong and where, for
// the form's author: "no question is named 'leeftjd' (did you mean
// 'leeftijd'?)", "unknown function 'slected' (did you mean 'selected'?)",
// "a ) is missing at character 14". Its status is VZ_NOT_FOUND when only what
// is named is not there, a question or an instance. Limits: 64 KiB of text,
// 200 levels deep.
const struct vz_xpath_expr *vz_xpath_compile(const struct vz_xpath_scope *scope,
                                             const char *text,
                                             struct vz_error *error);

// Calls `visit` once for each template node whose value (or, for counted
// nodesets, whose number of instances) the expression reads.
void vz_xpath_each_reference(const struct vz_xpath_expr *expr,
                             void (*visit)(const struct vz_node *node,
                                           void *userdata),
                             void *userdata);
// True when the result may change without any node changing (random, now,
// today, uuid): such calculations run at load only, as in JavaRosa.
bool vz_xpath_is_volatile(const struct vz_xpath_expr *expr);
// True when the expression reads position(..) of its context's repeat.
bool vz_xpath_reads_position(const struct vz_xpath_expr *expr);

// What functions ask of the session. Every callback may be NULL: then the
// function answers "" or an empty nodeset.
struct vz_xpath_host {
    void *userdata;
    // Root element of instance('id'), NULL when there is none.
    const struct vz_node *(*instance)(void *userdata, const char *id);
    // jr:itext('id') in the current language.
    const char *(*itext)(void *userdata, const char *id);
    // jr:choice-name(value, 'path') in the current language; NULL = none.
    const char *(*choice_name)(void *userdata, const char *value,
                               const struct vz_node *question);
    // Draws from [0, 1) for random() and randomize without a seed; NULL = the
    // system's.
    double (*random)(void *userdata);
    // Language code of the form ("nl"), for the names of days and months in
    // format-date; NULL = English.
    const char *(*language)(void *userdata);
};

struct vz_xpath_context {
    const struct vz_node *node; // context node; `.` and current()
    // Primary instance (its document node): what / means. In a plain document
    // it may be any node; then nothing leads out of it but instance().
    const struct vz_node *document;
    const struct vz_xpath_host *host; // may be NULL
    // Optional short cut: by template index (vz_node.model) the node of the
    // instance, NULL for nodes in repeats. Makes paths independent of the
    // number of questions.
    const struct vz_node *const *nodes;
    size_t n_nodes;
    // Says why, when an evaluation fails. NULL = nobody asks.
    struct vz_error *error;
};

enum vz_xpath_type {
    VZ_XPATH_STRING,
    VZ_XPATH_NUMBER,
    VZ_XPATH_BOOLEAN,
    VZ_XPATH_NODESET,
    VZ_XPATH_DATE,     // number = days since 1970-01-01 UTC, whole
    VZ_XPATH_DATETIME, // number = days with fraction
};

struct vz_xpath_value {
    enum vz_xpath_type type;
    double number;                // NUMBER, DATE, DATETIME; BOOLEAN as 0 or 1
    char *string;                 // STRING: malloc'd, or NULL = ""
    const struct vz_node **nodes; // NODESET: malloc'd, document order
    size_t n_nodes;               //   (or the order that randomize gave)
};

// Evaluates. False when out of memory or over a limit (1,000,000 nodes in a
// set, 50,000,000 nodes looked at, 64 MB of text), and in plain documents for
// what the table calls an error; the context's `error` says which. Else a value
// that makes no sense is NaN or "", as in XPath. The caller finishes the value.
bool vz_xpath_eval(const struct vz_xpath_expr *expr,
                   const struct vz_xpath_context *context,
                   struct vz_xpath_value *value);
// Overwrites the text before it is freed. NULL is allowed.
void vz_xpath_value_finish(struct vz_xpath_value *value);

// The usual short cuts: evaluate and convert.
bool vz_xpath_eval_boolean(const struct vz_xpath_expr *expr,
                           const struct vz_xpath_context *context, bool *out);
// malloc'd text in `out`: numbers without exponents, dates as ISO 8601.
bool vz_xpath_eval_string(const struct vz_xpath_expr *expr,
                          const struct vz_xpath_context *context, char **out);
bool vz_xpath_eval_number(const struct vz_xpath_expr *expr,
                          const struct vz_xpath_context *context, double *out);
// malloc'd text in `out` as a node of this type stores it: a number becomes a
// date in date and dateTime nodes, loses its fraction in int nodes, and NaN is
// "". For calculate and default.
bool vz_xpath_eval_typed(const struct vz_xpath_expr *expr,
                         const struct vz_xpath_context *context,
                         enum vz_value_type type, char **out);

#endif
