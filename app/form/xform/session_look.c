/*
 * Looking at any node, whether it has a question or not.
 */
#include "session_internal.h"

#include <stdlib.h>
#include <string.h>

// "/data/g/@x" as the element's path and the attribute's name. NULL when it
// names no attribute.
static const char *attribute_part(const char *ref) {
    const char *at = strrchr(ref, '/');
    return at && at[1] == '@' ? at + 2 : NULL;
}

static bool same_name(const struct vz_node *attr, const char *name) {
    const char *colon = strchr(name, ':');
    if (!colon) {
        return !strcmp(attr->name, name);
    }
    size_t len = (size_t)(colon - name);
    return attr->prefix && !strncmp(attr->prefix, name, len) &&
           !attr->prefix[len] && !strcmp(attr->name, colon + 1);
}

static const struct vz_node *find_attribute(const struct vz_session *session,
                                            const char *ref, const char *name) {
    char *above = vz_strndup(ref, (size_t)(name - 2 - ref));
    const struct vz_node *node = above ? vz_session_find_any(session, above)
                                       : NULL;
    free(above);
    const struct vz_node *attr = node ? node->first_attribute : NULL;
    while (attr &&
           (attr->kind != VZ_NODE_ATTRIBUTE || !same_name(attr, name))) {
        attr = attr->next;
    }
    return attr;
}

static bool look_at_attribute(struct vz_session *session, const char *ref,
                              const char *name, struct vz_node_look *look) {
    const struct vz_node *attr = find_attribute(session, ref, name);
    if (!attr) {
        return false;
    }
    look->kind = VZ_EVENT_QUESTION;
    look->ref = vz_arena_strdup(&session->texts, ref);
    look->relevant = !attr->irrelevant && !attr->parent->irrelevant;
    look->value = look->relevant ? vz_node_text(attr) : "";
    look->readonly = true;
    look->valid = true;
    return look->ref != NULL;
}

static size_t count_instances(const struct vz_node *parent, int32_t model) {
    size_t n = 0;
    for (const struct vz_node *at = parent->first_child; at; at = at->next) {
        n += at->model == model;
    }
    return n;
}

static bool fill_container(struct vz_session *session,
                           const struct vz_element *element,
                           const struct vz_node *node,
                           struct vz_node_look *look) {
    if (element) {
        struct vz_page page = {look->kind, element, (struct vz_node *)node};
        if (!vz_session_fill_event(session, &page, &look->event)) {
            return false;
        }
    }
    return true;
}

static bool look_at_repeat(struct vz_session *session, struct vz_node *parent,
                           int32_t model, struct vz_node_look *look) {
    const struct vz_element *repeat = vz_session_repeat(session, model);
    look->kind = VZ_EVENT_REPEAT;
    look->ref = vz_session_child_ref(session, parent, model);
    look->count = count_instances(parent, model);
    look->valid = true;
    return look->ref && repeat &&
           vz_session_repeat_relevant(session, repeat, parent,
                                      &look->relevant) &&
           fill_container(session, repeat, parent, look);
}

static bool look_at_leaf(struct vz_session *session, const struct vz_node *node,
                         struct vz_node_look *look) {
    const struct vz_bind *bind = vz_session_bind(session, node);
    const struct vz_element *control =
        node->model < 0 ? NULL : session->form->controls[node->model];
    enum vz_answer answer;
    look->kind = VZ_EVENT_QUESTION;
    // What is not relevant counts as empty, though it may come back.
    look->value = node->irrelevant ? "" : vz_node_text(node);
    look->type = node->model < 0 ? VZ_FIELD_STRING
                                 : vz_form_type(session->form, node->model);
    if (!vz_session_test(session, bind->required, node, false,
                         &look->required) ||
        !vz_session_judge(session, node, &answer)) {
        return false;
    }
    look->valid = answer == VZ_ANSWER_OK || node->irrelevant;
    if (!control) {
        return true;
    }
    struct vz_question *question =
        vz_arena_alloc(&session->texts, sizeof(*question));
    look->question = question;
    return question &&
           vz_session_fill_question(session, control, node, question);
}

static bool look_at_node(struct vz_session *session, struct vz_node *node,
                         struct vz_node_look *look) {
    look->ref = vz_session_ref(session, node);
    look->relevant = !node->irrelevant;
    look->valid = true;
    if (!look->ref || !vz_session_readonly(session, node, &look->readonly)) {
        return false;
    }
    if (!node->first_child && !node->repeat) {
        return look_at_leaf(session, node, look);
    }
    look->kind = node->repeat ? VZ_EVENT_REPEAT : VZ_EVENT_GROUP;
    if (node->repeat) {
        look->count = count_instances(node->parent, node->model);
    }
    const struct vz_element *element =
        node->model < 0 ? NULL : session->form->containers[node->model];
    return fill_container(session, element, node, look);
}

bool vz_session_look(struct vz_session *session, const char *ref,
                     struct vz_node_look *look) {
    *look = (struct vz_node_look){0};
    if (!ref || *ref != '/' || !vz_session_settle(session)) {
        return false;
    }
    const char *name = attribute_part(ref);
    if (name) {
        return look_at_attribute(session, ref, name, look);
    }
    int32_t model;
    struct vz_node *parent = vz_session_repeat_parent(session, ref, &model);
    if (parent) {
        return look_at_repeat(session, parent, model, look);
    }
    struct vz_node *node = vz_session_find_any(session, ref);
    return node && look_at_node(session, node, look);
}
