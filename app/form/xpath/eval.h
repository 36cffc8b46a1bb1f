/*
 * Evaluation of compiled expressions.
 */
#ifndef VZ_FORM_XPATH_EVAL_H
#define VZ_FORM_XPATH_EVAL_H

#include "expr.h"
#include "value.h"

// Nodes that one run may look at, some seconds' work: an expression may walk
// over all nodes for each of all nodes.
#define VZ_EVAL_MAX_VISITS 50000000
// The longest text that is put together, in bytes.
#define VZ_EVAL_MAX_TEXT (64 * 1024 * 1024)

// One run of an expression.
struct vz_eval {
    const struct vz_xpath_expr *expr;
    const struct vz_xpath_context *context;
    size_t visits; // nodes looked at so far
    bool too_long; // a text was over VZ_EVAL_MAX_TEXT
};

static inline enum vz_date_scale vz_eval_scale(const struct vz_eval *eval) {
    return eval->expr->plain ? VZ_SCALE_MOMENTS : VZ_SCALE_DAYS;
}

// Counts work that is worth looking at so many nodes. False when it is more
// than the run may do.
static inline bool vz_eval_charge(struct vz_eval *eval, size_t visits) {
    bool over = eval->visits > VZ_EVAL_MAX_VISITS ||
                visits > VZ_EVAL_MAX_VISITS - eval->visits;
    eval->visits = over ? VZ_EVAL_MAX_VISITS + 1 : eval->visits + visits;
    return !over;
}

// As vz_xvalue_to_text; in plain documents what is no number is no text.
bool vz_eval_to_text(const struct vz_xpath_expr *expr, struct vz_xvalue *value);

// Where in the tree: the context of XPath 1.0, section 1.
struct vz_focus {
    const struct vz_node *node;
    size_t position, size;
};

// Evaluates into `out`, which is not finished first and is empty text after a
// failure. False when out of memory or over a limit.
bool vz_eval_expr(struct vz_eval *eval, const struct vz_ast *ast,
                  const struct vz_focus *focus, struct vz_xvalue *out);

#endif
