/*
 * A form's life and what it answers about itself.
 */
#include "form.h"

#include "form_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void vz_form_destroy(struct vz_form *form) {
    if (!form) {
        return;
    }
    vz_node_destroy(form->document);
    vz_node_destroy(form->initial);
    for (size_t i = 0; i < form->n_secondaries; i++) {
        vz_node_destroy(form->secondaries[i].document);
    }
    for (size_t i = 0; i < form->n_seeds; i++) {
        vz_node_destroy(form->seeds[i]);
    }
    free(form->seeds);
    free(form->models);
    free(form->prefixes);
    free(form->child_slots);
    free(form->actions);
    vz_names_finish(&form->names);
    vz_arena_finish(&form->arena);
    free(form);
}

const char *vz_form_id(const struct vz_form *form) {
    return form->id;
}

const char *vz_form_version(const struct vz_form *form) {
    return form->version;
}

const char *vz_form_title(const struct vz_form *form) {
    return form->title;
}

size_t vz_form_n_languages(const struct vz_form *form) {
    return form->n_languages;
}

bool vz_form_translated(const struct vz_form *form) {
    return form->translated;
}

const char *vz_form_language(const struct vz_form *form, size_t index) {
    return index < form->n_languages ? form->languages[index] : NULL;
}

size_t vz_form_default_language(const struct vz_form *form) {
    return form->default_language;
}

const char *vz_language_code(const char *name, size_t *len) {
    const char *open = strrchr(name, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    if (!close || close == open + 1) {
        *len = strlen(name);
        return name;
    }
    *len = (size_t)(close - open - 1);
    return open + 1;
}

static size_t primary_len(const char *code, size_t len) {
    size_t n = 0;
    while (n < len && code[n] != '-' && code[n] != '_') {
        n++;
    }
    return n;
}

int vz_form_find_language(const struct vz_form *form, const char *code) {
    int found = -1;
    size_t wanted_len = strlen(code);
    size_t wanted = primary_len(code, wanted_len);
    for (size_t i = 0; i < form->n_languages; i++) {
        size_t len;
        const char *known = vz_language_code(form->languages[i], &len);
        if (len == wanted_len && !strncasecmp(known, code, len)) {
            return (int)i;
        }
        if (found < 0 && wanted && primary_len(known, len) == wanted &&
            !strncasecmp(known, code, wanted)) {
            found = (int)i;
        }
    }
    return found;
}

const char *vz_form_role(const struct vz_form *form, int32_t model) {
    if (model < 0 || !form->binds[model]) {
        return NULL;
    }
    return form->binds[model]->role;
}

const char *vz_form_role_ref(const struct vz_form *form, const char *role) {
    for (size_t i = 0; i < form->n_models; i++) {
        const char *known = vz_form_role(form, (int32_t)i);
        if (known && !strcmp(known, role)) {
            return form->paths[i];
        }
    }
    return NULL;
}

const char *vz_attribute_get(const struct vz_attribute *list, const char *ns,
                             const char *name) {
    for (; list; list = list->next) {
        if (!strcmp(list->ns, ns) && !strcmp(list->name, name)) {
            return list->value;
        }
    }
    return NULL;
}

const char *vz_form_attribute(const struct vz_form *form, const char *name) {
    return vz_attribute_get(form->attributes, VZ_NS_FORM, name);
}

enum vz_field_type vz_form_type(const struct vz_form *form, int32_t model) {
    if (form->controls[model]) {
        return form->controls[model]->type;
    }
    return form->binds[model] ? form->binds[model]->type : VZ_FIELD_STRING;
}

const char *vz_media_name(const char *uri) {
    if (strncmp(uri, "jr://", 5) != 0) {
        return uri;
    }
    const char *slash = strchr(uri + 5, '/');
    return slash ? slash + 1 : uri + 5;
}

bool vz_appearance_has(const char *appearance, const char *word) {
    size_t len = strlen(word);
    const char *at = appearance;
    while (at && *at) {
        size_t n = strcspn(at, " \t\n\r");
        if (n == len && !strncmp(at, word, len)) {
            return true;
        }
        at += n;
        at += strspn(at, " \t\n\r");
    }
    return false;
}
