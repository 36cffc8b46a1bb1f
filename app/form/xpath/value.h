/*
 * Values while an expression is evaluated, and XPath's conversions.
 *
 * A value borrows what it can (the text of a node or a literal, one node) so
 * that simple comparisons need no heap. Borrowed text lives as long as the
 * tree is not changed: for one evaluation.
 */
#ifndef VZ_FORM_XPATH_VALUE_H
#define VZ_FORM_XPATH_VALUE_H

#include "xpath.h"

// What number a date without a time is.
enum vz_date_scale {
    // Whole days of the calendar, as in JavaRosa: the scale of forms.
    VZ_SCALE_DAYS,
    // The moment at which the day begins here, with its fraction of a day, as
    // in Web Forms: the scale of plain documents.
    VZ_SCALE_MOMENTS,
};

// Most nodes in one set; over it an evaluation fails.
#define VZ_NODESET_MAX 1000000

struct vz_xvalue {
    enum vz_xpath_type type;
    double number;    // NUMBER, DATE, DATETIME; BOOLEAN as 0 or 1
    const char *text; // STRING: never NULL; borrowed, `owned` or `small`
    char *owned;      // freed by finish; or NULL
    const struct vz_node *one; // NODESET of one node, when `many` is NULL
    const struct vz_node **many;
    size_t n, cap;
    size_t visited; // NODESET: nodes looked at to find it, since last asked
    char small[32]; // room for the text of a number or a date
};

void vz_xvalue_finish(struct vz_xvalue *value);
// Makes `to` (which is not finished first) what `from` was; `from` is then
// empty text.
void vz_xvalue_move(struct vz_xvalue *to, struct vz_xvalue *from);

// These set a value that is not finished first.
void vz_xvalue_set_number(struct vz_xvalue *value, double number);
void vz_xvalue_set_boolean(struct vz_xvalue *value, bool truth);
void vz_xvalue_set_date(struct vz_xvalue *value, enum vz_xpath_type type,
                        double days);
// Borrowed text.
void vz_xvalue_set_text(struct vz_xvalue *value, const char *text);
// Text for free(3), which the value takes. False when it is NULL.
bool vz_xvalue_take_text(struct vz_xvalue *value, char *text);
// A copy. False when out of memory.
bool vz_xvalue_copy_text(struct vz_xvalue *value, const char *text, size_t len);
void vz_xvalue_set_nodes(struct vz_xvalue *value); // the empty nodeset

// Adds a node to a nodeset. False when out of memory or over the limit.
bool vz_xvalue_add(struct vz_xvalue *value, const struct vz_node *node);
static inline const struct vz_node *
vz_xvalue_node(const struct vz_xvalue *value, size_t i) {
    return value->many != NULL ? value->many[i] : value->one;
}

// The string-value of a node as borrowed text, or with `*owned` set to text
// for free(3) when it had to be put together. NULL when out of memory.
const char *vz_node_string(const struct vz_node *node, char **owned);

// The value as a value of another type. Nodesets are taken by their first node
// (XPath 1.0, 4.2). The number of text and of nodes: see vz_number_of_text.
bool vz_xvalue_boolean(const struct vz_xvalue *value);
bool vz_xvalue_number(const struct vz_xvalue *value, enum vz_date_scale scale,
                      double *number);
// In place; afterwards type is STRING. False when out of memory.
bool vz_xvalue_to_text(struct vz_xvalue *value);
bool vz_xvalue_to_number(struct vz_xvalue *value, enum vz_date_scale scale);

// Decimal digits with an optional point and sign, white space around allowed;
// NaN for anything else. Does not heed the locale.
double vz_number_parse(const char *text, size_t len);
// As vz_number_parse; also dates and date-times, as days since 1970.
double vz_number_of_text(const char *text, enum vz_date_scale scale);

#endif
