#include "predicate_key.h"

#include "functions.h"

// Whether a value is the same for every candidate of a predicate.
static bool is_constant(const struct vz_ast *ast) {
    switch (ast->kind) {
    case VZ_AST_NUMBER:
    case VZ_AST_TEXT:
        return true;
    case VZ_AST_NEGATE:
        return is_constant(ast->operand);
    case VZ_AST_PATH:
        return ast->path.start == VZ_START_EXPR
                   ? is_constant(ast->path.base)
                   : ast->path.start != VZ_START_FOCUS;
    case VZ_AST_CALL: {
        int flags = ast->call.function->flags;
        if (flags & (VZ_FUNCTION_FOCUS | VZ_FUNCTION_VOLATILE |
                     VZ_FUNCTION_VOLATILE_ALONE) ||
            ((flags & VZ_FUNCTION_FOCUS_TEXT) && ast->call.n_args == 0)) {
            return false;
        }
        break;
    }
    default:
        break;
    }
    const struct vz_ast *at = ast->kind == VZ_AST_CALL ? ast->call.args
                                                       : ast->first;
    while (at != NULL && is_constant(at)) {
        at = at->next;
    }
    return at == NULL;
}

static const struct vz_step *key_step(const struct vz_ast *ast) {
    if (ast->kind != VZ_AST_PATH || ast->path.start != VZ_START_FOCUS) {
        return NULL;
    }
    const struct vz_step *step = ast->path.steps;
    bool plain = step != NULL && step->next == NULL &&
                 step->predicates == NULL && step->axis == VZ_AXIS_CHILD &&
                 step->test == VZ_TEST_NAME;
    return plain ? step : NULL;
}

// Whether the result depends on where in the nodeset a candidate stands. What
// stands in a predicate further down has its own positions.
static bool counts_positions(const struct vz_ast *ast) {
    switch (ast->kind) {
    case VZ_AST_NEGATE:
        return counts_positions(ast->operand);
    case VZ_AST_PATH:
        return ast->path.base != NULL && counts_positions(ast->path.base);
    case VZ_AST_CHAIN:
        ast = ast->first;
        break;
    case VZ_AST_CALL:
        if ((vz_functions_is_call(ast, "position") && ast->call.n_args == 0) ||
            vz_functions_is_call(ast, "last")) {
            return true;
        }
        ast = ast->call.args;
        break;
    default:
        return false;
    }
    while (ast != NULL && !counts_positions(ast)) {
        ast = ast->next;
    }
    return ast != NULL;
}

// Recognises key = value and value = key.
static void find_key_in(struct vz_predicate *predicate,
                        const struct vz_ast *ast) {
    if (ast->kind != VZ_AST_CHAIN || ast->first->next->next != NULL ||
        ast->first->next->op != VZ_TOKEN_EQUAL) {
        return;
    }
    const struct vz_ast *left = ast->first;
    const struct vz_ast *right = left->next;
    if (key_step(left) != NULL && is_constant(right)) {
        predicate->key = key_step(left);
        predicate->key_value = right;
    } else if (key_step(right) != NULL && is_constant(left)) {
        predicate->key = key_step(right);
        predicate->key_value = left;
    }
}

// [key = value], or that as one of the conditions of [... and ...].
void vz_predicate_find_key(struct vz_predicate *predicate) {
    const struct vz_ast *ast = predicate->expr;
    bool joined = ast->kind == VZ_AST_CHAIN &&
                  ast->first->next->op == VZ_TOKEN_AND;
    predicate->key_is_all = !joined;
    if (!joined) {
        find_key_in(predicate, ast);
        return;
    }
    if (counts_positions(ast)) {
        return;
    }
    for (const struct vz_ast *each = ast->first;
         each != NULL && predicate->key == NULL; each = each->next) {
        find_key_in(predicate, each);
    }
}
