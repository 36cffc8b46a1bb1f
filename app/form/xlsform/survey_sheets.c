/*
 * Sheets that are missing, perhaps because their name is misspelt.
 */
#include "survey.h"

#include "form/xpath/suggest.h"

#include <string.h>
#include <strings.h>

static bool is_sheet_name(const char *name) {
    static const char *const names[] = {
        "survey", "choices", "settings", "external_choices", "entities", "osm",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcasecmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

const char *vz_survey_similar_sheet(const struct vz_survey *survey,
                                    const char *name) {
    struct vz_suggest nearest;
    vz_suggest_init(&nearest, name, strlen(name));
    for (size_t i = 0; i < survey->workbook.n_sheets; i++) {
        const char *other = survey->workbook.sheets[i].name;
        if (*other != '_' && !is_sheet_name(other)) {
            vz_suggest_consider(&nearest, other);
        }
    }
    return nearest.best;
}

void vz_survey_check_sheets(struct vz_survey *survey) {
    static const char *const optional[] = {"settings", "entities"};
    for (size_t i = 0; i < sizeof(optional) / sizeof(*optional); i++) {
        const char *similar =
            vz_workbook_sheet(&survey->workbook, optional[i])
                ? NULL
                : vz_survey_similar_sheet(survey, optional[i]);
        if (similar) {
            vz_diagnostics_add(
                survey->diagnostics, VZ_SEVERITY_WARNING, similar, 0, NULL,
                "this sheet is not used, but its name is similar to '%s'; "
                "correct it, or begin it with _",
                optional[i]);
        }
    }
}
