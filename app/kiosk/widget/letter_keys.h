/*
 * Letter keys above a long list: one key for each letter that a choice begins
 * with. A touched key leaves only the choices of that letter.
 */
#ifndef VZ_KIOSK_WIDGET_LETTER_KEYS_H
#define VZ_KIOSK_WIDGET_LETTER_KEYS_H

#include "widget.h"

#define VZ_LETTERS_LEAST 12 // lists up to here have no letter keys
#define VZ_LETTERS_MAX 36
#define VZ_LETTER_SIZE 16 // bytes of a letter, its 0 too

// The letters of a list, in alphabetical order.
struct vz_letter_keys {
    char letters[VZ_LETTERS_MAX][VZ_LETTER_SIZE];
    int n; // 0 = the list has no use for them
    int per_row, rows;
    int height; // of all rows, feet included
};

// Plans the keys of a question's choices for a width, px.
void vz_letter_keys_plan(struct vz_letter_keys *keys, const struct vz_ui *ui,
                         const struct vz_question *question, int width);
// The letter that a label begins with: a capital. "" for an empty label.
void vz_letter_of(const char *label, char letter[VZ_LETTER_SIZE]);
// Adds the keys at the top of `area`; touches come back as `command` with the
// letter's number from 0. `chosen` is the letter whose choices are shown, or
// "" for all of them.
void vz_letter_keys_add(struct vz_scene *scene, const struct vz_ui *ui,
                        const struct vz_letter_keys *keys, const char *chosen,
                        struct vz_rect area, int command);

#endif
