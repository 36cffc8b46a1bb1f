/*
 * Actions at events: what <setvalue> sets, and when.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

// No location is known: the node is emptied, as the specification says.
static const char *next_location(struct vz_session *session) {
    if (session->n_locations == 0) {
        return "";
    }
    size_t i = session->next_location;
    session->next_location += i + 1 < session->n_locations;
    return session->locations[i];
}

static bool execute(struct vz_session *session, struct vz_node *target,
                    void *userdata) {
    const struct vz_action *action = userdata;
    if (action->location) {
        return vz_session_put(session, target, next_location(session));
    }
    if (!action->value) {
        return vz_session_put(session, target, action->text);
    }
    char *text = vz_session_compute(session, action->value, target);
    bool ok = text && vz_session_put(session, target, text);
    if (text) {
        explicit_bzero(text, strlen(text));
        free(text);
    }
    return ok;
}

bool vz_session_run_actions(struct vz_session *session, unsigned event,
                            struct vz_node *source) {
    const struct vz_form *form = session->form;
    for (size_t i = 0; i < form->n_actions; i++) {
        struct vz_action *action = &form->actions[i];
        if (!(action->events & event)) {
            continue;
        }
        bool ok = true;
        if (!source) {
            ok = vz_instance_each(session, action->target, execute, action);
        } else if (action->source == source->model) {
            struct vz_node *target =
                vz_instance_near(session, action->target, source);
            ok = !target || execute(session, target, action);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}
