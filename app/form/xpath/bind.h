/*
 * From names to questions: ties the paths of a parsed expression to the nodes
 * of the form's template, finds what is misspelt, and notes what is read.
 */
#ifndef VZ_FORM_XPATH_BIND_H
#define VZ_FORM_XPATH_BIND_H

#include "expr.h"

// Binds expr->root and fills the rest of expr. False with the error filled.
bool vz_bind_expr(const struct vz_xpath_scope *scope,
                  struct vz_xpath_expr *expr, struct vz_error *error);

#endif
