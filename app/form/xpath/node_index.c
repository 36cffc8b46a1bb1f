#include "node_index.h"

#include "steps.h"

#include <stdlib.h>
#include <string.h>

// With fewer children a walk is as fast.
#define FEW 32
// Sorting costs as much as many walks, and every child that comes or goes
// undoes it; so walks come first until this many were asked for.
#define PATIENCE 16

// What an index is of; two are the same when all is.
struct subject {
    enum {
        BY_NAME,
        BY_POSITION,
        BY_KEY,
    } kind;
    const char *name, *ns;         // of the rows, for BY_KEY
    const char *key_name, *key_ns; // of the cell
    bool no_ns, key_no_ns;
};

struct vz_node_index {
    struct vz_node_index *next; // the parent's others
    struct subject subject;
    bool useless;   // could not be made; remembered so as not to try again
    unsigned asked; // how often, while it is not made; 0 = it is made
    size_t n;
    // By text, then in order; BY_POSITION: by the node's address, and order is
    // the position among the children of its name.
    struct vz_node_entry entries[];
};

void vz_node_drop_indexes(struct vz_node *node) {
    struct vz_node_index *index = node->indexes;
    node->indexes = NULL;
    while (index != NULL) {
        struct vz_node_index *next = index->next;
        free(index);
        index = next;
    }
}

static struct vz_node_index *first_index(const struct vz_node *parent) {
    return __atomic_load_n(&parent->indexes, __ATOMIC_ACQUIRE);
}

static struct vz_node_index *find_index(const struct vz_node *parent,
                                        const struct subject *subject) {
    struct vz_node_index *index = first_index(parent);
    while (index != NULL &&
           memcmp(&index->subject, subject, sizeof(*subject)) != 0) {
        index = index->next;
    }
    return index;
}

// Puts a finished index before the others, where threads may find it.
static void publish(const struct vz_node *parent, struct vz_node_index *index) {
    struct vz_node *owner = (struct vz_node *)parent;
    index->next = first_index(parent);
    while (!__atomic_compare_exchange_n(&owner->indexes, &index->next, index,
                                        false, __ATOMIC_RELEASE,
                                        __ATOMIC_ACQUIRE)) {
    }
}

static size_t count_children(const struct vz_node *parent, size_t enough) {
    size_t n = 0;
    for (const struct vz_node *at = parent->first_child;
         at != NULL && n < enough; at = at->next) {
        n++;
    }
    return n;
}

static struct vz_node_index *new_index(const struct subject *subject,
                                       size_t cap) {
    size_t entry = sizeof(struct vz_node_entry);
    if (cap > (SIZE_MAX / 2) / entry) {
        return NULL;
    }
    struct vz_node_index *index = malloc(sizeof(*index) + cap * entry);
    if (index != NULL) {
        index->next = NULL;
        memcpy(&index->subject, subject, sizeof(*subject));
        index->useless = false;
        index->asked = 0;
        index->n = 0;
    }
    return index;
}

// Whether an index that is not made yet is worth making.
static bool is_due(const struct vz_node *parent, const struct subject *subject,
                   struct vz_node_index *index) {
    if (index != NULL) {
        return __atomic_add_fetch(&index->asked, 1, __ATOMIC_RELAXED) >=
               PATIENCE;
    }
    if (count_children(parent, FEW) == FEW) {
        index = new_index(subject, 0);
        if (index != NULL) {
            index->asked = 1;
            publish(parent, index);
        }
    }
    return false;
}

typedef struct vz_node_index *build_fn(const struct vz_node *parent,
                                       const struct subject *subject);

// The index, made when it is due; NULL: walk.
static const struct vz_node_index *find_or_build(const struct vz_node *parent,
                                                 const struct subject *subject,
                                                 build_fn *build) {
    struct vz_node_index *index = find_index(parent, subject);
    if (index != NULL &&
        __atomic_load_n(&index->asked, __ATOMIC_RELAXED) == 0) {
        return index;
    }
    if (!is_due(parent, subject, index)) {
        return NULL;
    }
    index = build(parent, subject);
    if (index != NULL) {
        publish(parent, index); // before the one that counted
    }
    return index;
}

// ---------------------------------------------------------------- by name

// Names are interned: their addresses are as good as their letters.
static int compare_names(const void *a, const void *b) {
    const struct vz_node_entry *x = a;
    const struct vz_node_entry *y = b;
    if (x->text != y->text) {
        return (uintptr_t)x->text < (uintptr_t)y->text ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

static struct vz_node_index *index_names(const struct vz_node *parent,
                                         const struct subject *subject) {
    size_t n = count_children(parent, SIZE_MAX);
    struct vz_node_index *index = new_index(subject, n);
    if (index == NULL) {
        return NULL;
    }
    for (const struct vz_node *at = parent->first_child; at != NULL;
         at = at->next) {
        index->entries[index->n] =
            (struct vz_node_entry){at->name, at, index->n};
        index->n++;
    }
    qsort(index->entries, index->n, sizeof(*index->entries), compare_names);
    return index;
}

// The first entry that is not before `text`.
static size_t lower_bound(const struct vz_node_index *index, const char *text,
                          bool by_name) {
    size_t low = 0;
    size_t high = index->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *each = index->entries[middle].text;
        bool before = by_name ? (uintptr_t)each < (uintptr_t)text
                              : strcmp(each, text) < 0;
        if (before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool vz_node_index_named(const struct vz_node *parent, const char *name,
                         struct vz_node_range *out) {
    struct subject subject;
    memset(&subject, 0, sizeof(subject)); // compared with its padding
    if (parent->first_child == NULL || parent->first_child->next == NULL) {
        return false;
    }
    const struct vz_node_index *index =
        find_or_build(parent, &subject, index_names);
    if (index == NULL) {
        return false;
    }
    size_t first = lower_bound(index, name, true);
    size_t end = first;
    while (end < index->n && index->entries[end].text == name) {
        end++;
    }
    *out = (struct vz_node_range){index->entries + first, end - first};
    return true;
}

// ------------------------------------------------------------ by position

static int compare_nodes(const void *a, const void *b) {
    const struct vz_node_entry *x = a;
    const struct vz_node_entry *y = b;
    return (uintptr_t)x->node < (uintptr_t)y->node   ? -1
           : (uintptr_t)x->node > (uintptr_t)y->node ? 1
                                                     : 0;
}

// Numbers the children of each name (and namespace) from 1; they are sorted by
// name, then in order. Names in two namespaces are numbered one by one.
static void number_entries(struct vz_node_entry *entries, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t position = 1;
        for (size_t j = i; j > 0 && entries[j - 1].text == entries[i].text;
             j--) {
            if (entries[j - 1].node->ns == entries[i].node->ns) {
                position = entries[j - 1].order + 1;
                break;
            }
        }
        entries[i].order = position;
    }
}

static struct vz_node_index *index_positions(const struct vz_node *parent,
                                             const struct subject *subject) {
    struct vz_node_index *index = index_names(parent, subject);
    if (index != NULL) {
        number_entries(index->entries, index->n);
        qsort(index->entries, index->n, sizeof(*index->entries), compare_nodes);
    }
    return index;
}

bool vz_node_index_position(const struct vz_node *node, size_t *out) {
    struct subject subject;
    memset(&subject, 0, sizeof(subject)); // compared with its padding
    subject.kind = BY_POSITION;
    const struct vz_node *parent = node->parent;
    if (parent == NULL || vz_node_is_attached(node)) {
        return false;
    }
    const struct vz_node_index *index =
        find_or_build(parent, &subject, index_positions);
    if (index == NULL) {
        return false;
    }
    struct vz_node_entry wanted = {.node = node};
    const struct vz_node_entry *found = bsearch(
        &wanted, index->entries, index->n, sizeof(wanted), compare_nodes);
    *out = found != NULL ? found->order : 0;
    return found != NULL;
}

// ----------------------------------------------------------------- by key

static int compare_texts(const void *a, const void *b) {
    const struct vz_node_entry *x = a;
    const struct vz_node_entry *y = b;
    int order = strcmp(x->text, y->text);
    if (order != 0) {
        return order;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

// Adds an entry for each cell of a row. False when one is no leaf, or the
// index is full (rows with several cells of a name).
static bool add_row(struct vz_node_index *index, size_t cap,
                    const struct vz_node *row, size_t order,
                    const struct vz_step *key) {
    for (const struct vz_node *cell = row->first_child; cell != NULL;
         cell = cell->next) {
        if (!vz_steps_match(key, cell)) {
            continue;
        }
        const struct vz_node *leaf = cell->first_child;
        if (leaf != NULL &&
            (leaf->next != NULL || leaf->kind != VZ_NODE_TEXT)) {
            return false;
        }
        if (index->n == cap) {
            return false;
        }
        index->entries[index->n++] = (struct vz_node_entry){
            vz_node_text(leaf != NULL ? leaf : cell), row, order};
    }
    return true;
}

static struct vz_node_index *index_rows(const struct vz_node *parent,
                                        const struct vz_step *row,
                                        const struct vz_step *key,
                                        const struct subject *subject) {
    // Room for one cell a row, and for a few rows that have two.
    size_t cap = count_children(parent, SIZE_MAX) + FEW;
    struct vz_node_index *index = new_index(subject, cap);
    size_t order = 0;
    for (const struct vz_node *at = parent->first_child;
         index != NULL && at != NULL && !index->useless; at = at->next) {
        if (vz_steps_match(row, at)) {
            index->useless = !add_row(index, cap, at, order, key);
        }
        order++;
    }
    if (index != NULL && !index->useless) {
        qsort(index->entries, index->n, sizeof(*index->entries), compare_texts);
    }
    return index;
}

// Session trees change; trees of secondary instances and documents do not.
static bool is_fixed(const struct vz_node *parent) {
    return parent->template == NULL && parent->model < 0;
}

bool vz_node_index_keyed(const struct vz_node *parent,
                         const struct vz_step *row, const struct vz_step *key,
                         const char *text, struct vz_node_range *out) {
    struct subject subject;
    memset(&subject, 0, sizeof(subject)); // compared with its padding
    subject.kind = BY_KEY;
    subject.name = row->name;
    subject.ns = row->ns;
    subject.no_ns = row->no_ns;
    subject.key_name = key->name;
    subject.key_ns = key->ns;
    subject.key_no_ns = key->no_ns;
    if (!is_fixed(parent)) {
        return false;
    }
    struct vz_node_index *index = find_index(parent, &subject);
    if (index == NULL) {
        if (count_children(parent, FEW) < FEW) {
            return false;
        }
        index = index_rows(parent, row, key, &subject);
        if (index == NULL) {
            return false;
        }
        publish(parent, index);
    }
    if (index->useless) {
        return false;
    }
    size_t first = lower_bound(index, text, false);
    size_t end = first;
    while (end < index->n && strcmp(index->entries[end].text, text) == 0) {
        end++;
    }
    *out = (struct vz_node_range){index->entries + first, end - first};
    return true;
}
