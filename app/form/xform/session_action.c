/*
 * Actions at events: what <setvalue> sets, and when.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

static bool execute(struct vz_session *session, struct vz_node *target,
                    void *userdata) {
    const struct vz_action *action = userdata;
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
