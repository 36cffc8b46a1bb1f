/*
 * An event as the screen needs it: questions with texts, value and choices.
 */
#include "session_internal.h"

#include <string.h>

// Inputs without any text only carry actions (what pyxform writes for
// triggers); there would be nothing to see.
bool vz_element_shown(const struct vz_session *session,
                      const struct vz_element *element) {
    return session->every_position || element->control != VZ_CONTROL_INPUT ||
           element->label.present || element->hint.present;
}

bool vz_element_wraps_repeat(const struct vz_form *form,
                             const struct vz_element *element,
                             const struct vz_node *context) {
    return element->kind == VZ_ELEMENT_GROUP && element->model >= 0 &&
           form->models[element->model]->repeat &&
           (!context || context->model != element->model);
}

static bool each_question_below(struct vz_session *session,
                                const struct vz_element *parent,
                                const struct vz_node *context,
                                bool (*visit)(struct vz_session *,
                                              const struct vz_element *,
                                              struct vz_node *, void *),
                                void *userdata);

static bool
each_in_repeat(struct vz_session *session, const struct vz_element *repeat,
               const struct vz_node *context,
               bool (*visit)(struct vz_session *, const struct vz_element *,
                             struct vz_node *, void *),
               void *userdata) {
    int32_t outer = session->form->models[repeat->model]->parent->model;
    const struct vz_node *parent = vz_instance_near(session, outer, context);
    struct vz_node *at = parent ? parent->first_child : NULL;
    for (; at; at = at->next) {
        if (at->model == repeat->model && !at->irrelevant &&
            !each_question_below(session, repeat, at, visit, userdata)) {
            return false;
        }
    }
    return true;
}

static bool each_question_below(struct vz_session *session,
                                const struct vz_element *parent,
                                const struct vz_node *context,
                                bool (*visit)(struct vz_session *,
                                              const struct vz_element *,
                                              struct vz_node *, void *),
                                void *userdata) {
    for (const struct vz_element *at = parent->first; at; at = at->next) {
        struct vz_node *node =
            at->model < 0 ? (struct vz_node *)context
                          : vz_instance_near(session, at->model, context);
        bool ok = true;
        if (vz_element_wraps_repeat(session->form, at, context)) {
            ok = each_question_below(session, at, context, visit, userdata);
        } else if (at->kind == VZ_ELEMENT_REPEAT) {
            ok = each_in_repeat(session, at, context, visit, userdata);
        } else if (!node || node->irrelevant) {
            continue;
        } else if (at->kind == VZ_ELEMENT_GROUP) {
            ok = each_question_below(session, at, node, visit, userdata);
        } else if (vz_element_shown(session, at)) {
            ok = visit(session, at, node, userdata);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool vz_session_each_question(
    struct vz_session *session, const struct vz_page *page,
    bool (*visit)(struct vz_session *session, const struct vz_element *element,
                  struct vz_node *node, void *userdata),
    void *userdata) {
    if (page->kind == VZ_EVENT_QUESTION) {
        return visit(session, page->element, page->node, userdata);
    }
    if (page->kind == VZ_EVENT_GROUP) {
        return each_question_below(session, page->element, page->node, visit,
                                   userdata);
    }
    return true;
}

static const char *media(struct vz_session *session,
                         const struct vz_caption *caption,
                         enum vz_text_form form, const struct vz_node *node) {
    const char *uri = vz_session_text(session, caption, form, node);
    return uri && uri[0] ? vz_media_name(uri) : NULL;
}

static void fill_texts(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node,
                       struct vz_question *question) {
    const struct vz_caption *label = &element->label;
    const struct vz_caption *hint = &element->hint;
    const struct vz_bind *bind = vz_session_bind(session, node);
    const char *text = vz_session_text(session, label, VZ_TEXT_PLAIN, node);
    question->label = text ? text : "";
    question->image = media(session, label, VZ_TEXT_IMAGE, node);
    question->audio = media(session, label, VZ_TEXT_AUDIO, node);
    question->video = media(session, label, VZ_TEXT_VIDEO, node);
    question->hint = vz_session_text(session, hint, VZ_TEXT_PLAIN, node);
    question->hint_image = media(session, hint, VZ_TEXT_IMAGE, node);
    question->hint_audio = media(session, hint, VZ_TEXT_AUDIO, node);
    question->hint_video = media(session, hint, VZ_TEXT_VIDEO, node);
    question->guidance = vz_session_text(session, hint, VZ_TEXT_GUIDANCE, node);
    question->required_message =
        vz_session_text(session, &bind->required_message, VZ_TEXT_PLAIN, node);
    question->constraint_message = vz_session_text(
        session, &bind->constraint_message, VZ_TEXT_PLAIN, node);
}

static bool fill_state(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node,
                       struct vz_question *question) {
    const struct vz_bind *bind = vz_session_bind(session, node);
    question->value = vz_node_text(node);
    if (!vz_session_test(session, bind->required, node, false,
                         &question->required) ||
        !vz_session_readonly(session, node, &question->readonly)) {
        return false;
    }
    if (vz_element_has_choices(element)) {
        const struct vz_choice_set *set =
            vz_session_choices(session, element, node);
        if (!set) {
            return false;
        }
        question->choices = set->choices;
        question->n_choices = set->n;
    }
    if (question->readonly && element->control == VZ_CONTROL_INPUT) {
        question->control = VZ_CONTROL_NOTE;
    }
    return true;
}

struct filling {
    struct vz_question *questions;
    size_t n;
};

static bool count_question(struct vz_session *session,
                           const struct vz_element *element,
                           struct vz_node *node, void *userdata) {
    struct filling *filling = userdata;
    filling->n++;
    return true;
}

bool vz_session_fill_question(struct vz_session *session,
                              const struct vz_element *element,
                              const struct vz_node *node,
                              struct vz_question *question) {
    question->ref = vz_session_ref(session, node);
    question->control = element->control;
    question->type = element->type;
    question->appearance = element->appearance;
    question->role = vz_form_role(session->form, element->model);
    question->range_start = element->range_start;
    question->range_end = element->range_end;
    question->range_step = element->range_step;
    question->mediatype = element->mediatype;
    fill_texts(session, element, node, question);
    return question->ref && fill_state(session, element, node, question);
}

static bool fill_next(struct vz_session *session,
                      const struct vz_element *element, struct vz_node *node,
                      void *userdata) {
    struct filling *filling = userdata;
    return vz_session_fill_question(session, element, node,
                                    &filling->questions[filling->n++]);
}

// Where the label of this page stands: on its group, else on the nearest one
// around. With every position shown, a group speaks for itself only, and a
// repeat for itself and the group around it.
static const struct vz_element *labelled(const struct vz_session *session,
                                         const struct vz_element *at) {
    if (!session->every_position) {
        at = at->kind == VZ_ELEMENT_QUESTION ? at->parent : at;
        while (at && !at->label.present) {
            at = at->parent;
        }
        return at;
    }
    bool wrapped = at->kind == VZ_ELEMENT_REPEAT && !at->label.present &&
                   at->parent->model == at->model;
    return wrapped ? at->parent : at;
}

static void fill_group(struct vz_session *session,
                       const struct vz_element *element,
                       const struct vz_node *node, struct vz_event *event) {
    const struct vz_element *at = labelled(session, element);
    event->appearance =
        element->kind == VZ_ELEMENT_QUESTION ? "" : element->appearance;
    if (!at) {
        return;
    }
    event->label = vz_session_text(session, &at->label, VZ_TEXT_PLAIN, node);
    event->hint = vz_session_text(session, &at->hint, VZ_TEXT_PLAIN, node);
    event->image = media(session, &at->label, VZ_TEXT_IMAGE, node);
    event->audio = media(session, &at->label, VZ_TEXT_AUDIO, node);
    event->video = media(session, &at->label, VZ_TEXT_VIDEO, node);
}

// The questions of a page. False = out of memory.
static bool fill_questions(struct vz_session *session,
                           const struct vz_page *page, struct vz_event *event) {
    struct filling filling = {0};
    vz_session_each_question(session, page, count_question, &filling);
    filling.questions = vz_arena_alloc_array(&session->texts, filling.n,
                                             sizeof(*filling.questions));
    if (!filling.questions) {
        return false;
    }
    filling.n = 0;
    bool ok = vz_session_each_question(session, page, fill_next, &filling);
    event->questions = filling.questions;
    event->n_questions = filling.n;
    return ok;
}

bool vz_session_fill_event(struct vz_session *session,
                           const struct vz_page *page, struct vz_event *event) {
    *event = (struct vz_event){.kind = page->kind};
    bool asks = page->kind == VZ_EVENT_QUESTION || !session->every_position;
    if (asks && !fill_questions(session, page, event)) {
        return false;
    }
    fill_group(session, page->element, page->node, event);
    int32_t model = page->element->model;
    if (page->kind == VZ_EVENT_PROMPT) {
        event->ref = vz_session_child_ref(session, page->node, model);
    } else if (model >= 0 || session->every_position) {
        event->ref = vz_session_ref(session, page->node);
    } else {
        // A group without a node goes by its first question.
        event->ref = event->n_questions ? event->questions[0].ref : NULL;
    }
    return event->ref != NULL;
}

const char *vz_session_question_attribute(struct vz_session *session,
                                          const char *ref, const char *name) {
    const struct vz_node *node = vz_session_find(session, ref);
    if (!node || node->model < 0) {
        return NULL;
    }
    const struct vz_element *element = session->form->controls[node->model];
    element = element ? element : session->form->containers[node->model];
    return element ? vz_attribute_get(element->attributes, VZ_NS_FORM, name)
                   : NULL;
}

const char *vz_session_autoplay(struct vz_session *session, const char *ref) {
    const struct vz_node *node = vz_session_find(session, ref);
    const struct vz_element *element =
        node && node->model >= 0 ? session->form->controls[node->model] : NULL;
    return element ? element->autoplay : NULL;
}
