/*
 * Actions: <setvalue> and <odk:setgeopoint> at an event (ODK XForms
 * specification, "Events and Actions"). odk:recordaudio is left out: the kiosk
 * records only what it is asked to.
 */
#include "form_loader.h"

#include <stdio.h>
#include <string.h>

static unsigned events_of(const char *text) {
    static const struct {
        const char *name;
        unsigned event;
    } events[] = {
        {"odk-instance-first-load", VZ_ON_FIRST_LOAD},
        {"xforms-ready", VZ_ON_FIRST_LOAD},
        {"xforms-value-changed", VZ_ON_VALUE_CHANGED},
        {"odk-new-repeat", VZ_ON_NEW_REPEAT},
    };
    unsigned mask = 0;
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        if (vz_appearance_has(text, events[i].name)) {
            mask |= events[i].event;
        }
    }
    return mask;
}

static bool load_action(struct vz_loader *loader, const struct vz_xml *xml,
                        int32_t source) {
    struct vz_form *form = loader->form;
    const char *event = vz_xml_attribute(loader, xml, "event");
    const char *ref = vz_xml_attribute(loader, xml, "ref");
    const char *bind = ref ? NULL : vz_xml_attribute(loader, xml, "bind");
    const char *value = vz_xml_attribute(loader, xml, "value");
    if (vz_loader_failed(loader)) {
        return false;
    }
    const struct vz_node *node =
        bind ? vz_load_bind_id(loader, bind)
             : vz_form_resolve(form, source < 0 ? NULL : form->models[source],
                               ref ? ref : "");
    char place[200];
    snprintf(place, sizeof(place), "%s %s", xml->name, ref ? ref : "");
    if (!node && vz_form_names_attribute(ref)) {
        return true; // the instance does not have this attribute
    }
    if (!node || node->model < 0) {
        return vz_error_set(loader->error, VZ_INVALID,
                            "%s: the instance has no such node", place);
    }
    struct vz_action action = {.location = vz_xml_is(xml, "setgeopoint"),
                               .events = events_of(event ? event : ""),
                               .source = source,
                               .target = node->model};
    if (action.location) {
        action.text = "";
    } else if (value && value[0]) {
        action.value = vz_form_compile(form, node, value, place, loader->error);
    } else {
        action.text = vz_xml_text(loader, xml);
    }
    if (!action.value && !action.text) {
        return false;
    }
    if (!vz_grow(&form->actions, &form->actions_cap, form->n_actions,
                 sizeof(*form->actions))) {
        return vz_loader_nomem(loader);
    }
    form->actions[form->n_actions++] = action;
    if (source >= 0 && action.events & VZ_ON_VALUE_CHANGED) {
        form->has_action[source] = true;
    }
    return true;
}

bool vz_load_actions(struct vz_loader *loader, const struct vz_xml *xml,
                     int32_t source) {
    for (const struct vz_xml *at = vz_xml_first(xml); at;
         at = vz_xml_next(at)) {
        bool action = vz_xml_is(at, "setvalue") || vz_xml_is(at, "setgeopoint");
        if (action && !load_action(loader, at, source)) {
            return false;
        }
    }
    return true;
}
