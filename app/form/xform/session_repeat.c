/*
 * Repeat instances come and go.
 */
#include "session_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

// Takes an instance out; changes in it that wait for their actions go with it.
static void take_out(struct vz_session *session, struct vz_node *node) {
    struct vz_pending *pending = &session->pending;
    size_t kept = 0;
    for (size_t i = 0; i < pending->n; i++) {
        if (!is_below(pending->items[i], node)) {
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

struct vz_node *vz_session_grow_repeat(struct vz_session *session,
                                       const struct vz_element *repeat,
                                       struct vz_node *parent) {
    struct vz_node *last;
    size_t n = count_children(parent, repeat->model, &last);
    if (n >= VZ_REPEATS_MAX || session->n_grown >= VZ_GROWN_MAX) {
        return NULL;
    }
    session->n_grown++;
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

// What relevance says about an instance that is not there: it is made for the
// question and taken away again. Nothing is marked by that.
static bool test_absent(struct vz_session *session, int32_t model,
                        struct vz_node *parent, bool *out) {
    const struct vz_bind *bind = session->form->binds[model];
    struct vz_node *made = vz_node_copy(session->form->models[model]);
    if (!made) {
        return false;
    }
    vz_node_insert_child(parent, made, first_after(parent, model));
    bool ok = vz_session_test(session, bind->relevant, made, true, out);
    vz_node_destroy(made);
    return ok;
}

bool vz_session_repeat_relevant(struct vz_session *session,
                                const struct vz_element *repeat,
                                struct vz_node *parent, bool *out) {
    const struct vz_bind *bind = session->form->binds[repeat->model];
    struct vz_node *last;
    *out = !parent->irrelevant;
    if (!*out || !bind || !bind->relevant) {
        return true;
    }
    count_children(parent, repeat->model, &last);
    if (last) {
        *out = !last->irrelevant;
        return true;
    }
    return test_absent(session, repeat->model, parent, out);
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
static bool grow_and_enter(struct vz_session *session,
                           const struct vz_element *repeat,
                           struct vz_node *parent) {
    struct vz_node *made = vz_session_grow_repeat(session, repeat, parent);
    bool ok = made && vz_session_settle(session);
    session->pages_stale = true;
    ok = vz_session_pages(session) && ok;
    if (ok) {
        session->at = page_of_instance(session, made);
    }
    vz_session_changed(session);
    return ok;
}

bool vz_session_add_repeat(struct vz_session *session) {
    if (!vz_session_settle(session) || !vz_session_pages(session)) {
        return false;
    }
    const struct vz_page *page = vz_session_page(session);
    return page && page->kind == VZ_EVENT_PROMPT &&
           grow_and_enter(session, page->element, page->node);
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
    return grow_and_enter(session, repeat, parent) ? VZ_ANSWER_OK
                                                   : VZ_ANSWER_NOMEM;
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
    // The pages are made again while the node's address is not used anew.
    bool ok = vz_session_pages(session);
    take_out(session, node);
    ok = ok && vz_session_settle(session) && vz_session_pages(session);
    vz_node_destroy(node);
    vz_session_changed(session);
    return ok ? VZ_ANSWER_OK : VZ_ANSWER_NOMEM;
}
