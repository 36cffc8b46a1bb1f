/*
 * What is wrong with a form beyond its single cells: names, lists,
 * parameters, labels, and a story without a question for consent.
 */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

static void check_name(struct vz_survey *survey,
                       const struct vz_survey_node *node) {
    if (!vz_is_xml_name(node->name)) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_NAME,
                         "'%s' cannot be a name; begin with a letter and use "
                         "only letters, digits, _ and -",
                         node->name);
    }
}

static void report_twins(struct vz_survey *survey,
                         const struct vz_survey_node *first,
                         const struct vz_survey_node *second) {
    const struct vz_survey_node *place = second->row ? second : first;
    const struct vz_survey_node *other = place == second ? first : second;
    if (other->row) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, place, VZ_SURVEY_NAME,
                         "the name '%s' is already in use (row %zu); choose "
                         "another",
                         place->name, other->row);
    } else {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, place, VZ_SURVEY_NAME,
                         "the name '%s' is reserved; choose another",
                         place->name);
    }
}

// Names must differ among brothers. by_name is sorted, so twins stand together.
static void check_twins(struct vz_survey *survey) {
    for (size_t i = 0; i < survey->n_nodes; i++) {
        struct vz_survey_node *node = survey->by_name[i];
        for (size_t j = i; j-- > 0;) {
            struct vz_survey_node *other = survey->by_name[j];
            // A form with a name a thousand times over gets a few messages.
            if (strcmp(other->name, node->name) != 0 || i - j > 8) {
                break;
            }
            if (other->parent == node->parent) {
                report_twins(survey, other, node);
                break;
            }
        }
    }
}

static void check_choices(struct vz_survey *survey,
                          const struct vz_survey_node *node) {
    bool several = node->type->control == VZ_BODY_SELECT ||
                   node->type->control == VZ_BODY_RANK;
    for (size_t i = 0; node->list && i < node->list->n; i++) {
        const struct vz_choice_row *choice = &node->list->choices[i];
        if (!strchr(choice->name, ' ')) {
            continue;
        }
        vz_diagnostics_add(
            survey->diagnostics,
            several ? VZ_SEVERITY_ERROR : VZ_SEVERITY_WARNING, "choices",
            choice->row, "name",
            several ? "the name '%s' has a space, which also separates the "
                      "answers of '%s' (survey row %zu); use _ instead"
                    : "the name '%s' has a space, as an answer of '%s' (survey "
                      "row %zu); better use _",
            choice->name, node->name, node->row);
    }
}

static bool has_media(const struct vz_survey_node *node) {
    return node->texts[VZ_TEXT_IMAGE] || node->texts[VZ_TEXT_AUDIO] ||
           node->texts[VZ_TEXT_VIDEO];
}

static void report_label(struct vz_survey *survey, enum vz_severity severity,
                         const struct vz_survey_node *node,
                         const char *message) {
    vz_diagnostics_add(survey->diagnostics, severity, "survey", node->row,
                       "label", message, node->name);
}

static void check_label(struct vz_survey *survey,
                        const struct vz_survey_node *node) {
    bool label = node->texts[VZ_TEXT_LABEL] || has_media(node);
    if (node->kind == VZ_SURVEY_REPEAT && !label) {
        report_label(survey, VZ_SEVERITY_WARNING, node,
                     "the repeat '%s' has no label; people will not know what "
                     "they add");
    }
    if (node->texts[VZ_TEXT_BIG_IMAGE] && !node->texts[VZ_TEXT_IMAGE]) {
        report_label(survey, VZ_SEVERITY_ERROR, node,
                     "'%s' has a big-image; it needs an image as well");
    }
    if (node->kind == VZ_SURVEY_QUESTION && vz_survey_is_visible(node) &&
        !label && !node->texts[VZ_TEXT_HINT]) {
        report_label(survey, VZ_SEVERITY_ERROR, node,
                     "the question '%s' has no label or hint; people would "
                     "not know what is asked");
    }
}

static void check_calculate(struct vz_survey *survey,
                            const struct vz_survey_node *node) {
    if (strcmp(node->type->name, "calculate") == 0 &&
        !node->values[VZ_SURVEY_CALCULATION] &&
        !node->values[VZ_SURVEY_DEFAULT] && !node->values[VZ_SURVEY_TRIGGER]) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_CALCULATION,
                         "the calculate '%s' has nothing to calculate; fill "
                         "its calculation, or use the type hidden",
                         node->name);
    }
}

static void check_question(struct vz_survey *survey,
                           const struct vz_survey_node *node) {
    vz_survey_check_parameters(survey, node);
    check_choices(survey, node);
    check_calculate(survey, node);
}

static bool is_consent(const struct vz_survey_node *node) {
    const char *role =
        vz_survey_attribute(node->attributes, VZ_COLUMN_BIND, "vz:role");
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    return (role && strcmp(role, "consent") == 0) ||
           (appearance && strstr(appearance, "vz-consent"));
}

// Text that somebody types freely, or a voice: what may hold a story.
static bool is_told(const struct vz_survey_node *node) {
    if (node->kind != VZ_SURVEY_QUESTION || !node->row) {
        return false;
    }
    return strcmp(node->type->name, "text") == 0 ||
           strcmp(node->type->name, "audio") == 0 ||
           strcmp(node->type->name, "video") == 0;
}

static void check_consent(struct vz_survey *survey) {
    const struct vz_survey_node *told = NULL;
    for (const struct vz_survey_node *node = survey->root; node;
         node = vz_survey_following(node)) {
        if (is_consent(node)) {
            return;
        }
        if (!told && is_told(node)) {
            told = node;
        }
    }
    if (told) {
        vz_survey_report(survey, VZ_SEVERITY_NOTE, told, -1,
                         "'%s' takes free words, but no question asks for "
                         "consent (appearance vz-consent); what is told here "
                         "counts as 'team'",
                         told->name);
    }
}

static void check_empty(struct vz_survey *survey) {
    if (survey->root->first_child == survey->meta &&
        survey->diagnostics->n_errors == 0) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, NULL, -1,
                         "the sheet has no questions; add a row with a type "
                         "and a name");
    }
}

void vz_survey_check(struct vz_survey *survey) {
    for (const struct vz_survey_node *node = survey->root->first_child; node;
         node = vz_survey_following(node)) {
        if (node->row) {
            check_name(survey, node);
            check_label(survey, node);
        }
        if (node->kind == VZ_SURVEY_QUESTION) {
            check_question(survey, node);
        }
    }
    check_empty(survey);
    check_twins(survey);
    check_consent(survey);
}
