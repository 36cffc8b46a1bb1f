/*
 * Recomputing only what a change reaches.
 *
 * Marks are bits in the order of the dependency graph, so one sweep from low
 * to high settles calculations and relevances: what a vertex changes stands
 * behind it. Where a value does not change nothing further is marked. Actions,
 * repeat counts and filtered choices follow, and start a new sweep when they
 * change something.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

// Forms whose actions chase each other stop here instead of for ever; each node
// may call its actions once besides.
#define ROUNDS_MAX 10000

static void set_bit(uint64_t *bits, int32_t i) {
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

static void mark(uint64_t *bits, const struct vz_int_list *list) {
    for (size_t i = 0; i < list->n; i++) {
        set_bit(bits, list->items[i]);
    }
}

// The lowest set bit, cleared; -1 when there is none. `from` only grows while
// no lower bit is set.
static int32_t take_bit(uint64_t *bits, size_t n_words, size_t *from) {
    for (size_t i = *from; i < n_words; i++) {
        if (bits[i]) {
            int bit = __builtin_ctzll(bits[i]);
            bits[i] &= bits[i] - 1;
            *from = i;
            return (int32_t)(i * 64) + bit;
        }
    }
    return -1;
}

void vz_session_touch(struct vz_session *session, const struct vz_node *node) {
    const struct vz_graph *graph = &session->form->graph;
    session->choice_sets = NULL;
    if (node->model >= 0) {
        mark(session->dirty, &graph->readers[node->model]);
        mark(session->filters_dirty, &graph->filters[node->model]);
        mark(session->counts_dirty, &graph->counts[node->model]);
    }
}

static bool remember_change(struct vz_session *session, struct vz_node *node) {
    struct vz_pending *pending = &session->pending;
    if (session->quiet || node->model < 0 ||
        !session->form->has_action[node->model]) {
        return true;
    }
    if (!vz_grow(&pending->items, &pending->cap, pending->n,
                 sizeof(*pending->items))) {
        return false;
    }
    pending->items[pending->n++] = node;
    return true;
}

bool vz_session_note(struct vz_session *session, struct vz_node *node) {
    vz_session_touch(session, node);
    return remember_change(session, node);
}

bool vz_session_put(struct vz_session *session, struct vz_node *node,
                    const char *value) {
    if (!strcmp(vz_node_text(node), value)) {
        return true;
    }
    if (!vz_node_set_value(node, value)) {
        return false;
    }
    return vz_session_note(session, node);
}

void vz_session_mark_all(struct vz_session *session) {
    for (size_t i = 0; i < session->form->graph.n_vertices; i++) {
        set_bit(session->dirty, (int32_t)i);
    }
}

void vz_session_mark_counts(struct vz_session *session,
                            const struct vz_element *element) {
    for (const struct vz_element *at = element->first; at; at = at->next) {
        if (at->count) {
            set_bit(session->counts_dirty, at->model);
        }
        vz_session_mark_counts(session, at);
    }
}

void vz_session_mark_spoken(struct vz_session *session) {
    const struct vz_graph *graph = &session->form->graph;
    for (size_t i = 0; i < graph->n_vertices; i++) {
        const struct vz_vertex *vertex = &graph->vertices[i];
        if (vertex->kind == VZ_VERTEX_CALCULATE &&
            session->form->binds[vertex->model]->speaks) {
            set_bit(session->dirty, (int32_t)i);
        }
    }
}

static void mark_node(struct vz_session *session, const struct vz_node *node) {
    if (node->model >= 0) {
        mark(session->dirty, &session->form->graph.of_model[node->model]);
        vz_session_touch(session, node);
    }
}

void vz_session_mark_tree(struct vz_session *session, struct vz_node *top) {
    struct vz_node *at = top;
    for (; at; at = vz_node_following(at, top)) {
        mark_node(session, at);
        const struct vz_node *attr = at->first_attribute;
        for (; attr; attr = attr->next) {
            mark_node(session, attr);
        }
    }
}

// ----------------------------------------------------------- relevance

// Passes a node's relevance on to what is below it.
static void spread(struct vz_session *session, struct vz_node *node) {
    bool irrelevant = node->own_irrelevant ||
                      (node->parent && node->parent->irrelevant);
    if (irrelevant == node->irrelevant) {
        return;
    }
    node->irrelevant = irrelevant;
    session->pages_stale = true;
    vz_session_touch(session, node);
    for (struct vz_node *at = node->first_child; at; at = at->next) {
        spread(session, at);
    }
}

static bool evaluate_relevant(struct vz_session *session, struct vz_node *node,
                              const struct vz_xpath_expr *expr) {
    // While it is asked the node counts as relevant: a repeat instance may ask
    // for its own position.
    bool before = node->irrelevant;
    bool relevant;
    node->irrelevant = node->parent && node->parent->irrelevant;
    bool ok = vz_session_test(session, expr, node, true, &relevant);
    node->irrelevant = before;
    if (!ok) {
        return false;
    }
    // The node's own relevance is kept apart from what it inherits.
    node->own_irrelevant = !relevant;
    spread(session, node);
    return true;
}

// --------------------------------------------------------- calculation

char *vz_session_compute(struct vz_session *session,
                         const struct vz_xpath_expr *expr,
                         const struct vz_node *node) {
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(session, node, &host);
    char *text = NULL;
    if (!vz_xpath_eval_typed(expr, &context, node->type, &text)) {
        return NULL;
    }
    return text ? text : strdup("");
}

static bool evaluate(struct vz_session *session, struct vz_node *node,
                     void *userdata) {
    const struct vz_vertex *vertex = userdata;
    session->n_evaluations++;
    if (vertex->kind == VZ_VERTEX_RELEVANT) {
        return evaluate_relevant(session, node, vertex->expr);
    }
    if (vertex->model == session->id_model) {
        return true;
    }
    char *text = vz_session_compute(session, vertex->expr, node);
    bool ok = text && vz_session_put(session, node, text);
    vz_text_forget(text);
    return ok;
}

bool vz_session_sweep(struct vz_session *session) {
    const struct vz_graph *graph = &session->form->graph;
    size_t n_words = graph->n_vertices / 64 + 1;
    size_t from = 0;
    for (;;) {
        int32_t i = take_bit(session->dirty, n_words, &from);
        if (i < 0) {
            return true;
        }
        struct vz_vertex vertex = graph->vertices[i];
        if (session->frozen_relevance && vertex.kind == VZ_VERTEX_RELEVANT) {
            continue;
        }
        // A repeat without instances has no node that would change, but it
        // has a prompt that comes and goes.
        if (vertex.kind == VZ_VERTEX_RELEVANT &&
            session->form->models[vertex.model]->repeat) {
            session->pages_stale = true;
        }
        if (!vz_instance_each(session, vertex.model, evaluate, &vertex)) {
            set_bit(session->dirty, i);
            return false;
        }
    }
}

// ------------------------------------------------------------ settling

// The oldest change first, one at a time: its actions may cause others.
static bool run_pending(struct vz_session *session) {
    struct vz_pending *pending = &session->pending;
    if (pending->n == 0) {
        return true;
    }
    struct vz_node *node = pending->items[0];
    pending->n--;
    memmove(pending->items, pending->items + 1,
            pending->n * sizeof(*pending->items));
    return vz_session_run_actions(session, VZ_ON_VALUE_CHANGED, node);
}

// One repeat's count; *again when there was one.
static bool follow_count(struct vz_session *session, bool *again) {
    size_t from = 0;
    size_t n_words = session->form->n_models / 64 + 1;
    int32_t model = take_bit(session->counts_dirty, n_words, &from);
    *again = model >= 0;
    if (*again && !vz_session_apply_count(session, model)) {
        set_bit(session->counts_dirty, model);
        return false;
    }
    return true;
}

static bool is_marked(const struct vz_session *session) {
    size_t n_words = session->form->graph.n_vertices / 64 + 1;
    size_t i = 0;
    while (i < n_words && !session->dirty[i]) {
        i++;
    }
    return i < n_words || session->pending.n > 0;
}

// Filtered choices; *again when an answer went with them.
static bool follow_filters(struct vz_session *session, bool *again) {
    size_t from = 0;
    size_t n_words = session->form->n_models / 64 + 1;
    while (!*again) {
        int32_t model = take_bit(session->filters_dirty, n_words, &from);
        if (model < 0) {
            return true;
        }
        if (!vz_session_prune(session, model)) {
            set_bit(session->filters_dirty, model);
            return false;
        }
        // A lower one may have been marked as well.
        from = 0;
        *again = is_marked(session);
    }
    return true;
}

// What follows from what was computed; *again when there was something.
static bool follow(struct vz_session *session, bool *again) {
    *again = session->pending.n > 0;
    if (*again) {
        return run_pending(session);
    }
    return follow_count(session, again) &&
           (*again || follow_filters(session, again));
}

bool vz_session_settle(struct vz_session *session) {
    size_t limit = ROUNDS_MAX + session->form->n_models + 2 * session->n_grown;
    bool again = true;
    for (size_t round = 0; again && round < limit; round++) {
        if (!vz_session_sweep(session)) {
            return false;
        }
        if (session->frozen_relevance) {
            return true;
        }
        if (!follow(session, &again)) {
            return false;
        }
    }
    if (again) {
        vz_session_complain(session, VZ_LIMIT,
                            "the form's actions call each other without end; "
                            "they were stopped");
        session->pending.n = 0;
    }
    return true;
}
