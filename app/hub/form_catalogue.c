#include "form_catalogue.h"

#include "base/log.h"
#include "form/xform/form.h"

#include <stdlib.h>
#include <string.h>

void vz_form_catalogue_init(struct vz_form_catalogue *catalogue,
                            struct vz_hub_store *store,
                            pthread_mutex_t *mutex) {
    *catalogue = (struct vz_form_catalogue){.store = store, .mutex = mutex};
}

static void form_destroy(struct vz_form_catalogue_form *form) {
    if (!form) {
        return;
    }
    vz_schema_finish(&form->schema);
    free(form->repeats);
    free(form->xml_form_id);
    free(form->version);
    free(form);
}

void vz_form_catalogue_finish(struct vz_form_catalogue *catalogue) {
    for (size_t i = 0; i < catalogue->n; i++) {
        form_destroy(catalogue->forms[i]);
    }
    free(catalogue->forms);
    *catalogue = (struct vz_form_catalogue){0};
}

bool vz_form_catalogue_read_schema(const char *xml, size_t len,
                                   struct vz_schema *schema,
                                   struct vz_error *error) {
    // The hub needs the fields only, so media that a form names may be absent.
    struct vz_form_media media = {0};
    struct vz_form *form = vz_form_load(xml, len, &media, error);
    if (!form) {
        return false;
    }
    bool made = vz_form_schema(form, schema);
    vz_form_destroy(form);
    return made || vz_error_nomem(error);
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool list_repeats(struct vz_form_catalogue_form *form) {
    const struct vz_schema *schema = &form->schema;
    form->repeats = vz_alloc_array(schema->n_fields, sizeof(char *));
    if (!form->repeats) {
        return false;
    }
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].type == VZ_FIELD_REPEAT) {
            form->repeats[form->n_repeats++] = schema->fields[i].path;
        }
    }
    qsort(form->repeats, form->n_repeats, sizeof(char *), compare_paths);
    return true;
}

bool vz_form_catalogue_is_repeat(const struct vz_form_catalogue_form *form,
                                 const char *path) {
    return form->n_repeats && bsearch(&path, form->repeats, form->n_repeats,
                                      sizeof(char *), compare_paths);
}

static struct vz_form_catalogue_form *
find_loaded(const struct vz_form_catalogue *catalogue, const char *xml_form_id,
            const char *version) {
    for (size_t i = 0; i < catalogue->n; i++) {
        struct vz_form_catalogue_form *form = catalogue->forms[i];
        if (!strcmp(form->xml_form_id, xml_form_id) &&
            !strcmp(form->version, version)) {
            return form;
        }
    }
    return NULL;
}

static enum vz_status form_fill(struct vz_form_catalogue_form *form,
                                const struct vz_hub_form *stored) {
    struct vz_error error = {0};
    form->form_id = stored->form_id;
    form->form_version_id = stored->form_version_id;
    form->xml_form_id = strdup(stored->xml_form_id);
    form->version = strdup(stored->version);
    if (!form->xml_form_id || !form->version) {
        return VZ_NOMEM;
    }
    if (!vz_form_catalogue_read_schema(stored->xml, stored->xml_len,
                                       &form->schema, &error)) {
        LOGE("form %s cannot be read: %s", stored->xml_form_id, error.message);
        return error.status == VZ_NOMEM ? VZ_NOMEM : VZ_CORRUPT;
    }
    return list_repeats(form) ? VZ_OK : VZ_NOMEM;
}

static enum vz_status add_form(struct vz_form_catalogue *catalogue,
                               const struct vz_hub_form *stored,
                               struct vz_form_catalogue_form **out) {
    struct vz_form_catalogue_form *form = calloc(1, sizeof(*form));
    enum vz_status status = form ? form_fill(form, stored) : VZ_NOMEM;
    if (status == VZ_OK && !vz_grow(&catalogue->forms, &catalogue->cap,
                                    catalogue->n, sizeof(form))) {
        status = VZ_NOMEM;
    }
    if (status != VZ_OK) {
        form_destroy(form);
        return status;
    }
    catalogue->forms[catalogue->n++] = form;
    *out = form;
    return VZ_OK;
}

// Loads a version; NULL `version` = the current one.
static enum vz_status load(struct vz_form_catalogue *catalogue,
                           const char *xml_form_id, const char *version,
                           const struct vz_form_catalogue_form **out) {
    struct vz_hub_form_list list;
    enum vz_status status =
        vz_hub_form_version(catalogue->store, xml_form_id, version, &list);
    if (status != VZ_OK) {
        return status;
    }
    const struct vz_hub_form *stored = &list.items[0];
    struct vz_form_catalogue_form *form =
        find_loaded(catalogue, xml_form_id, stored->version);
    if (!form) {
        status = add_form(catalogue, stored, &form);
    }
    *out = form;
    vz_hub_form_list_finish(&list);
    return status;
}

enum vz_status
vz_form_catalogue_find(struct vz_form_catalogue *catalogue,
                       const char *xml_form_id, const char *version,
                       const struct vz_form_catalogue_form **form,
                       bool *known) {
    pthread_mutex_lock(catalogue->mutex);
    *known = true;
    *form = find_loaded(catalogue, xml_form_id, version);
    enum vz_status status = VZ_OK;
    if (!*form) {
        status = load(catalogue, xml_form_id, version, form);
    }
    if (status == VZ_NOT_FOUND) {
        *known = false;
        status = load(catalogue, xml_form_id, NULL, form);
    }
    pthread_mutex_unlock(catalogue->mutex);
    return status;
}
