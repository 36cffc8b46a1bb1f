#include "parser_internal.h"

#include <string.h>

// ------------------------------------------------------------ name tests

const char *vz_parser_uri_of_prefix(const struct vz_parser *p,
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
static bool resolve_prefix(struct vz_parser *p, const struct vz_token *token,
                           const char **ns) {
    const char *uri = vz_parser_uri_of_prefix(p, token);
    if (uri != NULL) {
        *ns = vz_names_intern(p->scope->names, uri);
        return *ns != NULL || vz_error_nomem(p->error);
    }
    return vz_error_set(p->error, VZ_INVALID,
                        "the prefix '%.*s' is not declared (character %d)",
                        (int)token->prefix_len, token->start,
                        vz_parser_here(p));
}

static bool parse_name_test(struct vz_parser *p, struct vz_step *step) {
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
    vz_parser_advance(p);
    return true;
}

static bool parse_node_type(struct vz_parser *p, struct vz_step *step) {
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
    vz_parser_advance(p);
    if (!vz_parser_expect(p, VZ_TOKEN_OPEN, "a (")) {
        return false;
    }
    if (step->test == VZ_TEST_INSTRUCTION && p->token.kind == VZ_TOKEN_TEXT) {
        step->name =
            vz_names_intern_n(p->scope->names, p->token.start, p->token.len);
        if (step->name == NULL) {
            return vz_error_nomem(p->error);
        }
        vz_parser_advance(p);
    }
    return vz_parser_expect(p, VZ_TOKEN_CLOSE, "a )");
}

static bool parse_node_test(struct vz_parser *p, struct vz_step *step) {
    switch (p->token.kind) {
    case VZ_TOKEN_ANY:
        step->test = VZ_TEST_ANY_NAME;
        vz_parser_advance(p);
        return true;
    case VZ_TOKEN_NAME:
        return parse_name_test(p, step);
    case VZ_TOKEN_NODE_TYPE:
        return parse_node_type(p, step);
    case VZ_TOKEN_FUNCTION:
        return vz_error_set(p->error, VZ_SYNTAX,
                            "a function cannot stand inside a path "
                            "(character %d)",
                            vz_parser_here(p));
    default:
        vz_parser_fail_token(p, "a name");
        return false;
    }
}

static bool parse_axis(struct vz_parser *p, struct vz_step *step) {
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
            vz_parser_advance(p);
            vz_parser_advance(p); // the :: that made it an axis
            return true;
        }
    }
    return vz_error_set(p->error, VZ_SYNTAX,
                        "unknown axis '%.*s' at character %d",
                        (int)(token->len > 40 ? 40 : token->len), token->start,
                        vz_parser_here(p));
}

// ----------------------------------------------------------------- paths

bool vz_parser_predicates(struct vz_parser *p, struct vz_predicate **list) {
    while (p->token.kind == VZ_TOKEN_OPEN_BRACKET) {
        vz_parser_advance(p);
        struct vz_predicate *predicate =
            vz_arena_alloc(p->scope->arena, sizeof(*predicate));
        if (predicate == NULL) {
            return vz_error_nomem(p->error);
        }
        predicate->expr = vz_parser_expr(p);
        if (predicate->expr == NULL ||
            !vz_parser_expect(p, VZ_TOKEN_CLOSE_BRACKET, "a ]")) {
            return false;
        }
        *list = predicate;
        list = &predicate->next;
    }
    return true;
}

static struct vz_step *new_step(struct vz_parser *p, enum vz_axis axis) {
    struct vz_step *step = vz_arena_alloc(p->scope->arena, sizeof(*step));
    if (step == NULL) {
        vz_error_nomem(p->error);
        return NULL;
    }
    step->axis = axis;
    step->test = VZ_TEST_NODE;
    return step;
}

static struct vz_step *parse_step(struct vz_parser *p) {
    struct vz_step *step = new_step(p, VZ_AXIS_CHILD);
    if (step == NULL) {
        return NULL;
    }
    enum vz_token_kind kind = p->token.kind;
    if (kind == VZ_TOKEN_DOT || kind == VZ_TOKEN_DOTS) {
        step->axis = kind == VZ_TOKEN_DOT ? VZ_AXIS_SELF : VZ_AXIS_PARENT;
        vz_parser_advance(p);
        // XPath 1.0 has no predicates here; peers take them, so do we.
        return vz_parser_predicates(p, &step->predicates) ? step : NULL;
    }
    if (kind == VZ_TOKEN_AT) {
        step->axis = VZ_AXIS_ATTRIBUTE;
        vz_parser_advance(p);
    } else if (kind == VZ_TOKEN_AXIS && !parse_axis(p, step)) {
        return NULL;
    }
    if (!parse_node_test(p, step) ||
        !vz_parser_predicates(p, &step->predicates)) {
        return NULL;
    }
    return step;
}

// One step after `//`. Without a predicate, which could count positions, the
// two steps that // stands for are one walk over the descendants.
static struct vz_step *parse_deep_step(struct vz_parser *p,
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

bool vz_parser_steps(struct vz_parser *p, struct vz_step **list,
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
        vz_parser_advance(p);
    }
}

struct vz_ast *vz_parser_location(struct vz_parser *p) {
    enum vz_token_kind kind = p->token.kind;
    bool absolute = kind == VZ_TOKEN_SLASH || kind == VZ_TOKEN_SLASHES;
    if (!absolute && !starts_step(kind)) {
        return vz_parser_fail_token(p, "a value");
    }
    struct vz_ast *ast = vz_parser_new_ast(p, VZ_AST_PATH, p->token.start);
    if (ast == NULL) {
        return NULL;
    }
    if (absolute) {
        ast->path.start = VZ_START_ROOT;
        vz_parser_advance(p);
        if (kind == VZ_TOKEN_SLASH && !starts_step(p->token.kind)) {
            return ast;
        }
    }
    return vz_parser_steps(p, &ast->path.steps, kind) ? ast : NULL;
}
