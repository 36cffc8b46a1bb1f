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
                        const struct vz_sheet_column *column) {
    const char *name = column->language ? column->language : "default";
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
                       NULL, "the language '%s' is missing the %s %s %s",
                       language, sheet,
                       strchr(list, ',') ? "columns" : "column", list);
}

// True when a column of the sheet names its language.
static bool check_columns(struct vz_survey *survey, const char *sheet,
                          const struct vz_sheet_columns *columns) {
    struct sheet_languages languages = {0};
    unsigned kinds = 0;
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i].kind == VZ_COLUMN_TEXT &&
            columns->items[i].id != VZ_TEXT_NO_APP_MESSAGE) {
            take_column(&languages, &columns->items[i]);
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
    return languages.named;
}

// The two-letter codes of ISO 639-1.
static const char two_letters[] =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce "
    "ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr "
    "fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is "
    "it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln "
    "lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv "
    "ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si "
    "sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt "
    "tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

static bool is_two_letters(const char *code) {
    char word[] = {code[0], code[1], ' ', '\0'};
    const char *found = strstr(two_letters, word);
    return found && (found - two_letters) % 3 == 0;
}

// "Nederlands (nl)": two or three small letters, then perhaps "-BE".
static bool has_code(const char *name) {
    const char *open = strrchr(name, '(');
    if (!open) {
        return false;
    }
    size_t n = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz");
    const char *rest = open + 1 + n;
    bool known = n == 3 || (n == 2 && is_two_letters(open + 1));
    return known && (*rest == ')' || *rest == '-') &&
           name[strlen(name) - 1] == ')';
}

static void check_codes(struct vz_survey *survey) {
    struct vz_strbuf list = {0};
    for (size_t i = 0; i < survey->languages.n; i++) {
        const char *name = survey->languages.names[i];
        if (!has_code(name) && strcmp(name, "default") != 0) {
            vz_strbuf_printf(&list, "%s'%s'", list.len ? ", " : "", name);
        }
    }
    if (list.len) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, NULL, 0,
                           NULL,
                           "these languages have no valid machine-readable "
                           "code: %s; write them as 'Nederlands (nl)'",
                           vz_strbuf_text(&list));
    }
    survey->failed = survey->failed || list.failed;
    vz_strbuf_finish(&list);
}

void vz_survey_check_languages(struct vz_survey *survey) {
    bool named = check_columns(survey, "survey", &survey->columns);
    named = check_columns(survey, "choices", &survey->choice_columns) || named;
    if (named && survey->has_or_other) {
        vz_diagnostics_add(survey->diagnostics, VZ_SEVERITY_WARNING, NULL, 0,
                           NULL,
                           "this form uses or_other and translations, which is "
                           "not recommended: its texts are English in every "
                           "language");
    }
    check_codes(survey);
}
