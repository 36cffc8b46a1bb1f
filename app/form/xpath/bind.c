#include "bind.h"

#include "call_check.h"
#include "functions.h"
#include "predicate_key.h"
#include "steps.h"
#include "suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct binder {
    const struct vz_xpath_scope *scope;
    struct vz_xpath_expr *expr;
    struct vz_error *error;
    const struct vz_node *current; // the template node of current(), or NULL
    const struct vz_node **references; // doubles included
    size_t n, cap;
};

// The template nodes that an expression may stand at. Not known: somewhere in
// a secondary instance, or compiled without a form.
struct places {
    bool known;
    struct vz_xvalue nodes; // a nodeset
};

static bool bind(struct binder *b, struct vz_ast *ast,
                 const struct places *focus, struct places *result);

static void init_places(struct places *places, bool known) {
    places->known = known;
    vz_xvalue_set_nodes(&places->nodes);
}

static void finish_places(struct places *places) {
    vz_xvalue_finish(&places->nodes);
    init_places(places, false);
}

static bool add_place(struct binder *b, struct places *places,
                      const struct vz_node *node) {
    if (node == NULL) {
        places->known = false;
        return true;
    }
    return vz_xvalue_add(&places->nodes, node) || vz_error_nomem(b->error);
}

static bool copy_places(struct binder *b, const struct places *from,
                        struct places *to) {
    to->known = from->known;
    for (size_t i = 0; i < from->nodes.n; i++) {
        if (!add_place(b, to, vz_xvalue_node(&from->nodes, i))) {
            return false;
        }
    }
    return true;
}

static bool refer(struct binder *b, const struct vz_node *node) {
    if (node->kind == VZ_NODE_DOCUMENT) {
        return true;
    }
    if (!vz_grow(&b->references, &b->cap, b->n, sizeof(*b->references))) {
        return vz_error_nomem(b->error);
    }
    b->references[b->n++] = node;
    return true;
}

static size_t depth_of(const struct vz_node *node) {
    size_t depth = 0;
    for (; node->parent != NULL; node = node->parent) {
        depth++;
    }
    return depth;
}

// ------------------------------------------------------------ error texts

#define PATH_TEXT 200

static void print_path(const struct vz_node *node, char *out, size_t size) {
    const struct vz_node *way[32];
    size_t n = 0;
    for (; node != NULL && node->kind != VZ_NODE_DOCUMENT && n < 32;
         node = node->parent) {
        way[n++] = node;
    }
    size_t len = 0;
    out[0] = '\0';
    while (n > 0 && len < size) {
        n--;
        len += (size_t)snprintf(out + len, size - len, "%s%s",
                                way[n]->kind == VZ_NODE_ATTRIBUTE ? "/@" : "/",
                                way[n]->name);
    }
}

// The template has no such node: says where one of that name is, or which name
// was meant.
static bool fail_unknown(struct binder *b, const struct places *from,
                         const struct vz_step *step) {
    struct vz_suggest suggest;
    vz_suggest_init(&suggest, step->name, strlen(step->name));
    const struct vz_node *root = b->scope->document;
    for (const struct vz_node *at = vz_node_following(root, root); at != NULL;
         at = vz_node_following(at, root)) {
        if (at->name == step->name) {
            char there[PATH_TEXT];
            char here[PATH_TEXT] = "";
            print_path(at, there, sizeof(there));
            if (from->nodes.n > 0) {
                print_path(vz_xvalue_node(&from->nodes, 0), here, sizeof(here));
            }
            return vz_error_set(b->error, VZ_NOT_FOUND,
                                "no question is at '%s/%s' (did you mean "
                                "'%s'?)",
                                here, step->name, there);
        }
        vz_suggest_consider(&suggest, at->name);
    }
    if (suggest.best != NULL) {
        return vz_error_set(b->error, VZ_NOT_FOUND,
                            "no question is named '%s' (did you mean '%s'?)",
                            step->name, suggest.best);
    }
    return vz_error_set(b->error, VZ_NOT_FOUND, "no question is named '%s'",
                        step->name);
}

// -------------------------------------------------------------- predicates

static bool bind_predicates(struct binder *b, struct vz_predicate *predicate,
                            const struct places *focus) {
    for (; predicate != NULL; predicate = predicate->next) {
        if (!bind(b, predicate->expr, focus, NULL)) {
            return false;
        }
        vz_predicate_find_key(predicate);
    }
    return true;
}

// ------------------------------------------------------------------- paths

// Where a step leads in the template. Attributes that the template lacks may
// still be in an instance, so they are only not known.
static bool take_step(struct binder *b, const struct vz_step *step,
                      const struct places *from, struct places *to) {
    init_places(to, from->known);
    if (!from->known) {
        return true;
    }
    for (size_t i = 0; i < from->nodes.n; i++) {
        if (!vz_steps_collect(step, vz_xvalue_node(&from->nodes, i), NULL,
                              &to->nodes)) {
            return vz_error_nomem(b->error);
        }
    }
    if (!vz_steps_sort(&to->nodes)) {
        return vz_error_nomem(b->error);
    }
    if (to->nodes.n == 0 && step->axis == VZ_AXIS_ATTRIBUTE) {
        to->known = false;
    } else if (to->nodes.n == 0 && step->test == VZ_TEST_NAME) {
        return fail_unknown(b, from, step);
    }
    return true;
}

static bool is_plain(const struct vz_step *step) {
    bool axis = step->axis == VZ_AXIS_CHILD || step->axis == VZ_AXIS_PARENT ||
                step->axis == VZ_AXIS_SELF;
    bool test = step->test == VZ_TEST_NAME || step->test == VZ_TEST_ANY_NAME ||
                step->test == VZ_TEST_NODE;
    return axis && test && step->predicates == NULL;
}

// How far a path can be bound, while its steps are followed.
struct way {
    bool open; // every step so far was plain and led to one place
    const struct vz_node *from; // NULL = cannot be bound
    const struct vz_node *target;
    const struct vz_node *top; // the highest node on a relative way
};

static void follow(struct way *way, struct vz_path *path,
                   const struct vz_step *step, const struct places *to) {
    way->open = way->open && is_plain(step) && to->known && to->nodes.n == 1 &&
                vz_xvalue_node(&to->nodes, 0)->kind != VZ_NODE_ATTRIBUTE;
    if (!way->open) {
        return;
    }
    way->target = vz_xvalue_node(&to->nodes, 0);
    if (vz_node_is_within(way->top, way->target)) {
        way->top = way->target;
    }
    path->rest = step->next;
}

// An absolute path means the instances that the context shares with it. A path
// to a repeat as such means all of them: count(/data/repeat) inside it.
static const struct vz_node *shared_top(const struct way *way,
                                        const struct vz_path *path) {
    const struct vz_node *top = way->target;
    while (!vz_node_is_within(way->from, top) && top->parent != NULL) {
        top = top->parent;
    }
    if (top == way->target && path->rest == NULL && top->repeat &&
        top->parent != NULL) {
        top = top->parent;
    }
    return top;
}

static bool set_bound(struct binder *b, struct vz_path *path,
                      const struct way *way) {
    const struct vz_node *top = way->top;
    if (path->start == VZ_START_ROOT) {
        top = shared_top(way, path);
    }
    struct vz_bound *bound = &path->bound;
    size_t n = depth_of(way->target) + 1;
    bound->chain =
        vz_arena_alloc_array(b->scope->arena, n, sizeof(*bound->chain));
    if (bound->chain == NULL) {
        return vz_error_nomem(b->error);
    }
    bound->n_chain = n;
    bound->single = true;
    const struct vz_node *node = way->target;
    for (size_t i = n; i > 0; i--, node = node->parent) {
        bound->chain[i - 1] = node;
        bound->single = bound->single && !node->repeat;
    }
    bound->level = depth_of(top);
    bound->up = (int)(depth_of(way->from) - bound->level);
    bound->from = way->from;
    return true;
}

// The nodes that are read, and the repeats whose instances are gone through.
static bool refer_to_path(struct binder *b, const struct vz_path *path,
                          const struct places *to) {
    const struct vz_bound *bound = &path->bound;
    for (size_t i = 0; i < to->nodes.n; i++) {
        const struct vz_node *node = vz_xvalue_node(&to->nodes, i);
        if (!refer(b, node)) {
            return false;
        }
        for (node = node->parent; node != NULL; node = node->parent) {
            bool own = bound->from != NULL && path->rest == NULL
                           ? depth_of(node) <= bound->level
                           : b->current != NULL &&
                                 vz_node_is_within(b->current, node);
            if (node->repeat && !own && !refer(b, node)) {
                return false;
            }
        }
    }
    return true;
}

// instance('main')/... where that is the primary instance's own id.
static bool is_primary(const struct binder *b, const struct vz_path *path) {
    const char *id = b->scope->primary_id;
    return id != NULL && vz_functions_is_call(path->base, "instance") &&
           path->predicates == NULL &&
           path->base->call.args->kind == VZ_AST_TEXT &&
           strcmp(path->base->call.args->text, id) == 0;
}

// Where a path starts in the template.
static bool bind_start(struct binder *b, struct vz_path *path,
                       const struct places *focus, struct places *at) {
    init_places(at, true);
    if (path->start == VZ_START_EXPR &&
        vz_functions_is_call(path->base, "current") &&
        path->predicates == NULL) {
        path->start = VZ_START_CURRENT;
    }
    if (path->start == VZ_START_EXPR && is_primary(b, path)) {
        path->start = VZ_START_ROOT;
    }
    switch (path->start) {
    case VZ_START_FOCUS:
        return copy_places(b, focus, at);
    case VZ_START_ROOT:
        return add_place(b, at, b->scope->document);
    case VZ_START_CURRENT:
        return add_place(b, at, b->current);
    default:
        path->from_instance = vz_functions_is_call(path->base, "instance");
        return bind(b, path->base, focus, at) &&
               bind_predicates(b, path->predicates, at);
    }
}

static bool bind_steps(struct binder *b, struct vz_path *path,
                       struct places *at, struct way *way) {
    path->rest = path->steps;
    for (struct vz_step *step = path->steps; step != NULL; step = step->next) {
        struct places next;
        bool ok = take_step(b, step, at, &next);
        if (ok) {
            follow(way, path, step, &next);
            ok = bind_predicates(b, step->predicates, &next);
        }
        finish_places(at);
        at->known = next.known;
        vz_xvalue_move(&at->nodes, &next.nodes);
        if (!ok) {
            return false;
        }
    }
    return true;
}

// `at` becomes the places that the path leads to.
static bool bind_path(struct binder *b, struct vz_path *path,
                      const struct places *focus, struct places *at) {
    if (!bind_start(b, path, focus, at)) {
        return false;
    }
    struct way way = {0};
    if (path->start != VZ_START_EXPR && at->known && at->nodes.n == 1) {
        way.open = true;
        way.target = vz_xvalue_node(&at->nodes, 0);
        way.top = way.target;
        way.from = path->start == VZ_START_ROOT ? b->current : way.target;
    }
    if (!bind_steps(b, path, at, &way)) {
        return false;
    }
    if (way.from != NULL && !set_bound(b, path, &way)) {
        return false;
    }
    return !at->known || refer_to_path(b, path, at);
}

// ------------------------------------------------------------------- calls

static void note_flags(struct binder *b, const struct vz_ast *call) {
    int flags = call->call.function->flags;
    if ((flags & VZ_FUNCTION_VOLATILE) ||
        ((flags & VZ_FUNCTION_VOLATILE_ALONE) && call->call.n_args < 2)) {
        b->expr->is_volatile = true;
    }
    if (vz_functions_is_call(call, "position") && call->call.n_args == 1) {
        b->expr->reads_position = true;
    }
}

static bool refer_to_places(struct binder *b, const struct places *places) {
    for (size_t i = 0; i < places->nodes.n; i++) {
        if (!refer(b, vz_xvalue_node(&places->nodes, i))) {
            return false;
        }
    }
    return true;
}

static bool bind_arguments(struct binder *b, struct vz_ast *call,
                           const struct places *focus, struct places *result) {
    // randomize() answers the nodes of its first argument.
    bool passes = result != NULL && vz_functions_is_call(call, "randomize");
    for (struct vz_ast *ast = call->call.args; ast != NULL; ast = ast->next) {
        bool first = ast == call->call.args;
        if (!bind(b, ast, focus, passes && first ? result : NULL)) {
            return false;
        }
    }
    return true;
}

static bool bind_call(struct binder *b, struct vz_ast *call,
                      const struct places *focus, struct places *result) {
    note_flags(b, call);
    if (!vz_call_check(b->scope, call, b->error) ||
        !bind_arguments(b, call, focus, result) ||
        !vz_call_check_bound(b->scope, call, b->error)) {
        return false;
    }
    if (vz_functions_is_call(call, "current") && b->current != NULL) {
        if (result != NULL) {
            result->known = true;
            return add_place(b, result, b->current);
        }
        return refer(b, b->current);
    }
    if ((call->call.function->flags & VZ_FUNCTION_FOCUS_TEXT) &&
        call->call.n_args == 0) {
        return refer_to_places(b, focus);
    }
    return true;
}

// ------------------------------------------------------------- expressions

// A union leads to the places of all its operands.
static bool bind_chain(struct binder *b, struct vz_ast *first,
                       const struct places *focus, struct places *result) {
    bool joins = result != NULL && first->next->op == VZ_TOKEN_UNION;
    bool known = joins;
    for (struct vz_ast *ast = first; ast != NULL; ast = ast->next) {
        struct places each;
        init_places(&each, false);
        bool ok = bind(b, ast, focus, joins ? &each : NULL);
        known = known && each.known;
        if (ok && joins) {
            ok = copy_places(b, &each, result);
        }
        finish_places(&each);
        if (!ok) {
            return false;
        }
    }
    if (joins) {
        result->known = known;
        return vz_steps_sort(&result->nodes) || vz_error_nomem(b->error);
    }
    return true;
}

// Binds what is below `ast`. `result`, if wanted, is an initialised place set
// and becomes where the expression leads; the caller finishes it.
static bool bind(struct binder *b, struct vz_ast *ast,
                 const struct places *focus, struct places *result) {
    struct places own;
    bool ok = true;
    switch (ast->kind) {
    case VZ_AST_CALL:
        if (result != NULL) {
            result->known = false;
        }
        return bind_call(b, ast, focus, result);
    case VZ_AST_CHAIN:
        return bind_chain(b, ast->first, focus, result);
    case VZ_AST_NEGATE:
        return bind(b, ast->operand, focus, NULL);
    case VZ_AST_PATH:
        ok = bind_path(b, &ast->path, focus, &own);
        if (ok && result != NULL) {
            ok = copy_places(b, &own, result);
        }
        finish_places(&own);
        return ok;
    default:
        return true;
    }
}

static int compare_references(const void *a, const void *b) {
    const struct vz_node *x = *(const struct vz_node *const *)a;
    const struct vz_node *y = *(const struct vz_node *const *)b;
    if (x->model != y->model) {
        return x->model < y->model ? -1 : 1;
    }
    return (uintptr_t)x < (uintptr_t)y ? -1 : (uintptr_t)x > (uintptr_t)y;
}

// Copies the references without doubles to the arena.
static bool keep_references(struct binder *b) {
    struct vz_xpath_expr *expr = b->expr;
    if (b->n == 0) {
        return true;
    }
    qsort(b->references, b->n, sizeof(*b->references), compare_references);
    expr->references =
        vz_arena_alloc_array(b->scope->arena, b->n, sizeof(*expr->references));
    if (expr->references == NULL) {
        return vz_error_nomem(b->error);
    }
    for (size_t i = 0; i < b->n; i++) {
        if (i == 0 || b->references[i] != b->references[i - 1]) {
            expr->references[expr->n_references++] = b->references[i];
        }
    }
    return true;
}

bool vz_bind_expr(const struct vz_xpath_scope *scope,
                  struct vz_xpath_expr *expr, struct vz_error *error) {
    struct binder b = {.scope = scope, .expr = expr, .error = error};
    struct places focus;
    if (scope->document != NULL) {
        b.current = scope->context != NULL ? scope->context : scope->document;
    }
    init_places(&focus, true);
    bool ok = add_place(&b, &focus, b.current) &&
              bind(&b, expr->root, &focus, NULL) && keep_references(&b);
    finish_places(&focus);
    free(b.references);
    return ok;
}
