#include "xpath.h"

#include "bind.h"
#include "eval.h"
#include "iso_date.h"
#include "parser.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct vz_xpath_expr *vz_xpath_compile(const struct vz_xpath_scope *scope,
                                             const char *text,
                                             struct vz_error *error) {
    struct vz_xpath_expr *expr = vz_arena_alloc(scope->arena, sizeof(*expr));
    if (expr == NULL) {
        vz_error_nomem(error);
        return NULL;
    }
    expr->names = scope->names;
    expr->plain = scope->plain;
    expr->root = vz_parser_parse(scope, text, error);
    if (expr->root == NULL || !vz_bind_expr(scope, expr, error)) {
        return NULL;
    }
    return expr;
}

void vz_xpath_each_reference(const struct vz_xpath_expr *expr,
                             void (*visit)(const struct vz_node *node,
                                           void *userdata),
                             void *userdata) {
    for (size_t i = 0; i < expr->n_references; i++) {
        visit(expr->references[i], userdata);
    }
}

bool vz_xpath_is_volatile(const struct vz_xpath_expr *expr) {
    return expr->is_volatile;
}

bool vz_xpath_reads_position(const struct vz_xpath_expr *expr) {
    return expr->reads_position;
}

// ------------------------------------------------------------- evaluation

// Unless the function that failed has said it already.
static void tell_failure(const struct vz_eval *eval) {
    struct vz_error *error = eval->context->error;
    if (error == NULL || error->status != VZ_OK) {
        return;
    }
    if (eval->visits > VZ_EVAL_MAX_VISITS) {
        vz_error_set(error, VZ_LIMIT,
                     "the expression looks at more than %d nodes",
                     VZ_EVAL_MAX_VISITS);
    } else if (eval->too_long) {
        vz_error_set(error, VZ_LIMIT,
                     "the expression makes a text of more than %d MB",
                     VZ_EVAL_MAX_TEXT >> 20);
    } else {
        vz_error_set(error, VZ_NOMEM,
                     "out of memory, or a set of more than %d nodes",
                     VZ_NODESET_MAX);
    }
}

static bool evaluate(const struct vz_xpath_expr *expr,
                     const struct vz_xpath_context *context,
                     struct vz_xvalue *out) {
    struct vz_eval eval = {.expr = expr, .context = context};
    struct vz_focus focus = {context->node, 1, 1};
    bool ok = vz_eval_expr(&eval, expr->root, &focus, out);
    if (!ok) {
        tell_failure(&eval);
    }
    return ok;
}

// The value's text for free(3), NULL when out of memory. Finishes the value.
static char *take_text(const struct vz_xpath_expr *expr,
                       struct vz_xvalue *value) {
    char *text = NULL;
    if (vz_eval_to_text(expr, value)) {
        text = value->owned != NULL ? value->owned : strdup(value->text);
        if (text == value->owned) {
            value->owned = NULL;
        }
    }
    vz_xvalue_finish(value);
    return text;
}

// The nodes as an array for free(3).
static const struct vz_node **take_nodes(struct vz_xvalue *value) {
    const struct vz_node **nodes = value->many;
    if (nodes == NULL) {
        nodes = vz_alloc_array(1, sizeof(*nodes));
        if (nodes != NULL) {
            nodes[0] = value->one;
        }
    }
    value->many = NULL;
    return nodes;
}

bool vz_xpath_eval(const struct vz_xpath_expr *expr,
                   const struct vz_xpath_context *context,
                   struct vz_xpath_value *value) {
    struct vz_xvalue result;
    *value = (struct vz_xpath_value){0};
    if (!evaluate(expr, context, &result)) {
        return false;
    }
    value->type = result.type;
    value->number = result.number;
    bool ok = true;
    if (result.type == VZ_XPATH_STRING) {
        value->string = take_text(expr, &result);
        ok = value->string != NULL;
    } else if (result.type == VZ_XPATH_NODESET && result.n > 0) {
        value->n_nodes = result.n;
        value->nodes = take_nodes(&result);
        ok = value->nodes != NULL;
    }
    vz_xvalue_finish(&result);
    if (!ok) {
        *value = (struct vz_xpath_value){0};
    }
    return ok;
}

void vz_xpath_value_finish(struct vz_xpath_value *value) {
    if (value == NULL) {
        return;
    }
    vz_text_forget(value->string);
    free(value->nodes);
    *value = (struct vz_xpath_value){0};
}

bool vz_xpath_eval_boolean(const struct vz_xpath_expr *expr,
                           const struct vz_xpath_context *context, bool *out) {
    struct vz_xvalue value;
    if (!evaluate(expr, context, &value)) {
        return false;
    }
    *out = vz_xvalue_boolean(&value);
    vz_xvalue_finish(&value);
    return true;
}

bool vz_xpath_eval_string(const struct vz_xpath_expr *expr,
                          const struct vz_xpath_context *context, char **out) {
    struct vz_xvalue value;
    if (!evaluate(expr, context, &value)) {
        return false;
    }
    char *text = take_text(expr, &value);
    if (text == NULL) {
        return false;
    }
    *out = text;
    return true;
}

bool vz_xpath_eval_number(const struct vz_xpath_expr *expr,
                          const struct vz_xpath_context *context, double *out) {
    struct vz_xvalue value;
    if (!evaluate(expr, context, &value)) {
        return false;
    }
    bool ok = vz_xvalue_number(
        &value, expr->plain ? VZ_SCALE_MOMENTS : VZ_SCALE_DAYS, out);
    vz_xvalue_finish(&value);
    return ok;
}

// A number or date as the node's type wants it.
static void fit_type(struct vz_xvalue *value, enum vz_value_type type) {
    double days = value->number;
    bool number = value->type == VZ_XPATH_NUMBER ||
                  value->type == VZ_XPATH_DATE ||
                  value->type == VZ_XPATH_DATETIME;
    if (number && isnan(days)) {
        vz_xvalue_set_text(value, "");
    } else if (type == VZ_VALUE_INT && value->type == VZ_XPATH_NUMBER) {
        value->number = trunc(days);
    } else if (type == VZ_VALUE_DATE && value->type == VZ_XPATH_NUMBER) {
        vz_xvalue_set_date(value, VZ_XPATH_DATE, floor(days));
    } else if (type == VZ_VALUE_DATE && value->type == VZ_XPATH_DATETIME) {
        vz_xvalue_set_date(value, VZ_XPATH_DATE, vz_iso_date_day(days));
    } else if (type == VZ_VALUE_DATETIME && value->type == VZ_XPATH_NUMBER) {
        vz_xvalue_set_date(value, VZ_XPATH_DATETIME, days);
    } else if (type == VZ_VALUE_DATETIME && value->type == VZ_XPATH_DATE) {
        vz_xvalue_set_date(value, VZ_XPATH_DATETIME,
                           vz_iso_date_midnight(days));
    }
}

bool vz_xpath_eval_typed(const struct vz_xpath_expr *expr,
                         const struct vz_xpath_context *context,
                         enum vz_value_type type, char **out) {
    struct vz_xvalue value;
    if (!evaluate(expr, context, &value)) {
        return false;
    }
    fit_type(&value, type);
    char *text = take_text(expr, &value);
    if (text == NULL) {
        return false;
    }
    *out = text;
    return true;
}
