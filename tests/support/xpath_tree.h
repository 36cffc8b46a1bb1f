/*
 * A small form for tests of expressions: an instance and its template, made
 * from one XML text.
 *
 * Attributes that begin with "test-" are not part of the tree: test-type gives
 * the bind's type ("int", "date", ...), test-repeat="1" marks a repeat of one
 * instance (two siblings of a name are a repeat anyway), test-irrelevant="1"
 * makes a node not relevant with all below it.
 */
#ifndef TESTS_SUPPORT_XPATH_TREE_H
#define TESTS_SUPPORT_XPATH_TREE_H

#include "form/xpath/xpath.h"

struct xpath_tree {
    struct vz_arena arena;
    struct vz_names names;
    struct vz_node *template; // document
    struct vz_node *instance; // document
    int32_t n_models;
    const struct vz_xpath_host *host; // set by the test, may be NULL
};

// False when the XML is not well formed or memory is short.
bool xpath_tree_init(struct xpath_tree *tree, const char *xml);
void xpath_tree_finish(struct xpath_tree *tree);
// The same for a cmocka group: `*state` becomes a tree on the heap. 0 = it is
// there. Tear down with the second, which a group can name as it is.
int xpath_tree_set_up(void **state, const char *xml);
int xpath_tree_tear_down(void **state);

// Another document with the same names, as a secondary instance; NULL on
// failure. Freed with vz_node_destroy.
struct vz_node *xpath_tree_secondary(struct xpath_tree *tree, const char *xml);

// The instance's node at a path, NULL when there is none.
const struct vz_node *xpath_tree_node(struct xpath_tree *tree,
                                      const char *path);

// Compiles for the template node of `context` (NULL = the document). NULL on
// failure.
const struct vz_xpath_expr *xpath_tree_compile(struct xpath_tree *tree,
                                               const struct vz_node *context,
                                               const char *text,
                                               struct vz_error *error);

// Compiles and evaluates at the node that `context` (a path, NULL = the
// document) names. Text for free(3): the result's text, or "error: ...".
char *xpath_tree_eval(struct xpath_tree *tree, const char *context,
                      const char *text);

// For tables of expressions: prints and answers false when they differ.
struct xpath_case {
    const char *context;
    const char *text;
    const char *expected;
};
bool xpath_tree_check(struct xpath_tree *tree, const struct xpath_case *cases,
                      size_t n);

#endif
