#include "row_filter.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 20

enum kind {
    KIND_TEXT,
    KIND_DATE,
    KIND_NUMBER,
    KIND_NULL,
};

// One side of a comparison.
struct operand {
    enum kind kind;
    const char *before, *column, *after; // SQL; column NULL: a value
    struct vz_filter_value value;
};

struct parser {
    struct vz_row_filter *filter;
    const char *at;
    int depth;
    struct vz_error *error;
};

static bool parse_or(struct parser *parser);

static bool refuse(struct parser *parser, enum vz_status status,
                   const char *what) {
    return vz_error_set(parser->error, status, "%s at \"%.40s\".", what,
                        parser->at);
}

static void skip_space(struct parser *parser) {
    parser->at += strspn(parser->at, " \t");
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

// Takes a word when it is next and ends there.
static bool take_word(struct parser *parser, const char *word) {
    size_t len = strlen(word);
    skip_space(parser);
    if (strncmp(parser->at, word, len) || is_word(parser->at[len])) {
        return false;
    }
    parser->at += len;
    return true;
}

static bool take_char(struct parser *parser, char c) {
    skip_space(parser);
    if (*parser->at != c) {
        return false;
    }
    parser->at++;
    return true;
}

// ------------------------------------------------------------------- values
static int digits(const char **at, int n) {
    int number = 0;
    for (int i = 0; i < n; i++) {
        if (!isdigit((unsigned char)**at)) {
            return -1;
        }
        number = number * 10 + *(*at)++ - '0';
    }
    return number;
}

static bool take_time(const char **at, int64_t *ms) {
    int hour = digits(at, 2);
    int minute = *(*at) == ':' ? (++*at, digits(at, 2)) : -1;
    int second = 0, fraction = 0, scale = 100;
    if (*(*at) == ':') {
        ++*at;
        second = digits(at, 2);
    }
    if (*(*at) == '.') {
        for (++*at; isdigit((unsigned char)**at); ++*at, scale /= 10) {
            fraction += (**at - '0') * scale;
        }
    }
    *ms += (((int64_t)hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return hour >= 0 && hour < 25 && minute >= 0 && minute < 60 &&
           second >= 0 && second < 61;
}

// A '+' of an address that was not encoded has become a space.
static bool take_zone(const char **at, int64_t *ms) {
    char sign = **at;
    if (sign == 'Z') {
        ++*at;
        return true;
    }
    if (sign != '+' && sign != '-' && sign != ' ') {
        return true;
    }
    const char *from = *at;
    ++*at;
    int hour = digits(at, 2);
    *at += **at == ':';
    int minute = digits(at, 2);
    if (hour < 0 || minute < 0) {
        *at = from;
        return sign == ' ';
    }
    *ms -= (sign == '-' ? -1 : 1) * ((int64_t)hour * 60 + minute) * 60000;
    return hour < 24 && minute < 60;
}

// A date or a moment as the store writes moments.
static bool take_moment(const char **at, char out[VZ_FILTER_TEXT_MAX]) {
    const char *from = *at;
    int year = digits(&from, 4);
    int month = *from == '-' ? (from++, digits(&from, 2)) : -1;
    int day = *from == '-' ? (from++, digits(&from, 2)) : -1;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    int64_t ms = vz_days_from_date(year, month, day) * 86400000;
    if (*from == 'T' && (from++, !take_time(&from, &ms))) {
        return false;
    }
    if (!take_zone(&from, &ms) || is_word(*from)) {
        return false;
    }
    struct vz_datetime utc = vz_clock_utc(ms);
    vz_clock_format_iso(&utc, out, VZ_FILTER_TEXT_MAX);
    *at = from;
    return true;
}

// 'it''s' -> it's
static bool take_text(struct parser *parser, struct operand *operand) {
    const char *at = parser->at + 1;
    size_t n = 0;
    for (;; at++) {
        if (*at == '\'' && *++at != '\'') {
            break;
        }
        if (!*at) {
            return refuse(parser, VZ_INVALID, "A text has no end");
        }
        if (n + 1 >= VZ_FILTER_TEXT_MAX) {
            return refuse(parser, VZ_LIMIT, "A text is too long");
        }
        operand->value.text[n++] = *at;
    }
    operand->value.text[n] = '\0';
    operand->kind = KIND_TEXT;
    parser->at = at;
    return true;
}

static bool take_number(struct parser *parser, struct operand *operand) {
    char *end;
    operand->kind = KIND_NUMBER;
    operand->value.is_number = true;
    operand->value.number = strtoll(parser->at, &end, 10);
    if (end == parser->at || is_word(*end) || *end == '.') {
        return refuse(parser, VZ_INVALID, "There is no value");
    }
    parser->at = end;
    return true;
}

// ----------------------------------------------------------------- operands
static const struct {
    const char *name, *column;
    enum kind kind;
} fields[] = {
    {"__id", "s.instance_id", KIND_TEXT},
    {"__system/submissionDate", "s.received_at", KIND_DATE},
    {"__system/updatedAt", "s.reviewed_at", KIND_DATE},
    {"__system/submitterId", "s.device_id", KIND_NUMBER},
    {"__system/reviewState", "s.review_state", KIND_TEXT},
};

static bool take_field(struct parser *parser, struct operand *operand) {
    static const char root[] = "$root/Submissions/";
    skip_space(parser);
    if (!strncmp(parser->at, root, sizeof(root) - 1)) {
        parser->at += sizeof(root) - 1;
    }
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (take_word(parser, fields[i].name)) {
            operand->column = fields[i].column;
            operand->kind = fields[i].kind;
            return true;
        }
    }
    return false;
}

static const struct {
    const char *name, *after;
} parts[] = {
    {"year", ", 1, 4) AS INTEGER)"},    {"month", ", 6, 2) AS INTEGER)"},
    {"day", ", 9, 2) AS INTEGER)"},     {"hour", ", 12, 2) AS INTEGER)"},
    {"minute", ", 15, 2) AS INTEGER)"}, {"second", ", 18, 2) AS INTEGER)"},
};

// year(__system/submissionDate) and its like.
static bool take_part(struct parser *parser, struct operand *operand,
                      const char *after) {
    if (!take_char(parser, '(') || !take_field(parser, operand) ||
        operand->kind != KIND_DATE || !take_char(parser, ')')) {
        return refuse(parser, VZ_UNSUPPORTED,
                      "A part is taken of a date of the submission only");
    }
    operand->before = "CAST(substr(";
    operand->after = after;
    operand->kind = KIND_NUMBER;
    return true;
}

static bool take_now(struct parser *parser, struct operand *operand) {
    struct vz_datetime now = vz_clock_utc(vz_clock_wall_ms());
    operand->kind = KIND_DATE;
    vz_clock_format_iso(&now, operand->value.text, VZ_FILTER_TEXT_MAX);
    return (take_char(parser, '(') && take_char(parser, ')')) ||
           refuse(parser, VZ_INVALID, "now() takes nothing");
}

static bool parse_operand(struct parser *parser, struct operand *operand) {
    *operand = (struct operand){.before = "", .after = ""};
    if (take_field(parser, operand)) {
        return true;
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (take_word(parser, parts[i].name)) {
            return take_part(parser, operand, parts[i].after);
        }
    }
    if (take_word(parser, "now")) {
        return take_now(parser, operand);
    }
    if (take_word(parser, "null")) {
        operand->kind = KIND_NULL;
        return true;
    }
    skip_space(parser);
    if (*parser->at == '\'') {
        return take_text(parser, operand);
    }
    if (take_moment(&parser->at, operand->value.text)) {
        operand->kind = KIND_DATE;
        return true;
    }
    if (isdigit((unsigned char)*parser->at) || *parser->at == '-') {
        return take_number(parser, operand);
    }
    return refuse(parser, VZ_UNSUPPORTED,
                  "This field or function is not known");
}

// --------------------------------------------------------------- comparisons
static const struct {
    const char *name, *sql, *mirrored;
} comparisons[] = {
    {"eq", " = ", " = "},   {"ne", " <> ", " <> "}, {"lt", " < ", " > "},
    {"le", " <= ", " >= "}, {"gt", " > ", " < "},   {"ge", " >= ", " <= "},
};
#define EQ 0
#define NE 1

static void write_column(struct vz_strbuf *sql, const struct operand *operand) {
    vz_strbuf_append(sql, operand->before);
    vz_strbuf_append(sql, operand->column);
    vz_strbuf_append(sql, operand->after);
}

static bool push_value(struct vz_row_filter *filter,
                       const struct vz_filter_value *value) {
    if (filter->n >= VZ_FILTER_VALUES_MAX ||
        !vz_grow(&filter->values, &filter->cap, filter->n, sizeof(*value))) {
        return false;
    }
    filter->values[filter->n++] = *value;
    return true;
}

// A date may stand in quotes; otherwise the two kinds must be one.
static bool agree(const struct operand *column, struct operand *value) {
    const char *at = value->value.text;
    char moment[VZ_FILTER_TEXT_MAX];
    if (column->kind == KIND_DATE && value->kind == KIND_TEXT &&
        take_moment(&at, moment) && !*at) {
        memcpy(value->value.text, moment, sizeof(moment));
        return true;
    }
    return column->kind == value->kind;
}

static bool write_comparison(struct parser *parser, struct operand *column,
                             struct operand *value, size_t comparison,
                             bool mirrored) {
    struct vz_strbuf *sql = &parser->filter->sql;
    if (value->kind == KIND_NULL) {
        if (comparison != EQ && comparison != NE) {
            return refuse(parser, VZ_INVALID, "null is more or less than none");
        }
        write_column(sql, column);
        vz_strbuf_append(sql, comparison == EQ ? " IS NULL" : " IS NOT NULL");
        return true;
    }
    if (!agree(column, value)) {
        return refuse(parser, VZ_INVALID, "Two kinds of value are compared");
    }
    if (!push_value(parser->filter, &value->value)) {
        return refuse(parser, VZ_LIMIT, "There are too many values");
    }
    vz_strbuf_append(sql, "(");
    write_column(sql, column);
    vz_strbuf_append(sql, mirrored ? comparisons[comparison].mirrored
                                   : comparisons[comparison].sql);
    vz_strbuf_append(sql, "?");
    if (comparison == NE) {
        vz_strbuf_append(sql, " OR ");
        write_column(sql, column);
        vz_strbuf_append(sql, " IS NULL");
    }
    vz_strbuf_append(sql, ")");
    return true;
}

static bool parse_comparison(struct parser *parser) {
    struct operand left, right;
    size_t i = 0, n = sizeof(comparisons) / sizeof(comparisons[0]);
    if (!parse_operand(parser, &left)) {
        return false;
    }
    while (i < n && !take_word(parser, comparisons[i].name)) {
        i++;
    }
    if (i == n) {
        return refuse(parser, VZ_INVALID, "A comparison is missing");
    }
    if (!parse_operand(parser, &right)) {
        return false;
    }
    if (!left.column == !right.column) {
        return refuse(parser, VZ_UNSUPPORTED,
                      "A field is compared with a value only");
    }
    return left.column ? write_comparison(parser, &left, &right, i, false)
                       : write_comparison(parser, &right, &left, i, true);
}

// -------------------------------------------------------------- expressions
static bool parse_unary(struct parser *parser) {
    if (++parser->depth > DEPTH_MAX) {
        return refuse(parser, VZ_LIMIT, "The filter is nested too deep");
    }
    bool ok;
    struct vz_strbuf *sql = &parser->filter->sql;
    if (take_word(parser, "not")) {
        vz_strbuf_append(sql, "NOT (");
        ok = parse_unary(parser);
        vz_strbuf_append(sql, ")");
    } else if (take_char(parser, '(')) {
        vz_strbuf_append(sql, "(");
        ok = parse_or(parser);
        ok = ok && (take_char(parser, ')') ||
                    refuse(parser, VZ_INVALID, "A bracket is open"));
        vz_strbuf_append(sql, ")");
    } else {
        ok = parse_comparison(parser);
    }
    parser->depth--;
    return ok;
}

static bool parse_and(struct parser *parser) {
    bool ok = parse_unary(parser);
    while (ok && take_word(parser, "and")) {
        vz_strbuf_append(&parser->filter->sql, " AND ");
        ok = parse_unary(parser);
    }
    return ok;
}

static bool parse_or(struct parser *parser) {
    bool ok = parse_and(parser);
    while (ok && take_word(parser, "or")) {
        vz_strbuf_append(&parser->filter->sql, " OR ");
        ok = parse_and(parser);
    }
    return ok;
}

static void begin_term(struct vz_row_filter *filter) {
    vz_strbuf_append(&filter->sql, filter->sql.len ? " AND (" : "(");
}

bool vz_row_filter_add(struct vz_row_filter *filter, const char *text,
                       struct vz_error *error) {
    struct parser parser = {.filter = filter, .at = text, .error = error};
    if (strlen(text) > VZ_FILTER_LENGTH_MAX) {
        return vz_error_set(error, VZ_LIMIT, "The filter is too long.");
    }
    begin_term(filter);
    if (!parse_or(&parser)) {
        return false;
    }
    skip_space(&parser);
    if (*parser.at) {
        return refuse(&parser, VZ_INVALID, "More follows");
    }
    vz_strbuf_append(&filter->sql, ")");
    return !filter->sql.failed || vz_error_nomem(error);
}

bool vz_row_filter_add_id(struct vz_row_filter *filter,
                          const char *instance_id) {
    struct vz_filter_value value = {0};
    snprintf(value.text, sizeof(value.text), "%s", instance_id);
    begin_term(filter);
    vz_strbuf_append(&filter->sql, "s.instance_id = ?)");
    return push_value(filter, &value) && !filter->sql.failed;
}

void vz_row_filter_finish(struct vz_row_filter *filter) {
    vz_strbuf_finish(&filter->sql);
    free(filter->values);
    *filter = (struct vz_row_filter){0};
}
