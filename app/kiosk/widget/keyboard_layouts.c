#include "keyboard_layouts.h"

#include <stddef.h>
#include <string.h>
#include <wctype.h>

static const char *const latin_holds[] = {
    "aáàäâåã", "cç",  "eéèëê", "iíìïî", "nñ", "oóòöôøõ", "sßš",
    "uúùüû",   "yÿý", "zž",    ".!:;…", "?!", ",;",      NULL,
};
static const char *const polish_holds[] = {
    "aą", "cć",  "eęé",   "lł", "nń", "oóö", "sś",
    "uü", "zżź", ".!:;…", "?!", ",;", NULL,
};
static const char *const turkish_holds[] = {
    "aâ", "cç", "gğ", "iîı", "oö", "sş", "uüû", ".!:;…", "?!", ",;", NULL,
};
static const char *const ukrainian_holds[] = {
    "гґ", "еєё", "иі", "іїи", "ьъ", "'’", ".!:;…", "?!", ",;", NULL,
};
static const char *const arabic_holds[] = {
    "اأإآٱء", "يئى", "وؤ",   "هة", "كگ", "بپ", "جچ",
    "فڤ",     "زژ",  ".!:…", "؟!", "،؛", NULL,
};

#define LATIN_ROWS(extra)                                                \
    {                                                                    \
        "qwertyuiop" VZ_SIGN_BACKSPACE, "asdfghjkl" extra VZ_SIGN_ENTER, \
            VZ_SIGN_SHIFT "zxcvbnm,.?"                                   \
    }

// design.md 4.1. Twelve letters a row leave no room for the keys at the end;
// those stand on the bottom row then.
static const struct vz_keyboard_layout layouts[] = {
    {"nl", LATIN_ROWS("é"), "", "", "éèëïöüóá", "éëï", "abc", latin_holds},
    {"en", LATIN_ROWS("é"), "", "", "éèëïöüóá", "éëï", "abc", latin_holds},
    {"pl", LATIN_ROWS("ł"), "", "", "ąćęłńóśźż", "ąęł", "abc", polish_holds},
    {"tr",
     {"qwertyuıopğü", "asdfghjklşi" VZ_SIGN_ENTER,
      VZ_SIGN_SHIFT "zxcvbnmöç." VZ_SIGN_BACKSPACE},
     ",",
     "?",
     NULL,
     NULL,
     "abc",
     turkish_holds},
    {"uk",
     {"йцукенгшщзхї", "фівапролджєґ", VZ_SIGN_SHIFT "ячсмитьбю.'"},
     ",",
     "?" VZ_SIGN_ENTER VZ_SIGN_BACKSPACE,
     NULL,
     NULL,
     "абв",
     ukrainian_holds},
    {"ar",
     {"ضصثقفغعهخحجد", "شسيبلاتنمكطذ", "ئءؤرﻻىةوزظ." VZ_SIGN_BACKSPACE},
     "،",
     "؟" VZ_SIGN_ENTER,
     NULL,
     NULL,
     "أبج",
     arabic_holds},
};

const char *const vz_keyboard_number_rows[3] = {
    "1234567890" VZ_SIGN_BACKSPACE, "€@-()!'\":;" VZ_SIGN_ENTER,
    VZ_SIGN_LEFT VZ_SIGN_UP VZ_SIGN_DOWN VZ_SIGN_RIGHT ",.?/+%&"};

const struct vz_keyboard_layout *vz_keyboard_layout(const char *code) {
    for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
        if (code && strcmp(layouts[i].code, code) == 0) {
            return &layouts[i];
        }
    }
    return &layouts[0];
}

uint32_t vz_keyboard_point(const char **at) {
    const unsigned char *s = (const unsigned char *)*at;
    int more = s[0] < 0x80 ? 0 : s[0] < 0xe0 ? 1 : 2;
    uint32_t point = more == 0 ? s[0] : more == 1 ? s[0] & 0x1fu : s[0] & 0x0fu;
    for (int i = 1; i <= more; i++) {
        point = point << 6 | (s[i] & 0x3fu);
    }
    *at += more + 1;
    return point;
}

const char *vz_keyboard_variants(const struct vz_keyboard_layout *layout,
                                 uint32_t letter) {
    for (size_t i = 0; layout->holds[i]; i++) {
        const char *at = layout->holds[i];
        if (vz_keyboard_point(&at) == letter) {
            return at;
        }
    }
    return NULL;
}

uint32_t vz_keyboard_capital(const struct vz_keyboard_layout *layout,
                             uint32_t letter) {
    // Only in Turkish does the dot stay on the capital.
    if (letter == 'i' && strcmp(layout->code, "tr") == 0) {
        return 0x130;
    }
    return letter == 0xdf ? letter : (uint32_t)towupper((wint_t)letter);
}
