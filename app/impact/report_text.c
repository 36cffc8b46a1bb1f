#include "report_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *key;
    const char *texts[2]; // by enum vz_report_language
} texts[] = {
    {"count-heading", {"Tellen", "Counting"}},
    {"tell-heading", {"Vertellen", "Telling"}},
    {"answer", {"Antwoord", "Answer"}},
    {"number", {"Aantal", "Number"}},
    {"share", {"Deel", "Share"}},
    {"submissions", {"keer ingevuld", "times filled in"}},
    {"stories",
     {"verhalen met toestemming voor dit rapport",
      "stories with consent for this report"}},
    {"assisted", {"met hulp ingevuld", "filled in with help"}},
    {"kind", {"Rapport", "Report"}},
    {"period", {"{0} tot en met {1}", "{0} to {1}"}},
    {"no-period", {"nog geen antwoorden", "no answers yet"}},
    {"no-place", {"Alle plekken", "All places"}},
    {"self-selected",
     {"zelfselectie, niet representatief",
      "self-selected, not representative"}},
    {"caption-stone",
     {"Elk blokje is {0} antwoorden.", "Each block is {0} answers."}},
    {"caption-stone-one",
     {"Elk blokje is 1 antwoord.", "Each block is 1 answer."}},
    {"caption-multiple",
     {"Mensen mochten meer kiezen, dus samen is het meer dan 100%.",
      "People could choose several, so together it is more than 100%."}},
    {"meta",
     {"n = {0}. {1}. {2}. {3} met hulp ingevuld. Zelfselectie, niet "
      "representatief.",
      "n = {0}. {1}. {2}. {3} filled in with help. Self-selected, not "
      "representative."}},
    {"hidden", {"minder dan {0}", "fewer than {0}"}},
    {"hidden-cell", {"verborgen", "hidden"}},
    {"hidden-share", {"Een verborgen deel", "A hidden share"}},
    {"unknown-share", {"Een onbekend deel", "An unknown share"}},
    {"too-few",
     {"Minder dan {0} antwoorden. Zo kleine aantallen laten wij niet zien.",
      "Fewer than {0} answers. We do not show numbers that small."}},
    {"hidden-note",
     {"Verborgen: een aantal onder de {0}, of een aantal waarmee je dat kunt "
      "uitrekenen.",
      "Hidden: a number under {0}, or one from which it could be computed."}},
    {"no-stories",
     {"Er zijn nog geen verhalen met toestemming voor dit rapport.",
      "There are no stories yet with consent for this report."}},
    {"stories-newest",
     {"De nieuwste {0} van {1}. Ze zijn niet uitgekozen.",
      "The newest {0} of {1}. They were not chosen."}},
    {"stories-all",
     {"Alle {0}, de nieuwste eerst.", "All {0}, the newest first."}},
    {"consent-team", {"Team", "Team"}},
    {"consent-organisation",
     {"Organisatie en gemeente", "Organisation and municipality"}},
    {"consent-public", {"Iedereen", "Everyone"}},
    {"how-measured",
     {"Zo is gemeten: bewoners kozen zelf om mee te doen op een zuil, zonder "
      "naam. De cijfers zijn geen steekproef van de hele wijk "
      "(zelfselectie). Aantallen onder de {0} staan niet in dit rapport. De "
      "verhalen zijn letterlijk; de verteller gaf toestemming op het niveau "
      "dat erbij staat. Wat onder dat niveau blijft staat er niet in.",
      "How this was measured: residents chose themselves to take part at a "
      "kiosk, without a name. The figures are no sample of the whole "
      "neighbourhood (self-selected). Numbers under {0} are not in this "
      "report. The stories are verbatim; the teller agreed to the level that "
      "stands with each. What stays below that level is not in it."}},
};

static const char *const months[2][12] = {
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
     "september", "oktober", "november", "december"},
    {"January", "February", "March", "April", "May", "June", "July", "August",
     "September", "October", "November", "December"},
};

static const char *const codes[] = {"nl", "en"};

bool vz_report_language_parse(const char *code,
                              enum vz_report_language *language) {
    for (int i = 0; i < 2; i++) {
        if (!strcmp(codes[i], code)) {
            *language = (enum vz_report_language)i;
            return true;
        }
    }
    return false;
}

const char *vz_report_language_code(enum vz_report_language language) {
    return codes[language];
}

const char *vz_report_text(enum vz_report_language language, const char *key) {
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!strcmp(texts[i].key, key)) {
            return texts[i].texts[language];
        }
    }
    return NULL;
}

void vz_report_fill(struct vz_strbuf *out, enum vz_report_language language,
                    const char *key, const char *const *values, size_t n) {
    const char *text = vz_report_text(language, key);
    for (; text && *text; text++) {
        size_t index = (size_t)(text[1] - '0');
        if (text[0] == '{' && index < n && text[2] == '}') {
            vz_strbuf_append(out, values[index]);
            text += 2;
        } else {
            vz_strbuf_append_char(out, *text);
        }
    }
}

void vz_report_date(struct vz_strbuf *out, enum vz_report_language language,
                    const char *iso) {
    int year = 0, month = 0, day = 0;
    int n = sscanf(iso, "%4d-%2d-%2d", &year, &month, &day);
    if (n < 2 || month < 1 || month > 12) {
        vz_strbuf_append(out, iso);
        return;
    }
    if (n == 3) {
        vz_strbuf_printf(out, "%d ", day);
    }
    vz_strbuf_printf(out, "%s %d", months[language][month - 1], year);
}

void vz_report_number(struct vz_strbuf *out, enum vz_report_language language,
                      size_t number) {
    char digits[32];
    int len = snprintf(digits, sizeof(digits), "%zu", number);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) {
            vz_strbuf_append_char(out, language == VZ_REPORT_DUTCH ? '.' : ',');
        }
        vz_strbuf_append_char(out, digits[i]);
    }
}
