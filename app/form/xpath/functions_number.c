/*
 * Functions on numbers. What is no number is NaN and stays so; in forms sum,
 * min and max leave it out, as JavaRosa does: an unanswered question in a
 * repeat does not spoil the total. In plain documents it does, as XPath says.
 */
#include "functions.h"

#include <math.h>
#include <stdlib.h>

static bool answer(struct vz_xvalue *out, double number) {
    vz_xvalue_set_number(out, number);
    return true;
}

static bool run_number(struct vz_call *call, struct vz_xvalue *out) {
    if (call->n_args > 0) {
        return answer(out, call->args[0].number);
    }
    vz_xvalue_set_nodes(out);
    return (call->focus->node == NULL ||
            vz_xvalue_add(out, call->focus->node)) &&
           vz_xvalue_to_number(out, vz_eval_scale(call->eval));
}

#define RUN_MATH(name, expression)                                        \
    static bool run_##name(struct vz_call *call, struct vz_xvalue *out) { \
        double x = call->args[0].number;                                  \
        return answer(out, expression);                                   \
    }
RUN_MATH(abs, fabs(x))
RUN_MATH(acos, acos(x))
RUN_MATH(asin, asin(x))
RUN_MATH(atan, atan(x))
RUN_MATH(atan2, atan2(x, call->args[1].number))
RUN_MATH(ceiling, ceil(x))
RUN_MATH(cos, cos(x))
RUN_MATH(exp, exp(x))
RUN_MATH(exp10, pow(10, x))
RUN_MATH(floor, floor(x))
RUN_MATH(int, trunc(x))
RUN_MATH(log, log(x))
RUN_MATH(log10, log10(x))
RUN_MATH(sin, sin(x))
RUN_MATH(sqrt, sqrt(x))
RUN_MATH(tan, tan(x))
#undef RUN_MATH

// As in Java and JavaScript: C answers 1 for 1 to the power of anything.
static bool run_pow(struct vz_call *call, struct vz_xvalue *out) {
    double x = call->args[0].number;
    double y = call->args[1].number;
    bool none = isnan(y) || (fabs(x) == 1 && isinf(y));
    return answer(out, none ? NAN : pow(x, y));
}

static bool run_pi(struct vz_call *call, struct vz_xvalue *out) {
    return answer(out, M_PI);
}

// Half goes up, towards positive infinity. What is written as a half counts as
// one (1.005 * 100 is 100.49999999999999), so neighbours of a half are taken
// for it.
static double round_half_up(double x) {
    double half = floor(x) + 0.5;
    double gap = nextafter(fabs(x), INFINITY) - fabs(x);
    return fabs(x - half) <= 2 * gap ? half + 0.5 : floor(x + 0.5);
}

// In plain documents a half goes away from zero, as in Web Forms.
static double round_away(double x, double decimals) {
    double scale = pow(10, decimals);
    double scaled = fabs(x) * scale;
    // Above 2^52 every double is whole.
    bool whole = scaled >= 4503599627370496.0;
    return isnan(decimals) ? NAN
           : whole         ? x
                           : copysign(round(scaled) / scale, x);
}

static bool run_round(struct vz_call *call, struct vz_xvalue *out) {
    double x = call->args[0].number;
    if (!isfinite(x)) {
        return answer(out, x);
    }
    if (call->eval->expr->plain) {
        double decimals = call->n_args > 1 ? call->args[1].number : 0;
        return answer(out, round_away(x, decimals));
    }
    if (call->n_args < 2) {
        // Above 2^52 every double is whole, and adding a half would change it.
        return answer(out, fabs(x) < 4503599627370496.0 ? floor(x + 0.5) : x);
    }
    double decimals = trunc(call->args[1].number);
    if (!(fabs(decimals) <= 30)) {
        return answer(out, NAN);
    }
    double scale = pow(10, fabs(decimals));
    double scaled = decimals < 0 ? x / scale : x * scale;
    if (fabs(scaled) >= 4503599627370496.0) {
        return answer(out, x);
    }
    double rounded = round_half_up(scaled);
    return answer(out, decimals < 0 ? rounded * scale : rounded / scale);
}

struct fold {
    double total;
    size_t n;
    bool strict; // in plain documents, where one NaN makes all of it NaN
    enum vz_date_scale scale;
};

typedef void fold_fn(struct fold *fold, double number);

static void fold_sum(struct fold *fold, double number) {
    fold->total += number;
}

static void fold_max(struct fold *fold, double number) {
    fold->total = fold->n == 0 ? number : fmax(fold->total, number);
}

static void fold_min(struct fold *fold, double number) {
    fold->total = fold->n == 0 ? number : fmin(fold->total, number);
}

static void fold_one(struct fold *fold, fold_fn *apply, double number) {
    if (isnan(number) && fold->strict) {
        fold->total = NAN;
        fold->n++;
    } else if (!isnan(number) && !isnan(fold->total)) {
        apply(fold, number);
        fold->n++;
    }
}

static bool fold_value(struct fold *fold, fold_fn *apply,
                       const struct vz_xvalue *value) {
    if (value->type != VZ_XPATH_NODESET) {
        double number;
        if (!vz_xvalue_number(value, fold->scale, &number)) {
            return false;
        }
        fold_one(fold, apply, number);
        return true;
    }
    for (size_t i = 0; i < value->n; i++) {
        char *owned;
        const char *text = vz_node_string(vz_xvalue_node(value, i), &owned);
        if (text == NULL) {
            return false;
        }
        fold_one(fold, apply, vz_number_of_text(text, fold->scale));
        free(owned);
    }
    return true;
}

static bool fold_all(struct vz_call *call, fold_fn *apply, double if_none,
                     struct vz_xvalue *out) {
    struct fold fold = {.strict = call->eval->expr->plain,
                        .scale = vz_eval_scale(call->eval)};
    for (size_t i = 0; i < call->n_args; i++) {
        if (!fold_value(&fold, apply, &call->args[i])) {
            return false;
        }
    }
    return answer(out, fold.n > 0 ? fold.total : if_none);
}

static bool run_sum(struct vz_call *call, struct vz_xvalue *out) {
    return fold_all(call, fold_sum, 0, out);
}

static bool run_max(struct vz_call *call, struct vz_xvalue *out) {
    return fold_all(call, fold_max, NAN, out);
}

static bool run_min(struct vz_call *call, struct vz_xvalue *out) {
    return fold_all(call, fold_min, NAN, out);
}

const struct vz_function vz_functions_number[] = {
    {"number", "?n", run_number, VZ_FUNCTION_FOCUS_TEXT},
    {"abs", "n", run_abs, 0},
    {"acos", "n", run_acos, 0},
    {"asin", "n", run_asin, 0},
    {"atan", "n", run_atan, 0},
    {"atan2", "nn", run_atan2, 0},
    {"ceiling", "n", run_ceiling, 0},
    {"cos", "n", run_cos, 0},
    {"exp", "n", run_exp, 0},
    {"exp10", "n", run_exp10, 0},
    {"floor", "n", run_floor, 0},
    {"int", "n", run_int, 0},
    {"log", "n", run_log, 0},
    {"log10", "n", run_log10, 0},
    {"max", "v*", run_max, 0},
    {"min", "v*", run_min, 0},
    {"pi", "", run_pi, 0},
    {"pow", "nn", run_pow, 0},
    {"round", "n?n", run_round, 0},
    {"sin", "n", run_sin, 0},
    {"sqrt", "n", run_sqrt, 0},
    {"sum", "N", run_sum, VZ_FUNCTION_TEXTS},
    {"tan", "n", run_tan, 0},
    {NULL, NULL, NULL, 0},
};
