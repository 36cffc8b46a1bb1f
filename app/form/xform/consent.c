/*
 * The consent rule, in one place.
 *
 * A form that asks for consent keeps what was told only when the answer says
 * who may hear it. `discard`, `count`, no answer, a name that is not known,
 * and a consent question that is not relevant all mean: keep nothing of it.
 * A form without a consent question keeps what was told (it counts as `team`).
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

static bool allows(const char *answer) {
    static const char *const names[] = {"team", "organisation", "public"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!strcmp(answer, names[i])) {
            return true;
        }
    }
    return false;
}

static bool asks_consent(const struct vz_form *form) {
    for (size_t i = 0; i < form->n_models; i++) {
        if (vz_form_is_consent(form, (int32_t)i)) {
            return true;
        }
    }
    return false;
}

// What carries somebody's own words or voice.
static bool tells(const struct vz_form *form, const struct vz_node *node) {
    return !node->first_child && node->model >= 0 &&
           (vz_role_tells(vz_form_role(form, node->model)) ||
            vz_form_type(form, node->model) == VZ_FIELD_BINARY);
}

bool vz_consent_forbids(struct vz_session *session) {
    const struct vz_form *form = session->form;
    if (!asks_consent(form)) {
        return false;
    }
    // Several consent questions: each one that is asked must allow it.
    bool allowed = false;
    struct vz_node *document = session->instance.document;
    struct vz_node *at = document->first_child;
    for (; at; at = vz_node_following(at, document)) {
        if (!vz_form_is_consent(form, at->model) || at->irrelevant) {
            continue;
        }
        if (!allows(vz_node_text(at))) {
            return true;
        }
        allowed = true;
    }
    return !allowed;
}

static bool set_by_action(const struct vz_form *form, int32_t model) {
    for (size_t i = 0; i < form->n_actions; i++) {
        if (form->actions[i].target == model && form->actions[i].value) {
            return true;
        }
    }
    return false;
}

bool vz_consent_apply(struct vz_session *session) {
    const struct vz_form *form = session->form;
    if (!vz_consent_forbids(session)) {
        return true;
    }
    // By model: what somebody's words may have been copied into. Calculations
    // are computed again once the words are gone; what an action set would
    // stay.
    bool *told = vz_alloc_array(form->n_models, sizeof(*told));
    if (!told) {
        return false;
    }
    for (size_t i = 0; i < form->n_models; i++) {
        told[i] = tells(form, form->models[i]);
    }
    vz_form_spread_told(form, told);
    struct vz_node *document = session->instance.document;
    struct vz_node *at = document->first_child;
    bool ok = true;
    for (; ok && at; at = vz_node_following(at, document)) {
        bool empties = tells(form, at) || (at->model >= 0 && told[at->model] &&
                                           set_by_action(form, at->model));
        ok = !empties || vz_session_put(session, at, "");
    }
    free(told);
    return ok;
}

bool vz_session_keeps_story(struct vz_session *session) {
    if (vz_consent_forbids(session)) {
        return false;
    }
    struct vz_node *document = session->instance.document;
    struct vz_node *at = document->first_child;
    for (; at; at = vz_node_following(at, document)) {
        if (!at->irrelevant && tells(session->form, at) &&
            vz_node_text(at)[0]) {
            return true;
        }
    }
    return false;
}
