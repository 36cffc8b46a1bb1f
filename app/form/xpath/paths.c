#include "paths.h"

#include "compare.h"
#include "node_index.h"
#include "steps.h"

#include <stdlib.h>

const struct vz_node *vz_paths_document(const struct vz_eval *eval) {
    if (eval->context->document != NULL) {
        return eval->context->document;
    }
    const struct vz_node *node = eval->context->node;
    while (node != NULL && node->parent != NULL) {
        node = node->parent;
    }
    return node;
}

// ----------------------------------------------------------- bound paths

static bool is_instance_of(const struct vz_node *node,
                           const struct vz_node *template) {
    return node->name == template->name && node->ns == template->ns;
}

// The first child that is an instance of the template node, or NULL.
static const struct vz_node *first_instance(const struct vz_node *node,
                                            const struct vz_node *template) {
    struct vz_node_range range;
    if (vz_node_index_named(node, template->name, &range)) {
        for (size_t i = 0; i < range.n; i++) {
            if (range.at[i].node->ns == template->ns) {
                return range.at[i].node;
            }
        }
        return NULL;
    }
    const struct vz_node *child = node->first_child;
    while (child != NULL && !is_instance_of(child, template)) {
        child = child->next;
    }
    return child;
}

// From an instance of chain[level] down to all instances of the target. The
// instances of a repeat stand side by side, so the first other node ends them.
static bool descend(const struct vz_bound *bound, size_t level,
                    const struct vz_node *node, struct vz_xvalue *out) {
    if (level + 1 == bound->n_chain) {
        return vz_xvalue_add(out, node);
    }
    const struct vz_node *next = bound->chain[level + 1];
    const struct vz_node *child = first_instance(node, next);
    for (; child != NULL && is_instance_of(child, next); child = child->next) {
        if (!descend(bound, level + 1, child, out)) {
            return false;
        }
    }
    return true;
}

// The place in the chain of the node's template, or n_chain.
static size_t level_of(const struct vz_bound *bound,
                       const struct vz_node *node) {
    size_t i = 0;
    while (i < bound->n_chain && bound->chain[i] != node->template) {
        i++;
    }
    return i;
}

bool vz_paths_below(const struct vz_bound *bound, const struct vz_node *top,
                    struct vz_xvalue *out) {
    size_t level = top->kind == VZ_NODE_DOCUMENT ? 0 : level_of(bound, top);
    return level == bound->n_chain || descend(bound, level, top, out);
}

// The path was compiled for another context than it is evaluated in: go up to
// the nearest node that lies on the way to the target.
static bool collect_from_anywhere(struct vz_eval *eval,
                                  const struct vz_bound *bound,
                                  const struct vz_node *node,
                                  struct vz_xvalue *out) {
    size_t deepest = bound->n_chain - 1;
    if (bound->chain[deepest]->repeat && deepest > 0) {
        deepest--; // count(/data/repeat) counts all, inside the repeat too
    }
    for (; node != NULL; node = node->parent) {
        size_t level = level_of(bound, node);
        if (level <= deepest) {
            return descend(bound, level, node, out);
        }
    }
    node = vz_paths_document(eval);
    return node == NULL || descend(bound, 0, node, out);
}

static bool collect_bound(struct vz_eval *eval, const struct vz_bound *bound,
                          const struct vz_node *node, struct vz_xvalue *out) {
    const struct vz_xpath_context *context = eval->context;
    int32_t model = bound->chain[bound->n_chain - 1]->model;
    if (bound->single && model >= 0 && (size_t)model < context->n_nodes &&
        context->nodes[model] != NULL) {
        return vz_xvalue_add(out, context->nodes[model]);
    }
    if (node == NULL || node->template != bound->from) {
        return collect_from_anywhere(eval, bound, node, out);
    }
    for (int i = 0; i < bound->up && node != NULL; i++) {
        node = node->parent;
    }
    return node == NULL || descend(bound, bound->level, node, out);
}

// ------------------------------------------------------------ predicates

static void put(struct vz_xvalue *nodes, size_t i, const struct vz_node *node) {
    if (nodes->many != NULL) {
        nodes->many[i] = node;
    } else {
        nodes->one = node;
    }
}

static bool test_predicate(struct vz_eval *eval,
                           const struct vz_predicate *predicate,
                           const struct vz_focus *focus, bool *keep) {
    struct vz_xvalue value;
    if (!vz_eval_expr(eval, predicate->expr, focus, &value)) {
        return false;
    }
    *keep = value.type == VZ_XPATH_NUMBER
                ? value.number == (double)focus->position
                : vz_xvalue_boolean(&value);
    vz_xvalue_finish(&value);
    return true;
}

static bool apply_general(struct vz_eval *eval,
                          const struct vz_predicate *predicate,
                          struct vz_xvalue *nodes) {
    size_t kept = 0;
    struct vz_focus focus = {.size = nodes->n};
    for (size_t i = 0; i < focus.size; i++) {
        bool keep;
        focus.node = vz_xvalue_node(nodes, i);
        focus.position = i + 1;
        if (!test_predicate(eval, predicate, &focus, &keep)) {
            return false;
        }
        if (keep) {
            put(nodes, kept++, focus.node);
        }
    }
    nodes->n = kept;
    return true;
}

static bool test_key(const struct vz_eval *eval, const struct vz_step *key,
                     const struct vz_node *node, const struct vz_xvalue *wanted,
                     bool *keep) {
    struct vz_xvalue found;
    vz_xvalue_set_nodes(&found);
    bool ok = vz_steps_collect(key, node, NULL, &found) &&
              vz_compare_values(VZ_TOKEN_EQUAL, vz_eval_scale(eval), &found,
                                wanted, keep);
    vz_xvalue_finish(&found);
    return ok;
}

static bool apply_key(struct vz_eval *eval,
                      const struct vz_predicate *predicate,
                      struct vz_xvalue *nodes) {
    struct vz_xvalue wanted;
    struct vz_focus focus = {vz_xvalue_node(nodes, 0), 1, nodes->n};
    if (!vz_eval_expr(eval, predicate->key_value, &focus, &wanted)) {
        return false;
    }
    size_t kept = 0;
    bool ok = true;
    for (size_t i = 0; i < nodes->n && ok; i++) {
        bool keep = false;
        const struct vz_node *node = vz_xvalue_node(nodes, i);
        ok = test_key(eval, predicate->key, node, &wanted, &keep);
        if (keep) {
            put(nodes, kept++, node);
        }
    }
    nodes->n = kept;
    vz_xvalue_finish(&wanted);
    return ok;
}

// Keeps the nodes (in the order that positions count) for which all hold.
static bool apply_predicates(struct vz_eval *eval,
                             const struct vz_predicate *predicate,
                             struct vz_xvalue *nodes) {
    for (; predicate != NULL && nodes->n > 0; predicate = predicate->next) {
        bool ok = predicate->key != NULL && predicate->key_is_all
                      ? apply_key(eval, predicate, nodes)
                      : apply_general(eval, predicate, nodes);
        if (!ok) {
            return false;
        }
    }
    return true;
}

// ----------------------------------------------------------------- walks

// What is known of a nodeset on its way through the steps.
struct walk {
    struct vz_eval *eval;
    struct vz_xvalue *nodes;
    bool level;       // all at one depth and in order: children stay in order
    bool at_instance; // the nodes are what instance() answered
};

static bool append_all(struct vz_xvalue *to, const struct vz_xvalue *from,
                       bool backwards) {
    for (size_t i = 0; i < from->n; i++) {
        size_t at = backwards ? from->n - 1 - i : i;
        if (!vz_xvalue_add(to, vz_xvalue_node(from, at))) {
            return false;
        }
    }
    return true;
}

// A host may give the root element of an instance without a document above
// it; then the first step finds the element itself.
static bool collect_step(struct walk *walk, const struct vz_step *step,
                         const struct vz_node *node, struct vz_xvalue *out) {
    bool bare = walk->at_instance && node->parent == NULL &&
                node->kind == VZ_NODE_ELEMENT && step->axis == VZ_AXIS_CHILD &&
                vz_steps_match(step, node);
    if (bare) {
        return vz_xvalue_add(out, node);
    }
    bool ok =
        vz_steps_collect(step, node, walk->eval->context->document, out) &&
        vz_eval_charge(walk->eval, out->visited + 1);
    out->visited = 0;
    return ok;
}

static bool add_range(const struct vz_node_range *range,
                      struct vz_xvalue *out) {
    for (size_t i = 0; i < range->n; i++) {
        bool again = i > 0 && range->at[i].node == range->at[i - 1].node;
        if (!again && !vz_xvalue_add(out, range->at[i].node)) {
            return false;
        }
    }
    return true;
}

static bool add_keyed(const struct vz_step *step, const struct vz_node *node,
                      const char *text, struct vz_xvalue *out, bool *done) {
    struct vz_node_range range;
    *done =
        vz_node_index_keyed(node, step, step->predicates->key, text, &range);
    return !*done || add_range(&range, out);
}

// The rows of which the key is one of the texts of a nodeset.
static bool add_keyed_by_nodes(const struct vz_step *step,
                               const struct vz_node *node,
                               const struct vz_xvalue *wanted,
                               struct vz_xvalue *out, bool *done) {
    *done = true;
    for (size_t i = 0; i < wanted->n && *done; i++) {
        const struct vz_node *each = vz_xvalue_node(wanted, i);
        char *owned;
        const char *text = vz_node_string(each, &owned);
        bool ok = text != NULL &&
                  (*done = each->type == VZ_VALUE_STRING,
                   !*done || add_keyed(step, node, text, out, done));
        free(owned);
        if (!ok) {
            return false;
        }
    }
    return wanted->n < 2 || !*done || vz_steps_sort(out);
}

// item[key = value] by an index instead of a walk. `*done` is false when that
// cannot be; then `out` is to be filled from the start.
static bool collect_keyed(struct walk *walk, const struct vz_step *step,
                          const struct vz_node *node, struct vz_xvalue *out,
                          bool *done) {
    const struct vz_predicate *predicate = step->predicates;
    *done = false;
    if (predicate == NULL || predicate->key == NULL ||
        step->axis != VZ_AXIS_CHILD || step->test != VZ_TEST_NAME ||
        node->template != NULL || node->first_child == NULL) {
        return true;
    }
    struct vz_xvalue wanted;
    struct vz_focus focus = {node->first_child, 1, 1};
    if (!vz_eval_expr(walk->eval, predicate->key_value, &focus, &wanted)) {
        return false;
    }
    bool ok = true;
    if (wanted.type == VZ_XPATH_STRING) {
        ok = add_keyed(step, node, wanted.text, out, done);
    } else if (wanted.type == VZ_XPATH_NODESET) {
        ok = add_keyed_by_nodes(step, node, &wanted, out, done);
    }
    vz_xvalue_finish(&wanted);
    return ok;
}

// The nodes that the step finds from a node, with what holds for them.
static bool collect_filtered(struct walk *walk, const struct vz_step *step,
                             const struct vz_node *node,
                             struct vz_xvalue *found) {
    bool done;
    if (!collect_keyed(walk, step, node, found, &done)) {
        return false;
    }
    const struct vz_predicate *rest = step->predicates;
    if (done && rest->key_is_all) {
        rest = rest->next;
    } else if (!done) {
        vz_xvalue_finish(found);
        vz_xvalue_set_nodes(found);
        if (!collect_step(walk, step, node, found)) {
            return false;
        }
    }
    return apply_predicates(walk->eval, rest, found);
}

static bool step_from(struct walk *walk, const struct vz_step *step,
                      const struct vz_node *node, struct vz_xvalue *out) {
    bool reverse = vz_steps_is_reverse(step->axis);
    if (step->predicates == NULL && !reverse) {
        return collect_step(walk, step, node, out);
    }
    struct vz_xvalue found;
    vz_xvalue_set_nodes(&found);
    bool ok = collect_filtered(walk, step, node, &found) &&
              append_all(out, &found, reverse);
    vz_xvalue_finish(&found);
    return ok;
}

static bool stays_level(enum vz_axis axis) {
    return axis == VZ_AXIS_CHILD || axis == VZ_AXIS_ATTRIBUTE ||
           axis == VZ_AXIS_SELF;
}

static bool take_step(struct walk *walk, const struct vz_step *step) {
    struct vz_xvalue from;
    vz_xvalue_move(&from, walk->nodes);
    vz_xvalue_set_nodes(walk->nodes);
    bool ok = true;
    for (size_t i = 0; i < from.n && ok; i++) {
        ok = step_from(walk, step, vz_xvalue_node(&from, i), walk->nodes);
    }
    bool ordered = from.n <= 1 || (walk->level && stays_level(step->axis));
    walk->level = walk->level && stays_level(step->axis);
    walk->at_instance = false;
    vz_xvalue_finish(&from);
    return ok && (ordered || vz_steps_sort(walk->nodes));
}

void vz_paths_drop_irrelevant(struct vz_xvalue *nodes) {
    size_t kept = 0;
    for (size_t i = 0; i < nodes->n; i++) {
        const struct vz_node *node = vz_xvalue_node(nodes, i);
        if (!node->irrelevant) {
            put(nodes, kept++, node);
        }
    }
    nodes->n = kept;
}

static bool start_at(struct vz_xvalue *out, const struct vz_node *node) {
    return node == NULL || vz_xvalue_add(out, node);
}

static bool start_at_base(struct vz_eval *eval, const struct vz_path *path,
                          const struct vz_focus *focus, struct vz_xvalue *out) {
    if (!vz_eval_expr(eval, path->base, focus, out)) {
        vz_xvalue_set_nodes(out);
        return false;
    }
    if (out->type != VZ_XPATH_NODESET) {
        // if() or once() answered a plain value: there is nothing to walk.
        vz_xvalue_finish(out);
        vz_xvalue_set_nodes(out);
    }
    return apply_predicates(eval, path->predicates, out);
}

static bool start_path(struct vz_eval *eval, const struct vz_path *path,
                       const struct vz_focus *focus, struct vz_xvalue *out) {
    const struct vz_node *current = eval->context->node;
    if (path->start == VZ_START_EXPR) {
        return start_at_base(eval, path, focus, out);
    }
    vz_xvalue_set_nodes(out);
    if (path->bound.from != NULL) {
        return collect_bound(
            eval, &path->bound,
            path->start == VZ_START_FOCUS ? focus->node : current, out);
    }
    switch (path->start) {
    case VZ_START_FOCUS:
        return start_at(out, focus->node);
    case VZ_START_ROOT:
        return start_at(out, vz_paths_document(eval));
    default:
        return start_at(out, current);
    }
}

bool vz_paths_eval(struct vz_eval *eval, const struct vz_path *path,
                   const struct vz_focus *focus, struct vz_xvalue *out) {
    bool ok = start_path(eval, path, focus, out);
    struct walk walk = {eval, out, out->n <= 1 || path->bound.from != NULL,
                        path->from_instance};
    for (const struct vz_step *step = path->rest; step != NULL && ok;
         step = step->next) {
        ok = take_step(&walk, step);
    }
    if (!ok) {
        vz_xvalue_finish(out);
        return false;
    }
    vz_paths_drop_irrelevant(out);
    return true;
}
