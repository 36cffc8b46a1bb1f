#include "eval.h"

#include "compare.h"
#include "functions.h"
#include "paths.h"
#include "iso_date.h"
#include "steps.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Calls with more arguments than this take them from the heap.
#define ARGS_INLINE 4
// Putting a node's text to others costs as much as looking at so many nodes;
// reading so many bytes of a long text, as looking at one.
#define TEXT_COST 4
#define BYTES_A_VISIT 16

// Counts the nodes that a node's text is put together from, and its length.
static bool charge_text(struct vz_eval *eval, const struct vz_node *node) {
    const struct vz_node *at = node->first_child;
    if (at == NULL || (at->next == NULL && at->first_child == NULL)) {
        const char *text = vz_node_text(at == NULL ? node : at);
        return vz_eval_charge(eval, strlen(text) / BYTES_A_VISIT);
    }
    for (; at != NULL; at = vz_node_following(at, node)) {
        if (!vz_eval_charge(eval, TEXT_COST)) {
            return false;
        }
    }
    return true;
}

// False when the texts of these nodes are too much for the run.
static bool charge_texts(struct vz_eval *eval, const struct vz_xvalue *value) {
    if (value->type != VZ_XPATH_NODESET) {
        return true;
    }
    for (size_t i = 0; i < value->n; i++) {
        if (!charge_text(eval, vz_xvalue_node(value, i))) {
            return false;
        }
    }
    return true;
}

// The offset of UTC in digits, as Web Forms writes it.
static bool write_offset(struct vz_xvalue *value) {
    size_t len = strlen(value->text);
    if (len == 0 || value->text[len - 1] != 'Z') {
        return true;
    }
    char text[VZ_ISO_SIZE + 8];
    snprintf(text, sizeof(text), "%.*s+00:00", (int)(len - 1), value->text);
    return vz_xvalue_copy_text(value, text, strlen(text));
}

bool vz_eval_to_text(const struct vz_xpath_expr *expr,
                     struct vz_xvalue *value) {
    if (expr->plain && value->type == VZ_XPATH_NUMBER && isnan(value->number)) {
        vz_xvalue_set_text(value, "");
    }
    bool moment = value->type == VZ_XPATH_DATETIME;
    return vz_xvalue_to_text(value) &&
           (!moment || !expr->plain || write_offset(value));
}

// ------------------------------------------------------------- operators

static bool eval_boolean(struct vz_eval *eval, const struct vz_ast *ast,
                         const struct vz_focus *focus, bool *out) {
    struct vz_xvalue value;
    if (!vz_eval_expr(eval, ast, focus, &value)) {
        return false;
    }
    *out = vz_xvalue_boolean(&value);
    vz_xvalue_finish(&value);
    return true;
}

// `and` and `or` stop at the operand that decides.
static bool eval_logic(struct vz_eval *eval, const struct vz_ast *first,
                       const struct vz_focus *focus, struct vz_xvalue *out) {
    bool decides = first->next->op == VZ_TOKEN_OR;
    bool truth = !decides;
    for (const struct vz_ast *ast = first; ast != NULL && truth != decides;
         ast = ast->next) {
        if (!eval_boolean(eval, ast, focus, &truth)) {
            return false;
        }
    }
    vz_xvalue_set_boolean(out, truth);
    return true;
}

// out = out op operand. On failure both stay as they are.
static bool combine(struct vz_eval *eval, enum vz_token_kind op,
                    struct vz_xvalue *out, const struct vz_xvalue *operand) {
    if (op == VZ_TOKEN_UNION) {
        for (size_t i = 0; i < operand->n; i++) {
            if (!vz_xvalue_add(out, vz_xvalue_node(operand, i))) {
                return false;
            }
        }
        return true;
    }
    if (!charge_texts(eval, out) || !charge_texts(eval, operand)) {
        return false;
    }
    if (op >= VZ_TOKEN_EQUAL) {
        bool truth;
        if (!vz_eval_charge(eval, vz_compare_cost(op, out, operand))) {
            return false;
        }
        if (!vz_compare_values(op, vz_eval_scale(eval), out, operand, &truth)) {
            return false;
        }
        vz_xvalue_finish(out);
        vz_xvalue_set_boolean(out, truth);
        return true;
    }
    double number;
    if (!vz_compare_calculate(op, vz_eval_scale(eval), out, operand, &number)) {
        return false;
    }
    vz_xvalue_finish(out);
    vz_xvalue_set_number(out, number);
    return true;
}

// if() and once() may answer a value where a union wants nodes.
static void only_nodes(struct vz_xvalue *value) {
    if (value->type != VZ_XPATH_NODESET) {
        vz_xvalue_finish(value);
        vz_xvalue_set_nodes(value);
    }
}

// Whether a path means one question, whatever repeats it and its context are
// in: then it has a value also when the question is not relevant, which is
// blank, as in ODK; else it is a nodeset that may have no nodes.
static bool means_one_question(const struct vz_ast *ast) {
    const struct vz_bound *bound = &ast->path.bound;
    if (ast->kind != VZ_AST_PATH || bound->from == NULL ||
        ast->path.rest != NULL) {
        return false;
    }
    for (size_t i = bound->level + 1; i < bound->n_chain; i++) {
        if (bound->chain[i]->repeat) {
            return false;
        }
    }
    return true;
}

static bool eval_operand(struct vz_eval *eval, const struct vz_ast *ast,
                         const struct vz_focus *focus, bool nodes,
                         struct vz_xvalue *out) {
    if (!vz_eval_expr(eval, ast, focus, out)) {
        return false;
    }
    if (nodes) {
        only_nodes(out);
    } else if (out->type == VZ_XPATH_NODESET && out->n == 0 &&
               means_one_question(ast)) {
        vz_xvalue_finish(out);
        vz_xvalue_set_text(out, "");
    }
    return true;
}

static bool eval_chain(struct vz_eval *eval, const struct vz_ast *first,
                       const struct vz_focus *focus, struct vz_xvalue *out) {
    bool nodes = first->next->op == VZ_TOKEN_UNION;
    if (!eval_operand(eval, first, focus, nodes, out)) {
        return false;
    }
    for (const struct vz_ast *ast = first->next; ast != NULL; ast = ast->next) {
        struct vz_xvalue operand;
        if (!eval_operand(eval, ast, focus, nodes, &operand)) {
            vz_xvalue_finish(out);
            return false;
        }
        bool ok = combine(eval, ast->op, out, &operand);
        vz_xvalue_finish(&operand);
        if (!ok) {
            vz_xvalue_finish(out);
            return false;
        }
    }
    if (nodes && !vz_steps_sort(out)) {
        vz_xvalue_finish(out);
        return false;
    }
    return true;
}

static bool eval_negation(struct vz_eval *eval, const struct vz_ast *operand,
                          const struct vz_focus *focus, struct vz_xvalue *out) {
    if (!vz_eval_expr(eval, operand, focus, out)) {
        return false;
    }
    if (!vz_xvalue_to_number(out, vz_eval_scale(eval))) {
        vz_xvalue_finish(out);
        return false;
    }
    out->number = -out->number;
    return true;
}

// ----------------------------------------------------------------- calls

// Evaluates an argument and converts it as the signature says.
static bool eval_argument(struct vz_eval *eval, const struct vz_ast *ast,
                          const struct vz_focus *focus, char letter,
                          struct vz_xvalue *out) {
    if (letter == '-') {
        return true;
    }
    if (!vz_eval_expr(eval, ast, focus, out)) {
        return false;
    }
    if (letter != 'N' && letter != 'b' && !charge_texts(eval, out)) {
        return false;
    }
    switch (letter) {
    case 's':
        return vz_eval_to_text(eval->expr, out);
    case 'n':
        return vz_xvalue_to_number(out, vz_eval_scale(eval));
    case 'b': {
        bool truth = vz_xvalue_boolean(out);
        vz_xvalue_finish(out);
        vz_xvalue_set_boolean(out, truth);
        return true;
    }
    case 'N':
        only_nodes(out);
        return true;
    default:
        return true;
    }
}

static bool run_call(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_function *function = call->ast->call.function;
    const struct vz_ast *ast = call->ast->call.args;
    for (size_t i = 0; i < call->n_args; i++) {
        char letter = vz_functions_letter(function->signature, i);
        if (!eval_argument(call->eval, ast, call->focus, letter,
                           &call->args[i])) {
            return false;
        }
        ast = ast->next;
    }
    if ((function->flags & VZ_FUNCTION_TEXTS) &&
        !charge_texts(call->eval, &call->args[0])) {
        return false;
    }
    return function->run(call, out);
}

static bool eval_call(struct vz_eval *eval, const struct vz_ast *ast,
                      const struct vz_focus *focus, struct vz_xvalue *out) {
    struct vz_xvalue few[ARGS_INLINE];
    size_t n = ast->call.n_args;
    struct vz_call call = {eval, focus, ast, few, n};
    vz_xvalue_set_text(out, "");
    if (n > ARGS_INLINE) {
        call.args = vz_alloc_array(n, sizeof(*call.args));
        if (call.args == NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < n; i++) {
        vz_xvalue_set_text(&call.args[i], "");
    }
    bool ok = run_call(&call, out);
    for (size_t i = 0; i < n; i++) {
        vz_xvalue_finish(&call.args[i]);
    }
    if (call.args != few) {
        free(call.args);
    }
    if (!ok) {
        vz_xvalue_finish(out);
    }
    return ok;
}

bool vz_eval_expr(struct vz_eval *eval, const struct vz_ast *ast,
                  const struct vz_focus *focus, struct vz_xvalue *out) {
    switch (ast->kind) {
    case VZ_AST_NUMBER:
        vz_xvalue_set_number(out, ast->number);
        return true;
    case VZ_AST_TEXT:
        vz_xvalue_set_text(out, ast->text);
        return true;
    case VZ_AST_PATH:
        return vz_paths_eval(eval, &ast->path, focus, out);
    case VZ_AST_CALL:
        return eval_call(eval, ast, focus, out);
    case VZ_AST_NEGATE:
        return eval_negation(eval, ast->operand, focus, out);
    default:
        break;
    }
    enum vz_token_kind op = ast->first->next->op;
    if (op == VZ_TOKEN_AND || op == VZ_TOKEN_OR) {
        return eval_logic(eval, ast->first, focus, out);
    }
    return eval_chain(eval, ast->first, focus, out);
}
