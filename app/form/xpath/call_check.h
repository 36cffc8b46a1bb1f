/*
 * What a call must be given, beyond the number of arguments that the parser
 * counts; and what of its arguments is made ready when it is compiled.
 */
#ifndef VZ_FORM_XPATH_CALL_CHECK_H
#define VZ_FORM_XPATH_CALL_CHECK_H

#include "expr.h"

// Before the arguments are bound: nodesets where they are wanted, pairs that
// are whole, a digest that is known; compiles the constant pattern of regex()
// and makes a path of the text of jr:choice-name(). False with the error.
bool vz_call_check(const struct vz_xpath_scope *scope, struct vz_ast *call,
                   struct vz_error *error);
// After they are bound: indexed-repeat() goes by ways through the template.
bool vz_call_check_bound(const struct vz_xpath_scope *scope,
                         const struct vz_ast *call, struct vz_error *error);

#endif
