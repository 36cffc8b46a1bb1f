#include "parser.h"

#include "functions.h"
#include "parser_internal.h"
#include "value.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void vz_parser_advance(struct vz_parser *p) {
    p->token = vz_lexer_next(&p->lexer);
}

int vz_parser_here(const struct vz_parser *p) {
    return vz_lexer_character(p->text, p->token.start);
}

static struct vz_ast *fail_nomem(struct vz_parser *p) {
    vz_error_nomem(p->error);
    return NULL;
}

struct vz_ast *vz_parser_fail_token(struct vz_parser *p, const char *wanted) {
    const struct vz_token *token = &p->token;
    if (token->kind == VZ_TOKEN_OPEN_QUOTE) {
        vz_error_set(p->error, VZ_SYNTAX,
                     "the text that starts at character %d has no closing "
                     "quote",
                     vz_parser_here(p));
    } else if (token->kind == VZ_TOKEN_DOLLAR) {
        vz_error_set(p->error, VZ_SYNTAX,
                     "the $ at character %d is not allowed here: "
                     "expressions have no variables",
                     vz_parser_here(p));
    } else if (token->kind == VZ_TOKEN_END) {
        vz_error_set(p->error, VZ_SYNTAX, "%s is missing at character %d",
                     wanted, vz_parser_here(p));
    } else {
        int len = token->len > 40 ? 40 : (int)token->len;
        vz_error_set(p->error, VZ_SYNTAX,
                     "%s is missing at character %d, before '%.*s'", wanted,
                     vz_parser_here(p), len, token->start);
    }
    return NULL;
}

bool vz_parser_expect(struct vz_parser *p, enum vz_token_kind kind,
                      const char *wanted) {
    if (p->token.kind != kind) {
        vz_parser_fail_token(p, wanted);
        return false;
    }
    vz_parser_advance(p);
    return true;
}

struct vz_ast *vz_parser_new_ast(struct vz_parser *p, enum vz_ast_kind kind,
                                 const char *at) {
    struct vz_ast *ast = vz_arena_alloc(p->scope->arena, sizeof(*ast));
    if (ast == NULL) {
        return fail_nomem(p);
    }
    ast->kind = kind;
    ast->at = at;
    return ast;
}

// ------------------------------------------------------------- functions

static bool check_arity(struct vz_parser *p, const struct vz_ast *ast) {
    const struct vz_function *function = ast->call.function;
    size_t min;
    size_t max;
    vz_functions_arity(function->signature, &min, &max);
    size_t n = ast->call.n_args;
    if (n >= min && n <= max) {
        return true;
    }
    char range[48];
    if (max == SIZE_MAX) {
        snprintf(range, sizeof(range), "at least %zu", min);
    } else if (min == max) {
        snprintf(range, sizeof(range), "%zu", min);
    } else {
        snprintf(range, sizeof(range), "%zu to %zu", min, max);
    }
    return vz_error_set(p->error, VZ_INVALID,
                        "%s() takes %s argument%s, not %zu (character %d)",
                        function->name, range,
                        (max == SIZE_MAX ? min : max) == 1 ? "" : "s", n,
                        vz_lexer_character(p->text, ast->at));
}

// Functions of these namespaces are known without a prefix.
static bool has_own_prefix(const struct vz_parser *p,
                           const struct vz_token *token) {
    static const char *const own[] = {
        "http://www.w3.org/2002/xforms",
        "http://www.w3.org/2005/xpath-functions",
        "http://enketo.org/xforms",
    };
    const char *uri = token->prefix_len > 0 ? vz_parser_uri_of_prefix(p, token)
                                            : NULL;
    for (size_t i = 0; uri != NULL && i < sizeof(own) / sizeof(own[0]); i++) {
        if (strcmp(uri, own[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const struct vz_function *find_function(struct vz_parser *p) {
    const struct vz_token *token = &p->token;
    size_t skip = has_own_prefix(p, token) ? token->prefix_len + 1 : 0;
    const char *nearest;
    const struct vz_function *function =
        vz_functions_find(token->start + skip, token->len - skip, &nearest);
    int len = token->len > 60 ? 60 : (int)token->len;
    if (function == NULL && nearest != NULL) {
        vz_error_set(p->error, VZ_INVALID,
                     "unknown function '%.*s' (did you mean '%s'?)", len,
                     token->start, nearest);
    } else if (function == NULL) {
        vz_error_set(p->error, VZ_INVALID, "unknown function '%.*s'", len,
                     token->start);
    }
    return function;
}

static struct vz_ast *parse_call(struct vz_parser *p) {
    struct vz_ast *ast = vz_parser_new_ast(p, VZ_AST_CALL, p->token.start);
    if (ast == NULL) {
        return NULL;
    }
    ast->call.function = find_function(p);
    if (ast->call.function == NULL) {
        return NULL;
    }
    vz_parser_advance(p);
    vz_parser_advance(p); // the ( that made it a function
    struct vz_ast **link = &ast->call.args;
    while (p->token.kind != VZ_TOKEN_CLOSE) {
        if (ast->call.n_args > 0 &&
            !vz_parser_expect(p, VZ_TOKEN_COMMA, "a )")) {
            return NULL;
        }
        *link = vz_parser_expr(p);
        if (*link == NULL) {
            return NULL;
        }
        link = &(*link)->next;
        ast->call.n_args++;
    }
    vz_parser_advance(p);
    return check_arity(p, ast) ? ast : NULL;
}

// ------------------------------------------------------------ expressions

static struct vz_ast *parse_literal(struct vz_parser *p) {
    bool number = p->token.kind == VZ_TOKEN_NUMBER;
    struct vz_ast *ast = vz_parser_new_ast(
        p, number ? VZ_AST_NUMBER : VZ_AST_TEXT, p->token.start);
    if (ast == NULL) {
        return NULL;
    }
    if (number) {
        ast->number = vz_number_parse(p->token.start, p->token.len);
    } else {
        ast->text =
            vz_arena_strndup(p->scope->arena, p->token.start, p->token.len);
        if (ast->text == NULL) {
            return fail_nomem(p);
        }
    }
    vz_parser_advance(p);
    return ast;
}

static struct vz_ast *parse_brackets(struct vz_parser *p) {
    vz_parser_advance(p);
    struct vz_ast *ast = vz_parser_expr(p);
    if (ast == NULL || !vz_parser_expect(p, VZ_TOKEN_CLOSE, "a )")) {
        return NULL;
    }
    return ast;
}

static struct vz_ast *parse_base(struct vz_parser *p) {
    switch (p->token.kind) {
    case VZ_TOKEN_NUMBER:
    case VZ_TOKEN_TEXT:
        return parse_literal(p);
    case VZ_TOKEN_OPEN:
        return parse_brackets(p);
    default:
        return parse_call(p);
    }
}

bool vz_parser_answers_nodes(const struct vz_ast *ast) {
    switch (ast->kind) {
    case VZ_AST_PATH:
        return true;
    case VZ_AST_CALL:
        return ast->call.function->flags &
               (VZ_FUNCTION_NODESET | VZ_FUNCTION_ANY);
    case VZ_AST_CHAIN:
        return ast->first->next->op == VZ_TOKEN_UNION;
    default:
        return false;
    }
}

// PathExpr and FilterExpr of the grammar.
static struct vz_ast *parse_path(struct vz_parser *p) {
    enum vz_token_kind kind = p->token.kind;
    if (kind != VZ_TOKEN_NUMBER && kind != VZ_TOKEN_TEXT &&
        kind != VZ_TOKEN_OPEN && kind != VZ_TOKEN_FUNCTION) {
        return vz_parser_location(p);
    }
    struct vz_ast *base = parse_base(p);
    enum vz_token_kind after = p->token.kind;
    bool slash = after == VZ_TOKEN_SLASH || after == VZ_TOKEN_SLASHES;
    if (base == NULL || (!slash && after != VZ_TOKEN_OPEN_BRACKET)) {
        return base;
    }
    if (!vz_parser_answers_nodes(base)) {
        vz_error_set(p->error, VZ_SYNTAX,
                     "what stands before the %s at character %d is not a path",
                     slash ? "/" : "[", vz_parser_here(p));
        return NULL;
    }
    struct vz_ast *ast = vz_parser_new_ast(p, VZ_AST_PATH, base->at);
    if (ast == NULL) {
        return NULL;
    }
    ast->path.start = VZ_START_EXPR;
    ast->path.base = base;
    if (!vz_parser_predicates(p, &ast->path.predicates)) {
        return NULL;
    }
    after = p->token.kind;
    if (after == VZ_TOKEN_SLASH || after == VZ_TOKEN_SLASHES) {
        vz_parser_advance(p);
        if (!vz_parser_steps(p, &ast->path.steps, after)) {
            return NULL;
        }
    }
    return ast;
}

enum rank {
    RANK_NONE,
    RANK_OR,
    RANK_AND,
    RANK_EQUALITY,
    RANK_RELATION,
    RANK_SUM,
    RANK_PRODUCT,
    RANK_NEGATION,
    RANK_UNION,
    RANK_PATH,
};

static enum rank rank_of(enum vz_token_kind kind) {
    static const unsigned char ranks[] = {
        [VZ_TOKEN_OR] = RANK_OR,
        [VZ_TOKEN_AND] = RANK_AND,
        [VZ_TOKEN_EQUAL] = RANK_EQUALITY,
        [VZ_TOKEN_NOT_EQUAL] = RANK_EQUALITY,
        [VZ_TOKEN_LESS] = RANK_RELATION,
        [VZ_TOKEN_LESS_EQUAL] = RANK_RELATION,
        [VZ_TOKEN_GREATER] = RANK_RELATION,
        [VZ_TOKEN_GREATER_EQUAL] = RANK_RELATION,
        [VZ_TOKEN_PLUS] = RANK_SUM,
        [VZ_TOKEN_MINUS] = RANK_SUM,
        [VZ_TOKEN_MULTIPLY] = RANK_PRODUCT,
        [VZ_TOKEN_DIV] = RANK_PRODUCT,
        [VZ_TOKEN_MOD] = RANK_PRODUCT,
        [VZ_TOKEN_UNION] = RANK_UNION,
    };
    return (enum rank)ranks[kind];
}

static struct vz_ast *parse_rank(struct vz_parser *p, enum rank rank);

// Any number of minus signs is none, one or two.
static struct vz_ast *parse_negation(struct vz_parser *p) {
    const char *at = p->token.start;
    size_t n = 0;
    while (p->token.kind == VZ_TOKEN_MINUS) {
        vz_parser_advance(p);
        n++;
    }
    struct vz_ast *ast = parse_rank(p, RANK_UNION);
    size_t kept = n == 0 ? 0 : 2 - n % 2;
    for (size_t i = 0; i < kept && ast != NULL; i++) {
        struct vz_ast *negate = vz_parser_new_ast(p, VZ_AST_NEGATE, at);
        if (negate != NULL) {
            negate->operand = ast;
        }
        ast = negate;
    }
    return ast;
}

static bool check_operand(struct vz_parser *p, enum rank rank,
                          const struct vz_ast *ast) {
    if (rank != RANK_UNION || vz_parser_answers_nodes(ast)) {
        return true;
    }
    return vz_error_set(p->error, VZ_INVALID,
                        "| joins paths; what starts at character %d is none",
                        vz_lexer_character(p->text, ast->at));
}

// Operands of one rank, with what binds tighter between them.
static struct vz_ast *parse_rank(struct vz_parser *p, enum rank rank) {
    if (rank == RANK_PATH) {
        return parse_path(p);
    }
    if (rank == RANK_NEGATION) {
        return parse_negation(p);
    }
    struct vz_ast *first = parse_rank(p, rank + 1);
    if (first == NULL || rank_of(p->token.kind) != rank) {
        return first;
    }
    struct vz_ast *chain = vz_parser_new_ast(p, VZ_AST_CHAIN, first->at);
    if (chain == NULL || !check_operand(p, rank, first)) {
        return NULL;
    }
    chain->first = first;
    struct vz_ast **link = &first->next;
    while (rank_of(p->token.kind) == rank) {
        enum vz_token_kind op = p->token.kind;
        vz_parser_advance(p);
        struct vz_ast *operand = parse_rank(p, rank + 1);
        if (operand == NULL || !check_operand(p, rank, operand)) {
            return NULL;
        }
        operand->op = op;
        *link = operand;
        link = &operand->next;
    }
    return chain;
}

struct vz_ast *vz_parser_expr(struct vz_parser *p) {
    if (p->depth >= VZ_PARSER_MAX_DEPTH) {
        vz_error_set(p->error, VZ_LIMIT,
                     "the expression is nested more than %d levels deep",
                     VZ_PARSER_MAX_DEPTH);
        return NULL;
    }
    p->depth++;
    struct vz_ast *ast = parse_rank(p, RANK_OR);
    p->depth--;
    return ast;
}

struct vz_ast *vz_parser_parse(const struct vz_xpath_scope *scope,
                               const char *text, struct vz_error *error) {
    if (strnlen(text, VZ_PARSER_MAX_TEXT + 1) > VZ_PARSER_MAX_TEXT) {
        vz_error_set(error, VZ_LIMIT, "the expression is longer than %d bytes",
                     VZ_PARSER_MAX_TEXT);
        return NULL;
    }
    struct vz_parser p = {.scope = scope, .text = text, .error = error};
    vz_lexer_init(&p.lexer, text);
    vz_parser_advance(&p);
    if (p.token.kind == VZ_TOKEN_END) {
        vz_error_set(error, VZ_SYNTAX, "the expression is empty");
        return NULL;
    }
    struct vz_ast *ast = vz_parser_expr(&p);
    if (ast != NULL && p.token.kind != VZ_TOKEN_END) {
        if (p.token.kind == VZ_TOKEN_CLOSE) {
            vz_error_set(error, VZ_SYNTAX,
                         "the ) at character %d has no ( before it",
                         vz_parser_here(&p));
            return NULL;
        }
        return vz_parser_fail_token(&p, "an operator");
    }
    return ast;
}
