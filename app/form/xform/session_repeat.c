/*
 * Repeat instances come and go.
 */
#include "session_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The instances of a repeat below one parent.
struct row {
    struct vz_node *parent;
    struct vz_node *last; // or NULL
    size_t n;
};

static struct row row_of(struct vz_node *parent, int32_t model) {
    struct row row = {parent, NULL, 0};
    for (struct vz_node *at = parent->first_child; at; at = at->next) {
        if (at->model == model) {
            row.last = at;
            row.n++;
        }
    }
    return row;
}

// Where the first instance belongs: before what follows it in the template.
static struct vz_node *first_after(const struct vz_node *parent,
                                   int32_t model) {
    struct vz_node *at = parent->first_child;
    while (at && at->model <= model) {
        at = at->next;
    }
    return at;
}

// Takes an instance out; changes in it that wait for their actions go with it.
static void take_out(struct vz_session *session, struct vz_node *node) {
    struct vz_pending *pending = &session->pending;
    size_t kept = 0;
    for (size_t i = 0; i < pending->n; i++) {
        if (!vz_node_is_within(pending->items[i], node)) {
            pending->items[kept++] = pending->items[i];
        }
    }
    pending->n = kept;
    vz_session_mark_tree(session, node);
    vz_node_unlink(node);
    session->pages_stale = true;
}

static void drop_instance(struct vz_session *session, struct vz_node *node) {
    take_out(session, node);
    vz_node_destroy(node);
}

static bool is_full(struct vz_session *session, const struct row *row,
                    const struct vz_element *repeat) {
    if (row->n >= VZ_REPEATS_MAX) {
        vz_session_complain(
            session, VZ_LIMIT, "%s would be repeated more than %d times",
            session->form->paths[repeat->model], VZ_REPEATS_MAX);
    } else if (session->n_grown >= VZ_GROWN_MAX) {
        vz_session_complain(session, VZ_LIMIT,
                            "%s cannot be repeated: a visit can make %d "
                            "repeats in all",
                            session->form->paths[repeat->model], VZ_GROWN_MAX);
    } else {
        return false;
    }
    return true;
}

// A copy of what new instances are like, where the next one belongs. Nothing
// is marked by that. NULL = out of memory.
static struct vz_node *put_copy(struct vz_session *session,
                                const struct row *row, int32_t model) {
    struct vz_node *made = vz_node_copy(session->form->seeds[model]);
    if (made) {
        vz_node_insert_child(row->parent, made,
                             row->last ? row->last->next
                                       : first_after(row->parent, model));
    }
    return made;
}

// Adds an instance after the last one. `calls`: odk-new-repeat happens, which
// it does not for what is part of the form. False = out of memory; row->last
// stays what it was when there are too many.
static bool grow(struct vz_session *session, const struct vz_element *repeat,
                 struct row *row, bool calls) {
    if (is_full(session, row, repeat)) {
        return true;
    }
    session->n_grown++;
    struct vz_node *made = put_copy(session, row, repeat->model);
    if (!made) {
        return false;
    }
    session->pages_stale = true;
    for (struct vz_node *at = made; at; at = vz_node_following(at, made)) {
        at->irrelevant = row->parent->irrelevant;
    }
    vz_session_mark_tree(session, made);
    vz_session_mark_counts(session, repeat);
    if (!vz_session_fill_fixed(session, repeat, made) ||
        (calls && !vz_session_run_actions(session, VZ_ON_NEW_REPEAT, made))) {
        drop_instance(session, made);
        return false;
    }
    row->last = made;
    row->n++;
    return true;
}

static bool fill_parent(struct vz_session *session, struct vz_node *parent,
                        void *userdata) {
    const struct vz_element *repeat = userdata;
    struct row row = row_of(parent, repeat->model);
    return row.last || grow(session, repeat, &row, !session->quiet);
}

bool vz_session_fill_fixed(struct vz_session *session,
                           const struct vz_element *element,
                           struct vz_node *within) {
    const struct vz_form *form = session->form;
    bool ok = true;
    for (struct vz_element *at = element->first; ok && at; at = at->next) {
        if (at->kind == VZ_ELEMENT_REPEAT && at->fixed && !at->count) {
            int32_t above = form->models[at->model]->parent->model;
            struct vz_node *parent = vz_instance_near(session, above, within);
            ok = within ? !parent || fill_parent(session, parent, at)
                        : vz_instance_each(session, above, fill_parent, at);
        }
        ok = ok && vz_session_fill_fixed(session, at, within);
    }
    return ok;
}

static const struct vz_element *find_repeat(const struct vz_element *parent,
                                            int32_t model) {
    for (const struct vz_element *at = parent->first; at; at = at->next) {
        if (at->kind == VZ_ELEMENT_REPEAT && at->model == model) {
            return at;
        }
        const struct vz_element *found = find_repeat(at, model);
        if (found) {
            return found;
        }
    }
    return NULL;
}

static bool eval_count(struct vz_session *session,
                       const struct vz_element *repeat,
                       const struct vz_node *context, double *number) {
    struct vz_xpath_host host;
    struct vz_xpath_context at = vz_session_context(session, context, &host);
    return vz_xpath_eval_number(repeat->count, &at, number);
}

// jr:count is asked at an instance, which may be made only for that.
static bool ask_count(struct vz_session *session,
                      const struct vz_element *repeat, const struct row *row,
                      double *number) {
    if (row->last) {
        return eval_count(session, repeat, row->last, number);
    }
    struct vz_node *made = put_copy(session, row, repeat->model);
    bool ok = made && eval_count(session, repeat, made, number);
    vz_node_destroy(made);
    return ok;
}

// A count that is no number leaves things as they are: somebody may be typing
// it anew. At first nothing is there.
static bool wanted_count(struct vz_session *session,
                         const struct vz_element *repeat, const struct row *row,
                         size_t *wanted) {
    double number;
    if (!ask_count(session, repeat, row, &number)) {
        return false;
    }
    if (isnan(number)) {
        *wanted = session->first_load ? 0 : row->n;
    } else {
        *wanted = number < 0                ? 0
                  : number > VZ_REPEATS_MAX ? VZ_REPEATS_MAX + 1
                                            : (size_t)number;
    }
    return true;
}

// Takes the last instances away until n are left.
static void shrink(struct vz_session *session, struct row *row, size_t n) {
    while (row->n > n) {
        struct vz_node *gone = row->last;
        row->last = gone->prev;
        while (row->last && row->last->model != gone->model) {
            row->last = row->last->prev;
        }
        row->n--;
        drop_instance(session, gone);
    }
}

static bool apply_to_parent(struct vz_session *session, struct vz_node *parent,
                            void *userdata) {
    const struct vz_element *repeat = userdata;
    struct row row = row_of(parent, repeat->model);
    size_t wanted = 0;
    if (!wanted_count(session, repeat, &row, &wanted)) {
        return false;
    }
    shrink(session, &row, wanted);
    // What is restored was new before.
    bool calls = session->first_load || !session->quiet;
    size_t before = row.n - 1;
    while (row.n < wanted && row.n != before) {
        before = row.n;
        if (!grow(session, repeat, &row, calls)) {
            return false;
        }
    }
    return true;
}

bool vz_session_apply_count(struct vz_session *session, int32_t model) {
    const struct vz_element *repeat = find_repeat(session->form->body, model);
    const struct vz_node *parent = session->form->models[model]->parent;
    if (!repeat || !repeat->count) {
        return true;
    }
    return vz_instance_each(session, parent->model, apply_to_parent,
                            (void *)repeat);
}

// What relevance says about an instance that is not there: it is made for the
// question and taken away again.
static bool test_absent(struct vz_session *session, const struct row *row,
                        int32_t model, bool *out) {
    const struct vz_bind *bind = session->form->binds[model];
    struct vz_node *made = put_copy(session, row, model);
    bool ok = made && vz_session_test(session, bind->relevant, made, true, out);
    vz_node_destroy(made);
    return ok;
}

bool vz_session_repeat_relevant(struct vz_session *session,
                                const struct vz_element *repeat,
                                struct vz_node *parent, bool *out) {
    const struct vz_bind *bind = session->form->binds[repeat->model];
    *out = !parent->irrelevant;
    if (!*out || !bind || !bind->relevant) {
        return true;
    }
    struct row row = row_of(parent, repeat->model);
    // The next instance may differ from the last one only by its position.
    if (row.last && !vz_xpath_reads_position(bind->relevant)) {
        *out = !row.last->irrelevant;
        return true;
    }
    return test_absent(session, &row, repeat->model, out);
}

const struct vz_element *vz_session_repeat(const struct vz_session *session,
                                           int32_t model) {
    return find_repeat(session->form->body, model);
}

struct vz_node *vz_session_repeat_parent(const struct vz_session *session,
                                         const char *ref, int32_t *model) {
    const char *slash = ref ? strrchr(ref, '/') : NULL;
    if (!slash || slash == ref || strchr(slash, '[')) {
        return NULL;
    }
    char *above = vz_strndup(ref, (size_t)(slash - ref));
    struct vz_node *parent = above ? vz_session_find(session, above) : NULL;
    free(above);
    const struct vz_node *template =
        parent ? vz_form_resolve(session->form, parent->template, slash + 1)
               : NULL;
    if (!template || !template->repeat) {
        return NULL;
    }
    *model = template->model;
    return parent;
}

static size_t page_of_instance(const struct vz_session *session,
                               const struct vz_node *node) {
    for (size_t i = 0; i < session->n_pages; i++) {
        const struct vz_page *page = &session->pages[i];
        if (page->kind == VZ_EVENT_REPEAT && page->node == node) {
            return i + 1;
        }
    }
    return session->at;
}

// Adds an instance and goes to where it begins.
static enum vz_answer grow_and_enter(struct vz_session *session,
                                     const struct vz_element *repeat,
                                     struct vz_node *parent) {
    struct row row = row_of(parent, repeat->model);
    size_t before = row.n;
    bool ok = grow(session, repeat, &row, true) && vz_session_settle(session);
    session->pages_stale = true;
    ok = vz_session_pages(session) && ok;
    if (ok && row.n > before) {
        session->at = page_of_instance(session, row.last);
    }
    vz_session_changed(session);
    vz_audit_arrive(session);
    return !ok              ? VZ_ANSWER_NOMEM
           : row.n > before ? VZ_ANSWER_OK
                            : VZ_ANSWER_LIMIT;
}

bool vz_session_add_repeat(struct vz_session *session) {
    if (!vz_session_settle(session) || !vz_session_pages(session)) {
        return false;
    }
    const struct vz_page *page = vz_session_page(session);
    return page && page->kind == VZ_EVENT_PROMPT &&
           grow_and_enter(session, page->element, page->node) == VZ_ANSWER_OK;
}

enum vz_answer vz_session_grow(struct vz_session *session, const char *ref) {
    int32_t model;
    bool relevant = false;
    if (!vz_session_settle(session)) {
        return VZ_ANSWER_NOMEM;
    }
    struct vz_node *parent = vz_session_repeat_parent(session, ref, &model);
    const struct vz_element *repeat = parent ? vz_session_repeat(session, model)
                                             : NULL;
    if (!repeat) {
        return VZ_ANSWER_NO_SUCH;
    }
    if (repeat->fixed) {
        return VZ_ANSWER_READONLY;
    }
    if (!vz_session_repeat_relevant(session, repeat, parent, &relevant)) {
        return VZ_ANSWER_NOMEM;
    }
    if (!relevant) {
        return VZ_ANSWER_NO_SUCH;
    }
    vz_audit_note(session, "add repeat", ref);
    return grow_and_enter(session, repeat, parent);
}

enum vz_answer vz_session_remove_repeat(struct vz_session *session,
                                        const char *ref) {
    if (!vz_session_settle(session)) {
        return VZ_ANSWER_NOMEM;
    }
    struct vz_node *node = vz_session_find(session, ref);
    const struct vz_element *repeat =
        node && node->repeat ? vz_session_repeat(session, node->model) : NULL;
    if (!repeat || !strchr(strrchr(ref, '/'), '[')) {
        return VZ_ANSWER_NO_SUCH;
    }
    if (repeat->fixed) {
        return VZ_ANSWER_READONLY;
    }
    vz_audit_note(session, "delete repeat", ref);
    // The pages are made again while the node's address is not used anew.
    bool ok = vz_session_pages(session);
    take_out(session, node);
    ok = ok && vz_session_settle(session) && vz_session_pages(session);
    vz_node_destroy(node);
    vz_session_changed(session);
    vz_audit_arrive(session);
    return ok ? VZ_ANSWER_OK : VZ_ANSWER_NOMEM;
}
