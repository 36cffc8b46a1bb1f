/*
 * Moving through a form: the relevant pages in the order of the body.
 *
 * The list is made again only when relevance or repeats changed; the position
 * stays on its page, or on the last page before it that is still there.
 */
#include "session_internal.h"

#include <stdlib.h>

static bool add_page(struct vz_session *session, enum vz_event_kind kind,
                     const struct vz_element *element, struct vz_node *node) {
    if (!vz_grow(&session->pages, &session->pages_cap, session->n_pages,
                 sizeof(*session->pages))) {
        return false;
    }
    session->pages[session->n_pages++] = (struct vz_page){kind, element, node};
    return true;
}

static bool add_children(struct vz_session *session,
                         const struct vz_element *parent,
                         struct vz_node *context);

static bool stop_at_first(struct vz_session *session,
                          const struct vz_element *element,
                          struct vz_node *node, void *userdata) {
    return false;
}

static bool add_field_list(struct vz_session *session,
                           const struct vz_element *element,
                           struct vz_node *node) {
    struct vz_page page = {VZ_EVENT_GROUP, element, node};
    bool empty = vz_session_each_question(session, &page, stop_at_first, NULL);
    return empty || add_page(session, VZ_EVENT_GROUP, element, node);
}

static bool add_group(struct vz_session *session,
                      const struct vz_element *element, struct vz_node *node) {
    if (session->every_position) {
        return add_page(session, VZ_EVENT_GROUP, element, node) &&
               add_children(session, element, node);
    }
    return element->field_list ? add_field_list(session, element, node)
                               : add_children(session, element, node);
}

static bool add_instance(struct vz_session *session,
                         const struct vz_element *element,
                         struct vz_node *node) {
    bool one_page = element->field_list && !session->every_position;
    return add_page(session, VZ_EVENT_REPEAT, element, node) &&
           (one_page ? add_field_list(session, element, node)
                     : add_children(session, element, node));
}

static bool add_repeat(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *context) {
    int32_t outer = session->form->models[element->model]->parent->model;
    struct vz_node *parent = vz_instance_near(session, outer, context);
    if (!parent || parent->irrelevant) {
        return true;
    }
    for (struct vz_node *at = parent->first_child; at; at = at->next) {
        if (at->model == element->model && !at->irrelevant &&
            !add_instance(session, element, at)) {
            return false;
        }
    }
    bool prompts = false;
    return element->fixed ||
           (vz_session_repeat_relevant(session, element, parent, &prompts) &&
            (!prompts || add_page(session, VZ_EVENT_PROMPT, element, parent)));
}

static bool add_element(struct vz_session *session,
                        const struct vz_element *element,
                        struct vz_node *context) {
    if (element->kind == VZ_ELEMENT_REPEAT) {
        return add_repeat(session, element, context);
    }
    struct vz_node *node =
        element->model < 0 ? context
                           : vz_instance_near(session, element->model, context);
    if (vz_element_wraps_repeat(session->form, element, context)) {
        return add_children(session, element, context);
    }
    if (!node || node->irrelevant) {
        return true;
    }
    if (element->kind == VZ_ELEMENT_GROUP) {
        return add_group(session, element, node);
    }
    return !vz_element_shown(session, element) ||
           add_page(session, VZ_EVENT_QUESTION, element, node);
}

static bool add_children(struct vz_session *session,
                         const struct vz_element *parent,
                         struct vz_node *context) {
    for (const struct vz_element *at = parent->first; at; at = at->next) {
        if (!add_element(session, at, context)) {
            return false;
        }
    }
    return true;
}

static bool same_page(const struct vz_page *a, const struct vz_page *b) {
    return a->kind == b->kind && a->element == b->element && a->node == b->node;
}

// The place of a page in the new list from 1, or 0.
static size_t find_page(const struct vz_session *session,
                        const struct vz_page *page) {
    for (size_t i = 0; i < session->n_pages; i++) {
        if (same_page(&session->pages[i], page)) {
            return i + 1;
        }
    }
    return 0;
}

static size_t keep_place(const struct vz_session *session,
                         const struct vz_page *old, size_t n_old) {
    if (session->at == 0) {
        return 0;
    }
    if (session->at > n_old) {
        return session->n_pages + 1;
    }
    for (size_t i = session->at; i > 0; i--) {
        size_t found = find_page(session, &old[i - 1]);
        if (found) {
            return found;
        }
    }
    return 0;
}

bool vz_session_pages(struct vz_session *session) {
    // Only after a change that ran out of memory is there something to do.
    if (!vz_session_settle(session)) {
        return false;
    }
    if (!session->pages_stale) {
        return true;
    }
    struct vz_page *old = session->pages;
    size_t n_old = session->n_pages;
    size_t cap_old = session->pages_cap;
    session->pages = NULL;
    session->n_pages = 0;
    session->pages_cap = 0;
    if (!add_children(session, session->form->body,
                      session->instance.document->first_child)) {
        free(session->pages);
        session->pages = old;
        session->n_pages = n_old;
        session->pages_cap = cap_old;
        return false;
    }
    session->at = keep_place(session, old, n_old);
    session->pages_stale = false;
    free(old);
    return true;
}

const struct vz_page *vz_session_page(struct vz_session *session) {
    if (session->at == 0 || session->at > session->n_pages) {
        return NULL;
    }
    return &session->pages[session->at - 1];
}

const struct vz_event *vz_session_event(struct vz_session *session) {
    if (session->event_ready) {
        return &session->event;
    }
    session->event = (struct vz_event){.kind = VZ_EVENT_START};
    if (!vz_session_pages(session)) {
        return NULL;
    }
    const struct vz_page *page = vz_session_page(session);
    if (page && !vz_session_fill_event(session, page, &session->event)) {
        return NULL;
    }
    if (session->at > session->n_pages) {
        session->event.kind = VZ_EVENT_END;
    }
    session->event_ready = true;
    return &session->event;
}

bool vz_session_next(struct vz_session *session) {
    if (!vz_session_pages(session) || session->at > session->n_pages) {
        return false;
    }
    session->at++;
    vz_session_changed(session);
    vz_audit_arrive(session);
    return true;
}

bool vz_session_prev(struct vz_session *session) {
    if (!vz_session_pages(session) || session->at == 0) {
        return false;
    }
    session->at--;
    vz_session_changed(session);
    vz_audit_arrive(session);
    return true;
}

static bool is_not_node(struct vz_session *session,
                        const struct vz_element *element, struct vz_node *node,
                        void *userdata) {
    return node != userdata;
}

// The page that asks `node` or stands for it, else the first one in it.
static size_t page_of(struct vz_session *session, struct vz_node *node) {
    for (size_t i = 0; i < session->n_pages; i++) {
        const struct vz_page *page = &session->pages[i];
        if (page->node == node && page->kind != VZ_EVENT_PROMPT &&
            page->element->model == node->model) {
            return i + 1;
        }
    }
    for (size_t i = 0; i < session->n_pages; i++) {
        if (!vz_session_each_question(session, &session->pages[i], is_not_node,
                                      node)) {
            return i + 1;
        }
    }
    for (size_t i = 0; i < session->n_pages; i++) {
        if (session->pages[i].kind != VZ_EVENT_PROMPT &&
            vz_node_is_within(session->pages[i].node, node)) {
            return i + 1;
        }
    }
    return 0;
}

// The prompt of the repeat that `ref` names without its last [n]; 0 = none.
static size_t prompt_of(struct vz_session *session, const char *ref) {
    int32_t model;
    struct vz_node *parent = vz_session_repeat_parent(session, ref, &model);
    for (size_t i = 0; parent && i < session->n_pages; i++) {
        const struct vz_page *page = &session->pages[i];
        if (page->kind == VZ_EVENT_PROMPT && page->node == parent &&
            page->element->model == model) {
            return i + 1;
        }
    }
    return 0;
}

bool vz_session_jump(struct vz_session *session, const char *ref) {
    if (!vz_session_pages(session)) {
        return false;
    }
    struct vz_node *root = session->instance.document->first_child;
    struct vz_node *node = ref ? vz_session_find(session, ref) : root;
    // A repeat without [n] is the question for another one, where it is asked.
    size_t at = node == root ? 0 : prompt_of(session, ref);
    if (node && node != root && at == 0) {
        at = page_of(session, node);
    }
    if (node != root && at == 0) {
        return false;
    }
    session->at = at;
    vz_session_changed(session);
    vz_audit_note(session, "jump", NULL);
    vz_audit_arrive(session);
    return true;
}

size_t vz_session_n_positions(struct vz_session *session) {
    return vz_session_pages(session) ? session->n_pages : 0;
}

void vz_session_position(struct vz_session *session, size_t index,
                         enum vz_event_kind *kind, const char **ref) {
    const struct vz_page *page = &session->pages[index];
    *kind = page->kind;
    *ref = page->kind == VZ_EVENT_PROMPT
               ? vz_session_child_ref(session, page->node, page->element->model)
               : vz_session_ref(session, page->node);
}

void vz_session_progress(struct vz_session *session, size_t *at,
                         size_t *total) {
    *at = 0;
    *total = 0;
    if (!vz_session_pages(session)) {
        return;
    }
    for (size_t i = 0; i < session->n_pages; i++) {
        enum vz_event_kind kind = session->pages[i].kind;
        if (kind == VZ_EVENT_QUESTION || kind == VZ_EVENT_GROUP) {
            (*total)++;
            *at += i < session->at;
        }
    }
    // From 1: the start and a repeat's entry belong to what comes next.
    if (*at == 0 && *total > 0) {
        *at = 1;
    }
}
