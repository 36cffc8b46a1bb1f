/*
 * What depends on what.
 *
 * Each relevance and each calculation is a vertex. A vertex must come after
 * the calculation of what it reads, and after the relevance of what it reads
 * and of all around that, because what is not relevant reads as empty. The
 * order is found once (Kahn's algorithm, ties in document order); what is left
 * over is a cycle, and the error names its members. required, readonly and
 * constraint are asked for when a question is shown, so nothing waits on them.
 */
#include "form_internal.h"

#include <stdlib.h>
#include <string.h>

#define CYCLE_NAMES_MAX 8 // that an error tells

struct edge {
    int32_t from, to; // vertices
};

struct builder {
    struct vz_form *form;
    struct vz_vertex *vertices; // document order
    size_t n;
    int32_t *relevant_of, *calculate_of; // by model: vertex or -1
    struct edge *edges;
    size_t n_edges, edges_cap;
    struct vz_int_list *reads; // by vertex: models
    int32_t vertex;            // being visited
    bool failed;
};

// Values come in groups, so that looking at the last one avoids repeats.
static bool list_add(struct vz_int_list *list, int32_t value) {
    if (list->n && list->items[list->n - 1] == value) {
        return true;
    }
    if (!vz_grow(&list->items, &list->cap, list->n, sizeof(*list->items))) {
        return false;
    }
    list->items[list->n++] = value;
    return true;
}

static void free_lists(struct vz_int_list *lists, size_t n) {
    for (size_t i = 0; lists && i < n; i++) {
        free(lists[i].items);
    }
    free(lists);
}

static void add_edge(struct builder *b, int32_t from, int32_t to) {
    if (from < 0) {
        return;
    }
    if (!vz_grow(&b->edges, &b->edges_cap, b->n_edges, sizeof(*b->edges))) {
        b->failed = true;
        return;
    }
    b->edges[b->n_edges++] = (struct edge){from, to};
}

static void visit_read(const struct vz_node *node, void *userdata) {
    struct builder *b = userdata;
    if (node->model < 0) {
        return;
    }
    if (!list_add(&b->reads[b->vertex], node->model)) {
        b->failed = true;
    }
    add_edge(b, b->calculate_of[node->model], b->vertex);
    // The place of a repeat instance among the others does not depend on
    // whether it is relevant.
    if (b->relevant_of[node->model] == b->vertex && node->repeat &&
        vz_xpath_reads_position(b->vertices[b->vertex].expr)) {
        node = node->parent;
    }
    for (; node && node->model >= 0; node = node->parent) {
        add_edge(b, b->relevant_of[node->model], b->vertex);
    }
}

static void add_vertex(struct builder *b, enum vz_vertex_kind kind,
                       size_t model, const struct vz_xpath_expr *expr,
                       int32_t *slot) {
    *slot = -1;
    if (expr) {
        *slot = (int32_t)b->n;
        b->vertices[b->n++] = (struct vz_vertex){kind, (int32_t)model, expr};
    }
}

static bool collect(struct builder *b) {
    struct vz_form *form = b->form;
    size_t n = form->n_models;
    b->vertices = vz_alloc_array(2 * n, sizeof(*b->vertices));
    b->relevant_of = vz_alloc_array(n, sizeof(*b->relevant_of));
    b->calculate_of = vz_alloc_array(n, sizeof(*b->calculate_of));
    if (!b->vertices || !b->relevant_of || !b->calculate_of) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct vz_bind *bind = form->binds[i];
        add_vertex(b, VZ_VERTEX_RELEVANT, i, bind ? bind->relevant : NULL,
                   &b->relevant_of[i]);
        add_vertex(b, VZ_VERTEX_CALCULATE, i, bind ? bind->calculate : NULL,
                   &b->calculate_of[i]);
    }
    b->reads = vz_alloc_array(b->n, sizeof(*b->reads));
    if (!b->reads) {
        return false;
    }
    for (size_t i = 0; i < b->n; i++) {
        b->vertex = (int32_t)i;
        vz_xpath_each_reference(b->vertices[i].expr, visit_read, b);
    }
    return !b->failed;
}

static int compare_edges(const void *a, const void *b) {
    const struct edge *left = a;
    const struct edge *right = b;
    if (left->from != right->from) {
        return left->from < right->from ? -1 : 1;
    }
    return (left->to > right->to) - (left->to < right->to);
}

static void sort_edges(struct builder *b) {
    if (b->n_edges == 0) {
        return;
    }
    qsort(b->edges, b->n_edges, sizeof(*b->edges), compare_edges);
    size_t kept = 1;
    for (size_t i = 1; i < b->n_edges; i++) {
        if (compare_edges(&b->edges[kept - 1], &b->edges[i])) {
            b->edges[kept++] = b->edges[i];
        }
    }
    b->n_edges = kept;
}

// First edge of a vertex; edges are sorted by `from`.
static size_t first_edge(const struct builder *b, int32_t vertex) {
    size_t low = 0;
    size_t high = b->n_edges;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->edges[middle].from < vertex) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// --------------------------------------------------------------- cycles

static const char *kind_word(enum vz_vertex_kind kind) {
    return kind == VZ_VERTEX_CALCULATE ? "calculation" : "relevance";
}

static void name_vertex(const struct builder *b, int32_t vertex, bool kind,
                        struct vz_strbuf *out) {
    const struct vz_vertex *v = &b->vertices[vertex];
    if (kind) {
        vz_strbuf_printf(out, "the %s of ", kind_word(v->kind));
    }
    vz_strbuf_append(out, b->form->paths[v->model]);
}

// By vertex: one that it waits for and that is itself left over.
static int32_t *left_over_before(const struct builder *b, const int *waits) {
    int32_t *before = vz_alloc_array(b->n, sizeof(*before));
    for (size_t i = b->n_edges; before && i-- > 0;) {
        const struct edge *edge = &b->edges[i];
        if (waits[edge->from] > 0) {
            before[edge->to] = edge->from;
        }
    }
    return before;
}

static void name_members(const struct builder *b, const int32_t *cycle,
                         size_t n, bool kinds, struct vz_strbuf *out) {
    size_t named = n > CYCLE_NAMES_MAX ? CYCLE_NAMES_MAX : n;
    for (size_t i = 0; i < named; i++) {
        vz_strbuf_append(out, i == 0 ? "" : i + 1 < n ? ", " : " and ");
        name_vertex(b, cycle[i], kinds, out);
    }
    if (named < n) {
        vz_strbuf_printf(out, " and %zu others", n - named);
    }
}

static bool report_cycle(const struct builder *b, const int32_t *cycle,
                         size_t n, struct vz_error *error) {
    bool same = true;
    for (size_t i = 1; i < n; i++) {
        same = same && b->vertices[cycle[i]].kind == b->vertices[cycle[0]].kind;
    }
    struct vz_strbuf text = {0};
    const char *word = kind_word(b->vertices[cycle[0]].kind);
    if (n == 1) {
        vz_strbuf_printf(&text, "The %s of ", word);
        name_vertex(b, cycle[0], false, &text);
        vz_strbuf_append(&text, " needs itself");
    } else {
        vz_strbuf_append(&text, same ? "The " : "");
        vz_strbuf_append(&text, same ? word : "");
        vz_strbuf_append(&text, same ? "s of " : "");
        name_members(b, cycle, n, !same, &text);
        vz_strbuf_append(&text, " need each other");
    }
    if (text.data && text.data[0] == 't') {
        text.data[0] = 'T';
    }
    vz_strbuf_append(&text, n == 1 ? ": it must not read what depends on it."
                                   : ": change one of them so that it no "
                                     "longer reads what depends on it.");
    if (text.failed) {
        vz_error_nomem(error);
    } else {
        vz_error_set(error, VZ_INVALID, "%s", vz_strbuf_text(&text));
    }
    vz_strbuf_finish(&text);
    return false;
}

static bool refuse_cycle(const struct builder *b, const int *waits,
                         struct vz_error *error) {
    int32_t at = 0;
    while (waits[at] == 0) {
        at++;
    }
    int32_t *path = vz_alloc_array(b->n + 1, sizeof(*path));
    size_t *seen = vz_alloc_array(b->n, sizeof(*seen)); // place in path + 1
    int32_t *before = left_over_before(b, waits);
    if (!path || !seen || !before) {
        free(path);
        free(seen);
        free(before);
        return vz_error_nomem(error);
    }
    size_t n = 0;
    while (!seen[at]) {
        path[n++] = at;
        seen[at] = n;
        at = before[at];
    }
    size_t start = seen[at] - 1;
    size_t len = n - start;
    // Begin with the member that stands first in the form.
    size_t first = start;
    for (size_t i = start; i < n; i++) {
        first = path[i] < path[first] ? i : first;
    }
    int32_t *cycle = vz_alloc_array(len, sizeof(*cycle));
    for (size_t i = 0; cycle && i < len; i++) {
        cycle[i] = path[start + (first - start + i) % len];
    }
    bool told = cycle ? report_cycle(b, cycle, len, error)
                      : vz_error_nomem(error);
    free(cycle);
    free(path);
    free(seen);
    free(before);
    return told;
}

// ---------------------------------------------------------------- order

static void count_waits(const struct builder *b, int *waits) {
    for (size_t i = 0; i < b->n_edges; i++) {
        waits[b->edges[i].to]++;
    }
}

// Fills order[]; false with an error when there is a cycle.
static bool find_order(struct builder *b, int32_t *order,
                       struct vz_error *error) {
    int *waits = vz_alloc_array(b->n, sizeof(*waits));
    if (!waits) {
        return vz_error_nomem(error);
    }
    count_waits(b, waits);
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        if (waits[i] == 0) {
            order[n++] = (int32_t)i;
        }
    }
    for (size_t done = 0; done < n; done++) {
        size_t e = first_edge(b, order[done]);
        for (; e < b->n_edges && b->edges[e].from == order[done]; e++) {
            if (--waits[b->edges[e].to] == 0) {
                order[n++] = b->edges[e].to;
            }
        }
    }
    bool ok = n == b->n || refuse_cycle(b, waits, error);
    free(waits);
    return ok;
}

// Moves lists that grew on the heap into the form's arena.
static struct vz_int_list *settle_lists(struct vz_form *form,
                                        struct vz_int_list *lists, size_t n) {
    struct vz_int_list *settled =
        vz_arena_alloc_array(&form->arena, n, sizeof(*settled));
    for (size_t i = 0; settled && i < n; i++) {
        if (lists[i].n == 0) {
            continue;
        }
        size_t size = lists[i].n * sizeof(*lists[i].items);
        settled[i].items = vz_arena_alloc(&form->arena, size);
        if (!settled[i].items) {
            return NULL;
        }
        memcpy(settled[i].items, lists[i].items, size);
        settled[i].n = lists[i].n;
    }
    return settled;
}

// readers and of_model, in terms of the final order.
static bool place_vertices(struct builder *b, const int32_t *order,
                           struct vz_int_list *readers,
                           struct vz_int_list *of_model) {
    struct vz_graph *graph = &b->form->graph;
    graph->vertices =
        vz_arena_alloc_array(&b->form->arena, b->n, sizeof(*graph->vertices));
    if (!graph->vertices) {
        return false;
    }
    graph->n_vertices = b->n;
    for (size_t i = 0; i < b->n; i++) {
        const struct vz_int_list *reads = &b->reads[order[i]];
        graph->vertices[i] = b->vertices[order[i]];
        if (!list_add(&of_model[graph->vertices[i].model], (int32_t)i)) {
            return false;
        }
        for (size_t k = 0; k < reads->n; k++) {
            if (!list_add(&readers[reads->items[k]], (int32_t)i)) {
                return false;
            }
        }
    }
    return true;
}

struct collector {
    struct vz_int_list *lists; // by model
    int32_t value;
    bool failed;
};

static void visit_into(const struct vz_node *node, void *userdata) {
    struct collector *c = userdata;
    if (node->model >= 0 && !list_add(&c->lists[node->model], c->value)) {
        c->failed = true;
    }
}

static bool collect_filters(const struct vz_form *form,
                            struct vz_int_list *lists) {
    struct collector c = {.lists = lists};
    for (size_t i = 0; i < form->n_models; i++) {
        const struct vz_element *control = form->controls[i];
        if (control && control->itemset) {
            c.value = (int32_t)i;
            vz_xpath_each_reference(control->itemset->nodes, visit_into, &c);
        }
    }
    return !c.failed;
}

static bool collect_counts(const struct vz_element *parent,
                           struct collector *c) {
    for (const struct vz_element *at = parent->first; at; at = at->next) {
        if (at->count) {
            c->value = at->model;
            vz_xpath_each_reference(at->count, visit_into, c);
        }
        collect_counts(at, c);
    }
    return !c->failed;
}

static bool build_lists(struct builder *b, const int32_t *order) {
    struct vz_form *form = b->form;
    struct vz_graph *graph = &form->graph;
    size_t n = form->n_models;
    struct vz_int_list *readers = vz_alloc_array(n, sizeof(*readers));
    struct vz_int_list *of_model = vz_alloc_array(n, sizeof(*of_model));
    struct vz_int_list *filters = vz_alloc_array(n, sizeof(*filters));
    struct vz_int_list *counts = vz_alloc_array(n, sizeof(*counts));
    struct collector c = {.lists = counts};
    bool ok = readers && of_model && filters && counts &&
              place_vertices(b, order, readers, of_model) &&
              collect_filters(form, filters) && collect_counts(form->body, &c);
    if (ok) {
        graph->readers = settle_lists(form, readers, n);
        graph->of_model = settle_lists(form, of_model, n);
        graph->filters = settle_lists(form, filters, n);
        graph->counts = settle_lists(form, counts, n);
        ok = graph->readers && graph->of_model && graph->filters &&
             graph->counts;
    }
    free_lists(readers, n);
    free_lists(of_model, n);
    free_lists(filters, n);
    free_lists(counts, n);
    return ok;
}

static bool order_and_place(struct builder *b, struct vz_error *error) {
    int32_t *order = vz_alloc_array(b->n, sizeof(*order));
    if (!order) {
        return vz_error_nomem(error);
    }
    sort_edges(b);
    bool ok = find_order(b, order, error) &&
              (build_lists(b, order) || vz_error_nomem(error));
    free(order);
    return ok;
}

bool vz_form_build_graph(struct vz_form *form, struct vz_error *error) {
    struct builder b = {.form = form};
    bool ok = collect(&b) ? order_and_place(&b, error) : vz_error_nomem(error);
    free_lists(b.reads, b.n);
    free(b.vertices);
    free(b.relevant_of);
    free(b.calculate_of);
    free(b.edges);
    return ok;
}
