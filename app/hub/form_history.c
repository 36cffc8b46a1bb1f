#include "form_history.h"

#include "form_catalogue.h"

#include <stdlib.h>
#include <string.h>

// ------------------------------------------------------------------ merging
static size_t count_fields(const struct vz_schema *versions, size_t n) {
    size_t total = 0;
    for (size_t i = 0; i < n; i++) {
        total += versions[i].n_fields;
    }
    return total;
}

static struct vz_field *find_merged(struct vz_field *fields, size_t n,
                                    const char *path) {
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(fields[i].path, path)) {
            return &fields[i];
        }
    }
    return NULL;
}

// A text of another version, in the order of the merged languages.
static bool translate(const struct vz_schema *from, struct vz_schema *to,
                      struct vz_texts *texts) {
    if (!texts->by_language) {
        return true;
    }
    const char **made =
        vz_arena_alloc_array(&to->arena, to->n_languages, sizeof(char *));
    if (!made) {
        return false;
    }
    for (size_t i = 0; i < to->n_languages; i++) {
        for (size_t j = 0; j < from->n_languages; j++) {
            if (!strcmp(to->languages[i], from->languages[j])) {
                made[i] = texts->by_language[j];
            }
        }
    }
    if (!made[to->default_language]) {
        made[to->default_language] = vz_texts_get(from, texts, 0);
    }
    texts->by_language = made;
    return true;
}

// Choices that only the older version has, behind those of the newer.
static bool merge_choices(const struct vz_schema *from, struct vz_schema *to,
                          struct vz_field *field,
                          const struct vz_field *older) {
    struct vz_schema_choice *choices = vz_arena_alloc_array(
        &to->arena, field->n_choices + older->n_choices, sizeof(*choices));
    if (!choices) {
        return false;
    }
    if (field->n_choices) {
        memcpy(choices, field->choices, field->n_choices * sizeof(*choices));
    }
    size_t n = field->n_choices;
    for (size_t i = 0; i < older->n_choices; i++) {
        if (vz_field_choice(field, older->choices[i].name)) {
            continue;
        }
        choices[n] = older->choices[i];
        if (!translate(from, to, &choices[n++].label)) {
            return false;
        }
    }
    field->choices = choices;
    field->n_choices = n;
    return true;
}

static bool merge_field(const struct vz_schema *from, struct vz_schema *to,
                        struct vz_field *fields, size_t *n,
                        const struct vz_field *older) {
    struct vz_field *known = find_merged(fields, *n, older->path);
    if (known) {
        return !older->n_choices || merge_choices(from, to, known, older);
    }
    struct vz_field *field = &fields[(*n)++];
    *field = *older;
    field->choices = NULL;
    field->n_choices = 0;
    // Parents come before children, so the parent is merged already.
    const struct vz_field *parent =
        older->parent < 0
            ? NULL
            : find_merged(fields, *n, from->fields[older->parent].path);
    field->parent = parent ? (int)(parent - fields) : -1;
    return translate(from, to, &field->label) &&
           merge_choices(from, to, field, older);
}

bool vz_form_history_merge(const struct vz_schema *versions, size_t n,
                           struct vz_schema *merged) {
    *merged = versions[0];
    merged->arena = (struct vz_arena){0};
    struct vz_field *fields = vz_arena_alloc_array(
        &merged->arena, count_fields(versions, n), sizeof(*fields));
    if (!fields) {
        return false;
    }
    size_t n_fields = versions[0].n_fields;
    if (n_fields) {
        memcpy(fields, versions[0].fields, n_fields * sizeof(*fields));
    }
    for (size_t i = 1; i < n; i++) {
        for (size_t j = 0; j < versions[i].n_fields; j++) {
            if (!merge_field(&versions[i], merged, fields, &n_fields,
                             &versions[i].fields[j])) {
                vz_schema_finish(merged);
                return false;
            }
        }
    }
    merged->fields = fields;
    merged->n_fields = n_fields;
    return true;
}

// ------------------------------------------------------------------ loading
static enum vz_status tell_forms(struct vz_hub_store *store,
                                 const char *xml_form_id,
                                 struct vz_error *error) {
    struct vz_hub_form_list forms;
    struct vz_strbuf names = {0};
    if (vz_hub_forms_current(store, NULL, &forms) == VZ_OK) {
        for (size_t i = 0; i < forms.n; i++) {
            vz_strbuf_printf(&names, "%s%s", i ? ", " : "",
                             forms.items[i].xml_form_id);
        }
        vz_hub_form_list_finish(&forms);
    }
    vz_error_set(error, VZ_NOT_FOUND,
                 "There is no form '%s'. The forms are: %s.", xml_form_id,
                 names.len ? names.data : "none");
    vz_strbuf_finish(&names);
    return VZ_NOT_FOUND;
}

static enum vz_status read_versions(struct vz_form_history *history,
                                    const struct vz_hub_form_list *list,
                                    struct vz_error *error) {
    history->form_id = list->items[0].form_id;
    history->versions = vz_alloc_array(list->n, sizeof(*history->versions));
    history->version_ids =
        vz_alloc_array(list->n, sizeof(*history->version_ids));
    if (!history->versions || !history->version_ids) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (!vz_form_catalogue_read_schema(list->items[i].xml,
                                           list->items[i].xml_len,
                                           &history->versions[i], error)) {
            return VZ_CORRUPT;
        }
        history->version_ids[i] = list->items[i].form_version_id;
        history->n++;
    }
    if (!vz_form_history_merge(history->versions, history->n,
                               &history->merged)) {
        vz_error_nomem(error);
        return VZ_NOMEM;
    }
    return VZ_OK;
}

enum vz_status vz_form_history_load(struct vz_form_history *history,
                                    struct vz_hub_store *store,
                                    const char *xml_form_id,
                                    struct vz_error *error) {
    *history = (struct vz_form_history){0};
    struct vz_hub_form_list list;
    enum vz_status status = vz_hub_form_versions(store, xml_form_id, &list);
    if (status == VZ_NOT_FOUND) {
        return tell_forms(store, xml_form_id, error);
    }
    if (status != VZ_OK) {
        vz_error_set(error, status, "The store cannot be read: %s.",
                     vz_status_text(status));
        return status;
    }
    status = read_versions(history, &list, error);
    vz_hub_form_list_finish(&list);
    if (status != VZ_OK) {
        vz_form_history_finish(history);
    }
    return status;
}

void vz_form_history_finish(struct vz_form_history *history) {
    vz_schema_finish(&history->merged);
    for (size_t i = 0; i < history->n; i++) {
        vz_schema_finish(&history->versions[i]);
    }
    free(history->versions);
    free(history->version_ids);
    *history = (struct vz_form_history){0};
}
