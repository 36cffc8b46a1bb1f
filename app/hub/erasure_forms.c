#include "erasure_forms.h"

#include <stdlib.h>
#include <string.h>

struct vz_erasure_form {
    char *xml_form_id;
    struct vz_form_history history;
};

void vz_erasure_forms_init(struct vz_erasure_forms *forms,
                           struct vz_hub_store *store) {
    *forms = (struct vz_erasure_forms){.store = store};
}

void vz_erasure_forms_finish(struct vz_erasure_forms *forms) {
    for (size_t i = 0; i < forms->n; i++) {
        vz_form_history_finish(&forms->items[i].history);
        free(forms->items[i].xml_form_id);
    }
    free(forms->items);
    *forms = (struct vz_erasure_forms){0};
}

static const struct vz_form_history *load(struct vz_erasure_forms *forms,
                                          const char *xml_form_id,
                                          struct vz_error *error) {
    for (size_t i = 0; i < forms->n; i++) {
        if (!strcmp(forms->items[i].xml_form_id, xml_form_id)) {
            return &forms->items[i].history;
        }
    }
    char *name = strdup(xml_form_id);
    if (!name ||
        !vz_grow(&forms->items, &forms->cap, forms->n, sizeof(*forms->items))) {
        free(name);
        vz_error_nomem(error);
        return NULL;
    }
    struct vz_erasure_form *form = &forms->items[forms->n];
    if (vz_form_history_load(&form->history, forms->store, name, error) !=
        VZ_OK) {
        free(name);
        return NULL;
    }
    form->xml_form_id = name;
    forms->n++;
    return &form->history;
}

static const struct vz_schema *
schema_for(void *userdata, const char *xml_form_id, int64_t form_version_id,
           int64_t *schema_version_id, struct vz_error *error) {
    const struct vz_form_history *history = load(userdata, xml_form_id, error);
    size_t found = 0; // the current one, for versions that are unknown
    if (!history) {
        return NULL;
    }
    for (size_t i = 0; i < history->n; i++) {
        if (history->version_ids[i] == form_version_id) {
            found = i;
        }
    }
    *schema_version_id = history->version_ids[found];
    return &history->versions[found];
}

struct vz_hub_erasure vz_erasure_forms_use(struct vz_erasure_forms *forms,
                                           const char *actor) {
    return (struct vz_hub_erasure){
        .schema_for = schema_for, .userdata = forms, .actor = actor};
}

bool vz_erasures_replay(struct vz_hub_store *store, struct vz_error *error) {
    struct vz_erasure_forms forms;
    vz_erasure_forms_init(&forms, store);
    struct vz_hub_erasure erasure = vz_erasure_forms_use(&forms, "erasure log");
    size_t n = 0;
    enum vz_status status = vz_hub_erasures_replay(store, &erasure, &n, error);
    vz_erasure_forms_finish(&forms);
    if (n) {
        vz_hub_erasure_settle(store);
    }
    return status == VZ_OK;
}
