/*
 * A form's fields, as storage and reports need to know them.
 *
 * form/ makes a schema from an XForm; storage/ and impact/ read it. Neither
 * side knows the other. All strings live in the schema's arena.
 */
#ifndef VZ_BASE_SCHEMA_H
#define VZ_BASE_SCHEMA_H

#include "memory.h"

#include <stdbool.h>
#include <stddef.h>

enum vz_field_type {
    VZ_FIELD_STRING,
    VZ_FIELD_INT,
    VZ_FIELD_DECIMAL,
    VZ_FIELD_BOOLEAN,
    VZ_FIELD_DATE,
    VZ_FIELD_TIME,
    VZ_FIELD_DATETIME,
    VZ_FIELD_GEOPOINT,
    VZ_FIELD_GEOTRACE,
    VZ_FIELD_GEOSHAPE,
    VZ_FIELD_BINARY, // value = attachment's file name
    VZ_FIELD_SELECT_ONE,
    VZ_FIELD_SELECT_MULTIPLE, // names separated by spaces
    VZ_FIELD_RANK,            // names separated by spaces
    VZ_FIELD_GROUP,           // has no value
    VZ_FIELD_REPEAT, // has no value; its fields form a table of their own
};

// A text in each language of the schema; an entry is NULL where there is none.
struct vz_texts {
    const char **by_language; // n_languages entries
};

struct vz_schema_choice {
    const char *name;
    struct vz_texts label;
};

struct vz_field {
    const char *path; // below the root, names joined by '/': "group/question"
    const char *name; // the last part of path
    enum vz_field_type type;
    int parent;   // index of the enclosing group or repeat, -1 = the root
    bool visible; // a question that a person saw (not calculate, hidden, meta)
    bool told;    // own words of a person, or computed of them
    const char *role; // vz:role ("story", "consent", ...), or NULL
    struct vz_texts label;
    const char *appearance;                 // or NULL
    const struct vz_schema_choice *choices; // of selects and ranks
    size_t n_choices;
};

struct vz_schema {
    struct vz_arena arena;
    const char *form_id;
    const char *version; // "" when the form names none
    const char *title;
    const char **languages; // e.g. "Nederlands (nl)"; at least one, "default"
    size_t n_languages;
    size_t default_language;       // index
    const struct vz_field *fields; // document order; parents before children
    size_t n_fields;
};

// Frees all. `schema` may be zeroed.
void vz_schema_finish(struct vz_schema *schema);

// The text in a language, else in the default language, else NULL.
const char *vz_texts_get(const struct vz_schema *schema,
                         const struct vz_texts *texts, size_t language);

// The first field with a role, or NULL.
const struct vz_field *vz_schema_role(const struct vz_schema *schema,
                                      const char *role);

// The field with this path, or NULL.
const struct vz_field *vz_schema_field(const struct vz_schema *schema,
                                       const char *path);

// The choice of this name, or NULL.
const struct vz_schema_choice *vz_field_choice(const struct vz_field *field,
                                               const char *name);

// True for the roles that carry what somebody told: story, story-title, why,
// quote-name. They are emptied when consent is `discard` or `count`.
bool vz_role_tells(const char *role);

#endif
