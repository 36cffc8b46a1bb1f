/*
 * Tokens of an expression: XPath 1.0, section 3.7, with its rules for telling
 * `*` the operator from `*` the name test, and `and` the operator from a
 * question that is named "and".
 */
#ifndef VZ_FORM_XPATH_LEXER_H
#define VZ_FORM_XPATH_LEXER_H

#include <stdbool.h>
#include <stddef.h>

enum vz_token_kind {
    VZ_TOKEN_END,
    VZ_TOKEN_BAD,        // a character or text that no token begins with
    VZ_TOKEN_OPEN_QUOTE, // a text without its closing quote
    VZ_TOKEN_NUMBER,
    VZ_TOKEN_TEXT,      // start and len are what stands between the quotes
    VZ_TOKEN_NAME,      // a name test: name, prefix:name, prefix:*
    VZ_TOKEN_ANY,       // * as a name test
    VZ_TOKEN_FUNCTION,  // a name before (
    VZ_TOKEN_NODE_TYPE, // node, text, comment, processing-instruction before (
    VZ_TOKEN_AXIS,      // a name before ::
    VZ_TOKEN_OPEN,
    VZ_TOKEN_CLOSE,
    VZ_TOKEN_OPEN_BRACKET,
    VZ_TOKEN_CLOSE_BRACKET,
    VZ_TOKEN_DOT,
    VZ_TOKEN_DOTS,
    VZ_TOKEN_AT,
    VZ_TOKEN_COMMA,
    VZ_TOKEN_COLONS,
    VZ_TOKEN_SLASH,
    VZ_TOKEN_SLASHES,
    VZ_TOKEN_DOLLAR,
    // From here on: operators, after which a value must follow.
    VZ_TOKEN_UNION,
    VZ_TOKEN_PLUS,
    VZ_TOKEN_MINUS,
    VZ_TOKEN_MULTIPLY,
    VZ_TOKEN_DIV,
    VZ_TOKEN_MOD,
    VZ_TOKEN_EQUAL,
    VZ_TOKEN_NOT_EQUAL,
    VZ_TOKEN_LESS,
    VZ_TOKEN_LESS_EQUAL,
    VZ_TOKEN_GREATER,
    VZ_TOKEN_GREATER_EQUAL,
    VZ_TOKEN_AND,
    VZ_TOKEN_OR,
};

struct vz_token {
    enum vz_token_kind kind;
    const char *start; // into the lexer's text
    size_t len;
    size_t prefix_len; // of names: bytes before the colon, 0 = no prefix
};

// The text is borrowed and NUL-terminated. Not more than a cursor: copy it to
// look ahead.
struct vz_lexer {
    const char *text;
    const char *at;
    enum vz_token_kind last; // what came before, for the two rules above
};

void vz_lexer_init(struct vz_lexer *lexer, const char *text);
// The next token. After END and after a bad token it stays where it is.
struct vz_token vz_lexer_next(struct vz_lexer *lexer);
// Number of the character (from 1, counted as UTF-8) at which `at` points.
int vz_lexer_character(const char *text, const char *at);

#endif
