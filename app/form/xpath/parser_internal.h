/*
 * What the two halves of the parser share: location paths (XPath 1.0, section
 * 2) and the other expressions (section 3), which stand inside one another.
 *
 * Each function that parses answers NULL or false with the error filled.
 */
#ifndef VZ_FORM_XPATH_PARSER_INTERNAL_H
#define VZ_FORM_XPATH_PARSER_INTERNAL_H

#include "parser.h"

struct vz_parser {
    const struct vz_xpath_scope *scope;
    struct vz_lexer lexer;
    struct vz_token token; // the one to be parsed next
    const char *text;
    struct vz_error *error;
    int depth;
};

// To the next token.
void vz_parser_advance(struct vz_parser *p);
// The character at which the token stands, from 1.
int vz_parser_here(const struct vz_parser *p);
// Says what is wrong with the token; `wanted` is what should stand there.
struct vz_ast *vz_parser_fail_token(struct vz_parser *p, const char *wanted);
// Goes past a token of this kind, which is called `wanted`.
bool vz_parser_expect(struct vz_parser *p, enum vz_token_kind kind,
                      const char *wanted);
struct vz_ast *vz_parser_new_ast(struct vz_parser *p, enum vz_ast_kind kind,
                                 const char *at);

// parser.c
struct vz_ast *vz_parser_expr(struct vz_parser *p);

// parser_path.c

// What the token's prefix stands for, or NULL.
const char *vz_parser_uri_of_prefix(const struct vz_parser *p,
                                    const struct vz_token *token);
// Any number of [...].
bool vz_parser_predicates(struct vz_parser *p, struct vz_predicate **list);
// Steps, the first of them after `separator` (SLASH or SLASHES).
bool vz_parser_steps(struct vz_parser *p, struct vz_step **list,
                     enum vz_token_kind separator);
struct vz_ast *vz_parser_location(struct vz_parser *p);

#endif
