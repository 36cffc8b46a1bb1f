#include "compare.h"

#include "iso_date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum atom_kind {
    ATOM_TEXT,
    ATOM_NUMBER,
    ATOM_BOOLEAN,
    ATOM_DATE,
    ATOM_DATETIME,
    ATOM_TIME,
};

// A single value, ready to be compared.
struct atom {
    enum atom_kind kind;
    double number;
    const char *text; // ATOM_TEXT and atoms of nodes
    char *owned;
    enum vz_date_scale scale;
};

static void finish_atom(struct atom *atom) {
    free(atom->owned);
}

static void to_scale(struct atom *atom) {
    if (atom->kind == ATOM_DATE && atom->scale == VZ_SCALE_MOMENTS) {
        atom->kind = ATOM_DATETIME;
        atom->number = vz_iso_date_midnight(atom->number);
    }
}

static bool read_date(struct atom *atom) {
    struct vz_iso_date date;
    if (!vz_iso_date_parse(atom->text, &date)) {
        return false;
    }
    atom->kind = date.type == VZ_XPATH_DATE ? ATOM_DATE : ATOM_DATETIME;
    atom->number = date.days;
    to_scale(atom);
    return true;
}

// Text that is not what its type says (an empty number) stays text.
static void apply_type(struct atom *atom, enum vz_value_type type) {
    switch (type) {
    case VZ_VALUE_INT:
    case VZ_VALUE_DECIMAL:
        atom->number = vz_number_parse(atom->text, strlen(atom->text));
        if (!isnan(atom->number)) {
            atom->kind = ATOM_NUMBER;
        }
        break;
    case VZ_VALUE_DATE:
    case VZ_VALUE_DATETIME:
        read_date(atom);
        break;
    case VZ_VALUE_TIME:
        if (vz_iso_date_parse_time(atom->text, &atom->number)) {
            atom->kind = ATOM_TIME;
        }
        break;
    default:
        break;
    }
}

static bool atom_of_node(const struct vz_node *node, enum vz_date_scale scale,
                         struct atom *atom) {
    *atom = (struct atom){.kind = ATOM_TEXT, .scale = scale};
    atom->text = vz_node_string(node, &atom->owned);
    if (atom->text == NULL) {
        return false;
    }
    if (node->type != VZ_VALUE_STRING) {
        apply_type(atom, node->type);
    }
    return true;
}

static void atom_of_value(const struct vz_xvalue *value,
                          enum vz_date_scale scale, struct atom *atom) {
    static const enum atom_kind kinds[] = {
        [VZ_XPATH_STRING] = ATOM_TEXT,     [VZ_XPATH_NUMBER] = ATOM_NUMBER,
        [VZ_XPATH_BOOLEAN] = ATOM_BOOLEAN, [VZ_XPATH_NODESET] = ATOM_TEXT,
        [VZ_XPATH_DATE] = ATOM_DATE,       [VZ_XPATH_DATETIME] = ATOM_DATETIME,
    };
    *atom = (struct atom){kinds[value->type], value->number, value->text, NULL,
                          scale};
    to_scale(atom);
}

// ------------------------------------------------------------ comparison

// Text becomes a number, a date, or, beside a time, a time; NaN otherwise.
static void to_quantity(struct atom *atom, const struct atom *other) {
    if (atom->kind != ATOM_TEXT) {
        return;
    }
    double number = vz_number_parse(atom->text, strlen(atom->text));
    if (!isnan(number)) {
        atom->kind = ATOM_NUMBER;
        atom->number = number;
    } else if (other->kind == ATOM_TIME &&
               vz_iso_date_parse_time(atom->text, &atom->number)) {
        atom->kind = ATOM_TIME;
    } else if (!read_date(atom)) {
        atom->kind = ATOM_NUMBER;
        atom->number = NAN;
    }
}

// Both as numbers on one scale: a date beside a moment is its first moment.
static void to_quantities(struct atom *a, struct atom *b) {
    to_quantity(a, b);
    to_quantity(b, a);
    if (a->kind == ATOM_DATE && b->kind == ATOM_DATETIME) {
        a->number = vz_iso_date_midnight(a->number);
    } else if (b->kind == ATOM_DATE && a->kind == ATOM_DATETIME) {
        b->number = vz_iso_date_midnight(b->number);
    }
}

static bool compare_numbers(enum vz_token_kind op, double a, double b) {
    switch (op) {
    case VZ_TOKEN_EQUAL:
        return a == b;
    case VZ_TOKEN_NOT_EQUAL:
        return a != b;
    case VZ_TOKEN_LESS:
        return a < b;
    case VZ_TOKEN_LESS_EQUAL:
        return a <= b;
    case VZ_TOKEN_GREATER:
        return a > b;
    default:
        return a >= b;
    }
}

static bool truth_of(const struct atom *atom) {
    switch (atom->kind) {
    case ATOM_TEXT:
        return atom->text[0] != '\0';
    case ATOM_NUMBER:
    case ATOM_BOOLEAN:
        return atom->number != 0 && !isnan(atom->number);
    default:
        return true;
    }
}

// The atoms are copies and may be changed.
static bool compare_atoms(enum vz_token_kind op, struct atom a, struct atom b) {
    bool equality = op == VZ_TOKEN_EQUAL || op == VZ_TOKEN_NOT_EQUAL;
    if (equality && (a.kind == ATOM_BOOLEAN || b.kind == ATOM_BOOLEAN)) {
        return compare_numbers(op, truth_of(&a), truth_of(&b));
    }
    if (equality && a.kind == ATOM_TEXT && b.kind == ATOM_TEXT) {
        return (strcmp(a.text, b.text) == 0) == (op == VZ_TOKEN_EQUAL);
    }
    to_quantities(&a, &b);
    return compare_numbers(op, a.number, b.number);
}

static enum vz_token_kind mirrored(enum vz_token_kind op) {
    switch (op) {
    case VZ_TOKEN_LESS:
        return VZ_TOKEN_GREATER;
    case VZ_TOKEN_LESS_EQUAL:
        return VZ_TOKEN_GREATER_EQUAL;
    case VZ_TOKEN_GREATER:
        return VZ_TOKEN_LESS;
    case VZ_TOKEN_GREATER_EQUAL:
        return VZ_TOKEN_LESS_EQUAL;
    default:
        return op;
    }
}

// Whether any node of the set compares true with the atom.
static bool compare_set(enum vz_token_kind op, const struct vz_xvalue *nodes,
                        const struct atom *atom, bool *out) {
    *out = false;
    for (size_t i = 0; i < nodes->n && !*out; i++) {
        struct atom each;
        if (!atom_of_node(vz_xvalue_node(nodes, i), atom->scale, &each)) {
            return false;
        }
        *out = compare_atoms(op, each, *atom);
        finish_atom(&each);
    }
    return true;
}

static bool compare_sets(enum vz_token_kind op, enum vz_date_scale scale,
                         const struct vz_xvalue *a, const struct vz_xvalue *b,
                         bool *out) {
    *out = false;
    for (size_t i = 0; i < b->n && !*out; i++) {
        struct atom atom;
        if (!atom_of_node(vz_xvalue_node(b, i), scale, &atom)) {
            return false;
        }
        bool ok = compare_set(op, a, &atom, out);
        finish_atom(&atom);
        if (!ok) {
            return false;
        }
    }
    return true;
}

// ------------------------------------------------- comparing large nodesets

// Pairs up to which every node is compared with every other.
#define MANY_PAIRS 4096

// The texts of a nodeset, sorted.
struct texts {
    const char **items;
    char **owned; // parallel to the nodes, not to items
    size_t n;
};

static void finish_texts(struct texts *texts) {
    for (size_t i = 0; i < texts->n && texts->owned != NULL; i++) {
        free(texts->owned[i]);
    }
    free(texts->owned);
    free(texts->items);
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// False when out of memory; finish it in any case.
static bool read_texts(struct texts *texts, const struct vz_xvalue *nodes) {
    *texts = (struct texts){0};
    texts->items = vz_alloc_array(nodes->n, sizeof(*texts->items));
    texts->owned = vz_alloc_array(nodes->n, sizeof(*texts->owned));
    if (texts->items == NULL || texts->owned == NULL) {
        return false;
    }
    for (size_t i = 0; i < nodes->n; i++) {
        texts->items[i] =
            vz_node_string(vz_xvalue_node(nodes, i), &texts->owned[i]);
        if (texts->items[i] == NULL) {
            return false;
        }
        texts->n++;
    }
    qsort(texts->items, texts->n, sizeof(*texts->items), compare_texts);
    return true;
}

// Both are sorted and not empty.
static bool share_a_text(const struct texts *a, const struct texts *b) {
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        int order = strcmp(a->items[i], b->items[j]);
        if (order == 0) {
            return true;
        }
        i += order < 0;
        j += order > 0;
    }
    return false;
}

static bool differ_in_a_text(const struct texts *a, const struct texts *b) {
    const char *one = a->items[0];
    return strcmp(one, a->items[a->n - 1]) != 0 ||
           strcmp(one, b->items[0]) != 0 ||
           strcmp(one, b->items[b->n - 1]) != 0;
}

static bool compare_text_sets(enum vz_token_kind op, const struct vz_xvalue *a,
                              const struct vz_xvalue *b, bool *out) {
    struct texts x = {0};
    struct texts y = {0};
    bool ok = read_texts(&x, a) && read_texts(&y, b);
    if (ok) {
        *out = op == VZ_TOKEN_EQUAL ? share_a_text(&x, &y)
                                    : differ_in_a_text(&x, &y);
    }
    finish_texts(&x);
    finish_texts(&y);
    return ok;
}

static bool is_untyped(const struct vz_xvalue *nodes) {
    size_t i = 0;
    while (i < nodes->n && vz_xvalue_node(nodes, i)->type == VZ_VALUE_STRING) {
        i++;
    }
    return i == nodes->n;
}

// The node of the set that is the least (or with `greatest` the most) as a
// number; NULL when none is a number.
static bool find_extreme(const struct vz_xvalue *nodes,
                         enum vz_date_scale scale, bool greatest,
                         const struct vz_node **out) {
    double best = NAN;
    *out = NULL;
    for (size_t i = 0; i < nodes->n; i++) {
        struct atom atom;
        struct atom number = {.kind = ATOM_NUMBER};
        if (!atom_of_node(vz_xvalue_node(nodes, i), scale, &atom)) {
            return false;
        }
        to_quantities(&atom, &number);
        bool better = greatest ? atom.number > best : atom.number < best;
        if (!isnan(atom.number) && (*out == NULL || better)) {
            best = atom.number;
            *out = vz_xvalue_node(nodes, i);
        }
        finish_atom(&atom);
    }
    return true;
}

// Some pair is in the relation when the extremes are.
static bool compare_extremes(enum vz_token_kind op, enum vz_date_scale scale,
                             const struct vz_xvalue *a,
                             const struct vz_xvalue *b, bool *out) {
    bool less = op == VZ_TOKEN_LESS || op == VZ_TOKEN_LESS_EQUAL;
    struct vz_xvalue x;
    struct vz_xvalue y;
    const struct vz_node *from;
    const struct vz_node *to;
    *out = false;
    if (!find_extreme(a, scale, !less, &from) ||
        !find_extreme(b, scale, less, &to)) {
        return false;
    }
    if (from == NULL || to == NULL) {
        return true;
    }
    vz_xvalue_set_nodes(&x);
    vz_xvalue_set_nodes(&y);
    return vz_xvalue_add(&x, from) && vz_xvalue_add(&y, to) &&
           compare_sets(op, scale, &x, &y, out);
}

static bool compare_nodesets(enum vz_token_kind op, enum vz_date_scale scale,
                             const struct vz_xvalue *a,
                             const struct vz_xvalue *b, bool *out) {
    if (b->n == 0 || a->n <= MANY_PAIRS / b->n) {
        return compare_sets(op, scale, a, b, out);
    }
    if (op != VZ_TOKEN_EQUAL && op != VZ_TOKEN_NOT_EQUAL) {
        return compare_extremes(op, scale, a, b, out);
    }
    return is_untyped(a) && is_untyped(b) ? compare_text_sets(op, a, b, out)
                                          : compare_sets(op, scale, a, b, out);
}

size_t vz_compare_cost(enum vz_token_kind op, const struct vz_xvalue *a,
                       const struct vz_xvalue *b) {
    bool sets = a->type == VZ_XPATH_NODESET && b->type == VZ_XPATH_NODESET;
    if (!sets || b->n == 0 || a->n <= MANY_PAIRS / b->n) {
        return 0;
    }
    bool equality = op == VZ_TOKEN_EQUAL || op == VZ_TOKEN_NOT_EQUAL;
    if (!equality || (is_untyped(a) && is_untyped(b))) {
        return 2 * (a->n + b->n);
    }
    return a->n * b->n; // at most 10^12: see VZ_NODESET_MAX
}

bool vz_compare_values(enum vz_token_kind op, enum vz_date_scale scale,
                       const struct vz_xvalue *a, const struct vz_xvalue *b,
                       bool *out) {
    bool nodes_a = a->type == VZ_XPATH_NODESET;
    bool nodes_b = b->type == VZ_XPATH_NODESET;
    if (nodes_a && nodes_b) {
        return compare_nodesets(op, scale, a, b, out);
    }
    if (nodes_b) {
        return vz_compare_values(mirrored(op), scale, b, a, out);
    }
    struct atom atom_b;
    atom_of_value(b, scale, &atom_b);
    if (nodes_a && b->type != VZ_XPATH_BOOLEAN) {
        return compare_set(op, a, &atom_b, out);
    }
    struct atom atom_a;
    if (nodes_a) {
        atom_a = (struct atom){.kind = ATOM_BOOLEAN, .number = a->n > 0};
    } else {
        atom_of_value(a, scale, &atom_a);
    }
    *out = compare_atoms(op, atom_a, atom_b);
    return true;
}

// ------------------------------------------------------------ arithmetic

static bool operand_of(const struct vz_xvalue *value, enum vz_date_scale scale,
                       struct atom *atom) {
    if (value->type != VZ_XPATH_NODESET) {
        atom_of_value(value, scale, atom);
        return true;
    }
    if (value->n == 0) {
        *atom = (struct atom){.kind = ATOM_NUMBER, .number = NAN};
        return true;
    }
    return atom_of_node(vz_xvalue_node(value, 0), scale, atom);
}

bool vz_compare_calculate(enum vz_token_kind op, enum vz_date_scale scale,
                          const struct vz_xvalue *a, const struct vz_xvalue *b,
                          double *out) {
    struct atom x;
    struct atom y;
    if (!operand_of(a, scale, &x)) {
        return false;
    }
    if (!operand_of(b, scale, &y)) {
        finish_atom(&x);
        return false;
    }
    to_quantities(&x, &y);
    switch (op) {
    case VZ_TOKEN_PLUS:
        *out = x.number + y.number;
        break;
    case VZ_TOKEN_MINUS:
        *out = x.number - y.number;
        break;
    case VZ_TOKEN_MULTIPLY:
        *out = x.number * y.number;
        break;
    case VZ_TOKEN_DIV:
        *out = x.number / y.number;
        break;
    default:
        *out = fmod(x.number, y.number);
        break;
    }
    finish_atom(&x);
    finish_atom(&y);
    return true;
}
