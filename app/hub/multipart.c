#include "multipart.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum state {
    STATE_PREAMBLE,     // before the first delimiter: ignored
    STATE_DELIMITER,    // just after a delimiter: CR, space, or the first '-'
    STATE_DELIMITER_LF, // its CR was seen
    STATE_LAST_DASH,    // the first '-' of "--" was seen
    STATE_HEADERS,
    STATE_DATA,
    STATE_EPILOGUE, // after the last delimiter: ignored
};

// ----------------------------------------------------------- header values
// A value with parameters: `form-data; name="a\"b"; filename*=UTF-8''c`.
struct cursor {
    const char *at;
};

static void skip_space(struct cursor *cursor) {
    while (*cursor->at == ' ' || *cursor->at == '\t') {
        cursor->at++;
    }
}

static bool put(char *out, size_t size, size_t *len, char c) {
    if (*len + 1 >= size) {
        return false;
    }
    out[(*len)++] = c;
    out[*len] = '\0';
    return true;
}

static bool read_token(struct cursor *cursor, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    while (*cursor->at && !strchr("; \t=\"", *cursor->at)) {
        if (!put(out, size, &len, *cursor->at++)) {
            return false;
        }
    }
    return len > 0;
}

static bool read_quoted(struct cursor *cursor, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    cursor->at++;
    while (*cursor->at && *cursor->at != '"') {
        // Only \" and \\ are escapes: old browsers send paths with single
        // backslashes.
        if (cursor->at[0] == '\\' &&
            (cursor->at[1] == '"' || cursor->at[1] == '\\')) {
            cursor->at++;
        }
        if (!put(out, size, &len, *cursor->at++)) {
            return false;
        }
    }
    return *cursor->at++ == '"';
}

// Moves to the next `; name=value`. False at the end; *bad when malformed.
static bool next_parameter(struct cursor *cursor, char name[64],
                           char value[VZ_PART_TEXT], bool *bad) {
    skip_space(cursor);
    if (!*cursor->at) {
        return false;
    }
    *bad = true;
    if (*cursor->at++ != ';') {
        return false;
    }
    skip_space(cursor);
    if (!*cursor->at) {
        *bad = false; // a ';' at the end is harmless
        return false;
    }
    if (!read_token(cursor, name, 64)) {
        return false;
    }
    skip_space(cursor);
    if (*cursor->at++ != '=') {
        return false;
    }
    skip_space(cursor);
    *bad = *cursor->at == '"' ? !read_quoted(cursor, value, VZ_PART_TEXT)
                              : !read_token(cursor, value, VZ_PART_TEXT);
    return !*bad;
}

static bool is_boundary(const char *text) {
    size_t len = strlen(text);
    if (len == 0 || len > VZ_BOUNDARY_MAX || text[len - 1] == ' ') {
        return false;
    }
    for (; *text; text++) {
        if (!isalnum((unsigned char)*text) && !strchr("'()+_,-./:=? ", *text)) {
            return false;
        }
    }
    return true;
}

enum vz_status vz_multipart_boundary(const char *content_type,
                                     char out[VZ_BOUNDARY_MAX + 1]) {
    static const char type[] = "multipart/form-data";
    if (!content_type ||
        strncasecmp(content_type, type, sizeof(type) - 1) != 0) {
        return VZ_UNSUPPORTED;
    }
    struct cursor cursor = {content_type + sizeof(type) - 1};
    char name[64], value[VZ_PART_TEXT];
    bool bad = false;
    while (next_parameter(&cursor, name, value, &bad)) {
        if (!strcasecmp(name, "boundary") && is_boundary(value)) {
            strcpy(out, value);
            return VZ_OK;
        }
    }
    return VZ_INVALID;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// RFC 5987: UTF-8''percent-encoded. False when it is not that.
static bool decode_extended(const char *value, char out[VZ_PART_TEXT]) {
    if (strncasecmp(value, "utf-8'", 6) != 0) {
        return false;
    }
    const char *text = strchr(value + 6, '\'');
    size_t len = 0;
    out[0] = '\0';
    for (text = text ? text + 1 : ""; *text; text++) {
        char c = *text;
        if (c == '%') {
            int high = hex_digit(text[1]);
            int low = high < 0 ? -1 : hex_digit(text[2]);
            if (low < 0 || (high == 0 && low == 0)) {
                return false;
            }
            c = (char)(high * 16 + low);
            text += 2;
        }
        if (!put(out, VZ_PART_TEXT, &len, c)) {
            return false;
        }
    }
    return len > 0;
}

// Clients percent-encode the quote, CR and LF of a name and nothing else, not
// even '%' (WHATWG's multipart rules, and RFC 7578 section 4.2), so those three
// are decoded and any other '%' is the name's own.
static void decode_name(char *text) {
    char *out = text;
    while (*text) {
        int high = *text == '%' ? hex_digit(text[1]) : -1;
        int low = high < 0 ? -1 : hex_digit(text[2]);
        int c = low < 0 ? 0 : high * 16 + low;
        bool encoded = c == '"' || c == '\r' || c == '\n';
        *out++ = encoded ? (char)c : *text;
        text += encoded ? 3 : 1;
    }
    *out = '\0';
}

static bool read_disposition(const char *value, struct vz_part *part) {
    struct cursor cursor = {value};
    char name[64], text[VZ_PART_TEXT], extended[VZ_PART_TEXT] = "";
    if (!read_token(&cursor, name, sizeof(name)) ||
        strcasecmp(name, "form-data") != 0) {
        return false;
    }
    bool bad = false;
    while (next_parameter(&cursor, name, text, &bad)) {
        if (!strcasecmp(name, "name")) {
            decode_name(text);
            strcpy(part->name, text);
        } else if (!strcasecmp(name, "filename")) {
            decode_name(text);
            strcpy(part->filename, text);
            part->is_file = true;
        } else if (!strcasecmp(name, "filename*") &&
                   !decode_extended(text, extended)) {
            return false;
        }
    }
    if (*extended) {
        strcpy(part->filename, extended);
        part->is_file = true;
    }
    return !bad && (*part->name || part->is_file);
}

// --------------------------------------------------------- headers of a part
static bool read_header(char *line, struct vz_part *part, bool *disposed) {
    char *colon = strchr(line, ':');
    if (!colon) {
        return false;
    }
    *colon = '\0';
    char *value = colon + 1 + strspn(colon + 1, " \t");
    if (!strcasecmp(line, "Content-Disposition")) {
        *disposed = true;
        return read_disposition(value, part);
    }
    if (!strcasecmp(line, "Content-Type")) {
        if (strlen(value) >= VZ_PART_TEXT) {
            return false;
        }
        strcpy(part->content_type, value);
    }
    return true;
}

// `headers` ends with an empty line; folded lines are joined first.
static bool read_headers(struct vz_multipart *multipart, struct vz_part *part) {
    char *text = multipart->headers;
    text[multipart->headers_len] = '\0';
    if (strlen(text) != multipart->headers_len) {
        return false; // a NUL byte
    }
    for (char *fold = text; (fold = strstr(fold, "\r\n"));) {
        if (fold[2] == ' ' || fold[2] == '\t') {
            fold[0] = fold[1] = ' ';
        } else {
            fold += 2;
        }
    }
    bool disposed = false;
    for (char *end; *text && (end = strstr(text, "\r\n")); text = end + 2) {
        *end = '\0';
        if (strpbrk(text, "\r\n")) {
            return false;
        }
        if (*text && !read_header(text, part, &disposed)) {
            return false;
        }
    }
    return disposed;
}

static enum vz_status end_headers(struct vz_multipart *multipart) {
    struct vz_part part = {0};
    if (!read_headers(multipart, &part)) {
        return VZ_SYNTAX;
    }
    if (++multipart->n_parts > VZ_PARTS_MAX) {
        return VZ_LIMIT;
    }
    multipart->state = STATE_DATA;
    multipart->matched = 0;
    return multipart->callbacks.on_part(&part, multipart->callbacks.userdata);
}

static enum vz_status feed_headers(struct vz_multipart *multipart, char c) {
    if (multipart->headers_len + 1 >= VZ_PART_HEADERS) {
        return VZ_LIMIT;
    }
    multipart->headers[multipart->headers_len++] = c;
    const char *end = multipart->headers + multipart->headers_len;
    bool empty_line = multipart->headers_len >= 4
                          ? !memcmp(end - 4, "\r\n\r\n", 4)
                          : multipart->headers_len == 2 &&
                                !memcmp(end - 2, "\r\n", 2);
    return empty_line ? end_headers(multipart) : VZ_OK;
}

// --------------------------------------------------------------- delimiters
static enum vz_status emit(struct vz_multipart *multipart, const char *bytes,
                           size_t len) {
    if (multipart->state != STATE_DATA || len == 0) {
        return VZ_OK;
    }
    return multipart->callbacks.on_data(bytes, len,
                                        multipart->callbacks.userdata);
}

static enum vz_status end_data(struct vz_multipart *multipart) {
    bool in_part = multipart->state == STATE_DATA;
    multipart->state = STATE_DELIMITER;
    multipart->matched = 0;
    return in_part
               ? multipart->callbacks.on_part_end(multipart->callbacks.userdata)
               : VZ_OK;
}

// One byte that may continue a delimiter. CR stands at its begin and nowhere
// else, so after a mismatch nothing before the present byte can begin one.
static enum vz_status feed_match(struct vz_multipart *multipart, char c) {
    if (c == multipart->delimiter[multipart->matched]) {
        multipart->matched++;
        return multipart->matched == multipart->delimiter_len
                   ? end_data(multipart)
                   : VZ_OK;
    }
    enum vz_status status =
        emit(multipart, multipart->delimiter, multipart->matched);
    multipart->matched = c == '\r';
    return status == VZ_OK && c != '\r' ? emit(multipart, &c, 1) : status;
}

// Data up to the next CR goes out in one piece.
static enum vz_status feed_data(struct vz_multipart *multipart,
                                const char *bytes, size_t len, size_t *used) {
    if (multipart->matched) {
        *used = 1;
        return feed_match(multipart, *bytes);
    }
    const char *cr = memchr(bytes, '\r', len);
    *used = cr ? (size_t)(cr - bytes) : len;
    enum vz_status status = emit(multipart, bytes, *used);
    if (status == VZ_OK && cr) {
        multipart->matched = 1;
        ++*used;
    }
    return status;
}

static enum vz_status feed_delimiter(struct vz_multipart *multipart, char c) {
    if (c == '\r') {
        multipart->state = STATE_DELIMITER_LF;
        return VZ_OK;
    }
    if (c == '-') {
        multipart->state = STATE_LAST_DASH;
        return VZ_OK;
    }
    return c == ' ' || c == '\t' ? VZ_OK : VZ_SYNTAX;
}

static enum vz_status step(struct vz_multipart *multipart, const char *bytes,
                           size_t len, size_t *used) {
    *used = 1;
    switch ((enum state)multipart->state) {
    case STATE_PREAMBLE:
    case STATE_DATA:
        return feed_data(multipart, bytes, len, used);
    case STATE_DELIMITER:
        return feed_delimiter(multipart, *bytes);
    case STATE_DELIMITER_LF:
        multipart->state = STATE_HEADERS;
        multipart->headers_len = 0;
        return *bytes == '\n' ? VZ_OK : VZ_SYNTAX;
    case STATE_LAST_DASH:
        multipart->state = STATE_EPILOGUE;
        return *bytes == '-' ? VZ_OK : VZ_SYNTAX;
    case STATE_HEADERS:
        return feed_headers(multipart, *bytes);
    case STATE_EPILOGUE:
        *used = len;
        return VZ_OK;
    }
    return VZ_SYNTAX;
}

void vz_multipart_init(struct vz_multipart *multipart, const char *boundary,
                       const struct vz_multipart_callbacks *callbacks) {
    *multipart = (struct vz_multipart){.callbacks = *callbacks};
    memcpy(multipart->delimiter, "\r\n--", 4);
    strcpy(multipart->delimiter + 4, boundary);
    multipart->delimiter_len = strlen(multipart->delimiter);
    multipart->state = STATE_PREAMBLE;
    // The body may begin with the first delimiter, without a CR LF before.
    multipart->matched = 2;
}

enum vz_status vz_multipart_feed(struct vz_multipart *multipart,
                                 const char *bytes, size_t len) {
    while (len > 0 && multipart->status == VZ_OK) {
        size_t used;
        multipart->status = step(multipart, bytes, len, &used);
        bytes += used;
        len -= used;
    }
    return multipart->status;
}

enum vz_status vz_multipart_end(struct vz_multipart *multipart) {
    if (multipart->status == VZ_OK && multipart->state != STATE_EPILOGUE) {
        multipart->status = VZ_SYNTAX;
    }
    return multipart->status;
}
