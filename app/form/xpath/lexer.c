#include "lexer.h"

#include <string.h>

void vz_lexer_init(struct vz_lexer *lexer, const char *text) {
    *lexer = (struct vz_lexer){text, text, VZ_TOKEN_END};
}

int vz_lexer_character(const char *text, const char *at) {
    int n = 1;
    for (; text < at; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Every character outside ASCII counts as a letter: XML allows nearly all.
static bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static bool continues_name(char c) {
    return starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

static const char *skip_space(const char *at) {
    while (is_space(*at)) {
        at++;
    }
    return at;
}

static const char *skip_name(const char *at) {
    while (continues_name(*at)) {
        at++;
    }
    return at;
}

// XPath 1.0, 3.7: after these (or at the start) `*` and names are operands.
static bool wants_operand(enum vz_token_kind last) {
    switch (last) {
    case VZ_TOKEN_END:
    case VZ_TOKEN_AT:
    case VZ_TOKEN_COLONS:
    case VZ_TOKEN_OPEN:
    case VZ_TOKEN_OPEN_BRACKET:
    case VZ_TOKEN_COMMA:
    case VZ_TOKEN_SLASH:
    case VZ_TOKEN_SLASHES:
        return true;
    default:
        return last >= VZ_TOKEN_UNION;
    }
}

static bool token_is(const struct vz_token *token, const char *word) {
    return token->len == strlen(word) &&
           memcmp(token->start, word, token->len) == 0;
}

static enum vz_token_kind operator_word(const struct vz_token *token) {
    static const struct {
        const char *word;
        enum vz_token_kind kind;
    } words[] = {
        {"and", VZ_TOKEN_AND},
        {"or", VZ_TOKEN_OR},
        {"mod", VZ_TOKEN_MOD},
        {"div", VZ_TOKEN_DIV},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (token_is(token, words[i].word)) {
            return words[i].kind;
        }
    }
    return VZ_TOKEN_BAD;
}

static bool is_node_type(const struct vz_token *token) {
    return token_is(token, "node") || token_is(token, "text") ||
           token_is(token, "comment") ||
           token_is(token, "processing-instruction");
}

// What a name is depends on what stands before and after it.
static void read_name(struct vz_lexer *lexer, struct vz_token *token) {
    const char *end = skip_name(lexer->at);
    if (!wants_operand(lexer->last)) {
        token->len = (size_t)(end - lexer->at);
        token->kind = operator_word(token);
        lexer->at = end;
        return;
    }
    if (end[0] == ':' && (starts_name(end[1]) || end[1] == '*')) {
        token->prefix_len = (size_t)(end - lexer->at);
        end = end[1] == '*' ? end + 2 : skip_name(end + 1);
    }
    token->len = (size_t)(end - lexer->at);
    const char *after = skip_space(end);
    if (after[0] == '(') {
        token->kind = is_node_type(token) ? VZ_TOKEN_NODE_TYPE
                                          : VZ_TOKEN_FUNCTION;
    } else if (after[0] == ':' && after[1] == ':') {
        token->kind = VZ_TOKEN_AXIS;
    } else {
        token->kind = VZ_TOKEN_NAME;
    }
    lexer->at = end;
}

static void read_number(struct vz_lexer *lexer, struct vz_token *token) {
    const char *end = lexer->at;
    while (is_digit(*end)) {
        end++;
    }
    if (*end == '.') {
        end++;
        while (is_digit(*end)) {
            end++;
        }
    }
    token->kind = VZ_TOKEN_NUMBER;
    token->len = (size_t)(end - lexer->at);
    lexer->at = end;
}

static void read_text(struct vz_lexer *lexer, struct vz_token *token) {
    const char *end = strchr(lexer->at + 1, *lexer->at);
    if (end == NULL) {
        token->kind = VZ_TOKEN_OPEN_QUOTE;
        return;
    }
    token->kind = VZ_TOKEN_TEXT;
    token->start = lexer->at + 1;
    token->len = (size_t)(end - token->start);
    lexer->at = end + 1;
}

static void read_symbol(struct vz_lexer *lexer, struct vz_token *token) {
    // Longer ones first.
    static const struct {
        const char *text;
        enum vz_token_kind kind;
    } symbols[] = {
        {"//", VZ_TOKEN_SLASHES},     {"::", VZ_TOKEN_COLONS},
        {"..", VZ_TOKEN_DOTS},        {"!=", VZ_TOKEN_NOT_EQUAL},
        {"<=", VZ_TOKEN_LESS_EQUAL},  {">=", VZ_TOKEN_GREATER_EQUAL},
        {"(", VZ_TOKEN_OPEN},         {")", VZ_TOKEN_CLOSE},
        {"[", VZ_TOKEN_OPEN_BRACKET}, {"]", VZ_TOKEN_CLOSE_BRACKET},
        {".", VZ_TOKEN_DOT},          {"@", VZ_TOKEN_AT},
        {",", VZ_TOKEN_COMMA},        {"/", VZ_TOKEN_SLASH},
        {"$", VZ_TOKEN_DOLLAR},       {"|", VZ_TOKEN_UNION},
        {"+", VZ_TOKEN_PLUS},         {"-", VZ_TOKEN_MINUS},
        {"=", VZ_TOKEN_EQUAL},        {"<", VZ_TOKEN_LESS},
        {">", VZ_TOKEN_GREATER},
    };
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        size_t len = strlen(symbols[i].text);
        if (strncmp(lexer->at, symbols[i].text, len) == 0) {
            token->kind = symbols[i].kind;
            token->len = len;
            lexer->at += len;
            return;
        }
    }
    token->len = 1;
}

struct vz_token vz_lexer_next(struct vz_lexer *lexer) {
    lexer->at = skip_space(lexer->at);
    const char *at = lexer->at;
    struct vz_token token = {.kind = VZ_TOKEN_BAD, .start = at};
    if (*at == '\0') {
        token.kind = VZ_TOKEN_END;
        return token;
    }
    if (starts_name(*at)) {
        read_name(lexer, &token);
    } else if (is_digit(at[0]) || (at[0] == '.' && is_digit(at[1]))) {
        read_number(lexer, &token);
    } else if (*at == '"' || *at == '\'') {
        read_text(lexer, &token);
    } else if (*at == '*') {
        token.kind = wants_operand(lexer->last) ? VZ_TOKEN_ANY
                                                : VZ_TOKEN_MULTIPLY;
        token.len = 1;
        lexer->at++;
    } else {
        read_symbol(lexer, &token);
    }
    lexer->last = token.kind;
    return token;
}
