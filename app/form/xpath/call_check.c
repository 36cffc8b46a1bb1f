#include "call_check.h"

#include "functions.h"
#include "parser.h"
#include "pattern.h"

#include <string.h>

struct call_check {
    const struct vz_xpath_scope *scope;
    struct vz_error *error;
};

// jr:choice-name(value, '/data/question'): the text becomes the path it names.
static bool read_choice_name(const struct call_check *c, struct vz_ast *call) {
    struct vz_ast *value = call->call.args;
    if (value->next->kind == VZ_AST_PATH) {
        return true;
    }
    if (value->next->kind == VZ_AST_TEXT) {
        struct vz_ast *path =
            vz_parser_parse(c->scope, value->next->text, c->error);
        if (path == NULL) {
            return false;
        }
        if (path->kind == VZ_AST_PATH) {
            value->next = path;
            return true;
        }
    }
    return vz_error_set(c->error, VZ_INVALID,
                        "jr:choice-name() takes the path of a question, in "
                        "quotes, as its second argument");
}

static bool check_arguments(const struct call_check *c,
                            const struct vz_ast *call) {
    const struct vz_function *function = call->call.function;
    size_t i = 0;
    for (const struct vz_ast *ast = call->call.args; ast != NULL;
         ast = ast->next, i++) {
        if (vz_functions_letter(function->signature, i) == 'N' &&
            !vz_parser_answers_nodes(ast)) {
            return vz_error_set(c->error, VZ_INVALID,
                                "%s() takes a path as argument %zu",
                                function->name, i + 1);
        }
    }
    if (strstr(function->signature, "**") != NULL && call->call.n_args % 2) {
        return vz_error_set(c->error, VZ_INVALID,
                            "%s() takes its values and weights in pairs",
                            function->name);
    }
    return true;
}

// Node and repeats must be plain paths into the form: they are indexed by way
// of the template.
static bool check_indexed_repeat(const struct call_check *c,
                                 const struct vz_ast *call) {
    size_t i = 0;
    for (const struct vz_ast *ast = call->call.args; ast != NULL;
         ast = ast->next, i++) {
        bool index = i > 0 && i % 2 == 0;
        bool path = c->scope->document == NULL
                        ? vz_parser_answers_nodes(ast)
                        : ast->kind == VZ_AST_PATH && ast->path.rest == NULL &&
                              ast->path.bound.from != NULL;
        if (!index && !path) {
            return vz_error_set(c->error, VZ_INVALID,
                                "indexed-repeat() takes the path of a "
                                "question or repeat as argument %zu",
                                i + 1);
        }
    }
    return i % 2 == 1 ||
           vz_error_set(c->error, VZ_INVALID,
                        "indexed-repeat() takes its repeats and indexes in "
                        "pairs");
}

// A pattern that is written out is compiled once, and told if it is wrong.
static bool compile_pattern(const struct call_check *c, struct vz_ast *call) {
    const struct vz_ast *pattern = call->call.args->next;
    if (pattern->kind != VZ_AST_TEXT) {
        return true;
    }
    call->call.pattern =
        vz_pattern_compile(c->scope->arena, pattern->text, c->error);
    return call->call.pattern != NULL;
}

static const char *constant_text(const struct vz_ast *ast) {
    return ast != NULL && ast->kind == VZ_AST_TEXT ? ast->text : NULL;
}

static bool check_digest(const struct call_check *c,
                         const struct vz_ast *call) {
    const struct vz_ast *name = call->call.args->next;
    const char *algorithm = constant_text(name);
    return vz_functions_know_digest(algorithm != NULL ? algorithm : "MD5",
                                    constant_text(name->next)) ||
           vz_error_set(c->error, VZ_INVALID, VZ_DIGEST_UNKNOWN);
}

static bool check_instance(const struct call_check *c,
                           const struct vz_ast *call) {
    const struct vz_xpath_scope *scope = c->scope;
    const char *id = constant_text(call->call.args);
    bool known =
        id == NULL || scope->has_instance == NULL ||
        (scope->primary_id != NULL && strcmp(id, scope->primary_id) == 0) ||
        scope->has_instance(scope->userdata, id);
    return known || vz_error_set(c->error, VZ_NOT_FOUND,
                                 "the form has no instance '%s'", id);
}

bool vz_call_check(const struct vz_xpath_scope *scope, struct vz_ast *call,
                   struct vz_error *error) {
    const struct call_check c = {scope, error};
    if (vz_functions_is_call(call, "instance") && !check_instance(&c, call)) {
        return false;
    }
    if (vz_functions_is_call(call, "jr:choice-name") &&
        !read_choice_name(&c, call)) {
        return false;
    }
    if (vz_functions_is_call(call, "regex") && !compile_pattern(&c, call)) {
        return false;
    }
    if (vz_functions_is_call(call, "digest") && !check_digest(&c, call)) {
        return false;
    }
    return check_arguments(&c, call);
}

bool vz_call_check_bound(const struct vz_xpath_scope *scope,
                         const struct vz_ast *call, struct vz_error *error) {
    const struct call_check c = {scope, error};
    return !vz_functions_is_call(call, "indexed-repeat") ||
           check_indexed_repeat(&c, call);
}
