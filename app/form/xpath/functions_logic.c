/*
 * Functions that choose and decide.
 */
#include "functions.h"

#include "pattern.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool answer(struct vz_xvalue *out, bool truth) {
    vz_xvalue_set_boolean(out, truth);
    return true;
}

static bool run_boolean(struct vz_call *call, struct vz_xvalue *out) {
    return answer(out, call->args[0].number != 0);
}

static bool run_not(struct vz_call *call, struct vz_xvalue *out) {
    return answer(out, call->args[0].number == 0);
}

static bool run_true(struct vz_call *call, struct vz_xvalue *out) {
    return answer(out, true);
}

static bool run_false(struct vz_call *call, struct vz_xvalue *out) {
    return answer(out, false);
}

static bool run_boolean_from_string(struct vz_call *call,
                                    struct vz_xvalue *out) {
    const char *text = call->args[0].text;
    return answer(out, strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

// Only the chosen branch is evaluated.
static bool run_if(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_ast *then = call->ast->call.args->next;
    const struct vz_ast *chosen = call->args[0].number != 0 ? then : then->next;
    return vz_eval_expr(call->eval, chosen, call->focus, out);
}

static bool is_empty(const struct vz_xvalue *value, bool *empty) {
    *empty = false;
    if (value->type == VZ_XPATH_STRING) {
        *empty = value->text[0] == '\0';
    } else if (value->type == VZ_XPATH_NUMBER) {
        *empty = isnan(value->number);
    } else if (value->type == VZ_XPATH_NODESET) {
        char *owned = NULL;
        const char *text = "";
        if (value->n > 0) {
            text = vz_node_string(vz_xvalue_node(value, 0), &owned);
        }
        if (text == NULL) {
            return false;
        }
        *empty = text[0] == '\0';
        free(owned);
    }
    return true;
}

// The first argument that is not empty, as it is.
static bool run_coalesce(struct vz_call *call, struct vz_xvalue *out) {
    for (size_t i = 0; i < call->n_args; i++) {
        bool empty;
        if (!is_empty(&call->args[i], &empty)) {
            return false;
        }
        if (!empty) {
            vz_xvalue_move(out, &call->args[i]);
            return true;
        }
    }
    return true;
}

// depend(value, ...): the value; the rest is named only to be depended on.
static bool run_depend(struct vz_call *call, struct vz_xvalue *out) {
    vz_xvalue_move(out, &call->args[0]);
    return true;
}

// What the context node holds, if anything; only then the argument.
static bool run_once(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_node *node = call->eval->context->node;
    if (node != NULL) {
        char *owned;
        const char *text = vz_node_string(node, &owned);
        if (text == NULL) {
            return false;
        }
        if (text[0] != '\0') {
            vz_xvalue_set_text(out, text);
            out->owned = owned;
            return true;
        }
        free(owned);
    }
    return vz_eval_expr(call->eval, call->ast->call.args, call->focus, out);
}

// A match that was given up took as long as looking at so many nodes.
#define GIVING_UP_COST 1000000

// The specification tests whether any part matches; in forms, as in JavaRosa
// and as its manual says, the whole text must.
static bool run_regex(struct vz_call *call, struct vz_xvalue *out) {
    const struct vz_pattern *pattern = call->ast->call.pattern;
    const char *text = call->args[0].text;
    bool part = call->eval->expr->plain;
    enum vz_pattern_verdict verdict;
    bool ok = pattern != NULL
                  ? vz_pattern_matches(pattern, text, part, &verdict)
                  : vz_pattern_match(call->args[1].text, text, part, &verdict);
    if (ok && verdict == VZ_PATTERN_GIVEN_UP) {
        ok = vz_eval_charge(call->eval, GIVING_UP_COST);
    }
    return ok && answer(out, verdict == VZ_PATTERN_YES);
}

// ------------------------------------------------------------ checklists

// The items of an argument: the nodes of a nodeset, or the value itself.
static size_t n_items(const struct vz_xvalue *value) {
    return value->type == VZ_XPATH_NODESET ? value->n : 1;
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

// An answer counts when it is true: a number but 0, or any text, as in JavaRosa
// and Web Forms. The specification says "a number > 0", which neither heeds.
static bool item_counts(const struct vz_xvalue *value, size_t i, bool *out) {
    if (value->type != VZ_XPATH_NODESET) {
        *out = vz_xvalue_boolean(value);
        return true;
    }
    const struct vz_node *node = vz_xvalue_node(value, i);
    bool number = node->type == VZ_VALUE_INT || node->type == VZ_VALUE_DECIMAL;
    char *owned;
    const char *text = vz_node_string(node, &owned);
    if (text == NULL) {
        return false;
    }
    double weight = number ? vz_number_parse(text, strlen(text)) : NAN;
    *out = isnan(weight) ? !is_blank(text) : weight != 0;
    free(owned);
    return true;
}

static bool item_weight(const struct vz_xvalue *value, size_t i, double *out) {
    if (value->type != VZ_XPATH_NODESET) {
        return vz_xvalue_number(value, VZ_SCALE_DAYS, out);
    }
    char *owned;
    const char *text = vz_node_string(vz_xvalue_node(value, i), &owned);
    if (text == NULL) {
        return false;
    }
    *out = vz_number_of_text(text, VZ_SCALE_DAYS);
    free(owned);
    return true;
}

// Below 0 (-1 in the specification) stands for no limit.
static bool within(double sum, double min, double max) {
    return !isnan(sum) && (min < 0 || sum >= min) && (max < 0 || sum <= max);
}

static bool run_checklist(struct vz_call *call, struct vz_xvalue *out) {
    double sum = 0;
    for (size_t i = 2; i < call->n_args; i++) {
        for (size_t j = 0; j < n_items(&call->args[i]); j++) {
            bool counts;
            if (!item_counts(&call->args[i], j, &counts)) {
                return false;
            }
            sum += counts;
        }
    }
    return answer(out, within(sum, call->args[0].number, call->args[1].number));
}

// A value for which there is no weight does not count; a weight for which
// there is no value makes the sum no number, so that the check fails.
static bool add_weights(const struct vz_xvalue *values,
                        const struct vz_xvalue *weights, double *sum) {
    if (n_items(values) < n_items(weights)) {
        *sum = NAN;
        return true;
    }
    for (size_t i = 0; i < n_items(weights); i++) {
        bool counts;
        double weight;
        if (!item_counts(values, i, &counts) ||
            !item_weight(weights, i, &weight)) {
            return false;
        }
        if (counts) {
            *sum += weight;
        }
    }
    return true;
}

static bool run_weighted_checklist(struct vz_call *call,
                                   struct vz_xvalue *out) {
    double sum = 0;
    for (size_t i = 2; i + 1 < call->n_args; i += 2) {
        if (!add_weights(&call->args[i], &call->args[i + 1], &sum)) {
            return false;
        }
    }
    return answer(out, within(sum, call->args[0].number, call->args[1].number));
}

// XPath 1.0, 4.3: the nearest xml:lang, with or without a region after it.
static bool run_lang(struct vz_call *call, struct vz_xvalue *out) {
    const char *wanted = call->args[0].text;
    size_t len = strlen(wanted);
    const char *name = vz_names_find(call->eval->expr->names, "lang");
    const struct vz_node *node = call->focus->node;
    for (; node != NULL && name != NULL; node = node->parent) {
        const struct vz_node *attr = vz_node_attribute(node, NULL, name);
        if (attr != NULL && attr->prefix != NULL &&
            strcmp(attr->prefix, "xml") == 0) {
            const char *lang = vz_node_text(attr);
            return answer(out, strncasecmp(lang, wanted, len) == 0 &&
                                   (lang[len] == '\0' || lang[len] == '-'));
        }
    }
    return answer(out, false);
}

const struct vz_function vz_functions_logic[] = {
    {"boolean", "b", run_boolean, 0},
    {"not", "b", run_not, 0},
    {"true", "", run_true, 0},
    {"false", "", run_false, 0},
    {"boolean-from-string", "s", run_boolean_from_string, 0},
    {"if", "b--", run_if, VZ_FUNCTION_ANY},
    {"coalesce", "vvv*", run_coalesce, VZ_FUNCTION_ANY},
    {"depend", "vv*", run_depend, VZ_FUNCTION_ANY},
    {"once", "-", run_once, VZ_FUNCTION_ANY},
    {"regex", "ss", run_regex, 0},
    {"checklist", "nnv*", run_checklist, 0},
    {"weighted-checklist", "nnvv**", run_weighted_checklist, 0},
    {"lang", "s", run_lang, VZ_FUNCTION_FOCUS},
    {NULL, NULL, NULL, 0},
};
