/*
 * Interface text in the respondent's language (gettext).
 *
 * Msgids are the English texts. gettext is process-wide, so this is for the
 * kiosk's main thread only.
 */
#ifndef VZ_KIOSK_LOCALE_LOCALE_H
#define VZ_KIOSK_LOCALE_LOCALE_H

#include <stdbool.h>
#include <stddef.h>

#define VZ_LANGUAGES_MAX 16

// A language of the interface.
struct vz_language {
    const char *code; // "nl"
    const char *name; // in the language itself: "Nederlands"
    bool rtl;
};

// `dir` holds CODE/LC_MESSAGES/vertelzuil.mo.
bool vz_locale_init(const char *dir);
// The languages that have a catalogue, Dutch first.
size_t vz_locale_languages(const struct vz_language **languages);
// Of those, the ones that a house asks for by their codes ("nl, en ar"), in its
// order; all of them when it asks for none that is there. Answers how many
// stand in `out`, which holds VZ_LANGUAGES_MAX.
size_t vz_locale_choose(const char *codes, struct vz_language *out);
// Switches at once. False (nothing changed) for an unknown code.
bool vz_locale_set(const char *code);
const struct vz_language *vz_locale_current(void);

// The text in the present language; valid for the program's life.
const char *vz_tr(const char *msgid) __attribute__((format_arg(1)));
const char *vz_trn(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1))) __attribute__((format_arg(2)));

#endif
