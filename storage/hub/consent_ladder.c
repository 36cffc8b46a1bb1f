#include "consent_ladder.h"

#include <string.h>

static const char *const names[] = {"discard", "count", "team", "organisation",
                                    "public"};

bool vz_consent_parse(const char *name, enum vz_consent *level) {
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (name && !strcmp(name, names[i])) {
            *level = (enum vz_consent)i;
            return true;
        }
    }
    return false;
}

const char *vz_consent_name(enum vz_consent level) {
    return names[level];
}

enum vz_consent_rule vz_consent_rule_of(const struct vz_field *field) {
    if (!field) {
        return VZ_RULE_TEXT; // only older versions know it: assume it tells
    }
    if (field->role && !strcmp(field->role, "withdrawal")) {
        return VZ_RULE_NEVER;
    }
    if (vz_role_tells(field->role) || field->type == VZ_FIELD_BINARY) {
        return VZ_RULE_STORY;
    }
    // Nobody saw the question, but forms compose this name of answers.
    bool composed = !strcmp(field->path, "meta/instanceName");
    return field->type == VZ_FIELD_STRING &&
                   (field->visible || composed || field->told)
               ? VZ_RULE_TEXT
               : VZ_RULE_FREE;
}

bool vz_consent_allows(enum vz_consent_rule rule, bool asked,
                       const char *answer, enum vz_consent audience) {
    if (rule == VZ_RULE_FREE) {
        return true;
    }
    if (rule == VZ_RULE_NEVER) {
        return false;
    }
    enum vz_consent given = VZ_CONSENT_TEAM;
    if (asked && !vz_consent_parse(answer, &given)) {
        bool unknown = answer && *answer;
        given = rule == VZ_RULE_STORY || unknown ? VZ_CONSENT_COUNT
                                                 : VZ_CONSENT_TEAM;
    }
    return given >= audience && given > VZ_CONSENT_COUNT;
}
