/*
 * Text to tree. Knows the grammar, function names and prefixes; knows nothing
 * of the form (see bind.h).
 */
#ifndef VZ_FORM_XPATH_PARSER_H
#define VZ_FORM_XPATH_PARSER_H

#include "expr.h"

#define VZ_PARSER_MAX_TEXT (64 * 1024)
#define VZ_PARSER_MAX_DEPTH 200

// NULL on failure, with the error filled. The tree lives in scope->arena.
struct vz_ast *vz_parser_parse(const struct vz_xpath_scope *scope,
                               const char *text, struct vz_error *error);

// Whether the expression may answer a nodeset.
bool vz_parser_answers_nodes(const struct vz_ast *ast);

#endif
