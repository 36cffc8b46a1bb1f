#include "locale.h"

#include "base/log.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN "vertelzuil"

// glibc counts catalogue switches here; without the count it keeps answering
// from the catalogue that was loaded before.
extern int _nl_msg_cat_cntr;

// Dutch first: it is the language of a house until a visitor chooses.
static const struct vz_language languages[] = {
    {"nl", "Nederlands", false}, {"en", "English", false},
    {"ar", "العربية", true},     {"tr", "Türkçe", false},
    {"pl", "Polski", false},     {"uk", "Українська", false},
    {"ti", "ትግርኛ", false},
};
#define N_LANGUAGES (sizeof(languages) / sizeof(*languages))
_Static_assert(N_LANGUAGES <= VZ_LANGUAGES_MAX, "no room to choose from");

static bool select_language(const char *code) {
    if (setenv("LANGUAGE", code, 1) != 0) {
        LOG_OOM();
        return false;
    }
    _nl_msg_cat_cntr++;
    return true;
}

bool vz_locale_init(const char *dir) {
    // In the locale C gettext answers every msgid unchanged.
    if (!setlocale(LC_MESSAGES, "C.UTF-8") || !setlocale(LC_CTYPE, "C.UTF-8")) {
        LOGE("The locale C.UTF-8 is not installed.");
        return false;
    }
    if (!bindtextdomain(DOMAIN, dir) ||
        !bind_textdomain_codeset(DOMAIN, "UTF-8") || !textdomain(DOMAIN)) {
        LOG_OOM();
        return false;
    }
    return select_language(languages[0].code);
}

size_t vz_locale_languages(const struct vz_language **list) {
    *list = languages;
    return N_LANGUAGES;
}

static const struct vz_language *find(const char *code) {
    for (size_t i = 0; code && i < N_LANGUAGES; i++) {
        if (strcmp(languages[i].code, code) == 0) {
            return &languages[i];
        }
    }
    return NULL;
}

static bool holds(const struct vz_language *list, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(list[i].code, code)) {
            return true;
        }
    }
    return false;
}

size_t vz_locale_choose(const char *codes, struct vz_language *out) {
    static const char between[] = ", ";
    size_t n = 0;
    while (*(codes += strspn(codes, between))) {
        size_t len = strcspn(codes, between);
        for (size_t i = 0; i < N_LANGUAGES; i++) {
            const char *code = languages[i].code;
            if (strlen(code) == len && !strncmp(code, codes, len) &&
                !holds(out, n, code)) {
                out[n++] = languages[i];
            }
        }
        codes += len;
    }
    if (n == 0) {
        memcpy(out, languages, sizeof(languages));
        n = N_LANGUAGES;
    }
    return n;
}

bool vz_locale_set(const char *code) {
    const struct vz_language *language = find(code);
    return language && select_language(language->code);
}

const struct vz_language *vz_locale_current(void) {
    // The environment is where gettext itself looks, so it cannot disagree.
    const struct vz_language *language = find(getenv("LANGUAGE"));
    return language ? language : &languages[0];
}

const char *vz_tr(const char *msgid) {
    return dgettext(DOMAIN, msgid);
}

const char *vz_trn(const char *one, const char *many, unsigned long n) {
    return dngettext(DOMAIN, one, many, n);
}
