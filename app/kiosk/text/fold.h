/*
 * Text as it is searched: small letters, without accents and marks.
 */
#ifndef VZ_KIOSK_TEXT_FOLD_H
#define VZ_KIOSK_TEXT_FOLD_H

// The folded text for free(3), or NULL when out of memory or no UTF-8.
char *vz_fold(const char *text);
// How well a folded text matches folded letters: 0 = not at all, 1 = they stand
// somewhere in it, 2 = a word begins with them, 3 = the text does.
int vz_fold_match(const char *text, const char *letters);

#endif
