/*
 * indexed-repeat(node, repeat, index, ...): a question of a certain instance
 * of a repeat, up to some levels deep; the pairs may come in any order.
 *
 * In a form, node and repeats are ways through the template, so that the
 * instances of the own outer repeats are meant. Without a form they are plain
 * nodesets, of which the outer ones contain the inner.
 */
#include "functions.h"

#include "paths.h"

#include <math.h>
#include <stdlib.h>

// ----------------------------------------------------------------- by form

// One repeat of indexed-repeat and the instance of it that is asked for.
struct level {
    const struct vz_path *path;
    double index;
};

#define MAX_LEVELS 8

static size_t depth_of(const struct vz_path *path) {
    return path->bound.n_chain;
}

// The arguments may come in any order; outer repeats go first.
static void sort_levels(struct level *levels, size_t n) {
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i;
             j > 0 && depth_of(levels[j].path) < depth_of(levels[j - 1].path);
             j--) {
            struct level other = levels[j];
            levels[j] = levels[j - 1];
            levels[j - 1] = other;
        }
    }
}

static bool read_levels(struct vz_call *call, struct level *levels,
                        size_t *n_levels) {
    const struct vz_ast *ast = call->ast->call.args->next;
    size_t n = 0;
    for (; ast != NULL && ast->next != NULL && n < MAX_LEVELS;
         ast = ast->next->next) {
        struct vz_xvalue index;
        if (!vz_eval_expr(call->eval, ast->next, call->focus, &index)) {
            return false;
        }
        bool ok = vz_xvalue_to_number(&index, VZ_SCALE_DAYS);
        levels[n++] = (struct level){&ast->path, index.number};
        vz_xvalue_finish(&index);
        if (!ok) {
            return false;
        }
    }
    *n_levels = n;
    sort_levels(levels, n);
    return true;
}

// Where the context and the outermost repeat part: above that repeat.
static const struct vz_node *common_top(struct vz_call *call,
                                        const struct vz_path *path) {
    const struct vz_node *node = call->eval->context->node;
    for (; node != NULL; node = node->parent) {
        for (size_t i = 0; i + 1 < path->bound.n_chain; i++) {
            if (path->bound.chain[i] == node->template) {
                return node;
            }
        }
    }
    return vz_paths_document(call->eval);
}

// The index-th instance of a repeat below `top`; NULL when there is none.
static bool pick_instance(const struct level *level,
                          const struct vz_node **top) {
    struct vz_xvalue found;
    vz_xvalue_set_nodes(&found);
    bool ok = vz_paths_below(&level->path->bound, *top, &found);
    *top = NULL;
    if (ok && level->index >= 1 && level->index <= (double)found.n) {
        *top = vz_xvalue_node(&found, (size_t)level->index - 1);
    }
    vz_xvalue_finish(&found);
    return ok;
}

// The compiler has made sure that node and repeats are bound paths.
static bool index_by_form(struct vz_call *call, struct vz_xvalue *out) {
    struct level levels[MAX_LEVELS];
    size_t n;
    const struct vz_path *path = &call->ast->call.args->path;
    if (!read_levels(call, levels, &n)) {
        return false;
    }
    const struct vz_node *top = common_top(call, levels[0].path);
    for (size_t i = 0; i < n && top != NULL; i++) {
        if (!pick_instance(&levels[i], &top)) {
            return false;
        }
    }
    if (top != NULL && !vz_paths_below(&path->bound, top, out)) {
        return false;
    }
    vz_paths_drop_irrelevant(out);
    return true;
}

// -------------------------------------------------------------- by nodesets

static bool eval_nodes(struct vz_call *call, const struct vz_ast *ast,
                       struct vz_xvalue *out) {
    if (!vz_eval_expr(call->eval, ast, call->focus, out)) {
        vz_xvalue_set_nodes(out);
        return false;
    }
    if (out->type != VZ_XPATH_NODESET) {
        vz_xvalue_finish(out);
        vz_xvalue_set_nodes(out);
    }
    return true;
}

static size_t depth_in_tree(const struct vz_xvalue *nodes) {
    size_t depth = 0;
    const struct vz_node *node = nodes->n > 0 ? vz_xvalue_node(nodes, 0) : NULL;
    for (; node != NULL; node = node->parent) {
        depth++;
    }
    return depth;
}

// The index-th of the nodes within `top` (NULL: of all), or NULL.
static const struct vz_node *pick_below(const struct vz_xvalue *nodes,
                                        const struct vz_node *top,
                                        double index) {
    double n = 0;
    for (size_t i = 0; i < nodes->n; i++) {
        const struct vz_node *node = vz_xvalue_node(nodes, i);
        bool within = top == NULL || vz_node_is_within(node, top);
        n += within;
        if (within && n == index) {
            return node;
        }
    }
    return NULL;
}

struct node_levels {
    struct vz_xvalue repeats[MAX_LEVELS];
    double indexes[MAX_LEVELS];
    size_t n;
};

static void finish_node_levels(struct node_levels *levels) {
    for (size_t i = 0; i < levels->n; i++) {
        vz_xvalue_finish(&levels->repeats[i]);
    }
}

static bool read_node_levels(struct vz_call *call, struct node_levels *levels) {
    const struct vz_ast *ast = call->ast->call.args->next;
    for (; ast != NULL && ast->next != NULL && levels->n < MAX_LEVELS;
         ast = ast->next->next) {
        struct vz_xvalue index;
        if (!eval_nodes(call, ast, &levels->repeats[levels->n++]) ||
            !vz_eval_expr(call->eval, ast->next, call->focus, &index)) {
            return false;
        }
        bool ok = vz_xvalue_to_number(&index, VZ_SCALE_DAYS);
        levels->indexes[levels->n - 1] = index.number;
        vz_xvalue_finish(&index);
        if (!ok) {
            return false;
        }
    }
    return true;
}

// The instance that all pairs together point at, outer repeats first; NULL
// when there is none.
static const struct vz_node *pick_innermost(const struct node_levels *levels) {
    const struct vz_node *top = NULL;
    bool used[MAX_LEVELS] = {false};
    for (size_t i = 0; i < levels->n; i++) {
        size_t outer = MAX_LEVELS;
        for (size_t j = 0; j < levels->n; j++) {
            if (!used[j] && (outer == MAX_LEVELS ||
                             depth_in_tree(&levels->repeats[j]) <
                                 depth_in_tree(&levels->repeats[outer]))) {
                outer = j;
            }
        }
        used[outer] = true;
        top = pick_below(&levels->repeats[outer], top, levels->indexes[outer]);
        if (top == NULL) {
            return NULL;
        }
    }
    return top;
}

static bool index_by_nodesets(struct vz_call *call, struct vz_xvalue *out) {
    struct node_levels levels = {.n = 0};
    struct vz_xvalue nodes;
    bool ok = read_node_levels(call, &levels);
    const struct vz_node *top = ok ? pick_innermost(&levels) : NULL;
    finish_node_levels(&levels);
    if (top == NULL) {
        return ok;
    }
    ok = eval_nodes(call, call->ast->call.args, &nodes);
    for (size_t i = 0; i < nodes.n && ok; i++) {
        const struct vz_node *node = vz_xvalue_node(&nodes, i);
        ok = !vz_node_is_within(node, top) || vz_xvalue_add(out, node);
    }
    vz_xvalue_finish(&nodes);
    return ok;
}

static bool run_indexed_repeat(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_ast *node = call->ast->call.args;
    bool form = node->kind == VZ_AST_PATH && node->path.bound.from != NULL;
    vz_xvalue_set_nodes(out);
    return form ? index_by_form(call, out) : index_by_nodesets(call, out);
}

const struct vz_function vz_functions_repeat[] = {
    {"indexed-repeat", "---?--------", run_indexed_repeat, VZ_FUNCTION_NODESET},
    {NULL, NULL, NULL, 0},
};
