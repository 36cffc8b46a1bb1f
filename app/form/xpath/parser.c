#include "parser.h"

#include "functions.h"
#include "value.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct parser {
    const struct vz_xpath_scope *scope;
    struct vz_lexer lexer;
    struct vz_token token; // the one to be parsed next
    const char *text;
    struct vz_error *error;
    int depth;
};

static struct vz_ast *parse_expr(struct parser *p);

static void advance(struct parser *p) {
    p->token = vz_lexer_next(&p->lexer);
}

static int here(const struct parser *p) {
    return vz_lexer_character(p->text, p->token.start);
}

static struct vz_ast *fail_nomem(struct parser *p) {
    vz_error_nomem(p->error);
    return NULL;
}

// Says what is wrong with the token; `wanted` is what should stand there.
static struct vz_ast *fail_token(struct parser *p, const char *wanted) {
    const struct vz_token *token = &p->token;
    if (token->kind == VZ_TOKEN_OPEN_QUOTE) {
        vz_error_set(p->error, VZ_SYNTAX,
                     "the text that starts at character %d has no closing "
                     "quote",
                     here(p));
    } else if (token->kind == VZ_TOKEN_DOLLAR) {
        vz_error_set(p->error, VZ_SYNTAX,
                     "the $ at character %d is not allowed here: "
                     "expressions have no variables",
                     here(p));
    } else if (token->kind == VZ_TOKEN_END) {
        vz_error_set(p->error, VZ_SYNTAX, "%s is missing at character %d",
                     wanted, here(p));
    } else {
        int len = token->len > 40 ? 40 : (int)token->len;
        vz_error_set(p->error, VZ_SYNTAX,
                     "%s is missing at character %d, before '%.*s'", wanted,
                     here(p), len, token->start);
    }
    return NULL;
}

static bool expect(struct parser *p, enum vz_token_kind kind,
                   const char *wanted) {
    if (p->token.kind != kind) {
        fail_token(p, wanted);
        return false;
    }
    advance(p);
    return true;
}

static struct vz_ast *new_ast(struct parser *p, enum vz_ast_kind kind,
                              const char *at) {
    struct vz_ast *ast = vz_arena_alloc(p->scope->arena, sizeof(*ast));
    if (ast == NULL) {
        return fail_nomem(p);
    }
    ast->kind = kind;
    ast->at = at;
    return ast;
}

// ------------------------------------------------------------ name tests

// What the token's prefix stands for, or NULL.
static const char *uri_of_prefix(const struct parser *p,
                                 const struct vz_token *token) {
    for (size_t i = 0; i < p->scope->n_prefixes; i++) {
        const struct vz_xpath_prefix *known = &p->scope->prefixes[i];
        if (strlen(known->prefix) == token->prefix_len &&
            memcmp(known->prefix, token->start, token->prefix_len) == 0) {
            return known->uri;
        }
    }
    return NULL;
}

// The namespace of a prefix, interned. False with the error filled.
static bool resolve_prefix(struct parser *p, const struct vz_token *token,
                           const char **ns) {
    const char *uri = uri_of_prefix(p, token);
    if (uri != NULL) {
        *ns = vz_names_intern(p->scope->names, uri);
        return *ns != NULL || vz_error_nomem(p->error);
    }
    return vz_error_set(p->error, VZ_INVALID,
                        "the prefix '%.*s' is not declared (character %d)",
                        (int)token->prefix_len, token->start, here(p));
}

static bool parse_name_test(struct parser *p, struct vz_step *step) {
    const struct vz_token *token = &p->token;
    size_t skip = 0;
    if (token->prefix_len > 0) {
        if (!resolve_prefix(p, token, &step->ns)) {
            return false;
        }
        skip = token->prefix_len + 1;
    }
    const char *name = token->start + skip;
    if (*name == '*') {
        step->test = VZ_TEST_ANY_NAME;
    } else {
        step->test = VZ_TEST_NAME;
        step->name =
            vz_names_intern_n(p->scope->names, name, token->len - skip);
        if (step->name == NULL) {
            return vz_error_nomem(p->error);
        }
        step->no_ns = p->scope->plain && step->ns == NULL;
    }
    advance(p);
    return true;
}

static bool parse_node_type(struct parser *p, struct vz_step *step) {
    switch (p->token.start[0]) { // node, text, comment, processing-...
    case 'n':
        step->test = VZ_TEST_NODE;
        break;
    case 't':
        step->test = VZ_TEST_TEXT;
        break;
    case 'c':
        step->test = VZ_TEST_COMMENT;
        break;
    default:
        step->test = VZ_TEST_INSTRUCTION;
        break;
    }
    advance(p);
    if (!expect(p, VZ_TOKEN_OPEN, "a (")) {
        return false;
    }
    if (step->test == VZ_TEST_INSTRUCTION && p->token.kind == VZ_TOKEN_TEXT) {
        step->name =
            vz_names_intern_n(p->scope->names, p->token.start, p->token.len);
        if (step->name == NULL) {
            return vz_error_nomem(p->error);
        }
        advance(p);
    }
    return expect(p, VZ_TOKEN_CLOSE, "a )");
}

static bool parse_node_test(struct parser *p, struct vz_step *step) {
    switch (p->token.kind) {
    case VZ_TOKEN_ANY:
        step->test = VZ_TEST_ANY_NAME;
        advance(p);
        return true;
    case VZ_TOKEN_NAME:
        return parse_name_test(p, step);
    case VZ_TOKEN_NODE_TYPE:
        return parse_node_type(p, step);
    case VZ_TOKEN_FUNCTION:
        return vz_error_set(p->error, VZ_SYNTAX,
                            "a function cannot stand inside a path "
                            "(character %d)",
                            here(p));
    default:
        fail_token(p, "a name");
        return false;
    }
}

static bool parse_axis(struct parser *p, struct vz_step *step) {
    static const char *const names[] = {
        [VZ_AXIS_CHILD] = "child",
        [VZ_AXIS_DESCENDANT] = "descendant",
        [VZ_AXIS_PARENT] = "parent",
        [VZ_AXIS_ANCESTOR] = "ancestor",
        [VZ_AXIS_FOLLOWING_SIBLING] = "following-sibling",
        [VZ_AXIS_PRECEDING_SIBLING] = "preceding-sibling",
        [VZ_AXIS_FOLLOWING] = "following",
        [VZ_AXIS_PRECEDING] = "preceding",
        [VZ_AXIS_ATTRIBUTE] = "attribute",
        [VZ_AXIS_NAMESPACE] = "namespace",
        [VZ_AXIS_SELF] = "self",
        [VZ_AXIS_DESCENDANT_OR_SELF] = "descendant-or-self",
        [VZ_AXIS_ANCESTOR_OR_SELF] = "ancestor-or-self",
    };
    const struct vz_token *token = &p->token;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i]) == token->len &&
            memcmp(names[i], token->start, token->len) == 0) {
            step->axis = (enum vz_axis)i;
            advance(p);
            advance(p); // the :: that made it an axis
            return true;
        }
    }
    return vz_error_set(
        p->error, VZ_SYNTAX, "unknown axis '%.*s' at character %d",
        (int)(token->len > 40 ? 40 : token->len), token->start, here(p));
}

// ----------------------------------------------------------------- paths

static bool parse_predicates(struct parser *p, struct vz_predicate **list) {
    while (p->token.kind == VZ_TOKEN_OPEN_BRACKET) {
        advance(p);
        struct vz_predicate *predicate =
            vz_arena_alloc(p->scope->arena, sizeof(*predicate));
        if (predicate == NULL) {
            return vz_error_nomem(p->error);
        }
        predicate->expr = parse_expr(p);
        if (predicate->expr == NULL ||
            !expect(p, VZ_TOKEN_CLOSE_BRACKET, "a ]")) {
            return false;
        }
        *list = predicate;
        list = &predicate->next;
    }
    return true;
}

static struct vz_step *new_step(struct parser *p, enum vz_axis axis) {
    struct vz_step *step = vz_arena_alloc(p->scope->arena, sizeof(*step));
    if (step == NULL) {
        vz_error_nomem(p->error);
        return NULL;
    }
    step->axis = axis;
    step->test = VZ_TEST_NODE;
    return step;
}

static struct vz_step *parse_step(struct parser *p) {
    struct vz_step *step = new_step(p, VZ_AXIS_CHILD);
    if (step == NULL) {
        return NULL;
    }
    enum vz_token_kind kind = p->token.kind;
    if (kind == VZ_TOKEN_DOT || kind == VZ_TOKEN_DOTS) {
        step->axis = kind == VZ_TOKEN_DOT ? VZ_AXIS_SELF : VZ_AXIS_PARENT;
        advance(p);
        // XPath 1.0 has no predicates here; peers take them, so do we.
        return parse_predicates(p, &step->predicates) ? step : NULL;
    }
    if (kind == VZ_TOKEN_AT) {
        step->axis = VZ_AXIS_ATTRIBUTE;
        advance(p);
    } else if (kind == VZ_TOKEN_AXIS && !parse_axis(p, step)) {
        return NULL;
    }
    if (!parse_node_test(p, step) || !parse_predicates(p, &step->predicates)) {
        return NULL;
    }
    return step;
}

// One step after `//`. Without a predicate, which could count positions, the
// two steps that // stands for are one walk over the descendants.
static struct vz_step *parse_deep_step(struct parser *p,
                                       struct vz_step **last) {
    struct vz_step *step = parse_step(p);
    if (step == NULL) {
        return NULL;
    }
    *last = step;
    if (step->axis == VZ_AXIS_CHILD && step->predicates == NULL) {
        step->axis = VZ_AXIS_DESCENDANT;
        return step;
    }
    struct vz_step *deep = new_step(p, VZ_AXIS_DESCENDANT_OR_SELF);
    if (deep != NULL) {
        deep->next = step;
    }
    return deep;
}

static bool starts_step(enum vz_token_kind kind) {
    switch (kind) {
    case VZ_TOKEN_NAME:
    case VZ_TOKEN_ANY:
    case VZ_TOKEN_AXIS:
    case VZ_TOKEN_NODE_TYPE:
    case VZ_TOKEN_AT:
    case VZ_TOKEN_DOT:
    case VZ_TOKEN_DOTS:
    case VZ_TOKEN_FUNCTION:
        return true;
    default:
        return false;
    }
}

// Steps, the first of them after `separator` (SLASH or SLASHES).
static bool parse_steps(struct parser *p, struct vz_step **list,
                        enum vz_token_kind separator) {
    for (;;) {
        struct vz_step *last = NULL;
        struct vz_step *step;
        if (separator == VZ_TOKEN_SLASHES) {
            step = parse_deep_step(p, &last);
        } else {
            step = last = parse_step(p);
        }
        if (step == NULL) {
            return false;
        }
        *list = step;
        list = &last->next;
        separator = p->token.kind;
        if (separator != VZ_TOKEN_SLASH && separator != VZ_TOKEN_SLASHES) {
            return true;
        }
        advance(p);
    }
}

static struct vz_ast *parse_location(struct parser *p) {
    enum vz_token_kind kind = p->token.kind;
    bool absolute = kind == VZ_TOKEN_SLASH || kind == VZ_TOKEN_SLASHES;
    if (!absolute && !starts_step(kind)) {
        return fail_token(p, "a value");
    }
    struct vz_ast *ast = new_ast(p, VZ_AST_PATH, p->token.start);
    if (ast == NULL) {
        return NULL;
    }
    if (absolute) {
        ast->path.start = VZ_START_ROOT;
        advance(p);
        if (kind == VZ_TOKEN_SLASH && !starts_step(p->token.kind)) {
            return ast;
        }
    }
    return parse_steps(p, &ast->path.steps, kind) ? ast : NULL;
}

// ------------------------------------------------------------- functions

static bool check_arity(struct parser *p, const struct vz_ast *ast) {
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
static bool has_own_prefix(const struct parser *p,
                           const struct vz_token *token) {
    static const char *const own[] = {
        "http://www.w3.org/2002/xforms",
        "http://www.w3.org/2005/xpath-functions",
        "http://enketo.org/xforms",
    };
    const char *uri = token->prefix_len > 0 ? uri_of_prefix(p, token) : NULL;
    for (size_t i = 0; uri != NULL && i < sizeof(own) / sizeof(own[0]); i++) {
        if (strcmp(uri, own[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const struct vz_function *find_function(struct parser *p) {
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

static struct vz_ast *parse_call(struct parser *p) {
    struct vz_ast *ast = new_ast(p, VZ_AST_CALL, p->token.start);
    if (ast == NULL) {
        return NULL;
    }
    ast->call.function = find_function(p);
    if (ast->call.function == NULL) {
        return NULL;
    }
    advance(p);
    advance(p); // the ( that made it a function
    struct vz_ast **link = &ast->call.args;
    while (p->token.kind != VZ_TOKEN_CLOSE) {
        if (ast->call.n_args > 0 && !expect(p, VZ_TOKEN_COMMA, "a )")) {
            return NULL;
        }
        *link = parse_expr(p);
        if (*link == NULL) {
            return NULL;
        }
        link = &(*link)->next;
        ast->call.n_args++;
    }
    advance(p);
    return check_arity(p, ast) ? ast : NULL;
}

// ------------------------------------------------------------ expressions

static struct vz_ast *parse_literal(struct parser *p) {
    bool number = p->token.kind == VZ_TOKEN_NUMBER;
    struct vz_ast *ast =
        new_ast(p, number ? VZ_AST_NUMBER : VZ_AST_TEXT, p->token.start);
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
    advance(p);
    return ast;
}

static struct vz_ast *parse_brackets(struct parser *p) {
    advance(p);
    struct vz_ast *ast = parse_expr(p);
    if (ast == NULL || !expect(p, VZ_TOKEN_CLOSE, "a )")) {
        return NULL;
    }
    return ast;
}

static struct vz_ast *parse_base(struct parser *p) {
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
static struct vz_ast *parse_path(struct parser *p) {
    enum vz_token_kind kind = p->token.kind;
    if (kind != VZ_TOKEN_NUMBER && kind != VZ_TOKEN_TEXT &&
        kind != VZ_TOKEN_OPEN && kind != VZ_TOKEN_FUNCTION) {
        return parse_location(p);
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
                     slash ? "/" : "[", here(p));
        return NULL;
    }
    struct vz_ast *ast = new_ast(p, VZ_AST_PATH, base->at);
    if (ast == NULL) {
        return NULL;
    }
    ast->path.start = VZ_START_EXPR;
    ast->path.base = base;
    if (!parse_predicates(p, &ast->path.predicates)) {
        return NULL;
    }
    after = p->token.kind;
    if (after == VZ_TOKEN_SLASH || after == VZ_TOKEN_SLASHES) {
        advance(p);
        if (!parse_steps(p, &ast->path.steps, after)) {
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

static struct vz_ast *parse_rank(struct parser *p, enum rank rank);

// Any number of minus signs is none, one or two.
static struct vz_ast *parse_negation(struct parser *p) {
    const char *at = p->token.start;
    size_t n = 0;
    while (p->token.kind == VZ_TOKEN_MINUS) {
        advance(p);
        n++;
    }
    struct vz_ast *ast = parse_rank(p, RANK_UNION);
    size_t kept = n == 0 ? 0 : 2 - n % 2;
    for (size_t i = 0; i < kept && ast != NULL; i++) {
        struct vz_ast *negate = new_ast(p, VZ_AST_NEGATE, at);
        if (negate != NULL) {
            negate->operand = ast;
        }
        ast = negate;
    }
    return ast;
}

static bool check_operand(struct parser *p, enum rank rank,
                          const struct vz_ast *ast) {
    if (rank != RANK_UNION || vz_parser_answers_nodes(ast)) {
        return true;
    }
    return vz_error_set(p->error, VZ_INVALID,
                        "| joins paths; what starts at character %d is none",
                        vz_lexer_character(p->text, ast->at));
}

// Operands of one rank, with what binds tighter between them.
static struct vz_ast *parse_rank(struct parser *p, enum rank rank) {
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
    struct vz_ast *chain = new_ast(p, VZ_AST_CHAIN, first->at);
    if (chain == NULL || !check_operand(p, rank, first)) {
        return NULL;
    }
    chain->first = first;
    struct vz_ast **link = &first->next;
    while (rank_of(p->token.kind) == rank) {
        enum vz_token_kind op = p->token.kind;
        advance(p);
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

static struct vz_ast *parse_expr(struct parser *p) {
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
    struct parser p = {.scope = scope, .text = text, .error = error};
    vz_lexer_init(&p.lexer, text);
    advance(&p);
    if (p.token.kind == VZ_TOKEN_END) {
        vz_error_set(error, VZ_SYNTAX, "the expression is empty");
        return NULL;
    }
    struct vz_ast *ast = parse_expr(&p);
    if (ast != NULL && p.token.kind != VZ_TOKEN_END) {
        if (p.token.kind == VZ_TOKEN_CLOSE) {
            vz_error_set(error, VZ_SYNTAX,
                         "the ) at character %d has no ( before it", here(&p));
            return NULL;
        }
        return fail_token(&p, "an operator");
    }
    return ast;
}
