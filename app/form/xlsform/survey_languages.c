/*
 * The languages of a form: do the columns have them all, and do their names
 * carry the code that machines know them by?
 */
#include "survey.h"

#include <stdio.h>
#include <string.h>

// The kinds as the headers name them.
static const char *const kind_names[VZ_TEXT_N_KINDS] = {
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "noAppErrorString",
    "image",
    "big-image",
    "audio",
    "video",
};

#define MAX_LANGUAGES 64

struct sheet_languages {
    const char *names[MAX_LANGUAGES];
    size_t n;
    unsigned kinds[MAX_LANGUAGES]; // bit by enum vz_survey_text_kind
    bool named;                    // at least one column names its language
};

static void take_column(struct sheet_languages *languages,
                        const struct vz_sheet_column *column,
                        const char *fallback) {
    const char *name = column->language ? column->language : fallback;
    size_t i = 0;
    while (i < languages->n && strcmp(languages->names[i], name) != 0) {
        i++;
    }
    if (i == MAX_LANGUAGES) {
        return;
    }
    languages->n += i == languages->n;
    languages->names[i] = name;
    languages->kinds[i] |= 1u << column->id;
    languages->named = languages->named || column->language;
}

static void warn_missing(struct vz_survey *survey, const char *sheet,
                         size_t row, const char *language, unsigned missing) {
    char list[200] = "";
    size_t len = 0;
    for (int kind = 0; kind < VZ_TEXT_N_KINDS; kind++) {
        if (missing & (1u << kind)) {
            len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s",
                                    len ? ", " : "", kind_names[kind]);
        }
    }
    vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, sheet, row,
                       NULL, "the language '%s' is missing the column %s",
                       language, list);
}

static void check_columns(struct vz_survey *survey, const char *sheet,
                          const struct vz_sheet_columns *columns) {
    struct sheet_languages languages = {0};
    unsigned kinds = 0;
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_TEXT &&
            columns->items[i].used) {
            take_column(&languages, &columns->items[i],
                        vz_survey_default_language(survey));
            kinds |= 1u << columns->items[i].id;
        }
    }
    for (size_t i = 0; languages.named && i < languages.n; i++) {
        unsigned missing = kinds & ~languages.kinds[i];
        if (missing) {
            warn_missing(survey, sheet, columns->header_row, languages.names[i],
                         missing);
        }
    }
}

// "Nederlands (nl)": two or three small letters, then perhaps "-BE".
static bool has_code(const char *name) {
    const char *open = strrchr(name, '(');
    if (!open) {
        return false;
    }
    size_t n = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz");
    const char *rest = open + 1 + n;
    return (n == 2 || n == 3) && (*rest == ')' || *rest == '-') &&
           name[strlen(name) - 1] == ')';
}

void vz_survey_check_languages(struct vz_survey *survey) {
    check_columns(survey, "survey", &survey->columns);
    check_columns(survey, "choices", &survey->choice_columns);
    for (size_t i = 0; i < survey->languages.n; i++) {
        const char *name = survey->languages.names[i];
        if (!has_code(name) && strcmp(name, "default") != 0) {
            vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, NULL,
                               0, NULL,
                               "the language '%s' has no code that machines "
                               "know; write it as 'Nederlands (nl)'",
                               name);
        }
    }
}
