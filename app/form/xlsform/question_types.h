/*
 * The question types of XLSForm, and what each becomes in an XForm.
 */
#ifndef VZ_FORM_XLSFORM_QUESTION_TYPES_H
#define VZ_FORM_XLSFORM_QUESTION_TYPES_H

#include <stdbool.h>
#include <stddef.h>

enum vz_body_control {
    VZ_BODY_NONE, // calculate, hidden, metadata
    VZ_BODY_INPUT,
    VZ_BODY_SELECT1,
    VZ_BODY_SELECT,
    VZ_BODY_RANK,
    VZ_BODY_RANGE,
    VZ_BODY_TRIGGER,
    VZ_BODY_UPLOAD,
};

enum {
    VZ_TYPE_LIST = 1,      // needs the name of a choice list
    VZ_TYPE_FILE = 2,      // needs the name of a file instead
    VZ_TYPE_NOTE = 4,      // read only
    VZ_TYPE_META = 8,      // its node stands in <meta>
    VZ_TYPE_EXTERNAL = 16, // a secondary instance, no node of its own
    VZ_TYPE_SETS_GEOPOINT = 32,
    VZ_TYPE_RECORDS_AUDIO = 64,
    VZ_TYPE_QUERY = 128, // its choices are in the sheet external_choices
    VZ_TYPE_LOOP = 256,  // opens a loop over a choice list
    VZ_TYPE_TAGS = 512,  // may be followed by the name of a list of OSM tags
};

struct vz_question_type {
    const char *name;
    const char *bind_type;
    enum vz_body_control control;
    unsigned flags;
    const char *detail;  // mediatype, or the parameters of the preload
    const char *preload; // jr:preload, or NULL
    // The names that may be given, space-separated; NULL: any, they do nothing.
    const char *parameters;
};

// Finds a type by any of its names, upper and lower case alike; spaces and
// underscores are the same. NULL when it is not known.
const struct vz_question_type *vz_question_type_find(const char *name);

// The constraint that some old types bring along, and their hint (which may be
// NULL); NULL for all others.
const char *vz_question_type_constraint(const struct vz_question_type *type,
                                        const char **hint);

// The nearest known name to a misspelt one, or NULL.
const char *vz_question_type_nearest(const char *name);

// "begin_group", "end repeat"...: true, and what it opens or closes.
enum vz_bracket {
    VZ_BRACKET_BEGIN_GROUP,
    VZ_BRACKET_END_GROUP,
    VZ_BRACKET_BEGIN_REPEAT,
    VZ_BRACKET_END_REPEAT,
    VZ_BRACKET_END_LOOP,
};
bool vz_bracket_find(const char *name, enum vz_bracket *bracket);

#endif
