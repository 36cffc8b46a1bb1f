/*
 * Which fields hold what a person told in own words: story roles, typed text
 * and files, and whatever a calculation or an action makes of them.
 */
#include "form_internal.h"

#include <string.h>

struct spread {
    const bool *told;
    bool reads; // the expression reads something told
};

// A group is read with all that stands in it.
static void look(const struct vz_node *node, void *userdata) {
    struct spread *spread = userdata;
    for (const struct vz_node *at = node; at;
         at = vz_node_following(at, node)) {
        spread->reads = spread->reads ||
                        (at->model >= 0 && spread->told[at->model]);
    }
}

static bool reads_told(const struct vz_xpath_expr *expr, const bool *told) {
    struct spread spread = {.told = told};
    if (expr) {
        vz_xpath_each_reference(expr, look, &spread);
    }
    return spread.reads;
}

static bool is_typed(const struct vz_form *form, int32_t model) {
    enum vz_field_type type = vz_form_type(form, model);
    return form->controls[model] &&
           (type == VZ_FIELD_STRING || type == VZ_FIELD_BINARY);
}

bool vz_form_is_consent(const struct vz_form *form, int32_t model) {
    const char *role = vz_form_role(form, model);
    return role && !strcmp(role, "consent");
}

static bool mark(const struct vz_form *form, bool *told, int32_t model,
                 const struct vz_xpath_expr *expr) {
    if (told[model] || vz_form_is_consent(form, model)) {
        return false;
    }
    told[model] = reads_told(expr, told);
    return told[model];
}

static bool spread_once(const struct vz_form *form, bool *told) {
    bool changed = false;
    for (size_t i = 0; i < form->n_models; i++) {
        const struct vz_bind *bind = form->binds[i];
        changed |= mark(form, told, (int32_t)i, bind ? bind->calculate : NULL);
    }
    for (size_t i = 0; i < form->n_actions; i++) {
        const struct vz_action *action = &form->actions[i];
        changed |= mark(form, told, action->target, action->value);
    }
    return changed;
}

void vz_form_spread_told(const struct vz_form *form, bool *told) {
    while (spread_once(form, told)) {
    }
}

void vz_form_mark_told(const struct vz_form *form, bool *told) {
    for (size_t i = 0; i < form->n_models; i++) {
        told[i] = vz_role_tells(vz_form_role(form, (int32_t)i)) ||
                  is_typed(form, (int32_t)i);
    }
    vz_form_spread_told(form, told);
}
