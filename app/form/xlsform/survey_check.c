/*
 * What is wrong with a form beyond its single cells: names, lists,
 * parameters, labels, and a story without a question for consent.
 */
#include "survey.h"

#include "form/xlsform/expressions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void check_name(struct vz_survey *survey,
                       const struct vz_survey_node *node) {
    if (!vz_is_xml_name(node->name)) {
        vz_survey_report(
            survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_NAME,
            "'%s' is no valid name; names must begin with a letter or _ and "
            "have only letters, digits, _, - and .",
            node->name);
    } else if (strcmp(node->name, "meta") == 0 &&
               node->parent != survey->root) {
        // Entities have a <meta> in any group. In the root it is a twin.
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_NAME,
                         "the name 'meta' is reserved; choose another");
    }
}

static void report_twins(struct vz_survey *survey,
                         const struct vz_survey_node *first,
                         const struct vz_survey_node *second) {
    const struct vz_survey_node *place = second->row > first->row ? second
                                                                  : first;
    const struct vz_survey_node *other = place == second ? first : second;
    if (strcmp(place->name, other->name) != 0 && !other->row) {
        return; // "Meta": what the compiler makes is in no table of answers
    }
    if (strcmp(place->name, other->name) != 0) {
        vz_survey_report(survey, VZ_SEVERITY_WARNING, place, VZ_SURVEY_NAME,
                         "the name '%s' is a case-insensitive match to '%s' "
                         "(row %zu); some programs do not see capitals",
                         place->name, other->name, other->row);
    } else if (other->row) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, place, VZ_SURVEY_NAME,
                         "the name '%s' is already in use (row %zu); names "
                         "must be unique within a group or repeat",
                         place->name, other->row);
    } else {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, place, VZ_SURVEY_NAME,
                         "the name '%s' is reserved; choose another",
                         place->name);
    }
}

// Brothers together, and among them those whose names look alike.
static int compare_brothers(const void *left, const void *right) {
    const struct vz_survey_node *a = *(struct vz_survey_node *const *)left;
    const struct vz_survey_node *b = *(struct vz_survey_node *const *)right;
    if (a->parent != b->parent) {
        return (uintptr_t)a->parent < (uintptr_t)b->parent ? -1 : 1;
    }
    int order = strcasecmp(a->name, b->name);
    order = order ? order : strcmp(a->name, b->name);
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

// Names must differ among brothers.
static void check_twins(struct vz_survey *survey) {
    struct vz_survey_node **sorted =
        vz_alloc_array(survey->n_nodes, sizeof(struct vz_survey_node *));
    if (!sorted) {
        survey->failed = true;
        return;
    }
    memcpy(sorted, survey->by_name,
           survey->n_nodes * sizeof(struct vz_survey_node *));
    qsort(sorted, survey->n_nodes, sizeof(*sorted), compare_brothers);
    for (size_t i = 1; i < survey->n_nodes; i++) {
        if (sorted[i]->parent == sorted[i - 1]->parent &&
            strcasecmp(sorted[i]->name, sorted[i - 1]->name) == 0) {
            report_twins(survey, sorted[i - 1], sorted[i]);
        }
    }
    free(sorted);
}

// A repeat is a table of its own wherever it stands, so its name must be too.
static void check_repeat(struct vz_survey *survey,
                         const struct vz_survey_node *node) {
    size_t n;
    struct vz_survey_node **found = vz_survey_named(survey, node->name, &n);
    for (size_t i = 0; i < n; i++) {
        if (found[i]->kind == VZ_SURVEY_REPEAT && found[i]->row < node->row &&
            found[i]->parent != node->parent) {
            vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_NAME,
                             "the repeat of row %zu is called '%s' too; names "
                             "of repeats must be unique in the whole form",
                             found[i]->row, node->name);
            return;
        }
    }
    if (strcmp(node->name, survey->root->name) == 0) {
        vz_survey_report(
            survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_NAME,
            "the name of a repeat must not be the same as the survey root, "
            "'%s'; rename it, or set the column name of the sheet "
            "settings",
            node->name);
    }
}

// A space separates the answers of a select_multiple and the ranks of a rank.
// Other programs write a rank all the same.
static void check_choices(struct vz_survey *survey,
                          const struct vz_survey_node *node) {
    bool several = node->type->control == VZ_BODY_SELECT;
    bool ranked = node->type->control == VZ_BODY_RANK;
    for (size_t i = 0; node->list && i < node->list->n; i++) {
        const struct vz_choice_row *choice = &node->list->choices[i];
        if (!strchr(choice->name, ' ')) {
            continue;
        }
        vz_diagnostics_add(
            survey->diagnostics,
            several  ? VZ_SEVERITY_ERROR
            : ranked ? VZ_SEVERITY_WARNING
                     : VZ_SEVERITY_NOTE,
            "choices", choice->row, "name",
            several || ranked
                ? "choice names with spaces cannot be told apart: '%s' is a "
                  "choice of '%s' (survey row %zu); use _ instead"
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
    const char *text = node->values[VZ_SURVEY_DEFAULT];
    bool computed = node->values[VZ_SURVEY_CALCULATION] ||
                    node->values[VZ_SURVEY_TRIGGER] ||
                    (text && vz_default_is_dynamic(text, NULL));
    if (strcmp(node->type->name, "calculate") == 0 && !computed) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_CALCULATION,
                         "missing calculation: '%s' has nothing to calculate; "
                         "fill it in, or use the type hidden",
                         node->name);
    }
}

static void check_background(struct vz_survey *survey,
                             const struct vz_survey_node *node) {
    if (strcmp(node->type->name, "background-geopoint") != 0) {
        return;
    }
    if (!node->values[VZ_SURVEY_TRIGGER]) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TRIGGER,
                         "a background-geopoint needs a trigger: the question "
                         "after which the place is noted");
    }
    if (node->values[VZ_SURVEY_CALCULATION]) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_CALCULATION,
                         "a background-geopoint is measured; its calculation "
                         "must be empty");
    }
}

static bool is_in_repeat(const struct vz_survey_node *node) {
    for (node = node->parent; node; node = node->parent) {
        if (node->kind == VZ_SURVEY_REPEAT) {
            return true;
        }
    }
    return false;
}

// search() takes the place of a list's choices, in every question that uses it.
static void check_search(struct vz_survey *survey,
                         const struct vz_survey_node *node) {
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    if (node->file && appearance && strstr(appearance, "search(")) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_APPEARANCE,
                         "'%s' is a select from a file, with which search() is "
                         "not supported; remove it, or use a choice list",
                         node->name);
    } else if (vz_survey_is_searched(node) && node->list->used_plainly) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_APPEARANCE,
                         "'%s' uses search() with the list '%s', which another "
                         "question uses without search(); give it a list of "
                         "its own",
                         node->name, node->list->name);
    }
}

// The instance that a place is compared with: a list, or a file that another
// row attaches.
static void check_reference(struct vz_survey *survey,
                            const struct vz_survey_node *node) {
    if (!node->from || node->list) {
        return;
    }
    size_t len = strlen(node->from);
    for (const struct vz_survey_node *other = survey->root; other;
         other = vz_survey_following(other)) {
        bool external = other->type && (other->type->flags & VZ_TYPE_EXTERNAL);
        if ((external && strcmp(other->name, node->from) == 0) ||
            (other->file && strncmp(other->file, node->from, len) == 0 &&
             other->file[len] == '.')) {
            return;
        }
    }
    for (size_t i = 0; i < survey->n_entities; i++) {
        if (strcmp(survey->entities[i].list, node->from) == 0) {
            return;
        }
    }
    vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_PARAMETERS,
                     "reference-geometry must be a choice list, an entity "
                     "list, an attached file or a repeat, not '%s'",
                     node->from);
}

// What phones no longer tell.
static void check_age(struct vz_survey *survey,
                      const struct vz_survey_node *node) {
    if (strcmp(node->type->name, "simserial") == 0 ||
        strcmp(node->type->name, "subscriberid") == 0) {
        vz_survey_report(survey, VZ_SEVERITY_WARNING, node, VZ_SURVEY_TYPE,
                         "%s is no longer supported on most devices; it will "
                         "be empty",
                         node->type->name);
    }
}

// The name of an external instance is its address in the whole form.
static void check_external(struct vz_survey *survey,
                           const struct vz_survey_node *node) {
    if (is_in_repeat(node)) {
        vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_TYPE,
                         "an external instance must not stand inside a repeat; "
                         "move '%s' out of it",
                         node->name);
    }
    size_t n;
    struct vz_survey_node **found = vz_survey_named(survey, node->name, &n);
    for (size_t i = 0; i < n; i++) {
        const struct vz_survey_node *other = found[i];
        if (other->type && (other->type->flags & VZ_TYPE_EXTERNAL) &&
            other->row < node->row && other->parent != node->parent) {
            vz_survey_report(survey, VZ_SEVERITY_ERROR, node, VZ_SURVEY_NAME,
                             "instance names must be unique within a form; "
                             "'%s' stands in row %zu too",
                             node->name, other->row);
            return;
        }
    }
}

static void check_question(struct vz_survey *survey,
                           const struct vz_survey_node *node) {
    vz_survey_check_parameters(survey, node);
    check_choices(survey, node);
    check_calculate(survey, node);
    check_background(survey, node);
    check_age(survey, node);
    check_search(survey, node);
    check_reference(survey, node);
    if (node->type->flags & VZ_TYPE_EXTERNAL) {
        check_external(survey, node);
    }
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
    const struct vz_survey_node *meta = survey->meta->first_child;
    if (survey->root->first_child == survey->meta && !(meta && meta->row) &&
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
        } else if (node->kind == VZ_SURVEY_REPEAT) {
            check_repeat(survey, node);
        }
    }
    check_empty(survey);
    check_twins(survey);
    check_consent(survey);
}
