/*
 * What of a form does not work on the kiosk, told to its author beforehand:
 * kinds of question that it explains away, appearances that look different,
 * media that it does not play.
 */
#include "form/xform/session.h"
#include "form/xlsform/expressions.h"

#include <string.h>

struct finding {
    const char *word; // a type, or a word of an appearance
    enum vz_severity severity;
    const char *message;
};

// Kinds of question that a respondent meets as an explanation.
static const struct finding types[] = {
    {"geopoint", VZ_SEVERITY_WARNING, "the kiosk cannot tell where it is"},
    {"geotrace", VZ_SEVERITY_WARNING, "the kiosk cannot tell where it is"},
    {"geoshape", VZ_SEVERITY_WARNING, "the kiosk cannot tell where it is"},
    {"video", VZ_SEVERITY_WARNING, "the kiosk makes no films"},
    {"file", VZ_SEVERITY_WARNING, "no file can be chosen on the kiosk"},
    {"osm", VZ_SEVERITY_WARNING, "the kiosk shows no map"},
    {"select_one_external", VZ_SEVERITY_WARNING,
     "the kiosk does not read the sheet external_choices"},
    {"background-audio", VZ_SEVERITY_WARNING,
     "the kiosk records only when it is asked to"},
};

static const struct finding notes[] = {
    {"barcode", VZ_SEVERITY_NOTE,
     "the kiosk has no camera; a scanner that types, or a person, can enter "
     "the code"},
    {"start-geopoint", VZ_SEVERITY_NOTE,
     "the kiosk cannot tell where it is; this stays empty"},
};

static const struct finding appearances[] = {
    {"map", VZ_SEVERITY_NOTE, "the kiosk shows a list in place of the map"},
    {"image-map", VZ_SEVERITY_NOTE,
     "the kiosk shows a list in place of the picture with areas"},
    {"ethiopian", VZ_SEVERITY_NOTE, "the kiosk shows the Gregorian calendar"},
    {"coptic", VZ_SEVERITY_NOTE, "the kiosk shows the Gregorian calendar"},
    {"islamic", VZ_SEVERITY_NOTE, "the kiosk shows the Gregorian calendar"},
    {"bikram-sambat", VZ_SEVERITY_NOTE,
     "the kiosk shows the Gregorian calendar"},
    {"myanmar", VZ_SEVERITY_NOTE, "the kiosk shows the Gregorian calendar"},
    {"persian", VZ_SEVERITY_NOTE, "the kiosk shows the Gregorian calendar"},
    {"buddhist", VZ_SEVERITY_NOTE, "the kiosk shows the Gregorian calendar"},
    {"bearing", VZ_SEVERITY_WARNING, "the kiosk has no compass"},
    {"printer", VZ_SEVERITY_WARNING, "the kiosk prints nothing"},
    {"url", VZ_SEVERITY_WARNING, "the kiosk opens no web pages"},
    {"minimal", VZ_SEVERITY_NOTE,
     "the kiosk shows all answers in place of a drop-down list"},
};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct finding *find(const struct finding *list, size_t n,
                                  const char *word) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].word, word) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static void add(struct vz_survey *survey, const struct vz_survey_node *node,
                enum vz_severity severity, const char *column,
                const char *message) {
    vz_diagnostics_add(survey->diagnostics, severity, "survey", node->row,
                       column, "'%s': %s", node->name, message);
}

static bool may_be_required(const struct vz_survey_node *node) {
    const char *required = node->values[VZ_SURVEY_REQUIRED];
    return required && strcmp(vz_boolean_expression(required), "false()") != 0;
}

// A required question that cannot be answered ends the visit there.
static void add_unasked(struct vz_survey *survey,
                        const struct vz_survey_node *node, const char *why) {
    vz_diagnostics_add(
        survey->diagnostics, VZ_SEVERITY_WARNING, "survey", node->row, "type",
        may_be_required(node) ? "'%s': %s; it is required, so nobody can go on"
                              : "'%s': %s; people are told so and can skip it",
        node->name, why);
}

static bool is_drawn(const char *appearance) {
    return vz_appearance_has(appearance, "draw") ||
           vz_appearance_has(appearance, "signature") ||
           vz_appearance_has(appearance, "annotate");
}

static void check_type(struct vz_survey *survey,
                       const struct vz_survey_node *node) {
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    const char *type = node->type->name;
    const struct finding *found = find(types, COUNT(types), type);
    if (found) {
        add_unasked(survey, node, found->message);
    } else if (strcmp(type, "image") == 0 && !is_drawn(appearance)) {
        add_unasked(survey, node, "the kiosk has no camera");
    }
    found = find(notes, COUNT(notes), type);
    if (found) {
        add(survey, node, found->severity, "type", found->message);
    }
}

// Authors stop people so while something is wrong; without a condition nobody
// ever gets past it.
static void check_note(struct vz_survey *survey,
                       const struct vz_survey_node *node) {
    if (strcmp(node->type->name, "note") == 0 && may_be_required(node) &&
        !node->values[VZ_SURVEY_RELEVANT] &&
        !node->values[VZ_SURVEY_CALCULATION] &&
        !node->values[VZ_SURVEY_DEFAULT]) {
        add(survey, node, VZ_SEVERITY_WARNING, "required",
            "a note cannot be answered, so nobody can go on when it is "
            "required");
    }
}

static void check_appearance(struct vz_survey *survey,
                             const struct vz_survey_node *node) {
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    for (size_t i = 0; appearance && i < COUNT(appearances); i++) {
        if (vz_appearance_has(appearance, appearances[i].word)) {
            add(survey, node, appearances[i].severity, "appearance",
                appearances[i].message);
        }
    }
    if (appearance && strstr(appearance, "ex:")) {
        add(survey, node, VZ_SEVERITY_WARNING, "appearance",
            "the kiosk opens no other apps");
    }
}

static void check_texts(struct vz_survey *survey,
                        const struct vz_survey_node *node) {
    if (node->texts[VZ_TEXT_VIDEO]) {
        add(survey, node, VZ_SEVERITY_WARNING, "video",
            "the kiosk plays no films; people are told so");
    }
    if (node->texts[VZ_TEXT_GUIDANCE]) {
        add(survey, node, VZ_SEVERITY_NOTE, "guidance_hint",
            "the kiosk shows no guidance");
    }
}

// A triad or dyad that is made otherwise is shown as plain questions.
static void check_group(struct vz_survey *survey,
                        const struct vz_survey_node *node) {
    const char *appearance = node->values[VZ_SURVEY_APPEARANCE];
    const int wanted = vz_appearance_has(appearance, "vz-triad")  ? 3
                       : vz_appearance_has(appearance, "vz-dyad") ? 1
                                                                  : 0;
    int ranges = 0, others = 0;
    for (const struct vz_survey_node *at = node->first_child; wanted && at;
         at = at->next) {
        const bool question = at->kind == VZ_SURVEY_QUESTION && at->type;
        const char *type = question ? at->type->name : "";
        ranges += strcmp(type, "range") == 0;
        others += strcmp(type, "range") != 0 &&
                  strcmp(type, "select_multiple") != 0;
    }
    if (wanted && !vz_appearance_has(appearance, "field-list")) {
        add(survey, node, VZ_SEVERITY_WARNING, "appearance",
            "a triad or dyad is a group with the appearance field-list too");
    }
    if (wanted && (ranges != wanted || others > 0)) {
        add(survey, node, VZ_SEVERITY_WARNING, "appearance",
            wanted == 3 ? "a triad has exactly three ranges of 0 to 100, and "
                          "a select_multiple for \"does not apply\""
                        : "a dyad has exactly one range of 0 to 100, and a "
                          "select_multiple for \"does not apply\"");
    }
}

static void check_node(struct vz_survey *survey,
                       const struct vz_survey_node *node) {
    if (node->row > 0 && node->kind == VZ_SURVEY_QUESTION && node->type) {
        check_type(survey, node);
        check_note(survey, node);
        check_appearance(survey, node);
        check_texts(survey, node);
    } else if (node->row > 0) {
        check_group(survey, node);
    }
    for (const struct vz_survey_node *at = node->first_child; at;
         at = at->next) {
        check_node(survey, at);
    }
}

void vz_xlsform_check_kiosk(const char *bytes, size_t len,
                            struct vz_diagnostics *diagnostics) {
    // What is wrong with the form itself is said by the conversion.
    struct vz_diagnostics said = {0};
    struct vz_survey survey = {.diagnostics = &said};
    if (vz_workbook_read(&survey.workbook, bytes, len, &said) &&
        vz_survey_read(&survey) && survey.root) {
        survey.diagnostics = diagnostics;
        check_node(&survey, survey.root);
        vz_diagnostics_sort(diagnostics);
    }
    vz_survey_finish(&survey);
    vz_diagnostics_finish(&said);
}
