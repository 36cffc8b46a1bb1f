/*
 * The consent ladder: who may see what somebody told.
 *
 * The choice names are those of every `vz-consent` question. The ladder is
 * applied on the way out, whatever the sender left in.
 */
#ifndef VZ_STORAGE_HUB_CONSENT_LADDER_H
#define VZ_STORAGE_HUB_CONSENT_LADDER_H

#include "base/schema.h"

enum vz_consent {
    VZ_CONSENT_DISCARD,      // nobody
    VZ_CONSENT_COUNT,        // counted only
    VZ_CONSENT_TEAM,         // the team of the house, for learning
    VZ_CONSENT_ORGANISATION, // the organisation and its funder, without name
    VZ_CONSENT_PUBLIC,       // everyone
};

// The level of a choice name; false when it is none of the five.
bool vz_consent_parse(const char *name, enum vz_consent *level);
const char *vz_consent_name(enum vz_consent level);

// What a field needs before it may be shown.
enum vz_consent_rule {
    VZ_RULE_FREE,  // a count: always shown
    VZ_RULE_TEXT,  // free text: the answer's level; `team` when it has none
    VZ_RULE_STORY, // a story role or a file: the answer's level, `count` when
                   // the form asks for consent and has no answer
    VZ_RULE_NEVER, // leaves the hub in no export (the withdrawal check)
};
enum vz_consent_rule vz_consent_rule_of(const struct vz_field *field);

// True when a field under this rule may be shown to an audience that needs
// `audience`. `answer` is the consent given, NULL or "" = none; `asked` tells
// whether the form has a consent question (without one everything told counts
// as `team`).
bool vz_consent_allows(enum vz_consent_rule rule, bool asked,
                       const char *answer, enum vz_consent audience);

#endif
