/*
 * The on-screen keyboard: layers and the boxes of keys. The letters are in
 * keyboard_layouts.h.
 *
 * Knows keys, not texts: what a key does to a text is the widget's matter.
 */
#ifndef VZ_KIOSK_WIDGET_KEYBOARD_H
#define VZ_KIOSK_WIDGET_KEYBOARD_H

#include "kiosk/scene/scene.h"

// What a key means; `a` of its box.
enum vz_keyboard_key {
    VZ_KEYBOARD_CHAR, // `b` = the code point, small letter
    VZ_KEYBOARD_BACKSPACE,
    VZ_KEYBOARD_ENTER,
    VZ_KEYBOARD_SHIFT,
    VZ_KEYBOARD_LAYER,   // letters <-> digits and signs
    VZ_KEYBOARD_ACCENTS, // all of the language's, or none
    VZ_KEYBOARD_VARIANT, // `b` as of a character: one of those on offer
    VZ_KEYBOARD_LEFT,
    VZ_KEYBOARD_RIGHT,
    VZ_KEYBOARD_UP,
    VZ_KEYBOARD_DOWN,
    VZ_KEYBOARD_COUNT_,
};

struct vz_keyboard {
    const char *code; // of the language
    bool numbers;     // the layer of digits and signs
    bool capital;     // letters show and type as capitals
    bool locked;      // and stay so
    uint32_t accents; // of which letter the accents are shown; 1 = all, 0 = no
    bool talks;       // has a key for telling instead of typing
};

// The height of the keyboard, px, feet included.
int vz_keyboard_height(const struct vz_ui *ui);
// Adds the keys within `area` (of that height).
void vz_keyboard_build(const struct vz_keyboard *keyboard,
                       struct vz_scene *scene, const struct vz_ui *ui,
                       struct vz_rect area);
// True when a letter has accents to offer.
bool vz_keyboard_has_accents(const struct vz_keyboard *keyboard,
                             uint32_t letter);
// The UTF-8 text that a character key types.
#define VZ_KEYBOARD_TEXT_SIZE 5
void vz_keyboard_text(const struct vz_keyboard *keyboard, uint32_t letter,
                      char out[VZ_KEYBOARD_TEXT_SIZE]);

#endif
