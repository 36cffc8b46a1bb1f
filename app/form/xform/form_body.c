/*
 * The body: groups, repeats and questions (ODK XForms specification, "Body").
 */
#include "form_loader.h"

#include "answer_type.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum vz_element_kind kind;
    enum vz_control control;
} elements[] = {
    {"group", VZ_ELEMENT_GROUP, 0},
    {"repeat", VZ_ELEMENT_REPEAT, 0},
    {"input", VZ_ELEMENT_QUESTION, VZ_CONTROL_INPUT},
    {"secret", VZ_ELEMENT_QUESTION, VZ_CONTROL_INPUT},
    {"select1", VZ_ELEMENT_QUESTION, VZ_CONTROL_SELECT1},
    {"select", VZ_ELEMENT_QUESTION, VZ_CONTROL_SELECT},
    {"rank", VZ_ELEMENT_QUESTION, VZ_CONTROL_RANK},
    {"range", VZ_ELEMENT_QUESTION, VZ_CONTROL_RANGE},
    {"trigger", VZ_ELEMENT_QUESTION, VZ_CONTROL_TRIGGER},
    {"upload", VZ_ELEMENT_QUESTION, VZ_CONTROL_UPLOAD},
};

#define N_ELEMENTS (sizeof(elements) / sizeof(elements[0]))

// How messages name an element.
struct place {
    char text[200];
};

static struct place place_of(const struct vz_xml *xml, const char *ref,
                             const char *part) {
    struct place place;
    vz_xml_place(xml, ref, place.text, sizeof(place.text));
    size_t len = strlen(place.text);
    if (part) {
        snprintf(place.text + len, sizeof(place.text) - len, ", %s", part);
    }
    return place;
}

static const struct vz_node *context_of(const struct vz_form *form,
                                        const struct vz_element *element) {
    while (element && element->model < 0) {
        element = element->parent;
    }
    return element ? form->models[element->model] : vz_form_root(form);
}

// The path an element names, by ref, nodeset or bind; NULL when it has none.
static const char *ref_of(struct vz_loader *loader, const struct vz_xml *xml) {
    const char *ref = vz_xml_attribute(loader, xml, "ref");
    return ref ? ref : vz_xml_attribute(loader, xml, "nodeset");
}

static bool bind_to_node(struct vz_loader *loader, const struct vz_xml *xml,
                         struct vz_element *element) {
    struct vz_form *form = loader->form;
    const char *ref = ref_of(loader, xml);
    const char *bind = ref ? NULL : vz_xml_attribute(loader, xml, "bind");
    const struct vz_node *node = NULL;
    if (ref) {
        node = vz_form_resolve(form, context_of(form, element->parent), ref);
    } else if (bind) {
        node = vz_load_bind_id(loader, bind);
    } else if (element->kind == VZ_ELEMENT_GROUP) {
        return !vz_loader_failed(loader);
    }
    if (vz_loader_failed(loader)) {
        return false;
    }
    if (!node || node->model < 0) {
        struct place place = place_of(xml, ref ? ref : bind, NULL);
        if (!ref ||
            vz_form_compile(form, NULL, ref, place.text, loader->error)) {
            vz_error_set(loader->error, VZ_INVALID,
                         "%s: the instance has no such node", place.text);
        }
        return false;
    }
    element->model = node->model;
    return true;
}

static enum vz_field_type question_type(const struct vz_form *form,
                                        const struct vz_element *element) {
    const struct vz_bind *bind = form->binds[element->model];
    switch (element->control) {
    case VZ_CONTROL_SELECT1:
        return VZ_FIELD_SELECT_ONE;
    case VZ_CONTROL_SELECT:
        return VZ_FIELD_SELECT_MULTIPLE;
    case VZ_CONTROL_RANK:
        return VZ_FIELD_RANK;
    case VZ_CONTROL_UPLOAD:
        return VZ_FIELD_BINARY;
    case VZ_CONTROL_RANGE:
        return bind && bind->type != VZ_FIELD_STRING ? bind->type
                                                     : VZ_FIELD_DECIMAL;
    default:
        return bind ? bind->type : VZ_FIELD_STRING;
    }
}

static double number_attribute(struct vz_loader *loader,
                               const struct vz_xml *xml, const char *name) {
    const char *text = vz_xml_attribute(loader, xml, name);
    double value = NAN;
    if (!text || !vz_decimal_read(text, &value)) {
        return NAN;
    }
    return value;
}

static bool load_captions(struct vz_loader *loader, const struct vz_xml *xml,
                          struct vz_element *element, const char *ref) {
    const struct vz_node *context = context_of(loader->form, element);
    const struct vz_xml *label = vz_xml_child(xml, "label");
    const struct vz_xml *hint = vz_xml_child(xml, "hint");
    struct place label_place = place_of(xml, ref, "label");
    struct place hint_place = place_of(xml, ref, "hint");
    return (!label || vz_load_caption(loader, label, context, label_place.text,
                                      &element->label)) &&
           (!hint || vz_load_caption(loader, hint, context, hint_place.text,
                                     &element->hint));
}

// A range needs its bounds and a step that is not 0; whole numbers when its
// answers are.
static bool check_range(struct vz_loader *loader,
                        const struct vz_element *element, const char *place) {
    const double bounds[] = {element->range_start, element->range_end,
                             element->range_step};
    bool whole = element->type == VZ_FIELD_INT;
    bool ok = true;
    for (size_t i = 0; i < 3; i++) {
        ok = ok && !isnan(bounds[i]) &&
             (!whole || bounds[i] == floor(bounds[i]));
    }
    return element->control != VZ_CONTROL_RANGE ||
           (ok && element->range_step != 0) ||
           vz_error_set(loader->error, VZ_INVALID,
                        "%s: a range needs start, end and step as %s, and a "
                        "step that is not 0",
                        place, whole ? "whole numbers" : "numbers");
}

static bool load_question(struct vz_loader *loader, const struct vz_xml *xml,
                          struct vz_element *element, const char *ref) {
    struct vz_form *form = loader->form;
    struct place place = place_of(xml, ref, NULL);
    form->controls[element->model] = element;
    element->type = question_type(form, element);
    element->range_start = number_attribute(loader, xml, "start");
    element->range_end = number_attribute(loader, xml, "end");
    element->range_step = number_attribute(loader, xml, "step");
    element->mediatype = vz_xml_attribute(loader, xml, "mediatype");
    element->autoplay = vz_xml_attribute(loader, xml, "autoplay");
    return !vz_loader_failed(loader) &&
           check_range(loader, element, place.text) &&
           vz_load_choices(loader, xml, element, form->models[element->model],
                           place.text) &&
           vz_load_actions(loader, xml, element->model);
}

static bool load_repeat(struct vz_loader *loader, const struct vz_xml *xml,
                        struct vz_element *element, const char *ref) {
    struct vz_form *form = loader->form;
    const struct vz_node *node = form->models[element->model];
    if (node == vz_form_root(form) || node->kind != VZ_NODE_ELEMENT) {
        struct place place = place_of(xml, ref, NULL);
        return vz_error_set(loader->error, VZ_INVALID,
                            "%s: only an element within the form's <%s> can be "
                            "repeated",
                            place.text, vz_form_root(form)->name);
    }
    const char *fixed = vz_xml_attribute(loader, xml, "noAddRemove");
    const char *count = vz_xml_attribute(loader, xml, "count");
    element->fixed = fixed && !strncmp(fixed, "true", 4);
    if (count && count[0]) {
        struct place place = place_of(xml, ref, "jr:count");
        element->count =
            vz_form_compile(form, node, count, place.text, loader->error);
        element->fixed = true;
    }
    return !vz_loader_failed(loader) &&
           vz_load_actions(loader, xml, element->model);
}

static void remember_container(struct vz_form *form,
                               struct vz_element *element) {
    struct vz_element **slot = &form->containers[element->model];
    // The label stands on the group around a repeat of the same node.
    if (!*slot || (!(*slot)->label.present && element->label.present)) {
        *slot = element;
    }
}

static bool load_details(struct vz_loader *loader, const struct vz_xml *xml,
                         struct vz_element *element) {
    const char *ref = ref_of(loader, xml);
    const char *appearance = vz_xml_attribute(loader, xml, "appearance");
    element->appearance = appearance ? appearance : "";
    element->attributes = vz_xml_attributes(loader, xml);
    element->field_list =
        element->kind != VZ_ELEMENT_QUESTION &&
        (vz_appearance_has(element->appearance, "field-list") ||
         vz_appearance_has(element->appearance, "table-list"));
    if (vz_loader_failed(loader) || !load_captions(loader, xml, element, ref)) {
        return false;
    }
    if (element->kind == VZ_ELEMENT_QUESTION) {
        return load_question(loader, xml, element, ref);
    }
    bool ok = element->kind == VZ_ELEMENT_REPEAT
                  ? load_repeat(loader, xml, element, ref)
                  : vz_load_actions(loader, xml, element->model);
    if (!ok) {
        return false;
    }
    if (element->model >= 0) {
        remember_container(loader->form, element);
    }
    return true;
}

static struct vz_element *append(struct vz_loader *loader,
                                 struct vz_element *parent) {
    struct vz_element *made =
        vz_arena_alloc(&loader->form->arena, sizeof(*made));
    if (!made) {
        vz_loader_nomem(loader);
        return NULL;
    }
    made->model = -1;
    made->appearance = "";
    made->parent = parent;
    if (!parent) {
        return made;
    }
    if (parent->last) {
        parent->last->next = made;
    } else {
        parent->first = made;
    }
    parent->last = made;
    return made;
}

static bool load_children(struct vz_loader *loader, const struct vz_xml *xml,
                          struct vz_element *parent);

static bool load_element(struct vz_loader *loader, const struct vz_xml *xml,
                         size_t entry, struct vz_element *parent) {
    struct vz_element *element = append(loader, parent);
    if (!element) {
        return false;
    }
    element->kind = elements[entry].kind;
    element->control = elements[entry].control;
    if (!bind_to_node(loader, xml, element) ||
        !load_details(loader, xml, element)) {
        return false;
    }
    return element->kind == VZ_ELEMENT_QUESTION ||
           load_children(loader, xml, element);
}

// Recursion is bounded by VZ_XML_DEPTH_MAX. Other elements (labels, actions)
// belong to their parent and are read there.
static bool load_children(struct vz_loader *loader, const struct vz_xml *xml,
                          struct vz_element *parent) {
    for (const struct vz_xml *at = vz_xml_first(xml); at;
         at = vz_xml_next(at)) {
        size_t entry = 0;
        while (entry < N_ELEMENTS && !vz_xml_is(at, elements[entry].name)) {
            entry++;
        }
        if (entry < N_ELEMENTS && !load_element(loader, at, entry, parent)) {
            return false;
        }
    }
    return true;
}

bool vz_load_body(struct vz_loader *loader) {
    struct vz_form *form = loader->form;
    form->body = append(loader, NULL);
    return form->body && load_children(loader, loader->body, form->body);
}
