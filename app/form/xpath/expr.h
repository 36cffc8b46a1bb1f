/*
 * The compiled form of an expression. Everything lives in the scope's arena
 * and is never changed after compiling.
 *
 * A run of operators of one rank (a + b - c) is one chain, not a tree that
 * leans to the left: the tree is then as deep as the brackets of the text,
 * which the parser limits, and evaluation may recurse on it.
 */
#ifndef VZ_FORM_XPATH_EXPR_H
#define VZ_FORM_XPATH_EXPR_H

#include "lexer.h"
#include "node.h"
#include "xpath.h"

enum vz_ast_kind {
    VZ_AST_NUMBER,
    VZ_AST_TEXT,
    VZ_AST_CHAIN,
    VZ_AST_NEGATE,
    VZ_AST_CALL,
    VZ_AST_PATH,
};

enum vz_axis {
    VZ_AXIS_CHILD,
    VZ_AXIS_DESCENDANT,
    VZ_AXIS_PARENT,
    VZ_AXIS_ANCESTOR,
    VZ_AXIS_FOLLOWING_SIBLING,
    VZ_AXIS_PRECEDING_SIBLING,
    VZ_AXIS_FOLLOWING,
    VZ_AXIS_PRECEDING,
    VZ_AXIS_ATTRIBUTE,
    VZ_AXIS_NAMESPACE, // empty but in plain documents
    VZ_AXIS_SELF,
    VZ_AXIS_DESCENDANT_OR_SELF,
    VZ_AXIS_ANCESTOR_OR_SELF,
};

enum vz_node_test {
    VZ_TEST_NAME,     // name, and ns when a prefix was given
    VZ_TEST_ANY_NAME, // * or prefix:*
    VZ_TEST_NODE,     // node()
    VZ_TEST_TEXT,     // text(): in instances the leaf that holds the text
    VZ_TEST_COMMENT,
    VZ_TEST_INSTRUCTION, // name = the target that is wanted, or NULL
};

struct vz_predicate {
    struct vz_predicate *next;
    struct vz_ast *expr;
    // [key = value] where the value is the same for every candidate: it is
    // evaluated once a step, and in secondary instances looked up in an index.
    const struct vz_step *key; // the child step on the left, or NULL
    const struct vz_ast *key_value;
    bool key_is_all; // false: one of several conditions joined by `and`
};

struct vz_step {
    struct vz_step *next;
    enum vz_axis axis;
    enum vz_node_test test;
    const char *ns;   // interned; NULL = whatever namespace, or none:
    bool no_ns;       // the name must be in no namespace
    const char *name; // interned
    struct vz_predicate *predicates;
};

enum vz_path_start {
    VZ_START_FOCUS,   // relative
    VZ_START_ROOT,    // absolute: always the primary instance
    VZ_START_CURRENT, // current()/...
    VZ_START_EXPR,    // (...)/... or function()/...
};

// The first steps of a path as a way through the template: from an instance of
// `from`, `up` parents, then down to `chain[n_chain - 1]`.
struct vz_bound {
    const struct vz_node *from; // NULL = not bound
    int up;
    const struct vz_node **chain; // from the document to the target
    size_t n_chain;
    size_t level; // index in chain of the node that `up` leads to
    bool single;  // no repeat on the way: one node in an instance
};

struct vz_path {
    enum vz_path_start start;
    struct vz_ast *base;             // VZ_START_EXPR
    struct vz_predicate *predicates; // of base
    struct vz_step *steps;
    struct vz_bound bound;
    struct vz_step *rest; // the steps after the bound ones; all if unbound
    bool from_instance;   // base is instance(...)
};

struct vz_function;
struct vz_pattern;

struct vz_ast {
    enum vz_ast_kind kind;
    enum vz_token_kind op; // in a chain: the operator before this operand
    struct vz_ast *next;   // next operand of a chain, next argument of a call
    const char *at;        // in the source text, while compiling only
    union {
        double number;
        const char *text;
        struct vz_ast *first;   // chain
        struct vz_ast *operand; // negate
        struct {
            const struct vz_function *function;
            struct vz_ast *args;
            size_t n_args;
            const struct vz_pattern *pattern; // of regex() when it is constant
        } call;
        struct vz_path path;
    };
};

struct vz_xpath_expr {
    struct vz_ast *root;
    const struct vz_names *names;
    const struct vz_node **references;
    size_t n_references;
    bool plain; // as in the scope
    bool is_volatile;
    bool reads_position;
};

#endif
