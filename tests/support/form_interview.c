#include "form_interview.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *en, *nl;
    const char *relevant; // of the whole section
} sections[] = {
    {"birth", "Birth", "Geboorte", "${is_baby} = 1"},
    {"feeding", "Feeding", "Voeding", "${is_baby} = 1"},
    {"growth", "Growth", "Groei", "${is_child} = 1"},
    {"fever", "Fever", "Koorts", ""},
    {"breath", "Breathing", "Ademhaling", ""},
    {"belly", "Belly", "Buik", ""},
    {"head", "Head", "Hoofd", ""},
    {"skin", "Skin", "Huid", ""},
    {"heart", "Heart", "Hart", "${is_adult} = 1"},
    {"mother", "Pregnancy", "Zwangerschap",
     "${is_adult} = 1 and ${sex} = 'female'"},
    {"habits", "Habits", "Gewoonten", "${is_adult} = 1"},
    {"care", "Care", "Zorg", "${is_baby} = 0"},
};

#define N_SECTIONS (sizeof(sections) / sizeof(sections[0]))
#define N_SIGNS 14 // in each section

struct writer {
    struct vz_strbuf *csv;
    struct form_interview_size *size;
};

struct row {
    const char *type, *name, *en, *nl;
    const char *relevant, *constraint, *calculation, *required;
};

static void write_cell(struct vz_strbuf *csv, const char *text) {
    vz_strbuf_append(csv, ",\"");
    for (; text && *text; text++) {
        vz_strbuf_append(csv, *text == '"' ? "\"" : "");
        vz_strbuf_append_char(csv, *text);
    }
    vz_strbuf_append_char(csv, '"');
}

static void write_row(struct writer *w, const struct row *row) {
    const char *cells[] = {row->type,
                           row->name,
                           row->en,
                           row->nl,
                           row->relevant,
                           row->constraint,
                           row->constraint ? "At most a year" : "",
                           row->constraint ? "Hoogstens een jaar" : "",
                           row->calculation,
                           row->required};
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        write_cell(w->csv, cells[i]);
    }
    vz_strbuf_append_char(w->csv, '\n');
    w->size->rows++;
    w->size->selects += !strncmp(row->type, "select_", 7);
}

static void write_about(struct writer *w) {
    static const struct row rows[] = {
        {"start", "start", "", "", "", NULL, "", ""},
        {"end", "end", "", "", "", NULL, "", ""},
        {"begin_group", "about", "About", "Over", "", NULL, "", ""},
        {"text", "who", "Who tells?", "Wie vertelt?", "", NULL, "", ""},
        {"select_one sex", "sex", "Sex", "Geslacht", "", NULL, "", "yes"},
        {"integer", "days_old", "How many days old?", "Hoeveel dagen oud?", "",
         ". >= 0 and . < 40000", "", "yes"},
        {"calculate", "years", "", "", "", NULL, "int(${days_old} div 365.25)",
         ""},
        {"calculate", "is_baby", "", "", "", NULL,
         "if(${days_old} != '' and ${days_old} < 28, 1, 0)", ""},
        {"calculate", "is_child", "", "", "", NULL,
         "if(${days_old} >= 28 and ${years} < 12, 1, 0)", ""},
        {"calculate", "is_adult", "", "", "", NULL, "if(${years} >= 12, 1, 0)",
         ""},
        {"end_group", "", "", "", "", NULL, "", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        write_row(w, &rows[i]);
    }
}

// A sign, how long it lasted, and how bad it was if it lasted long. Every
// fourth one is asked only when the one before was there.
static void write_sign(struct writer *w, size_t section, int n) {
    const char *base = sections[section].name;
    char name[40], en[80], nl[80], relevant[200], days[40];
    snprintf(name, sizeof(name), "%s_%d", base, n);
    snprintf(en, sizeof(en), "%s: was sign %d there?", sections[section].en, n);
    snprintf(nl, sizeof(nl), "%s: was teken %d er?", sections[section].nl, n);
    relevant[0] = '\0';
    if (n % 4 == 0) {
        snprintf(relevant, sizeof(relevant),
                 "${%s_%d} = 'yes' and ${%s_%d_days} > 1", base, n - 1, base,
                 n - 1);
    }
    write_row(w, &(struct row){"select_one answer", name, en, nl, relevant,
                               NULL, "", "yes"});
    snprintf(days, sizeof(days), "%s_%d_days", base, n);
    snprintf(relevant, sizeof(relevant), "${%s} = 'yes'", name);
    write_row(w, &(struct row){"integer", days, "For how many days?",
                               "Hoeveel dagen?", relevant,
                               ". >= 0 and . <= 365", "", ""});
    snprintf(relevant, sizeof(relevant), "${%s} > 3", days);
    snprintf(days, sizeof(days), "%s_%d_bad", base, n);
    write_row(w, &(struct row){"select_multiple kind", days,
                               "How was it in those ${days_old} days?",
                               "Hoe was het?", relevant, NULL, "", ""});
}

static void write_section(struct writer *w, size_t section) {
    const char *base = sections[section].name;
    char name[40], sum[1000] = "", note[100];
    write_row(w, &(struct row){"begin_group", base, sections[section].en,
                               sections[section].nl, sections[section].relevant,
                               NULL, "", ""});
    snprintf(name, sizeof(name), "%s_signs", base);
    write_row(w, &(struct row){"begin_group", name, "", "", "", NULL, "", ""});
    for (int n = 1; n <= N_SIGNS; n++) {
        size_t len = strlen(sum);
        write_sign(w, section, n);
        snprintf(sum + len, sizeof(sum) - len, "%s(${%s_%d} = 'yes')",
                 n == 1 ? "" : " + ", base, n);
    }
    write_row(w, &(struct row){"end_group", "", "", "", "", NULL, "", ""});
    snprintf(name, sizeof(name), "%s_count", base);
    write_row(w, &(struct row){"calculate", name, "", "", "", NULL, sum, ""});
    snprintf(note, sizeof(note), "%s: ${%s} signs", sections[section].en, name);
    snprintf(sum, sizeof(sum), "${%s} > 2", name);
    snprintf(name, sizeof(name), "%s_note", base);
    write_row(w, &(struct row){"note", name, note, note, sum, NULL, "", ""});
    write_row(w, &(struct row){"end_group", "", "", "", "", NULL, "", ""});
}

static void write_lists(struct vz_strbuf *csv) {
    static const char *const choices[][4] = {
        {"sex", "female", "Female", "Vrouw"},
        {"sex", "male", "Male", "Man"},
        {"answer", "yes", "Yes", "Ja"},
        {"answer", "no", "No", "Nee"},
        {"answer", "unknown", "Not known", "Onbekend"},
        {"answer", "refused", "Not told", "Niet verteld"},
        {"kind", "mild", "Mild", "Licht"},
        {"kind", "severe", "Severe", "Zwaar"},
        {"kind", "changing", "Changing", "Wisselend"},
    };
    vz_strbuf_append(csv, "choices\n,list_name,name,label::English (en),"
                          "label::Nederlands (nl)\n");
    for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
        for (size_t k = 0; k < 4; k++) {
            write_cell(csv, choices[i][k]);
        }
        vz_strbuf_append_char(csv, '\n');
    }
}

void form_interview_write(struct vz_strbuf *csv,
                          struct form_interview_size *size) {
    struct writer w = {csv, size};
    *size = (struct form_interview_size){0};
    vz_strbuf_append(csv, "survey\n,type,name,label::English (en),"
                          "label::Nederlands (nl),relevant,constraint,"
                          "constraint_message::English (en),"
                          "constraint_message::Nederlands (nl),calculation,"
                          "required\n");
    write_about(&w);
    for (size_t i = 0; i < N_SECTIONS; i++) {
        write_section(&w, i);
    }
    write_row(&w, &(struct row){"text", "story", "What else?", "Wat nog meer?",
                                "${fever_count} + ${breath_count} > 0", NULL,
                                "", ""});
    write_lists(csv);
}
