#include "schema.h"

#include <string.h>

void vz_schema_finish(struct vz_schema *schema) {
    vz_arena_finish(&schema->arena);
    *schema = (struct vz_schema){0};
}

const char *vz_texts_get(const struct vz_schema *schema,
                         const struct vz_texts *texts, size_t language) {
    if (!texts->by_language) {
        return NULL;
    }
    if (language < schema->n_languages && texts->by_language[language]) {
        return texts->by_language[language];
    }
    return texts->by_language[schema->default_language];
}

const struct vz_field *vz_schema_role(const struct vz_schema *schema,
                                      const char *role) {
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct vz_field *field = &schema->fields[i];
        if (field->role && !strcmp(field->role, role)) {
            return field;
        }
    }
    return NULL;
}

const struct vz_field *vz_schema_field(const struct vz_schema *schema,
                                       const char *path) {
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (!strcmp(schema->fields[i].path, path)) {
            return &schema->fields[i];
        }
    }
    return NULL;
}

const struct vz_schema_choice *vz_field_choice(const struct vz_field *field,
                                               const char *name) {
    for (size_t i = 0; i < field->n_choices; i++) {
        if (!strcmp(field->choices[i].name, name)) {
            return &field->choices[i];
        }
    }
    return NULL;
}

bool vz_role_tells(const char *role) {
    static const char *const roles[] = {"story", "story-title", "why",
                                        "quote-name"};
    for (size_t i = 0; role && i < sizeof(roles) / sizeof(roles[0]); i++) {
        if (!strcmp(role, roles[i])) {
            return true;
        }
    }
    return false;
}
