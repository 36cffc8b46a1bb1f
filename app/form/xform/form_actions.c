/*
 * Actions: <setvalue>, <odk:setgeopoint> and <odk:recordaudio> at an event
 * (ODK XForms specification, "Events and Actions").
 */
#include "form_loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    enum vz_action_kind kind;
} kinds[] = {
    {"setvalue", VZ_ACTION_SETVALUE},
    {"setgeopoint", VZ_ACTION_SETGEOPOINT},
    {"recordaudio", VZ_ACTION_RECORDAUDIO},
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const struct {
    const char *name;
    unsigned event;
} events[] = {
    {"odk-instance-first-load", VZ_ON_FIRST_LOAD},
    {"xforms-ready", VZ_ON_FIRST_LOAD}, // the former name of it
    {"odk-instance-load", VZ_ON_LOAD},
    {"xforms-value-changed", VZ_ON_VALUE_CHANGED},
    {"odk-new-repeat", VZ_ON_NEW_REPEAT},
    {"xforms-revalidate", VZ_ON_REVALIDATE},
};

#define SPACE " \t\r\n"

// 0 when it is none that is known.
static unsigned event_of(const char *name, size_t len) {
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        if (!strncmp(events[i].name, name, len) && !events[i].name[len]) {
            return events[i].event;
        }
    }
    return 0;
}

// The events of a list. False with an error when one is not known.
static bool read_events(struct vz_loader *loader, const char *text,
                        int32_t source, const char *place, unsigned *mask) {
    *mask = 0;
    for (text += strspn(text, SPACE); *text; text += strspn(text, SPACE)) {
        size_t len = strcspn(text, SPACE);
        unsigned event = event_of(text, len);
        if (!event) {
            return vz_error_set(loader->error, VZ_INVALID,
                                "%s: there is no event '%.*s'", place, (int)len,
                                text);
        }
        *mask |= event;
        text += len;
    }
    return !(source < 0 && *mask & VZ_ON_NEW_REPEAT) ||
           vz_error_set(loader->error, VZ_INVALID,
                        "%s: odk-new-repeat is an event of a <repeat>; write "
                        "the action inside it",
                        place);
}

// The path without its predicates. NULL = out of memory.
static char *without_predicates(const char *path) {
    struct vz_strbuf plain = {0};
    int depth = 0;
    char quote = 0;
    vz_strbuf_append(&plain, "");
    for (; *path; path++) {
        bool quotes = depth && (*path == '\'' || *path == '"');
        if (quote || quotes) {
            quote = !quote ? *path : *path == quote ? 0 : quote;
        }
        depth += !quote && *path == '[';
        if (!depth) {
            vz_strbuf_append_char(&plain, *path);
        }
        depth -= !quote && *path == ']' && depth > 0;
    }
    return vz_strbuf_take(&plain);
}

static const struct vz_node *context_of(const struct vz_form *form,
                                        int32_t source) {
    return source < 0 ? NULL : form->models[source];
}

// Finds the node that the action sets. True with *node NULL: an attribute that
// the instance does not have.
static bool read_target(struct vz_loader *loader, const struct vz_xml *xml,
                        int32_t source, const char *place,
                        struct vz_action *action, const struct vz_node **node) {
    const struct vz_form *form = loader->form;
    const struct vz_node *context = context_of(form, source);
    const char *ref = vz_xml_attribute(loader, xml, "ref");
    const char *bind = ref ? NULL : vz_xml_attribute(loader, xml, "bind");
    if (vz_loader_failed(loader)) {
        return false;
    }
    *node = NULL;
    if (bind) {
        *node = vz_load_bind_id(loader, bind);
    } else if (ref) {
        char *plain = without_predicates(ref);
        if (!plain) {
            return vz_loader_nomem(loader);
        }
        bool predicates = strcmp(plain, ref) != 0;
        *node = vz_form_resolve(form, context, plain);
        free(plain);
        if (*node && predicates) {
            action->nodes = vz_form_compile(loader->form, context, ref, place,
                                            loader->error);
            return action->nodes != NULL;
        }
    }
    bool known = *node && (*node)->model >= 0;
    return known || (!*node && ref && vz_form_names_attribute(ref)) ||
           vz_error_set(loader->error, VZ_INVALID,
                        ref || bind ? "%s: the instance has no such node"
                                    : "%s: it needs a ref or a bind",
                        place);
}

static bool read_value(struct vz_loader *loader, const struct vz_xml *xml,
                       const struct vz_node *target, const char *place,
                       struct vz_action *action) {
    const char *value = vz_xml_attribute(loader, xml, "value");
    if (vz_loader_failed(loader)) {
        return false;
    }
    if (action->kind != VZ_ACTION_SETVALUE) {
        action->text = "";
    } else if (value && value[0]) {
        action->value =
            vz_form_compile(loader->form, target, value, place, loader->error);
    } else {
        action->text = vz_xml_text(loader, xml);
    }
    return action->value || action->text;
}

static bool keep_action(struct vz_loader *loader,
                        const struct vz_action *action) {
    struct vz_form *form = loader->form;
    if (!vz_grow(&form->actions, &form->actions_cap, form->n_actions,
                 sizeof(*form->actions))) {
        return vz_loader_nomem(loader);
    }
    form->actions[form->n_actions++] = *action;
    if (action->source >= 0 && action->events & VZ_ON_VALUE_CHANGED) {
        form->has_action[action->source] = true;
    }
    return true;
}

static bool load_action(struct vz_loader *loader, const struct vz_xml *xml,
                        enum vz_action_kind kind, int32_t source) {
    struct vz_action action = {.kind = kind, .source = source};
    const char *event = vz_xml_attribute(loader, xml, "event");
    const char *ref = vz_xml_attribute(loader, xml, "ref");
    const struct vz_node *node;
    char place[200];
    vz_xml_place(xml, ref, place, sizeof(place));
    if (vz_loader_failed(loader) ||
        !read_events(loader, event ? event : "", source, place,
                     &action.events) ||
        !read_target(loader, xml, source, place, &action, &node)) {
        return false;
    }
    if (!node) {
        return true;
    }
    action.target = node->model;
    return read_value(loader, xml, node, place, &action) &&
           keep_action(loader, &action);
}

bool vz_load_actions(struct vz_loader *loader, const struct vz_xml *xml,
                     int32_t source) {
    for (const struct vz_xml *at = vz_xml_first(xml); at;
         at = vz_xml_next(at)) {
        for (size_t i = 0; i < N_KINDS; i++) {
            if (vz_xml_is(at, kinds[i].name) &&
                !load_action(loader, at, kinds[i].kind, source)) {
                return false;
            }
        }
    }
    return true;
}
