/*
 * Which letters stand where on the on-screen keyboard, by language: tables.
 *
 * Rows are texts of UTF-8 characters; the signs below stand for the keys that
 * type none.
 */
#ifndef VZ_KIOSK_WIDGET_KEYBOARD_LAYOUTS_H
#define VZ_KIOSK_WIDGET_KEYBOARD_LAYOUTS_H

#include <stdbool.h>
#include <stdint.h>

#define VZ_SIGN_BACKSPACE "\b"
#define VZ_SIGN_ENTER "\n"
#define VZ_SIGN_SHIFT "\x0e"
#define VZ_SIGN_LEFT "\x11"
#define VZ_SIGN_RIGHT "\x12"
#define VZ_SIGN_UP "\x13"
#define VZ_SIGN_DOWN "\x14"

// One key with two letters: lam and alef.
#define VZ_LAM_ALEF 0xfefb

struct vz_keyboard_layout {
    const char *code; // of the language
    const char *rows[3];
    const char *before;  // on the bottom row, before the space
    const char *behind;  // and after it
    const char *accents; // of the accents key; NULL: there is no such key
    const char *sample;  // what is written on that key
    const char *letters; // written on the key that leads back from the digits
    // What a long touch offers: each text is a letter and its variants. The
    // last one is NULL.
    const char *const *holds;
};

// The layout of a language; one that has none gets that of Dutch. NULL counts
// as such.
const struct vz_keyboard_layout *vz_keyboard_layout(const char *code);
// The layer of digits and signs, the same for all.
extern const char *const vz_keyboard_number_rows[3];

// Reads a code point of these tables (well-formed, at most three bytes) and
// moves on.
uint32_t vz_keyboard_point(const char **at);
// The variants of a letter, or NULL.
const char *vz_keyboard_variants(const struct vz_keyboard_layout *layout,
                                 uint32_t letter);
// The capital of a letter in the layout's language, or itself.
uint32_t vz_keyboard_capital(const struct vz_keyboard_layout *layout,
                             uint32_t letter);

#endif
