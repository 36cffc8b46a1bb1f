/*
 * Actions at events: what they set, and when.
 *
 * odk:recordaudio sets nothing: the kiosk records only what it is asked to.
 */
#include "session_internal.h"

#include "answer_type.h"

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

static bool set_value(struct vz_session *session, struct vz_node *target,
                      const struct vz_action *action) {
    bool fits = true;
    char *text =
        action->value
            ? vz_session_compute(session, action->value, target)
            : vz_answer_text(vz_form_type(session->form, target->model),
                             action->text, &fits);
    // A literal that is not of the type empties the node.
    bool ok = (text || !fits) &&
              vz_session_put(session, target, fits ? text : "");
    vz_text_forget(text);
    return ok;
}

static bool execute(struct vz_session *session, struct vz_node *target,
                    void *userdata) {
    const struct vz_action *action = userdata;
    switch (action->kind) {
    case VZ_ACTION_SETVALUE:
        return set_value(session, target, action);
    case VZ_ACTION_SETGEOPOINT:
        return vz_session_put(session, target, next_location(session));
    case VZ_ACTION_RECORDAUDIO:
        break;
    }
    return true;
}

// -------------------------------------------------------------- targets

static void complain(struct vz_session *session,
                     const struct vz_action *action) {
    vz_session_complain(session, VZ_INVALID,
                        "an action sets %s, which means several nodes here; "
                        "it can set only one",
                        session->form->paths[action->target]);
}

static bool has_twin(const struct vz_node *node) {
    const struct vz_node *before = node->prev;
    const struct vz_node *after = node->next;
    while (before && before->model != node->model) {
        before = before->prev;
    }
    while (after && after->model != node->model) {
        after = after->next;
    }
    return before || after;
}

// True when the target's path leads to one node from where the source is.
static bool is_only(const struct vz_node *target,
                    const struct vz_node *source) {
    const struct vz_node *at = target;
    for (; at && !vz_node_is_within(source, at); at = at->parent) {
        if (at->repeat && has_twin(at)) {
            return false;
        }
    }
    return true;
}

// The node that a path with predicates finds.
static bool execute_found(struct vz_session *session, struct vz_node *source,
                          struct vz_action *action) {
    struct vz_xpath_host host;
    struct vz_xpath_context context = vz_session_context(
        session, source ? source : session->instance.document->first_child,
        &host);
    struct vz_xpath_value found = {0};
    if (!vz_xpath_eval(action->nodes, &context, &found)) {
        return false;
    }
    bool ok = true;
    size_t n = found.type == VZ_XPATH_NODESET ? found.n_nodes : 0;
    if (n > 1) {
        complain(session, action);
    } else if (n == 1 && found.nodes[0]->model == action->target) {
        ok = execute(session, (struct vz_node *)found.nodes[0], action);
    }
    vz_xpath_value_finish(&found);
    return ok;
}

static bool execute_near(struct vz_session *session, struct vz_node *source,
                         struct vz_action *action) {
    struct vz_node *target = vz_instance_near(session, action->target, source);
    if (!target) {
        return true;
    }
    if (!is_only(target, source)) {
        complain(session, action);
        return true;
    }
    return execute(session, target, action);
}

static bool run(struct vz_session *session, struct vz_action *action,
                struct vz_node *source) {
    if (action->nodes) {
        return execute_found(session, source, action);
    }
    return source ? execute_near(session, source, action)
                  : vz_instance_each(session, action->target, execute, action);
}

// Instances that a count makes at the first load are new, and loaded with the
// rest soon after: one of the two is enough.
static bool follows(const struct vz_session *session,
                    const struct vz_action *action, unsigned event) {
    return session->first_load && event == VZ_ON_NEW_REPEAT &&
           action->events & (VZ_ON_FIRST_LOAD | VZ_ON_LOAD);
}

bool vz_session_run_actions(struct vz_session *session, unsigned event,
                            struct vz_node *source) {
    const struct vz_form *form = session->form;
    bool ok = true;
    for (size_t i = 0; ok && i < form->n_actions; i++) {
        struct vz_action *action = &form->actions[i];
        bool called = action->events & event &&
                      (!source || action->source == source->model) &&
                      !follows(session, action, event);
        // The next action sees what this one changed; but in a new repeat they
        // come before all computing.
        ok = !called ||
             (run(session, action, source) &&
              (event == VZ_ON_NEW_REPEAT || vz_session_sweep(session)));
    }
    return ok;
}
