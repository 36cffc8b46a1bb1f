/*
 * The column parameters: "start=1; end=10". Which names a type knows is in its
 * table row; what their values may be is here.
 */
#include "survey.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Values are words without capitals, but for names of things elsewhere.
static const char *take_value(struct vz_survey *survey, const char *name,
                              const char *text, size_t len) {
    static const char *const names[] = {"value",
                                        "label",
                                        "seed",
                                        "app",
                                        "reference-geometry",
                                        "reference_geometry"};
    char *value = vz_arena_strndup(&survey->arena, text, len);
    survey->failed = survey->failed || !value;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(names[i], name) == 0) {
            return value;
        }
    }
    for (char *p = value; p && *p; p++) {
        *p = (char)tolower((unsigned char)*p);
    }
    return value;
}

const char *vz_survey_parameter(struct vz_survey *survey,
                                const struct vz_survey_node *node,
                                const char *name) {
    const char *p = node->values[VZ_SURVEY_PARAMETERS];
    size_t len = strlen(name);
    while (p && *p) {
        p += strspn(p, " ;,\n\t");
        size_t n = strcspn(p, " ;,=\n\t");
        const char *value = p + n + strspn(p + n, " \t");
        if (*value == '=') {
            value++;
            value += strspn(value, " \t");
            size_t value_len = strcspn(value, " ;,\n\t");
            if (n == len && strncasecmp(p, name, len) == 0) {
                return take_value(survey, name, value, value_len);
            }
            p = value + value_len;
        } else {
            p = n ? p + n : p + (*p != '\0');
        }
    }
    return NULL;
}

static bool is_word_of(const char *words, const char *word, size_t len) {
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " ");
        if (n == len && strncasecmp(p, word, n) == 0) {
            return true;
        }
        p += n + strspn(p + n, " ");
    }
    return false;
}

#define REPORT(survey, node, ...)                         \
    vz_survey_report((survey), VZ_SEVERITY_ERROR, (node), \
                     VZ_SURVEY_PARAMETERS, __VA_ARGS__)

enum rule {
    RULE_WHOLE,  // a whole number, not negative
    RULE_NUMBER, // any number
    RULE_WORD,   // one of some words
    RULE_SEED,   // a number or ${name}
    RULE_NAME,   // an element's name
    RULE_PACKAGE,
};

static const struct {
    const char *name;
    enum rule rule;
    const char *words;
    const char *type; // NULL: every type that knows the name
} rules[] = {
    {"rows", RULE_WHOLE, NULL, NULL},
    {"max-pixels", RULE_WHOLE, NULL, NULL},
    {"start", RULE_NUMBER, NULL, NULL},
    {"end", RULE_NUMBER, NULL, NULL},
    {"step", RULE_NUMBER, NULL, NULL},
    {"tick_interval", RULE_NUMBER, NULL, NULL},
    {"placeholder", RULE_NUMBER, NULL, NULL},
    {"randomize", RULE_WORD, "true false", NULL},
    {"seed", RULE_SEED, NULL, NULL},
    {"value", RULE_NAME, NULL, NULL},
    {"label", RULE_NAME, NULL, NULL},
    {"quality", RULE_WORD, "voice-only low normal external", "audio"},
    {"quality", RULE_WORD, "voice-only low normal", "background-audio"},
    {"capture-accuracy", RULE_NUMBER, NULL, NULL},
    {"warning-accuracy", RULE_NUMBER, NULL, NULL},
    {"allow-mock-accuracy", RULE_WORD, "true false", NULL},
    {"incremental", RULE_WORD, "true yes true()", NULL},
    {"location-priority", RULE_WORD,
     "no-power low-power balanced high-accuracy", NULL},
    {"location-min-interval", RULE_WHOLE, NULL, NULL},
    {"location-max-age", RULE_WHOLE, NULL, NULL},
    {"track-changes", RULE_WORD, "true false", NULL},
    {"track-changes-reasons", RULE_WORD, "on-form-edit", NULL},
    {"identify-user", RULE_WORD, "true false", NULL},
    {"app", RULE_PACKAGE, NULL, NULL},
};

static bool is_number(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end != text && !*end && isfinite(*number);
}

static bool is_whole(const char *text) {
    return *text && text[strspn(text, "0123456789")] == '\0';
}

// "com.example.app": at least two parts, each beginning with a letter.
static bool is_package(const char *text) {
    bool dot = false;
    for (const char *p = text; *p; p++) {
        bool starts = p == text || p[-1] == '.';
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
        bool more = (*p >= '0' && *p <= '9') || *p == '_';
        if (!letter && (starts || (!more && *p != '.'))) {
            return false;
        }
        dot = dot || *p == '.';
    }
    return dot && text[strlen(text) - 1] != '.';
}

static void check_value(struct vz_survey *survey,
                        const struct vz_survey_node *node, size_t rule,
                        const char *value) {
    const char *name = rules[rule].name;
    double number;
    switch (rules[rule].rule) {
    case RULE_WHOLE:
        if (!is_whole(value)) {
            REPORT(survey, node,
                   "%s must have an integer value of 0 or more, not '%s'", name,
                   value);
        }
        break;
    case RULE_NUMBER:
        if (!is_number(value, &number)) {
            REPORT(survey, node, "%s must be a number, not '%s'", name, value);
        }
        break;
    case RULE_WORD:
        if (!is_word_of(rules[rule].words, value, strlen(value))) {
            REPORT(survey, node, "%s must be set to one of: %s", name,
                   rules[rule].words);
        }
        break;
    case RULE_SEED:
        if (!is_number(value, &number) && strncmp(value, "${", 2) != 0) {
            REPORT(survey, node,
                   "%s must be a number or ${name}, the number in another "
                   "question; not '%s'",
                   name, value);
        }
        break;
    case RULE_NAME:
        if (!vz_is_xml_name(value)) {
            REPORT(survey, node, "%s must be the name of a column, not '%s'",
                   name, value);
        }
        break;
    case RULE_PACKAGE:
        if (!is_package(value)) {
            REPORT(survey, node,
                   "%s must be an Android package name such as com.example.x, "
                   "not '%s'",
                   name, value);
        }
        break;
    }
}

static void check_values(struct vz_survey *survey,
                         const struct vz_survey_node *node) {
    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
        if (rules[i].type && strcmp(rules[i].type, node->type->name) != 0) {
            continue;
        }
        const char *value = vz_survey_parameter(survey, node, rules[i].name);
        if (value) {
            check_value(survey, node, i, value);
        }
    }
}

// False when a parameter is not known or not written as name=value.
static bool check_names(struct vz_survey *survey,
                        const struct vz_survey_node *node) {
    const char *p = node->values[VZ_SURVEY_PARAMETERS];
    const char *known = node->type->parameters;
    bool ok = true;
    while (*(p += strspn(p, " ;,\n\t"))) {
        size_t n = strcspn(p, " ;,=\n\t");
        const char *after = p + n + strspn(p + n, " \t");
        if (*after != '=') {
            REPORT(survey, node,
                   "write parameters as name=value, with a space between "
                   "two");
            return false;
        }
        if (!known || !is_word_of(known, p, n)) {
            vz_survey_report(
                survey, known ? VZ_SEVERITY_ERROR : VZ_SEVERITY_NOTE, node,
                VZ_SURVEY_PARAMETERS, "'%.*s' is not a parameter of %s (%s)",
                (int)n, p, node->type->name, known ? known : "it has none");
            ok = ok && !known;
        }
        p = after + 1 + strspn(after + 1, " \t");
        p += strcspn(p, " ;,\n\t");
    }
    return ok;
}

struct range {
    double start, end, step, tick;
};

static double number_of(struct vz_survey *survey,
                        const struct vz_survey_node *node, const char *name,
                        double none) {
    const char *text = vz_survey_parameter(survey, node, name);
    double number;
    return text && is_number(text, &number) ? number : none;
}

static bool is_multiple(double number, double of) {
    double times = number / of;
    return fabs(times - nearbyint(times)) < 1e-9 * fmax(1, fabs(times));
}

static bool is_within(const struct range *range, double number) {
    return number >= fmin(range->start, range->end) &&
           number <= fmax(range->start, range->end);
}

static void check_tick_labels(struct vz_survey *survey,
                              const struct vz_survey_node *node,
                              const struct range *range, const char *name) {
    const struct vz_choice_list *list = vz_survey_list(survey, name);
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    bool bare = appearance && strstr(appearance, "no-ticks");
    if (!list) {
        REPORT(survey, node, "%s: no choice list is named '%s'",
               "tick_labelset", name);
        return;
    }
    bool at_start = false, at_end = false;
    for (size_t i = 0; i < list->n; i++) {
        double number = range->start;
        const char *value = list->choices[i].name;
        if (!is_number(value, &number) || !is_within(range, number) ||
            !is_multiple(number - range->start, range->tick)) {
            REPORT(survey, node,
                   "tick_labelset: '%s' of the list '%s' is no step of this "
                   "range",
                   value, name);
        } else if (bare && number != range->start && number != range->end) {
            REPORT(survey, node,
                   "tick_labelset: without ticks only the two ends can have a "
                   "label, not '%s' of the list '%s'",
                   value, name);
        }
        at_start = at_start || number == range->start;
        at_end = at_end || number == range->end;
    }
    if (bare && !(at_start && at_end)) {
        REPORT(survey, node,
               "%s: without ticks both ends of the range need a label in the "
               "list '%s'",
               "tick_labelset", name);
    }
}

// Only the plain slider shows ticks.
static bool shows_ticks(const struct vz_survey_node *node) {
    const char *p = node->values[VZ_SURVEY_APPEARANCE];
    while (p && *(p += strspn(p, " "))) {
        size_t n = strcspn(p, " ");
        if (!is_word_of("vertical no-ticks", p, n)) {
            return false;
        }
        p += n;
    }
    return true;
}

static void check_ticks(struct vz_survey *survey,
                        const struct vz_survey_node *node,
                        const struct range *range) {
    const char *tick = vz_survey_parameter(survey, node, "tick_interval");
    const char *hold = vz_survey_parameter(survey, node, "placeholder");
    const char *labels = vz_survey_parameter(survey, node, "tick_labelset");
    if ((tick || hold || labels) && !shows_ticks(node)) {
        REPORT(survey, node,
               "tick_interval, placeholder and tick_labelset go with the "
               "appearances vertical and no-ticks only");
        return;
    }
    if (tick && (range->tick == 0 || !is_multiple(range->tick, range->step) ||
                 fabs(range->tick) > fabs(range->end - range->start))) {
        REPORT(survey, node,
               "%s must be a multiple of step and no longer than the range, "
               "not '%s'",
               "tick_interval", tick);
        return;
    }
    double number = number_of(survey, node, "placeholder", range->start);
    if (hold && (!is_within(range, number) ||
                 !is_multiple(number - range->start, range->step))) {
        REPORT(survey, node, "%s must be a step of the range, not '%s'",
               "placeholder", hold);
    }
    if (labels) {
        check_tick_labels(survey, node, range, labels);
    }
}

static void check_range(struct vz_survey *survey,
                        const struct vz_survey_node *node) {
    struct range range = {
        .start = number_of(survey, node, "start", 1),
        .end = number_of(survey, node, "end", 10),
        .step = number_of(survey, node, "step", 1),
    };
    range.tick = number_of(survey, node, "tick_interval", range.step);
    if (range.step == 0) {
        REPORT(survey, node, "step must not be 0");
    } else if (fabs(range.step) > fabs(range.end - range.start)) {
        REPORT(survey, node, "step is longer than the range itself");
    } else {
        check_ticks(survey, node, &range);
    }
}

static void check_seed(struct vz_survey *survey,
                       const struct vz_survey_node *node) {
    if (vz_survey_parameter(survey, node, "seed") &&
        !vz_survey_parameter(survey, node, "randomize")) {
        REPORT(survey, node,
               "a seed needs randomize=true; add that, or leave the seed "
               "out");
    }
}

static void check_audit(struct vz_survey *survey,
                        const struct vz_survey_node *node) {
    const char *least =
        vz_survey_parameter(survey, node, "location-min-interval");
    const char *most = vz_survey_parameter(survey, node, "location-max-age");
    int given =
        (vz_survey_parameter(survey, node, "location-priority") != NULL) +
        (least != NULL) + (most != NULL);
    if (given && given < 3) {
        REPORT(survey, node,
               "give location-priority, location-min-interval and "
               "location-max-age together, or none of them");
    } else if (given && is_whole(least) && is_whole(most) &&
               strtod(most, NULL) < strtod(least, NULL)) {
        REPORT(survey, node,
               "location-max-age (%s) must not be less than "
               "location-min-interval (%s)",
               most, least);
    }
}

void vz_survey_check_parameters(struct vz_survey *survey,
                                const struct vz_survey_node *node) {
    size_t before = survey->diagnostics->n_errors;
    if (node->values[VZ_SURVEY_PARAMETERS]) {
        if (!check_names(survey, node)) {
            return;
        }
        check_values(survey, node);
    }
    if (survey->diagnostics->n_errors != before) {
        return;
    }
    if (node->type->control == VZ_BODY_RANGE) {
        check_range(survey, node);
    }
    if (node->values[VZ_SURVEY_PARAMETERS]) {
        check_seed(survey, node);
        check_audit(survey, node);
    }
    if (strcmp(node->type->name, "image") == 0 &&
        !vz_survey_parameter(survey, node, "max-pixels")) {
        vz_survey_report(survey, VZ_SEVERITY_WARNING, node,
                         VZ_SURVEY_PARAMETERS,
                         "a picture of full size is slow to send; the "
                         "parameter max-pixels=1024 makes it smaller");
    }
}
