/*
 * Repeat instances come and go.
 */
#include "session_internal.h"

#include <math.h>

static size_t count_children(const struct vz_node *parent, int32_t model,
                             struct vz_node **last) {
    size_t n = 0;
    *last = NULL;
    for (struct vz_node *at = parent->first_child; at; at = at->next) {
        if (at->model == model) {
            *last = at;
            n++;
        }
    }
    return n;
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

static bool is_below(const struct vz_node *node, const struct vz_node *top) {
    while (node && node != top) {
        node = node->parent;
    }
    return node != NULL;
}

// Frees an instance; changes in it that wait for their actions go with it.
static void drop_instance(struct vz_session *session, struct vz_node *node) {
    struct vz_pending *pending = &session->pending;
    size_t kept = 0;
    for (size_t i = 0; i < pending->n; i++) {
        if (!is_below(pending->items[i], node)) {
            pending->items[kept++] = pending->items[i];
        }
    }
    pending->n = kept;
    vz_session_mark_tree(session, node);
    vz_node_destroy(node);
    session->pages_stale = true;
}

struct vz_node *vz_session_grow_repeat(struct vz_session *session,
                                       const struct vz_element *repeat,
                                       struct vz_node *parent) {
    struct vz_node *last;
    size_t n = count_children(parent, repeat->model, &last);
    if (n >= VZ_REPEATS_MAX) {
        return NULL;
    }
    struct vz_node *made = vz_node_copy(session->form->models[repeat->model]);
    if (!made) {
        return NULL;
    }
    made->irrelevant = parent->irrelevant;
    struct vz_node *before = last ? last->next
                                  : first_after(parent, repeat->model);
    vz_node_insert_child(parent, made, before);
    session->pages_stale = true;
    for (struct vz_node *at = made; at; at = vz_node_following(at, made)) {
        at->irrelevant = parent->irrelevant;
    }
    vz_session_mark_tree(session, made);
    if (!session->quiet &&
        !vz_session_run_actions(session, VZ_ON_NEW_REPEAT, made)) {
        drop_instance(session, made);
        return NULL;
    }
    return made;
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

static bool wanted_count(struct vz_session *session,
                         const struct vz_element *repeat,
                         const struct vz_node *context, size_t *wanted) {
    struct vz_xpath_host host;
    struct vz_xpath_context at = vz_session_context(session, context, &host);
    double number;
    if (!vz_xpath_eval_number(repeat->count, &at, &number)) {
        return false;
    }
    *wanted = isnan(number) || number < 0 ? 0
              : number > VZ_REPEATS_MAX   ? VZ_REPEATS_MAX
                                          : (size_t)number;
    return true;
}

static bool apply_to_parent(struct vz_session *session, struct vz_node *parent,
                            void *userdata) {
    const struct vz_element *repeat = userdata;
    struct vz_node *last;
    size_t n = count_children(parent, repeat->model, &last);
    if (!last) {
        // The count may be a path that starts at an instance: make one.
        last = vz_session_grow_repeat(session, repeat, parent);
        n = 1;
    }
    size_t wanted = 0;
    if (!last || !wanted_count(session, repeat, last, &wanted)) {
        return false;
    }
    for (; n < wanted; n++) {
        if (!vz_session_grow_repeat(session, repeat, parent)) {
            return false;
        }
    }
    for (; n > wanted; n--) {
        count_children(parent, repeat->model, &last);
        drop_instance(session, last);
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

bool vz_session_add_repeat(struct vz_session *session) {
    if (!vz_session_settle(session) || !vz_session_pages(session)) {
        return false;
    }
    const struct vz_page *page = vz_session_page(session);
    if (!page || page->kind != VZ_EVENT_PROMPT) {
        return false;
    }
    struct vz_node *made =
        vz_session_grow_repeat(session, page->element, page->node);
    bool ok = made && vz_session_settle(session);
    // The new instance begins where the prompt stood.
    session->pages_stale = true;
    size_t at = session->at;
    ok = vz_session_pages(session) && ok;
    if (ok) {
        session->at = at;
    }
    vz_session_changed(session);
    return ok;
}
