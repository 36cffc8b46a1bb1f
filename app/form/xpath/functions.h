/*
 * The table of functions: what an expression may call, with what arguments.
 *
 * Arguments are evaluated and converted before a function runs, as its
 * signature says, one letter an argument:
 *     s  text              n  number            b  boolean
 *     N  nodeset           v  any value, as it is
 *     -  not evaluated: the function evaluates the argument itself
 *     ?  what follows is optional
 *     *  what stands before may be repeated, from the last letter on; with two
 *        stars the last two letters repeat as a pair
 */
#ifndef VZ_FORM_XPATH_FUNCTIONS_H
#define VZ_FORM_XPATH_FUNCTIONS_H

#include "eval.h"

#include <string.h>

struct vz_call {
    struct vz_eval *eval;
    const struct vz_focus *focus;
    const struct vz_ast *ast;
    struct vz_xvalue *args; // evaluated; functions may take from them
    size_t n_args;
};

enum vz_function_flag {
    VZ_FUNCTION_VOLATILE = 1,       // the result may change by itself
    VZ_FUNCTION_NODESET = 2,        // answers a nodeset
    VZ_FUNCTION_VOLATILE_ALONE = 4, // volatile when the last ? is left out
    VZ_FUNCTION_ANY = 8,            // may answer a nodeset or a value
    VZ_FUNCTION_FOCUS = 16,      // depends on the node or position in the focus
    VZ_FUNCTION_FOCUS_TEXT = 32, // without arguments: the focus's text
    VZ_FUNCTION_TEXTS = 64,      // reads the text of the nodes of its nodeset
};

struct vz_function {
    const char *name;
    const char *signature;
    // False when out of memory or over a limit. `out` is empty text before.
    bool (*run)(struct vz_call *call, struct vz_xvalue *out);
    int flags;
};

// The families, each sorted by nothing in particular and ended by a NULL name.
extern const struct vz_function vz_functions_string[];
extern const struct vz_function vz_functions_number[];
extern const struct vz_function vz_functions_logic[];
extern const struct vz_function vz_functions_nodeset[];
extern const struct vz_function vz_functions_repeat[];
extern const struct vz_function vz_functions_date[];
extern const struct vz_function vz_functions_select[];
extern const struct vz_function vz_functions_random[];
extern const struct vz_function vz_functions_geo[];
extern const struct vz_function vz_functions_digest[];

// Whether digest() knows these; the encoding may be NULL.
#define VZ_DIGEST_UNKNOWN                                                    \
    "digest() takes MD5, SHA-1, SHA-256, SHA-384 or SHA-512, and base64 or " \
    "hex"
bool vz_functions_know_digest(const char *algorithm, const char *encoding);

// The function of this name, or NULL with `*nearest` set to the name most like
// it, or NULL when none is.
const struct vz_function *vz_functions_find(const char *name, size_t len,
                                            const char **nearest);

// Whether an expression is a call of this function.
static inline bool vz_functions_is_call(const struct vz_ast *ast,
                                        const char *name) {
    return ast->kind == VZ_AST_CALL &&
           strcmp(ast->call.function->name, name) == 0;
}

// Numbers of arguments that a signature allows (SIZE_MAX = no upper limit).
void vz_functions_arity(const char *signature, size_t *min, size_t *max);
// The signature's letter for argument i.
char vz_functions_letter(const char *signature, size_t i);

#endif
